"""What tables, boards and pictures share: a headline, the measure below it, a note, and where it is from."""

from __future__ import annotations

from collections.abc import Sequence
from functools import reduce

from pydantic import Field

from briefgen.model import Cell, Context, Group, Para, Part, Run
from briefgen.parts import runs_of
from briefgen.schema import Name, OneOrMany, Spec, Text


class ExhibitSpec(Spec):
    """The keys of every exhibit; `source` names sources that no fact in it cites."""

    title: Text | None = None
    subtitle: Text | None = None
    note: Text | None = None
    source: OneOrMany[Name] = Field(default_factory=list)


def exhibit(spec: ExhibitSpec, context: Context, body: Part, notes: Sequence[Para] = ()) -> Group:
    """The exhibit's parts in reading order: title, subtitle, body, notes, source."""
    parts: list[Part] = []
    if spec.title is not None:
        parts.append(Para("exhibit-title", context.runs(spec.title)))
    if spec.subtitle is not None:
        parts.append(Para("exhibit-subtitle", context.runs(spec.subtitle)))
    parts.append(body)
    parts.extend(notes)
    if spec.note is not None:
        parts.append(Para("note", context.runs(spec.note)))
    facts = dict.fromkeys(run.fact for part in parts for run in runs_of(part) if run.fact)
    sources = context.source_line(tuple(facts), tuple(spec.source))
    if sources:
        parts.append(Para("source", sources))
    return Group("exhibit", tuple(parts))


def not_stated(context: Context) -> Cell:
    """A cell that says that no source fills it, rather than leaving the reader to wonder."""
    return Cell((Para("body", (Run(context.word("not-stated"), tone="muted", language=context.language),)),))


def headline(spec: ExhibitSpec, context: Context, fallback: Sequence[str]) -> str:
    """Alt text for a grid: its title, else the names of its columns."""
    if spec.title is not None:
        return context.plain(spec.title)
    names = [name for name in fallback if name]
    return reduce(lambda first, rest: context.word("chart-inner", first=first, rest=rest), names) if names else ""
