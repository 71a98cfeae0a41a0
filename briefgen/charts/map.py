"""A map: where places lie, or a measure by country, projected for the region that is shown.

Borders are Natural Earth's, which draws them as they are in practice; the figure's note says so, and what is disputed
belongs to no country.  They differ by audience, so `borders:` names another TopoJSON file of the project.
"""

from __future__ import annotations

import difflib
import math
import re
from collections.abc import Iterator, Sequence
from collections.abc import Mapping as AnyMapping
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Annotated, Any

from pydantic import AfterValidator, BeforeValidator
from pydantic_core import PydanticCustomError

from briefgen import model
from briefgen.charts._atlas import Bounds, Ring, Topology, atlas_index, box_of, inside, territory, topology
from briefgen.charts._ink import SMALLEST, Align, Area, Ink
from briefgen.charts._projection import Projection
from briefgen.charts._spec import (
    ChartSpec,
    Mark,
    Number,
    as_decimal,
    check_source,
    check_units,
    literal,
    mark_of,
    unit_of,
)
from briefgen.color import mix
from briefgen.model import Context, Figure, Run, Style
from briefgen.scales import alt_text, table, told, told_pair
from briefgen.schema import Name, Text
from briefgen.schema import Spec as Mapping

if TYPE_CHECKING:
    from matplotlib.figure import Figure as Canvas

    from briefgen.finding import Finding

WIDE = 120.0
"""A country wider than this, in degrees, does not set the frame where smaller ones do: Russia would fill the map."""

LEAST_SIZE = 12.0
"""Names of what a map speaks of are no smaller, in points."""

RASTER = 5.0
"""How finely free ground for names is looked for, in points."""

CANDIDATES = 40
"""How many places for a name are weighed against those of other names."""


def _value(value: Any) -> Any:
    return value if value is None or isinstance(value, model.Text) else as_decimal(value)


def _frame_of(value: tuple[Decimal, Decimal, Decimal, Decimal]) -> tuple[Decimal, Decimal, Decimal, Decimal]:
    west, south, east, north = value
    if not (-180 <= west < east <= 180 and -90 <= south < north <= 90):
        raise PydanticCustomError("frame-wrong", "expected [west, south, east, north] in degrees, west before east")
    return value


class Place(Mapping):
    """A town by its name in the atlas, or anything `at` latitude and longitude."""

    name: Text
    label: Text | None = None
    at: tuple[Number, Number] | None = None
    highlight: bool = False


class Country(Mapping):
    """A country by its ISO code; `value` is a fact or a number, and makes the map a choropleth."""

    code: Name
    label: Text | None = None
    value: Annotated[Any, BeforeValidator(_value)] = None
    highlight: bool = False


class Spec(ChartSpec):
    """`places: [{name: Astana}]`, `countries: [{code: KZ, highlight: true}]`; `frame: [west, south, east, north]`."""

    places: tuple[Place, ...] = ()
    countries: tuple[Country, ...] = ()
    frame: Annotated[tuple[Number, Number, Number, Number], AfterValidator(_frame_of)] | None = None
    neighbours: bool = True
    borders: Name | None = None
    unit: Name | None = None


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


@dataclass(frozen=True, slots=True)
class Chart:
    """What is shown of the world, in degrees, and what is said on it; `borders` is the author's own file or empty."""

    frame: Bounds
    lands: tuple[Land, ...]
    dots: tuple[Dot, ...]
    neighbours: tuple[tuple[str, str], ...]
    borders: bytes


