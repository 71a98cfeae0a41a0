"""The names on a map: beside dots, inside countries, on cards that lead to them; none over another."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from briefgen.charts._ink import SMALLEST, Align, Area, Ink

LEAST_SIZE = 12.0
"""Names of what a map speaks of are no smaller, in points."""

RASTER = 5.0
"""How finely free ground for names is looked for, in points."""

CANDIDATES = 40
"""How many places for a name are weighed against those of other names."""


@dataclass(frozen=True, slots=True)
class Land:
    """A country that the map speaks of; `share` is where its value lies between the least and the greatest."""

    code: str
    label: str
    text: str
    share: float | None
    highlight: bool
    aimed: bool = False


@dataclass(frozen=True, slots=True)
class Dot:
    """A place that the map speaks of."""

    label: str
    latitude: float
    longitude: float
    highlight: bool


def draw_dot(ink: Ink, dot: Dot, x: float, y: float, taken: list[Area], window: Area, terrain: Terrain) -> None:
    """A dot and its name, beside it where the name crosses no border of a country that the map speaks of."""
    strong = dot.highlight
    ink.marker(x, y, "o", 9 if strong else 7.5, ink.color("accent" if strong else "strong"), ink.paper, 1.4)
    size = max(ink.size, LEAST_SIZE)
    spots: list[tuple[int, Area, list[str]]] = []
    others = [area for area in taken if not _same(area, x, y)]
    for width in (ink.width * 0.34, ink.width * 0.22):
        words = ink.wrap(dot.label, width, size, True)
        wide, high = ink.widest(words, size, True), ink.line_height(size) * len(words)
        spots.extend(
            (terrain.crossed(spot), spot, words)
            for spot in _around(x, y, wide, high, 8.0)
            if window.holds(spot) and not any(spot.meets(other) for other in others)
        )
    if spots:
        _, spot, words = min(spots, key=lambda one: one[0])
        ink.write(spot.left, (spot.top + spot.bottom) / 2, words, size=size, bold=True, halo=True)
        taken.append(spot)
        return
    words = ink.wrap(dot.label, ink.width * 0.22, SMALLEST, True)
    left = min(max(x + 8, 0), max(ink.width - ink.widest(words, SMALLEST, True), 0))
    taken.append(ink.write(left, y, words, size=SMALLEST, bold=True, halo=True))


def _same(area: Area, x: float, y: float) -> bool:
    return abs((area.left + area.right) / 2 - x) < 0.1 and abs((area.top + area.bottom) / 2 - y) < 0.1


def _around(x: float, y: float, wide: float, high: float, gap: float) -> Iterator[Area]:
    """Where words may stand beside a dot, the best places first."""
    near = gap * 0.7
    for left in (x + gap, x - gap - wide):
        yield Area(left, y - high / 2, left + wide, y + high / 2)
        diagonal = x + near if left > x else x - near - wide
        yield Area(diagonal, y + near, diagonal + wide, y + near + high)
        yield Area(diagonal, y - near - high, diagonal + wide, y - near)
    yield Area(x - wide / 2, y - gap - high, x + wide / 2, y - gap)
    yield Area(x - wide / 2, y + gap, x + wide / 2, y + gap + high)


class Terrain:
    """What lies under words: the borders in the window as points, and the ground of the countries spoken of."""

    def __init__(self, outlines: Mapping[str, Any], listed: Mapping[str, Land], window: Area) -> None:
        import numpy

        self._window = window
        self._own = _points_along([path for code, path in outlines.items() if code in listed])
        self._columns = numpy.arange(window.left, window.right, RASTER)
        self._rows = numpy.arange(window.top, window.bottom, RASTER)
        mesh = numpy.meshgrid(self._columns, self._rows)
        places = numpy.column_stack([axis.ravel() + RASTER / 2 for axis in mesh])
        self._ground = {
            code: path.contains_points(places).reshape(mesh[0].shape)
            for code, path in outlines.items()
            if code in listed
        }
        every = _points_along(list(outlines.values()))
        edges = [numpy.append(axis, axis[-1] + RASTER) for axis in (self._rows, self._columns)]
        self._borders, _, _ = numpy.histogram2d(every[:, 1], every[:, 0], bins=edges)

    def crossed(self, spot: Area) -> int:
        """How much border of the countries spoken of runs through a place."""
        x, y = self._own[:, 0], self._own[:, 1]
        return int(((x > spot.left) & (x < spot.right) & (y > spot.top) & (y < spot.bottom)).sum())

    def margins(
        self, x: float, y: float, code: str, wide: float, high: float, taken: Sequence[Area]
    ) -> list[tuple[float, Area]]:
        """Quiet places of this size that cover no country spoken of, and what each costs: how far a line to x and y
        runs, how much border is covered, and how much of other countries the line crosses.  The best first, apart.
        """
        import numpy

        closed = numpy.zeros((len(self._rows), len(self._columns)), dtype=bool)
        for ground in self._ground.values():
            closed |= ground
        for area in taken:
            closed |= (
                (self._columns[None, :] + RASTER > area.left - 4)
                & (self._columns[None, :] < area.right + 4)
                & (self._rows[:, None] + RASTER > area.top - 4)
                & (self._rows[:, None] < area.bottom + 4)
            )
        down, across = math.ceil(high / RASTER), math.ceil(wide / RASTER)
        if down >= closed.shape[0] or across >= closed.shape[1]:
            return []
        rows, columns = numpy.nonzero(_sums(closed, down, across) == 0)
        left, top = self._columns[columns], self._rows[rows]
        end_x, end_y = numpy.clip(x, left, left + wide), numpy.clip(y, top, top + high)
        cost = numpy.hypot(end_x - x, end_y - y) + 0.4 * _sums(self._borders, down, across)[rows, columns]
        others = [ground for other, ground in self._ground.items() if other != code]
        for share in numpy.linspace(0.1, 1.0, 10):
            row = ((y + (end_y - y) * share - self._window.top) / RASTER).astype(int).clip(0, closed.shape[0] - 1)
            column = ((x + (end_x - x) * share - self._window.left) / RASTER).astype(int)
            column = column.clip(0, closed.shape[1] - 1)
            for ground in others:
                cost += 8.0 * ground[row, column]
        found: list[tuple[float, Area]] = []
        for place in numpy.argsort(cost, kind="stable"):
            spot = Area(float(left[place]), float(top[place]), float(left[place] + wide), float(top[place] + high))
            if all(abs(spot.left - other.left) + abs(spot.top - other.top) > 20 for _, other in found):
                found.append((float(cost[place]), spot))
                if len(found) == CANDIDATES:
                    break
        return found


def _points_along(paths: Sequence[Any], step: float = 3.0) -> Any:
    """Points on outlines, no farther apart than `step`."""
    import numpy

    found = [numpy.empty((0, 2))]
    for path in paths:
        for ring in numpy.split(path.vertices, numpy.nonzero(path.codes == path.MOVETO)[0][1:]):
            lengths = numpy.hypot(*numpy.diff(ring, axis=0).T)
            for start, end, length in zip(ring, ring[1:], lengths, strict=False):
                number = min(max(math.ceil(length / step), 1), 400)
                found.append(start + (end - start) * numpy.arange(number)[:, None] / number)
    return numpy.concatenate(found)


def _sums(grid: Any, down: int, across: int) -> Any:
    """The sum over each rectangle of so many cells."""
    import numpy

    total = numpy.pad(grid.astype(float).cumsum(0).cumsum(1), ((1, 0), (1, 0)))
    return total[down:, across:] - total[:-down, across:] - total[down:, :-across] + total[:-down, :-across]


class Ground:
    """The part of a country that is in the window, asked where words of some size sit best in it."""

    def __init__(self, path: Any, window: Area, fine: bool) -> None:
        import numpy

        self._window = window
        self._low = numpy.maximum(path.vertices.min(axis=0), (window.left, window.top))
        self._high = numpy.minimum(path.vertices.max(axis=0), (window.right, window.bottom))
        across, down, most = (26, 22, 400) if fine else (14, 12, 200)
        xs = numpy.linspace(self._low[0], self._high[0], across)[1:-1]
        ys = numpy.linspace(self._low[1], self._high[1], down)[1:-1]
        grid = numpy.stack(numpy.meshgrid(xs, ys), axis=-1).reshape(-1, 2)
        seen = (self._high > self._low).all()
        self._inside = grid[path.contains_points(grid)] if seen else grid[:0]
        margin = 80.0
        vertices = path.vertices
        near = vertices[
            (vertices[:, 0] > window.left - margin)
            & (vertices[:, 0] < window.right + margin)
            & (vertices[:, 1] > window.top - margin)
            & (vertices[:, 1] < window.bottom + margin)
        ]
        self._border = near[:: max(1, len(near) // most)]

    def is_smaller(self, wide: float, high: float) -> bool:
        """Whether words of this size are wider or higher than all that is to be seen."""
        return bool(self._high[0] - self._low[0] < wide or self._high[1] - self._low[1] < high)

    def seat(self, wide: float, high: float, taken: Sequence[Area]) -> tuple[float, float, float]:
        """Where words of this size sit best: x, y, and how well; from 1 on they fit inside."""
        import numpy

        inside, border, window = self._inside, self._border, self._window
        if not len(inside):
            middle = (self._low + self._high) / 2
            return float(middle[0]), float(middle[1]), 0.0
        score = numpy.full(len(inside), 9.0)
        if len(border):
            x = numpy.abs(inside[:, :1] - border[:, 0]) / (wide / 2 + 1)
            y = numpy.abs(inside[:, 1:] - border[:, 1]) / (high / 2)
            score = numpy.maximum(x, y).min(axis=1)
        margin_x = numpy.minimum(inside[:, 0] - window.left, window.right - inside[:, 0]) / (wide / 2 + 2)
        margin_y = numpy.minimum(inside[:, 1] - window.top, window.bottom - inside[:, 1]) / (high / 2 + 2)
        score = numpy.minimum(score, numpy.minimum(margin_x, margin_y))
        for area in taken:
            touched = (
                (inside[:, 0] + wide / 2 + 4 > area.left)
                & (inside[:, 0] - wide / 2 - 4 < area.right)
                & (inside[:, 1] + high / 2 + 2 > area.top)
                & (inside[:, 1] - high / 2 - 2 < area.bottom)
            )
            score[touched] = numpy.minimum(score[touched], 0.2)
        best = int(numpy.argmax(score))
        return float(inside[best, 0]), float(inside[best, 1]), float(score[best])


Line = tuple[str, bool]
"""A line of a label, and whether it is strong."""


def name_lands(
    ink: Ink,
    lands: Sequence[Land],
    fills: Mapping[str, str],
    outlines: Mapping[str, Any],
    taken: list[Area],
    window: Area,
    terrain: Terrain,
) -> list[Area]:
    """Names (and values) inside their countries where they fit, else on quiet ground with a thin line.

    `outlines` and `fills` are the countries' paths and colours by their codes.
    """
    written: list[Area] = []
    order = sorted(lands, key=lambda land: (_seen(outlines.get(land.code), window), land.code))
    seats: dict[str, tuple[float, float]] = {}
    waiting = []
    size = max(ink.size, LEAST_SIZE)
    for land in order:
        if land.code not in outlines:
            continue
        ground = Ground(outlines[land.code], window, fine=True)
        seats[land.code] = ground.seat(1.0, 1.0, ())[:2]
        for width in (ink.width * 0.34, ink.width * 0.22, ink.width * 0.15):
            words = _land_words(ink, land, width, size)
            wide, high = _extent(ink, words, size)
            if ground.is_smaller(wide * 0.8, high * 0.8):
                continue
            x, y, score = ground.seat(wide, high, [*taken, *written])
            if score >= 0.86:
                color = ink.on(fills[land.code])
                _write_lines(ink, x, y - high / 2, words, size, "center", color)
                written.append(Area(x - wide / 2, y - high / 2, x + wide / 2, y + high / 2))
                break
        else:
            waiting.append(land)
    written.extend(_call_out(ink, waiting, seats, [*taken, *written], terrain))
    return written


def _seen(path: Any, window: Area) -> float:
    """How large a country's box in the window is: small ones choose the places of their names first."""
    if path is None:
        return 0.0
    low, high = path.vertices.min(axis=0), path.vertices.max(axis=0)
    across = min(high[0], window.right) - max(low[0], window.left)
    return float(max(across, 0.0) * max(min(high[1], window.bottom) - max(low[1], window.top), 0.0))


