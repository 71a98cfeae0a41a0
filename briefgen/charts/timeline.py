"""Events on one line at their exact days; those without a date stand apart."""

from __future__ import annotations

import datetime
import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from briefgen.charts._ink import SMALLEST, Area, Ink
from briefgen.charts._spec import ChartSpec, Date, check_source
from briefgen.language import language
from briefgen.model import Context, Fact, Figure, Moment, Run, Style
from briefgen.moments import first_day, last_day
from briefgen.parts import plain
from briefgen.scales import alt_text, table, told, told_pair
from briefgen.schema import Name, Text
from briefgen.schema import Spec as Mapping

if TYPE_CHECKING:
    from matplotlib.figure import Figure as Canvas

    from briefgen.finding import Finding

Tone = Literal["done", "plan", "open"]


class Event(Mapping):
    """Something that happened or is to happen: the fact that holds its date, or a literal date (and its end)."""

    fact: Name | None = None
    date: Date | None = None
    until: Date | None = None
    label: Text
    tone: Tone | None = None

    @model_validator(mode="after")
    def _dated(self) -> Event:
        if (self.fact is None) == (self.date is None):
            raise PydanticCustomError("chart-data", "an event takes its date from either fact or date")
        return self


class Undated(Mapping):
    """Something whose date the sources do not give; `fact` says where it stands."""

    label: Text
    fact: Name | None = None
    tone: Tone | None = None


class Spec(ChartSpec):
    """`events: [{fact: date-fact, label: …, tone: done|plan|open}]`, `undated: [{label: …}]`."""

    events: tuple[Event, ...] = ()
    undated: tuple[Undated, ...] = Field(default=())


@dataclass(frozen=True, slots=True)
class Stop:
    """One event: its first and last day as day numbers, the words for its date, and its tone."""

    start: int
    end: int
    date: str
    label: str
    tone: str


@dataclass(frozen=True, slots=True)
class Line:
    """Events in order of time, those without a date, and the words of the key."""

    stops: tuple[Stop, ...]
    undated: tuple[tuple[str, str], ...]
    undated_title: str
    tones: tuple[tuple[str, str], ...]
    years: tuple[tuple[int, int, str], ...]
    empty: str


def plan(spec: Spec, context: Context, name: str) -> Figure:
    """Events sorted by day; a result is done and a plan planned unless the author says otherwise."""
    if any(event.date is not None for event in spec.events):
        check_source(spec, context)
    stops: list[Stop] = []
    rows: list[list[str | tuple[Run, ...]]] = []
    for event in spec.events:
        stop = _stop(event, context)
        if stop is not None:
            stops.append(stop[0])
            rows.append([stop[0].label, stop[1]])
    order = sorted(range(len(stops)), key=lambda place: (stops[place].start, stops[place].end))
    stops, rows = [stops[place] for place in order], [rows[place] for place in order]
    undated = tuple((context.plain(item.label), item.tone or "open") for item in spec.undated)
    for item in spec.undated:
        if item.fact is not None:
            context.fact(item.fact, item.fact.span)
    if not stops and not undated:
        context.report("chart-empty", "the timeline has no event", spec.title.span, "add events")
    words = {"done": context.word("done"), "plan": context.word("planned"), "open": context.word("open")}
    used = [tone for tone in words if any(stop.tone == tone for stop in stops)]
    title = context.word("undated")
    items = [told_pair(context, stop.date, _with_tone(context, stop, words, len(used) > 1)) for stop in stops]
    if undated:
        items.append(told_pair(context, title, told(context, [label for label, _ in undated], inner=True)))
    rows.extend([label, title] for label, _ in undated)
    return Figure(
        name=name,
        kind="timeline",
        plan=Line(
            tuple(stops),
            undated,
            title,
            tuple((tone, words[tone]) for tone in used) if len(used) > 1 else (),
            _years(context, stops),
            context.word("no-data"),
        ),
        alt=alt_text(context, "timeline", context.plain(spec.title), items),
        table=table(context, [context.word("chart-event"), context.word("date")], rows),
        aspect=(3.4 if len(stops) <= 3 else 2.9 if len(stops) <= 5 else 2.5) - (0.4 if undated else 0.0),
        language=context.language,
    )


def _with_tone(context: Context, stop: Stop, words: dict[str, str], said: bool) -> str:
    return context.word("parenthesis", text=stop.label, note=words[stop.tone]) if said else stop.label


