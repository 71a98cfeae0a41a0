"""A chart of content/charts/, by its name."""

from __future__ import annotations

from briefgen.model import Block, Context, Part
from briefgen.schema import ListSpec, Name


class Spec(ListSpec[Name]):
    """The name of a file in content/charts/, without its ending."""


def lower(spec: Spec, context: Context, block: Block) -> tuple[Part, ...]:  # noqa: ARG001 - every block is called alike
    """The chart as an exhibit; nothing after its absence was reported."""
    group = context.exhibit(spec.root, spec.root.span)
    return (group,) if group is not None else ()
