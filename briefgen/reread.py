"""Built files read back as their readers meet them: every stretch of text with its passage and its place.

The proof of the editions must not trust what made the files, so this reads the packages themselves, with nothing but
zipfile and lxml.
"""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from lxml import etree

from briefgen.unbroken import seen

A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
P = "{http://schemas.openxmlformats.org/presentationml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
RELATION = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"

# Fields whose results number pages, captions and notes; they count the document and say nothing of the world.  The
# entries of a table of contents (TOC) are words like any others.
COUNTING_FIELDS = re.compile(r"^\s*(PAGE|NUMPAGES|PAGEREF|SEQ|REF|NOTEREF|STYLEREF)\b")

# What the contents repeat before a heading: the number that Word counts at the heading itself.
HEADING_NUMBER = re.compile(r"^\s*\d+(?:\.\d+)*\.?\t")


@dataclass(frozen=True, slots=True)
class Stretch:
    """One paragraph, cell, note or alt text.  `surface`: text, table, notes, alt, footnote.

    `page` counts slides from 1, and is 0 in a briefing, where `passage` says what the stretch stands in.  `header`
    marks the cells of a slide table's first row, which a further slide repeats.
    """

    page: int
    surface: str
    place: str
    text: str
    passage: str = ""
    header: bool = False


class UnreadableError(Exception):
    """A built file that cannot be read back, with the reason in words."""


