"""What is true, who says so, and whether they agree: the rules of facts and of the evidence for them."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Literal

from briefgen.finding import Finding, Related, Severity, Span, did_you_mean
from briefgen.formula import plain as plain_number
from briefgen.model import Citation, Content, Fact, Moment, Source, Text
from briefgen.moments import written
from briefgen.numerals import Amount, Day, can_read, read_days, read_numbers
from briefgen.statements import disagrees, stated, statements

WORDED_UNITS = frozenset({"text", "name", "stage"})
"""Units whose value is words; every other unit counts or measures, but `date`."""

_HEDGES = {
    "over": frozenset({"over", "at least"}),
    "at least": frozenset({"at least", "over"}),
    "up to": frozenset({"up to", "at most"}),
    "at most": frozenset({"at most", "up to"}),
    "about": frozenset({"about", "nearly"}),
    "nearly": frozenset({"nearly", "about"}),
    "tens-of": frozenset({"tens-of"}),
}
"""The hedges that a source's words and a fact's qualifier may exchange without saying something else."""

MOST_PERCENT = 10_000
"""A larger share is a slip, or better told as a multiple."""

_SENSE = {
    "over": "above",
    "at least": "above",
    "up to": "below",
    "at most": "below",
    "nearly": "below",
    "about": "around",
    "tens-of": "several",
}
"""On which side of a number its hedges put the truth; two that differ cannot both be meant."""

_INTENTIONS = frozenset({"planned", "expected"})


# -------------------------------------------------------------------------------------------------- rules


def check_facts(content: Content) -> list[Finding]:
    """What is wrong with the facts themselves, whatever shows them: sources, kinds, units, disagreement."""
    findings: list[Finding] = []
    for fact in content.facts.values():
        findings.extend(_check_citations(fact, content))
        findings.extend(_check_kind(fact))
        findings.extend(_check_value(fact, content))
        findings.extend(_check_conflict(fact))
    return findings


def _check_citations(fact: Fact, content: Content) -> Iterator[Finding]:
    if not fact.citations and not fact.formula:
        yield Finding(
            "fact-uncited", f"'{fact.name}' names no source", fact.span, hint="add cite:, or formula: if it is derived"
        )
    for citation in fact.citations:
        known = citation.source in content.sources
        if not known and f"source/{citation.source}" not in content.rejected and "sources" not in content.rejected:
            span = citation.source.span if isinstance(citation.source, Text) else citation.span
            hint = did_you_mean(citation.source, content.sources) or "add it to content/sources.yaml"
            yield Finding("source-unknown", f"no source named '{citation.source}'", span, hint=hint)


def _check_kind(fact: Fact) -> Iterator[Finding]:
    if fact.kind == "opinion" and fact.speaker is None:
        yield Finding(
            "fact-speaker-missing", f"'{fact.name}' is an opinion of nobody", fact.span, hint="say whose with speaker:"
        )
    if fact.kind != "opinion" and fact.speaker is not None:
        yield Finding(
            "fact-speaker-unused",
            f"'{fact.name}' has a speaker, but is no opinion",
            fact.speaker.span,
            Severity.WARNING,
            hint="make it kind: opinion, or leave speaker: out",
        )
    if fact.kind in ("target", "plan") and fact.as_of is None and fact.unit not in {"date", *WORDED_UNITS}:
        yield Finding(
            "fact-date-missing",
            f"the {fact.kind} '{fact.name}' has no date",
            fact.span,
            Severity.WARNING,
            hint="say with as-of: by when, or when it was announced",
        )


def _check_value(fact: Fact, content: Content) -> Iterator[Finding]:
    values = [(fact.value, fact.span)]
    values += [(citation.value, citation.span) for citation in fact.citations if citation.value is not None]
    for value, span in values:
        yield from _check_kind_of_value(fact, value, span)
    if fact.unit == "rank":
        yield from _check_rank(fact, values)
    if fact.unit == "percent" and any(isinstance(value, Decimal) and abs(value) > MOST_PERCENT for value, _ in values):
        message = f"'{fact.name}' is {worded(fact.value)} per cent, which no reader can picture"
        hint = "say how many times as much, with unit: times"
        yield Finding("fact-percent", message, fact.span, Severity.WARNING, hint=hint)
    yield from _check_qualifiers(fact)
    if fact.of is not None:
        yield from _check_whole(fact, content)


def _check_kind_of_value(fact: Fact, value: Any, span: Span) -> Iterator[Finding]:
    worded = isinstance(value, Text)
    if worded and fact.unit not in WORDED_UNITS:
        hint = "write the number bare, as 20_000, or give it unit: text or name"
        yield Finding(
            "fact-unit", f"'{fact.name}' counts in '{fact.unit}', but its value is a text", value.span, hint=hint
        )
    if not worded and fact.unit in WORDED_UNITS:
        hint = "say what it counts, or unit: count"
        yield Finding(
            "fact-unit",
            f"'{fact.name}' has the unit '{fact.unit}', but its value is no text",
            span if span != fact.span else fact.at("unit"),
            hint=hint,
        )


def _check_rank(fact: Fact, values: list[tuple[Any, Span]]) -> Iterator[Finding]:
    for value, span in values:
        for end in value if isinstance(value, tuple) else (value,):
            if isinstance(end, Decimal) and (end < 1 or end != end.to_integral_value()):
                yield Finding("fact-rank", f"'{fact.name}' is the rank {worded(end)}; ranks are 1, 2, 3 …", span)


def _check_qualifiers(fact: Fact) -> Iterator[Finding]:
    """Hedges that say opposite things, and `tens-of` where no language has a word for that many."""
    said = [(fact.qualifier, fact.value, fact.span)]
    said += [(citation.qualifier, stated(fact, citation).value, citation.span) for citation in fact.citations]
    for qualifiers, value, span in said:
        for one, other in itertools.combinations(sorted({*qualifiers} & _SENSE.keys()), 2):
            if _SENSE[one] != _SENSE[other]:
                message = f"'{one}' and '{other}' of '{fact.name}' contradict each other"
                yield Finding("qualifier-contradictory", message, span, hint="keep the one that the source says")
        several = isinstance(value, Decimal) and value >= 10 and value == Decimal(1).scaleb(value.adjusted())
        if "tens-of" in qualifiers and not several:
            message = f"'tens-of' of '{fact.name}' says no more than {worded(value)}"
            hint = "write a power of ten: 10_000 is worded as tens of thousands"
            yield Finding("qualifier-unfit", message, span, hint=hint)


def _check_whole(fact: Fact, content: Content) -> Iterator[Finding]:
    whole = fact.of
    if isinstance(whole, Text):
        other = content.facts.get(whole)
        if other is None:
            if f"fact/{whole}" not in content.rejected and "facts" not in content.rejected:
                yield unknown_fact(whole, content.facts, whole.span)
            return
        whole = other.value
    if isinstance(whole, Decimal) and isinstance(fact.value, Decimal) and fact.value > whole:
        yield Finding(
            "fact-of",
            f"'{fact.name}' is {worded(fact.value)} of only {worded(whole)}",
            fact.at("of"),
            hint="check value: and of:",
        )


def _check_conflict(fact: Fact) -> Iterator[Finding]:
    if disagrees(fact):
        if not fact.on_conflict:
            said = " and ".join(f"'{worded(statement.value)}'" for statement in statements(fact))
            yield Finding(
                "fact-conflict",
                f"the sources of '{fact.name}' disagree: {said}",
                fact.span,
                hint="say what to do with on-conflict: both, range or {prefer: source}",
                related=tuple(Related(f"'{citation.evidence}'", citation.span) for citation in fact.citations),
            )
        elif fact.on_conflict == "range" and not all(
            isinstance(statement.value, Decimal) for statement in statements(fact)
        ):
            yield Finding(
                "fact-conflict-range", f"the values of '{fact.name}' make no range", fact.span, hint="use both"
            )
        elif fact.on_conflict not in ("both", "range"):
            cited = {citation.source for citation in fact.citations}
            if fact.on_conflict not in cited:
                hint = did_you_mean(fact.on_conflict, cited)
                yield Finding(
                    "source-unknown",
                    f"'{fact.name}' does not cite '{fact.on_conflict}', which it prefers",
                    fact.span,
                    hint=hint,
                )
    elif fact.on_conflict:
        yield Finding(
            "fact-conflict-none",
            f"the sources of '{fact.name}' agree, and on-conflict says nothing",
            fact.span,
            Severity.WARNING,
            hint="give the citation that differs its own value:",
        )


def unknown_fact(name: str, facts: Mapping[str, Fact], span: Span | None) -> Finding:
    """The finding for a name that is no fact, with the place of the nearest one that is."""
    hint = did_you_mean(name, facts)
    near = re.match(r"did you mean '(.+)'\?", hint)
    if near:
        hint = f"did you mean '{near.group(1)}' ({facts[near.group(1)].span})?"
    elif len(facts) > 12 or not facts:
        hint = "add it to content/facts/"
    return Finding("fact-unknown", f"no fact named '{name}'", span, hint=hint)


def worded(value: Any) -> str:
    """A value in plain digits, for findings."""
    if isinstance(value, Decimal):
        return plain_number(value)
    if isinstance(value, Moment):
        return written(value)
    if isinstance(value, tuple):
        return "–".join(worded(end) for end in value)
    return str(value)


# ----------------------------------------------------------------------------------------------- evidence


@dataclass(frozen=True, slots=True)
class Coverage:
    """How many citations were checked, held no number that could be, or could not be checked and why.

    `unreadable` names the languages whose numbers nobody here can read; what is cited in them is `unsupported`.
    """

    checked: int = 0
    wordless: int = 0
    skipped: int = 0
    unsupported: int = 0
    unreadable: tuple[str, ...] = ()

    def __str__(self) -> str:
        total = self.checked + self.wordless + self.skipped + self.unsupported
        told = (
            f"{total} citations: {self.checked} numbers checked, {self.wordless} found in place and without a number, "
            f"{self.skipped} skipped for want of the source's text"
        )
        if not self.unsupported:
            return told
        return f"{told}, {self.unsupported} in languages whose numbers cannot be read ({', '.join(self.unreadable)})"


_Outcome = Literal["checked", "wordless", "skipped", "unsupported"]


def check_evidence(content: Content, texts: Mapping[str, str]) -> tuple[list[Finding], Coverage]:
    """Whether each citation's evidence stands in its paragraph and comes to the fact's value.

    `texts` gives the sources' texts by the source's name.  Without one, a citation counts as skipped; that its
    evidence comes to the value is checked all the same.  In a language that `numerals` cannot read, it is unsupported.
    """
    findings: list[Finding] = []
    counted: Counter[str] = Counter()
    unreadable: dict[str, None] = {}
    paragraphs = {name: split_paragraphs(text) for name, text in texts.items()}
    for fact in content.facts.values():
        for citation in fact.citations:
            source = content.sources.get(citation.source)
            if source is None:
                continue
            known = paragraphs.get(source.name)
            found, outcome = _check_citation(fact, citation, source, known)
            findings.extend(found)
            if outcome == "unsupported":
                unreadable[source.language] = None
            elif known is None:
                outcome = "skipped"
            counted[outcome] += 1
    return findings, Coverage(**counted, unreadable=tuple(unreadable))


def split_paragraphs(text: str) -> list[str]:
    """A source's paragraphs: its lines without the blank ones, in order."""
    return [line.strip() for line in text.splitlines() if line.strip()]


