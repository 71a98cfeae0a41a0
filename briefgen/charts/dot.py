"""Dots on a common scale, one row a name: for comparing values that need not begin at zero, or two values a name."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from briefgen.charts._ink import Area, Dress, Ink, axis_words, dresses, line_color, write_axis
from briefgen.charts._spec import DataSpec, Mark, read_marks, series_names
from briefgen.model import Context, Figure, Run, Style
from briefgen.scales import Scale, alt_text, shortened, table, told_pair, train

if TYPE_CHECKING:
    from matplotlib.figure import Figure as Canvas

    from briefgen.finding import Finding


class Spec(DataSpec):
    """`points: [fact, …]`; two series give two dots a row, joined by a line.  `reverse: true` for ranks."""

    reverse: bool = False


@dataclass(frozen=True, slots=True)
class Dot:
    """One value in a row."""

    row: int
    series: int
    value: float | None
    high: float | None
    text: str
    aimed: bool
    highlight: bool


@dataclass(frozen=True, slots=True)
class Dots:
    """Rows of dots over one horizontal scale."""

    rows: tuple[str, ...]
    highlights: tuple[bool, ...]
    series: tuple[str, ...]
    series_highlights: tuple[bool, ...]
    dots: tuple[Dot, ...]
    scale: Scale
    missing: str
    empty: str


def plan(spec: Spec, context: Context, name: str) -> Figure:
    """Rows in the author's order, dots worded."""
    marks = read_marks(spec, context)
    series = series_names(context, marks, spec.title.span) or ("",)
    rows: list[tuple[str, list[Mark]]] = []
    for mark in marks:
        members = next((found for label, found in rows if label == mark.label), None)
        if len(series) == 1 or members is None:
            rows.append((mark.label, [mark]))
        else:
            members.append(mark)
    dots = [
        Dot(row, series.index(mark.series), mark.value, mark.high, mark.text, mark.aimed, mark.highlight)
        for row, (_, members) in enumerate(rows)
        for mark in members
    ]
    unit = next((mark.unit for mark in marks if mark.unit), "")
    ends = [end for mark in marks for end in (mark.exact, mark.exact_high) if end is not None]
    scale = train(ends, lambda value: context.number(value, unit, "compact"), reverse=spec.reverse)
    items = [
        told_pair(context, _who(context, label, mark), mark.text or context.word("not-stated"))
        for label, members in rows
        for mark in members
    ]
    known = [mark for mark in marks if mark.value is not None]
    ends_told = [
        context.word(key, item=told_pair(context, mark.label, mark.text))
        for key, mark in (
            (("chart-greatest", max(known, key=_value)), ("chart-least", min(known, key=_value))) if known else ()
        )
    ]
    headers = [context.word("label"), *(one or context.word("value") for one in series)]
    cells: list[list[str | tuple[Run, ...]]] = []
    for label, members in rows:
        runs = {mark.series: mark.runs for mark in members}
        cells.append([label, *(runs.get(one, ()) for one in series)])
    return Figure(
        name=name,
        kind="dot",
        plan=Dots(
            rows=tuple(label for label, _ in rows),
            highlights=tuple(any(mark.highlight for mark in members) for _, members in rows),
            series=series,
            series_highlights=tuple(
                len(series) > 1 and any(mark.highlight for mark in marks if mark.series == one) for one in series
            ),
            dots=tuple(dots),
            scale=scale,
            missing=context.word("not-stated"),
            empty=context.word("no-data"),
        ),
        alt=alt_text(context, "dot", context.plain(spec.title), shortened(context, items, ends_told)),
        table=table(context, headers, cells),
        aspect=min(3.0, max(1.0, 520 / (60 + 34 * len(rows)))),
        language=context.language,
    )


def _value(mark: Mark) -> float:
    return mark.value or 0.0


def _who(context: Context, label: str, mark: Mark) -> str:
    if label and mark.series:
        return context.word("parenthesis", text=label, note=mark.series)
    return label or mark.series


