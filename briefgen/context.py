"""What blocks and charts ask while they become parts: texts, facts, words and files of one document in one language."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from briefgen import inline, registry
from briefgen.citing import Bibliography
from briefgen.facts import unknown_fact
from briefgen.finding import Finding, Severity, Span, did_you_mean
from briefgen.model import ChartSource, Content, Fact, Figure, Grid, Group, Moment, Para, Part, Plot, Run, Text
from briefgen.parts import plain
from briefgen.read import OpenFile, read_file
from briefgen.statements import disagrees

if TYPE_CHECKING:
    from briefgen.language import Language

_SPOKEN_STYLES = ("label", "caveat", "speaker", "place")
_LINKS = ("#", "http://", "https://", "mailto:")
_DEEPEST = 4
"""Texts of facts within each other that are followed before they count as a circle."""

_STANDING_ALONE = frozenset(
    {
        "chart-unknown",
        "citation-unknown",
        "country-unknown",
        "fact-unknown",
        "link-unknown",
        "number-unsourced",
        "place-outside",
        "place-unknown",
        "reference-malformed",
        "source-unknown",
        "style-unknown",
        "unit-unknown",
    }
)
"""What is wrong with a name or a text, whatever stands beside it."""

_USUAL_UNITS = {
    "%": "percent",
    "$": "USD",
    "dollar": "USD",
    "dollars": "USD",
    "€": "EUR",
    "euro": "EUR",
    "euros": "EUR",
    "people": "person",
    "km": "kilometre",
    "km²": "square-kilometre",
    "km2": "square-kilometre",
    "ha": "hectare",
    "h": "hour",
    "min": "minute",
    "s": "second",
    "gb": "gigabyte",
    "mw": "megawatt",
    "pp": "percentage-point",
    "number": "count",
}
"""How authors call units elsewhere, in small letters."""

_PASSAGES = frozenset({"cover", "summary", "contents", "disagreements", "facts", "sources", "untranslated"})
"""The ids of what every document may hold besides its themes and sections."""

_NUMBERED = re.compile(r"#(?:figure|table)-\d+")


class Translator(Protocol):
    """What `resolve` asks of a catalogue."""

    def translate(self, text: Text) -> tuple[str, str]:
        """The text in the catalogue's language, and its state: source, translated, missing or stale."""


