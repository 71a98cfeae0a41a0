"""The deck as a PowerPoint file: the house's own template, filled with pages that are laid out already.

Nothing is decided here but how to say it in PowerPoint's markup.
"""

from __future__ import annotations

from collections.abc import Mapping

from briefgen.finding import Finding
from briefgen.model import Box, Drawing, Frame, Page, Pages, Picture, Placed, Plot, Raw, Region, Shape, Table, plot_key
from briefgen.ooxml import drawing
from briefgen.ooxml.deck import Deck, Slot
from briefgen.ooxml.markup import DECLARATION, NAMESPACES, tag
from briefgen.ooxml.palette import Palette
from briefgen.ooxml.parts import IMAGE_TYPES, Relations
from briefgen.ooxml.properties import set_properties
from briefgen.ooxml.script import language_tag
from briefgen.package import PackageError, open_package, parse_xml, to_bytes

KIND = "deck"
MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.presentationml.presentation"
SUFFIX = "pptx"

_SPACES = " ".join(f'xmlns:{prefix}="{NAMESPACES[prefix]}"' for prefix in ("a", "r", "p"))
_TREE = (
    '<p:nvGrpSpPr><p:cNvPr id="1" name=""/><p:cNvGrpSpPr/><p:nvPr/></p:nvGrpSpPr>'
    '<p:grpSpPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="0" cy="0"/><a:chOff x="0" y="0"/><a:chExt cx="0" cy="0"/>'
    "</a:xfrm></p:grpSpPr>"
)
# Both stand for the same field in every file that PowerPoint itself has written.
_NUMBER_FIELD = "{B6F15528-21DE-4FAA-801E-634DDDAF4B2B}"
# Keeps the words' own colour; PowerPoint would else paint every link in the theme's.
_OWN_COLOR = (
    '<a:extLst><a:ext uri="{A12FA001-AC4F-418D-AE19-62706E023703}"><ahyp:hlinkClr '
    'xmlns:ahyp="http://schemas.microsoft.com/office/drawing/2018/hyperlinkcolor" val="tx"/></a:ext></a:extLst>'
)
# Notes take the notes master's dress: nothing but language, size and emphasis is written.
_NOTES_SETTING = drawing.Setting(drawing.NOTES, drawing.NOTES.size, inherited=drawing.NOTES)
_WEB = ("http://", "https://", "mailto:")
_TITLES = frozenset({"title", "ctrTitle"})
_PICTURE_SLOTS = frozenset({"", "obj", "pic", "clipArt", "media"})
_TABLE_SLOTS = frozenset({"", "obj", "tbl"})


def write(pages: Pages, drawings: Mapping[str, Drawing]) -> tuple[bytes, list[Finding]]:
    """The deck's bytes, and what could not be said in them; equal pages give equal bytes.

    `drawings` holds the drawn figures by `plot_key`.
    """
    package, findings = open_package(pages.template.blob, pages.template.name)
    if package is None:
        return b"", findings
    try:
        deck = Deck(package, {layout.index: layout.part_name for layout in pages.template.layouts})
    except PackageError as error:
        return b"", [Finding("template-corrupt", f"'{pages.template.name}' cannot be used: {error}")]
    writer = _Writer(pages, drawings, deck)
    for index in range(len(pages.pages)):
        writer.add_slide(index)
    deck.finish(_sections(pages), language_tag(pages.document.language))
    notes = sum(bool(page.notes) for page in pages.pages)
    set_properties(package, pages.document, {"Slides": len(pages.pages), "Notes": notes})
    package.keep_reachable()
    return package.to_bytes(), writer.findings