def _land_words(ink: Ink, land: Land, width: float, size: float) -> list[Line]:
    """The lines of a label: what follows a colon, and a value, begin a line of their own."""
    head, rest = re.fullmatch(r"(.*?[:：](?=.))?\s*(.*)", land.label, re.DOTALL).groups()  # type: ignore[union-attr]
    if head:
        return [*((line, True) for line in ink.wrap(head, width, size, True)), *_plain(ink, rest, width, size)]
    strong = land.highlight or not land.text
    words = [(line, strong) for line in ink.wrap(land.label, width, size, True)]
    return [*words, *((line, True) for line in ink.wrap(land.text, width, size, True))] if land.text else words


def _plain(ink: Ink, text: str, width: float, size: float) -> list[Line]:
    return [(line, False) for line in ink.wrap(text, width, size)]


def _extent(ink: Ink, words: Sequence[Line], size: float) -> tuple[float, float]:
    return max(ink.advance(line, size, strong) for line, strong in words), ink.line_height(size) * len(words)


def _write_lines(
    ink: Ink, x: float, top: float, words: Sequence[Line], size: float, align: Align, color: str = ""
) -> None:
    for place, (line, strong) in enumerate(words):
        y = top + ink.line_height(size) * (place + 0.5)
        ink.write(x, y, line, size=size, bold=strong, align=align, color=color)


