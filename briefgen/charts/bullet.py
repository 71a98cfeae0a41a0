"""Results against their targets, one measure a row; each measure has its own scale from zero."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from briefgen.charts._ink import SMALLEST, Area, Ink
from briefgen.charts._spec import ChartSpec, Date, Mark, check_source, literal, mark_of, unit_of
from briefgen.model import Context, Figure, Style
from briefgen.scales import alt_text, table, told, told_pair
from briefgen.schema import Name, Text
from briefgen.schema import Spec as Mapping

if TYPE_CHECKING:
    from matplotlib.figure import Figure as Canvas

    from briefgen.finding import Finding


BAR = 16.0
"""The least thickness of a bar, in points."""


class Measure(Mapping):
    """A result and a target of one indicator: facts, or literal values with the chart's `source`."""

    label: Text
    result: Any = None
    target: Any = None
    unit: Name | None = None
    target_date: Date | None = None
    highlight: bool = False

    @model_validator(mode="after")
    def _something(self) -> Measure:
        if self.result is None and self.target is None:
            raise PydanticCustomError("chart-data", "a measure needs a result, a target or both")
        return self


class Spec(ChartSpec):
    """`measures: [{label: …, result: fact, target: fact}]`."""

    measures: tuple[Measure, ...] = Field(min_length=1)


@dataclass(frozen=True, slots=True)
class Row:
    """One measure; `most` is the value at the right end of its scale."""

    label: str
    result: float | None
    result_text: str
    target: float | None
    target_text: str
    most: float
    highlight: bool


@dataclass(frozen=True, slots=True)
class Bullets:
    """Measures, and the words for what is not stated."""

    rows: tuple[Row, ...]
    missing: str
    empty: str


def plan(spec: Spec, context: Context, name: str) -> Figure:
    """Measures in the author's order; those of one unit share a scale."""
    pairs = [
        (measure, _mark(spec, measure, context, "result"), _mark(spec, measure, context, "target"))
        for measure in spec.measures
    ]
    if any(isinstance(value, int | float | Decimal) for one in spec.measures for value in (one.result, one.target)):
        check_source(spec, context)
    reach: dict[str, float] = {}
    for place, (measure, result, target) in enumerate(pairs):
        _compare(context, measure, result, target)
        key = _scale_key(place, result, target)
        ends = [end for mark in (result, target) if mark for end in (mark.value, mark.high) if end is not None]
        reach[key] = max([reach.get(key, 0.0), *ends])
    missing = context.word("not-stated")
    rows = tuple(
        Row(
            label=context.plain(measure.label),
            result=_end(result),
            result_text=result.text if result else missing,
            target=_end(target),
            target_text=target.text if target else "",
            most=reach[_scale_key(place, result, target)] or 1.0,
            highlight=measure.highlight,
        )
        for place, (measure, result, target) in enumerate(pairs)
    )
    items = [
        told_pair(context, row.label, told(context, [row.result_text, row.target_text], inner=True)) for row in rows
    ]
    headers = [context.word("label"), context.word("kind-result"), context.word("kind-target")]
    cells = [
        [row.label, result.runs if result else "", target.runs if target else ""]
        for row, (_, result, target) in zip(rows, pairs, strict=True)
    ]
    return Figure(
        name=name,
        kind="bullet",
        plan=Bullets(rows, missing, context.word("no-data")),
        alt=alt_text(context, "bullet", context.plain(spec.title), items),
        table=table(context, headers, cells),
        aspect=min(3.4, max(1.1, 520 / (30 + 62 * len(rows)))),
        language=context.language,
    )


def _end(mark: Mark | None) -> float | None:
    return None if mark is None else mark.high if mark.high is not None else mark.value


def _scale_key(place: int, result: Mark | None, target: Mark | None) -> str:
    unit = next((mark.unit for mark in (result, target) if mark and mark.unit), "")
    return unit or f"{place}"


def _mark(spec: Spec, measure: Measure, context: Context, side: str) -> Mark | None:
    given = getattr(measure, side)
    if given is None:
        return None
    if isinstance(given, str):
        span = getattr(given, "span", spec.title.span)
        fact = context.fact(given, span)
        if fact is None:
            return None
        wanted = ("result",) if side == "result" else ("target", "plan")
        if fact.kind not in wanted and fact.kind != "opinion":
            hint = "a result is never drawn as a target, nor a target as a result"
            context.report("bullet-kind", f"'{given}' is a {fact.kind}, and stands as {side}", span, hint)
            return None
        return mark_of(context, fact, span)
    if isinstance(given, bool) or not isinstance(given, int | float | Decimal):
        message = f"the {side} of '{measure.label}' is neither the name of a fact nor a number"
        context.report("value-wrong", message, measure.label.span)
        return None
    return literal(
        context,
        unit_of(context, measure.unit),
        Decimal(str(given)),
        None,
        kind=side,
        due=measure.target_date,
        label=context.plain(measure.label),
        series="",
        span=measure.label.span,
    )


