"""One sentence that stands alone and large."""

from __future__ import annotations

from briefgen.model import Block, Context, Para, Part
from briefgen.schema import ListSpec, Text


class Spec(ListSpec[Text]):
    """The sentence."""


def lower(spec: Spec, context: Context, block: Block) -> tuple[Part, ...]:  # noqa: ARG001 - every block is called alike
    """A single `statement` paragraph."""
    return (Para("statement", context.runs(spec.root)),)
