"""What a person thinks, as indirect speech with its speaker: an opinion is never told as a fact."""

from __future__ import annotations

from briefgen.model import Block, Context, Group, Para, Part
from briefgen.schema import Name, Text
from briefgen.schema import Spec as Mapping


class Spec(Mapping):
    """`fact` is one of kind opinion; `text` words it otherwise."""

    fact: Name
    text: Text | None = None


def lower(spec: Spec, context: Context, block: Block) -> tuple[Part, ...]:  # noqa: ARG001 - every block is called alike
    """The opinion and, below it, who holds it."""
    fact = context.fact(spec.fact, spec.fact.span)
    if fact is None:
        return ()
    if fact.kind != "opinion":
        context.report(
            "quote-not-opinion",
            f"'{fact.name}' is a {fact.kind}, not an opinion",
            spec.fact.span,
            hint="state it as a fact",
        )
    runs = context.runs(spec.text) if spec.text is not None else context.value(fact.name, at=spec.fact.span)
    parts = [Para("quote", runs)]
    if fact.speaker is not None:
        parts.append(Para("attribution", context.value(fact.name, "speaker", spec.fact.span)))
    return (Group("quote", tuple(parts)),)