def _stop(event: Event, context: Context) -> tuple[Stop, str | tuple[Run, ...]] | None:
    label = context.plain(event.label)
    if event.date is not None:
        first: Moment = event.date
        last: Moment = event.until or first
        words = language(context.language).date((first, last)) if event.until else context.date(first)
        start, end = first_day(first).toordinal(), last_day(last).toordinal()
        return Stop(start, max(start, end), words, label, event.tone or "done"), words
    fact = context.fact(event.fact, event.fact.span) if event.fact else None
    if fact is None or event.fact is None:
        return None
    ends = fact.value if isinstance(fact.value, tuple) else (fact.value, fact.value)
    if not all(isinstance(end, Moment) for end in ends):
        hint = "put what has no date under `undated:`"
        context.report("event-not-date", f"the value of '{fact.name}' is not a date", event.fact.span, hint)
        return None
    runs = context.value(fact.name, "default", event.fact.span)
    start, end = first_day(ends[0]).toordinal(), last_day(ends[1]).toordinal()
    return Stop(start, max(start, end), plain(runs), label, event.tone or _tone(fact)), runs


def _tone(fact: Fact) -> str:
    return {"result": "done", "opinion": "open"}.get(fact.kind, "plan")


def _years(context: Context, stops: Sequence[Stop]) -> tuple[tuple[int, int, str], ...]:
    """The years that the events touch, as first day, last day and words; for a short stretch its months."""
    if not stops:
        return ()
    low, high = min(stop.start for stop in stops), max(stop.end for stop in stops)
    first, last = (datetime.date.fromordinal(day) for day in (low, high))
    if last.year - first.year > 40:
        return ()
    years = [Moment(year) for year in range(first.year, last.year + 1)]
    return tuple(
        (first_day(year).toordinal(), last_day(year).toordinal(), context.date(year, "year")) for year in years
    )


# --------------------------------------------------------------------------------------------- drawing

BAND = 16.0
"""The height of the line itself, a band that shows the years, in points."""

SPAN = 14.0
"""An event that takes more room than this on the line is drawn as a stretch, not as a mark."""


def draw(figure: Figure, canvas: Canvas, style: Style) -> list[Finding]:
    """A band of time with a mark at each day, and a flag for each event above or below it."""
    line: Line = figure.plan
    ink = Ink(canvas, style, figure.language)
    if not line.stops and not line.undated:
        ink.nothing(line.empty)
        return ink.findings
    foot = _draw_undated(ink, line) if line.undated else ink.height
    top = 0.0
    if line.tones:
        entries = [(*_look(ink, tone), words) for tone, words in line.tones]
        top = ink.legend(entries, 0, 0, ink.width) + 6
    if not line.stops:
        return ink.findings
    area = Area(0, top, ink.width, foot)
    arrangement = _arrange(ink, line, area)
    if arrangement is None:
        _draw_list(ink, line, area)
    else:
        _draw_flags(ink, line, arrangement)
    return ink.findings


def _look(ink: Ink, tone: str) -> tuple[str, str, str]:
    """Shape, fill and edge: a full disc for done, a hollow diamond for a plan, a hollow square for what is open."""
    if tone == "done":
        color = ink.color("done")
        return "o", color, color
    if tone == "plan":
        return "D", ink.paper, ink.color("plan")
    return "s", ink.paper, ink.color("open")


@dataclass(frozen=True, slots=True)
class Flag:
    """The words of one event and where they hang: `level` counts outwards from the band, `side` -1 is above it."""

    stop: Stop
    x: float
    date: list[str]
    label: list[str]
    width: float
    side: int
    level: int
    left: bool

    @property
    def span(self) -> tuple[float, float]:
        """From where to where the words run."""
        return (self.x - self.width - 5, self.x + 2) if self.left else (self.x - 2, self.x + self.width + 5)


@dataclass(frozen=True, slots=True)
class Arrangement:
    """Flags in place, with the height of a level on either side; `gap` parts the nearest level from the band."""

    flags: list[Flag]
    size: float
    band: float
    gap: float
    above: list[float]
    below: list[float]
    places: Places


