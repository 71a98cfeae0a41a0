"""What a slide's body is made of, measured: how high each piece must be at a width and a step, and where it divides.

A piece says what it `need`s, how high it would `want` to grow, places itself in a box and gives a stretch of its
`units` (paragraphs, rows, tiles), so that `arrange` can try arrangements and divide what spills without knowing kinds.
"""

from __future__ import annotations

import dataclasses
import math
from abc import ABC, abstractmethod
from dataclasses import dataclass

from briefgen.model import Box, Para, Placed, Raw, Shape, TextStyle
from briefgen.typeset import MEASURE, SPARE, Typesetter

RULE = 3.0
# Between a statement and the rule above it.
_ABOVE = 24.0
# The space below a label, as a share of its size.
_LABEL_AIR = 0.2
# How much of a line's size stands between paragraphs where there is room.
_AIRY = 0.7


class Piece(ABC):
    """Something that takes a rectangle of a slide's body."""

    @property
    def units(self) -> int:
        """How many stretches it divides into; one cannot be divided."""
        return 1

    def take(self, start: int, stop: int) -> Piece:  # noqa: ARG002 - a piece of one unit is taken whole
        """The piece's units from `start` to before `stop`."""
        return self

    def loosened(self) -> list[Piece]:
        """Plainer pieces that say the same and divide more readily; none where there are no plainer ones."""
        return []

    @abstractmethod
    def need(self, setter: Typesetter, width: float, step: int) -> float:
        """The least height that holds it."""

    def want(self, setter: Typesetter, width: float, step: int) -> float:
        """The height that it would fill well."""
        return self.need(setter, width, step)

    @abstractmethod
    def place(self, setter: Typesetter, box: Box, step: int) -> list[Placed]:
        """Its parts, in reading order, in the box."""


@dataclass(frozen=True, slots=True)
class Words(Piece):
    """Paragraphs in one frame, no wider than a line that the eye can follow."""

    paras: tuple[Para, ...]
    role: str = ""
    tone: str = ""
    link: str = ""

    @property
    def units(self) -> int:
        return len(self.paras)

    def take(self, start: int, stop: int) -> Words:
        return dataclasses.replace(self, paras=self.paras[start:stop])

    def width(self, setter: Typesetter, width: float, step: int) -> float:
        """The part of a width that lines of these sizes should fill."""
        size = max((setter.size(para.role, step) for para in self.paras), default=setter.body_size(step))
        measure = min(width, MEASURE * size)
        if measure < width and setter.lonely(self.paras, step, measure):
            tried = (measure * share for share in (1.0, 1.03, 1.06, 1.09, 0.97, 0.94))
            return min((one for one in tried if one <= width), key=lambda one: setter.lonely(self.paras, step, one))
        return measure

    def need(self, setter: Typesetter, width: float, step: int) -> float:
        return setter.height(self.paras, self.width(setter, width, step), step)

    def want(self, setter: Typesetter, width: float, step: int) -> float:
        return self.need(setter, width, step) + _AIRY * setter.body_size(step) * (len(self.paras) - 1)

    def place(self, setter: Typesetter, box: Box, step: int) -> list[Placed]:
        width = self.width(setter, box.w, step)
        spare = box.h - setter.height(self.paras, width, step)
        gap = max(0.0, min(_AIRY * setter.body_size(step), spare * (1 - SPARE) / max(len(self.paras) - 1, 1)))
        bullets = sum(para.role == "bullet" for para in self.paras)
        name = "Contents" if self.role == "contents" else "Points" if bullets * 2 >= len(self.paras) else "Text"
        return [
            setter.place(
                self.paras, dataclasses.replace(box, w=width), step, name, role=self.role, tone=self.tone,
                link=self.link, gap=math.floor(gap * 2) / 2 if len(self.paras) > 1 else 0.0,
            )
        ]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Statement(Piece):
    """One large sentence in the middle of what is left to it."""

    paras: tuple[Para, ...]

    def loosened(self) -> list[Piece]:
        return [Words(tuple(dataclasses.replace(para, role="body") for para in self.paras))]

    def need(self, setter: Typesetter, width: float, step: int) -> float:
        return setter.height(self.paras, width * 0.86, step)

    def want(self, setter: Typesetter, width: float, step: int) -> float:
        return max(self.need(setter, width, step), width)

    def place(self, setter: Typesetter, box: Box, step: int) -> list[Placed]:
        width = setter.balanced(self.paras, *setter.dressed(self.paras, step), box.w * 0.86)
        height = self.need(setter, box.w, step)
        gap = min(_ABOVE * setter.unit, max(box.h - height, 0.0))
        # A little above the middle, where the eye looks for it.
        y = box.y + 0.4 * max(box.h - gap - height, 0.0)
        rule = Box(box.x, y, 72.0 * setter.unit, RULE * setter.unit)
        words = Box(box.x, y + gap, width, min(height, box.h))
        return [
            *([Placed(Shape("rect", fill="accent"), rule, "Statement rule")] if gap >= 4 * rule.h else []),
            setter.place(
                setter.phrased(self.paras, *setter.dressed(self.paras, step), width),
                words,
                step,
                "Statement",
                role="statement",
            ),
        ]


