"""The briefing as a Word document: the house's own styles and pages, filled with passages that are measured already.

Nothing is decided here but how to say it in Word's markup: headings that make an outline, a table of contents that is
filled in, captions that count, native footnotes, tables that repeat their header.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace

from briefgen.citing import noted
from briefgen.finding import Finding
from briefgen.model import (
    Cell,
    Drawing,
    Frame,
    Page,
    Pages,
    Para,
    Picture,
    Placed,
    Plot,
    Raw,
    Run,
    Table,
    TextStyle,
    plot_key,
)
from briefgen.ooxml.briefing import Briefing
from briefgen.ooxml.citations import Mark, cut, marks
from briefgen.ooxml.contents import contents_table, heading_style, target
from briefgen.ooxml.markup import NAMESPACES, attribute_text, twips
from briefgen.ooxml.outline import heading_level, numbered_caption, survey
from briefgen.ooxml.paging import BOX_SPACE, BOXED, CARDS, belongs, continues, is_boxed, keeps
from briefgen.ooxml.palette import Palette
from briefgen.ooxml.parts import IMAGE_TYPES, Relations
from briefgen.ooxml.properties import set_properties
from briefgen.ooxml.script import count_han, is_east_asian
from briefgen.ooxml.tables import Place, table_markup
from briefgen.ooxml.wording import (
    AIR,
    EMPTY_PARAGRAPH,
    GAP,
    KEPT_AIR,
    PLAIN,
    Bookmarks,
    Dress,
    Wording,
    field,
    inline_picture,
    paragraph,
)
from briefgen.package import PackageError, open_package, parse_xml
from briefgen.parts import plain
from briefgen.unbroken import bind

KIND = "briefing"
MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
SUFFIX = "docx"

_WEB = ("http://", "https://", "mailto:")
# A note mark in a heading would turn up in the contents, one beside a source line would say the same twice.
_UNCITED = frozenset(
    {
        "title",
        "subtitle",
        "kicker",
        "heading",
        "contents",
        "caption",
        "exhibit-title",
        "exhibit-subtitle",
        "source",
        "meta",
    }
)
_UNCITED_GRIDS = frozenset({"facts", "disagreements", "sources"})
_MOST_FOOTNOTES = 32000
# How wide a letter is on average and how high a line, in ems: for the room that notes take, which nobody measures.
_LETTER_WIDTH, _LEADING, _HAN_LEADING = 0.48, 1.22, 1.45
# Statements in one cell stand a little apart.
_APART = '<w:spacing w:before="60" w:after="0"/>'
_CLOSE = '<w:spacing w:before="20" w:after="0"/>'


def write(pages: Pages, drawings: Mapping[str, Drawing]) -> tuple[bytes, list[Finding]]:
    """The briefing's bytes, and what could not be said in them; equal pages give equal bytes.

    `drawings` holds the drawn figures by `plot_key`.
    """
    template = pages.template
    package, findings = open_package(template.blob, template.name)
    if package is None:
        return b"", findings
    palette = Palette(template.colors)
    wording = Wording(pages.document.language, palette)
    try:
        briefing = Briefing(package, template, wording.tags)
    except PackageError as error:
        return b"", [Finding("template-corrupt", f"'{template.name}' cannot be used: {error}")]
    writer = _Writer(pages, drawings, briefing, wording)
    body = writer.body()
    briefing.finish(body, *writer.footnotes(), writer.controls())
    set_properties(package, pages.document, {})
    package.keep_reachable()
    return package.to_bytes(), writer.findings


class _Writer:
    """The text of one briefing under construction."""

    def __init__(self, pages: Pages, drawings: Mapping[str, Drawing], briefing: Briefing, wording: Wording) -> None:
        self.pages = pages
        self.drawings = drawings
        self.briefing = briefing
        self.wording = wording
        self.findings: list[Finding] = []
        self._sheet = briefing.styles
        self._drawing = briefing.first_drawing
        self._notes: list[str] = []
        self._note_relations = Relations()
        self._references = {reference.key: reference for reference in pages.document.references}
        self._roles = {passage.id: passage.role for passage in pages.document.passages}
        self._last_title = ""
        self._waiting: list[str] = []
        self._reported: set[str] = set()
        if is_east_asian(wording.language):
            self._sheet.loosen_exact_lines()
        self._outline, self.pages = survey(
            pages,
            lambda level: self._sheet.breaks_page(heading_style(self._sheet, level)),
            self._note_heights,
        )
        self._bookmarks = Bookmarks(self._outline.pages)

    # ------------------------------------------------------------------------------------------------ whole

    def body(self) -> str:
        """All blocks and section marks of the document."""
        blocks: list[str] = []
        sections = 0
        pages = self.pages.pages
        for index, page in enumerate(pages):
            blocks += self._page(page)
            turning = index + 1 < len(pages) and pages[index + 1].landscape != page.landscape
            if turning or index + 1 == len(pages):
                mark = self.briefing.section.markup(page.landscape, first=sections == 0)
                sections += 1
                if turning:
                    _end_section(blocks, mark)
                else:
                    if not blocks or not blocks[-1].endswith("</w:p>"):
                        blocks.append(EMPTY_PARAGRAPH)
                    blocks.append(mark)
        if not pages:
            blocks = [EMPTY_PARAGRAPH, self.briefing.section.markup()]
        return "".join(blocks)

    def controls(self) -> dict[str, str]:
        """What the house's content controls in headers and footers show, by what they ask for."""
        document = self.pages.document
        shown = {
            "title": document.title,
            "subtitle": document.subtitle,
            "author": document.author,
            "edition": document.edition,
            "date": document.date.isoformat(),
            "none": "",
        }
        return {asked: self.wording.runs(Run(text)) for asked, text in shown.items()}

    def footnotes(self) -> tuple[str, Relations]:
        """The footnotes that the body has called for."""
        return "".join(self._notes), self._note_relations

    def _page(self, page: Page) -> list[str]:
        blocks: list[str] = []
        if not page.continued:
            self._waiting.append(page.passage)
        for index, placed in enumerate(page.placed):
            following = page.placed[index + 1] if index + 1 < len(page.placed) else None
            match placed.part:
                case Frame():
                    above = page.placed[index - 1] if index else None
                    made = self._frame(placed.part, page, above, following)
                    if is_boxed(placed) and is_boxed(following):
                        made.append(GAP)
                case Table():
                    keep = belongs(following) or continues(placed, following)
                    made = [self._bookmarks.wrap(self._arrived(), self._table(placed.part, keep))]
                    if placed.part.grid.role in CARDS:
                        made.append(KEPT_AIR if continues(placed, following) else AIR)
                    elif following is None or isinstance(following.part, Table):
                        # Word joins tables that touch, and a section cannot end in one.
                        made.append(EMPTY_PARAGRAPH)
                case Plot():
                    figure = placed.part.figure
                    ink = self.drawings.get(plot_key(figure.name, placed.box))
                    if ink is None:
                        self._report("drawing-missing", f"the chart '{figure.name}' was not drawn")
                        made = []
                    else:
                        made = self._picture(placed, "image/png", ink.png, figure.alt, following)
                case Picture():
                    part = placed.part
                    made = self._picture(placed, part.media_type, part.data, part.alt, following)
                case Raw():
                    made = self._raw(placed.part, placed.name)
                case _:
                    # A shape says nothing, and a flowing page has no ground to draw it on.
                    made = []
            blocks += made
        if self._roles.get(page.passage) == "contents" and not self._lists_contents(page):
            blocks += self._contents(self._outline.entries)
        return blocks

    def _arrived(self) -> list[str]:
        """The passages whose bookmark the next block must bear."""
        ids, self._waiting = self._waiting, []
        return ids

    # ------------------------------------------------------------------------------------------- paragraphs

    def _frame(self, frame: Frame, page: Page, above: Placed | None, following: Placed | None) -> list[str]:
        blocks: list[str] = []
        contents: list[Para] = []
        list_number = ""
        carried: tuple[str, ...] = ()
        passage_role = self._roles.get(page.passage, "")
        box = frame.role in BOXED
        for index, para in enumerate(frame.paras):
            if para.role == "contents":
                contents.append(para)
                continue
            blocks += self._contents(contents)
            contents = []
            last = index + 1 == len(frame.paras)
            level = heading_level(para, passage_role)
            style = frame.styles[index] if index < len(frame.styles) else self._sheet.style(para.role)
            style_id = style.style_id or self._sheet.id(para.role)
            size = frame.sizes[index] if index < len(frame.sizes) else style.size
            dress = Dress(
                size=size if abs(size - style.size) > 0.05 else 0.0,
                bold=box and para.role in {"label", "heading"},
            )
            if self._counts(para, style_id):
                list_number = list_number or self._new_list(style_id, style)
                numbered = _numbering(list_number, para.level)
            else:
                list_number = ""
                numbered = "" if box else self._list_mark(para, level, style_id, page)
            extra = _inside_box(index == 0, last, is_boxed(above), is_boxed(following)) if box else ""
            ids = [*self._arrived(), *([para.id] if para.id else [])]
            if para.role in {"exhibit-title", "caption"}:
                self._last_title = plain(para.runs)
            runs, carried = _carry(para, carried, last)
            markup = self._runs(replace(para, runs=runs), dress, ids=list(dict.fromkeys(ids)))
            keep = keeps(para, last, following, box)
            blocks.append(paragraph(style_id, markup, keep, numbered, frame.align, extra))
        return blocks + self._contents(contents)

    def _runs(
        self, para: Para, dress: Dress, cited: bool = True, ids: Sequence[str] = (), relations: Relations | None = None
    ) -> str:
        """A paragraph's runs with their links, fields, footnote marks and bookmarks."""
        link_style = self._sheet.id("hyperlink")

        def wrap(link: str, markup: str) -> str:
            return self._wrap(link, markup, relations or self.briefing.relations)

        para = replace(para, runs=bind(para.runs))
        caption = numbered_caption(para)
        if caption is not None:
            # References give the label and the number: the bookmark holds no more.
            runs, end = caption
            head = self.wording.linked(runs[:end], wrap, dress, link_style)
            return self._bookmarks.wrap(ids, head) + self.wording.linked(runs[end:], wrap, dress, link_style)
        found = self._marks(para) if cited else []
        pieces = []
        for index, stretch in enumerate(cut(para.runs, [mark.offset for mark in found])):
            pieces.append(self.wording.linked(stretch, wrap, dress, link_style))
            if index < len(found):
                pieces.append(self._footnote(found[index].keys))
        return self._bookmarks.wrap(ids, "".join(pieces))

    def _marks(self, para: Para) -> list[Mark]:
        if not self._references or para.role in _UNCITED:
            return []
        return marks(para.runs, self.wording.language)

    def _note_heights(self, para: Para) -> list[tuple[float, float]]:
        """The notes that a paragraph calls for: after what share of its text, and how high, by their letters."""
        letters = max(sum(len(run.text) for run in para.runs), 1)
        style = self._sheet.style("footnote")
        found = []
        for mark in self._marks(para):
            text = plain(self._cited(mark.keys))
            han = count_han(text)
            width = (_LETTER_WIDTH * (len(text) - han) + han) * style.size
            lines = math.ceil(max(width, 1.0) / self.briefing.section.text_width)
            leading = _HAN_LEADING if han else _LEADING
            found.append((mark.offset / letters, lines * style.size * leading + style.space_after))
        return found

    def _wrap(self, link: str, markup: str, relations: Relations) -> str:
        if link.startswith("seq:"):
            return field(f"SEQ {link[4:].title()} \\* ARABIC", markup)
        if link.startswith("#"):
            name = self._bookmarks.name(link[1:])
            if name is None:
                self._report("link-unknown", f"no section or exhibit is called '{link}'", "link to the id of a section")
                return markup
            if link[1:] in self._outline.captions:
                return field(f"REF {name} \\h", markup)
            return f'<w:hyperlink w:anchor="{name}" w:history="1">{markup}</w:hyperlink>'
        if link.lower().startswith(_WEB):
            target = relations.relate("hyperlink", link, external=True)
            return f'<w:hyperlink r:id="{target}" w:history="1">{markup}</w:hyperlink>'
        self._report("link-unsupported", f"'{link}' is no web address", "begin links with https:// or mailto:")
        return markup

    def _footnote(self, keys: tuple[str, ...]) -> str:
        runs = self._cited(keys)
        number = len(self._notes) + 1
        if not runs or number > _MOST_FOOTNOTES:
            return ""
        text = self._runs(Para("footnote", runs), PLAIN, cited=False, relations=self._note_relations)
        mark = f'<w:rPr><w:rStyle w:val="{attribute_text(self._sheet.id("footnote-reference"))}"/></w:rPr>'
        space = '<w:r><w:t xml:space="preserve"> </w:t></w:r>'
        inside = paragraph(self._sheet.id("footnote"), f"<w:r>{mark}<w:footnoteRef/></w:r>{space}{text}")
        self._notes.append(f'<w:footnote w:id="{number}">{inside}</w:footnote>')
        return f'<w:r>{mark}<w:footnoteReference w:id="{number}"/></w:r>'

    def _cited(self, keys: Sequence[str]) -> tuple[Run, ...]:
        """The words of a note that names these references, each source once."""
        found = [self._references[key] for key in dict.fromkeys(keys) if key in self._references]
        return noted(found, self.pages.document.language)

    # ------------------------------------------------------------------------------------------------ styles

    def _counts(self, para: Para, style_id: str) -> bool:
        """Whether a paragraph is an item of a numbered list (and not a large figure that stands before a line)."""
        return para.role == "number" and bool(self._sheet.numbering(style_id)[0])

    def _new_list(self, style_id: str, style: TextStyle) -> str:
        return self.briefing.numbering.restart(self._sheet.numbering(style_id)[0], style)

    def _list_mark(self, para: Para, level: int, style_id: str, page: Page) -> str:
        """`w:numPr` where the style does not say all: lists without bullets, headings that must not be counted."""
        own = self._sheet.numbering(style_id)[0]
        if level and own and (para.id or page.passage) not in self._outline.numbers:
            return _numbering(self.briefing.numbering.uncounted(), 0)
        if para.role != "bullet":
            return ""
        if not own:
            return _numbering(self.briefing.numbering.bullets(self._sheet.style("bullet")), para.level)
        return _numbering(own, para.level) if para.level and style_id == self._sheet.id("bullet") else ""

    # ---------------------------------------------------------------------------------------------- contents

    def _lists_contents(self, page: Page) -> bool:
        frames = [placed.part for placed in page.placed if isinstance(placed.part, Frame)]
        return any(para.role == "contents" for frame in frames for para in frame.paras)

    def _contents(self, paras: Sequence[Para]) -> list[str]:
        dead = [link for link in map(target, paras) if link and self._bookmarks.name(link) is None]
        for link in dead:
            self._report("link-unknown", f"no section is called '#{link}'", "link to the id of a section")
        return contents_table(paras, self.wording, self.briefing, self._outline, self._bookmarks)

    # ---------------------------------------------------------------------------------------------- exhibits

    def _picture(self, placed: Placed, media_type: str, data: bytes, alt: str, following: Placed | None) -> list[str]:
        if media_type not in IMAGE_TYPES:
            self._report(
                "picture-unsupported", f"Word cannot show a picture of type '{media_type}'", "save it as PNG or JPEG"
            )
            return []
        name = self.briefing.names.add_image("word/media", media_type, data)
        relationship = self.briefing.relations.relate("image", name)
        number = self._drawing
        self._drawing += 1
        picture = inline_picture(number, f"{placed.name} {number}", alt, relationship, placed.box.w, placed.box.h)
        # Exact line spacing, if the house has it, would cut the picture off.
        spacing = '<w:spacing w:line="240" w:lineRule="auto"/>'
        picture = self._bookmarks.wrap(self._arrived(), picture)
        return [paragraph(self._sheet.id("exhibit"), picture, belongs(following), extra=spacing)]

    def _table(self, table: Table, keep: bool) -> str:
        style_id = self._sheet.id("table-style") if self._sheet.has("table-style") else ""
        title, self._last_title = self._last_title, ""
        return table_markup(table, self._cell, self.wording.palette, title, style_id, keep=keep)

    def _cell(self, cell: Cell, table: Table, place: Place) -> str:
        """The paragraphs of a cell, at least one."""
        role = "table-header" if place.header else "table"
        style = (table.header_style if place.header else table.style) or self._sheet.style(role)
        color = self.wording.palette.legible(style.color, place.ground) if place.ground else ""
        cited = not place.header and table.grid.role not in _UNCITED_GRIDS
        made = []
        carried: tuple[str, ...] = ()
        for index, para in enumerate(cell.paras):
            if table.grid.role in CARDS:
                usual = self._sheet.style(para.role).size
                size = table.sizes.get(para.role, usual)
                style_id = self._sheet.id(para.role)
                scaled = size != usual or any(run.scale != 1.0 for run in para.runs)
                dress = Dress(size if scaled else 0.0, ground=place.ground)
            else:
                own_size = None if place.header else table.sizes.get(para.role)
                size = own_size or (table.header_size if place.header else table.size)
                style_id = self._sheet.id(role if own_size is None else para.role, "table")
                dress = Dress(size, color=color if own_size is None else "", ground=place.ground)
            runs, carried = _carry(para, carried, index + 1 == len(cell.paras))
            markup = self._runs(replace(para, id="", runs=runs), dress, cited)
            # A note keeps close to what it remarks on, whatever its style does between paragraphs of the text.
            extra = ""
            if table.grid.role not in CARDS and (index or para.role in table.sizes):
                extra = _APART if para.role == "body" and table.grid.role in _UNCITED_GRIDS else _CLOSE
            made.append(paragraph(style_id, markup, place.keep, align=place.align, extra=extra))
        return "".join(made) or paragraph(self._sheet.id(role, "table"), "", place.keep)

    def _raw(self, raw: Raw, name: str) -> list[str]:
        if raw.format not in {SUFFIX, MEDIA_TYPE}:
            return []
        spaces = " ".join(f'xmlns:{prefix}="{NAMESPACES[prefix]}"' for prefix in ("w", "r", "wp"))
        try:
            blocks = [element.tag.rsplit("}", 1)[-1] for element in parse_xml(f"<x {spaces}>{raw.data}</x>".encode())]
        except PackageError:
            blocks = []
        if not blocks or not {"p", "tbl", "sdt"}.issuperset(blocks):
            self._report("raw-malformed", f"the raw markup '{name}' is no paragraph or table", "give w:p or w:tbl")
            return []
        return [raw.data]

    def _report(self, rule: str, message: str, hint: str = "") -> None:
        if message not in self._reported:
            self._reported.add(message)
            self.findings.append(Finding(rule, message, hint=hint, language=self.wording.language))


