"""Bars to the right, one a row: the kind for names, which stand in full beside their bars."""

from __future__ import annotations

from typing import TYPE_CHECKING

from briefgen.charts._bars import Bar, Bars, BarSpec, legend, plan_bars
from briefgen.charts._ink import SMALLEST, Area, Dress, Ink, dresses
from briefgen.model import Context, Figure, Style

if TYPE_CHECKING:
    from matplotlib.figure import Figure as Canvas

    from briefgen.finding import Finding


class Spec(BarSpec):
    """`points: [fact, …]`; `mode: stacked` puts series end to end; `order: given` keeps the author's order."""


def plan(spec: Spec, context: Context, name: str) -> Figure:
    """Bars from the greatest to the least, values beside them."""
    return plan_bars(spec, context, name, "bar", "value")


def draw(figure: Figure, canvas: Canvas, style: Style) -> list[Finding]:
    """Labels on the left in one column, bars from a common zero, values at their ends."""
    bars: Bars = figure.plan
    ink = Ink(canvas, style, figure.language)
    if not bars.categories or not any(bar.value is not None for bar in bars.bars):
        ink.nothing(bars.empty)
        return ink.findings
    looks = dresses(ink, len(bars.series), bars.series_highlights)
    top = legend(ink, bars, looks)
    lanes = 1 if bars.stacked else len(bars.series)
    available = ink.height - top
    pitch = min(available / len(bars.categories), 34.0 + 44.0 * lanes)
    lane = pitch * (0.62 if lanes == 1 else 0.78) / lanes
    lane = min(lane, 40.0)
    stride = max(1, -(-round(ink.line_height(ink.small) * 0.96 * 100) // max(1, round(pitch * 100))))
    if stride > 1:
        ink.report(
            "chart-crowded",
            f"{len(bars.categories)} bars in {ink.height:.0f} points: every {_nth(stride)} is labelled",
            "show the first ones, or give the chart more room",
        )
    label_size, labels = ink.fit_labels(bars.categories, bars.highlights, ink.width * 0.42, pitch * stride)
    column = max(ink.widest(lines, label_size, True) for lines in labels) + 0.5
    size = label_size if lane * 1.3 >= label_size else max(SMALLEST, min(label_size, lane * 1.3))
    zero, unit = _unit_length(ink, bars, column, size)
    ink.line([(zero, top), (zero, top + pitch * len(bars.categories))], ink.color("muted"), 1.0)
    for category, lines in enumerate(labels):
        if category % stride == 0 or bars.highlights[category]:
            ink.write(0, top + pitch * (category + 0.5), lines, size=label_size, bold=bars.highlights[category])
    for bar in bars.bars:
        place = 0 if bars.stacked else bar.series
        middle = top + pitch * (bar.category + 0.5) + (place - (lanes - 1) / 2) * lane
        spoken = (stride == 1 and lane >= ink.small * 0.82) or bar.category % stride == 0
        _draw_bar(ink, bars, bar, looks, middle, lane, zero, unit, size if spoken else 0)
    return ink.findings


def _nth(stride: int) -> str:
    if stride in (2, 3):
        return ("second", "third")[stride - 2]
    ending = "th" if stride // 10 % 10 == 1 else {1: "st", 2: "nd", 3: "rd"}.get(stride % 10, "th")
    return f"{stride}{ending}"


def _unit_length(ink: Ink, bars: Bars, column: float, size: float) -> tuple[float, float]:
    """Where zero stands and how long one unit is, so that the longest bar and its words just fit."""
    left, right = column + 10, ink.width - 1.5
    ends = []
    for bar in bars.bars:
        words = 0.0 if bars.stacked else _word_width(ink, bar, size, right - left)
        ends.append((bar.end, words))
    low, high = 0.0, (right - left) / max((abs(end) for end, _ in ends if end), default=1.0)

    def below(unit: float) -> float:
        return max((-end * unit + words for end, words in ends if end < 0), default=0.0)

    def above(unit: float) -> float:
        return max((end * unit + words for end, words in ends if end >= 0), default=0.0)

    for _ in range(50):
        unit = (low + high) / 2
        low, high = (unit, high) if left + below(unit) + above(unit) <= right else (low, unit)
    return left + below(low), low


def _word_width(ink: Ink, bar: Bar, size: float, room: float) -> float:
    if not bar.text:
        return 0.0
    width = ink.widest(ink.wrap_value(bar.text, room * 0.45, size, True), size, True)
    return width + 8


def _draw_bar(
    ink: Ink,
    bars: Bars,
    bar: Bar,
    looks: list[Dress],
    middle: float,
    lane: float,
    zero: float,
    unit: float,
    size: float,
) -> None:
    if bar.value is None:
        if size:
            ink.write(zero + 7, middle, bars.missing, size=size, tone="muted")
        return
    look = looks[bar.series]
    fill, edge = look.fill, look.edge
    if len(bars.series) == 1 and any(bars.highlights) and not bar.highlight:
        fill = ink.color("other")
    thick = lane * (1.0 if len(bars.series) == 1 or bars.stacked else 0.86)
    start, end = zero + bar.start * unit, zero + bar.value * unit
    area = Area(min(start, end), middle - thick / 2, max(start, end), middle + thick / 2)
    if area.width < 1.2:
        area = Area(area.left, area.top, area.left + 1.2, area.bottom)
    if bars.stacked:
        area = Area(area.left, area.top, max(area.right - 1.0, area.left + 0.6), area.bottom)
    if bar.aimed:
        ink.rect(area, ink.paper, ink.color("plan"), 1.6, "////")
    else:
        ink.rect(area, fill, edge, 1.2, look.hatch)
    reach = zero + bar.end * unit
    if bar.high is not None:
        further = Area(min(end, reach), area.top, max(end, reach), area.bottom)
        ink.rect(further, ink.paper, ink.color("plan") if bar.aimed else fill, 1.2, "////")
    if not size:
        return
    strong = bar.highlight or (len(bars.series) == 1 and not any(bars.highlights))
    if bars.stacked:
        _write_inside(ink, bar, area, fill if not look.hatch else ink.paper, size)
        return
    room = (ink.width - zero) if bar.end >= 0 else zero
    left_over = ink.width - reach - 7 if bar.end >= 0 else reach - 7
    lines = ink.wrap_value(bar.text, max(left_over, room * 0.3), size, strong)
    if bar.end < 0:
        ink.write(reach - 7, middle, lines, size=size, bold=strong, align="right")
    else:
        ink.write(reach + 7, middle, lines, size=size, bold=strong)


def _write_inside(ink: Ink, bar: Bar, area: Area, ground: str, size: float) -> None:
    if ink.advance(bar.text, size) + 8 <= area.width and area.height >= size:
        middle = (area.top + area.bottom) / 2
        ink.write((area.left + area.right) / 2, middle, bar.text, size=size, color=ink.on(ground), align="center")