def plan(spec: Spec, context: Context, name: str) -> Figure:
    """Countries and places found in the atlas, and the frame that holds them."""
    blob = b""
    boxes: AnyMapping[str, Bounds] = atlas_index()["countries"]
    if spec.borders is not None:
        found = _own_borders(spec.borders, context)
        if found is not None:
            blob, boxes = found
    marks = [_mark(spec, country, context) for country in spec.countries]
    if any(isinstance(country.value, Decimal) for country in spec.countries):
        check_source(spec, context)
    known = [mark.value for mark in marks if mark is not None and mark.value is not None]
    check_units(context, [mark for mark in marks if mark is not None])
    lands: list[Land] = []
    for country, mark in zip(spec.countries, marks, strict=True):
        code = str(country.code).upper()
        if code not in boxes:
            near = difflib.get_close_matches(code, boxes, 1, 0.4)
            hint = "use a code of ISO 3166-1: KZ, UZ, KG …" + (f" (did you mean '{near[0]}'?)" if near else "")
            context.report("country-unknown", f"no country '{country.code}'", country.code.span, hint)
            continue
        if any(land.code == code for land in lands):
            context.report("mark-duplicate", f"'{code}' stands twice", country.code.span, "remove one")
            continue
        label = context.plain(country.label) if country.label else territory(code, context.language)
        share = None
        if mark is not None and mark.value is not None:
            share = (mark.value - min(known)) / (max(known) - min(known)) if max(known) > min(known) else 1.0
        text = mark.text if mark else (context.word("not-stated") if known else "")
        lands.append(Land(code, label, text, share, country.highlight, bool(mark and mark.aimed)))
    dots = [dot for place in spec.places if (dot := _dot(place, context)) is not None]
    if not lands and not dots:
        hint = "name `countries:` or `places:`"
        context.report("chart-empty", "the map shows nothing", spec.title.span, hint)
    frame = _frame(spec, lands, dots, boxes)
    if spec.frame is not None and not _holds_land(frame, blob):
        hint = "write [west, south, east, north] in degrees; latitude comes second"
        context.report("frame-wrong", "the frame holds no land", spec.title.span, hint)
    near = [code for code in boxes if len(code) == 2 and spec.neighbours and _meets(boxes[code], _wider(frame))]
    listed = {land.code for land in lands}
    neighbours = tuple((code, territory(code, context.language)) for code in sorted(near) if code not in listed)
    items = [told_pair(context, land.label, land.text) if land.text else land.label for land in lands]
    if dots:
        places = told(context, [dot.label for dot in dots], inner=True)
        items.append(context.word("chart-places", items=places))
    rows: list[list[str | tuple[Run, ...]]] = [[land.label, land.text] for land in lands]
    headers = [context.word("chart-country"), context.word("value")]
    if not known:
        headers, rows = (
            [context.word("place")],
            [[one] for one in (*(land.label for land in lands), *(dot.label for dot in dots))],
        )
    return Figure(
        name=name,
        kind="map",
        plan=Chart(frame, tuple(lands), tuple(dots), neighbours, blob),
        alt=alt_text(context, "map", context.plain(spec.title), items),
        table=table(context, headers, rows) if rows else None,
        aspect=min(2.2, max(1.0, _shape(frame))),
        language=context.language,
        note="" if blob else context.word("map-borders"),
    )


def _mark(spec: Spec, country: Country, context: Context) -> Mark | None:
    if country.value is None:
        return None
    if isinstance(country.value, Decimal):
        label = str(country.label or country.code)
        return literal(
            context, unit_of(context, spec.unit), country.value, None, label=label, series="", span=country.code.span
        )
    fact = context.fact(country.value, country.value.span)
    return None if fact is None else mark_of(context, fact, country.value.span)


def _dot(place: Place, context: Context) -> Dot | None:
    label = context.plain(place.label or place.name)
    if place.at is not None:
        latitude, longitude = (float(number) for number in place.at)
        if not (-90 <= latitude <= 90 and -180 <= longitude <= 180):
            message = f"{latitude:g}, {longitude:g} is no place on Earth"
            context.report("place-outside", message, place.name.span, "write `at: [latitude, longitude]` in degrees")
            return None
        return Dot(label, latitude, longitude, place.highlight)
    places = atlas_index()["places"]
    found = places.get(str(place.name))
    if found is None:
        near = difflib.get_close_matches(str(place.name), places, 1)
        hint = "give its place with `at: [latitude, longitude]`" + (f", or write '{near[0]}'" if near else "")
        context.report("place-unknown", f"the atlas has no '{place.name}'", place.name.span, hint)
        return None
    return Dot(label, found[0], found[1], place.highlight)