def _end_section(blocks: list[str], mark: str) -> None:
    """Put a section's mark into its last paragraph, so that no empty line shows."""
    if not blocks or not blocks[-1].startswith("<w:p><w:pPr>"):
        blocks.append(EMPTY_PARAGRAPH)
    blocks[-1] = blocks[-1].replace("</w:pPr>", f"{mark}</w:pPr>", 1)


def _carry(para: Para, carried: tuple[str, ...], last: bool) -> tuple[tuple[Run, ...], tuple[str, ...]]:
    """The runs of a paragraph and the citations that go on to the next.

    A key figure stands alone in its paragraph; its mark goes to the label under it, where it is no power.
    """
    runs = para.runs
    if carried and runs:
        keys = tuple(dict.fromkeys((*carried, *runs[-1].citations)))
        runs = (*runs[:-1], replace(runs[-1], citations=keys))
    if para.role == "figure" and not last:
        keys = tuple(dict.fromkeys(key for run in runs for key in run.citations))
        return tuple(replace(run, citations=()) for run in runs), keys
    return runs, ()


def _inside_box(first: bool, last: bool, below_box: bool, above_box: bool) -> str:
    """The space before a box stands over its first paragraph, that after it under its last; a gap parts two boxes."""
    before = "" if first and not below_box else ' w:before="0"'
    after = (' w:after="0"' if above_box else "") if last else f' w:after="{twips(BOX_SPACE)}"'
    return f"<w:spacing{before}{after}/>" if before or after else ""


def _numbering(number: str, level: int) -> str:
    return f'<w:numPr><w:ilvl w:val="{min(max(level, 0), 8)}"/><w:numId w:val="{number}"/></w:numPr>'