def _check_citation(
    fact: Fact, citation: Citation, source: Source, paragraphs: list[str] | None
) -> tuple[list[Finding], _Outcome]:
    """What is wrong with one citation, and whether there was a number to compare."""
    text, places = citation.evidence, [(0, len(citation.evidence))]
    if paragraphs is not None:
        if citation.paragraph > len(paragraphs):
            message = f"'{source.name}' has {len(paragraphs)} paragraphs, not {citation.paragraph}"
            return [Finding("evidence-paragraph", message, citation.span)], "wordless"
        text = paragraphs[citation.paragraph - 1]
        places = [match.span() for match in re.finditer(re.escape(citation.evidence), text)]
        if not places:
            others = [str(number) for number, other in enumerate(paragraphs, 1) if citation.evidence in other]
            hint = (
                f"it stands in paragraph {', '.join(others[:4])}" if others else "copy it from the source as it stands"
            )
            message = f"paragraph {citation.paragraph} of '{source.name}' does not hold '{citation.evidence}'"
            return [Finding("evidence-missing", message, citation.span, hint=hint)], "wordless"
    value = stated(fact, citation).value
    if isinstance(value, Text):
        return [], "wordless"
    if not can_read(source.language):
        return [], "unsupported"
    quantities = _touching(read_numbers(text, source.language), places)
    days = _touching(read_days(text, source.language), places)
    ends = value if isinstance(value, tuple) else (value,)
    if isinstance(ends[0], Moment):
        return _check_moments(fact, citation, ends, quantities, days)
    met = [quantity for quantity in quantities if set(ends) & {quantity.low, quantity.high}]
    reached = {number for quantity in met for number in (quantity.low, quantity.high)}
    if not set(ends) <= reached:
        read = ", ".join(dict.fromkeys(_numbers_read(quantities))) or "no number"
        message = f"'{citation.evidence}' comes to {read}, '{fact.name}' says {worded(value)}"
        related = (Related("the fact", fact.span),)
        return [Finding("evidence-value", message, citation.span, related=related)], "checked"
    findings = list(_check_unit(fact, citation, met))
    findings.extend(_check_qualifier(fact, citation, met, whole=paragraphs is not None))
    return findings, "checked"


