"""The sources as a table: those that are named, or all that the document has cited so far."""

from __future__ import annotations

from briefgen.model import Block, Context, Group, Part
from briefgen.schema import ListSpec, Name


class Spec(ListSpec[list[Name] | None]):
    """Names of content/sources.yaml, or nothing."""


def lower(spec: Spec, context: Context, block: Block) -> tuple[Part, ...]:  # noqa: ARG001 - every block is called alike
    """A grid of title, publisher and date."""
    grid = context.sources_grid(tuple(spec.root or ()))
    return (Group("exhibit", (grid,)),) if grid.rows else ()
