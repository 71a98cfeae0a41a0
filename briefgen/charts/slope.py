"""From one moment to another: how values, or places in a ranking, moved."""

from __future__ import annotations

import dataclasses
import itertools
from typing import TYPE_CHECKING

from briefgen.charts._ink import SMALLEST, Area, Dress, Ink, dresses, line_color
from briefgen.charts._lines import Lines, Series, Spot, series_of, series_table
from briefgen.charts._spec import DataSpec, Mark, read_marks, series_names
from briefgen.model import Context, Figure, Style
from briefgen.parts import plain
from briefgen.scales import Scale, alt_text, spread, told_pair
from briefgen.schema import Name

if TYPE_CHECKING:
    from matplotlib.figure import Figure as Canvas

    from briefgen.finding import Finding


class Spec(DataSpec):
    """`points: [before, after]`, a series a line; `reverse: true` puts the smallest on top, as in a ranking.

    A point's `label` names its moment; without it the moment is `x` or the fact's `as-of`.  `gain` is the fact that
    words the change along the line.
    """

    reverse: bool = False
    gain: Name | None = None


def plan(spec: Spec, context: Context, name: str) -> Figure:
    """Values at two or more moments on one scale, in the author's order of moments."""
    marks = [_at_moment(spec, mark) for mark in read_marks(spec, context)]
    names = series_names(context, marks, spec.title.span)
    series, across, _ = series_of(context, marks, names)
    if marks and len(across.ticks) < 2:
        hint = "give the points of each series different labels, or different `x:`"
        context.report("slope-one-moment", "a slope needs two moments", spec.title.span, hint)
    values = [mark.value for mark in marks if mark.value is not None]
    low, high = (min(values), max(values)) if values else (0.0, 1.0)
    runs = context.value(spec.gain, "default", spec.gain.span) if spec.gain else ()
    gain = plain(runs)
    if runs and spec.gain and (fact := context.fact(spec.gain, spec.gain.span)) is not None:
        gain = plain(context.value(fact.name, "long", spec.gain.span))
    items = [
        told_pair(
            context,
            one.name,
            context.word(
                "chart-from-to",
                first=known[0].text,
                start=known[0].across,
                last=known[-1].text,
                end=known[-1].across,
            )
            if len(known) > 1
            else told_pair(context, known[0].across, known[0].text),
        )
        for one in series
        if (known := [spot for spot in one.spots if spot.value is not None])
    ]
    lines = Lines(
        series, across, Scale(low, high, reverse=spec.reverse), context.word("no-data"), categories=True, gain=gain
    )
    return Figure(
        name=name,
        kind="slope",
        plan=lines,
        alt=alt_text(context, "slope", context.plain(spec.title), [*items, gain]),
        table=series_table(context, marks, names),
        aspect=1.5,
        language=context.language,
    )


def _at_moment(spec: Spec, mark: Mark) -> Mark:
    """The mark with its moment as words: what the author wrote as label, or the moment of the value."""
    point = next((point for point in spec.points if point.fact.span == mark.span), None)
    return dataclasses.replace(mark, x=mark.label) if point and point.label and point.x is None else mark


def draw(figure: Figure, canvas: Canvas, style: Style) -> list[Finding]:
    """Upright rules at the moments, lines between them, values and names at the ends."""
    lines: Lines = figure.plan
    ink = Ink(canvas, style, figure.language)
    shown = [series for series in lines.series if series.last is not None]
    if not shown:
        ink.nothing(lines.empty)
        return ink.findings
    single = len(shown) == 1
    big = min(ink.size * 1.9, ink.height / 7) if single else ink.size
    looks = dresses(ink, len(shown), [series.highlight for series in shown])
    moments = lines.across.ticks
    below = max(len(_moment(ink, tick.text, moments)) for tick in moments) * ink.line_height(ink.size) + 8
    starts = [_stated(series)[0].text for series in shown]
    big, ends = _fitted_ends(ink, shown, single, big)
    first = max(ink.advance(text, big) for text in starts) + 14
    last = max(max(ink.widest(words, big, True) for words in ends), 0.0) + 16
    half = max(ink.widest(_moment(ink, tick.text, moments), ink.size) for tick in (moments[0], moments[-1])) / 2
    left, right = max(first, half), ink.width - max(last, half)
    if right - left < ink.width * 0.2:
        left, right = ink.width * 0.35, ink.width * 0.6
    area = Area(left, big * 0.9, right, ink.height - below - big * 0.7)
    rule = ink.style.colors.get("line", "D3DBDF")
    for tick in moments:
        x = area.left + _share(lines.across, tick.value) * area.width
        ink.line([(x, 0), (x, ink.height - below)], rule, 1.2)
        words = _moment(ink, tick.text, moments)
        ink.write(x, ink.height - below + 6, words, tone="muted", align="center", anchor="top")
    for place in sorted(range(len(shown)), key=lambda place: shown[place].highlight):
        _draw_line(ink, lines, shown[place], looks[place], area, single)
    _write_ends(ink, lines, shown, looks, area, ends, big)
    if single and lines.gain:
        _write_gain(ink, lines, shown[0], area)
    return ink.findings