def _compare(context: Context, measure: Measure, result: Mark | None, target: Mark | None) -> None:
    if result and target and result.unit and target.unit and result.unit != target.unit:
        message = f"the result of '{measure.label}' is in {result.unit}, its target in {target.unit}"
        context.report("unit-mixed", message, measure.label.span, "compare like with like")


def draw(figure: Figure, canvas: Canvas, style: Style) -> list[Finding]:
    """A label over each row; the result as a bar, the target as a hollow frame with a mark at its end."""
    bullets: Bullets = figure.plan
    ink = Ink(canvas, style, figure.language)
    rows = bullets.rows
    if not any(row.result is not None or row.target is not None for row in rows):
        ink.nothing(bullets.empty)
        return ink.findings
    marked = any(row.highlight for row in rows)
    for size in (ink.size, ink.small, SMALLEST):
        layouts = [_layout(ink, row, size) for row in rows]
        needed = sum(layout.height for layout in layouts)
        if needed <= ink.height:
            break
    else:
        message = f"{len(rows)} measures do not fit in {ink.height:.0f} points"
        ink.report("chart-crowded", message, "show fewer, or give the chart more room")
    spare = max(0.0, ink.height - needed) / len(rows)
    y = 0.0
    for row, layout in zip(rows, layouts, strict=True):
        if y + layout.height <= ink.height + 0.5:
            _draw_row(ink, row, layout, y, size, min(spare * 0.3, 8.0), marked)
        y += layout.height + min(spare, 26.0)
    return ink.findings


@dataclass(frozen=True, slots=True)
class Layout:
    """The words of one row in lines: the label above the bar, the result below it, the target beside or below that."""

    label: list[str]
    result: list[str]
    target: list[str]
    beside: bool
    height: float


def _layout(ink: Ink, row: Row, size: float) -> Layout:
    line = ink.line_height(size)
    label = ink.wrap(row.label, ink.width, size, True)
    result = ink.wrap_value(row.result_text, ink.width, size, True)
    target = ink.wrap_value(row.target_text, ink.width, size) if row.target_text else []
    beside = ink.widest(result, size, True) + 16 + ink.widest(target, size) <= ink.width
    below = max(len(result), len(target)) if beside else len(result) + len(target)
    return Layout(label, result, target, beside, line * (len(label) + below) + BAR + 14)


def _draw_row(ink: Ink, row: Row, layout: Layout, top: float, size: float, extra: float, marked: bool) -> None:
    line = ink.line_height(size)
    right = ink.width - 2.0
    ink.write(0, top, layout.label, size=size, bold=True, anchor="top")
    bar = Area(0, top + line * len(layout.label) + 3, right, top + line * len(layout.label) + 3 + BAR + extra)
    target = None if row.target is None else max(row.target, 0.0) / row.most * right
    result = None if row.result is None else max(row.result, 0.0) / row.most * right
    if target is not None:
        ink.rect(Area(0, bar.top, max(target, 2.0), bar.bottom), ink.paper, ink.color("plan"), 1.4, "////")
    if result is not None:
        fill = ink.color("accent") if row.highlight or not marked else ink.color("other")
        inset = bar.height * 0.2 if target is not None else 0.0
        ink.rect(Area(0, bar.top + inset, max(result, 1.2), bar.bottom - inset), fill)
    if target is not None:
        ink.line([(target - 1, bar.top - 3), (target - 1, bar.bottom + 3)], ink.color("plan"), 3.0)
    below = bar.bottom + 4
    tone = "ink" if row.result is not None else "muted"
    strong = row.result is not None
    first = ink.write(0, below, layout.result, size=size, tone=tone, bold=strong, anchor="top")
    if not layout.target:
        return
    if layout.beside:
        width = ink.widest(layout.target, size)
        end = min(max(first.right + 16 + width, target or right), right)
        ink.write(end, below, layout.target, size=size, tone="plan", align="right", anchor="top")
    else:
        ink.write(0, first.bottom, layout.target, size=size, tone="plan", anchor="top")
