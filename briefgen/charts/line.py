"""Lines over time or another ordered position, named at their right ends."""

from __future__ import annotations

from typing import TYPE_CHECKING

from briefgen.charts._ink import Area, Dress, Ink, axis_words, dresses, line_color, tick_width, value_lines, write_axis
from briefgen.charts._lines import EndWords, Lines, Series, Spot, end_heights, end_words, plan_lines, write_ends
from briefgen.charts._spec import DataSpec
from briefgen.model import Context, Figure, Style
from briefgen.scales import spread

if TYPE_CHECKING:
    from matplotlib.figure import Figure as Canvas

    from briefgen.finding import Finding


class Spec(DataSpec):
    """`points: [{fact: …, x: 2024}, …]` (`x` defaults to the fact's `as-of`); `zero: true` starts the scale at zero."""

    zero: bool = False


def plan(spec: Spec, context: Context, name: str) -> Figure:
    """Series over time; the scale need not begin at zero, for a line shows change and not amount."""
    return plan_lines(spec, context, name, "line", zero=spec.zero)


def draw(figure: Figure, canvas: Canvas, style: Style) -> list[Finding]:
    """Light value lines on the left, series to the right edge, their names and last values beside their ends."""
    lines: Lines = figure.plan
    ink = Ink(canvas, style, figure.language)
    shown = [series for series in lines.series if series.last is not None]
    if not shown:
        ink.nothing(lines.empty)
        return ink.findings
    looks = dresses(ink, len(shown), [series.highlight for series in shown])
    single = len(shown) == 1
    worded = single and _all_worded(ink, shown[0])
    if worded:
        size, names = ink.size, [EndWords(tuple(ink.wrap(shown[0].name, ink.width * 0.26, ink.size, True)), ())]
    else:
        size, names = end_words(ink, shown, ink.width * 0.26, ink.height - ink.line_height(ink.small) - 4)
    right = ink.width - (max(ink.widest(words.lines, size, True) for words in names) + 12)
    left = 8.0 if worded else tick_width(ink, lines.up)
    if worded:
        edge = max(ink.advance(shown[0].spots[place].text, ink.size, True) for place in (0, -1)) / 2
        left, right = max(left, edge), min(right, ink.width - edge)
    words = axis_words(ink, lines.across, right - left - 8)
    top = ink.line_height(ink.size) + 8 if worded else ink.small * 0.7
    area = Area(left, top, right, ink.height - words.height)
    if not worded:
        value_lines(ink, lines.up, area)
    else:
        ink.line([(0, area.bottom), (ink.width, area.bottom)], ink.style.colors.get("line", "D3DBDF"))
    inner = Area(area.left + 4, area.top, area.right - 4, area.bottom)
    write_axis(ink, lines.across, inner, words)
    order = sorted(range(len(shown)), key=lambda place: shown[place].highlight)
    for place in order:
        _draw_series(ink, lines, shown[place], looks[place], inner, worded, len(shown))
    if not worded:
        _name_ends(ink, lines, shown, names, looks, size, inner)
    return ink.findings


def _all_worded(ink: Ink, series: Series) -> bool:
    """Whether every value can stand at its spot, so that no scale is needed."""
    known = [spot for spot in series.spots if spot.value is not None]
    width = sum(ink.advance(spot.text, ink.size, True) + 12 for spot in known)
    return len(known) <= 8 and width <= ink.width * 0.95


def _place(lines: Lines, area: Area, spot: Spot) -> tuple[float, float]:
    x = area.left + lines.across.share(spot.place) * area.width
    return x, area.bottom - lines.up.share(spot.value or 0.0) * area.height


def _draw_series(ink: Ink, lines: Lines, series: Series, look: Dress, area: Area, worded: bool, number: int) -> None:
    color = line_color(look)
    weight = 3.0 if series.highlight or number == 1 else 2.0
    stretch: list[tuple[float, float]] = []
    for before, spot in zip((None, *series.spots), series.spots, strict=False):
        if spot.value is None:
            _stroke(ink, stretch, color, weight, look)
            stretch = []
            continue
        place = _place(lines, area, spot)
        if spot.aimed and before is not None and before.value is not None:
            _stroke(ink, stretch, color, weight, look)
            ink.line([_place(lines, area, before), place], ink.color("plan"), 1.8, (2.0, 1.6))
            stretch = []
        stretch.append(place)
    _stroke(ink, stretch, color, weight, look)
    dense = len(series.spots) > 24
    for spot in series.spots:
        if spot.value is None:
            continue
        x, y = _place(lines, area, spot)
        if spot.high is not None:
            end = area.bottom - lines.up.share(spot.high) * area.height
            ink.line([(x, y), (x, end)], ink.color("plan") if spot.aimed else color, 3.5)
            y = min(y, end) if worded else y
        if spot.aimed:
            ink.marker(x, y, "D", 9, ink.paper, ink.color("plan"), 1.8)
        elif not dense or spot is series.last:
            ink.marker(x, y, look.marker, 7.5, color, ink.paper, 1.2)
        if worded:
            ink.write(x, y - 9, spot.text, bold=spot is series.last, align="center", anchor="bottom", halo=True)
    if worded and series.name:
        x, y = _place(lines, area, series.last or series.spots[-1])
        ink.write(x + 10, y, ink.wrap(series.name, ink.width - x - 10, ink.size, True), bold=True, tone=look.tone)


def _stroke(ink: Ink, points: list[tuple[float, float]], color: str, weight: float, look: Dress) -> None:
    if len(points) > 1:
        ink.line(points, color, weight, look.dash, round_ends=True)


def _name_ends(
    ink: Ink, lines: Lines, shown: list[Series], names: list[EndWords], looks: list[Dress], size: float, area: Area
) -> None:
    """Names beside the ends, moved apart where they would touch."""
    height = ink.line_height(size)
    ends = [_place(lines, area, series.last or series.spots[-1]) for series in shown]
    centres = spread([y for _, y in ends], end_heights(ink, names, size), 0, area.bottom + 4)
    left = area.right + 12
    for words, (x, y), centre in zip(names, ends, centres, strict=True):
        if words.lines and abs(centre - y) > height * 0.6:
            ink.line([(x + 6, y), (left - 2, centre)], ink.color("other"), 0.7)
    write_ends(ink, shown, names, looks, size, left, centres)
