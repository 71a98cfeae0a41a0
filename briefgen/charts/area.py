"""Areas over time, from zero: one amount, or the parts of an amount on top of each other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from briefgen.charts._ink import Area, Ink, axis_words, dresses, line_color, tick_width, value_lines, write_axis
from briefgen.charts._lines import Lines, end_heights, end_words, plan_lines, write_ends
from briefgen.charts._spec import DataSpec
from briefgen.finding import Severity
from briefgen.model import Context, Figure, Style
from briefgen.scales import spread

if TYPE_CHECKING:
    from matplotlib.figure import Figure as Canvas

    from briefgen.finding import Finding


class Spec(DataSpec):
    """`points: [{fact: …, x: 2024, series: …}, …]`; series are stacked in the author's order, the first at the foot."""


def plan(spec: Spec, context: Context, name: str) -> Figure:
    """Amounts over time on a scale from zero."""
    figure = plan_lines(spec, context, name, "area", zero=True, stacked=True)
    lines: Lines = figure.plan
    values = [spot.value for series in lines.series for spot in series.spots if spot.value is not None]
    if values and min(values) < 0:
        hint = "draw them as `kind: line`"
        context.report("area-negative", "an area cannot show values below zero", spec.title.span, hint)
    if any(spot.high is not None for series in lines.series for spot in series.spots):
        hint = "draw it as `kind: line` or `kind: dot`"
        context.report("area-range", "an area cannot show a range", spec.title.span, hint)
    if any(spot.aimed for series in lines.series for spot in series.spots):
        hint = "draw it as `kind: line`, where a target is a hollow mark"
        message = "an area would draw a target or plan as if it were a result"
        context.report("area-target", message, spec.title.span, hint, Severity.ERROR)
    return figure


def draw(figure: Figure, canvas: Canvas, style: Style) -> list[Finding]:
    """Value lines, areas on top of each other, their names beside the right edge."""
    lines: Lines = figure.plan
    ink = Ink(canvas, style, figure.language)
    shown = [series for series in lines.series if series.last is not None]
    places = sorted({spot.place for series in shown for spot in series.spots})
    if not shown:
        ink.nothing(lines.empty)
        return ink.findings
    looks = dresses(ink, len(shown), [series.highlight for series in shown])
    size, names = end_words(ink, shown, ink.width * 0.27, ink.height - ink.line_height(ink.small) - 4)
    right = ink.width - max(ink.widest(words.lines, size, True) for words in names) - 12
    left = tick_width(ink, lines.up)
    axis = axis_words(ink, lines.across, right - left)
    area = Area(left, ink.small * 0.7, right, ink.height - axis.height)
    value_lines(ink, lines.up, area)
    write_axis(ink, lines.across, area, axis)
    floor = dict.fromkeys(places, 0.0)
    middles: list[float] = []
    zero = area.bottom - lines.up.share(0.0) * area.height
    for series, look in zip(shown, looks, strict=True):
        values = {spot.place: max(spot.value or 0.0, 0.0) for spot in series.spots}
        roof = {place: floor[place] + _between(values, place) for place in places}
        across = {place: area.left + lines.across.share(place) * area.width for place in places}
        upper = [(across[place], area.bottom - lines.up.share(roof[place]) * area.height) for place in places]
        lower = [(across[place], area.bottom - lines.up.share(floor[place]) * area.height) for place in places]
        if len(places) == 1:
            upper, lower = ([(x, y) for x in (area.left, area.right) for _, y in row] for row in (upper, lower))
        ink.polygon([*upper, *reversed(lower)], look.fill, hatch=look.hatch, edge=look.edge, weight=0.0)
        ink.line(upper, line_color(look) if len(shown) == 1 else ink.paper, 2.4 if len(shown) == 1 else 1.6)
        middles.append((upper[-1][1] + lower[-1][1]) / 2)
        floor = roof
    ink.line([(area.left, zero), (area.right, zero)], ink.color("muted"), 1.0)
    centres = spread(middles, end_heights(ink, names, size), 0, area.bottom + 4)
    write_ends(ink, shown, names, looks, size, area.right + 9, centres)
    return ink.findings


def _between(values: dict[float, float], place: float) -> float:
    """The value at a place, on the straight line between its neighbours where the series has none there."""
    if place in values:
        return values[place]
    before = [known for known in values if known < place]
    after = [known for known in values if known > place]
    if not before or not after:
        return 0.0
    low, high = max(before), min(after)
    return values[low] + (values[high] - values[low]) * (place - low) / (high - low)