class EditionContext:
    """The `Context` of one document in one language: what blocks and charts ask while they become parts.

    It remembers, in order, which facts were asked for and which of them by charts (`drawn`), so that a passage can say
    where all that it shows is from; which sources are cited (`bibliography`); and which texts no catalogue translates
    (`gaps`).  `unusable` counts how often a fact was asked for that could not be given.
    """

    def __init__(
        self, content: Content, language: Language, catalog: Translator, open_file: OpenFile | None = None
    ) -> None:
        self.content = content
        self.wording = language
        self.catalog = catalog
        self.language = language.code
        self.source_language = content.project.languages[0] if content.project else language.code
        self.findings: dict[Finding, None] = {}
        self.bibliography = Bibliography(content, language, self)
        self.asked: list[str] = []
        self.drawn: list[str] = []
        self.gaps: dict[str, None] = {}
        self.unusable = 0
        self._open_file = open_file or (lambda name: read_file(Path(content.root), name))
        self._exempt = inline.exempt(content.names)
        self._follows = re.compile(rf" (?:{language.spec.bound_after})(?!\w)" if language.spec.bound_after else "(?!)")
        self._speaking: list[str] = []
        self._cyclic: set[str] = set()
        self._worded: dict[tuple[str, str], str] = {}
        self._exhibits: dict[str, tuple[Group, tuple[str, ...], tuple[str, ...]]] = {}

    # texts

    def runs(self, text: Text) -> tuple[Run, ...]:
        """The translated text with its references replaced by worded values."""
        string, language = self._translated(text)
        return self._capital(string, self._runs(string, text, language, 0))

    def paragraphs(self, text: Text) -> tuple[tuple[Run, ...], ...]:
        """`runs` of each paragraph: a blank line parts them."""
        string, language = self._translated(text)
        return tuple(
            self._capital(part, self._runs(part, text, language, offset))
            for offset, part in inline.paragraphs_in(string)
        )

    def plain(self, text: Text) -> str:
        """`runs` without emphasis, for labels inside a chart and for alt text."""
        return plain(self.runs(text))

    def _capital(self, string: str, runs: tuple[Run, ...]) -> tuple[Run, ...]:
        """The runs of a text that begins with a value, which is worded for the middle of a sentence, with a capital."""
        return self.capital(runs) if string.lstrip(" *_[").startswith("${") else runs

    def capital(self, runs: tuple[Run, ...]) -> tuple[Run, ...]:
        """Runs whose first word begins with a capital, unless it is a name that is written otherwise (eGov)."""
        if not runs or not runs[0].text[:1].islower():
            return runs
        fact = self.content.facts.get(runs[0].fact)
        word = re.match(r"\w+", runs[0].text)
        if (fact is not None and fact.unit == "name") or word is None or not word.group().islower():
            return runs
        return (dataclasses.replace(runs[0], text=runs[0].text[0].upper() + runs[0].text[1:]), *runs[1:])

    def _translated(self, text: Text) -> tuple[str, str]:
        if not text.strip():
            return text, self.language
        string, state = self.catalog.translate(text)
        if state == "missing":
            self.gaps.setdefault(str(text))
            self.report(
                "translation-missing",
                f"no translation into {self.wording.name}",
                text.span,
                "run 'briefgen translate update' and fill it in",
                Severity.WARNING,
            )
        return string, self.source_language if state in ("missing", "source") else self.language

    def _runs(self, string: str, text: Text, language: str, offset: int, digits: bool = True) -> tuple[Run, ...]:
        own = string in text

        def place(start: int, end: int) -> Span:
            return text.part(offset + start, offset + end) if own else text.span

        for start, end in inline.broken_references(string):
            hint = "write ${name} or ${name|style}"
            self.report("reference-malformed", "'${' begins no reference here", place(start, end), hint)
        for match in inline.refused_links(string):
            self.report("link-unknown", "the link leads to what no document may open", place(*match.span()))
        unclosed = inline.unclosed_strong(string)
        if unclosed >= 0:
            hint = "close it with ** right behind the last strong word, or delete it"
            self.report(
                "markup-unclosed", "'**' opens nothing, and would be printed", place(unclosed, unclosed + 2), hint
            )
        if digits:
            for match in inline.loose_digits(string, self._exempt):
                self.report(
                    "number-unsourced",
                    f"'{match.group()}' comes from no fact",
                    place(*match.span()),
                    "refer to a fact with ${name}, or add the name that holds it to content/names.yaml",
                )
        references = inline.references_in(string)
        runs: list[Run] = []
        for piece in inline.parse(string):
            link = self._link(piece.link, text.span) if piece.link else ""
            if piece.reference >= 0:
                reference = references[piece.reference]
                found = self.value(reference.name, reference.style, place(reference.start, reference.end))
                if piece.strong or piece.emphasis or link:
                    found = tuple(
                        dataclasses.replace(run, strong=piece.strong, emphasis=piece.emphasis, link=link or run.link)
                        for run in found
                    )
                runs.extend(found)
            else:
                if runs and runs[-1].fact and runs[-1].text[-1:].isdigit() and self._follows.match(piece.text):
                    # No line ends between 2025 and the word for year.
                    piece = dataclasses.replace(piece, text="\u00a0" + piece.text[1:])
                runs.append(Run(piece.text, piece.strong, piece.emphasis, link=link, language=language, span=text.span))
        return tuple(runs)

    def _link(self, address: str, span: Span) -> str:
        if address.startswith("#"):
            known = self._places()
            rejected = f"section/{address[1:]}" in self.content.rejected or "themes" in self.content.rejected
            if address[1:] not in known and not _NUMBERED.fullmatch(address) and not rejected:
                message = f"no section has the id '{address[1:]}' to which the link leads"
                self.report("link-unknown", message, span, did_you_mean(address[1:], known))
                return ""
        if address.startswith(_LINKS):
            return address
        hint = "begin it with https://, mailto: or the # of a section"
        self.report("link-unknown", f"the link leads to '{address}'", span, hint)
        return ""

    def _places(self) -> frozenset[str]:
        """What a link within the document may name, whether or not this document holds it."""
        themes = self.content.themes.values()
        sections = {section.id for theme in themes for section in theme.sections}
        return _PASSAGES | sections | self.content.themes.keys() | self.content.charts.keys()

    # facts

    def fact(self, name: str, at: Span | None = None) -> Fact | None:
        """The fact, or None after reporting that there is none of that name."""
        fact = self.content.facts.get(name)
        if fact is None:
            rejected = self.content.rejected
            if f"fact/{name}" not in rejected and "facts" not in rejected:
                self.findings.setdefault(unknown_fact(name, self.content.facts, at))
            self.unusable += 1
            return None
        self.asked.append(fact.name)
        if not self.wording.knows_unit(fact.unit):
            usual = _USUAL_UNITS.get(fact.unit.casefold(), "")
            hint = did_you_mean(usual if usual in self.wording.units else fact.unit, self.wording.units)
            self.report("unit-unknown", f"no unit named '{fact.unit}'", fact.at("unit"), hint)
            self.unusable += 1
            return None
        return fact

    def value(self, name: str, style: str = "default", at: Span | None = None) -> tuple[Run, ...]:
        """The fact's value, worded; an unknown fact is reported at `at` and gives no runs."""
        fact = self.fact(name, at)
        if fact is None:
            return ()
        if not self.wording.knows_style(style):
            styles = [known.name for known in self.wording.styles]
            self.report("style-unknown", f"no style named '{style}'", at, did_you_mean(style, styles, 30))
            return ()
        base = style.partition("-")[0]
        text: Text | None = None
        if base in _SPOKEN_STYLES:
            text = getattr(fact, base)
        elif isinstance(fact.value, Text) and base not in ("as", "stage", "kind", "unit") and not disagrees(fact):
            text = fact.value
        if text is not None:
            runs = self.spoken(fact, text)
        else:
            worded = self._worded.get((name, style))
            if worded is None:
                worded = self._worded[name, style] = self.worded(fact, style)
            runs = (Run(worded, fact=fact.name, language=self.language, span=at),) if worded else ()
        if not runs:
            if name not in self._cyclic:
                message = f"'{name}' has nothing to say in the style '{style}'"
                self.report("style-empty", message, at, "choose another style")
            return ()
        *before, last = runs
        keys = tuple(dict.fromkeys((*last.citations, *self.bibliography.keys(fact))))
        return (*before, dataclasses.replace(last, citations=keys))

    def worded(self, fact: Fact, style: str) -> str:
        """The fact in this language, as the facts' own rules word what sources disagree about."""
        return self.wording.value(fact, style, lambda text: plain(self.spoken(fact, text)), self.content.facts.get)

    def spoken(self, fact: Fact, text: Text) -> tuple[Run, ...]:
        """A text of the fact's own, which may itself refer to facts; names keep their digits."""
        if fact.name in self._speaking or len(self._speaking) >= _DEEPEST:
            circle = " -> ".join([*self._speaking, fact.name])
            hint = "say in one of them what it means without the other"
            self.report("fact-cyclic", f"the texts of facts refer to each other: {circle}", text.span, hint)
            self._cyclic.update([*self._speaking, fact.name])
            return ()
        self._speaking.append(fact.name)
        try:
            string, language = self._translated(text)
            named = fact.unit == "name" and text is fact.value
            runs = self._runs(string, text, language, 0, digits=not named)
        finally:
            self._speaking.pop()
        return tuple(run if run.fact else dataclasses.replace(run, fact=fact.name) for run in runs)

    def label(self, fact: Fact) -> str:
        """The fact's label in this language."""
        return plain(self.spoken(fact, fact.label))

    def number(self, value: Any, unit: str = "", style: str = "default") -> str:
        """A number that is not a fact's own (an axis tick), worded."""
        return self.wording.number(value, unit, style)

    def date(self, value: Moment, style: str = "default") -> str:
        """A date worded as precisely as it is known."""
        return self.wording.date(value, style)

    def word(self, key: str, **values: str) -> str:
        """A fixed word of the language (`source`, `not-stated`), from languages/*.yaml."""
        try:
            return self.wording.word(key, **values)
        except KeyError:
            message = f"{self.wording.name} has no word for '{key}'"
            self.report("word-unknown", message, None, f"add it to languages/{self.language}.yaml")
            return key

    # sources

    def source_line(self, facts: Sequence[str], sources: Sequence[str] = ()) -> tuple[Run, ...]:
        """`Source:` and where these facts are from, and the named sources; nothing where there is none."""
        return self.bibliography.source_line(facts, sources)

    def sources_grid(self, sources: Sequence[str] = ()) -> Grid:
        """The named sources as a table, or all that the document has cited so far."""
        return self.bibliography.sources_grid(sources)

    # exhibits and files

    def exhibit(self, chart: str, at: Span | None = None) -> Group | None:
        """The chart as an exhibit: title, subtitle, plot and source; None after reporting."""
        source = self.content.charts.get(chart)
        if source is None:
            if f"chart/{chart}" not in self.content.rejected:
                self.report("chart-unknown", f"no chart named '{chart}'", at, did_you_mean(chart, self.content.charts))
            return None
        if chart not in self._exhibits:
            asked, named = len(self.asked), len(self.bibliography.named)
            group = self._exhibit(source)
            self._exhibits[chart] = (group, tuple(self.asked[asked:]), tuple(self.bibliography.named[named:]))
        else:
            _, asked_before, named_before = self._exhibits[chart]
            self.asked.extend(asked_before)
            self.bibliography.named.extend(named_before)
        group, shown, _ = self._exhibits[chart]
        self.drawn.extend(shown)
        return group

    def _exhibit(self, source: ChartSource) -> Group:
        asked = len(self.asked)
        spec = source.spec
        parts: list[Part] = [Para("exhibit-title", self.runs(spec.title))]
        if spec.subtitle is not None:
            parts.append(Para("exhibit-subtitle", self.runs(spec.subtitle)))
        told, unusable = len(self.findings), self.unusable
        figure: Figure = registry.load("charts", source.kind).plan(spec, self, source.name)
        parts.append(Plot(figure, source.name))
        if self.unusable > unusable or self.errors_since(told, "chart-empty"):
            # A chart whose data cannot be read is empty too; only the reason helps its author.
            for finding in list(self.findings):
                if finding.rule == "chart-empty" and finding.span == spec.title.span:
                    del self.findings[finding]
        if source.partial:
            self.keep_named(told)
        note = self.runs(spec.note) if spec.note is not None else ()
        if figure.note:
            space = self.wording.sentence_space if note else ""
            note = (*note, Run(space + figure.note, language=self.language))
        if note:
            parts.append(Para("note", note))
        words = self.source_line(tuple(dict.fromkeys(self.asked[asked:])), spec.source)
        if words:
            parts.append(Para("source", words))
        return Group("exhibit", tuple(parts), id=source.name)

    def errors_since(self, told: int, besides: str = "") -> bool:
        """Whether an error was added after the first `told` findings, one of the rule `besides` not counted."""
        added = list(self.findings)[told:]
        return any(finding.severity is Severity.ERROR and finding.rule != besides for finding in added)

    def keep_named(self, told: int) -> None:
        """Forget of the findings after the first `told` what may follow from a part that was left out."""
        for finding in list(self.findings)[told:]:
            if finding.rule not in _STANDING_ALONE:
                del self.findings[finding]

    def file(self, path: Text) -> bytes | None:
        """A file of the project; None after reporting that it is missing or outside the project."""
        data, findings = self._open_file(path)
        self.findings.update(dict.fromkeys(findings))
        return data

    def report(
        self, rule: str, message: str, span: Span | None, hint: str = "", severity: Severity = Severity.ERROR
    ) -> None:
        """Add a finding."""
        self.findings.setdefault(Finding(rule, message, span, severity, hint))