@dataclass(frozen=True, slots=True)
class Card:
    """A name outside its country: where it may stand, and the point in the country to which a line leads."""

    land: Land
    x: float
    y: float
    area: Area
    words: tuple[Line, ...]

    @property
    def line(self) -> tuple[tuple[float, float], tuple[float, float]]:
        """From the country to the nearest point of the card."""
        area = self.area
        return (self.x, self.y), (min(max(self.x, area.left), area.right), min(max(self.y, area.top), area.bottom))

    def trail(self, step: float = 6.0) -> Iterator[Area]:
        """Small areas along the line, for words that come later to keep off."""
        (x1, y1), (x2, y2) = self.line
        number = math.ceil(math.hypot(x2 - x1, y2 - y1) / step)
        for place in range(number + 1):
            x, y = x1 + (x2 - x1) * place / max(number, 1), y1 + (y2 - y1) * place / max(number, 1)
            yield Area(x - step / 2, y - step / 2, x + step / 2, y + step / 2)


def _call_out(
    ink: Ink,
    lands: Sequence[Land],
    seats: Mapping[str, tuple[float, float]],
    taken: Sequence[Area],
    terrain: Terrain,
) -> Iterator[Area]:
    """Names on cards of paper outside their countries, with lines to them; what both cover."""
    size = max(ink.size, LEAST_SIZE)
    choices: list[list[tuple[float, Card]]] = []
    for land in lands:
        x, y = seats[land.code]
        found: list[tuple[float, Card]] = []
        for width in (ink.width * 0.3, ink.width * 0.2):
            words = tuple(_land_words(ink, land, width, size))
            wide, high = _extent(ink, words, size)
            spots = terrain.margins(x, y, land.code, wide + 10, high + 6, taken)
            found.extend((cost, Card(land, x, y, spot, words)) for cost, spot in spots)
        choices.append(sorted(found, key=lambda one: one[0]))
    cards = best_together(choices, taken)
    for card in cards:
        ink.line(card.line, ink.color("muted"), 0.9)
        ink.marker(card.x, card.y, "o", 4, ink.color("muted"), ink.color("muted"), 0.5)
    for card in cards:
        ink.rect(card.area, ink.paper, ink.color("rule"), 0.6)
        _write_lines(ink, card.area.left + 5, card.area.top + 3, card.words, size, "left")
        yield card.area
        yield from card.trail()
    for land in lands:
        if all(card.land is not land for card in cards):
            message = f"'{land.label}' has no room on the map"
            ink.report("chart-crowded", message, "shorten it, name fewer countries, or give the map more room")


