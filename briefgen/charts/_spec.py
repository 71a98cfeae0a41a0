"""What authors write for a chart, and how it becomes marks: values with worded labels, in one language.

Data come in one of three forms: `points` (facts), `rows` (literal values with a named source) or `data` (a CSV or XLSX
file with a named source).
"""

from __future__ import annotations

import dataclasses
import datetime
import re
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, model_validator
from pydantic_core import PydanticCustomError

from briefgen import model
from briefgen.dataset import Dataset, column_of, numbers_of, read_dataset
from briefgen.finding import Finding, Severity, Span, did_you_mean
from briefgen.language import language
from briefgen.model import Context, Fact, Moment, Run
from briefgen.moments import middle, parse_moment, to_year
from briefgen.parts import plain
from briefgen.scales import Scale, Tick, train, train_time
from briefgen.schema import Name, Spec, Text
from briefgen.statements import alternatives, citation_key, stated

MARK_LIMIT = 2000
"""More values than this are not drawn: no reader could tell them apart."""

SERIES_LIMIT = 4
"""Colours that a reader can keep apart, and name, in one chart."""


def as_decimal(value: Any) -> Any:
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal):
        raise ValueError("expected a number")
    number = Decimal(repr(value)) if isinstance(value, float) else Decimal(value)
    if not number.is_finite():
        raise PydanticCustomError("value-nan", "expected a finite number; write null where there is no value")
    return number


def _as_tuple(value: Any) -> Any:
    return (value,) if isinstance(value, str) else value


def _as_moment(value: Any) -> Any:
    moment = value if isinstance(value, Moment) else parse_moment(value)
    if moment is None:
        raise ValueError("expected a date: 2025, 2025-11 or 2025-11-17")
    return moment


def _position_of(value: Any) -> Moment | None:
    """A place on an axis as a date.  A bare number may be any measure, and is a year only where years are likely."""
    moment = value if isinstance(value, Moment) else parse_moment(value)
    if moment is None or (moment.month is None and not 1000 <= moment.year <= 2999):
        return None
    return moment


def _as_position(value: Any) -> Any:
    """A date where it reads as one, a number, or a category."""
    moment = _position_of(value)
    if moment is not None:
        return moment
    return value if isinstance(value, model.Text) else as_decimal(value)


Number = Annotated[Decimal, BeforeValidator(as_decimal)]
Date = Annotated[Any, BeforeValidator(_as_moment)]
Position = Annotated[Any, BeforeValidator(_as_position)]
Names = Annotated[tuple[Name, ...], BeforeValidator(_as_tuple)]
Kind = Literal["result", "target", "plan"]


class ChartSpec(Spec):
    """What every chart has: a headline, the measure, place and period below it, a note, and where its data are from."""

    kind: Name | None = None
    title: Text
    subtitle: Text | None = None
    note: Text | None = None
    source: Names = ()


class Point(Spec):
    """A fact as a mark.  `source` takes the value of one citation of a fact on which sources differ."""

    fact: Name
    label: Text | None = None
    series: Text | None = None
    highlight: bool = False
    x: Position | None = None
    source: Name | None = None

    @model_validator(mode="before")
    @classmethod
    def _from_name(cls, value: Any) -> Any:
        return {"fact": value} if isinstance(value, str) else value


class Row(Spec):
    """A literal value; null where the source gives none."""

    label: Text | None = None
    value: Number | None
    high: Number | None = None
    series: Text | None = None
    highlight: bool = False
    x: Position | None = None
    kind: Kind = "result"
    as_of: Date | None = None

    @model_validator(mode="after")
    def _in_order(self) -> Row:
        if self.value is not None and self.high is not None and self.high < self.value:
            raise PydanticCustomError("range-reversed", "`high` lies below `value`")
        return self


class DataFile(Spec):
    """A table of the project and which of its columns say what.  `where` keeps the rows with these values."""

    file: Name
    sheet: Name | None = None
    header: int = Field(default=0, ge=0)
    encoding: Name | None = None
    label: Name | None = None
    value: Names = ()
    series: Name | None = None
    x: Name | None = None
    y: Name | None = None
    highlight: Annotated[tuple[Any, ...], BeforeValidator(_as_tuple)] = ()
    where: Mapping[str, Any] = Field(default_factory=dict)


