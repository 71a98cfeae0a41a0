"""Data to scales, ticks and worded labels: what all kinds of chart share before any ink is used.

Values are Decimals until they become a length, so that ticks are the numbers that people write: 0.3, never
0.30000000000000004.
"""

from __future__ import annotations

import datetime
import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from briefgen.model import Cell, Column, Context, Grid, Moment, Para, Run
from briefgen.moments import middle
from briefgen.parts import plain

ITEMS_TOLD = 12
"""How many values alt text lists; of more it tells the number, the least and the greatest."""


@dataclass(frozen=True, slots=True)
class Tick:
    """A labelled place on a scale."""

    value: float
    text: str


@dataclass(frozen=True, slots=True)
class Scale:
    """Values from `low` to `high`, with round ticks.  `log` spaces equal ratios equally; `reverse` puts low on top."""

    low: float
    high: float
    ticks: tuple[Tick, ...] = ()
    log: bool = False
    reverse: bool = False

    def share(self, value: float) -> float:
        """Where a value lies, 0 at `low` and 1 at `high` (or the other way about); beyond them it may leave 0 to 1."""
        if self.log:
            low, high, value = math.log10(self.low), math.log10(self.high), math.log10(max(value, 1e-300))
        else:
            low, high = self.low, self.high
        share = (value - low) / (high - low) if high > low else 0.5
        return 1 - share if self.reverse else share


Word = Callable[[Decimal], str]


def train(values: Iterable[Decimal], word: Word, *, zero: bool = False, count: int = 5, reverse: bool = False) -> Scale:
    """A linear scale over the values, ended at round ticks; `zero` includes zero, as every bar and area must.

    >>> [tick.text for tick in train([Decimal(3), Decimal(41)], str, zero=True).ticks]
    ['0', '10', '20', '30', '40', '50']
    """
    known = sorted(values)
    low, high = (known[0], known[-1]) if known else (Decimal(0), Decimal(1))
    if zero:
        low, high = min(low, Decimal(0)), max(high, Decimal(0))
    if low == high:
        margin = abs(low) / 2 or Decimal(1)
        low, high = (low, low + margin) if zero and low >= 0 else (low - margin, high + margin)
    step = round_step((high - low) / count)
    first, last = _floor(low, step), -_floor(-high, step)
    number = int((last - first) / step)
    ticks = [first + step * place for place in range(number + 1)]
    return Scale(
        float(first),
        float(last),
        tuple(Tick(float(tick), word(_plain(tick))) for tick in ticks),
        reverse=reverse,
    )


def train_log(values: Iterable[Decimal], word: Word) -> Scale:
    """A logarithmic scale over positive values, with ticks at powers of ten, and at 2 and 5 where there are few."""
    known = sorted(value for value in values if value > 0)
    low, high = (known[0], known[-1]) if known else (Decimal(1), Decimal(10))
    first, last = low.adjusted(), high.adjusted() + (high != Decimal(1).scaleb(high.adjusted()))
    last = max(last, first + 1)
    stride = max(1, math.ceil((last - first) / 6))
    decades = range(first, last + 1, stride)
    ticks = [Decimal(1).scaleb(power) for power in decades]
    if last - first <= 2:
        ticks = sorted({*ticks, *(Decimal(lead).scaleb(power) for power in range(first, last) for lead in (2, 5))})
        below = [tick for tick in ticks if tick <= low]
        above = [tick for tick in ticks if tick >= high]
        ticks = [tick for tick in ticks if below[-1] <= tick <= above[0]]
    return Scale(
        float(ticks[0]),
        float(max(ticks[-1], high)),
        tuple(Tick(float(tick), word(_plain(tick))) for tick in ticks),
        log=True,
    )


def round_step(rough: Decimal) -> Decimal:
    """The smallest of 1, 2, 2.5, 5 or 10 times a power of ten that is not below `rough`."""
    if rough <= 0:
        return Decimal(1)
    power = Decimal(1).scaleb(rough.adjusted())
    for lead in (Decimal(1), Decimal(2), Decimal("2.5"), Decimal(5)):
        if rough <= lead * power:
            return lead * power
    return 10 * power


def _floor(value: Decimal, step: Decimal) -> Decimal:
    return (value / step).to_integral_value(rounding="ROUND_FLOOR") * step


def _plain(value: Decimal) -> Decimal:
    """The same number without an exponent, as people write it: 100, not 1E+2."""
    value = value.normalize()
    return value.quantize(Decimal(1)) if value == value.to_integral_value() and value.adjusted() < 27 else value


# ------------------------------------------------------------------------------------------------ time


