"""A table of numbers in which the shade of each cell follows its value, with the value in it."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Annotated, Any

from pydantic import BeforeValidator, model_validator
from pydantic_core import PydanticCustomError

from briefgen import model
from briefgen.charts._ink import SMALLEST, Area, Ink
from briefgen.charts._spec import (
    ChartSpec,
    DataFile,
    Mark,
    as_decimal,
    check_source,
    check_units,
    column_index,
    column_numbers,
    column_texts,
    literal,
    mark_of,
    open_data,
    unit_of,
)
from briefgen.color import mix
from briefgen.model import Context, Figure, Run, Style
from briefgen.scales import alt_text, shortened, table, told, told_pair
from briefgen.schema import Name, Text
from briefgen.schema import Spec as Mapping

if TYPE_CHECKING:
    from matplotlib.figure import Figure as Canvas

    from briefgen.finding import Finding


def _value(value: Any) -> Any:
    return value if value is None or isinstance(value, model.Text) else as_decimal(value)


class Row(Mapping):
    """A row of values: numbers, names of facts, or null where the source gives none."""

    label: Text
    values: tuple[Annotated[Any, BeforeValidator(_value)], ...]
    highlight: bool = False


class Spec(ChartSpec):
    """`columns: […]`, `rows: [{label: …, values: […]}]`; or `data: {file, label, value: [column, …]}`."""

    columns: tuple[Text, ...] = ()
    rows: tuple[Row, ...] = ()
    data: DataFile | None = None
    unit: Name | None = None

    @model_validator(mode="after")
    def _in_step(self) -> Spec:
        if bool(self.rows) == (self.data is not None):
            raise PydanticCustomError("chart-data", "a heat map takes its data from either rows or data")
        for row in self.rows:
            if len(row.values) != len(self.columns):
                counts = {"label": str(row.label), "values": len(row.values), "columns": len(self.columns)}
                message = "the row '{label}' has {values} values for {columns} columns"
                raise PydanticCustomError("chart-ragged", message, counts)
        return self


@dataclass(frozen=True, slots=True)
class Field:
    """One cell: its words, and how far its value lies between the least and the greatest; None if not stated."""

    text: str
    share: float | None
    aimed: bool = False


@dataclass(frozen=True, slots=True)
class Fields:
    """Rows of cells under columns."""

    columns: tuple[str, ...]
    rows: tuple[str, ...]
    highlights: tuple[bool, ...]
    fields: tuple[tuple[Field, ...], ...]
    missing: str
    empty: str


def plan(spec: Spec, context: Context, name: str) -> Figure:
    """Cells with their words and shades; one scale for all, for one measure."""
    if spec.data:
        columns, labels, highlights, marks = _from_data(spec, context)
    else:
        columns = [context.plain(column) for column in spec.columns]
        labels = [context.plain(row.label) for row in spec.rows]
        highlights = [row.highlight for row in spec.rows]
        marks = [[_mark(spec, row, value, context) for value in row.values] for row in spec.rows]
        if any(isinstance(value, Decimal) for row in spec.rows for value in row.values):
            check_source(spec, context)
    known = [mark for row in marks for mark in row if mark is not None and mark.value is not None]
    check_units(context, known)
    if not known:
        context.report("chart-empty", "the chart has no value to draw", spec.title.span, "add rows")
    values = [mark.value for mark in known if mark.value is not None]
    low, high = (min(values), max(values)) if values else (0.0, 1.0)
    missing = context.word("not-stated")
    fields = tuple(tuple(_field(mark, low, high, missing) for mark in row) for row in marks)
    items = [
        told_pair(
            context,
            label,
            told(context, [f"{column} {field.text}" for column, field in zip(columns, row, strict=True)], inner=True),
        )
        for label, row in zip(labels, fields, strict=True)
    ]
    cells: list[list[str | tuple[Run, ...]]] = [
        [label, *(mark.runs if mark else () for mark in row)] for label, row in zip(labels, marks, strict=True)
    ]
    extremes = []
    if known:
        extremes = [
            context.word("chart-greatest", item=max(known, key=lambda mark: mark.value or 0.0).text),
            context.word("chart-least", item=min(known, key=lambda mark: mark.value or 0.0).text),
        ]
    return Figure(
        name=name,
        kind="heatmap",
        plan=Fields(tuple(columns), tuple(labels), tuple(highlights), fields, missing, context.word("no-data")),
        alt=alt_text(context, "heatmap", context.plain(spec.title), shortened(context, items, extremes)),
        table=table(context, [context.word("label"), *columns], cells),
        aspect=min(3.0, max(1.0, (180 + 86 * len(columns)) / (44 + 34 * max(len(labels), 1)))),
        language=context.language,
    )


def _mark(spec: Spec, row: Row, value: Any, context: Context) -> Mark | None:
    if value is None:
        return None
    if isinstance(value, Decimal):
        return literal(
            context,
            unit_of(context, spec.unit),
            value,
            None,
            label=context.plain(row.label),
            series="",
            span=row.label.span,
        )
    fact = context.fact(value, value.span)
    return None if fact is None else mark_of(context, fact, value.span)


def _field(mark: Mark | None, low: float, high: float, missing: str) -> Field:
    if mark is None or mark.value is None:
        return Field(missing, None)
    return Field(mark.text, (mark.value - low) / (high - low) if high > low else 0.5, mark.aimed)


def _from_data(spec: Spec, context: Context) -> tuple[list[str], list[str], list[bool], list[list[Mark | None]]]:
    check_source(spec, context)
    data = spec.data
    columns = open_data(data, context) if data else None
    nothing: tuple[list[str], list[str], list[bool], list[list[Mark | None]]] = ([], [], [], [])
    if data is None or columns is None:
        return nothing
    if data.label is None or not data.value:
        hint = "write `data: {file: …, label: column, value: [column, …]}`"
        context.report("column-unknown", "`data:` must name the columns label and value", data.file.span, hint)
        return nothing
    label_place = column_index(context, columns.dataset, data.label, None)
    places = [column_index(context, columns.dataset, name, None) for name in data.value]
    if label_place is None or any(place is None for place in places):
        return nothing
    labels = column_texts(columns, label_place)
    wanted = {str(value) for value in data.highlight}
    numbers = [column_numbers(context, columns, place or 0) for place in places]
    unit = unit_of(context, spec.unit)
    marks: list[list[Mark | None]] = [
        [
            None if values[row] is None else literal(context, unit, values[row], None, label=label, series="")
            for values in numbers
        ]
        for row, label in enumerate(labels)
    ]
    titles = [context.plain(column) for column in spec.columns]
    names = titles if len(titles) == len(places) else [str(name) for name in data.value]
    return names, labels, [label in wanted for label in labels], marks


def draw(figure: Figure, canvas: Canvas, style: Style) -> list[Finding]:
    """Column names above, row names on the left, shaded cells with their values."""
    plan_: Fields = figure.plan
    ink = Ink(canvas, style, figure.language)
    if not plan_.rows or not plan_.columns:
        ink.nothing(plan_.empty)
        return ink.findings
    label_width, size = _label_width(ink, plan_)
    cell = (ink.width - label_width) / len(plan_.columns)
    longest = max((ink.advance(word, ink.small) for column in plan_.columns for word in column.split()), default=0.0)
    header_size = ink.small if longest <= cell - 6 else SMALLEST
    headers = [ink.wrap(column, cell - 4, header_size, most=4) for column in plan_.columns]
    top = max(map(len, headers)) * ink.line_height(header_size) + 5
    pitch = min((ink.height - top) / len(plan_.rows), 56.0)
    size = min(size, max(SMALLEST, pitch * 0.72))
    value_size = next(
        (
            one
            for one in (ink.size, ink.small, SMALLEST)
            if all(
                ink.advance(field.text, one) <= cell - 6
                for row in plan_.fields
                for field in row
                if field.share is not None
            )
        ),
        SMALLEST,
    )
    worded = pitch >= SMALLEST * 1.1
    if not worded:
        message = f"{len(plan_.rows)} rows in {ink.height:.0f} points: the cells have no values"
        ink.report("chart-crowded", message, "show fewer rows, or give the chart more room")
    for column, words in enumerate(headers):
        x = label_width + cell * (column + 0.5)
        ink.write(x, top - 5, words, size=header_size, tone="muted", align="center", anchor="bottom")
    stride = max(1, -(-round(SMALLEST * 1.15 * 100) // max(1, round(pitch * 100))))
    for row, label in enumerate(plan_.rows):
        y = top + pitch * row
        strong = plan_.highlights[row]
        if row % stride == 0 or strong:
            most = max(1, int(pitch * stride // ink.line_height(size)))
            ink.write(0, y + pitch / 2, ink.wrap(label, label_width - 10, size, strong, most), size=size, bold=strong)
        for column, field in enumerate(plan_.fields[row]):
            x = label_width + cell * column
            gap = 1.0 if pitch > 6 else 0.0
            _draw_field(ink, field, Area(x + gap, y + gap, x + cell - gap, y + pitch - gap), value_size, worded, strong)
    return ink.findings


def _label_width(ink: Ink, fields: Fields) -> tuple[float, float]:
    limit = ink.width * (0.36 if len(fields.columns) > 2 else 0.45)
    widest = max(
        ink.widest(ink.wrap(label, limit, ink.size, strong, 2), ink.size, strong)
        for label, strong in zip(fields.rows, fields.highlights, strict=True)
    )
    return widest + 12, ink.size


def _draw_field(ink: Ink, field: Field, area: Area, size: float, worded: bool, strong: bool) -> None:
    middle = (area.top + area.bottom) / 2
    if field.share is None:
        ink.rect(area, "", ink.style.colors.get("line", "D3DBDF"), 0.8)
        if worded and area.width > 20:
            words = field.text if ink.advance(field.text, SMALLEST) <= area.width - 4 else "–"
            ink.write((area.left + area.right) / 2, middle, words, size=SMALLEST, tone="muted", align="center")
        return
    ground = mix(ink.tint("accent", 0.10), ink.color("strong"), 0.02 + 0.92 * field.share)
    ink.rect(area, ground, ink.color("plan") if field.aimed else "", 1.6)
    if worded:
        text = ink.wrap(field.text, area.width - 4, size, most=1)
        ink.write(
            (area.left + area.right) / 2, middle, text, size=size, color=ink.on(ground), bold=strong, align="center"
        )