@dataclass(frozen=True, slots=True)
class Ruled(Piece):
    """Paragraphs behind an upright rule: a callout, a quotation, how a disagreement is resolved."""

    paras: tuple[Para, ...]
    role: str
    tone: str = ""
    link: str = ""

    @property
    def units(self) -> int:
        return len(self.paras)

    def take(self, start: int, stop: int) -> Ruled:
        return dataclasses.replace(self, paras=self.paras[start:stop])

    def loosened(self) -> list[Piece]:
        return [Words(self.paras, self.role, self.tone, self.link)]

    def _inner(self, setter: Typesetter, box: Box, step: int) -> Box:
        inset = (RULE + 11.0) * setter.unit
        size = max((setter.size(para.role, step) for para in self.paras), default=setter.body_size(step))
        return Box(box.x + inset, box.y, max(min(box.w - inset, MEASURE * 1.1 * size), 1.0), box.h)

    def _set(self, setter: Typesetter, step: int) -> tuple[tuple[TextStyle, ...], tuple[float, ...]]:
        """Styles and sizes of the paragraphs; a label keeps a little clear of what it names."""
        styles, sizes = setter.dressed(self.paras, step)
        spaced = (
            dataclasses.replace(style, space_after=max(style.space_after, _LABEL_AIR * size))
            if para.role == "label"
            else style
            for para, style, size in zip(self.paras, styles, sizes, strict=True)
        )
        return tuple(spaced), sizes

    def need(self, setter: Typesetter, width: float, step: int) -> float:
        inner = self._inner(setter, Box(0, 0, width, 0), step).w
        return setter.measure(self.paras, *self._set(setter, step), inner).height / (1 - SPARE)

    def place(self, setter: Typesetter, box: Box, step: int) -> list[Placed]:
        height = min(self.need(setter, box.w, step), box.h)
        styles, sizes = self._set(setter, step)
        name = self.role.capitalize() or "Callout"
        rule = Shape("rect", fill=rule_tone(self.role, self.tone))
        inner = self._inner(setter, dataclasses.replace(box, h=height), step)
        inner = dataclasses.replace(inner, w=setter.balanced(self.paras, styles, sizes, inner.w))
        said = setter.phrased(self.paras, styles, sizes, inner.w)
        words = setter.place(
            said, inner, step, name, role=self.role, tone=self.tone, link=self.link, sizes=sizes, styles=styles
        )
        return [Placed(rule, Box(box.x, box.y, RULE * setter.unit, height), f"{name} rule"), words]


def rule_tone(role: str, tone: str) -> str:
    """The palette tone of the rule beside or above a group of this role and tone."""
    if tone in {"accent", "strong", "plan", "open", "done", "muted", "ink", "line"}:
        return tone
    if tone in {"caution", "dispute"} or role == "claim":
        return "open"
    return "accent"


@dataclass(frozen=True, slots=True)
class Side(Piece):
    """Pieces of a kind beside each other where there is room, else beneath each other: callouts, mostly."""

    pieces: tuple[Piece, ...]
    least: float = 270.0

    @property
    def units(self) -> int:
        return len(self.pieces)

    def take(self, start: int, stop: int) -> Side:
        return dataclasses.replace(self, pieces=self.pieces[start:stop])

    def loosened(self) -> list[Piece]:
        return list(self.pieces)

    def _column(self, setter: Typesetter, width: float) -> float:
        """The width of a column, or of all where they stand beneath each other."""
        count = len(self.pieces)
        column = (width - setter.gutter * (count - 1)) / count
        return column if column >= self.least * setter.unit else width

    def _heights(self, setter: Typesetter, width: float, step: int) -> list[float]:
        return [piece.need(setter, self._column(setter, width), step) for piece in self.pieces]

    def need(self, setter: Typesetter, width: float, step: int) -> float:
        heights = self._heights(setter, width, step)
        if self._column(setter, width) < width:
            return max(heights, default=0.0)
        return sum(heights) + setter.gap * 0.75 * (len(heights) - 1)

    def place(self, setter: Typesetter, box: Box, step: int) -> list[Placed]:
        column = self._column(setter, box.w)
        heights = self._heights(setter, box.w, step)
        placed: list[Placed] = []
        if column < box.w:
            for index, piece in enumerate(self.pieces):
                x = box.x + index * (column + setter.gutter)
                own = Box(x, box.y, column, min(max(heights), box.h))
                rule, *rest = piece.place(setter, own, step)
                # Rules side by side are of one height, however many lines stand beside each.
                rule = dataclasses.replace(rule, box=dataclasses.replace(rule.box, h=own.h))
                placed += [rule, *rest]
            return placed
        gap = setter.gap * 0.75
        shrink = min(1.0, box.h / max(sum(heights) + gap * (len(heights) - 1), 1.0))
        y = box.y
        for piece, height in zip(self.pieces, heights, strict=True):
            placed += piece.place(setter, Box(box.x, y, column, height * shrink), step)
            y += (height + gap) * shrink
        return placed