class DataSpec(ChartSpec):
    """A chart of values, in one of the three forms."""

    points: tuple[Point, ...] = ()
    rows: tuple[Row, ...] = ()
    data: DataFile | None = None
    unit: Name | None = None

    @model_validator(mode="after")
    def _one_form(self) -> DataSpec:
        given = [form for form in ("points", "rows", "data") if form in self.model_fields_set]
        if len(given) != 1:
            had = f"has {' and '.join(given)}" if given else "has none of them"
            message = f"a chart takes its data from one of points, rows or data; this one {had}"
            raise PydanticCustomError("chart-data", message)
        return self


@dataclass(frozen=True, slots=True)
class Mark:
    """One value to be drawn.

    `high` is the upper end where the value is a range.  `kind` is result, target or plan.  `text` is the value as it is
    written beside the mark, with the year of a target or plan; `runs` are the same and keep where it came from.
    """

    label: str
    series: str
    value: float | None
    text: str
    high: float | None = None
    kind: str = "result"
    highlight: bool = False
    x: Moment | Decimal | str | None = None
    unit: str = ""
    exact: Decimal | None = None
    exact_high: Decimal | None = None
    runs: tuple[Run, ...] = ()
    span: Span | None = None

    @property
    def aimed(self) -> bool:
        """Whether the value is still to be reached: drawn hollow, never as a result."""
        return self.kind != "result"


def read_marks(spec: DataSpec, context: Context) -> tuple[Mark, ...]:
    """The marks of a chart in the author's order, each with a name of its own; what cannot be drawn is left out."""
    return only_first(context, spec, read_all_marks(spec, context), lambda mark: (mark.series, mark.label, mark.x))


def read_all_marks(spec: DataSpec, context: Context) -> tuple[Mark, ...]:
    """The marks of a chart in the author's order, even those that share a name; what cannot be drawn is reported."""
    if spec.points:
        marks = [mark for point in spec.points if (mark := _from_point(point, context)) is not None]
    else:
        check_source(spec, context)
        marks = _from_data(spec, context) if spec.data else [_from_row(row, spec, context) for row in spec.rows]
    if not any(mark.value is not None for mark in marks):
        context.report("chart-empty", "the chart has no value to draw", spec.title.span, "add points or rows")
    return _checked(spec, context, marks)


def check_source(spec: ChartSpec, context: Context) -> None:
    """Report literal data that name no source: every exhibit says where its numbers come from."""
    if not spec.source:
        hint = "add `source:` with the name of an entry of sources.yaml"
        context.report("chart-unsourced", "the chart's data have no source", spec.title.span, hint)


def _checked(spec: DataSpec, context: Context, marks: Sequence[Mark]) -> tuple[Mark, ...]:
    if len(marks) > MARK_LIMIT:
        message = f"the chart has {len(marks):,} values; at most {MARK_LIMIT:,} are drawn"
        context.report("chart-too-many", message, spec.title.span, "summarise the data, or filter them with `where:`")
        marks = marks[:MARK_LIMIT]
    check_units(context, marks)
    return tuple(marks)


def only_first(
    context: Context, spec: DataSpec, marks: Sequence[Mark], key: Callable[[Mark], Hashable]
) -> tuple[Mark, ...]:
    """Of marks with the same key the first; the others are reported, those of a table in one finding."""
    first: dict[Hashable, Mark] = {}
    again = [mark for mark in marks if first.setdefault(key(mark), mark) is not mark]
    for mark in again[:1] if spec.data else again:
        name = mark.label or _told_position(context, mark.x)
        report_duplicate(context, mark, name, spec.title.span, len(again) - 1 if spec.data else 0)
    return tuple(first.values())


def report_duplicate(context: Context, mark: Mark, name: str, span: Span, more: int = 0) -> None:
    """Report a second value for one name in one series: a reader could not know which holds."""
    message = f"two values for '{name}'" + (f" in the series '{mark.series}'" if mark.series else "")
    if more:
        message += f", and {more:,} more rows repeat a name"
    hint = "keep one row with `where:`" if more else "remove one, or give each a series or `x:`"
    context.report("mark-duplicate", message, mark.span or span, hint)


