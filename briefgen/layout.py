"""Document + Template → Pages: a layout for every passage, its regions filled, its body arranged and divided.

Nothing here knows a house: every length comes from the template's regions, styles and ladder.  A template without a
region that is needed gets one derived from what it has; one without layouts gets all from the size of its page.
"""

from __future__ import annotations

import dataclasses
import difflib
from collections.abc import Iterable, Sequence

from briefgen import fit
from briefgen.arrange import Arrangement, arrange, paginate, pieces_of
from briefgen.boxes import shared
from briefgen.color import contrast
from briefgen.finding import Finding, Severity, Span
from briefgen.flow import flow
from briefgen.measure import Faces
from briefgen.model import (
    Box,
    Document,
    Frame,
    Grid,
    Group,
    Layout,
    Page,
    Pages,
    Para,
    Part,
    Passage,
    Picture,
    Placed,
    Plot,
    Raw,
    Run,
    Shape,
    Table,
    Template,
    Text,
)
from briefgen.parts import plain
from briefgen.surround import FRONT, Opening, Slots, Surround
from briefgen.typeset import Typesetter

# Which layouts suit a passage, the best first; roles are those that a template's layouts are given.
_WANTED: dict[str, tuple[str, ...]] = {
    "cover": ("cover", "section", "closing"),
    "divider": ("section", "cover"),
    "closing": ("closing", "cover", "section"),
    "statement": ("statement", "content"),
    "figures": ("figures", "content"),
    "exhibit": ("exhibit", "content"),
    "table": ("title-only", "content"),
    "content": ("content",),
}
_BODIED = ("content", "title-only", "two-column", "exhibit", "figures", "picture", "other", "blank", "statement")
_FRONTED = ("statement", "title-only", "content", "other", "blank")
# A layout made for its purpose may have a ground of its own.
_MADE_FOR_IT = frozenset({"statement", "figures"})
_PLAIN = frozenset({"content", "title-only", "two-column", "exhibit", "figures", "statement"})
# A ground of less contrast to the paper is a tint of it.
_TINTED = 1.25
# Frames of running text, the largest of which fills the layout's own body.
_MAIN = frozenset({"Points", "Text", "Contents"})


def lay_out(document: Document, template: Template, faces: Faces) -> tuple[Pages, list[Finding]]:
    """The document's slides, or the measured parts of a briefing, with findings for what has no room."""
    if document.kind == "briefing":
        pages, findings = flow(document, template, faces)
    else:
        pages, findings = _Deck(document, template, faces).lay_out()
    return Pages(document, template, pages), findings