def _arrange(ink: Ink, line: Line, area: Area) -> Arrangement | None:
    """The roomiest arrangement in which no words touch; None where there is none."""
    places = Places(line.stops, area.left + 10, area.right - 10)
    sizes = dict.fromkeys((ink.size, ink.small, SMALLEST))
    count = len(line.stops)
    for size in sizes:
        for share in (0.34, 0.28, 0.23, 0.19, 0.16, 0.135):
            # A date is broken only where it is a long span.
            dates = max(min(ink.advance(stop.date, size, True), size * 12) for stop in line.stops) + 0.5
            width = max(area.width * share, dates)
            if width < size * 5.5 or width > area.width * 0.5:
                continue
            texts = [(ink.wrap(stop.date, width, size, True), ink.wrap(stop.label, width, size)) for stop in line.stops]
            if any(len(label) > 5 for _, label in texts):
                continue
            heights = [(len(date) + len(label)) * ink.line_height(size) + 6 for date, label in texts]
            room = area.height - BAND - 8
            for above, below in _levels(count):
                tallest = max(heights)
                if tallest * (above + below) > room:
                    continue
                flags = _place(ink, line.stops, texts, places, area, size, above, below)
                if flags is None:
                    continue
                return _settled(ink, flags, size, area, above, below, places)
    return None


def _levels(count: int) -> Iterator[tuple[int, int]]:
    """How many levels above and below, the fewest first."""
    options = [(1, 0), (1, 1), (2, 1), (2, 2), (3, 2), (3, 3), (4, 4)]
    return itertools.islice(options, 0 if count <= 2 else 1, len(options))


