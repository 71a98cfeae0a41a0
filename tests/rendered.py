"""An independent look at a file: rendered by LibreOffice with the shipped fonts, read back from the PDF.

It shares no code with `layout` or `fit`.  `look_at(pptx)` gives for every text shape and table cell the lines that
were really set and where their ink lies; `overflows(...)` lists those whose ink leaves their box.
"""

from __future__ import annotations

import ctypes
import io
import os
import shutil
import subprocess
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from briefgen.measure import Faces

OFFICE = shutil.which("soffice") or shutil.which("libreoffice")


@dataclass(frozen=True)
class Glyph:
    """One character of a page, with its ink in points from the page's top left corner."""

    text: str
    left: float
    top: float
    right: float
    bottom: float
    baseline: float


@dataclass(frozen=True)
class RenderedPage:
    """A page of the PDF: its size and its characters in the order in which they were painted."""

    width: float
    height: float
    glyphs: tuple[Glyph, ...]

    @property
    def text(self) -> str:
        """All characters, without spaces."""
        return "".join(glyph.text for glyph in self.glyphs)

    def lines(self) -> list[str]:
        """The characters of the page by line, from top to bottom."""
        return [text for text, _ in group_lines(self.glyphs)]


@dataclass(frozen=True)
class Seen:
    """What became of one text shape or table cell: its box, the lines found, and the extent of their ink.

    `missing` are paragraphs of it that the page does not show, in their own words.
    """

    slide: int
    shape: str
    box: tuple[float, float, float, float]
    lines: tuple[str, ...]
    left: float
    top: float
    right: float
    bottom: float
    missing: tuple[str, ...] = ()

    def over(self) -> float:
        """By how many points the ink leaves the box, at the side where it does so most."""
        x, y, w, h = self.box
        if not self.lines:
            return 0.0
        return max(self.bottom - (y + h), self.right - (x + w), y - self.top, x - self.left, 0.0)


def convert(blob: bytes, folder: Path, suffix: str = ".pptx", timeout: float = 300) -> bytes:
    """The PDF that LibreOffice makes of a file, with the shipped fonts; `folder` keeps its profile."""
    if OFFICE is None:
        raise FileNotFoundError("LibreOffice is not installed")
    folder.mkdir(parents=True, exist_ok=True)
    source = folder / f"document{suffix}"
    source.write_bytes(blob)
    environment = {**os.environ, "FONTCONFIG_FILE": str(Faces.load().write_fontconfig(folder))}
    target = folder / "document.pdf"
    target.unlink(missing_ok=True)
    command = [OFFICE, f"-env:UserInstallation={(folder / 'profile').resolve().as_uri()}", "--headless", "--norestore"]
    command += ["--convert-to", "pdf", "--outdir", str(folder), str(source)]
    done = subprocess.run(command, env=environment, capture_output=True, timeout=timeout, check=False)
    if not target.is_file():
        raise RuntimeError(f"LibreOffice made no PDF: {done.stderr.decode(errors='replace')[-500:]}")
    return target.read_bytes()


def read_pdf(pdf: bytes) -> list[RenderedPage]:
    """The pages of a PDF with every visible character and its place."""
    import pypdfium2

    document = pypdfium2.PdfDocument(pdf)
    try:
        return [_read_page(page) for page in document]
    finally:
        document.close()


def _read_page(page: Any) -> RenderedPage:
    import pypdfium2.raw as pdfium

    width, height = page.get_size()
    text = page.get_textpage()
    glyphs = []
    box = [ctypes.c_double() for _ in range(4)]
    origin = [ctypes.c_double() for _ in range(2)]
    for index in range(text.count_chars()):
        point = pdfium.FPDFText_GetUnicode(text.raw, index)
        character = "-" if point == 2 else chr(point)  # PDFium's mark for a hyphen at a line's end
        if character.isspace() or unicodedata.category(character) in ("Cc", "Cf", "Cs"):
            continue
        pdfium.FPDFText_GetCharBox(text.raw, index, *box)
        pdfium.FPDFText_GetCharOrigin(text.raw, index, *origin)
        left, right, bottom, top = (value.value for value in box)
        glyphs.append(Glyph(character, left, height - top, right, height - bottom, height - origin[1].value))
    return RenderedPage(width, height, tuple(glyphs))


def group_lines(glyphs: Sequence[Glyph]) -> list[tuple[str, list[Glyph]]]:
    """Characters by baseline; those within a quarter of the line's height of each other share one."""
    lines: list[list[Glyph]] = []
    for glyph in sorted(glyphs, key=lambda one: one.baseline):
        height = max(glyph.bottom - glyph.top, 4.0)
        if lines and abs(lines[-1][-1].baseline - glyph.baseline) < height * 0.4:
            lines[-1].append(glyph)
        else:
            lines.append([glyph])
    ordered = [sorted(line, key=lambda one: one.left) for line in lines]
    return [("".join(one.text for one in line), line) for line in ordered]