def best_together(choices: Sequence[Sequence[tuple[float, Card]]], taken: Sequence[Area]) -> tuple[Card, ...]:
    """One card a land, such that neither cards nor lines meet and the whole costs least, as far as a few are followed.

    A land whose cards all meet others goes without.
    """
    states: list[tuple[float, tuple[Card, ...]]] = [(0.0, ())]
    for cards in choices:
        further = [(cost + 10_000.0, chosen) for cost, chosen in states]
        for cost, chosen in states:
            for own, card in cards:
                if not any(card.area.meets(other.area, 4) for other in chosen):
                    further.append((cost + own + _tangle(card, chosen, taken), (*chosen, card)))
        states = sorted(further, key=lambda state: state[0])[:30]
    return states[0][1]


def _tangle(card: Card, others: Sequence[Card], taken: Sequence[Area]) -> float:
    """What it costs that the line to a card runs across other words, or another line across it."""
    hits = sum(_runs_across(card.line, area) for area in taken)
    for other in others:
        hits += _runs_across(card.line, other.area) + _runs_across(other.line, card.area)
        hits += _cross(card.line, other.line)
    return 300.0 * hits


Stretch = tuple[tuple[float, float], tuple[float, float]]


def _runs_across(line: Stretch, area: Area) -> bool:
    corners = ((area.left, area.top), (area.right, area.bottom)), ((area.left, area.bottom), (area.right, area.top))
    return any(_cross(line, diagonal) for diagonal in corners)


def _cross(one: Stretch, other: Stretch) -> bool:
    """Whether two stretches have a point in common."""

    def side(line: Stretch, point: tuple[float, float]) -> float:
        (x1, y1), (x2, y2) = line
        return (x2 - x1) * (point[1] - y1) - (y2 - y1) * (point[0] - x1)

    return side(one, other[0]) * side(one, other[1]) < 0 and side(other, one[0]) * side(other, one[1]) < 0


def name_neighbour(ink: Ink, name: str, path: Any, taken: list[Area], window: Area) -> None:
    size = ink.small
    words = ink.wrap(name, ink.width * 0.2, size)
    wide, high = ink.widest(words, size), ink.line_height(size) * len(words)
    ground = Ground(path, window, fine=False)
    x, y, score = (0.0, 0.0, 0.0) if ground.is_smaller(wide, high) else ground.seat(wide, high, taken)
    if score >= 1.0:
        ink.write(x, y, words, size=size, tone="muted", align="center")
        taken.append(Area(x - wide / 2, y - high / 2, x + wide / 2, y + high / 2))