def reread(blob: bytes, suffix: str, bookmarks: Mapping[str, str] | None = None) -> list[Stretch]:
    """Every stretch of a .pptx or .docx in reading order; raises UnreadableError for a damaged file.

    `bookmarks` gives for a .docx the bookmarks that begin a passage, with its id.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(blob)) as package:
            return list(_slides(package) if suffix == "pptx" else _flow(package, bookmarks or {}))
    except (zipfile.BadZipFile, zlib.error, KeyError, OSError, etree.XMLSyntaxError) as error:
        raise UnreadableError(str(error)) from error


def _parse(package: zipfile.ZipFile, part: str) -> etree._Element:
    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    return etree.fromstring(package.read(part), parser)


def _relations(package: zipfile.ZipFile, part: str) -> dict[str, tuple[str, str]]:
    """Relationship id to (last word of its type, the part it leads to), for internal ones."""
    folder, name = posixpath.split(part)
    try:
        root = _parse(package, f"{folder}/_rels/{name}.rels")
    except KeyError:
        return {}
    return {
        relation.get("Id", ""): (
            relation.get("Type", "").rpartition("/")[2],
            posixpath.normpath(posixpath.join(folder, relation.get("Target", ""))).lstrip("/"),
        )
        for relation in root.iter(RELATION)
        if relation.get("TargetMode") != "External"
    }


def _slides(package: zipfile.ZipFile) -> Iterator[Stretch]:
    presentation = "ppt/presentation.xml"
    relations = _relations(package, presentation)
    for number, entry in enumerate(_parse(package, presentation).iter(f"{P}sldId"), 1):
        part = relations[entry.get(f"{R}id", "")][1]
        slide = _parse(package, part)
        yield from _shapes(slide, number, "text")
        for kind, target in _relations(package, part).values():
            if kind == "notesSlide":
                yield from _shapes(_parse(package, target), number, "notes")


def _shapes(slide: etree._Element, number: int, surface: str) -> Iterator[Stretch]:
    for properties in slide.iter(f"{P}cNvPr"):
        owner = properties.getparent().getparent()  # type: ignore[union-attr]
        name = properties.get("name", "")
        if properties.get("descr"):
            yield Stretch(number, "alt", name, properties.get("descr", ""))
        if owner is None:
            continue
        if owner.tag not in {f"{P}sp", f"{P}graphicFrame"} or _numbers_slides(owner):
            continue
        in_table = owner.tag == f"{P}graphicFrame"
        header = set(next(owner.iter(f"{A}tr"), owner).iter(f"{A}p")) if in_table else ()
        for paragraph in owner.iter(f"{A}p"):
            text = seen("".join(_slide_text(paragraph)))
            if text.strip():
                yield Stretch(number, "table" if in_table else surface, name, text, header=paragraph in header)


def _numbers_slides(shape: etree._Element) -> bool:
    return any(placeholder.get("type") == "sldNum" for placeholder in shape.iter(f"{P}ph"))


def _slide_text(paragraph: etree._Element) -> Iterator[str]:
    for child in paragraph:
        if child.tag == f"{A}r":
            yield "".join(text.text or "" for text in child.iter(f"{A}t"))
        elif child.tag == f"{A}br":
            yield "\n"


def _flow(package: zipfile.ZipFile, bookmarks: Mapping[str, str]) -> Iterator[Stretch]:
    body = _parse(package, "word/document.xml")
    notes = _footnotes(package)
    passage = ""
    for element in body.iter(f"{W}bookmarkStart", f"{W}p", f"{WP}docPr", f"{W}tblDescription"):
        if element.tag == f"{W}bookmarkStart":
            passage = bookmarks.get(element.get(f"{W}name", ""), passage)
        elif element.tag == f"{WP}docPr":
            if element.get("descr"):
                yield Stretch(0, "alt", element.get("name", ""), element.get("descr", ""), passage)
        elif element.tag == f"{W}tblDescription":
            yield Stretch(0, "alt", "table", element.get(f"{W}val", ""), passage)
        else:
            # A heading holds its own bookmark.
            for mark in element.iter(f"{W}bookmarkStart"):
                passage = bookmarks.get(mark.get(f"{W}name", ""), passage)
            in_table = any(parent.tag == f"{W}tc" for parent in element.iterancestors())
            text = _paragraph_text(element)
            if text.strip():
                yield Stretch(0, "table" if in_table else "text", "body", text, passage)
            for reference in element.iter(f"{W}footnoteReference"):
                note = notes.get(reference.get(f"{W}id", ""), "")
                if note.strip():
                    yield Stretch(0, "footnote", "footnote", note, passage)


def _footnotes(package: zipfile.ZipFile) -> dict[str, str]:
    try:
        root = _parse(package, "word/footnotes.xml")
    except KeyError:
        return {}
    return {
        note.get(f"{W}id", ""): "\n".join(_paragraph_text(paragraph) for paragraph in note.iter(f"{W}p"))
        for note in root.iter(f"{W}footnote")
    }


def _paragraph_text(paragraph: etree._Element) -> str:
    """A paragraph's words without the results of fields that only count."""
    words: list[str] = []
    open_fields: list[str] = []
    in_result: list[bool] = []
    for element in paragraph.iter(f"{W}t", f"{W}br", f"{W}tab", f"{W}fldChar", f"{W}instrText", f"{W}noBreakHyphen"):
        if element.tag == f"{W}fldChar":
            kind = element.get(f"{W}fldCharType")
            if kind == "begin":
                open_fields.append("")
                in_result.append(False)
            elif kind == "separate" and in_result:
                in_result[-1] = True
            elif kind == "end" and open_fields:
                open_fields.pop()
                in_result.pop()
        elif element.tag == f"{W}instrText":
            if open_fields:
                open_fields[-1] += element.text or ""
        else:
            simple = next((parent for parent in element.iterancestors(f"{W}fldSimple")), None)
            counting = any(COUNTING_FIELDS.match(code) for code in open_fields) or (
                simple is not None and COUNTING_FIELDS.match(simple.get(f"{W}instr", "")) is not None
            )
            if counting:
                continue
            if element.tag == f"{W}tab":
                # A tab stop that a paragraph defines is none that its text holds.
                parent = element.getparent()
                words.append("" if parent is not None and parent.tag == f"{W}tabs" else "\t")
            else:
                words.append((element.text or "") if element.tag == f"{W}t" else _SIGNS[element.tag])
    return seen(HEADING_NUMBER.sub("", "".join(words)))


_SIGNS = {f"{W}noBreakHyphen": "-", f"{W}br": " "}
