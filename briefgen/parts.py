"""The words of a document's parts, whatever holds them: read in order, put together, or exchanged for others."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterable, Iterator
from typing import Any, TypeVar

from briefgen.model import Cell, Column, Grid, Group, Para, Part, Passage, Plot, Run

Change = Callable[[tuple[Run, ...]], tuple[Run, ...]]
"""Gives other runs for those of one paragraph, header or title."""

Held = TypeVar("Held", bound=Part | Passage | Cell | Column)


def plain(runs: Iterable[Run]) -> str:
    """The words of runs without their dress.

    >>> plain([Run("Signed on "), Run("17 November", strong=True)])
    'Signed on 17 November'
    """
    return "".join(run.text for run in runs)


def runs_of(part: Part | Passage | Cell) -> Iterator[Run]:
    """Every run that a part shows, in reading order; for a plot those of the table that says the same."""
    match part:
        case Passage():
            yield from (*part.kicker, *part.title, *part.subtitle)
            for inner in part.parts:
                yield from runs_of(inner)
        case Para():
            yield from part.runs
        case Group():
            for inner in part.parts:
                yield from runs_of(inner)
        case Cell():
            for para in part.paras:
                yield from para.runs
        case Grid():
            for column in part.columns:
                yield from column.header
            for row in part.rows:
                for cell in row:
                    yield from runs_of(cell)
        case Plot():
            if part.figure.table is not None:
                yield from runs_of(part.figure.table)


def facts_shown(passage: Passage) -> tuple[str, ...]:
    """The facts that a passage shows its reader (not those that only its notes tell), in order."""
    return tuple(dict.fromkeys(run.fact for run in runs_of(passage) if run.fact))


def with_runs(part: Held, change: Change) -> Held:
    """The part with every paragraph, header and title changed, in reading order.

    All that `runs_of` gives is changed, and so are a passage's sources and notes: who changes words once for a whole
    passage need not know where it keeps them.

    >>> plain(with_runs(Para("body", (Run("Signed "), Run("today"))), lambda runs: runs[:1]).runs)
    'Signed '
    """
    changed: dict[str, Any] = {}
    match part:
        case Passage():
            changed = {
                "kicker": change(part.kicker),
                "title": change(part.title),
                "subtitle": change(part.subtitle),
                "parts": tuple(with_runs(inner, change) for inner in part.parts),
                "sources": change(part.sources),
                "notes": tuple(with_runs(note, change) for note in part.notes),
            }
        case Para():
            changed = {"runs": change(part.runs)}
        case Group():
            changed = {"parts": tuple(with_runs(inner, change) for inner in part.parts)}
        case Cell():
            changed = {"paras": tuple(with_runs(para, change) for para in part.paras)}
        case Column():
            changed = {"header": change(part.header)}
        case Grid():
            changed = {
                "columns": tuple(with_runs(column, change) for column in part.columns),
                "rows": tuple(tuple(with_runs(cell, change) for cell in row) for row in part.rows),
            }
        case Plot():
            if part.figure.table is not None:
                table = with_runs(part.figure.table, change)
                if table is not part.figure.table:
                    return dataclasses.replace(part, figure=dataclasses.replace(part.figure, table=table))
    # Most parts stay as they are, and comparing what is the same object costs nothing.
    changed = {name: value for name, value in changed.items() if value != getattr(part, name)}
    return dataclasses.replace(part, **changed) if changed else part
