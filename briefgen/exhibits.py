"""Figures, pictures and tables as pieces of a slide: a headline above, notes below, what is left for the exhibit."""

from __future__ import annotations

import dataclasses
import math
from dataclasses import dataclass

from briefgen.grids import ANNEXES, Sheet, parted, set_grid
from briefgen.model import Box, Grid, Para, Picture, Placed, Plot
from briefgen.pieces import Piece, Words
from briefgen.typeset import Typesetter


@dataclass(frozen=True, slots=True)
class Exhibit(Piece):
    """A figure or a picture, its title and subtitle above and its notes below."""

    head: tuple[Para, ...]
    core: Plot | Picture
    foot: tuple[Para, ...] = ()

    def loosened(self) -> list[Piece]:
        if not self.head and not self.foot:
            return []
        around = [[Words(paras)] if paras else [] for paras in (self.head, self.foot)]
        return [*around[0], Exhibit((), self.core), *around[1]]

    @property
    def aspect(self) -> float:
        """Preferred width : height of the figure or picture."""
        if isinstance(self.core, Plot):
            return min(max(self.core.figure.aspect, 0.2), 8.0)
        return max(self.core.width, 1) / max(self.core.height, 1)

    def _around(self, setter: Typesetter, width: float, step: int) -> tuple[float, float]:
        """The heights of what stands above and below, each with the gap to the figure."""
        head = setter.height(self.head, width, step)
        foot = setter.height(self.foot, width, step)
        gap = 0.5 * setter.gap
        return head + (gap if head else 0.0), foot + (gap if foot else 0.0)

    def need(self, setter: Typesetter, width: float, step: int) -> float:
        least = min(max(width / (self.aspect * 2.4), 110.0 * setter.unit), 210.0 * setter.unit)
        if step >= setter.steps - 1:
            least = min(least, 70.0 * setter.unit)
        if isinstance(self.core, Picture):
            least = min(least, width / self.aspect)
        return sum(self._around(setter, width, step)) + least

    def want(self, setter: Typesetter, width: float, step: int) -> float:
        most = width / self.aspect
        if isinstance(self.core, Plot):
            most = width / (0.62 * self.aspect)
        return max(sum(self._around(setter, width, step)) + most, self.need(setter, width, step))

    def place(self, setter: Typesetter, box: Box, step: int) -> list[Placed]:
        head, foot = self._around(setter, box.w, step)
        gap = 0.5 * setter.gap
        share = min(1.0, box.h * 0.8 / max(head + foot, 1.0))
        head, foot = head * share, foot * share
        room = Box(box.x, box.y + head, box.w, max(box.h - head - foot, 1.0))
        placed: list[Placed] = []
        if self.head:
            placed.append(
                setter.place(self.head, Box(box.x, box.y, box.w, max(head - gap, 1.0)), step, "Exhibit title")
            )
        if isinstance(self.core, Plot):
            # A figure that is drawn far from its own proportions is narrowed rather than distorted.
            width = min(room.w, room.h * self.aspect * 2.6)
            placed.append(Placed(self.core, dataclasses.replace(room, w=width), "Exhibit"))
        else:
            scale = min(room.w / self.aspect, room.h)
            room = Box(room.x, room.y, scale * self.aspect, scale)
            placed.append(Placed(self.core, room, "Picture"))
        if self.foot:
            foot_box = Box(box.x, room.y + room.h + gap * share, box.w, max(foot - gap * share, 1.0))
            placed.append(setter.place(self.foot, foot_box, step, "Exhibit note"))
        return placed


@dataclass(frozen=True, slots=True)
class Board(Piece):
    """A table as a native one, with its title above and its note below; divides at rows and repeats its header."""

    head: tuple[Para, ...]
    grid: Grid
    foot: tuple[Para, ...] = ()
    start: int = 0
    stop: int = 1 << 30

    @property
    def units(self) -> int:
        return max(min(self.stop, len(self.grid.rows)) - self.start, 1)

    @property
    def annex(self) -> bool:
        """Whether it is looked up rather than read, and may be set smaller."""
        return self.grid.role in ANNEXES

    def take(self, start: int, stop: int) -> Board:
        return dataclasses.replace(self, start=self.start + start, stop=self.start + stop)

    def loosened(self) -> list[Piece]:
        if not self.head and not self.foot:
            return []
        around = [[Words(paras)] if paras else [] for paras in (self.head, self.foot)]
        return [*around[0], dataclasses.replace(self, head=(), foot=()), *around[1]]

    def parted(self, setter: Typesetter, width: float) -> list[Board]:
        """The tables that it takes where its columns are too many for the width even at the last step."""
        grids = parted(self.grid, setter, width, setter.table_size(setter.steps - 1, self.annex))
        return [dataclasses.replace(self, grid=grid) for grid in grids] if len(grids) > 1 else [self]

    def sheet(self, setter: Typesetter, width: float, step: int) -> Sheet:
        """The table as set at this width and step; its columns are as wide on every slide that it takes."""
        whole = set_grid(self.grid, setter, width, setter.table_size(step, self.annex))
        return whole.rows(self.start, self.stop)

    def _around(self, setter: Typesetter, width: float, step: int) -> tuple[float, float]:
        head = setter.height(self.head, width, step)
        foot = setter.height(self.foot, width, step)
        gap = 0.5 * setter.gap
        return head + (gap if head else 0.0), foot + (gap if foot else 0.0)

    def need(self, setter: Typesetter, width: float, step: int) -> float:
        sheet = self.sheet(setter, width, step)
        if not sheet.fits and step < setter.steps - 1:
            return math.inf  # words would be cut, and smaller ones may not have to be
        return sum(self._around(setter, width, step)) + sheet.height

    def want(self, setter: Typesetter, width: float, step: int) -> float:
        size = setter.table_size(step, self.annex)
        airy = 2.2 if self.grid.role == "status-board" else 0.0 if self.annex else 0.9 if self.units > 5 else 1.5
        return self.need(setter, width, step) + airy * size * self.units

    def place(self, setter: Typesetter, box: Box, step: int) -> list[Placed]:
        head, foot = self._around(setter, box.w, step)
        gap = 0.5 * setter.gap
        share = min(1.0, box.h * 0.8 / max(head + foot, 1.0))
        head, foot = head * share, foot * share
        sheet = self.sheet(setter, box.w, step)
        room = max(box.h - head - foot, 1.0)
        placed: list[Placed] = []
        if self.head:
            placed.append(setter.place(self.head, Box(box.x, box.y, box.w, max(head - gap, 1.0)), step, "Table title"))
        table = sheet.stretched(room) if sheet.height <= room else sheet.table
        height = min(sum(table.heights), room)
        slack = 1 - sheet.height / room if sheet.fits else min(1 - sheet.height / room, -0.01)
        placed.append(
            Placed(table, Box(box.x, box.y + head, sum(table.widths), height), "Table", None, sheet.lines, slack)
        )
        if self.foot:
            foot_box = Box(box.x, box.y + head + height + gap * share, box.w, max(foot - gap * share, 1.0))
            placed.append(setter.place(self.foot, foot_box, step, "Table note"))
        return placed