class _Deck:
    def __init__(self, document: Document, template: Template, faces: Faces) -> None:
        self.document = document
        self.template = template
        self.setter = Typesetter(template, faces, document.language)
        self.surround = Surround(document, template, self.setter)
        self.findings: list[Finding] = []

    def lay_out(self) -> tuple[tuple[Page, ...], list[Finding]]:
        passages = [(passage, self._layout(passage)) for passage in self.document.passages]
        self.surround.agree_on_bodies(next((one for one in self.template.layouts if one.role == "content"), None))
        self.surround.agree_on_titles(passages)
        pages: list[Page] = []
        for passage, layout in passages:
            pages += self._slides(passage, layout, len(pages) + 1)
        return tuple(pages), self.findings

    def _slides(self, passage: Passage, layout: Layout | None, number: int) -> list[Page]:
        """A passage's slides: one, or as many as its body takes."""
        title = passage.title
        statement = _lone_statement(passage.parts)
        if not title and statement is not None:
            title, passage = statement.runs, dataclasses.replace(passage, parts=())
        slots = self.surround.slots(layout)
        if passage.parts and passage.role not in FRONT:
            slots = self.surround.with_room(slots)
        self.setter.stand_on(slots.ground)
        opening = self.surround.opening(passage, title, slots, number, 0)
        pieces = pieces_of(opening.parts, keep_sources=not passage.sources)
        if passage.role in FRONT and pieces:
            whole = arrange(pieces, self.setter, opening.area)
            pages = [self._page(passage, title, layout, slots, opening, whole, number, 0)]
            if whole is not None:
                return pages
            # A front slide has room for a few words; what is more goes on slides of its own.
            layout = self._suitable(dataclasses.replace(passage, role="content"))
            slots = self.surround.with_room(self.surround.slots(layout))
            self.setter.stand_on(slots.ground)
            opening = self.surround.opening(passage, title, slots, number + 1, 1)
        else:
            pages = []
        slides: list[Arrangement | None] = [*paginate(pieces, self.setter, opening.area)]
        if len(slides) > 1:
            # The mark that a slide goes on may cost its title a line more, and so the body its room.
            later = [self.surround.opening(passage, title, slots, number + index, index).area for index in (1, 2)]
            least = min(later, key=lambda area: area.box.h)
            if least.box.h < opening.area.box.h - 1e-6:
                slides = [*paginate(pieces, self.setter, least)]
        for slide in slides or ([] if pages else [None]):
            index = len(pages)
            if index:
                opening = self.surround.opening(passage, title, slots, number + index, index)
            pages.append(self._page(passage, title, layout, slots, opening, slide, number + index, index))
        return pages

    def _page(
        self,
        passage: Passage,
        title: tuple[Run, ...],
        layout: Layout | None,
        slots: Slots,
        opening: Opening,
        slide: Arrangement | None,
        number: int,
        index: int,
    ) -> Page:
        body: list[Placed] = []
        if slide is not None:
            body = slide.tree.place(self.setter, opening.area.box, slide.step)
            body = _in_placeholder(body, slots, [*opening.before, *opening.after])
        page = Page(
            id=f"{passage.id}-{index + 1}" if index else passage.id,
            passage=passage.id,
            layout=layout.index if layout is not None else None,
            placed=tuple(_named([*opening.before, *body, *opening.after])),
            notes=() if index else passage.notes,
            title=_plain(title) + self.surround.continued(index),
            number=number,
            continued=index > 0,
        )
        self._report(page, passage, index)
        return page

    # ------------------------------------------------------------------------------------------- layouts

    def _layout(self, passage: Passage) -> Layout | None:
        """The layout that the author names, else the one that suits the passage best."""
        if passage.layout:
            hint = passage.layout.strip().casefold()
            for layout in self.template.layouts:
                if hint in (layout.name.strip().casefold(), layout.role):
                    return layout
            self._unknown_layout(passage)
        return self._suitable(passage)

    def _suitable(self, passage: Passage) -> Layout | None:
        """The layout that suits a passage best: of the role it asks for, with room for its body."""
        wanted = _WANTED[_need(passage)]
        front = passage.role in FRONT
        usual = self._usual()
        suitable: list[Layout] = []
        spare: list[Layout] = []
        for role in dict.fromkeys((*wanted, *(_FRONTED if front else _BODIED))):
            for layout in self.template.layouts:
                if layout.role != role:
                    continue
                in_place = usual is None or self.surround.same_title(layout, usual)
                if front or role == wanted[0] == "statement" or (in_place and self.surround.is_roomy(layout)):
                    suitable.append(layout)
                else:
                    spare.append(layout)
        # Charts are drawn for the paper, and a deck whose ground changes from slide to slide is restless.
        plain = [] if front else [layout for layout in suitable if layout.role in _PLAIN and self._on_paper(layout)]
        if suitable and suitable[0].role == wanted[0] and wanted[0] in _MADE_FOR_IT:
            plain = []
        return next(iter((*plain, *suitable, *spare, *self.template.layouts)), None)

    def _usual(self) -> Layout | None:
        """The layout whose title is where titles are: the first for content, on the paper's colour if there is one."""
        contents = [layout for layout in self.template.layouts if layout.role == "content"]
        return next(iter((*filter(self._on_paper, contents), *contents)), None)

    def _on_paper(self, layout: Layout) -> bool:
        paper = self.setter.paper
        return contrast(self.surround.slots(layout).ground or paper, paper) < _TINTED

    def _unknown_layout(self, passage: Passage) -> None:
        names = [layout.name for layout in self.template.layouts]
        roles = sorted({layout.role for layout in self.template.layouts})
        near = difflib.get_close_matches(passage.layout, [*names, *roles], n=1)
        hint = f"did you mean '{near[0]}'? " if near else ""
        listed = ", ".join(dict.fromkeys([*roles, *names])) or "none, for the template has no layouts"
        self.findings.append(
            Finding(
                "layout-unknown",
                f"the template '{self.template.name}' has no layout '{passage.layout}'",
                passage.layout.span if isinstance(passage.layout, Text) else passage.span,
                hint=f"{hint}roles and names that it has: {listed}",
            )
        )

    # ------------------------------------------------------------------------------------------ findings

    def _report(self, page: Page, passage: Passage, index: int) -> None:
        """Findings for frames and tables that are lower than their words, and for figures too small to read."""
        for placed in page.placed:
            part = placed.part
            if isinstance(part, Plot) and placed.box.h < 56.0 * self.setter.unit:
                self.findings.append(
                    Finding(
                        "exhibit-small",
                        f"figure '{part.figure.name}' has {placed.box.h:.0f} pt of height left, too little to be read",
                        passage.span,
                        Severity.WARNING,
                        hint="give the exhibit a section of its own, or shorten what stands beside it",
                        language=self.document.language,
                    )
                )
            if placed.slack >= -1e-6:
                most = self.surround.most_lines(placed.box.w, passage.role in FRONT and not index)
                if placed.name == "Title" and isinstance(part, Frame) and placed.lines > most:
                    self._report_frame(placed, part, passage, most)
                continue
            if isinstance(part, Frame):
                self._report_frame(placed, part, passage)
            elif isinstance(part, Table):
                self._overflow(placed.name, placed.box, _span(part.grid) or passage.span, "shorten the longest row")

    def _report_frame(self, placed: Placed, frame: Frame, passage: Passage, most: int | None = None) -> None:
        left, top, right, bottom = frame.insets
        excess = fit.excess_characters(
            frame.paras,
            frame.styles,
            placed.box.w - left - right,
            placed.box.h - top - bottom,
            frame.sizes,
            self.setter.faces,
            self.document.language,
            frame.gap,
            most,
        )
        span = next((run.span for para in frame.paras for run in para.runs if run.span), None) or passage.span
        hint = f"cut about {max(excess, 1)} characters"
        if most is None:
            self._overflow(placed.name, placed.box, span, hint)
            return
        message = f"'{placed.name}' takes {placed.lines} lines in '{self.document.language}', not {most}"
        self.findings.append(Finding("text-overflow", message, span, hint=hint, language=self.document.language))

    def _overflow(self, name: str, box: Box, span: Span, hint: str) -> None:
        self.findings.append(
            Finding(
                "text-overflow",
                f"'{name}' does not fit its place of {box.w:.0f} × {box.h:.0f} pt in '{self.document.language}', "
                "even in the smallest size",
                span,
                hint=hint,
                language=self.document.language,
            )
        )


