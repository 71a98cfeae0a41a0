"""Paragraphs: the briefing prints them, a slide keeps them for its speaker."""

from __future__ import annotations

from briefgen.model import Block, Context, Para, Part
from briefgen.schema import ListSpec, Text


class Spec(ListSpec[Text]):
    """A text; a blank line begins a new paragraph."""


def lower(spec: Spec, context: Context, block: Block) -> tuple[Part, ...]:  # noqa: ARG001 - every block is called alike
    """One `prose` paragraph each."""
    return tuple(Para("prose", runs) for runs in context.paragraphs(spec.root))
