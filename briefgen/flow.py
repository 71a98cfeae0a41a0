"""A briefing's parts in flow: measured widths and sizes on pages whose height nobody fixes.

Word or its kin decides where a page ends, so boxes say only how wide a part is, how high, and how far down its passage
it begins.  A table that is too wide shrinks, then its page is turned, then its columns are divided.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence

from briefgen.finding import Finding
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
    Run,
    Shape,
    Table,
    Template,
)
from briefgen.typeset import Typesetter

_PIXELS_PER_POINT = 150 / 72
_TALLEST = 0.55
_SMALLEST_TABLE = 9.0


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
        self.y = 0.0

    def pages(self, passage: Passage, before: int) -> list[Page]:
        """The pages of one passage."""
        self.placed, self.done, self.y = [], [], 0.0
        self._heading(passage)
        self._parts(passage.parts, passage)
        if passage.sources and not _has_source(passage.parts):
            prefix = self.document.words.get("source-line", "Source: {sources}").partition("{sources}")[0]
            self._paras((Para("source", (Run(prefix), *passage.sources)),), "Source")
        self._close(passage)
        return [
            dataclasses.replace(
                page, number=before + index + 1, continued=index > 0, id=passage.id + (f"-{index + 1}" if index else "")
            )
            for index, page in enumerate(self.done)
        ]

    def _close(self, passage: Passage, landscape: bool = False) -> None:
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
            Page(passage.id, passage.id, None, tuple(named), passage.notes if not self.done else (), title, landscape)
        )
        self.placed, self.y = [], 0.0

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
                    aspect = min(max(part.figure.aspect, 0.3), 8.0)
                    height = min(self.body.w / aspect, _TALLEST * self.body.h)
                    self._put(part, self.body.w, height, "Exhibit")
                case Picture():
                    self._picture(part)
                case Raw():
                    if part.format == "docx" or "wordprocessingml" in part.format:
                        self._put(part, self.body.w, 60.0, "Markup")
                case Group():
                    self._group(part, passage)

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
        """Tiles or claims as tables without a header: three beside each other at most, two where words are many."""
        most = 3 if role == "tiles" and len(cards) != 4 else 2
        for start in range(0, len(cards), most):
            row = cards[start : start + most]
            cells = tuple(
                Cell(tuple(part for part in card.parts if isinstance(part, Para)), card.tone or "panel") for card in row
            )
            grid = Grid(role, tuple(Column(()) for _ in row), (cells,))
            self._grid(grid, passage, equal=True)

    def _grid(self, grid: Grid, passage: Passage, equal: bool = False) -> None:
        """A table: at the largest size at which its words fit the page, else on a turned page, else divided."""
        if not grid.columns or not grid.rows:
            return
        base = self.setter.body_size(0)
        sizes = [max(min(base * share, base), _SMALLEST_TABLE) for share in (0.93, 0.86, 0.8)]
        if equal:
            sizes = [base]
        sizes = list(dict.fromkeys(round(size * 2) / 2 for size in sizes))
        for width, landscape in ((self.body.w, False), (self.turned, True)):
            for size in sizes:
                narrowest, natural = measures(grid, self.setter, size)
                crowded = not landscape and len(grid.columns) > 4 and sum(natural) > 3.2 * width
                if equal or (sum(narrowest) <= width and not crowded):
                    self._table(grid, width, size, landscape, passage, equal)
                    return
        for part in parted(grid, self.setter, self.turned, sizes[-1]):
            self._table(part, self.turned, sizes[-1], True, passage, False)

    def _table(self, grid: Grid, width: float, size: float, landscape: bool, passage: Passage, equal: bool) -> None:
        sheet = set_grid(grid, self.setter, width, size)
        table = sheet.table
        if equal:
            table = dataclasses.replace(table, widths=(width / len(grid.columns),) * len(grid.columns))
        if landscape:
            heading = self._taken_title()
            self._close_before(passage)
            if heading:
                self._put(heading.part, width, heading.box.h, heading.name)
        self._put(table, sum(table.widths), sum(table.heights), "Table", lines=sheet.lines)
        if landscape:
            self._close(passage, landscape=True)

    def _taken_title(self) -> Placed | None:
        """The table's title, taken from the page before so that it stands above its table on the turned one."""
        if self.placed and isinstance(self.placed[-1].part, Frame):
            roles = {para.role for para in self.placed[-1].part.paras}
            if roles & {"exhibit-title", "exhibit-subtitle", "caption"}:
                return self.placed.pop()
        return None

    def _close_before(self, passage: Passage) -> None:
        if self.placed:
            self._close(passage)

    def _picture(self, picture: Picture) -> None:
        wide, high = max(picture.width, 1), max(picture.height, 1)
        scale = min(1 / _PIXELS_PER_POINT * 1.5, self.body.w / wide, _TALLEST * self.body.h / high)
        self._put(picture, wide * scale, high * scale, "Picture")

    def _paras(self, paras: tuple[Para, ...], name: str, role: str = "", tone: str = "", link: str = "") -> None:
        styles = tuple(self.setter.style(para.role) for para in paras)
        sizes = tuple(style.size for style in styles)
        measured = self.setter.measure(paras, styles, sizes, self.body.w)
        frame = Frame(paras, sizes, styles=styles, role=role, tone=tone)
        self._put(frame, self.body.w, measured.height, name, link, measured.lines)

    def _put(
        self,
        part: Frame | Table | Plot | Picture | Shape | Raw,
        width: float,
        height: float,
        name: str,
        link: str = "",
        lines: int = 0,
    ) -> None:
        self.placed.append(Placed(part, Box(0.0, self.y, width, height), name, None, lines, 0.0, link))
        self.y += height


def _linked(para: Para, link: str) -> Para:
    return dataclasses.replace(para, runs=tuple(dataclasses.replace(run, link=run.link or link) for run in para.runs))


def _has_source(parts: Sequence[Part]) -> bool:
    return any(
        (isinstance(part, Para) and part.role == "source") or (isinstance(part, Group) and _has_source(part.parts))
        for part in parts
    )