def _told_position(context: Context, position: Moment | Decimal | str | None) -> str:
    if isinstance(position, Moment):
        return short_date(context, position)
    return context.number(position) if isinstance(position, Decimal) else position or ""


def unit_of(context: Context, unit: model.Text | None) -> str:
    """The unit that a chart names for its literal values; empty after reporting that there is none of that name."""
    words = language(context.language)
    if unit is None or words.knows_unit(unit):
        return str(unit or "")
    context.report("unit-unknown", f"no unit named '{unit}'", unit.span, did_you_mean(unit, words.units))
    return ""


def check_units(context: Context, marks: Sequence[Mark]) -> None:
    """Report marks of another unit than the first: one scale cannot hold two measures."""
    valued = [mark for mark in marks if mark.value is not None and mark.unit]
    for mark in valued:
        if mark.unit != valued[0].unit:
            message = f"'{mark.label}' is in {mark.unit}, the marks before it are in {valued[0].unit}"
            context.report("unit-mixed", message, mark.span, "draw a chart for each measure")
            return


def series_names(context: Context, marks: Sequence[Mark], span: Span) -> tuple[str, ...]:
    """The series in the order in which they first come, with a warning where they are more than colours can carry."""
    names = tuple(dict.fromkeys(mark.series for mark in marks))
    if len(names) > SERIES_LIMIT and not any(mark.highlight for mark in marks):
        message = f"{len(names)} series, and only {SERIES_LIMIT} can be told apart; the others are drawn in grey"
        hint = "highlight the one that matters, or show fewer"
        context.report("series-too-many", message, span, hint, Severity.WARNING)
    return names


def _from_point(point: Point, context: Context) -> Mark | None:
    fact = context.fact(point.fact, point.fact.span)
    if fact is None:
        return None
    return mark_of(context, fact, point.fact.span, point)


def mark_of(context: Context, fact: Fact, span: Span, point: Point | None = None) -> Mark | None:
    """A fact as a mark; None, and a finding, where it is an opinion or holds no number."""
    if fact.kind == "opinion":
        hint = "quote it in the text, with its speaker"
        context.report("opinion-drawn", f"'{fact.name}' is an opinion; a chart shows what is known", span, hint)
        return None
    said = alternatives(fact)
    value, high = said[0].value, None
    runs = context.value(fact.name, "default", span)
    if point is not None and point.source is not None:
        cited = next((citation for citation in fact.citations if citation.source == point.source), None)
        if cited is None:
            hint = "its sources are " + ", ".join(dict.fromkeys(citation.source for citation in fact.citations))
            message = f"'{fact.name}' does not cite '{point.source}'"
            context.report("citation-unknown", message, point.source.span, hint)
            return None
        value = stated(fact, cited).value
        if len(said) > 1 or cited.value is not None:
            runs = _cited_runs(context, fact, cited)
    elif len(said) > 1:
        hint = "draw one point a source, each with `source:`"
        context.report("point-disputed", f"the sources of '{fact.name}' give different values", span, hint)
        return None
    if isinstance(value, tuple) and len(value) == 2 and all(isinstance(end, Decimal) for end in value):
        value, high = value
    if not isinstance(value, Decimal):
        hint = "draw dates in a timeline, and words in a table"
        context.report("point-not-number", f"the value of '{fact.name}' is not a number", span, hint)
        return None
    runs = _due(context, fact.kind, fact.as_of, runs)
    return Mark(
        label=context.plain(point.label) if point and point.label else context.label(fact),
        series=context.plain(point.series) if point and point.series else "",
        value=float(value),
        text=plain(runs),
        high=None if high is None else float(high),
        kind=fact.kind,
        highlight=bool(point and point.highlight),
        x=_position(context, point.x) if point and point.x is not None else fact.as_of,
        unit=fact.unit,
        exact=value,
        exact_high=high,
        runs=runs,
        span=span,
    )


def _cited_runs(context: Context, fact: Fact, cited: model.Citation) -> tuple[Run, ...]:
    """A citation's own value with its own qualifiers, worded like the fact's."""
    said = stated(fact, cited)
    own = dataclasses.replace(fact, value=said.value, qualifier=said.qualifier, citations=())
    text = language(context.language).value(own)
    return (Run(text, fact=fact.name, citations=(citation_key(cited),), language=context.language),)