def _touching(found: Iterable[Any], places: list[tuple[int, int]]) -> list[Any]:
    """Those that stand in the evidence; one that evidence cuts in two counts whole, as the source has it."""
    return [one for one in found if any(one.start < end and one.end > start for start, end in places)]


def _numbers_read(quantities: list[Amount]) -> Iterator[str]:
    for quantity in quantities:
        yield worded(quantity.low) if quantity.high is None else worded((quantity.low, quantity.high))


def _check_moments(
    fact: Fact, citation: Citation, moments: tuple[Moment, ...], quantities: list[Amount], days: list[Day]
) -> tuple[list[Finding], _Outcome]:
    """Month and day must stand in the evidence; a year that the source leaves out may come from its context."""
    years = {number for quantity in quantities for number in (quantity.low, quantity.high)}
    outcome: _Outcome = "wordless"
    for moment in moments:
        if moment.month is None:
            if not days and not quantities:
                continue
            met = any(day.year == moment.year for day in days) or Decimal(moment.year) in years
        else:
            met = any(
                day.month == moment.month
                and (moment.day is None or day.day == moment.day)
                and day.year in (None, moment.year)
                for day in days
            )
        outcome = "checked"
        if not met:
            read = ", ".join(_day_read(day) for day in days) or "no date"
            message = f"'{citation.evidence}' comes to {read}, '{fact.name}' says {worded(moment)}"
            related = (Related("the fact", fact.span),)
            return [Finding("evidence-value", message, citation.span, related=related)], outcome
    return [], outcome


