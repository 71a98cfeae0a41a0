"""What each source says of a fact, and what is shown where they disagree.

One rule for the text, the charts, the annex and the proof: a citation without a value of its own repeats the fact, with
the fact's qualifier where it has none of its own; a citation with its own value has its own qualifier only, for another
source's hedge says nothing about it.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from briefgen.model import Citation, Fact, Moment
from briefgen.moments import order


@dataclass(frozen=True, slots=True)
class Statement:
    """One value that is given for a fact, and the citations that give it."""

    value: Any
    qualifier: tuple[str, ...]
    citations: tuple[Citation, ...] = ()


def citation_key(citation: Citation) -> str:
    """By what runs name a citation, and the document's references are looked up."""
    return f"{citation.source}-{citation.paragraph}"


def stated(fact: Fact, citation: Citation) -> Statement:
    """What one citation says of its fact."""
    if citation.value is not None:
        return Statement(citation.value, citation.qualifier, (citation,))
    return Statement(fact.value, citation.qualifier or fact.qualifier, (citation,))


def statements(fact: Fact) -> tuple[Statement, ...]:
    """The different values that a fact's sources give, in the order of its citations."""
    found: dict[tuple[Any, tuple[str, ...]], list[Citation]] = {}
    for citation in fact.citations:
        said = stated(fact, citation)
        found.setdefault((said.value, said.qualifier), []).append(citation)
    return tuple(Statement(value, qualifier, tuple(cited)) for (value, qualifier), cited in found.items())


def disagrees(fact: Fact) -> bool:
    """Whether the sources of a fact give it different values."""
    return len({statement.value for statement in statements(fact)}) > 1


def ends_of(said: tuple[Statement, ...]) -> list[Any]:
    """The numbers, or the dates, between which statements lie; nothing where they are not of one such kind."""
    ends = [end for one in said for end in (one.value if isinstance(one.value, tuple) else (one.value,))]
    alike = any(all(isinstance(end, kind) for end in ends) for kind in (Decimal, Moment))
    return ends if alike else []


def alternatives(fact: Fact) -> tuple[Statement, ...]:
    """What is to be shown for a fact: several statements where sources disagree and both are shown, else one."""
    said = statements(fact)
    if len(said) < 2 or not fact.on_conflict:
        value = fact.value if fact.value is not None or not said else said[0].value
        qualifier = fact.qualifier or (said[0].qualifier if len(said) == 1 else ())
        return (Statement(value, qualifier, fact.citations),)
    ends = ends_of(said) if fact.on_conflict == "range" else []
    if fact.on_conflict == "both" or (fact.on_conflict == "range" and not ends):
        # Words make no range, which `facts` reports; both are shown rather than none.
        return said
    if fact.on_conflict == "range":
        shared = {one.qualifier for one in said}
        extremes = (min(ends, key=order), max(ends, key=order))
        return (Statement(extremes, said[0].qualifier if len(shared) == 1 else (), fact.citations),)
    preferred = next((citation for citation in fact.citations if citation.source == fact.on_conflict), None)
    return (Statement(fact.value, fact.qualifier) if preferred is None else stated(fact, preferred),)