class _Writer:
    """What all slides of one deck share."""

    def __init__(self, pages: Pages, drawings: Mapping[str, Drawing], deck: Deck) -> None:
        self.pages = pages
        self.drawings = drawings
        self.deck = deck
        self.findings: list[Finding] = []
        self._reported: set[str] = set()
        self._places = _places(pages)
        self._slide_names = [deck.reserve_slide() for _ in pages.pages]
        self._setters: dict[tuple[str, bool], drawing.Typesetter] = {}
        self._regions = {
            layout.index: {region.placeholder: region for region in layout.regions if region.placeholder is not None}
            for layout in pages.template.layouts
        }
        self._grounds = {layout.index: layout.ground for layout in pages.template.layouts if layout.dark}

    def add_slide(self, index: int) -> None:
        """Write one page's slide, and its notes."""
        page = self.pages.pages[index]
        layout = self.deck.layout(page.layout)
        name = self._slide_names[index]
        relations = Relations()
        relations.relate("slideLayout", layout.name)
        own_colors = "overrideClrMapping" in layout.color_map
        slide = _Slide(self, page, layout.slots, relations, self._setter(layout.master, own_colors))
        shapes = "".join(slide.shape(placed) for placed in page.placed)
        if page.notes:
            setter = self._setter(layout.master)
            text = "".join(setter.paragraph(para, _NOTES_SETTING, slide.no_link) for para in page.notes)
            notes = self.deck.add_notes(name, text, language_tag(self.pages.document.language))
            relations.relate("notesSlide", notes)
        markup = (
            f"{DECLARATION}<p:sld {_SPACES}><p:cSld><p:spTree>{_TREE}{shapes}</p:spTree></p:cSld>"
            f"{layout.color_map}</p:sld>"
        )
        self.deck.add_slide(name, markup.encode(), relations)

    def _setter(self, master: str, own_colors: bool = False) -> drawing.Typesetter:
        """What sets text under a master; where a layout maps colours itself, the theme's names mean others there."""
        setter = self._setters.get((master, own_colors))
        if setter is None:
            template = self.pages.template
            fonts, scheme = self.deck.theme(master)
            palette = Palette(template.colors, {} if own_colors else scheme)
            setter = drawing.Typesetter(self.pages.document.language, palette, fonts, template.styles)
            self._setters[master, own_colors] = setter
        return setter

    def region(self, layout: int | None, placeholder: int | None) -> Region | None:
        """The region behind a placeholder."""
        if layout is None or placeholder is None:
            return None
        return self._regions.get(layout, {}).get(placeholder)

    def ground(self, layout: int | None) -> str:
        """What lies behind text that is set on a dark ground."""
        if layout is not None and layout in self._grounds:
            return self._grounds[layout]
        colors = self.pages.template.colors
        return colors.get("ground") or colors.get("strong") or "000000"

    def click(self, link: str, relations: Relations, own_color: bool = True) -> str:
        """`a:hlinkClick` to a web address or to the slide that holds `#id`; nothing, and a finding, for other links."""
        if not link or link.startswith("seq:"):
            return ""
        if link.startswith("#"):
            index = self._places.get(link[1:])
            if index is not None:
                target = relations.relate("slide", self._slide_names[index])
                inside = _OWN_COLOR if own_color else ""
                return f'<a:hlinkClick r:id="{target}" action="ppaction://hlinksldjump">{inside}</a:hlinkClick>'
            self.report("link-unknown", f"no slide holds '{link}'", "link to the id of a section")
        elif link.lower().startswith(_WEB):
            return f'<a:hlinkClick r:id="{relations.relate("hyperlink", link, external=True)}"/>'
        else:
            self.report("link-unsupported", f"'{link}' is no web address", "begin links with https:// or mailto:")
        return ""

    def report(self, rule: str, message: str, hint: str = "") -> None:
        """Add a finding once."""
        if message not in self._reported:
            self._reported.add(message)
            self.findings.append(Finding(rule, message, hint=hint, language=self.pages.document.language))


