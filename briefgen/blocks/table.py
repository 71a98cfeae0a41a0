"""A table of texts; numbers come from facts, and a cell that no source fills says so."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Annotated

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from briefgen.blocks._exhibit import ExhibitSpec, exhibit, headline, not_stated
from briefgen.model import Block, Cell, Column, Context, Grid, Para, Part
from briefgen.schema import Text, is_blank


class Spec(ExhibitSpec):
    """`columns` heads the table; each row has a cell for every column, null where the sources say nothing."""

    columns: Annotated[list[Text], Field(min_length=1, max_length=12)]
    rows: Annotated[list[list[Text | None]], Field(min_length=1)]

    @model_validator(mode="after")
    def _says_something(self) -> Spec:
        if all(cell is None or is_blank(cell) for row in self.rows for cell in row):
            raise PydanticCustomError("text-empty", "no cell of the table says anything")
        return self


def lower(spec: Spec, context: Context, block: Block) -> tuple[Part, ...]:
    """An exhibit around a grid; a column of values alone is set to the right."""
    width = len(spec.columns)
    rows = []
    for number, row in enumerate(spec.rows, 1):
        if len(row) != width:
            place = next((cell.span for cell in row if cell is not None), block.span)
            message = f"row {number} has {len(row)} cells, the table {width} columns"
            context.report("table-ragged", message, place, hint="write null for a cell that stays empty")
        cells = [*row, *[None] * (width - len(row))][:width]
        rows.append(
            tuple(
                Cell((Para("body", context.runs(cell)),)) if cell is not None else not_stated(context) for cell in cells
            )
        )
    columns = tuple(
        Column(context.runs(header), "right" if index and _measured(rows, index, context) else "left")
        for index, header in enumerate(spec.columns)
    )
    alt = headline(spec, context, [context.plain(header) for header in spec.columns])
    return (exhibit(spec, context, Grid("table", columns, tuple(rows), alt)),)


def _measured(rows: Sequence[tuple[Cell, ...]], index: int, context: Context) -> bool:
    """Whether a column holds numbers of one unit and nothing else, so that its digits can stand below each other.

    A column in which a cell is in words, if only "not stated", is set to the left as the columns of words are.
    """
    units = set()
    for row in rows:
        runs = row[index].paras[0].runs
        fact = context.fact(runs[0].fact) if len(runs) == 1 and runs[0].fact else None
        if fact is None or not isinstance(fact.value, Decimal | int):
            return False
        units.add(fact.unit)
    return len(units) == 1