def _due(context: Context, kind: str, moment: Moment | None, runs: tuple[Run, ...]) -> tuple[Run, ...]:
    """The value with a word that it is a target or a plan, and for when; a result as it is."""
    if kind == "result" or not runs:
        return runs
    note = context.word(f"chart-{kind}", year=context.date(to_year(moment))) if moment else ""
    place = "\ufffc"
    around = context.word("parenthesis", text=place, note=note or context.word(f"chart-{kind}-undated"))
    before, _, after = around.partition(place)
    words = (Run(part, language=context.language) if part else None for part in (before, after))
    first, last = words
    return (*((first,) if first else ()), *runs, *((last,) if last else ()))


def _position(context: Context, value: Moment | Decimal | model.Text) -> Moment | Decimal | str:
    return context.plain(value) if isinstance(value, model.Text) else value


def _from_row(row: Row, spec: DataSpec, context: Context) -> Mark:
    span = row.label.span if row.label else row.x.span if isinstance(row.x, model.Text) else spec.title.span
    if row.kind != "result" and row.as_of is None and not isinstance(row.x, Moment):
        message = f"the {row.kind} '{row.label or _told_position(context, row.x)}' has no date"
        context.report("fact-date-missing", message, span, "say with as-of: by when", Severity.WARNING)
    return literal(
        context,
        unit_of(context, spec.unit),
        row.value,
        row.high,
        label=context.plain(row.label) if row.label else "",
        series=context.plain(row.series) if row.series else "",
        kind=row.kind,
        due=row.as_of,
        highlight=row.highlight,
        x=_position(context, row.x) if row.x is not None else row.as_of,
        span=span,
    )


def literal(
    context: Context,
    unit: str,
    value: Decimal | None,
    high: Decimal | None,
    kind: str = "result",
    due: Moment | None = None,
    **rest: Any,
) -> Mark:
    """A value that no fact holds, worded in its unit, as a mark."""
    text = "" if value is None else context.number(value if high is None else (value, high), unit)
    runs = _due(context, kind, due, (Run(text, language=context.language),) if text else ())
    return Mark(
        kind=kind,
        value=None if value is None else float(value),
        high=None if high is None else float(high),
        text=plain(runs),
        unit=unit,
        exact=value,
        exact_high=high,
        runs=runs,
        **rest,
    )


# ------------------------------------------------------------------------------------------------ files


@dataclass(frozen=True, slots=True)
class Columns:
    """A table and the rows of it that a chart keeps."""

    dataset: Dataset
    kept: tuple[int, ...]


def open_data(data: DataFile, context: Context) -> Columns | None:
    """The author's table, filtered by `where`; None after reporting why there is none."""
    blob = context.file(data.file)
    if blob is None:
        return None
    dataset, findings = read_dataset(
        blob, f"content/{data.file}", sheet=str(data.sheet or ""), header=data.header, encoding=str(data.encoding or "")
    )
    report_all(context, findings)
    if dataset is None:
        return None
    kept = list(range(len(dataset.rows)))
    for name, wanted in data.where.items():
        place = column_index(context, dataset, name, data.file.span)
        if place is None:
            return None
        allowed = {_cell_text(value) for value in (wanted if isinstance(wanted, list | tuple) else (wanted,))}
        kept = [row for row in kept if _cell_text(dataset.rows[row][place]) in allowed]
    if not kept:
        message = f"no row of {dataset.path} is left after `where:`"
        context.report("data-empty", message, data.file.span, "check the spelling of the values")
        return None
    return Columns(dataset, tuple(kept))


def report_all(context: Context, findings: Sequence[Finding]) -> None:
    """Pass findings of a tool on to the edition that is being resolved."""
    for finding in findings:
        context.report(finding.rule, finding.message, finding.span, finding.hint, finding.severity)


def column_index(context: Context, dataset: Dataset, name: str, span: Span | None) -> int | None:
    """The place of a named column; None after reporting that there is none."""
    findings: list[Finding] = []
    index = column_of(dataset, str(name), name.span if isinstance(name, model.Text) else span, findings)
    report_all(context, findings)
    return index


def column_texts(columns: Columns, index: int) -> list[str]:
    """The cells of a column as words, for the rows that are kept."""
    return [_cell_text(columns.dataset.rows[row][index]) for row in columns.kept]


