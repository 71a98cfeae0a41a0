"""A map: where places lie, or a measure by country, projected for the region that is shown.

Borders are Natural Earth's, which draws them as they are in practice; the figure's note says so, and what is disputed
belongs to no country.  They differ by audience, so `borders:` names another TopoJSON file of the project.
"""

from __future__ import annotations

import difflib
import math
from collections.abc import Mapping as AnyMapping
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Annotated, Any

from pydantic import AfterValidator, BeforeValidator
from pydantic_core import PydanticCustomError

from briefgen import model
from briefgen.charts._atlas import Bounds, Ring, Topology, atlas_index, box_of, inside, territory, topology
from briefgen.charts._ink import Area, Ink
from briefgen.charts._placenames import Dot, Land, Terrain, draw_dot, name_lands, name_neighbour
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
    choropleth = any(land.share is not None for land in chart.lands)
    fills: dict[str, str] = {}
    for code, land in listed.items():
        fills[code], hatch = _shade(ink, land, choropleth)
        if code in outlines:
            ink.shape(outlines[code], fills[code], ink.paper, 1.1, window, hatch)
    terrain = Terrain(outlines, listed, window)
    taken: list[Area] = []
    dots: list[tuple[Dot, float, float]] = []
    for dot in chart.dots:
        x, y = projection.points([(dot.longitude, dot.latitude)])[0]
        dots.append((dot, float(x), float(y)))
    taken.extend(Area(x - 5, y - 5, x + 5, y + 5) for _, x, y in dots)
    for dot, x, y in dots:
        draw_dot(ink, dot, x, y, taken, window, terrain)
    taken.extend(name_lands(ink, chart.lands, fills, outlines, taken, window, terrain))
    for code, name in chart.neighbours:
        if code in outlines:
            name_neighbour(ink, name, outlines[code], taken, window)
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
