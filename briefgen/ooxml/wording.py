"""WordprocessingML: runs, fields, bookmarks, links and pictures as Word wants them in a story."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from hashlib import blake2b
from itertools import groupby

from briefgen.model import Run
from briefgen.ooxml.markup import DECORATIVE, PIC, A, attribute_text, emu, escape, half_points
from briefgen.ooxml.palette import Palette
from briefgen.ooxml.script import Stretch, is_east_asian, language_tag, split

JUSTIFY = {"left": "left", "right": "right", "center": "center", "justify": "both"}
# Where Word wants a paragraph that nobody should see: between tables, at the end of a section.  One of a whole line
# would begin a page of its own under a table that fills the last one.
EMPTY_PARAGRAPH = (
    '<w:p><w:pPr><w:spacing w:before="0" w:after="0" w:line="20" w:lineRule="exact"/>'
    '<w:rPr><w:sz w:val="2"/></w:rPr></w:pPr></w:p>'
)
# The air below cards, which have no space of their own; the second keeps what follows on their page.
AIR = '<w:p><w:pPr><w:spacing w:before="0" w:after="0" w:line="120" w:lineRule="auto"/></w:pPr></w:p>'
KEPT_AIR = AIR.replace("<w:pPr>", "<w:pPr><w:keepNext/>", 1)
# Paper between two tinted boxes, whose grounds would otherwise run into each other.
GAP = (
    '<w:p><w:pPr><w:spacing w:before="0" w:after="0" w:line="180" w:lineRule="exact"/>'
    '<w:rPr><w:sz w:val="2"/></w:rPr></w:pPr></w:p>'
)
_BREAKS = re.compile("([\n\t\u2011])")
_SPECIAL = {"\n": "<w:br/>", "\t": "<w:tab/>", "\u2011": "<w:noBreakHyphen/>"}


@dataclass(frozen=True, slots=True)
class Dress:
    """What all runs of a paragraph are given beyond their style: size (0: the style's), weight, colour, ground."""

    size: float = 0.0
    bold: bool = False
    color: str = ""
    ground: str = ""


PLAIN = Dress()


class Wording:
    """Sets runs in one document's language and palette."""

    def __init__(self, language: str, palette: Palette) -> None:
        self.language = language
        self.palette = palette
        self._east_asian = language_tag(language) if is_east_asian(language) else language_tag("zh")
        self._properties: dict[tuple[object, ...], str] = {}

    @property
    def tags(self) -> tuple[str, str]:
        """The defaults of the document: the language of its letters, and that of its East Asian characters."""
        letters = language_tag("en") if is_east_asian(self.language) else language_tag(self.language)
        return letters, self._east_asian

    def runs(self, run: Run, dress: Dress = PLAIN, character_style: str = "") -> str:
        """`w:r` elements, one a stretch of script."""
        return "".join(
            self.run(stretch.text, self.properties(run, stretch, dress, character_style))
            for stretch in split(run.text.replace("\r\n", "\n"), run.language or self.language)
            if stretch.text
        )

    def run(self, text: str, properties: str) -> str:
        """`w:r` of a text; line ends, tabs and unbreakable hyphens become elements."""
        pieces = []
        for piece in _BREAKS.split(text):
            if piece in _SPECIAL:
                pieces.append(_SPECIAL[piece])
            elif piece:
                pieces.append(f'<w:t xml:space="preserve">{escape(piece)}</w:t>')
        return f"<w:r>{properties}{''.join(pieces)}</w:r>"

    def properties(self, run: Run, stretch: Stretch, dress: Dress, character_style: str = "") -> str:
        """`w:rPr` of a stretch of a run."""
        key = (run.strong, run.emphasis, run.tone, run.scale, stretch.tag, stretch.east_asian)
        whole = (*key, not stretch.text.isascii(), dress, character_style)
        known = self._properties.get(whole)
        if known is None:
            known = self._properties[whole] = self._new_properties(run, stretch, dress, character_style)
        return known

    def _new_properties(self, run: Run, stretch: Stretch, dress: Dress, character_style: str) -> str:
        inside = f'<w:rStyle w:val="{attribute_text(character_style)}"/>' if character_style else ""
        if stretch.east_asian and not stretch.text.isascii():
            # The hint settles marks that both scripts have (“ ” — …); on other runs it would capture Cyrillic too.
            inside += '<w:rFonts w:hint="eastAsia"/>'
        if run.strong or dress.bold:
            inside += "<w:b/><w:bCs/>"
        if run.emphasis and not stretch.east_asian:
            inside += "<w:i/><w:iCs/>"
        color = self.palette.color(run.tone) if run.tone else dress.color
        if color:
            color = self.palette.legible(color, dress.ground or self.palette.color("paper"))
            inside += f'<w:color w:val="{color}"/>'
        if dress.size:
            size = half_points(dress.size * run.scale)
            inside += f'<w:sz w:val="{size}"/><w:szCs w:val="{size}"/>'
        letters, east_asian = self.tags
        if stretch.east_asian:
            east_asian = stretch.tag
        else:
            letters = stretch.tag
        return f'<w:rPr>{inside}<w:lang w:val="{letters}" w:eastAsia="{east_asian}"/></w:rPr>'

    def linked(
        self, runs: Iterable[Run], wrap: Callable[[str, str], str], dress: Dress = PLAIN, link_style: str = ""
    ) -> str:
        """Runs in a row; those that share a link are handed to `wrap(link, markup)` together."""
        pieces = []
        for link, group in groupby(runs, key=lambda run: run.link):
            outside = link and not link.startswith(("#", "seq:"))
            markup = "".join(self.runs(run, dress, link_style if outside else "") for run in group)
            pieces.append(wrap(link, markup) if link else markup)
        return "".join(pieces)


FIELD_END = '<w:r><w:fldChar w:fldCharType="end"/></w:r>'


def field_start(instruction: str) -> str:
    """The runs of a field up to its result; `FIELD_END` closes it, perhaps in another paragraph."""
    return (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        f'<w:r><w:instrText xml:space="preserve"> {escape(instruction)} </w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
    )


def field(instruction: str, result: str) -> str:
    """A field with its result filled in, so that nothing must be updated before it is read."""
    return f"{field_start(instruction)}{result}{FIELD_END}"


def paragraph(
    style_id: str, markup: str, keep: bool = False, numbering: str = "", align: str = "", extra: str = ""
) -> str:
    """`w:p` in a style; `keep` holds it with the next one, `extra` comes where the schema wants tabs and spacing."""
    kept = "<w:keepNext/>" if keep else ""
    justify = f'<w:jc w:val="{JUSTIFY[align]}"/>' if align in JUSTIFY else ""
    return (
        f'<w:p><w:pPr><w:pStyle w:val="{attribute_text(style_id)}"/>{kept}{numbering}{extra}{justify}</w:pPr>'
        f"{markup}</w:p>"
    )


class Bookmarks:
    """Names of places: Word allows 40 letters, digits and underscores, and wants each once."""

    def __init__(self, ids: Iterable[str]) -> None:
        self._names: dict[str, str] = {}
        self._last = 0
        self._set: set[str] = set()
        taken: set[str] = set()
        for id_ in ids:
            name = re.sub(r"[^A-Za-z0-9]", "_", id_)
            if not name[:1].isalpha():
                name = f"p{name}"
            if len(name) > 40 or name.lower() in taken or not id_.isascii():
                name = f"{name[:29]}_{blake2b(id_.encode(), digest_size=5).hexdigest()}"
            taken.add(name.lower())
            self._names[id_] = name

    def name(self, id_: str) -> str | None:
        """The bookmark of a place, if it is known."""
        return self._names.get(id_)

    def wrap(self, ids: Iterable[str], markup: str) -> str:
        """Markup with the bookmarks of these places around it; a place that has its bookmark already gets no second."""
        for id_ in ids:
            name = self._names.get(id_)
            if name and name not in self._set:
                self._set.add(name)
                self._last += 1
                start = f'<w:bookmarkStart w:id="{self._last}" w:name="{name}"/>'
                markup = f'{start}{markup}<w:bookmarkEnd w:id="{self._last}"/>'
        return markup


def inline_picture(number: int, name: str, alt: str, relationship: str, width: float, height: float) -> str:
    """`w:r` with a picture at its exact size in points; without alternative text it is marked as decoration."""
    size = f'cx="{max(1, emu(width))}" cy="{max(1, emu(height))}"'
    inside = "" if alt else DECORATIVE.replace("<a:extLst>", f'<a:extLst xmlns:a="{A}">', 1)
    return (
        '<w:r><w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0">'
        f'<wp:extent {size}/><wp:effectExtent l="0" t="0" r="0" b="0"/>'
        f'<wp:docPr id="{number}" name="{attribute_text(name)}" descr="{attribute_text(alt)}">{inside}</wp:docPr>'
        f'<wp:cNvGraphicFramePr><a:graphicFrameLocks xmlns:a="{A}" noChangeAspect="1"/></wp:cNvGraphicFramePr>'
        f'<a:graphic xmlns:a="{A}"><a:graphicData uri="{PIC}"><pic:pic xmlns:pic="{PIC}"><pic:nvPicPr>'
        f'<pic:cNvPr id="{number}" name="{attribute_text(name)}"/><pic:cNvPicPr/></pic:nvPicPr><pic:blipFill>'
        f'<a:blip r:embed="{relationship}"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill><pic:spPr>'
        f'<a:xfrm><a:off x="0" y="0"/><a:ext {size}/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom>'
        "</pic:spPr></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r>"
    )