def look_at(blob: bytes, folder: Path) -> list[Seen]:
    """Every text shape and table cell of a deck, with the lines that LibreOffice set in it."""
    pages = read_pdf(convert(blob, folder))
    return list(match_shapes(blob, pages))


def match_shapes(blob: bytes, pages: Sequence[RenderedPage]) -> Iterator[Seen]:
    """Find the paragraphs of each shape among the characters of its page.  Hidden slides have no page."""
    from pptx import Presentation

    shown = [slide for slide in Presentation(io.BytesIO(blob)).slides if slide.element.get("show") != "0"]
    for number, (slide, page) in enumerate(zip(shown, pages, strict=True), 1):
        stream = [_plain(glyph.text) for glyph in page.glyphs]
        free = [bool(text) for text in stream]
        for name, box, paragraphs in _texts(slide.shapes):
            found: list[Glyph] = []
            missing = []
            for paragraph in paragraphs:
                wanted = _plain(paragraph)
                if not wanted:
                    continue
                places = _find(stream, free, wanted, page.glyphs, box)
                if places is None:
                    missing.append(paragraph)
                    continue
                for place in places:
                    free[place] = False
                found.extend(page.glyphs[place] for place in places)
            if not found and not missing:
                continue
            yield Seen(
                slide=number,
                shape=name,
                box=box,
                lines=tuple(text for text, _ in group_lines(found)),
                left=min((one.left for one in found), default=0.0),
                top=min((one.top for one in found), default=0.0),
                right=max((one.right for one in found), default=0.0),
                bottom=max((one.bottom for one in found), default=0.0),
                missing=tuple(missing),
            )


def overflows(seen: Sequence[Seen], tolerance: float = 1.5) -> list[Seen]:
    """Those whose ink leaves their box by more than `tolerance` points, and those whose words were not found."""
    return [one for one in seen if one.missing or one.over() > tolerance]


def _plain(text: str) -> str:
    normal = unicodedata.normalize("NFKC", text).casefold().replace("\u2011", "-").replace("\u00ad", "")
    normal = normal.replace("\u2010", "-")
    return "".join(one for one in normal if not one.isspace() and unicodedata.category(one) not in ("Cc", "Cf"))


def _find(
    stream: list[str], free: list[bool], wanted: str, glyphs: Sequence[Glyph], box: tuple[float, float, float, float]
) -> list[int] | None:
    """The places of a paragraph's characters; of several alike, the one that begins nearest to the shape's box."""
    best: tuple[float, list[int]] | None = None
    joined = "".join(stream)
    owner = [index for index, text in enumerate(stream) for _ in text]
    at = joined.find(wanted)
    while at >= 0:
        places = sorted(set(owner[at : at + len(wanted)]))
        if all(free[place] for place in places):
            first = glyphs[places[0]]
            x, y, w, h = box
            away = max(x - first.left, first.left - x - w, 0.0) + max(y - first.top, first.top - y - h, 0.0)
            if best is None or away < best[0]:
                best = (away, places)
        at = joined.find(wanted, at + 1)
    return best[1] if best else None


def _texts(
    shapes: Any, scale: tuple[float, float, float, float] = (1.0, 1.0, 0.0, 0.0)
) -> Iterator[tuple[str, tuple[float, float, float, float], list[str]]]:
    """Name, box in points and paragraphs of every text shape and table cell, groups resolved."""
    sx, sy, dx, dy = scale
    for shape in shapes:
        if shape.shape_type == 6:  # a group maps its child space onto its own box
            frame = shape.element.grpSpPr.xfrm
            if frame is not None and frame.chExt is not None and frame.chExt.cx and frame.chExt.cy:
                gx, gy = frame.ext.cx / frame.chExt.cx, frame.ext.cy / frame.chExt.cy
                inner = (
                    sx * gx,
                    sy * gy,
                    dx + sx * (frame.off.x - frame.chOff.x * gx) / 12700,
                    dy + sy * (frame.off.y - frame.chOff.y * gy) / 12700,
                )
                yield from _texts(shape.shapes, inner)
            continue
        if shape.left is None:
            continue
        left, top = shape.left / 12700 * sx + dx, shape.top / 12700 * sy + dy
        if getattr(shape, "has_table", False) and shape.has_table:
            y = top
            for row_number, row in enumerate(shape.table.rows):
                x = left
                for column_number, cell in enumerate(row.cells):
                    width, height = shape.table.columns[column_number].width / 12700, row.height / 12700
                    texts = [paragraph.text for paragraph in cell.text_frame.paragraphs]
                    yield f"{shape.name}[{row_number},{column_number}]", (x, y, width, height), texts
                    x += width
                y += row.height / 12700
        elif shape.has_text_frame:
            box = (left, top, shape.width / 12700 * sx, shape.height / 12700 * sy)
            texts = [
                "".join(one.text or "" for one in paragraph._p.iter("{*}t"))
                for paragraph in shape.text_frame.paragraphs
            ]
            yield shape.name, box, texts
