"""How one amount becomes another, step by step."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from briefgen.charts._ink import Area, Ink
from briefgen.charts._spec import ChartSpec, Mark, Number, check_source, check_units, literal, mark_of, unit_of
from briefgen.finding import Severity
from briefgen.model import Context, Figure, Run, Style
from briefgen.parts import plain
from briefgen.scales import alt_text, table, told_pair
from briefgen.schema import Name, Text
from briefgen.schema import Spec as Mapping

if TYPE_CHECKING:
    from matplotlib.figure import Figure as Canvas

    from briefgen.finding import Finding


class Step(Mapping):
    """An amount that is added (or, below zero, taken away), or the total of all before it."""

    label: Text
    fact: Name | None = None
    value: Number | None = None
    total: bool = False

    @model_validator(mode="after")
    def _one_value(self) -> Step:
        if self.fact is not None and self.value is not None:
            raise PydanticCustomError("chart-data", "a step takes its value from either fact or value")
        if not self.total and self.fact is None and self.value is None:
            raise PydanticCustomError("chart-data", "a step needs a fact or a value, or is a total")
        return self


class Spec(ChartSpec):
    """`steps: [{label: …, fact: …}, {label: Total, total: true}]`."""

    steps: tuple[Step, ...] = Field(min_length=1)
    unit: Name | None = None


@dataclass(frozen=True, slots=True)
class Bar:
    """One step as a floating bar."""

    label: str
    start: float
    end: float
    text: str
    total: bool
    aimed: bool


@dataclass(frozen=True, slots=True)
class Bars:
    """Steps from the first to the last."""

    bars: tuple[Bar, ...]
    empty: str


def plan(spec: Spec, context: Context, name: str) -> Figure:
    """Steps and what they come to; a total that is given must be what the steps come to."""
    if any(step.value is not None for step in spec.steps):
        check_source(spec, context)
    bars: list[Bar] = []
    rows: list[list[str | tuple[Run, ...]]] = []
    marks: list[Mark] = []
    running = Decimal(0)
    inexact = False
    for step in spec.steps:
        label = context.plain(step.label)
        mark = _mark(spec, step, context, bool(bars))
        fact = context.fact(step.fact, step.fact.span) if step.fact is not None else None
        inexact = inexact or bool(fact is not None and fact.qualifier)
        if mark is None and not step.total:
            continue
        if mark is not None:
            marks.append(mark)
        if step.total:
            if mark is not None and mark.exact != running and mark.exact is not None and bars:
                message = f"'{step.label}' is {mark.exact:f}, but the steps come to {running:f}"
                context.report("waterfall-total", message, step.label.span, "correct the steps, or leave the value out")
            unit = next((one.unit for one in marks if one.unit), unit_of(context, spec.unit))
            if mark is None and inexact:
                hint = "give the total as a fact, with its own qualifier"
                message = f"the total '{step.label}' of steps that are not exact would look exact"
                context.report("waterfall-inexact", message, step.label.span, hint, Severity.WARNING)
            runs = mark.runs if mark else (Run(context.number(running, unit), language=context.language),)
            bars.append(Bar(label, 0.0, float(running), plain(runs), True, bool(mark and mark.aimed)))
        elif mark is not None and mark.exact is not None:
            runs = mark.runs
            after = running + mark.exact
            bars.append(Bar(label, float(running), float(after), mark.text, False, mark.aimed))
            running = after
        else:
            continue
        rows.append([label, runs])
    check_units(context, marks)
    if not bars:
        context.report("chart-empty", "the chart has no step to draw", spec.title.span, "add steps")
    items = [told_pair(context, bar.label, bar.text) for bar in bars]
    return Figure(
        name=name,
        kind="waterfall",
        plan=Bars(tuple(bars), context.word("no-data")),
        alt=alt_text(context, "waterfall", context.plain(spec.title), items),
        table=table(context, [context.word("label"), context.word("value")], rows),
        aspect=min(2.6, max(1.0, 520 / (30 + 40 * max(len(bars), 1)))),
        language=context.language,
    )


def _mark(spec: Spec, step: Step, context: Context, later: bool) -> Mark | None:
    """The step's amount; after the first step with its sign, unless words before it (about, over) would be lost."""
    signed = later and not step.total
    if step.value is not None:
        unit = unit_of(context, spec.unit)
        mark = literal(context, unit, step.value, None, label=str(step.label), series="", span=step.label.span)
        text = context.number(step.value, unit, "signed") if signed else mark.text
        return _with_text(mark, (Run(text, language=context.language),))
    if step.fact is None:
        return None
    fact = context.fact(step.fact, step.fact.span)
    found = mark_of(context, fact, step.fact.span) if fact is not None else None
    if found is None or fact is None or not signed or fact.qualifier or found.aimed or found.high is not None:
        return found
    return _with_text(found, context.value(fact.name, "signed", step.fact.span))


