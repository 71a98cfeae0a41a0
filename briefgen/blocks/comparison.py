"""Institutions, countries or options against the same questions; what is not known is said, one's own row marked."""

from __future__ import annotations

import dataclasses
from typing import Annotated

from pydantic import Field

from briefgen.blocks._exhibit import ExhibitSpec, exhibit, headline, not_stated
from briefgen.model import Block, Cell, Column, Context, Grid, Para, Part
from briefgen.schema import Spec as Mapping
from briefgen.schema import Text


class Row(Mapping):
    """Who is compared, its answers, null where the sources say nothing; `own` marks the reader's own."""

    name: Text
    own: bool = False
    cells: Annotated[list[Text | None], Field(min_length=1)]


class Spec(ExhibitSpec):
    """`columns` are the questions; `heading` heads the column of names."""

    heading: Text | None = None
    columns: Annotated[list[Text], Field(min_length=1, max_length=8)]
    rows: Annotated[list[Row], Field(min_length=1)]


def lower(spec: Spec, context: Context, block: Block) -> tuple[Part, ...]:  # noqa: ARG001 - every block is called alike
    """An exhibit around a grid whose first column is strong and whose own rows are tinted."""
    width = len(spec.columns)
    rows = []
    for row in spec.rows:
        if len(row.cells) != width:
            message = f"'{row.name}' has {len(row.cells)} cells, the comparison {width} columns"
            context.report("table-ragged", message, row.name.span, hint="write null for what is not stated")
        name = tuple(dataclasses.replace(run, strong=True) for run in context.runs(row.name))
        cells = [*row.cells, *[None] * (width - len(row.cells))][:width]
        rows.append(
            (
                Cell((Para("body", name),)),
                *(
                    Cell((Para("body", context.runs(cell)),)) if cell is not None else not_stated(context)
                    for cell in cells
                ),
            )
        )
    heading = context.runs(spec.heading) if spec.heading is not None else ()
    columns = (Column(heading), *(Column(context.runs(header)) for header in spec.columns))
    own = tuple(index for index, row in enumerate(spec.rows) if row.own)
    alt = headline(spec, context, [context.plain(header) for header in spec.columns])
    return (exhibit(spec, context, Grid("comparison", columns, tuple(rows), alt, own)),)
