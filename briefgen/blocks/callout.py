"""What it means, what is open, what to beware of: a few words set apart."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from briefgen.model import Block, Context, Group, Para, Part, Run
from briefgen.schema import OneOrMany, Text
from briefgen.schema import Spec as Mapping

_WORDS = {"means": "what-it-means", "open": "what-is-open", "caution": "caution"}
_TONES = {"means": "accent", "open": "open", "caution": "caution"}


class Spec(Mapping):
    """`kind` gives the label and the colour; several texts become several lines."""

    kind: Literal["means", "open", "caution"]
    text: Annotated[OneOrMany[Text], Field(min_length=1)]


def lower(spec: Spec, context: Context, block: Block) -> tuple[Part, ...]:  # noqa: ARG001 - every block is called alike
    """A label in words, so that the colour does not speak alone, and the texts below it."""
    label = Para("label", (Run(context.word(_WORDS[spec.kind]), strong=True, language=context.language),))
    texts = [Para("callout", runs) for text in spec.text for runs in context.paragraphs(text)]
    return (Group("callout", (label, *texts), tone=_TONES[spec.kind]),)