def _day_read(day: Day) -> str:
    parts = (
        f"{day.year:04}" if day.year else "…",
        f"{day.month:02}" if day.month else "",
        f"{day.day:02}" if day.day else "",
    )
    return "-".join(part for part in parts if part)


def _check_unit(fact: Fact, citation: Citation, met: list[Amount]) -> Iterator[Finding]:
    """A share is no number, person-times are no people, rubles no dollars."""
    units = {quantity.unit for quantity in met if quantity.unit and quantity.unit != "person"}
    people = any(quantity.unit == "person" for quantity in met)
    if units and fact.unit not in units and not (people and fact.unit != "person-time"):
        yield Finding(
            "evidence-unit",
            f"'{citation.evidence}' counts in {' or '.join(sorted(units))}, '{fact.name}' in {fact.unit}",
            citation.span,
            Severity.WARNING,
        )
    elif people and not units and fact.unit in {"person-time", "percent", "percentage-point", "USD", "hectare"}:
        message = f"'{citation.evidence}' counts people, '{fact.name}' {fact.unit}"
        yield Finding("evidence-unit", message, citation.span, Severity.WARNING)


def _check_qualifier(fact: Fact, citation: Citation, met: list[Amount], whole: bool) -> Iterator[Finding]:
    """Hedges must be those of the source: nothing more certain, and, where its text is at hand, nothing less."""
    says = set(stated(fact, citation).qualifier)
    options = [quantity.qualifiers for quantity in met]
    problems = [_qualifier_problem(fact, says, set(option), whole) for option in options]
    if problems and all(problems):
        yield Finding("fact-qualifier", f"{problems[0]} ('{citation.evidence}')", citation.span, Severity.WARNING)


def _qualifier_problem(fact: Fact, says: set[str], source: set[str], whole: bool) -> str:
    for hedge in sorted(source & _HEDGES.keys()):
        if not says & _HEDGES[hedge]:
            return f"the source says '{hedge}', '{fact.name}' does not"
    intended = source & _INTENTIONS
    if intended and not says & _INTENTIONS and fact.kind == "result":
        return f"the source says '{min(intended)}', '{fact.name}' is a result"
    for hedge in sorted(says - _INTENTIONS):
        if whole and "top" not in source and not source & _HEDGES[hedge]:
            return f"'{fact.name}' says '{hedge}', the source does not"
    return ""