class _Slide:
    """One slide under construction: shape numbers and names that are unique on it, its relationships."""

    def __init__(
        self,
        writer: _Writer,
        page: Page,
        slots: Mapping[int, Slot],
        relations: Relations,
        setter: drawing.Typesetter,
    ) -> None:
        self.writer = writer
        self.page = page
        self.slots = slots
        self.relations = relations
        self.setter = setter
        self._last_id = 1
        self._names: set[str] = set()
        self._has_title = any(slot.type in _TITLES for slot in slots.values())

    def shape(self, placed: Placed) -> str:
        """The markup of one placed part."""
        match placed.part:
            case Frame():
                markup = self._frame(placed, placed.part)
                slot = self.slots.get(placed.placeholder) if placed.placeholder is not None else None
                return _as_number_field(markup) if slot is not None and slot.type == "sldNum" else markup
            case Table():
                table = self.setter.table(placed.part, self._link)
                naming = self._naming(placed, placed.part.grid.alt)
                return drawing.table_shape(naming, placed.box, table, self._slot(placed, _TABLE_SLOTS))
            case Plot():
                figure = placed.part.figure
                ink = self.writer.drawings.get(plot_key(figure.name, placed.box))
                if ink is None:
                    self.writer.report("drawing-missing", f"the chart '{figure.name}' was not drawn")
                    return ""
                return self._picture(placed, "image/png", ink.png, figure.alt)
            case Picture():
                return self._picture(placed, placed.part.media_type, placed.part.data, placed.part.alt)
            case Shape():
                return drawing.plain_shape(self._naming(placed, "", True), placed.box, placed.part, self.setter.palette)
            case Raw():
                return self._raw(placed, placed.part)

    def no_link(self, _link: str) -> str:
        """Notes are read from a screen that nobody clicks."""
        return ""

    def _frame(self, placed: Placed, frame: Frame) -> str:
        region = self.writer.region(self.page.layout, placed.placeholder)
        slot = self.slots.get(placed.placeholder) if placed.placeholder is not None else None
        box: Box | None = placed.box
        markup, inherited = "", None
        if slot is not None:
            markup = slot.markup
            inherited = region.style if region else None
            if region and not region.moved and _same(region.box, placed.box):
                box = None
        elif not self._has_title and frame.paras and frame.paras[0].role == "title":
            # A layout without a title: the box that holds it is still the slide's title to a screen reader.
            markup = '<p:ph type="title"/>'
            self._has_title = True
        ground = frame.ground or (self.writer.ground(self.page.layout) if frame.on_dark else "")
        body = self.setter.body(frame, self._link, inherited, ground)
        return drawing.text_shape(self._naming(placed, ""), box, body, markup)

    def _picture(self, placed: Placed, media_type: str, data: bytes, alt: str) -> str:
        if media_type not in IMAGE_TYPES:
            self.writer.report(
                "picture-unsupported",
                f"PowerPoint cannot show a picture of type '{media_type}'",
                "save it as PNG or JPEG",
            )
            return ""
        image = self.relations.relate("image", self.writer.deck.add_image(media_type, data))
        naming = self._naming(placed, alt, not alt)
        return drawing.picture_shape(naming, placed.box, image, self._slot(placed, _PICTURE_SLOTS))

    def _raw(self, placed: Placed, raw: Raw) -> str:
        if raw.format not in {SUFFIX, MEDIA_TYPE}:
            return ""
        try:
            element = parse_xml(f"<wrap {_SPACES}>{raw.data}</wrap>".encode(), placed.name)[0]
            properties = next(element.iter(tag("p:cNvPr")))
        except (PackageError, IndexError, StopIteration):
            self.writer.report(
                "raw-malformed", f"the raw markup '{placed.name}' is no shape", "give one shape of a slide's p:spTree"
            )
            return ""
        properties.set("id", str(self._next_id()))
        properties.set("name", self._unique(placed.name))
        if raw.alt:
            properties.set("descr", raw.alt)
        return to_bytes(element).decode().split("?>", 1)[1]

    def _slot(self, placed: Placed, types: frozenset[str]) -> str:
        """`p:ph` of the placeholder that is filled, if one of its type can hold this."""
        slot = self.slots.get(placed.placeholder) if placed.placeholder is not None else None
        if slot is None or slot.type not in types:
            return ""
        return slot.markup

    def _link(self, link: str) -> str:
        return self.writer.click(link, self.relations, own_color=True)

    def _naming(self, placed: Placed, alt: str, decorative: bool = False) -> drawing.Naming:
        click = self.writer.click(placed.link, self.relations, own_color=False) if placed.link else ""
        return drawing.Naming(self._next_id(), self._unique(placed.name), alt, click, decorative)

    def _next_id(self) -> int:
        self._last_id += 1
        return self._last_id

    def _unique(self, name: str) -> str:
        wanted, number = name or "Shape", 1
        name = wanted
        while name in self._names:
            number += 1
            name = f"{wanted} {number}"
        self._names.add(name)
        return name


def _as_number_field(markup: str) -> str:
    """A slide number's run as a field, so that PowerPoint counts on when slides are moved."""
    return markup.replace("<a:r>", f'<a:fld id="{_NUMBER_FIELD}" type="slidenum">').replace("</a:r>", "</a:fld>")


def _same(one: Box, other: Box) -> bool:
    pairs = ((one.x, other.x), (one.y, other.y), (one.w, other.w), (one.h, other.h))
    return all(abs(a - b) < 0.05 for a, b in pairs)


def _places(pages: Pages) -> dict[str, int]:
    """The slide of everything that a link can name: sections before paragraphs, the first slide that holds it."""
    places: dict[str, int] = {}
    for ids_of in (_passage_ids, _para_ids):
        for index, page in enumerate(pages.pages):
            for id_ in ids_of(page):
                places.setdefault(id_, index)
    places.pop("", None)
    return places


def _passage_ids(page: Page) -> list[str]:
    return [page.passage, page.id]


def _para_ids(page: Page) -> list[str]:
    frames = [placed.part for placed in page.placed if isinstance(placed.part, Frame)]
    return [para.id for frame in frames for para in frame.paras]


def _sections(pages: Pages) -> list[tuple[str, int]]:
    """The sections of PowerPoint's slide list, each with the index of its first slide: one a divider."""
    dividers = {passage.id for passage in pages.document.passages if passage.role == "divider"}
    sections: list[tuple[str, int]] = []
    seen: set[str] = set()
    for index, page in enumerate(pages.pages):
        if page.passage in dividers and page.passage not in seen:
            seen.add(page.passage)
            sections.append((page.title, index))
    if sections and sections[0][1] > 0:
        sections.insert(0, (pages.document.title, 0))
    return sections
