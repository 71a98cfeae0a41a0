"""Columns, one beside the other: the kind for few short names and for steps in time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from briefgen.charts._bars import Bar, Bars, BarSpec, legend, plan_bars
from briefgen.charts._ink import Area, Dress, Ink, dresses, tick_width, value_lines
from briefgen.model import Context, Figure, Style

if TYPE_CHECKING:
    from matplotlib.figure import Figure as Canvas

    from briefgen.finding import Finding


class Spec(BarSpec):
    """`points: [fact, …]`; `mode: stacked` puts series on top of each other; `order: value` sorts."""


def plan(spec: Spec, context: Context, name: str) -> Figure:
    """Columns in the author's order, values above them."""
    return plan_bars(spec, context, name, "column", "given")


def draw(figure: Figure, canvas: Canvas, style: Style) -> list[Finding]:
    """Columns from a common zero; values on them where all fit, otherwise a scale on the left."""
    bars: Bars = figure.plan
    ink = Ink(canvas, style, figure.language)
    if not bars.categories or not any(bar.value is not None for bar in bars.bars):
        ink.nothing(bars.empty)
        return ink.findings
    looks = dresses(ink, len(bars.series), bars.series_highlights)
    top = legend(ink, bars, looks)
    lanes = 1 if bars.stacked else len(bars.series)
    size, labelled = _value_size(ink, bars, lanes)
    left = 0.0 if labelled else tick_width(ink, bars.scale)
    pitch = min((ink.width - left) / len(bars.categories), _widest_pitch(lanes))
    label_size, label_lines, stride = _category_labels(ink, bars, pitch)
    below = max((len(lines) for lines in label_lines), default=1) * ink.line_height(label_size) + 6
    high_words = _words_above(ink, bars, size, pitch, lanes) if labelled and not bars.stacked else ink.small * 0.6
    low_words = high_words if labelled and any(bar.end < 0 for bar in bars.bars) and not bars.stacked else 0.0
    area = Area(left, top + high_words, left + pitch * len(bars.categories), ink.height - below - low_words)
    low = min([0.0, *(bar.end for bar in bars.bars)]) if labelled else bars.scale.low
    high = max([0.0, *(bar.end for bar in bars.bars)]) if labelled else bars.scale.high
    length = area.height / ((high - low) or 1.0)
    zero = area.bottom + low * length
    if not labelled:
        value_lines(ink, bars.scale, area)
    ink.line([(area.left, zero), (area.right, zero)], ink.color("muted"), 1.0)
    for bar in bars.bars:
        _draw_bar(ink, bars, bar, looks, area.left, pitch, lanes, zero, length, size if labelled else 0.0)
    for category, lines in enumerate(label_lines):
        if category % stride == 0:
            ink.write(
                area.left + pitch * (category + 0.5),
                ink.height - below + 6,
                lines,
                size=label_size,
                bold=bars.highlights[category],
                align="center",
                anchor="top",
            )
    return ink.findings


def _widest_pitch(lanes: int) -> float:
    """No category takes more room than this, so that few columns do not become walls."""
    return 150.0 + 50.0 * lanes


def _slot(pitch: float, lanes: int) -> float:
    """The width that one column takes, its share of the gap included."""
    return pitch * (0.62 if lanes == 1 else 0.82) / lanes


def _value_size(ink: Ink, bars: Bars, lanes: int) -> tuple[float, bool]:
    """The size at which every value fits over its column, and whether there is one."""
    pitch = min(ink.width / max(len(bars.categories), 1), _widest_pitch(lanes))
    if bars.stacked:
        return ink.small, False
    room = pitch - 6 if lanes == 1 else _slot(pitch, lanes) - 1
    for size in (ink.size, ink.small, 10.0):
        if all(_fits(ink, bar.text, room, size) for bar in bars.bars):
            return size, True
    return ink.small, False


def _fits(ink: Ink, text: str, room: float, size: float) -> bool:
    lines = ink.wrap_value(text, room, size, True)
    whole = max((ink.advance(word, size, True) for word in text.split()), default=0.0) <= room
    return len(lines) <= 3 and (whole or len(lines) == 1 or not ink.spaced)


