"""An independent look at a file: rendered by LibreOffice with the shipped fonts, read back from the PDF.

It shares no code with `layout` or `fit`.  `look_at(pptx)` gives for every text shape and table cell the lines that
were really set and where their ink lies; `overflows(...)` lists those whose ink leaves their box, `outside(...)` the
words that leave the page, `collisions(...)` shapes on one spot, `faint(...)` words that cannot be told from their
ground, and `needlessly_small(...)` slides whose words would have had room at the next larger size.
"""

from __future__ import annotations

import ctypes
import io
import itertools
import os
import re
import shutil
import subprocess
import unicodedata
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lxml import etree

from briefgen.measure import Faces

_BODY = re.compile(r"(Points|Text|Contents|Quote|Resolution)\b")
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

    `missing` are paragraphs of it that the page does not show, in their own words.  `sizes` are those that its runs
    state, `insets` its margins, `glyphs` its characters.
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
    sizes: tuple[float, ...] = ()
    insets: tuple[float, float, float, float] = (0.0, 0.0, 0.0, 0.0)
    glyphs: tuple[Glyph, ...] = ()

    def over(self) -> float:
        """By how many points the ink leaves the box, at the side where it does so most."""
        x, y, w, h = self.box
        if not self.lines:
            return 0.0
        return max(self.bottom - (y + h), self.right - (x + w), y - self.top, x - self.left, 0.0)


def convert(blob: bytes, folder: Path, suffix: str = ".pptx", timeout: float = 300) -> bytes:
    """The PDF that LibreOffice makes of a file, with the shipped fonts; `folder` keeps its profile."""
    return convert_all({f"document{suffix}": blob}, folder, timeout)[f"document{suffix}"]


def convert_all(files: Mapping[str, bytes], folder: Path, timeout: float = 300) -> dict[str, bytes]:
    """The PDF of each file, by its name; LibreOffice starts once for all of them."""
    if OFFICE is None:
        raise FileNotFoundError("LibreOffice is not installed")
    folder.mkdir(parents=True, exist_ok=True)
    environment = {**os.environ, "FONTCONFIG_FILE": str(Faces.load().write_fontconfig(folder))}
    command = [OFFICE, f"-env:UserInstallation={(folder / 'profile').resolve().as_uri()}", "--headless", "--norestore"]
    # Small pictures of charts do: only words are looked at.
    options = '{"ReduceImageResolution":{"type":"boolean","value":"false"}}'
    kind = "impress" if all(name.endswith("x") and ".pp" in name for name in files) else "writer"
    command += ["--convert-to", f"pdf:{kind}_pdf_Export:{options}", "--outdir", str(folder)]
    targets = {}
    for name, blob in files.items():
        source = folder / name
        source.write_bytes(blob)
        command.append(str(source))
        targets[name] = source.with_suffix(".pdf")
        targets[name].unlink(missing_ok=True)
    done = subprocess.run(command, env=environment, capture_output=True, timeout=timeout, check=False)
    if missing := [name for name, target in targets.items() if not target.is_file()]:
        raise RuntimeError(f"LibreOffice made no PDF of {missing}: {done.stderr.decode(errors='replace')[-500:]}")
    return {name: target.read_bytes() for name, target in targets.items()}


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
        joined = "".join(stream)
        owner = [index for index, text in enumerate(stream) for _ in text]
        for text in _texts(slide.shapes):
            found: list[Glyph] = []
            missing = []
            for paragraph in text.paragraphs:
                wanted = _plain(paragraph)
                if not wanted:
                    continue
                places = _find(joined, owner, free, wanted, page.glyphs, text.box)
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
                shape=text.name,
                box=text.box,
                lines=tuple(line for line, _ in group_lines(found)),
                left=min((one.left for one in found), default=0.0),
                top=min((one.top for one in found), default=0.0),
                right=max((one.right for one in found), default=0.0),
                bottom=max((one.bottom for one in found), default=0.0),
                missing=tuple(missing),
                sizes=text.sizes,
                insets=text.insets,
                glyphs=tuple(found),
            )


