"""A briefing's parts in flow: measured widths and sizes on pages whose height nobody fixes.

Word or its kin decides where a page ends, so boxes say only how wide a part is, how high, and how far down its passage
it begins.  A table that is too wide shrinks, then its page is turned, then its columns are divided.
"""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Sequence

from briefgen.finding import Finding
from briefgen.fit import USABLE
from briefgen.grids import measures, parted, set_grid
from briefgen.measure import Faces
from briefgen.model import (
    Box,
    Cell,
    Column,
    Document,
    Frame,
    Grid,
    Group,
    Page,
    Para,
    Part,
    Passage,
    Picture,
    Placed,
    Plot,
    Raw,
    Shape,
    Table,
    Template,
    TextStyle,
)
from briefgen.ooxml.outline import heading_level
from briefgen.ooxml.paging import BOXED
from briefgen.typeset import Typesetter

_PIXELS_PER_POINT = 150 / 72
_TALLEST = 0.55
_SMALLEST_TABLE = 9.0
_FACTS_TABLE = 8.5
# What a tinted box takes from the width of the text inside it.
_BOX_MARGINS = 23.0
# How high a figure may stand, as a share of the text's width, by its kind: a line of a few points needs no more.
_HIGHEST = {"slope": 0.46, "map": 0.62}
_HEADINGS = frozenset({"title", "heading", "kicker", "subtitle", "exhibit-title", "exhibit-subtitle", "caption"})
_FOLLOWS_TABLE = frozenset({"note", "source"})
_SIMPLE = frozenset({"area", "bullet", "column", "line", "scatter", "timeline", "waterfall"})
_SIMPLE_HIGHEST = 0.5


def flow(document: Document, template: Template, faces: Faces) -> tuple[tuple[Page, ...], list[Finding]]:
    """One page a passage; a passage with a table that needs a turned page gives one before, one turned, one after."""
    flowing = _Flow(document, template, faces)
    pages: list[Page] = []
    for passage in document.passages:
        pages += flowing.pages(passage, len(pages))
    return tuple(pages), flowing.findings