# ------------------------------------------------------------------------------------------------- passages


def _need(passage: Passage) -> str:
    """What kind of layout a passage asks for, by its role and its parts."""
    if passage.role in FRONT:
        return passage.role
    if passage.role in {"sources", "disagreements", "facts", "summary"}:
        return "table"
    roles = [part.role for part in passage.parts if isinstance(part, Group | Para)]
    figures = [part for part in passage.parts if _has_figure(part)]
    if not passage.parts or (_lone_statement(passage.parts) and not passage.title):
        return "statement"
    if "tiles" in roles and not figures:
        return "figures"
    if figures:
        return "exhibit"
    if any(isinstance(part, Grid) for part in passage.parts) or set(roles) <= {"exhibit", "disagreement", "callout"}:
        return "table"
    return "content"


def _has_figure(part: Part) -> bool:
    return isinstance(part, Group) and any(
        isinstance(inner, Plot | Picture) or _has_figure(inner) for inner in part.parts
    )


def _lone_statement(parts: Sequence[Part]) -> Para | None:
    """The sentence of a passage that is nothing but a statement."""
    if len(parts) == 1:
        part = parts[0]
        if isinstance(part, Group) and part.role == "statement" and part.parts:
            part = part.parts[0]
        if isinstance(part, Para) and part.role == "statement":
            return part
    return None