def overflows(seen: Sequence[Seen], tolerance: float = 1.5) -> list[Seen]:
    """Those whose ink leaves their box by more than `tolerance` points, and those whose words were not found."""
    return [one for one in seen if one.missing or one.over() > tolerance]


def outside(pages: Sequence[RenderedPage], tolerance: float = 0.5) -> list[tuple[int, str]]:
    """Number and characters of every page on which some lie beyond its edge."""
    found = []
    for number, page in enumerate(pages, 1):
        beyond = [
            glyph.text
            for glyph in page.glyphs
            if min(glyph.left, glyph.top, page.width - glyph.right, page.height - glyph.bottom) < -tolerance
        ]
        if beyond:
            found.append((number, "".join(beyond)))
    return found


def collisions(seen: Sequence[Seen], tolerance: float = 1.0) -> list[tuple[Seen, Seen]]:
    """Pairs of shapes (or cells) of one slide whose ink lies on one spot."""
    return [
        (one, other)
        for one, other in itertools.combinations([one for one in seen if one.lines], 2)
        if one.slide == other.slide
        and min(one.right, other.right) - max(one.left, other.left) > tolerance
        and min(one.bottom, other.bottom) - max(one.top, other.top) > tolerance
    ]


def crossings(blob: bytes, tolerance: float = 0.5) -> list[tuple[int, str, str]]:
    """Slide and names of every two shapes with content (words, tables, pictures) whose boxes share a spot."""
    from pptx import Presentation

    found = []
    for number, slide in enumerate(Presentation(io.BytesIO(blob)).slides, 1):
        boxes = [
            (shape.name, *(value / 12700 for value in (shape.left, shape.top, shape.width, shape.height)))
            for shape in slide.shapes
            if shape.left is not None
            and (shape.shape_type == 13 or not shape.has_text_frame or shape.text_frame.text.strip())
        ]
        for (one, x, y, w, h), (other, u, v, p, q) in itertools.combinations(boxes, 2):
            if min(x + w, u + p) - max(x, u) > tolerance and min(y + h, v + q) - max(y, v) > tolerance:
                found.append((number, one, other))
    return found


def off_slide(blob: bytes, tolerance: float = 0.5) -> list[tuple[int, str]]:
    """Slide and name of every shape that reaches beyond its slide."""
    from pptx import Presentation

    deck = Presentation(io.BytesIO(blob))
    edge = tolerance * 12700
    return [
        (number, shape.name)
        for number, slide in enumerate(deck.slides, 1)
        for shape in slide.shapes
        if shape.left is not None
        and (
            min(shape.left, shape.top) < -edge
            or shape.left + shape.width > deck.slide_width + edge
            or shape.top + shape.height > deck.slide_height + edge
        )
    ]


def faint(pdf: bytes, seen: Sequence[Seen], least: float = 2.5) -> list[tuple[Seen, float]]:
    """Shapes whose words stand out from what is behind them by less than a contrast of `least`, as pixels show it."""
    import numpy
    import pypdfium2

    found = []
    document = pypdfium2.PdfDocument(pdf)
    try:
        for number, page in enumerate(document, 1):
            here = [one for one in seen if one.slide == number and one.glyphs]
            if not here:
                continue
            scale = min(2.0, 1600 / max(page.get_size()))
            pixels = page.render(scale=scale).to_numpy()[:, :, :3].astype(numpy.float64) / 255
            linear = numpy.where(pixels <= 0.04045, pixels / 12.92, ((pixels + 0.055) / 1.055) ** 2.4)
            light = linear @ numpy.array([0.0722, 0.7152, 0.2126])
            for one in here:
                best = 1.0
                for glyph in one.glyphs:
                    spot = light[
                        max(int(glyph.top * scale), 0) : int(glyph.bottom * scale) + 2,
                        max(int(glyph.left * scale), 0) : int(glyph.right * scale) + 2,
                    ]
                    if spot.size:
                        best = max(best, (spot.max() + 0.05) / (spot.min() + 0.05))
                if best < least:
                    found.append((one, float(best)))
    finally:
        document.close()
    return found


