"""Two sources that say different things, side by side, and what we do about it."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from briefgen.model import Block, Context, Group, Para, Part, Run
from briefgen.schema import Name, Text
from briefgen.schema import Spec as Mapping


class Claim(Mapping):
    """What one source says."""

    text: Text
    source: Name


class Spec(Mapping):
    """`facts` are those in dispute; each claim names its source."""

    facts: list[Name] = Field(default_factory=list)
    claims: Annotated[list[Claim], Field(min_length=2, max_length=4)]
    resolution: Text


def lower(spec: Spec, context: Context, block: Block) -> tuple[Part, ...]:  # noqa: ARG001 - every block is called alike
    """The claims, each with its source, then the resolution."""
    for name in spec.facts:
        context.fact(name, name.span)
    claims = []
    for claim in spec.claims:
        source = context.source_line((), (claim.source,))
        # The source is part of what is said here, so it is set as a label and not left to the slide's source line.
        claims.append(Group("claim", (Para("body", context.runs(claim.text)), Para("label", source))))
    label = Run(context.word("we-do"), strong=True, language=context.language)
    resolution = [Para("callout", runs) for runs in context.paragraphs(spec.resolution)]
    return (Group("disagreement", (*claims, Group("resolution", (Para("label", (label,)), *resolution)))),)