@dataclass(frozen=True, slots=True)
class Markup(Piece):
    """Markup for slides alone, in the room that is left."""

    raw: Raw

    def need(self, setter: Typesetter, width: float, step: int) -> float:  # noqa: ARG002 - its size is not known
        return 120.0 * setter.unit

    def want(self, setter: Typesetter, width: float, step: int) -> float:  # noqa: ARG002 - its size is not known
        return 400.0 * setter.unit

    def place(self, setter: Typesetter, box: Box, step: int) -> list[Placed]:  # noqa: ARG002 - its size is not known
        return [Placed(self.raw, box, "Markup")]


@dataclass(frozen=True, slots=True)
class Stack(Piece):
    """Pieces beneath each other.  Spare height goes to what can use it, then to the gaps."""

    pieces: tuple[Piece, ...]

    def loosened(self) -> list[Piece]:
        return list(self.pieces)

    def need(self, setter: Typesetter, width: float, step: int) -> float:
        gaps = setter.gap * (len(self.pieces) - 1)
        return sum(piece.need(setter, width, step) for piece in self.pieces) + gaps

    def want(self, setter: Typesetter, width: float, step: int) -> float:
        gaps = setter.gap * (len(self.pieces) - 1)
        return sum(piece.want(setter, width, step) for piece in self.pieces) + gaps

    def place(self, setter: Typesetter, box: Box, step: int) -> list[Placed]:
        count = len(self.pieces)
        needs = [piece.need(setter, box.w, step) for piece in self.pieces]
        grows = [
            max(piece.want(setter, box.w, step) - need, 0.0) for piece, need in zip(self.pieces, needs, strict=True)
        ]
        gap = setter.gap
        spare = box.h - sum(needs) - gap * (count - 1)
        if spare < 0:
            shrink = box.h / max(sum(needs) + gap * (count - 1), 1.0)
            heights, gap = [need * shrink for need in needs], gap * shrink
        else:
            share = min(1.0, spare / sum(grows)) if sum(grows) else 0.0
            heights = [need + grow * share for need, grow in zip(needs, grows, strict=True)]
            spare -= sum(grows) * share
            wider = min(0.5 * spare / (count - 1), 1.2 * gap) if count > 1 else 0.0
            gap += wider
        placed: list[Placed] = []
        y = box.y
        for piece, height in zip(self.pieces, heights, strict=True):
            placed += piece.place(setter, Box(box.x, y, box.w, height), step)
            y += height + gap
        return placed


@dataclass(frozen=True, slots=True)
class Row(Piece):
    """Pieces side by side, each with its share of the width; beneath each other where that is too narrow."""

    pieces: tuple[Piece, ...]
    shares: tuple[float, ...]

    def loosened(self) -> list[Piece]:
        return list(self.pieces)

    def widths(self, setter: Typesetter, width: float) -> list[float]:
        """The width of each column."""
        room = width - setter.gutter * (len(self.pieces) - 1)
        return [room * share / sum(self.shares) for share in self.shares]

    def _stacked(self, setter: Typesetter, width: float) -> Stack | None:
        return Stack(self.pieces) if min(self.widths(setter, width)) < 120.0 * setter.unit else None

    def need(self, setter: Typesetter, width: float, step: int) -> float:
        if stack := self._stacked(setter, width):
            return stack.need(setter, width, step)
        widths = self.widths(setter, width)
        return max(piece.need(setter, own, step) for piece, own in zip(self.pieces, widths, strict=True))

    def want(self, setter: Typesetter, width: float, step: int) -> float:
        if stack := self._stacked(setter, width):
            return stack.want(setter, width, step)
        widths = self.widths(setter, width)
        return max(piece.want(setter, own, step) for piece, own in zip(self.pieces, widths, strict=True))

    def place(self, setter: Typesetter, box: Box, step: int) -> list[Placed]:
        if stack := self._stacked(setter, box.w):
            return stack.place(setter, box, step)
        placed: list[Placed] = []
        x = box.x
        for piece, width in zip(self.pieces, self.widths(setter, box.w), strict=True):
            placed += piece.place(setter, Box(x, box.y, width, box.h), step)
            x += width + setter.gutter
        return placed