def needlessly_small(seen: Sequence[Seen], ladder: Sequence[float], largest_aside: float = 16.8) -> list[Seen]:
    """The main words of slides on which everything would have had room at the ladder's next larger size.

    Larger words take more lines and higher ones, so the ink grows as the square of the size.  Tables and callouts are
    not set larger than `largest_aside`, and no column so large that it holds fewer than 14 ems (some 28 letters) a
    line.  Titles, footers and the like have sizes of their own and are not looked at.
    """
    steps = sorted(ladder)
    found = []
    for slide in sorted({one.slide for one in seen}):
        here = [one for one in seen if one.slide == slide and one.lines]
        frames = [one for one in here if _BODY.match(one.shape) and one.sizes and max(one.sizes) in steps]
        main = max((one for one in frames if len(set(one.sizes)) == 1), key=lambda one: len(one.glyphs), default=None)
        if main is None or main.sizes[0] == steps[-1]:
            continue
        share = steps[steps.index(main.sizes[0]) + 1] / main.sizes[0]
        cells = [one for one in here if "[" in one.shape and one.sizes and max(one.sizes) < largest_aside]
        alike = [one for one in frames if max(one.sizes) == main.sizes[0]]
        if all(_has_room(one, share) for one in [*alike, *cells]):
            found.append(main)
    return found


def _has_room(one: Seen, share: float) -> bool:
    """Whether ink that grows by a share each way, as its lines break, still fits its box with a little to spare."""
    height = one.box[3] - one.insets[1] - one.insets[3]
    narrow = _BODY.match(one.shape) is not None and one.box[2] < 14 * max(one.sizes) * share
    return not narrow and (one.bottom - one.top) * share * share <= height * 0.94


def _plain(text: str) -> str:
    normal = unicodedata.normalize("NFKC", text).casefold()
    # A PDF says of a hyphen what its font says: one that breaks, one that does not, a soft one.
    return "".join(one for one in normal if unicodedata.category(one) not in ("Cc", "Cf", "Pd", "Zs", "Zl", "Zp"))


def _find(
    joined: str,
    owner: Sequence[int],
    free: Sequence[bool],
    wanted: str,
    glyphs: Sequence[Glyph],
    box: tuple[float, float, float, float],
) -> list[int] | None:
    """The places of a paragraph's characters; of several alike, the one that begins nearest to the shape's box."""
    best: tuple[float, list[int]] | None = None
    if wanted not in joined:
        # Lines of very different sizes side by side: PDFium reads them as one.  What stands in the box is read alone.
        x, y, w, h = box
        inside = [i for i, one in enumerate(glyphs) if x <= one.left <= x + w and y <= one.baseline <= y + h]
        order = {id(glyphs[i]): i for i in inside}
        lines = group_lines([glyphs[i] for i in inside])
        ordered = [order[id(one)] for _, line in lines for one in line]
        at = "".join(_plain(glyphs[i].text) for i in ordered).find(wanted)
        owners = [i for i in ordered for _ in _plain(glyphs[i].text)]
        return sorted(set(owners[at : at + len(wanted)])) if at >= 0 else None
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


@dataclass(frozen=True)
class _Text:
    """A text shape or table cell as the file states it."""

    name: str
    box: tuple[float, float, float, float]
    paragraphs: list[str]
    sizes: tuple[float, ...] = ()
    insets: tuple[float, float, float, float] = (0.0, 0.0, 0.0, 0.0)