def _plain(runs: Iterable[Run]) -> str:
    """The words of a title without the line breaks that set it evenly."""
    return plain(runs).replace("\n", "")


def _span(grid: Grid) -> Span | None:
    return next(
        (run.span for row in grid.rows for cell in row for para in cell.paras for run in para.runs if run.span), None
    )


def _in_placeholder(body: list[Placed], slots: Slots, around: Sequence[Placed]) -> list[Placed]:
    """The body's parts with its main column of words in the layout's body placeholder, if that is not taken."""
    taken = {placed.placeholder for placed in around}
    regions = [
        region
        for region in slots.bodies
        if region.role == "body" and region.placeholder is not None and region.placeholder not in taken
    ]
    frames = [
        placed
        for placed in body
        if isinstance(placed.part, Frame) and placed.part.role in {"", "contents"} and placed.name in _MAIN
    ]
    if not regions or not frames:
        return body
    main = max(frames, key=lambda placed: placed.lines)
    region = max(regions, key=lambda region: shared(region.box, main.box))
    return [dataclasses.replace(part, placeholder=region.placeholder) if part is main else part for part in body]


def _named(placed: Sequence[Placed]) -> list[Placed]:
    """The parts with names that no two share: a repeated one is counted."""
    seen: dict[str, int] = {}
    named: list[Placed] = []
    for part in placed:
        count = seen[part.name] = seen.get(part.name, 0) + 1
        named.append(part if count == 1 else dataclasses.replace(part, name=f"{part.name} ({count})"))
    return named


# ------------------------------------------------------------------------------------------------ as text


def describe(pages: Pages) -> str:
    """The pages as text, for goldens and for people: one line a part, its box in whole points, its sizes and words."""
    names = {layout.index: layout.name for layout in pages.template.layouts}
    lines: list[str] = []
    for page in pages.pages:
        layout = "" if page.layout is None else f" [{names.get(page.layout, page.layout)}]"
        turned = " landscape" if page.landscape else ""
        lines.append(f"{page.number}. {page.id}{layout}{turned}: {page.title}")
        for placed in page.placed:
            box = placed.box
            slot = "" if placed.placeholder is None else f" #{placed.placeholder}"
            lines.append(
                f"   {placed.name}{slot} @ {box.x:.0f},{box.y:.0f} {box.w:.0f}×{box.h:.0f}  {_described(placed)}"
            )
    return "\n".join(lines) + "\n"


def _described(placed: Placed) -> str:
    match placed.part:
        case Frame(paras=paras, sizes=sizes):
            shown = "/".join(dict.fromkeys(f"{size:g}" for size in sizes))
            words = " | ".join(_plain(para.runs) for para in paras)
            return f"{shown} pt, {placed.lines} lines: {words if len(words) <= 90 else words[:89] + '…'}"
        case Table(grid=grid, widths=widths, size=size):
            columns = " ".join(f"{width:.0f}" for width in widths)
            return f"{size:g} pt, {len(grid.rows)} rows, columns {columns}"
        case Plot(figure=figure):
            return f"figure {figure.name}"
        case Picture(alt=alt):
            return f"picture {alt}"
        case Shape(kind=kind, fill=fill):
            return f"{kind} {fill}"
        case Raw(format=name):
            return f"markup for {name}"