def _with_text(mark: Mark, runs: tuple[Run, ...]) -> Mark:
    import dataclasses

    return dataclasses.replace(mark, text=plain(runs), runs=runs)


def draw(figure: Figure, canvas: Canvas, style: Style) -> list[Finding]:
    """Rows from top to bottom, each bar beginning where the one above it ended, joined by thin lines."""
    bars: Bars = figure.plan
    ink = Ink(canvas, style, figure.language)
    if not bars.bars:
        ink.nothing(bars.empty)
        return ink.findings
    pitch = min(ink.height / len(bars.bars), 58.0)
    thick = min(pitch * 0.6, 32.0)
    stride = max(1, -(-round(ink.line_height(ink.small) * 100) // max(1, round(pitch * 100))))
    if stride > 1:
        message = f"{len(bars.bars)} steps in {ink.height:.0f} points: not every one is labelled"
        ink.report("chart-crowded", message, "join the small ones, or give the chart more room")
    totals = [bar.total for bar in bars.bars]
    size, labels = ink.fit_labels([bar.label for bar in bars.bars], totals, ink.width * 0.38, pitch * stride)
    left = max(ink.widest(lines, size, True) for lines in labels) + 12
    ends = [(min(bar.start, bar.end), max(bar.start, bar.end)) for bar in bars.bars]
    low, high = min(0.0, *(end for end, _ in ends)), max(0.0, *(end for _, end in ends))
    words = [ink.advance(bar.text, size, bar.total) + 7 for bar in bars.bars]
    unit = min(
        ((ink.width - left - word) / max(end - low, 1e-12) for (_, end), word in zip(ends, words, strict=True)),
        default=1.0,
    )
    unit = max(0.0, min(unit, (ink.width - left) / ((high - low) or 1.0)))
    zero = left - low * unit
    ink.line([(zero, 0), (zero, pitch * len(bars.bars))], ink.color("muted"), 1.0)
    for row, (bar, lines) in enumerate(zip(bars.bars, labels, strict=True)):
        middle = pitch * (row + 0.5)
        if row % stride == 0 or bar.total:
            ink.write(0, middle, lines, size=size, bold=bar.total)
        _draw_bar(ink, bar, middle, thick, zero, unit)
        reach = zero + max(bar.start, bar.end) * unit
        if row % stride == 0 or bar.total:
            ink.write(reach + 6, middle, bar.text, size=size, bold=bar.total, tone=_tone(bar))
        if row + 1 < len(bars.bars):
            x = zero + bar.end * unit
            ink.line([(x, middle + thick / 2), (x, middle + pitch - thick / 2)], ink.color("other"), 1.0)
    return ink.findings


def _tone(bar: Bar) -> str:
    if bar.aimed:
        return "plan"
    return "ink" if bar.total or bar.end >= bar.start else "open"


def _draw_bar(ink: Ink, bar: Bar, middle: float, thick: float, zero: float, unit: float) -> None:
    """Totals in the dark tone, additions in the accent, subtractions hatched, what is only aimed at hollow."""
    left, right = sorted((zero + bar.start * unit, zero + bar.end * unit))
    area = Area(left, middle - thick / 2, max(right, left + 1.2), middle + thick / 2)
    if bar.aimed:
        ink.rect(area, ink.paper, ink.color("plan"), 1.6, "////")
    elif bar.total:
        ink.rect(area, ink.color("strong"))
    elif bar.end >= bar.start:
        ink.rect(area, ink.color("accent"))
    else:
        ink.rect(area, ink.paper, ink.color("open"), 1.6, "////")