def _texts(shapes: Any, scale: tuple[float, float, float, float] = (1.0, 1.0, 0.0, 0.0)) -> Iterator[_Text]:
    """Every text shape and table cell with its box in points, groups resolved."""
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
                    name = f"{shape.name}[{row_number},{column_number}]"
                    yield _Text(name, (x, y, width, height), texts, _sizes(cell.text_frame))
                    x += width
                y += row.height / 12700
        elif shape.has_text_frame:
            frame = shape.text_frame
            margins = (frame.margin_left, frame.margin_top, frame.margin_right, frame.margin_bottom)
            yield _Text(
                shape.name,
                (left, top, shape.width / 12700 * sx, shape.height / 12700 * sy),
                # A field's words are the viewer's: the number of a slide is not always that which was cached.
                [
                    "".join(one.text or "" for one in paragraph._p.iter("{*}t") if "}fld" not in one.getparent().tag)
                    for paragraph in frame.paragraphs
                ],
                _sizes(frame),
                tuple(margin / 12700 for margin in margins),
            )


def _sizes(frame: Any) -> tuple[float, ...]:
    """The sizes in points that the runs of a text frame state."""
    found = (run.font.size for paragraph in frame.paragraphs for run in paragraph.runs)
    return tuple(size / 12700 for size in found if size is not None)


# ------------------------------------------------------------------------------------------------------ briefings

_HEADINGS = ("heading", "überschrift", "заголовок", "标题")
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


@dataclass(frozen=True)
class Block:
    """A paragraph of a document's body and the pages (from 0) on which it begins and ends; whether it has footnotes."""

    text: str
    heading: bool
    first: int
    last: int
    noted: bool = False


@dataclass(frozen=True)
class FlowingTable:
    """A table of a document's body: the words of its header, whether that repeats, and its first and last page."""

    header: tuple[str, ...]
    repeats: bool
    first: int
    last: int


class _Stream:
    """The characters of all pages in a row, in which the words of a document are looked for one after the other."""

    def __init__(self, pages: Sequence[RenderedPage]) -> None:
        lines = [(number, line) for number, page in enumerate(pages) for line, _ in group_lines(page.glyphs)]
        plain = [(number, _plain(line)) for number, line in lines]
        self.text = "".join(line for _, line in plain)
        self._owner = [number for number, line in plain for _ in line]
        self._column = [column for _, line in plain for column, _ in enumerate(line)]
        self._at = 0

    def find(self, words: str, heads: bool = False, reach: int = 6000) -> tuple[int, int] | None:
        """First and last page of words that follow what was found before; None where they are not near.

        A heading's words begin a line, but for a number of a few characters, and end one.
        """
        wanted = _plain(words)
        at = self._at - 1
        while wanted:
            at = self.text.find(wanted, at + 1, self._at + reach + len(wanted))
            if at < 0:
                return None
            end = at + len(wanted)
            whole = self._column[at] <= 4 and (end == len(self.text) or self._column[end] == 0)
            if whole or not heads:
                self._at = at + len(wanted)
                return self._owner[at], self._owner[at + len(wanted) - 1]
        return None


def _body(blob: bytes) -> tuple[list[Any], dict[str, str]]:
    """The body's children, and for every style's id the name of the style that it is in the end based on."""
    with zipfile.ZipFile(io.BytesIO(blob)) as archive:
        document = etree.fromstring(archive.read("word/document.xml"))
        styles = etree.fromstring(archive.read("word/styles.xml"))
    names = {}
    for style in styles.iter(f"{_W}style"):
        name = style.find(f"{_W}name")
        names[style.get(f"{_W}styleId")] = (name.get(f"{_W}val") if name is not None else "").casefold()
    body = document.find(f"{_W}body")
    blocks = []
    for child in body:
        inner = child.find(f"{_W}sdtContent") if child.tag == f"{_W}sdt" else None
        blocks += list(inner) if inner is not None else [child]
    return blocks, names


def _said(element: Any) -> str:
    return "".join(one.text or "" for one in element.iter(f"{_W}t"))


def _outlined(paragraph: Any, names: Mapping[str, str], headings: set[str]) -> bool:
    style = paragraph.find(f"{_W}pPr/{_W}pStyle")
    identity = style.get(f"{_W}val") if style is not None else ""
    return names.get(identity, "").startswith(_HEADINGS) or identity in headings