def _place(
    ink: Ink,
    stops: Sequence[Stop],
    texts: Sequence[tuple[list[str], list[str]]],
    places: Places,
    area: Area,
    size: float,
    above: int,
    below: int,
) -> list[Flag] | None:
    """A flag for each event without crossings, found by trying sides and levels from left to right."""
    budget = [3000]
    widths = [max(ink.widest(date, size, True), ink.widest(label, size)) for date, label in texts]
    xs = [places.pole(stop) for stop in stops]

    def options(place: int, flags: Sequence[Flag]) -> Iterator[Flag]:
        previous = flags[-1].side if flags else 1
        sides = [-previous, previous] if below else [-1]
        x, width = xs[place], widths[place]
        for side in sides:
            depth = above if side < 0 else below
            # Words that more flags follow closely hang farther out, so that the staircase descends to the right.
            close = sum(1 for other in xs[place + 1 :] if other - x < width + 8)
            wanted = min(depth - 1, (close + 1) // 2 if below else close)
            for level in sorted(range(depth), key=lambda one: abs(one - wanted)):
                for left in (False, True):
                    edge = x - width - 8 if left else x + width + 8
                    if area.left <= edge <= area.right:
                        yield Flag(stops[place], x, *texts[place], width, side, level, left)

    def extend(flags: list[Flag]) -> list[Flag] | None:
        if len(flags) == len(stops):
            return flags
        for flag in options(len(flags), flags):
            budget[0] -= 1
            if budget[0] < 0:
                return None
            if not any(_cross(flag, other) for other in flags):
                found = extend([*flags, flag])
                if found is not None:
                    return found
        return None

    return extend([])


def _cross(first: Flag, second: Flag) -> bool:
    """Whether the words or the poles of two flags meet."""
    if first.side != second.side:
        return False
    (a, b), (c, d) = first.span, second.span
    if first.level == second.level and a < d + 6 and c < b + 6:
        return True
    inner, outer = (first, second) if first.level < second.level else (second, first)
    low, high = inner.span
    if inner.level < outer.level and low - 3 < outer.x < high + 3:
        return True
    return abs(first.x - second.x) < 1.0 and first.level != second.level


def _settled(
    ink: Ink, flags: list[Flag], size: float, area: Area, above: int, below: int, places: Places
) -> Arrangement:
    """Levels as high as their highest words, and the band where both sides have room."""
    height = ink.line_height(size)

    def heights(side: int, depth: int) -> list[float]:
        return [
            max(
                (
                    (len(flag.date) + len(flag.label)) * height + 7
                    for flag in flags
                    if flag.side == side and flag.level == level
                ),
                default=0.0,
            )
            for level in range(depth)
        ]

    up, down = heights(-1, above), heights(1, below)
    needed = sum(up) + sum(down) + BAND + 20
    spare = max(0.0, area.height - needed)
    gap = 9 + min(spare / 6, 18.0)
    needed += (gap - 9) * (2 if below else 1)
    band = area.top + sum(up) + gap + max(0.0, area.height - needed) * 0.45 + BAND / 2
    return Arrangement(flags, size, band, gap, up, down, places)


class Places:
    """Where days stand across.  A stretch without events that is far longer than the others is cut short, visibly."""

    def __init__(self, stops: Sequence[Stop], left: float, right: float) -> None:
        days = sorted({day for stop in stops for day in (stop.start, stop.end)})
        if len(days) == 1:
            days = [days[0] - 15, days[0], days[0] + 15]
        total = days[-1] - days[0]
        lengths = [later - earlier for earlier, later in itertools.pairwise(days)]
        self.cuts: list[tuple[int, int]] = []
        weights: list[float] = []
        usual = sorted(lengths)[len(lengths) // 2]
        for (earlier, later), length in zip(itertools.pairwise(days), lengths, strict=True):
            if length > 0.4 * total and length > 4 * usual and len(days) > 4:
                rest = total - length
                weights.append(max(0.22 * rest, 1.0))
                self.cuts.append((earlier, later))
            else:
                weights.append(float(length))
        scale = (right - left) / (sum(weights) or 1.0)
        self._days = days
        self._xs = [left]
        for weight in weights:
            self._xs.append(self._xs[-1] + weight * scale)

    def pole(self, stop: Stop) -> float:
        """Where the flag of an event stands: over its mark, or well inside the stretch that it takes."""
        start, end = self.at(stop.start), self.at(stop.end)
        return start + (end - start) * (0.72 if end - start > SPAN else 0.5)

    def at(self, day: float) -> float:
        """The place of a day."""
        if day <= self._days[0]:
            return self._xs[0]
        for place, (earlier, later) in enumerate(itertools.pairwise(self._days)):
            if day <= later:
                share = (day - earlier) / (later - earlier)
                return self._xs[place] + share * (self._xs[place + 1] - self._xs[place])
        return self._xs[-1]


def _draw_flags(ink: Ink, line: Line, arrangement: Arrangement) -> None:
    size, band, places = arrangement.size, arrangement.band, arrangement.places
    height = ink.line_height(size)
    _draw_band(ink, line, places, band)
    for flag in sorted(arrangement.flags, key=lambda one: one.level, reverse=True):
        levels = arrangement.above if flag.side < 0 else arrangement.below
        near = sum(levels[: flag.level])
        block = (len(flag.date) + len(flag.label)) * height
        if flag.side < 0:
            bottom = band - BAND / 2 - arrangement.gap - near
            top = bottom - block
            ink.line([(flag.x, band), (flag.x, top + 2)], ink.color("other"), 1.0)
        else:
            top = band + BAND / 2 + arrangement.gap + near
            ink.line([(flag.x, band), (flag.x, top + block - 2)], ink.color("other"), 1.0)
        x = flag.x - 6 if flag.left else flag.x + 6
        align = "right" if flag.left else "left"
        tone = {"done": "strong", "plan": "plan", "open": "open"}[flag.stop.tone]
        ink.write(x, top, flag.date, size=size, tone=tone, bold=True, align=align, anchor="top")  # type: ignore[arg-type]
        ink.write(x, top + len(flag.date) * height, flag.label, size=size, align=align, anchor="top")  # type: ignore[arg-type]

    def length(flag: Flag) -> float:
        return places.at(flag.stop.end) - places.at(flag.stop.start)

    for flag in sorted(arrangement.flags, key=length, reverse=True):
        shape, fill, edge = _look(ink, flag.stop.tone)
        start = places.at(flag.stop.start)
        if length(flag) > SPAN:
            hatch = "" if flag.stop.tone == "done" else "////"
            ink.rect(Area(start, band - 4.5, start + length(flag), band + 4.5), fill, edge, 1.4, hatch)
        else:
            ink.marker(flag.x, band, shape, 12 if shape == "o" else 11, fill, ink.paper if shape == "o" else edge, 2.0)
    _draw_cuts(ink, places, band)


def _draw_band(ink: Ink, line: Line, places: Places, band: float) -> None:
    """The line: a stretch a year, its number where no mark stands."""
    left, right = 0.0, ink.width
    ground = ink.tint("muted", 0.14)
    ink.rect(Area(left, band - BAND / 2, right, band + BAND / 2), ground)
    marks = []
    for stop in line.stops:
        start, end = places.at(stop.start), places.at(stop.end)
        marks.append((start - 9, end + 9) if end - start > SPAN else ((start + end) / 2 - 9, (start + end) / 2 + 9))
    for earlier, later in places.cuts:
        middle = (places.at(earlier) + places.at(later)) / 2
        marks.append((middle - 9, middle + 9))
    for first, last, words in line.years:
        start, end = places.at(first), places.at(last + 1)
        if first > line.stops[0].start:
            ink.line([(start, band - BAND / 2), (start, band + BAND / 2)], ink.paper, 2.0)
        else:
            start = left
        if last >= max(stop.end for stop in line.stops):
            end = right
        width = ink.advance(words, SMALLEST)
        free = _free(marks, start + 5, end - 4, width)
        if free is not None:
            ink.write(free, band, words, size=SMALLEST, tone="muted")


def _draw_cuts(ink: Ink, places: Places, band: float) -> None:
    """Two strokes where time is cut short."""
    for earlier, later in places.cuts:
        middle = (places.at(earlier) + places.at(later)) / 2
        ink.polygon(
            [(middle - 7, band + 10), (middle - 1, band - 10), (middle + 7, band - 10), (middle + 1, band + 10)],
            ink.paper,
        )
        for shift in (-4.0, 4.0):
            ink.line([(middle + shift - 3, band + 10), (middle + shift + 3, band - 10)], ink.color("muted"), 1.2)


def _free(marks: Sequence[tuple[float, float]], start: float, end: float, width: float) -> float | None:
    """The leftmost place between `start` and `end` at which words of this width touch no mark."""
    x = start
    for low, high in sorted(marks):
        if high < x or low > x + width:
            continue
        x = high
    return x if x + width <= end else None


def _draw_undated(ink: Ink, line: Line) -> float:
    """A strip below for what has no date: its title, then the items in columns.  The strip's upper edge."""
    size = ink.small
    height = ink.line_height(size)
    columns = min(len(line.undated), max(1, int(ink.width // 190)))
    width = (ink.width - 16 * (columns - 1)) / columns
    wrapped = [ink.wrap(label, width - 16, size, most=3) for label, _ in line.undated]
    rows = [wrapped[start : start + columns] for start in range(0, len(wrapped), columns)]
    row_heights = [max(map(len, row)) * height + 3 for row in rows]
    top = ink.height - sum(row_heights) - height - 6
    ink.line([(0, top - 5), (ink.width, top - 5)], ink.style.colors.get("line", "D3DBDF"), 1.0)
    ink.write(0, top, line.undated_title, size=size, tone="muted", bold=True, anchor="top")
    y = top + height + 3
    for number, row in enumerate(rows):
        for column, words in enumerate(row):
            x = column * (width + 16)
            ink.marker(x + 5, y + height / 2, "o", 7, ink.paper, ink.color("muted"), 1.4)
            ink.write(x + 16, y, words, size=size, anchor="top")
        y += row_heights[number]
    return top - 12


def _draw_list(ink: Ink, line: Line, area: Area) -> None:
    """Where flags cannot be placed: the same events down an upright line, one a row."""
    for size in (ink.size, ink.small, SMALLEST):
        height = ink.line_height(size)
        dates = max(ink.advance(stop.date, size, True) for stop in line.stops)
        dates = min(dates, area.width * 0.36)
        wrapped = [
            (ink.wrap(stop.date, dates, size, True), ink.wrap(stop.label, area.width - dates - 44, size))
            for stop in line.stops
        ]
        heights = [max(len(date), len(label)) * height + 3 for date, label in wrapped]
        if sum(heights) <= area.height:
            break
    else:
        message = f"{len(line.stops)} events do not fit in {ink.width:.0f} × {ink.height:.0f} points"
        ink.report("chart-crowded", message, "show fewer events, or shorten their labels")
        kept = list(itertools.takewhile(lambda total: total <= area.height, itertools.accumulate(heights)))
        wrapped, heights = wrapped[: max(1, len(kept))], heights[: max(1, len(kept))]
    spare = max(0.0, (area.height - sum(heights)) / len(heights))
    pole = dates + 16
    y = area.top + min(spare, 14) / 2
    ink.line(
        [(pole, y + 4), (pole, y + sum(heights) + min(spare, 14) * (len(heights) - 1) - 4)], ink.color("other"), 2.0
    )
    for stop, (date, label), tall in zip(line.stops, wrapped, heights, strict=False):
        shape, fill, edge = _look(ink, stop.tone)
        tone = {"done": "strong", "plan": "plan", "open": "open"}[stop.tone]
        ink.write(dates, y, date, size=size, tone=tone, bold=True, align="right", anchor="top")
        ink.write(pole + 14, y, label, size=size, anchor="top")
        ink.marker(pole, y + height / 2, shape, 10, fill, ink.paper if shape == "o" else edge, 1.8)
        y += tall + min(spare, 14)