class _Flow:
    def __init__(self, document: Document, template: Template, faces: Faces) -> None:
        self.document = document
        self.setter = Typesetter(template, faces, document.language)
        margin = 0.12 * template.width
        self.body = template.body or Box(margin, margin, template.width - 2 * margin, template.height - 2 * margin)
        # A turned page keeps its margins: what its longer side gains, its text gains.
        self.turned = max(template.height - (template.width - self.body.w), self.body.w)
        self.findings: list[Finding] = []
        self.placed: list[Placed] = []
        self.done: list[Page] = []
        self.landscape = False
        self.passage: Passage
        self.y = 0.0

    def pages(self, passage: Passage, before: int) -> list[Page]:
        """The pages of one passage."""
        self.placed, self.done, self.landscape, self.y = [], [], False, 0.0
        self.passage = passage
        self._heading(passage)
        self._parts(passage.parts, passage)
        if passage.sources and not _has_source(passage.parts):
            self._paras((Para("source", passage.sources),), "Source")
        self._close(passage)
        return [
            dataclasses.replace(
                page, number=before + index + 1, continued=index > 0, id=passage.id + (f"-{index + 1}" if index else "")
            )
            for index, page in enumerate(self.done)
        ]

    def _close(self, passage: Passage) -> None:
        """End a page: what was placed so far is one."""
        if not self.placed and self.done:
            return
        title = "".join(run.text for run in passage.title)
        counts: dict[str, int] = {}
        named: list[Placed] = []
        for placed in self.placed:
            count = counts[placed.name] = counts.get(placed.name, 0) + 1
            named.append(placed if count == 1 else dataclasses.replace(placed, name=f"{placed.name} ({count})"))
        self.done.append(
            Page(
                passage.id,
                passage.id,
                None,
                tuple(named),
                passage.notes if not self.done else (),
                title,
                self.landscape,
            )
        )
        self.placed, self.landscape, self.y = [], False, 0.0

    def _heading(self, passage: Passage) -> None:
        front = passage.role == "cover"
        if passage.kicker and front:
            self._paras((Para("kicker", passage.kicker),), "Kicker")
        if passage.title:
            role = "title" if front else "heading"
            self._paras((Para(role, passage.title, max(passage.level - 1, 0), passage.id),), "Title")
        if passage.subtitle:
            self._paras((Para("subtitle", passage.subtitle),), "Subtitle")

    def _parts(self, parts: Sequence[Part], passage: Passage) -> None:
        for part in parts:
            match part:
                case Para():
                    if any(run.text for run in part.runs):
                        self._paras((part,), part.role.replace("-", " ").capitalize())
                case Grid():
                    self._grid(part, passage)
                case Plot():
                    self._put(part, self.body.w, self._height(part), "Exhibit")
                case Picture():
                    self._picture(part)
                case Raw():
                    if part.format == "docx" or "wordprocessingml" in part.format:
                        self._put(part, self.body.w, 60.0, "Markup")
                case Group():
                    self._group(part, passage)

    def _height(self, plot: Plot) -> float:
        """A figure's height across the text: by its own proportions, but no higher than its kind needs."""
        aspect = min(max(plot.figure.aspect, 0.3), 8.0)
        kind = plot.figure.kind
        share = _HIGHEST.get(kind, _SIMPLE_HIGHEST if kind in _SIMPLE else math.inf)
        return min(self.body.w / aspect, share * self.body.w, _TALLEST * self.body.h)

    def _group(self, group: Group, passage: Passage) -> None:
        paras = tuple(part for part in group.parts if isinstance(part, Para) and any(run.text for run in part.runs))
        groups = [part for part in group.parts if isinstance(part, Group)]
        if group.role in {"tiles", "disagreement"} and groups:
            inner = {"tiles": "tile", "disagreement": "claim"}[group.role]
            cards = [card for card in groups if card.role == inner and all(isinstance(p, Para) for p in card.parts)]
            if cards:
                first = group.parts.index(cards[0])
                rest = [part for part in group.parts if not any(part is card for card in cards)]
                self._parts([part for part in rest if group.parts.index(part) < first], passage)
                self._cards(cards, "tiles" if inner == "tile" else "claims", passage)
                self._parts([part for part in rest if group.parts.index(part) > first], passage)
                return
        if paras and len(paras) == len(group.parts) and group.role not in {"exhibit", "column", "columns"}:
            link = group.link
            if link:
                paras = tuple(_linked(para, link) for para in paras)
            name = group.role.replace("-", " ").capitalize() or "Text"
            self._paras(paras, name, group.role, group.tone, link)
            return
        self._parts(group.parts, passage)

    def _cards(self, cards: Sequence[Group], role: str, passage: Passage) -> None:
        """Tiles or claims as tables without a header: four beside each other at most, two where words are many."""
        most = 2 if role == "claims" else 3 if len(cards) > 4 else len(cards)
        cells = [
            Cell(tuple(part for part in card.parts if isinstance(part, Para)), card.tone or "panel") for card in cards
        ]
        for start in range(0, len(cells), most):
            row = tuple(cells[start : start + most])
            self._grid(Grid(role, (Column(()),) * len(row), (row,)), passage, equal=True)

    def _grid(self, grid: Grid, passage: Passage, equal: bool = False) -> None:
        """A table: at the largest size at which its words fit the page, else on a turned page, else divided."""
        if not grid.columns or not grid.rows:
            return
        base = self.setter.body_size(0)
        sizes = [max(min(base * share, base), _SMALLEST_TABLE) for share in (0.93, 0.86, 0.8)]
        if equal:
            sizes = [base]
        elif grid.role == "facts":
            sizes = [_FACTS_TABLE]
        sizes = list(dict.fromkeys(round(size * 2) / 2 for size in sizes))
        for width, landscape in ((self.body.w, False), (self.turned, True)):
            for size in sizes:
                narrowest, natural = measures(grid, self.setter, size)
                crowded = len(grid.columns) > 4 and sum(natural) > 3.2 * width and grid.role != "facts"
                crowded = crowded and not landscape
                if equal or (sum(narrowest) <= width and not crowded):
                    self._table(grid, width, size, landscape, passage, equal)
                    return
        for part in parted(grid, self.setter, self.turned, sizes[-1]):
            self._table(part, self.turned, sizes[-1], True, passage, False)

    def _table(self, grid: Grid, width: float, size: float, landscape: bool, passage: Passage, equal: bool) -> None:
        sheet = set_grid(grid, self.setter, width, size)
        table = sheet.table
        if equal:
            each = width / len(grid.columns)
            sizes = {**table.sizes, **self._figure_size(grid, each - table.insets[0] - table.insets[2])}
            table = dataclasses.replace(table, widths=(each,) * len(grid.columns), sizes=sizes)
        if landscape:
            headings = self._taken_headings()
            if self.placed:
                self._close(passage)
            for heading in headings:
                self._put(heading.part, width, heading.box.h, heading.name, heading.link, heading.lines)
        self._put(table, sum(table.widths), sum(table.heights), "Table", lines=sheet.lines)
        self.landscape = landscape

    def _figure_size(self, grid: Grid, width: float) -> dict[str, float]:
        """The largest size, down to two thirds of the style's, at which each key figure stands on one line."""
        style = self.setter.style("figure")
        figures = [para for row in grid.rows for cell in row for para in cell.paras if para.role == "figure"]
        for share in (1.0, 0.9, 0.8, 0.7, 2 / 3):
            size = round(style.size * share * 2) / 2
            if all(self.setter.measure((para,), (style,), (size,), width).lines <= 1 for para in figures):
                break
        return {"figure": size} if figures and size < style.size else {}

    def _taken_headings(self) -> list[Placed]:
        """The table's title and any heading above it, taken from the page before: they belong on the turned one."""
        taken: list[Placed] = []
        while self.placed and isinstance(self.placed[-1].part, Frame):
            if not {para.role for para in self.placed[-1].part.paras} <= _HEADINGS:
                break
            taken.insert(0, self.placed.pop())
        return taken

    def _picture(self, picture: Picture) -> None:
        wide, high = max(picture.width, 1), max(picture.height, 1)
        scale = min(1 / _PIXELS_PER_POINT * 1.5, self.body.w / wide, _TALLEST * self.body.h / high)
        self._put(picture, wide * scale, high * scale, "Picture")

    def _paras(self, paras: tuple[Para, ...], name: str, role: str = "", tone: str = "", link: str = "") -> None:
        styles = tuple(self._style(para, role, tone) for para in paras)
        sizes = tuple(style.size for style in styles)
        # Nothing is cut here that turns out a line longer, so the width is used to the full.
        width = (self.body.w - (_BOX_MARGINS if role in BOXED else 0.0)) / USABLE
        measured = self.setter.measure(paras, styles, sizes, width)
        frame = Frame(paras, sizes, styles=styles, role=role, tone=tone)
        self._put(frame, self.body.w, measured.height, name, link, measured.lines)

    def _style(self, para: Para, role: str, tone: str) -> TextStyle:
        """The style in which a paragraph will be written: a box's own for all in it, that of its level for others."""
        if role in BOXED:
            box = "bottom-line" if role == "bottom-line" or self.passage.role == "divider" else "callout"
            return self._first_style(f"{box}-{tone}", box, "callout")
        level = heading_level(para, self.passage.role)
        if level:
            return self._first_style(f"heading-{min(level, 3)}", "heading")
        if para.role == "contents":
            return self._first_style(f"toc-{max(para.level, 0) + 1}", "toc-2", "contents")
        if para.role == "heading" and self.passage.role == "contents":
            return self._first_style("toc-heading", "heading")
        if para.role == "bullet" and para.level > 0:
            return self._first_style(f"bullet-{para.level + 1}", "bullet-2", "bullet")
        return self.setter.style(para.role)

    def _first_style(self, *names: str) -> TextStyle:
        known = self.setter.template.styles
        return self.setter.style(next((name for name in names if name in known), names[-1]))

    def _put(
        self,
        part: Frame | Table | Plot | Picture | Shape | Raw,
        width: float,
        height: float,
        name: str,
        link: str = "",
        lines: int = 0,
    ) -> None:
        if self.landscape and not (isinstance(part, Frame) and {para.role for para in part.paras} <= _FOLLOWS_TABLE):
            # The table's note and source stay with it; all else begins an upright page.
            self._close(self.passage)
        self.placed.append(Placed(part, Box(0.0, self.y, width, height), name, None, lines, 0.0, link))
        self.y += height


def _linked(para: Para, link: str) -> Para:
    return dataclasses.replace(para, runs=tuple(dataclasses.replace(run, link=run.link or link) for run in para.runs))


def _has_source(parts: Sequence[Part]) -> bool:
    return any(
        (isinstance(part, Para) and part.role == "source") or (isinstance(part, Group) and _has_source(part.parts))
        for part in parts
    )
