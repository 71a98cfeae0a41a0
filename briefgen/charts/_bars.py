"""What bar and column share: values from zero in categories and series, planned once for either direction."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from briefgen.charts._ink import Dress, Ink
from briefgen.charts._spec import DataSpec, Mark, read_marks, report_duplicate, series_names, short_date
from briefgen.model import Context, Figure, Grid, Run
from briefgen.scales import Scale, alt_text, shortened, table, told_pair, train


class BarSpec(DataSpec):
    """Bars of a measure.  `order: value` puts the greatest first, `given` keeps the author's order."""

    mode: Literal["grouped", "stacked"] = "grouped"
    order: Literal["value", "given"] | None = None


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar from `start` to `value`; `high` is the upper end of a range, and None stands for a value not stated."""

    category: int
    series: int
    start: float
    value: float | None
    high: float | None
    text: str
    aimed: bool = False
    highlight: bool = False

    @property
    def end(self) -> float:
        """How far the bar reaches, its range included."""
        return self.start if self.value is None else self.high if self.high is not None else self.value


@dataclass(frozen=True, slots=True)
class Bars:
    """Bars in categories, in drawing order.  `missing` words a value that the source does not give."""

    categories: tuple[str, ...]
    highlights: tuple[bool, ...]
    series: tuple[str, ...]
    series_highlights: tuple[bool, ...]
    bars: tuple[Bar, ...]
    stacked: bool
    scale: Scale
    missing: str
    empty: str


def plan_bars(spec: BarSpec, context: Context, name: str, kind: str, order: str) -> Figure:
    """The plan of a bar chart: categories in order, a scale that includes zero, and words for all values."""
    marks = read_marks(spec, context)
    series = series_names(context, marks, spec.title.span) or ("",)
    stacked = spec.mode == "stacked" and len(series) > 1
    groups = _categories(marks, series, context, spec)
    wanted = spec.order or ("given" if len(series) > 1 else order)
    if wanted == "value":
        groups.sort(key=_total, reverse=True)
    bars, reach = _bars(groups, series, stacked)
    scale = train(reach, lambda value: context.number(value, _unit(marks), "compact"), zero=True)
    plan = Bars(
        categories=tuple(label for label, _ in groups),
        highlights=tuple(len(series) == 1 and any(mark.highlight for mark in members) for _, members in groups),
        series=series,
        series_highlights=tuple(
            len(series) > 1 and any(mark.highlight for mark in marks if mark.series == one) for one in series
        ),
        bars=tuple(bars),
        stacked=stacked,
        scale=scale,
        missing=context.word("not-stated"),
        empty=context.word("no-data"),
    )
    count = len(groups) * (1 if stacked else len(series))
    return Figure(
        name=name,
        kind=kind,
        plan=plan,
        alt=alt_text(context, kind, context.plain(spec.title), _told(context, groups)),
        table=_table(context, groups, series),
        aspect=min(3.4, max(1.0, 520 / (46 + 34 * count))) if kind == "bar" else 1.6,
        language=context.language,
    )


Group = tuple[str, list[Mark]]


def _categories(marks: Sequence[Mark], series: Sequence[str], context: Context, spec: BarSpec) -> list[Group]:
    """Marks by category; in a chart of one series each mark is a category, even where labels repeat."""
    if len(series) == 1:
        labels = [mark.label for mark in marks]
        by_time = len(set(labels)) < len(labels) and all(mark.x is not None for mark in marks)
        return [(_position(context, mark) if by_time else mark.label, [mark]) for mark in marks]
    groups: dict[str, list[Mark]] = {}
    for mark in marks:
        label = mark.label or _position(context, mark)
        members = groups.setdefault(label, [])
        if any(other.series == mark.series for other in members):
            report_duplicate(context, mark, label, spec.title.span)
            continue
        members.append(mark)
    return list(groups.items())


def _position(context: Context, mark: Mark) -> str:
    if mark.x is None or isinstance(mark.x, str):
        return mark.x or mark.label
    return context.number(mark.x) if isinstance(mark.x, Decimal) else short_date(context, mark.x)


def _total(group: Group) -> float:
    values = [mark.high if mark.high is not None else mark.value for mark in group[1]]
    known = [value for value in values if value is not None]
    return sum(known) if known else float("-inf")


def _bars(groups: Sequence[Group], series: Sequence[str], stacked: bool) -> tuple[list[Bar], list[Decimal]]:
    """The bars, and the values that the scale must hold."""
    bars: list[Bar] = []
    reach: list[Decimal] = []
    for category, (_, members) in enumerate(groups):
        up, down = Decimal(0), Decimal(0)
        for mark in sorted(members, key=lambda mark: series.index(mark.series)):
            start, value, high = Decimal(0), mark.exact, mark.exact_high
            if stacked and value is not None:
                start = up if value >= 0 else down
                value, high = start + (high or value), None
                up, down = (value, down) if value >= start else (up, value)
            reach.extend(end for end in (value, high) if end is not None)
            bars.append(
                Bar(
                    category=category,
                    series=series.index(mark.series),
                    start=float(start),
                    value=None if value is None else float(value),
                    high=None if high is None else float(high),
                    text=mark.text,
                    aimed=mark.aimed,
                    highlight=mark.highlight,
                )
            )
    return bars, reach


def _unit(marks: Sequence[Mark]) -> str:
    return marks[0].unit if marks else ""


def _told(context: Context, groups: Sequence[Group]) -> list[str]:
    items, ranked = [], []
    for label, members in groups:
        for mark in members:
            who = context.word("parenthesis", text=label, note=mark.series) if mark.series and label else label
            items.append(told_pair(context, who or mark.series, mark.text or context.word("not-stated")))
            if mark.value is not None:
                ranked.append((mark.value, items[-1]))
    extremes = []
    if ranked:
        extremes = [
            context.word("chart-greatest", item=max(ranked, key=lambda pair: pair[0])[1]),
            context.word("chart-least", item=min(ranked, key=lambda pair: pair[0])[1]),
        ]
    return shortened(context, items, extremes)


def _table(context: Context, groups: Sequence[Group], series: Sequence[str]) -> Grid:
    headers = [context.word("label"), *(one or context.word("value") for one in series)]
    rows: list[list[str | tuple[Run, ...]]] = []
    for label, members in groups:
        by_series = {mark.series: mark for mark in members}
        cells: list[str | tuple[Run, ...]] = [label]
        cells.extend(by_series[one].runs if one in by_series else () for one in series)
        rows.append(cells)
    return table(context, headers, rows)


def legend(ink: Ink, bars: Bars, looks: list[Dress]) -> float:
    """Write the names of the series where there are several; where the bars may begin below them."""
    if len(bars.series) < 2:
        return 0.0
    entries = [
        ("hatched" if look.hatch else "bar", look.fill, look.edge, name)
        for name, look in zip(bars.series, looks, strict=True)
    ]
    return ink.legend(entries, 0, 0, ink.width) + 8