def _heading_styles(blob: bytes) -> set[str]:
    """The ids of styles with a place in the outline, whatever they are called."""
    with zipfile.ZipFile(io.BytesIO(blob)) as archive:
        styles = etree.fromstring(archive.read("word/styles.xml"))
    return {
        style.get(f"{_W}styleId")
        for style in styles.iter(f"{_W}style")
        if style.find(f"{_W}pPr/{_W}outlineLvl") is not None
        and style.find(f"{_W}pPr/{_W}outlineLvl").get(f"{_W}val") in ("0", "1", "2", "3")
    }


def follow(blob: bytes, pages: Sequence[RenderedPage]) -> list[Block]:
    """The body's paragraphs in order with their pages; of a table its first words.  What is not found is left out."""
    blocks, names = _body(blob)
    headings = _heading_styles(blob)
    stream = _Stream(pages)
    story = []
    for block in blocks:
        if block.tag == f"{_W}tbl":
            texts = [(_said(cell), False) for cell in itertools.islice(block.iter(f"{_W}tc"), 1)]
        else:
            texts = [(_said(block), block.tag == f"{_W}p" and _outlined(block, names, headings))]
        for text, heading in texts:
            # A long paragraph begins where its first words stand; a footnote's mark may follow them.
            place = stream.find(text if heading else text[:24], heading)
            if place is not None:
                noted = next(block.iter(f"{_W}footnoteReference"), None) is not None
                story.append(Block(text, heading, *place, noted))
    return story


def contents(blob: bytes) -> list[tuple[str, int]]:
    """The entries of a document's table of contents: the heading's words, without its number, and the page printed."""
    listed = []
    for block in _body(blob)[0]:
        if any("PAGEREF" in (one.text or "") for one in block.iter(f"{_W}instrText")):
            # Number and words, words and page stand apart by tabs.
            parts = "".join(
                "\t" if one.tag == f"{_W}tab" else one.text or "" for one in block.iter(f"{_W}t", f"{_W}tab")
            )
            *_, words, page = parts.strip("\t").split("\t")
            listed.append((words, int(page)))
    return listed


def follow_tables(blob: bytes, pages: Sequence[RenderedPage]) -> list[FlowingTable]:
    """The body's tables that were found, with the pages on which they begin and end."""
    blocks, _ = _body(blob)
    stream = _Stream(pages)
    tables = []
    for block in blocks:
        if block.tag != f"{_W}tbl":
            stream.find(_said(block)[:24])
            continue
        rows = list(block.iter(f"{_W}tr"))
        repeats = bool(rows) and rows[0].find(f"{_W}trPr/{_W}tblHeader") is not None
        header = tuple(text for cell in rows[0].iter(f"{_W}tc") if (text := _said(cell))) if repeats else ()
        places = []
        for row in rows:
            first = next((_said(one) for one in row.iter(f"{_W}p") if len(_said(one)) > 1), "")
            place = stream.find(first[:12])
            if place is not None:
                places.append(place)
        if places:
            tables.append(FlowingTable(header, repeats, places[0][0], places[-1][1]))
    return tables


def stands_on(page: RenderedPage, words: Sequence[str]) -> bool:
    """Whether the first of the words stands on a page."""
    lines = "".join(_plain(line) for line, _ in group_lines(page.glyphs))
    return not words or _plain(words[0])[:10] in lines


def least_margins(blob: bytes) -> tuple[float, float]:
    """The smallest left and right margin of the document's sections, in points."""
    with zipfile.ZipFile(io.BytesIO(blob)) as archive:
        document = etree.fromstring(archive.read("word/document.xml"))
    margins = list(document.iter(f"{_W}pgMar"))
    left, right = (
        min((float(one.get(f"{_W}{side}", "1440")) / 20 for one in margins), default=72.0) for side in ("left", "right")
    )
    return left, right