def draw(figure: Figure, canvas: Canvas, style: Style) -> list[Finding]:
    """Labels on the left, a light rule a row, dots with their values beside them."""
    dots: Dots = figure.plan
    ink = Ink(canvas, style, figure.language)
    if not any(dot.value is not None for dot in dots.dots):
        ink.nothing(dots.empty)
        return ink.findings
    paired = len(dots.series) > 1
    looks = dresses(ink, len(dots.series), () if any(dots.highlights) and not paired else dots.series_highlights)
    top = 0.0
    if paired:
        entries = [(look.marker, line_color(look), "", name) for name, look in zip(dots.series, looks, strict=True)]
        top = ink.legend(entries, 0, 0, ink.width) + 6
    worded = len(dots.rows) <= max(1, (ink.height - top) / (ink.line_height(ink.small) * 1.02)) and len(dots.series) < 3
    below = 0.0 if worded else ink.line_height(ink.small) + 6
    pitch = min((ink.height - top - below) / len(dots.rows), 58.0)
    stride = max(1, -(-round(ink.line_height(ink.small) * 100) // max(1, round(pitch * 100))))
    if stride > 1:
        message = f"{len(dots.rows)} rows in {ink.height:.0f} points: not every one is labelled"
        ink.report("chart-crowded", message, "show fewer, or give the chart more room")
    size, labels = ink.fit_labels(dots.rows, dots.highlights, ink.width * 0.4, pitch * stride)
    column = max(ink.widest(lines, size, True) for lines in labels) + 12
    words = max((ink.advance(dot.text, size, True) for dot in dots.dots), default=0.0) + 12 if worded else 8.0
    area = Area(column + (words if paired and worded else 8), top, ink.width - words, top + pitch * len(dots.rows))
    if area.width < 40:
        area = Area(column + 8, top, ink.width - 8, area.bottom)
    rule = ink.style.colors.get("line", "D3DBDF")
    if not worded:
        for tick in dots.scale.ticks:
            x = area.left + dots.scale.share(tick.value) * area.width
            ink.line([(x, area.top), (x, area.bottom)], rule)
        write_axis(ink, dots.scale, area, axis_words(ink, dots.scale, area.width))
    for row, lines in enumerate(labels):
        middle = top + pitch * (row + 0.5)
        if worded:
            ink.line([(column, middle), (ink.width, middle)], rule)
        if row % stride == 0 or dots.highlights[row]:
            ink.write(0, middle, lines, size=size, bold=dots.highlights[row])
        _draw_row(ink, dots, [dot for dot in dots.dots if dot.row == row], looks, area, middle, size if worded else 0)
    return ink.findings


def _draw_row(ink: Ink, dots: Dots, row: list[Dot], looks: list[Dress], area: Area, middle: float, size: float) -> None:
    known = [dot for dot in row if dot.value is not None]
    if not known:
        ink.write(area.left, middle, dots.missing, size=ink.small, tone="muted", halo=True)
        return
    places = {id(dot): area.left + dots.scale.share(dot.value or 0.0) * area.width for dot in known}
    xs = sorted(places.values())
    if len(xs) > 1:
        ink.line([(xs[0], middle), (xs[-1], middle)], ink.color("other"), 3.0)
    single = len(dots.series) == 1
    for dot in sorted(known, key=lambda dot: places[id(dot)]):
        x = places[id(dot)]
        look = looks[dot.series]
        color = line_color(look)
        if single and any(dots.highlights) and not dot.highlight:
            color = ink.color("other")
        if dot.high is not None:
            end = area.left + dots.scale.share(dot.high) * area.width
            ink.line([(x, middle), (end, middle)], color, 3.0)
            ink.marker(end, middle, look.marker, 10, color, ink.paper)
        if dot.aimed:
            ink.marker(x, middle, "D", 9.5, ink.paper, ink.color("plan"), 1.9)
        else:
            ink.marker(x, middle, look.marker, 10.5, color, ink.paper, 1.2)
        if not size:
            continue
        reach = x if dot.high is None else max(x, area.left + dots.scale.share(dot.high) * area.width)
        strong = dot.highlight or (single and not any(dots.highlights))
        first = len(known) > 1 and x == xs[0]
        if first:
            ink.write(x - 9, middle, dot.text, size=size, bold=strong, align="right", halo=True)
        elif len(known) < 3 or x == xs[-1]:
            ink.write(reach + 9, middle, dot.text, size=size, bold=strong, halo=True)
