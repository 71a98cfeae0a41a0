"""Two to six figures, large, each with what it counts."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from briefgen.model import Block, Context, Fact, Group, Para, Part, Run
from briefgen.schema import ListSpec, Name, Text
from briefgen.schema import Spec as Mapping


class Tile(Mapping):
    """A fact and the words below it (its label, if none are given); `style` words the value otherwise."""

    fact: Name
    label: Text | None = None
    note: Text | None = None
    style: Name | None = None


class Spec(ListSpec[Annotated[list[Tile], Field(min_length=1, max_length=6)]]):
    """A list of tiles."""


def lower(spec: Spec, context: Context, block: Block) -> tuple[Part, ...]:  # noqa: ARG001 - every block is called alike
    """Tiles; one that shows a target or a plan says so, for it must never be taken for a result."""
    tiles = []
    for tile in spec.root:
        fact = context.fact(tile.fact, tile.fact.span)
        if fact is None:
            continue
        aimed = fact.kind in ("target", "plan")
        style = tile.style or Name("default")
        label = (
            context.runs(tile.label)
            if tile.label is not None
            else (Run(context.label(fact), fact=fact.name, language=context.language),)
        )
        parts = [
            Para("figure", context.value(fact.name, style, tile.style.span if tile.style else tile.fact.span)),
            Para("label", label),
        ]
        if aimed:
            parts.append(Para("note", _aim(fact, context)))
        if tile.note is not None:
            parts.append(Para("note", context.runs(tile.note)))
        tiles.append(Group("tile", tuple(parts), tone="plan" if aimed else ""))
    return (Group("tiles", tuple(tiles)),) if tiles else ()


def _aim(fact: Fact, context: Context) -> tuple[Run, ...]:
    kind = context.word(f"kind-{fact.kind}")
    if fact.as_of is not None:
        kind = context.word("labelled", label=kind, text=context.date(fact.as_of))
    return (Run(kind, tone="plan", fact=fact.name, language=context.language),)