def train_time(moments: Sequence[Moment], word: Callable[[Moment], str], count: int = 6) -> Scale:
    """A scale in days over moments, with ticks at whole years, or at months where all lies within two years.

    Years are placed at their middles, so that a value of 2024 stands over the tick `2024`.
    """
    low, high = min(map(middle, moments)), max(map(middle, moments))
    if all(moment.month is None for moment in moments) or high - low > 2 * 366:
        first, last = min(moment.year for moment in moments), max(moment.year for moment in moments)
        stride = int(round_step(Decimal(max(1, math.ceil((last - first) / count)))))
        years = [year for year in range(first, last + 1) if (last - year) % stride == 0]
        marks = [Moment(year) for year in years]
    else:
        marks = _months(low, high, count)
    if low == high:
        low, high = low - 1, high + 1
    ticks = tuple(Tick(middle(mark), word(mark)) for mark in marks if low - 1 <= middle(mark) <= high + 1)
    return Scale(low, high, ticks)


def _months(low: float, high: float, count: int) -> list[Moment]:
    start, end = datetime.date.fromordinal(int(low)), datetime.date.fromordinal(int(high))
    total = (end.year - start.year) * 12 + end.month - start.month + 1
    stride = next((step for step in (1, 2, 3, 6, 12) if total / step <= count), 12)
    months = [(start.year * 12 + start.month - 1) + place for place in range(total)]
    return [Moment(month // 12, month % 12 + 1) for month in months if month % stride == 0]


# ------------------------------------------------------------------------------------------ arrangement


def spread(places: Sequence[float], sizes: Sequence[float], low: float, high: float) -> list[float]:
    """Centres near `places` at which things of these sizes do not overlap, inside `low` to `high` where they fit.

    The least total shift: neighbours that would overlap are pooled and moved together.

    >>> spread([10, 11, 50], [4, 4, 4], 0, 60)
    [8.5, 12.5, 50.0]
    """
    order = sorted(range(len(places)), key=lambda item: places[item])
    pools: list[tuple[list[int], float]] = []
    for item in order:
        pools.append(([item], places[item]))
        while True:
            members, centre = pools[-1]
            height = sum(sizes[member] for member in members)
            centre = min(max(centre, low + height / 2), max(high - height / 2, low + height / 2))
            pools[-1] = (members, centre)
            if len(pools) < 2:
                break
            above, upper = pools[-2]
            upper_height = sum(sizes[member] for member in above)
            if upper + upper_height / 2 <= centre - height / 2 + 1e-9:
                break
            pools.pop()
            joined = above + members
            wanted = _pool_centre(joined, places, sizes)
            pools[-1] = (joined, wanted)
    centres = [0.0] * len(places)
    for members, centre in pools:
        edge = centre - sum(sizes[member] for member in members) / 2
        for member in members:
            centres[member] = float(edge + sizes[member] / 2)
            edge += sizes[member]
    return centres


def _pool_centre(members: Sequence[int], places: Sequence[float], sizes: Sequence[float]) -> float:
    """Where a pool wants to be: the mean of where each of its members would put the pool's centre."""
    total = sum(sizes[member] for member in members)
    offset, wishes = 0.0, 0.0
    for member in members:
        wishes += places[member] - (offset + sizes[member] / 2 - total / 2)
        offset += sizes[member]
    return wishes / len(members)


# --------------------------------------------------------------------------------------------- wording


def told(context: Context, items: Sequence[str], inner: bool = False) -> str:
    """Items in a row, parted as the language parts them (`inner`: within an item); empty ones are left out."""
    text = ""
    for item in filter(None, items):
        text = context.word("chart-inner" if inner else "chart-list", first=text, rest=item) if text else item
    return text


def told_pair(context: Context, label: str, value: str) -> str:
    """A name and its value: `Kazakhstan: 60th`."""
    return context.word("labelled", label=label, text=value) if label else value


def alt_text(context: Context, kind: str, title: str, items: Sequence[str]) -> str:
    """A picture of data in words: its kind, its headline, and its values."""
    told_items = told(context, items) or context.word("no-data")
    return context.word("chart-alt", kind=context.word(f"chart-{kind}"), title=title.rstrip(".。"), items=told_items)


def shortened(context: Context, items: Sequence[str], extremes: Sequence[str]) -> list[str]:
    """All items where they are few; else how many there are, and the extremes."""
    if len(items) <= ITEMS_TOLD:
        return list(items)
    return [context.word("chart-count", count=context.number(Decimal(len(items)))), *extremes]


def table(context: Context, headers: Sequence[str], rows: Sequence[Sequence[str | tuple[Run, ...]]]) -> Grid:
    """The same data as a grid: the first column left, the others right; an empty cell reads `not stated`."""
    columns = tuple(
        Column((Run(header, language=context.language),), "left" if place == 0 else "right")
        for place, header in enumerate(headers)
    )
    return Grid("table", columns, tuple(tuple(_cell(context, cell) for cell in row) for row in rows))


def _cell(context: Context, cell: str | tuple[Run, ...]) -> Cell:
    runs: tuple[Run, ...] = (Run(cell, language=context.language),) if isinstance(cell, str) else cell
    if not plain(runs):
        runs = (Run(context.word("not-stated"), tone="muted", language=context.language),)
    return Cell((Para("body", runs),))
