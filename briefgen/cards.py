"""Pieces that repeat a form: tiles of key figures, claims of sources that disagree, the lines of a summary."""

from __future__ import annotations

import dataclasses
import math
from contextlib import nullcontext
from dataclasses import dataclass

from briefgen.model import Box, Para, Placed, Shape, TextStyle
from briefgen.pieces import RULE, Piece, Words, rule_tone
from briefgen.typeset import SPARE, Typesetter

_INSET = 14.0
_TILE_WIDTH = 150.0
_CLAIM_WIDTH = 210.0
# A summary belongs on one slide; before it goes on to a second, its lines may be this small.
_LEAST = 12.0
# How much higher than it must be a card grows where there is room.
_AIRY = 1.5


@dataclass(frozen=True, slots=True)
class Tile:
    """One key figure: its number, its label and perhaps a note."""

    paras: tuple[Para, ...]
    tone: str = ""
    link: str = ""


@dataclass(frozen=True, slots=True)
class Tiles(Piece):
    """Key figures in cards of equal height; in a narrow column plain, beneath each other."""

    tiles: tuple[Tile, ...]

    @property
    def units(self) -> int:
        return len(self.tiles)

    def take(self, start: int, stop: int) -> Tiles:
        return Tiles(self.tiles[start:stop])

    def loosened(self) -> list[Piece]:
        return [Words(tile.paras, "tile", tile.tone, tile.link) for tile in self.tiles]

    def _plain(self, setter: Typesetter, width: float) -> bool:
        return width < 2 * _TILE_WIDTH * setter.unit + self._between(setter)

    def _between(self, setter: Typesetter) -> float:
        return 0.6 * setter.gutter

    def _columns(self, setter: Typesetter, width: float) -> int:
        if self._plain(setter, width):
            return 1
        between = self._between(setter)
        most = max(1, int((width + between) / (_TILE_WIDTH * setter.unit + between)))
        rows = math.ceil(len(self.tiles) / most)
        return math.ceil(len(self.tiles) / rows)

    def _inset(self, setter: Typesetter, width: float) -> float:
        return 0.0 if self._plain(setter, width) else _INSET * setter.unit

    def _sizes(self, setter: Typesetter, inner: float, step: int) -> list[tuple[float, ...]]:
        """The sizes of each tile's paragraphs; all numbers share the largest at which each stands on one line."""
        style = setter.style("figure")
        figures = [para for tile in self.tiles for para in tile.paras if para.role == "figure"]
        full = setter.size("figure", step)
        size = full
        for share in (1.0, 0.9, 0.8, 0.7, 0.6, 0.5, 0.4):
            size = max(round(full * share * 2) / 2, min(full, setter.aside))
            if all(setter.measure((para,), (style,), (size,), inner).lines <= 1 for para in figures):
                break
        return [
            tuple(size if para.role == "figure" else self._small(setter, para.role, step) for para in tile.paras)
            for tile in self.tiles
        ]

    def _small(self, setter: Typesetter, role: str, step: int) -> float:
        """The size of a tile's other words: a label is read with its number and may be as large as a table."""
        size = setter.size(role, step)
        return max(size, min(setter.body_size(step), setter.aside)) if role == "label" else size

    def _card(self, setter: Typesetter, width: float, step: int) -> tuple[float, float, list[tuple[float, ...]]]:
        """The width and height of one card, and the sizes in each."""
        columns = self._columns(setter, width)
        card = (width - self._between(setter) * (columns - 1)) / columns
        inset = self._inset(setter, width)
        inner = max(card - 2 * inset, 1.0)
        sizes = self._sizes(setter, inner, step)
        heights = [
            setter.measure(tile.paras, [setter.style(para.role) for para in tile.paras], own, inner).height
            for tile, own in zip(self.tiles, sizes, strict=True)
        ]
        return card, max(heights, default=0.0) / (1 - SPARE) + 2 * inset, sizes

    def need(self, setter: Typesetter, width: float, step: int) -> float:
        rows = math.ceil(len(self.tiles) / self._columns(setter, width))
        between = setter.gap if self._plain(setter, width) else self._between(setter)
        return self._card(setter, width, step)[1] * rows + between * (rows - 1)

    def want(self, setter: Typesetter, width: float, step: int) -> float:
        plain = self._plain(setter, width)
        return self.need(setter, width, step) * (1.0 if plain else _AIRY)

    def place(self, setter: Typesetter, box: Box, step: int) -> list[Placed]:
        columns = self._columns(setter, box.w)
        rows = math.ceil(len(self.tiles) / columns)
        plain = self._plain(setter, box.w)
        across = self._between(setter)
        down = setter.gap if plain else across
        inset = self._inset(setter, box.w)
        width, least, sizes = self._card(setter, box.w, step)
        down = min(down, 0.2 * box.h / rows)
        height = (box.h - down * (rows - 1)) / rows
        placed: list[Placed] = []
        for index, (tile, own) in enumerate(zip(self.tiles, sizes, strict=True)):
            x = box.x + (index % columns) * (width + across)
            y = box.y + (index // columns) * (height + down)
            name = f"Figure {index + 1}"
            card = nullcontext() if plain else setter.on_paper()
            if not plain:
                rule = min(RULE * setter.unit, height * 0.2)
                placed.append(Placed(Shape("rect", fill="panel"), Box(x, y, width, height), f"{name} card"))
                placed.append(
                    Placed(Shape("rect", fill=rule_tone("tile", tile.tone)), Box(x, y, width, rule), f"{name} rule")
                )
            pad = min(inset + max(height - least, 0.0) / 2, height * 0.3)
            inner = Box(x + inset, y + pad, max(width - 2 * inset, 1.0), height - pad - min(inset, height * 0.2))
            with card:
                said = setter.phrased(tile.paras, setter.dressed(tile.paras, step)[0], own, inner.w)
                placed.append(
                    setter.place(said, inner, step, name, role="tile", tone=tile.tone, link=tile.link, sizes=own)
                )
        return placed


@dataclass(frozen=True, slots=True)
class Claims(Piece):
    """What sources that disagree each say, in cards of equal height side by side."""

    claims: tuple[Words, ...]

    def loosened(self) -> list[Piece]:
        return list(self.claims)

    def _columns(self, setter: Typesetter, width: float) -> int:
        between = setter.gutter * 0.6
        most = max(1, int((width + between) / (_CLAIM_WIDTH * setter.unit + between)))
        rows = math.ceil(len(self.claims) / most)
        return math.ceil(len(self.claims) / rows)

    def _card(self, setter: Typesetter, width: float, step: int) -> tuple[int, float, float]:
        columns = self._columns(setter, width)
        card = (width - setter.gutter * 0.6 * (columns - 1)) / columns
        inner = max(card - 2 * _INSET * setter.unit, 1.0)
        heights = (
            setter.measure(claim.paras, *self._set(setter, claim, step), inner).height / (1 - SPARE)
            for claim in self.claims
        )
        return columns, card, max(heights, default=0.0) + 2 * _INSET * setter.unit

    def _set(self, setter: Typesetter, claim: Words, step: int) -> tuple[list[TextStyle], list[float]]:
        """Styles and sizes of a claim's words: what is said as large as a quotation, its source quiet below it."""
        styles, sizes = [], []
        for para in claim.paras:
            style = setter.style("attribution" if para.role == "label" else para.role)
            said = para.role == "body"
            space = 0.5 * setter.body_size(step) if said else 0.0
            styles.append(dataclasses.replace(style, space_after=max(style.space_after, space)) if said else style)
            large = max(setter.size("quote", step), setter.body_size(step))
            sizes.append(large if said else setter.size("label", step))
        return styles, sizes

    def need(self, setter: Typesetter, width: float, step: int) -> float:
        columns, _, height = self._card(setter, width, step)
        rows = math.ceil(len(self.claims) / columns)
        return rows * height + (rows - 1) * setter.gutter * 0.6

    def want(self, setter: Typesetter, width: float, step: int) -> float:
        return self.need(setter, width, step) * _AIRY

    def place(self, setter: Typesetter, box: Box, step: int) -> list[Placed]:
        columns, width, least = self._card(setter, box.w, step)
        rows = math.ceil(len(self.claims) / columns)
        between = setter.gutter * 0.6
        down = min(between, 0.2 * box.h / rows)
        height = (box.h - down * (rows - 1)) / rows
        inset = _INSET * setter.unit
        pad = min(inset + max(height - least, 0.0) / 2, height * 0.3)
        placed: list[Placed] = []
        for index, claim in enumerate(self.claims):
            x = box.x + (index % columns) * (width + between)
            y = box.y + (index // columns) * (height + down)
            name = f"Claim {index + 1}"
            rule = Box(x, y, width, min(RULE * setter.unit, height * 0.2))
            placed.append(Placed(Shape("rect", fill="panel"), Box(x, y, width, height), f"{name} card"))
            placed.append(Placed(Shape("rect", fill=rule_tone("claim", claim.tone)), rule, f"{name} rule"))
            inner = Box(x + inset, y + pad, max(width - 2 * inset, 1.0), height - pad - min(inset, height * 0.2))
            with setter.on_paper():
                styles, sizes = self._set(setter, claim, step)
                said = setter.phrased(claim.paras, styles, sizes, inner.w)
                placed.append(
                    setter.place(
                        said, inner, step, name, role="claim", tone=claim.tone, link=claim.link,
                        sizes=sizes, styles=styles,
                    )
                )  # fmt: skip
        return placed


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a summary: its number, its words, and the passage that it leads to."""

    number: Para
    paras: tuple[Para, ...]
    link: str = ""


@dataclass(frozen=True, slots=True)
class Summary(Piece):
    """Numbered claims in two columns, read across."""

    lines: tuple[Line, ...]

    @property
    def units(self) -> int:
        return len(self.lines)

    def take(self, start: int, stop: int) -> Summary:
        return Summary(self.lines[start:stop])

    def loosened(self) -> list[Piece]:
        return [Words(line.paras, "summary-line", link=line.link) for line in self.lines]

    def _columns(self, setter: Typesetter, width: float) -> tuple[int, float, float]:
        """How many columns, how wide each, and how much of that the number takes."""
        count = 2 if width >= 560.0 * setter.unit and len(self.lines) > 2 else 1
        size, style = setter.size("number", 0), setter.style("number")
        digits = max(len("".join(run.text for run in line.number.runs)) for line in self.lines)
        number = setter.faces.advance("0" * digits, style.font, style.east_asian, size, True, setter.language)
        return count, (width - setter.gutter * (count - 1)) / count, number + 0.7 * size

    def _set(self, setter: Typesetter, line: Line, step: int) -> tuple[list[TextStyle], list[float]]:
        """Styles and sizes of a line's words: its claim in the body's size, what explains it quieter and smaller."""
        base, least = setter.body_size(step), 12.0
        if step >= len(setter.ladder):
            base, least = max(base - 1.0, _LEAST), 11.0
        quiet = max(round(base * 1.6) / 2, min(base, least))
        heads = [para.role == "heading" for para in line.paras]
        styles = [setter.style("heading" if head else "attribution") for head in heads]
        return styles, [base if head else quiet for head in heads]

    def _rows(self, setter: Typesetter, width: float, step: int) -> list[float]:
        count, column, number = self._columns(setter, width)
        heights = [
            max(
                setter.measure(line.paras, *self._set(setter, line, step), max(column - number, 1.0)).height
                / (1 - SPARE),
                setter.height((line.number,), number, step),
            )
            for line in self.lines
        ]
        return [max(heights[start : start + count]) for start in range(0, len(heights), count)]

    def need(self, setter: Typesetter, width: float, step: int) -> float:
        rows = self._rows(setter, width, step)
        return sum(rows) + 0.75 * setter.gap * (len(rows) - 1)

    def want(self, setter: Typesetter, width: float, step: int) -> float:
        rows = self._rows(setter, width, step)
        return self.need(setter, width, step) + 1.6 * setter.body_size(step) * (len(rows) - 1)

    def place(self, setter: Typesetter, box: Box, step: int) -> list[Placed]:
        count, column, number = self._columns(setter, box.w)
        rows = self._rows(setter, box.w, step)
        spare = box.h - sum(rows)
        gap = max(spare / max(len(rows) - 1, 1), 0.0)
        shrink = min(1.0, box.h / max(sum(rows), 1.0))
        placed: list[Placed] = []
        y = box.y
        for index, line in enumerate(self.lines):
            height = rows[index // count] * shrink
            x = box.x + (index % count) * (column + setter.gutter)
            name = f"Line {index + 1}"
            styles, sizes = self._set(setter, line, step)
            placed.append(
                setter.place((line.number,), Box(x, y, number, height), step, f"{name} number", link=line.link)
            )
            words = Box(x + number, y, max(column - number, 1.0), height)
            placed.append(
                setter.place(
                    line.paras, words, step, name, role="summary-line", link=line.link, sizes=sizes, styles=styles
                )
            )
            if index % count == count - 1:
                y += height + gap
        return placed