def _own_borders(name: Name, context: Context) -> tuple[bytes, dict[str, Bounds]] | None:
    blob = context.file(name)
    if blob is None:
        return None
    try:
        own = Topology(blob)
        return blob, {code: box_of(rings) for code in own.codes if (rings := own.rings(code))}
    except (ValueError, KeyError, IndexError, TypeError, AttributeError, OSError, RecursionError):
        hint = "give a TopoJSON file with an object `countries` whose geometries have ISO codes as `id`"
        context.report("borders-unreadable", f"'{name}' is no TopoJSON of countries", name.span, hint)
        return None


# ---------------------------------------------------------------------------------------------- frame


def _frame(spec: Spec, lands: Sequence[Land], dots: Sequence[Dot], boxes: AnyMapping[str, Bounds]) -> Bounds:
    if spec.frame is not None:
        west, south, east, north = (float(number) for number in spec.frame)
        return west, south, east, north
    wanted = [boxes[land.code] for land in lands]
    narrow = [box for box in wanted if box[2] - box[0] <= WIDE]
    wanted = narrow or wanted
    wanted += [(dot.longitude, dot.latitude, dot.longitude, dot.latitude) for dot in dots]
    if not wanted:
        wanted = [boxes.get("KZ", (46.5, 40.6, 87.3, 55.4))]
    west, south = min(box[0] for box in wanted), min(box[1] for box in wanted)
    east, north = max(box[2] for box in wanted), max(box[3] for box in wanted)
    across, up = (east - west) * 0.05, (north - south) * 0.07
    # Places alone need ground around them that a reader knows.
    least = 1.5 if narrow else 9.0
    across, up = max(across, least - (east - west) / 2), max(up, (least - (north - south)) / 2)
    return west - across, max(south - up, -89.0), east + across, min(north + up, 89.0)


def _holds_land(frame: Bounds, blob: bytes) -> bool:
    """Whether a border runs through the frame, or its middle lies within one."""
    west, south, east, north = frame
    middle = ((west + east) / 2, (south + north) / 2)
    borders = topology(blob)
    return any(
        any(west <= x <= east and south <= y <= north for x, y in ring) or inside(ring, *middle)
        for code in borders.codes
        for ring in borders.rings(code)
        if _meets(box_of([ring]), frame)
    )


def _shape(frame: Bounds) -> float:
    west, south, east, north = frame
    return (east - west) * math.cos(math.radians((south + north) / 2)) / (north - south)


def _wider(frame: Bounds, share: float = 0.5) -> Bounds:
    west, south, east, north = frame
    across, up = (east - west) * share, (north - south) * share
    return west - across, south - up, east + across, north + up


def _meets(box: Bounds, frame: Bounds) -> bool:
    return box[0] < frame[2] and frame[0] < box[2] and box[1] < frame[3] and frame[1] < box[3]


# -------------------------------------------------------------------------------------------- drawing


