"""Two measures of the same things against each other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Annotated, Any, Literal

from pydantic import BeforeValidator, model_validator
from pydantic_core import PydanticCustomError

from briefgen import model
from briefgen.charts._ink import Area, Ink, axis_words, dresses, line_color, tick_width, value_lines, write_axis
from briefgen.charts._spec import (
    MARK_LIMIT,
    ChartSpec,
    DataFile,
    as_decimal,
    check_source,
    column_index,
    column_numbers,
    column_texts,
    mark_of,
    open_data,
    unit_of,
)
from briefgen.finding import Severity
from briefgen.model import Context, Figure, Run, Style
from briefgen.parts import plain
from briefgen.scales import Scale, alt_text, shortened, table, told, told_pair, train, train_log
from briefgen.schema import Name, Text
from briefgen.schema import Spec as Mapping

if TYPE_CHECKING:
    from matplotlib.figure import Figure as Canvas

    from briefgen.finding import Finding


def _value(value: Any) -> Any:
    return value if isinstance(value, model.Text) else as_decimal(value)


Coordinate = Annotated[Any, BeforeValidator(_value)]
Spacing = Literal["linear", "log"]


class Item(Mapping):
    """One thing: its name and two values, each a number or the name of a fact."""

    label: Text
    x: Coordinate
    y: Coordinate
    series: Text | None = None
    highlight: bool = False


class Spec(ChartSpec):
    """`rows: [{label, x, y}]` or `data: {file, label, x, y}`; `x-title`, `y-title` name measures and units."""

    rows: tuple[Item, ...] = ()
    data: DataFile | None = None
    x_title: Text
    y_title: Text
    x_unit: Name | None = None
    y_unit: Name | None = None
    x_scale: Spacing = "linear"
    y_scale: Spacing = "linear"

    @model_validator(mode="after")
    def _one_form(self) -> Spec:
        if bool(self.rows) == (self.data is not None):
            raise PydanticCustomError("chart-data", "a scatter chart takes its data from either rows or data")
        return self


@dataclass(frozen=True, slots=True)
class Dot:
    """One thing, with its two values and the words for them."""

    label: str
    x: float
    y: float
    x_text: str
    y_text: str
    series: int
    highlight: bool


@dataclass(frozen=True, slots=True)
class Dots:
    """Things on two scales."""

    dots: tuple[Dot, ...]
    series: tuple[str, ...]
    across: Scale
    up: Scale
    x_title: str
    y_title: str
    empty: str


@dataclass(frozen=True, slots=True)
class Found:
    """A thing as it was read, with the worded values that keep where they came from."""

    label: str
    x: Decimal
    y: Decimal
    series: str
    highlight: bool
    x_runs: tuple[Run, ...]
    y_runs: tuple[Run, ...]


def plan(spec: Spec, context: Context, name: str) -> Figure:
    """Things with both values; one that lacks either is left out and told."""
    found = _from_data(spec, context) if spec.data else _from_rows(spec, context)
    for axis, spacing in (("x", spec.x_scale), ("y", spec.y_scale)):
        low = [item for item in found if spacing == "log" and getattr(item, axis) <= 0]
        if low:
            message = f"'{low[0].label}' is not above zero, and has no place on a logarithmic scale"
            context.report("scale-log", message, spec.title.span, f"use `{axis}-scale: linear`")
            found = [item for item in found if item not in low]
    if not found:
        context.report("chart-empty", "the chart has no value to draw", spec.title.span, "add rows")
    if len(found) > MARK_LIMIT:
        message = f"the chart has {len(found):,} dots; the first {MARK_LIMIT:,} are drawn"
        context.report("chart-too-many", message, spec.title.span, "filter them with `where:`", Severity.WARNING)
        found = found[:MARK_LIMIT]
    series = tuple(dict.fromkeys(item.series for item in found)) or ("",)
    across = _scale(context, [item.x for item in found], unit_of(context, spec.x_unit), spec.x_scale)
    up = _scale(context, [item.y for item in found], unit_of(context, spec.y_unit), spec.y_scale)
    titles = context.plain(spec.x_title), context.plain(spec.y_title)
    dots = tuple(
        Dot(
            label=item.label,
            x=float(item.x),
            y=float(item.y),
            x_text=plain(item.x_runs),
            y_text=plain(item.y_runs),
            series=series.index(item.series),
            highlight=item.highlight,
        )
        for item in found
    )
    items = [
        told_pair(
            context,
            dot.label,
            told(context, [f"{titles[0]} {dot.x_text}", f"{titles[1]} {dot.y_text}"], inner=True),
        )
        for dot in dots
    ]
    by_y = sorted(range(len(dots)), key=lambda place: dots[place].y)
    extremes = (
        [context.word("chart-greatest", item=items[by_y[-1]]), context.word("chart-least", item=items[by_y[0]])]
        if dots
        else []
    )
    return Figure(
        name=name,
        kind="scatter",
        plan=Dots(dots, series, across, up, *titles, context.word("no-data")),
        alt=alt_text(context, "scatter", context.plain(spec.title), shortened(context, items, extremes)),
        table=table(
            context, [context.word("label"), *titles], [[item.label, item.x_runs, item.y_runs] for item in found]
        ),
        aspect=1.45,
        language=context.language,
    )


def _scale(context: Context, values: Sequence[Decimal], unit: str, spacing: str) -> Scale:
    def word(value: Decimal) -> str:
        return context.number(value, unit, "compact")

    return train_log(values, word) if spacing == "log" else train(values, word)


def _from_rows(spec: Spec, context: Context) -> list[Found]:
    found: list[Found] = []
    if any(isinstance(value, Decimal) for row in spec.rows for value in (row.x, row.y)):
        check_source(spec, context)
    units = unit_of(context, spec.x_unit), unit_of(context, spec.y_unit)
    for row in spec.rows:
        first, second = (_end(context, value, unit) for value, unit in zip((row.x, row.y), units, strict=True))
        if first is not None and second is not None:
            series = context.plain(row.series) if row.series else ""
            label = context.plain(row.label)
            found.append(Found(label, first[0], second[0], series, row.highlight, first[1], second[1]))
    return found


def _end(context: Context, value: Any, unit: str) -> tuple[Decimal, tuple[Run, ...]] | None:
    if isinstance(value, Decimal):
        return value, (Run(context.number(value, unit), language=context.language),)
    fact = context.fact(value, value.span)
    mark = mark_of(context, fact, value.span) if fact is not None else None
    if mark is None or mark.exact is None:
        return None
    if mark.aimed:
        hint = "use `kind: bullet` to set a result against a target"
        context.report("scatter-target", f"'{value}' is a {mark.kind}, not a result", value.span, hint)
        return None
    return mark.exact, mark.runs


def _from_data(spec: Spec, context: Context) -> list[Found]:
    check_source(spec, context)
    data = spec.data
    columns = open_data(data, context) if data else None
    if data is None or columns is None:
        return []
    if data.x is None or data.y is None or data.label is None:
        hint = "write `data: {file: …, label: column, x: column, y: column}`"
        context.report("column-unknown", "`data:` must name the columns label, x and y", data.file.span, hint)
        return []
    places = [column_index(context, columns.dataset, one, None) for one in (data.label, data.x, data.y)]
    series = column_index(context, columns.dataset, data.series, None) if data.series else None
    label_place, x_place, y_place = places
    if label_place is None or x_place is None or y_place is None:
        return []
    labels = column_texts(columns, label_place)
    groups = column_texts(columns, series) if series is not None else [""] * len(labels)
    xs, ys = column_numbers(context, columns, x_place), column_numbers(context, columns, y_place)
    wanted = {str(value) for value in data.highlight}
    units = unit_of(context, spec.x_unit), unit_of(context, spec.y_unit)
    return [
        Found(
            label,
            x,
            y,
            group,
            label in wanted or group in wanted,
            (Run(context.number(x, units[0]), language=context.language),),
            (Run(context.number(y, units[1]), language=context.language),),
        )
        for label, x, y, group in zip(labels, xs, ys, groups, strict=True)
        if x is not None and y is not None
    ]


def draw(figure: Figure, canvas: Canvas, style: Style) -> list[Finding]:
    """Light lines at the ticks, dots, and names beside as many dots as there is room for, highlighted ones first."""
    dots: Dots = figure.plan
    ink = Ink(canvas, style, figure.language)
    if not dots.dots:
        ink.nothing(dots.empty)
        return ink.findings
    strong = any(dot.highlight for dot in dots.dots)
    looks = dresses(ink, len(dots.series), ())
    top = 0.0
    if len(dots.series) > 1:
        entries = [(look.marker, line_color(look), "", name) for name, look in zip(dots.series, looks, strict=True)]
        top = ink.legend(entries, 0, 0, ink.width) + 4
    y_title = ink.wrap(dots.y_title, ink.width * 0.7, ink.small, most=2)
    ink.write(0, top, y_title, size=ink.small, tone="muted", anchor="top")
    x_title = ink.wrap(dots.x_title, ink.width * 0.8, ink.small, most=2)
    line = ink.line_height(ink.small)
    below = line * (1 + len(x_title)) + 8
    left = tick_width(ink, dots.up)
    area = Area(left, top + line * len(y_title) + line * 0.6, ink.width - 8, ink.height - below)
    value_lines(ink, dots.up, area)
    rule = ink.style.colors.get("line", "D3DBDF")
    for tick in dots.across.ticks:
        x = area.left + dots.across.share(tick.value) * area.width
        ink.line([(x, area.top), (x, area.bottom)], rule)
    write_axis(ink, dots.across, area, axis_words(ink, dots.across, area.width))
    ink.write(ink.width, ink.height, x_title, size=ink.small, tone="muted", align="right", anchor="bottom")
    places = [
        (area.left + dots.across.share(dot.x) * area.width, area.bottom - dots.up.share(dot.y) * area.height)
        for dot in dots.dots
    ]
    radius = 4.5 if len(dots.dots) <= 60 else 3.2
    order = sorted(range(len(dots.dots)), key=lambda place: dots.dots[place].highlight)
    for place in order:
        dot, (x, y) = dots.dots[place], places[place]
        color = line_color(looks[dot.series])
        if strong and len(dots.series) == 1 and not dot.highlight:
            color = ink.color("other")
        size = radius * 2 + (3 if dot.highlight else 0)
        ink.marker(x, y, looks[dot.series].marker, size, color, ink.paper, 0.9)
    _name(ink, dots, places, area, radius)
    return ink.findings


def _name(ink: Ink, dots: Dots, places: Sequence[tuple[float, float]], area: Area, radius: float) -> None:
    """Names where they touch neither a dot nor another name; highlighted things are always named."""
    taken = [Area(x - radius, y - radius, x + radius, y + radius) for x, y in places]
    limit = 60 if len(dots.dots) > 60 else len(dots.dots)
    order = sorted(range(len(dots.dots)), key=lambda place: (not dots.dots[place].highlight, -dots.dots[place].y))
    edge = Area(0, 0, ink.width, area.bottom)
    for place in order[:limit]:
        dot, (x, y) = dots.dots[place], places[place]
        size = ink.size if dot.highlight else ink.small
        words = ink.wrap(dot.label, ink.width * 0.32, size, dot.highlight, most=2)
        wide, high = ink.widest(words, size, dot.highlight), ink.line_height(size) * len(words)
        gap = radius + 3.5
        spots = [
            Area(x + gap, y - high / 2, x + gap + wide, y + high / 2),
            Area(x - gap - wide, y - high / 2, x - gap, y + high / 2),
            Area(x - wide / 2, y - gap - high, x + wide / 2, y - gap),
            Area(x - wide / 2, y + gap, x + wide / 2, y + gap + high),
            Area(x + gap * 0.7, y - gap * 0.5 - high, x + gap * 0.7 + wide, y - gap * 0.5),
            Area(x - gap * 0.7 - wide, y - gap * 0.5 - high, x - gap * 0.7, y - gap * 0.5),
        ]
        others = taken[:place] + taken[place + 1 :]
        free = [spot for spot in spots if edge.holds(spot) and not any(spot.meets(other) for other in others)]
        if not free and not dot.highlight:
            continue
        spot = free[0] if free else next((one for one in spots if edge.holds(one)), spots[1])
        middle = (spot.top + spot.bottom) / 2
        tone = "ink" if dot.highlight or not any(one.highlight for one in dots.dots) else "muted"
        ink.write(spot.left, middle, words, size=size, tone=tone, bold=dot.highlight, halo=True)
        taken.append(spot)
