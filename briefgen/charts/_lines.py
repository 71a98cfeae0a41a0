"""What line, area and slope share: series of values over a horizontal position, planned once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from briefgen.charts._ink import SMALLEST, Dress, Ink
from briefgen.charts._spec import (
    DataSpec,
    Mark,
    only_first,
    read_all_marks,
    series_names,
    train_positions,
)
from briefgen.finding import Severity
from briefgen.model import Context, Figure, Grid, Moment, Run
from briefgen.scales import ITEMS_TOLD, Scale, alt_text, shortened, table, told, told_pair, train


@dataclass(frozen=True, slots=True)
class Spot:
    """One value of a series: where it stands across, how high, and the words for both.  None where not stated."""

    place: float
    value: float | None
    text: str
    across: str
    aimed: bool = False
    high: float | None = None


@dataclass(frozen=True, slots=True)
class Series:
    """Values in their order across."""

    name: str
    spots: tuple[Spot, ...]
    highlight: bool = False

    @property
    def last(self) -> Spot | None:
        """The last value that is stated."""
        return next((spot for spot in reversed(self.spots) if spot.value is not None), None)


@dataclass(frozen=True, slots=True)
class Lines:
    """Series over one horizontal scale and one vertical scale."""

    series: tuple[Series, ...]
    across: Scale
    up: Scale
    empty: str
    categories: bool = False
    gain: str = ""


def plan_lines(spec: DataSpec, context: Context, name: str, kind: str, *, zero: bool, stacked: bool = False) -> Figure:
    """The plan of a line or area chart."""
    marks = read_all_marks(spec, context)
    names = series_names(context, marks, spec.title.span)
    if (
        marks
        and all(mark.x is None for mark in marks)
        and len({mark.label for mark in marks}) < len(marks) / len(names)
    ):
        hint = "give each point `x:`, a date or a number"
        context.report("point-without-x", "the points have no position across", spec.title.span, hint, Severity.ERROR)
    else:
        marks = _placed(context, marks, spec)
    series, across, categories = series_of(context, marks, names)
    values = (
        _stack_heights(marks, names)
        if stacked
        else [end for mark in marks for end in (mark.exact, mark.exact_high) if end is not None]
    )
    unit = next((mark.unit for mark in marks if mark.unit), "")
    up = train(values, lambda value: context.number(value, unit, "compact"), zero=zero)
    return Figure(
        name=name,
        kind=kind,
        plan=Lines(series, across, up, context.word("no-data"), categories),
        alt=alt_text(context, kind, context.plain(spec.title), told_series(context, series)),
        table=series_table(context, marks, names),
        aspect=1.7,
        language=context.language,
    )


def _placed(context: Context, marks: tuple[Mark, ...], spec: DataSpec) -> tuple[Mark, ...]:
    """The marks that have a place of their own across: a second one there, or no date among dates, is reported."""
    dated = [mark for mark in marks if isinstance(mark.x, Moment)]
    if len(dated) * 2 > len(marks):
        for mark in marks:
            if not isinstance(mark.x, Moment):
                name = mark.label if mark.x is None else str(mark.x)
                message = f"'{name}' is no date, and the other positions are dates"
                context.report(
                    "date-bad", message, mark.span or spec.title.span, "write x: 2024, 2024-11 or 2024-11-17"
                )
        marks = tuple(dated)
    return only_first(context, spec, marks, lambda mark: (mark.series, mark.label if mark.x is None else mark.x))


@dataclass(frozen=True, slots=True)
class EndWords:
    """What stands beside the end of a line or an area: the series' name in lines, and its last value."""

    name: tuple[str, ...]
    value: tuple[str, ...]

    @property
    def lines(self) -> tuple[str, ...]:
        """Both, from above."""
        return (*self.name, *self.value)


