"""A short list: what the reader should take away, with its lead words strong."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from briefgen.model import Block, Context, Para, Part
from briefgen.schema import ListSpec, Words


class Spec(ListSpec[Annotated[list[Words], Field(min_length=1, max_length=12)]]):
    """A list of texts, at most five for a slide that is read at a glance."""


def lower(spec: Spec, context: Context, block: Block) -> tuple[Part, ...]:  # noqa: ARG001 - every block is called alike
    """One bullet a point."""
    return tuple(Para("bullet", context.runs(point)) for point in spec.root)