def draw(figure: Figure, canvas: Canvas, style: Style) -> list[Finding]:
    """Land in pale grey, the countries spoken of in colour, then names and places where they do not touch."""
    chart: Chart = figure.plan
    ink = Ink(canvas, style, figure.language)
    projection = Projection(chart.frame, ink.width, ink.height)
    window = Area(0, 0, ink.width, ink.height)
    listed = {land.code: land for land in chart.lands}
    outlines: dict[str, Any] = {}
    borders = topology(chart.borders)
    boxes = {} if chart.borders else atlas_index()["countries"]
    reach = _wider(chart.frame, 1.2)
    for code in borders.codes:
        path = _path(borders.rings(code), projection, window) if _meets(boxes.get(code, reach), reach) else None
        if path is not None:
            outlines[code] = path
            if code not in listed:
                ink.shape(path, ink.tint("muted", 0.10), ink.paper, 0.9, window)
    for code, land in listed.items():
        if code in outlines:
            fill, hatch = _shade(ink, land, any(one.share is not None for one in chart.lands))
            ink.shape(outlines[code], fill, ink.paper, 1.1, window, hatch)
    terrain = Terrain(outlines, listed, window)
    taken: list[Area] = []
    dots: list[tuple[Dot, float, float]] = []
    for dot in chart.dots:
        x, y = projection.points([(dot.longitude, dot.latitude)])[0]
        dots.append((dot, float(x), float(y)))
    taken.extend(Area(x - 5, y - 5, x + 5, y + 5) for _, x, y in dots)
    for dot, x, y in dots:
        _draw_dot(ink, dot, x, y, taken, window, terrain)
    taken.extend(_name_lands(ink, chart, outlines, taken, window, terrain))
    for code, name in chart.neighbours:
        if code in outlines:
            _name_neighbour(ink, name, outlines[code], taken, window)
    return ink.findings


def _shade(ink: Ink, land: Land, choropleth: bool) -> tuple[str, str]:
    if choropleth:
        if land.share is None:
            return ink.tint("muted", 0.22), ""
        shade = mix(ink.tint("accent", 0.16), ink.color("strong"), 0.02 + 0.8 * land.share)
        return (ink.paper, "////") if land.aimed else (shade, "")
    return ink.tint("accent", 0.5 if land.highlight else 0.2), ""


def _path(rings: Sequence[Ring], projection: Projection, window: Area) -> Any:
    """The rings that come into the window as one Matplotlib path; None where none does."""
    import numpy
    from matplotlib.path import Path as Outline

    kept, codes = [], []
    for ring in rings:
        points = projection.points(ring)
        low, high = points.min(axis=0), points.max(axis=0)
        if high[0] < window.left or low[0] > window.right or high[1] < window.top or low[1] > window.bottom:
            continue
        if projection.torn(ring):
            continue
        kept.append(points)
        code = numpy.full(len(points), Outline.LINETO, dtype=numpy.uint8)
        code[0], code[-1] = Outline.MOVETO, Outline.CLOSEPOLY
        codes.append(code)
    return Outline(numpy.concatenate(kept), numpy.concatenate(codes)) if kept else None


def _draw_dot(ink: Ink, dot: Dot, x: float, y: float, taken: list[Area], window: Area, terrain: Terrain) -> None:
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

    def __init__(self, outlines: AnyMapping[str, Any], listed: AnyMapping[str, Land], window: Area) -> None:
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


def _name_lands(
    ink: Ink, chart: Chart, outlines: AnyMapping[str, Any], taken: list[Area], window: Area, terrain: Terrain
) -> list[Area]:
    """Names (and values) inside their countries where they fit, else on quiet ground with a thin line."""
    written: list[Area] = []
    choropleth = any(land.share is not None for land in chart.lands)
    order = sorted(chart.lands, key=lambda land: (_seen(outlines.get(land.code), window), land.code))
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
                color = ink.on(_shade(ink, land, choropleth)[0])
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
    seats: AnyMapping[str, tuple[float, float]],
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
    cards = _best_together(choices, taken)
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


def _best_together(choices: Sequence[Sequence[tuple[float, Card]]], taken: Sequence[Area]) -> tuple[Card, ...]:
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


def _name_neighbour(ink: Ink, name: str, path: Any, taken: list[Area], window: Area) -> None:
    size = ink.small
    words = ink.wrap(name, ink.width * 0.2, size)
    wide, high = ink.widest(words, size), ink.line_height(size) * len(words)
    ground = Ground(path, window, fine=False)
    x, y, score = (0.0, 0.0, 0.0) if ground.is_smaller(wide, high) else ground.seat(wide, high, taken)
    if score >= 1.0:
        ink.write(x, y, words, size=size, tone="muted", align="center")
        taken.append(Area(x - wide / 2, y - high / 2, x + wide / 2, y + high / 2))
