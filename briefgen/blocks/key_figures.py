"""Two to six figures, large, each with what it counts."""

from __future__ import annotations

import dataclasses
import re
from typing import Annotated

from pydantic import Field

from briefgen.model import Block, Context, Fact, Group, Para, Part, Run
from briefgen.schema import ListSpec, Name, Text
from briefgen.schema import Spec as Mapping

_BESIDE = 0.6
# Digits with their signs and what is written on to them (`$4.3`, `15–30%`, `60th`); Chinese words are words too.
_DIGITS = re.compile(
    r"(?P<before>[^\d\W_]*(?:\s[^\d\W_]+)*\s?)(?P<digits>[^\w\s]*\d(?:[\d\s.,]*\d)?(?:[–-]\d[\d.,]*)?"
    r"(?:\s?%|[a-z]{2}\b|-[^\W\d_]{1,2}\b)?)(?P<after>\D*)"
)
_HAN_DATE = re.compile(r"(?:\d+[年月日至—–-]+)+(?:\d+)?")


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
        value = context.value(fact.name, style, tile.style.span if tile.style else tile.fact.span)
        parts = [
            Para("figure", _digits_first(value)),
            Para("label", label),
        ]
        if aimed:
            parts.append(Para("note", _aim(fact, context)))
        if tile.note is not None:
            parts.append(Para("note", context.runs(tile.note)))
        tiles.append(Group("tile", tuple(parts), tone="plan" if aimed else ""))
    return (Group("tiles", tuple(tiles)),) if tiles else ()


def _digits_first(runs: tuple[Run, ...]) -> tuple[Run, ...]:
    """The value with the words beside its digits smaller; one whose words stand between digits (a date) as it is,
    but for Chinese letters, which are units there too (2026年1月18日).
    """
    if len(runs) != 1:
        return runs
    found = _DIGITS.fullmatch(runs[0].text)
    if found is not None:
        pieces = [(found["before"], _BESIDE), (found["digits"], 1.0), (found["after"], _BESIDE)]
    elif _HAN_DATE.fullmatch(runs[0].text):
        pieces = [(text, 1.0 if text.isdigit() else _BESIDE) for text in re.split(r"(\d+)", runs[0].text)]
    else:
        return runs
    cut = [dataclasses.replace(runs[0], text=text, scale=scale, citations=()) for text, scale in pieces if text]
    cut[-1] = dataclasses.replace(cut[-1], citations=runs[0].citations)
    return tuple(cut)


def _aim(fact: Fact, context: Context) -> tuple[Run, ...]:
    kind = context.word(f"kind-{fact.kind}")
    if fact.as_of is not None:
        kind = context.word("labelled", label=kind, text=context.date(fact.as_of))
    return (Run(kind, tone="plan", fact=fact.name, language=context.language),)
