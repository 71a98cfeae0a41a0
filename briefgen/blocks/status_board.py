"""How far each act, agreement or project has come: stages as columns, a mark and a word in each."""

from __future__ import annotations

import dataclasses
from typing import Annotated, Any, Literal

from pydantic import Field, model_validator

from briefgen.blocks._exhibit import ExhibitSpec, exhibit, headline
from briefgen.model import Block, Cell, Column, Context, Grid, Para, Part, Run
from briefgen.schema import Spec as Mapping
from briefgen.schema import Text

# Glyphs of WGL4, which every reader's fonts hold; each differs in shape, so that colour never speaks alone.
_GLYPHS = {"done": "●", "current": "◆", "planned": "◇", "open": "○"}
_TONES = {"done": "done", "current": "plan", "planned": "plan", "open": "muted"}
# The legend's words beside its marks.
_LEGEND = 0.86
_WORDS = {"done": "done", "current": "current", "planned": "planned", "open": "not-reached"}


class Mark(Mapping):
    """A stage's mark; `text` says more than the word of the legend does, mostly a date."""

    mark: Literal["done", "current", "planned", "open"]
    text: Text | None = None

    @model_validator(mode="before")
    @classmethod
    def _bare(cls, value: Any) -> Any:
        return {"mark": value} if isinstance(value, str) else value


class Row(Mapping):
    """What is followed, and its mark at each stage; null where the stage does not apply."""

    name: Text
    marks: Annotated[list[Mark | None], Field(min_length=1)]


class Spec(ExhibitSpec):
    """`stages` in order, then a row for each thing that passes through them."""

    heading: Text | None = None
    stages: Annotated[list[Text], Field(min_length=1, max_length=8)]
    rows: Annotated[list[Row], Field(min_length=1)]


def lower(spec: Spec, context: Context, block: Block) -> tuple[Part, ...]:  # noqa: ARG001 - every block is called alike
    """A grid of marks with a legend below it."""
    width = len(spec.stages)
    rows = []
    for row in spec.rows:
        if len(row.marks) != width:
            message = f"'{row.name}' has {len(row.marks)} marks, the board {width} stages"
            context.report("table-ragged", message, row.name.span, hint="write null where a stage does not apply")
        name = tuple(dataclasses.replace(run, strong=True) for run in context.runs(row.name))
        marks = [*row.marks, *[None] * (width - len(row.marks))][:width]
        rows.append((Cell((Para("body", name),)), *(_cell(mark, context) for mark in marks)))
    heading = context.runs(spec.heading) if spec.heading is not None else ()
    columns = (Column(heading), *(Column(context.runs(stage), "center") for stage in spec.stages))
    used = dict.fromkeys(mark.mark for row in spec.rows for mark in row.marks if mark is not None)
    legend: list[Run] = []
    for kind in (kind for kind in _GLYPHS if kind in used):
        gap = "    " if legend else ""
        legend.append(Run(f"{gap}{_GLYPHS[kind]}", tone=_TONES[kind], language=context.language))
        legend.append(Run(f" {context.word(_WORDS[kind])}", language=context.language, scale=_LEGEND))
    notes = [Para("label", tuple(legend))] if legend else []
    alt = headline(spec, context, [context.plain(stage) for stage in spec.stages])
    return (exhibit(spec, context, Grid("status-board", columns, tuple(rows), alt), notes),)


def _cell(mark: Mark | None, context: Context) -> Cell:
    """The mark, large, above what it says beyond the legend's word."""
    if mark is None:
        return Cell((Para("body", (Run("–", tone="muted", language=context.language),)),))
    glyph = Para("mark", (Run(_GLYPHS[mark.mark], tone=_TONES[mark.mark], language=context.language),))
    return Cell((glyph, Para("body", context.runs(mark.text))) if mark.text is not None else (glyph,))