def end_words(ink: Ink, shown: Sequence[Series], width: float, height: float) -> tuple[float, list[EndWords]]:
    """A size and words for all ends that together are no higher than `height`.

    Where names and values do not fit even at the smallest size, values are left out, then names are cut to one line
    each, and of those the ones that are highlighted or come first are written; that much is reported.
    """
    values = [series.last.text if series.last else "" for series in shown]
    for size in (ink.size, ink.small, SMALLEST):
        words = [
            EndWords(
                tuple(ink.wrap(series.name, width, size, True) if series.name else ()),
                tuple(ink.wrap_value(value, width, size)),
            )
            for series, value in zip(shown, values, strict=True)
        ]
        if _high(ink, words, size) <= height:
            return size, words
    message = f"the names of {len(shown)} series do not fit beside their ends in {ink.height:.0f} points"
    ink.report("chart-crowded", message, "shorten them, show fewer, or give the chart more room")
    for most in (0, 2, 1):
        words = [EndWords(tuple(ink.wrap(one.name, width, SMALLEST, True, most)), ()) for one in shown]
        if _high(ink, words, SMALLEST) <= height:
            return SMALLEST, words
    ranked = sorted(range(len(shown)), key=lambda place: (not shown[place].highlight, place))
    kept = {*ranked[: max(1, int(height // (ink.line_height(SMALLEST) + 2)))]}
    return SMALLEST, [one if place in kept else EndWords((), ()) for place, one in enumerate(words)]


def _high(ink: Ink, words: Sequence[EndWords], size: float) -> float:
    return sum(end_heights(ink, words, size))


def end_heights(ink: Ink, words: Sequence[EndWords], size: float) -> list[float]:
    """How much height the words of each end take, with a little air."""
    return [ink.line_height(size) * len(one.lines) + 2 if one.lines else 0.0 for one in words]


def write_ends(
    ink: Ink,
    shown: Sequence[Series],
    words: Sequence[EndWords],
    looks: Sequence[Dress],
    size: float,
    left: float,
    centres: Sequence[float],
) -> None:
    """Write the words of the ends around their centres: the names in the tones of their series."""
    height = ink.line_height(size)
    for series, one, look, centre in zip(shown, words, looks, centres, strict=True):
        top = centre - height * len(one.lines) / 2
        alone = len(shown) == 1
        for place, word in enumerate(one.lines):
            named = place < len(one.name)
            tone = look.tone if named else "ink" if series.highlight or alone else "muted"
            ink.write(left, top + height * (place + 0.5), word, size=size, bold=named or alone, tone=tone)


def series_of(context: Context, marks: Sequence[Mark], names: Sequence[str]) -> tuple[tuple[Series, ...], Scale, bool]:
    """Marks as series in order across, with the horizontal scale; and whether positions are mere categories."""
    if not marks:
        return (), Scale(0, 1), True
    positions = train_positions(context, marks)
    spots: dict[str, list[Spot]] = {name: [] for name in names}
    for mark, place, text in zip(marks, positions.places, positions.texts, strict=True):
        spots[mark.series].append(Spot(place, mark.value, mark.text, text, mark.aimed, mark.high))
    highlighted = {mark.series for mark in marks if mark.highlight}
    series = tuple(
        Series(name, tuple(sorted(spots[name], key=lambda spot: spot.place)), len(names) > 1 and name in highlighted)
        for name in names
    )
    categories = any(isinstance(mark.x if mark.x is not None else mark.label, str) for mark in marks)
    return series, positions.scale, categories


def _stack_heights(marks: Sequence[Mark], names: Sequence[str]) -> list[Decimal]:
    heights: dict[object, Decimal] = {}
    for mark in marks:
        if mark.exact is not None:
            key = mark.x if mark.x is not None else mark.label
            heights[key] = heights.get(key, Decimal(0)) + mark.exact
    return [*heights.values(), *(mark.exact for mark in marks if mark.exact is not None and len(names) == 1)]


def told_series(context: Context, series: Sequence[Series]) -> list[str]:
    """Each series in words: all its values where they are few, else its first, last, greatest and least."""
    items = []
    for one in series:
        known = [spot for spot in one.spots if spot.value is not None]
        told_spots = [told_pair(context, spot.across, spot.text) for spot in known]
        results = [spot for spot in known if not spot.aimed]
        if (len(series) > 1 or len(known) > ITEMS_TOLD) and len(results) > 2:
            first, last = results[0], results[-1]
            aims = [told_pair(context, spot.across, spot.text) for spot in known if spot.aimed]
            turns = []
            for key, spot in (
                ("chart-greatest", max(results, key=_height)),
                ("chart-least", min(results, key=_height)),
            ):
                if spot is not first and spot is not last:
                    turns.append(context.word(key, item=context.word("parenthesis", text=spot.text, note=spot.across)))
            ends = {"first": first.text, "start": first.across, "last": last.text, "end": last.across}
            told_spots = [context.word("chart-from-to", **ends), *turns, *aims]
        if told_spots:
            items.append(told_pair(context, one.name, told(context, told_spots, inner=True)))
    return shortened(context, items, items[:3])


def _height(spot: Spot) -> float:
    return spot.value or 0.0


def series_table(context: Context, marks: Sequence[Mark], names: Sequence[str]) -> Grid:
    """Positions down, series across."""
    rows: dict[str, dict[str, tuple[Run, ...]]] = {}
    positions = train_positions(context, marks) if marks else None
    order: dict[str, float] = {}
    for mark, place, text in zip(marks, positions.places, positions.texts, strict=True) if positions else ():
        rows.setdefault(text, {})[mark.series] = mark.runs
        order[text] = place
    by_time = positions is not None and all(isinstance(mark.x, Moment) for mark in marks)
    headers = [context.word("date" if by_time else "label"), *(name or context.word("value") for name in names)]
    listed = sorted(rows, key=lambda text: order[text])
    return table(context, headers, [[text, *(rows[text].get(name, ()) for name in names)] for text in listed])