def _share(scale: Scale, value: float) -> float:
    return scale.share(value) if scale.high > scale.low else 0.5


def _stated(series: Series) -> list[Spot]:
    return [spot for spot in series.spots if spot.value is not None]


def _moment(ink: Ink, text: str, moments: tuple[object, ...]) -> list[str]:
    return ink.wrap(text, ink.width * 0.8 / max(len(moments), 1), ink.size, most=3)


def _fitted_ends(ink: Ink, shown: list[Series], single: bool, big: float) -> tuple[float, list[list[str]]]:
    """The size of the words at the ends and their lines: the largest at which all stand one above the other."""
    if single:
        last = shown[0].last
        return big, [ink.wrap_value(last.text if last else "", ink.width * 0.36, big, True)]
    for size in (ink.size, ink.small, SMALLEST):
        for most in (0, 1):
            ends = [_end_lines(ink, series, size, most) for series in shown]
            if ink.line_height(size) * sum(map(len, ends)) <= ink.height - ink.line_height(ink.size):
                return size, ends
    message = f"the names of {len(shown)} lines do not fit in {ink.height:.0f} points"
    ink.report("chart-crowded", message, "show fewer lines, or give the chart more room")
    return SMALLEST, ends


def _end_lines(ink: Ink, series: Series, size: float, most: int) -> list[str]:
    value = series.last.text if series.last else ""
    return ink.wrap(f"{value}  {series.name}".strip(), ink.width * 0.38, size, True, most)


def _spot(lines: Lines, area: Area, spot: Spot) -> tuple[float, float]:
    share = lines.up.share(spot.value or 0.0)
    return area.left + _share(lines.across, spot.place) * area.width, area.bottom - share * area.height


def _draw_line(ink: Ink, lines: Lines, series: Series, look: Dress, area: Area, single: bool) -> None:
    color = line_color(look)
    known = _stated(series)
    weight = 4.0 if single or series.highlight else 2.2
    for before, after in itertools.pairwise(known):
        points = [_spot(lines, area, before), _spot(lines, area, after)]
        if after.aimed:
            ink.line(points, ink.color("plan"), 2.0, (2.0, 1.6))
        else:
            ink.line(points, color, weight, look.dash, round_ends=True)
    for spot in known:
        x, y = _spot(lines, area, spot)
        if spot.aimed:
            ink.marker(x, y, "D", 10, ink.paper, ink.color("plan"), 1.8)
        else:
            ink.marker(x, y, look.marker, 12 if single else 8.5, color, ink.paper, 1.6)


def _write_ends(
    ink: Ink,
    lines: Lines,
    shown: list[Series],
    looks: list[Dress],
    area: Area,
    ends: list[list[str]],
    size: float,
) -> None:
    single = len(shown) == 1
    height = ink.line_height(size)
    firsts = [_spot(lines, area, _stated(series)[0]) for series in shown]
    lasts = [_spot(lines, area, _stated(series)[-1]) for series in shown]
    left_places = spread([y for _, y in firsts], [height] * len(shown), 0, area.bottom + size)
    right_places = spread([y for _, y in lasts], [height * len(words) for words in ends], 0, area.bottom + size)
    for place, series in enumerate(shown):
        known = _stated(series)
        strong = single or series.highlight
        if len(known) > 1:
            x, y = firsts[place]
            _leader(ink, x - 7, y, x - 12, left_places[place])
            ink.write(x - 13, left_places[place], known[0].text, size=size, tone="muted", align="right")
        x, y = lasts[place]
        _leader(ink, x + 7, y, x + 13, right_places[place])
        tone = "plan" if known[-1].aimed else "strong" if single else looks[place].tone if strong else "muted"
        ink.write(x + 15, right_places[place], ends[place], size=size, tone=tone, bold=strong)


def _leader(ink: Ink, x: float, y: float, to_x: float, to_y: float) -> None:
    if abs(to_y - y) > 4:
        ink.line([(x, y), (to_x, to_y)], ink.color("other"), 0.7)


def _write_gain(ink: Ink, lines: Lines, series: Series, area: Area) -> None:
    """The change in words, on the side of the line where there is more room."""
    known = _stated(series)
    if len(known) < 2:
        return
    (x1, y1), (x2, y2) = _spot(lines, area, known[0]), _spot(lines, area, known[-1])
    x, y = (x1 + x2) / 2, (y1 + y2) / 2
    words = ink.wrap(lines.gain, max((x2 - x1) * 0.62, 60), ink.size, True)
    height = ink.line_height(ink.size) * len(words)
    lift = 8 + height / 2
    if abs(y2 - y1) <= 0.05 * (x2 - x1):
        ink.write(x, y - lift, words, tone="accent", bold=True, align="center", halo=True)
    else:
        side = -1 if y2 < y1 else 1
        ink.write(x - 12, y + side * lift * 0.2 - 6, words, tone="accent", bold=True, align="right", halo=True)