def _category_labels(ink: Ink, bars: Bars, pitch: float) -> tuple[float, list[list[str]], int]:
    """The size and lines of the labels below, and how many are passed over between two that are written."""
    for size in (ink.size, ink.small, 10.0):
        whole = all(
            ink.advance(word, size, strong) <= pitch - 5
            for label, strong in zip(bars.categories, bars.highlights, strict=True)
            for word in (label.split() if ink.spaced else [label[:1]])
        )
        lines = [
            ink.wrap(label, pitch - 5, size, strong)
            for label, strong in zip(bars.categories, bars.highlights, strict=True)
        ]
        if whole and max(map(len, lines)) <= 4:
            return size, lines, 1
    widest = max(ink.advance(label, 10.0, True) for label in bars.categories)
    if widest <= ink.width / 4:
        stride = int(-(-(widest + 8) // pitch))
        return 10.0, [[label] for label in bars.categories], stride
    ink.report(
        "chart-crowded",
        f"the labels below {len(bars.categories)} columns do not fit in {ink.width:.0f} points",
        "draw it as `kind: bar`, or shorten the labels",
    )
    stride = max(1, int(-(-48 // pitch)))
    return 10.0, [ink.wrap(label, pitch * stride - 5, 10.0, most=3) for label in bars.categories], stride


def _words_above(ink: Ink, bars: Bars, size: float, pitch: float, lanes: int) -> float:
    room = pitch - 6 if lanes == 1 else _slot(pitch, lanes) - 1
    return max(len(ink.wrap_value(bar.text, room, size, True)) for bar in bars.bars) * ink.line_height(size) + 5


def _draw_bar(
    ink: Ink,
    bars: Bars,
    bar: Bar,
    looks: list[Dress],
    left: float,
    pitch: float,
    lanes: int,
    zero: float,
    length: float,
    size: float,
) -> None:
    place = 0 if bars.stacked else bar.series
    slot = _slot(pitch, lanes)
    centre = left + pitch * (bar.category + 0.5) + (place - (lanes - 1) / 2) * slot
    if bar.value is None:
        lines = ink.wrap(bars.missing, max(slot, pitch / lanes - 4), ink.small)
        ink.write(centre, zero - 5, lines, size=ink.small, tone="muted", align="center", anchor="bottom")
        return
    look = looks[bar.series]
    fill = look.fill
    if len(bars.series) == 1 and any(bars.highlights) and not bar.highlight:
        fill = ink.color("other")
    half = min(slot * (0.5 if lanes == 1 else 0.46), 52.0)
    start, end = zero - bar.start * length, zero - bar.value * length
    area = Area(centre - half, min(start, end), centre + half, max(start, end))
    if area.height < 1.2:
        area = Area(area.left, zero - 1.2, area.right, zero)
    if bars.stacked:
        area = Area(area.left, area.top + 1.0, area.right, max(area.bottom, area.top + 1.6))
    if bar.aimed:
        ink.rect(area, ink.paper, ink.color("plan"), 1.6, "////")
    else:
        ink.rect(area, fill, look.edge, 1.2, look.hatch)
    reach = zero - bar.end * length
    if bar.high is not None:
        further = Area(area.left, min(end, reach), area.right, max(end, reach))
        ink.rect(further, ink.paper, ink.color("plan") if bar.aimed else fill, 1.2, "////")
    if bars.stacked:
        text_size = ink.small
        ground = ink.paper if look.hatch else fill
        if ink.advance(bar.text, text_size) + 4 <= area.width and area.height >= text_size * 1.25:
            middle = (area.top + area.bottom) / 2
            ink.write(centre, middle, bar.text, size=text_size, color=ink.on(ground), align="center")
        return
    if not size:
        return
    strong = bar.highlight or (len(bars.series) == 1 and not any(bars.highlights))
    room = pitch - 6 if lanes == 1 else slot - 1
    lines = ink.wrap_value(bar.text, room, size, strong)
    if bar.end < 0:
        ink.write(centre, reach + 4, lines, size=size, bold=strong, align="center", anchor="top")
    else:
        ink.write(centre, reach - 4, lines, size=size, bold=strong, align="center", anchor="bottom")