def column_numbers(context: Context, columns: Columns, index: int) -> list[Decimal | None]:
    """The cells of a column as numbers, for the rows that are kept; cells that are none are reported."""
    findings: list[Finding] = []
    kept = tuple(columns.dataset.rows[row] for row in columns.kept)
    numbers = tuple(columns.dataset.numbers[row] for row in columns.kept)
    part = Dataset(columns.dataset.path, columns.dataset.columns, kept, numbers, columns.dataset.decimal_comma)
    values = numbers_of(part, index, findings)
    report_all(context, findings)
    return values


def _cell_text(cell: Any) -> str:
    if cell is None:
        return ""
    if isinstance(cell, datetime.date):
        return cell.isoformat()
    return str(cell).strip()


def _from_data(spec: DataSpec, context: Context) -> list[Mark]:
    data = spec.data
    columns = open_data(data, context) if data else None
    if data is None or columns is None:
        return []
    dataset = columns.dataset
    label = column_index(context, dataset, data.label, None) if data.label else None
    if not data.value:
        context.report("column-unknown", "`value:` names no column", data.file.span, "name the column with the values")
        return []
    places = [column_index(context, dataset, name, None) for name in data.value]
    series = column_index(context, dataset, data.series, None) if data.series else None
    position = column_index(context, dataset, data.x, None) if data.x else None
    if any(place is None for place in places):
        return []
    labels = column_texts(columns, label) if label is not None else [""] * len(columns.kept)
    groups = column_texts(columns, series) if series is not None else None
    xs = column_texts(columns, position) if position is not None else None
    highlighted = {_cell_text(value) for value in data.highlight}
    unit = unit_of(context, spec.unit)
    marks = []
    for name, place in zip(data.value, places, strict=True):
        values = column_numbers(context, columns, place if place is not None else 0)
        for row, value in enumerate(values):
            group = groups[row] if groups else (str(name) if len(places) > 1 else "")
            marks.append(
                literal(
                    context,
                    unit,
                    value,
                    None,
                    label=labels[row] or (xs[row] if xs else ""),
                    series=group,
                    highlight=labels[row] in highlighted or group in highlighted,
                    x=_cell_position(xs[row]) if xs else None,
                    span=dataset.place(columns.kept[row], place or 0),
                )
            )
    return marks


def _cell_position(text: str) -> Moment | Decimal | str:
    moment = _position_of(text.removesuffix(".0"))
    if moment is not None:
        return moment
    return Decimal(text) if re.fullmatch(r"-?\d+(\.\d+)?", text) else text


# -------------------------------------------------------------------------------------------- positions


@dataclass(frozen=True, slots=True)
class Across:
    """Where marks stand along the horizontal axis: `places` gives each mark's, `texts` words it."""

    scale: Scale
    places: tuple[float, ...]
    texts: tuple[str, ...]


def short_date(context: Context, moment: Moment) -> str:
    """A date beside an axis: a year in bare digits, months and days in their short form."""
    return context.date(moment, "year" if moment.month is None else "short")


def train_positions(context: Context, marks: Sequence[Mark]) -> Across:
    """A horizontal scale for marks: time where all positions are dates, numbers, or categories in order."""
    positions = [mark.x if mark.x is not None else mark.label for mark in marks]
    if positions and all(isinstance(position, Moment) for position in positions):
        moments = [position for position in positions if isinstance(position, Moment)]
        scale = train_time(moments, lambda moment: short_date(context, moment))
        return Across(scale, tuple(map(middle, moments)), tuple(short_date(context, moment) for moment in moments))
    if positions and all(isinstance(position, Decimal) for position in positions):
        numbers = [position for position in positions if isinstance(position, Decimal)]
        scale = train(numbers, context.number)
        return Across(scale, tuple(map(float, numbers)), tuple(map(context.number, numbers)))
    texts = [short_date(context, position) if isinstance(position, Moment) else str(position) for position in positions]
    order = list(dict.fromkeys(texts))
    scale = Scale(0, max(len(order) - 1, 0), tuple(Tick(place, text) for place, text in enumerate(order)))
    return Across(scale, tuple(float(order.index(text)) for text in texts), tuple(texts))
