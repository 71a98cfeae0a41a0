"""Themes, facts and a language come to a Document: references replaced, citations numbered, parts in order.

The deck shows claims and exhibits and keeps the prose for its speaker; the briefing prints the prose and puts the
exhibits between.  Both are made of the same sections, by the same blocks.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from briefgen import inline, registry
from briefgen.facts import facts_shown, runs_of, unknown_fact
from briefgen.finding import Finding, Severity, Span, did_you_mean
from briefgen.formula import names_in
from briefgen.model import (
    Cell,
    Citation,
    Column,
    Content,
    Document,
    DocumentSpec,
    Fact,
    Grid,
    Group,
    Moment,
    Para,
    Part,
    Passage,
    Picture,
    Plot,
    Project,
    Reference,
    Run,
    Section,
    Source,
    Text,
    Theme,
)
from briefgen.moments import parse_moment
from briefgen.read import OpenFile, read_file
from briefgen.statements import citation_key, disagrees, statements

if TYPE_CHECKING:
    from briefgen.language import Language

_SPOKEN_STYLES = ("label", "caveat", "speaker", "place")
_PROSE = frozenset({"prose", "body", "bullet", "quote", "callout"})
_LINKS = ("#", "http://", "https://", "mailto:")
_DEEPEST = 4
_PASSAGES = frozenset({"cover", "summary", "contents", "disagreements", "facts", "sources", "untranslated"})
# So many texts without translation are listed by name.
_MOST_GAPS = 12
_NUMBERED = re.compile(r"#(?:figure|table)-\d+")


class Translator(Protocol):
    """What `resolve` asks of a catalogue."""

    def translate(self, text: Text) -> tuple[str, str]:
        """The text in the catalogue's language, and its state: source, translated, missing or stale."""


def resolve(
    content: Content,
    document: DocumentSpec,
    language: Language,
    catalog: Translator,
    open_file: OpenFile | None = None,
) -> tuple[Document, list[Finding]]:
    """One document in one language, and everything that its words, facts and charts have against it.

    `open_file` gives the bytes of pictures and data files; by default they are read from the project's folder.
    """
    project = content.project
    if project is None:
        raise ValueError("there is no project to make a document of")
    edition = Edition(content, language, catalog, open_file)
    themes = [content.themes[slug] for slug in document.themes if slug in content.themes]
    kind = _Briefing if document.kind == "briefing" else _Deck
    composition = kind(edition, project, document, themes)
    passages = composition.passages()
    passages = tuple(_without_dead_links(passage, {passage.id for passage in passages}) for passage in passages)
    references = edition.references(passages)
    made = Document(
        name=document.name,
        kind=document.kind,
        language=language.code,
        title=_plain(composition.title),
        subtitle=_plain(composition.subtitle),
        author=edition.plain(project.owner) if project.owner else "",
        edition=edition.plain(project.edition) if project.edition else "",
        date=project.date,
        passages=passages,
        references=references,
        words=dict(language.words),
    )
    return made, list(edition.findings)


# ---------------------------------------------------------------------------------------------- the context


class Edition:
    """The `Context` of one document in one language: what blocks and charts ask while they become parts.

    It remembers, in order, which facts were asked for, which of them by charts (`drawn`), and which sources were
    named without a fact, so that a passage can say where all that it shows is from; and which texts no catalogue
    translates (`gaps`).
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
        self.asked: list[str] = []
        self.named: list[str] = []
        self.drawn: list[str] = []
        self.gaps: dict[str, None] = {}
        self._open_file = open_file or (lambda name: read_file(Path(content.root), name))
        self._comma, self._semicolon = language.word("comma"), language.word("semicolon")
        self._and = language.word("enumeration-comma")
        self._exempt = inline.exempt(content.names)
        self._speaking: list[str] = []
        self._worded: dict[tuple[str, str], str] = {}
        self._short: dict[str, str] = {}
        self._citations: dict[str, Citation] = {}
        self._exhibits: dict[str, tuple[Group | None, tuple[str, ...], tuple[str, ...]]] = {}

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
        return _plain(self.runs(text))

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
            return None
        self.asked.append(fact.name)
        if not self.wording.knows_unit(fact.unit):
            hint = did_you_mean(fact.unit, self.wording.units)
            self.report("unit-unknown", f"no unit named '{fact.unit}'", fact.span, hint)
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
            runs = self._spoken(fact, text)
        else:
            worded = self._worded.get((name, style))
            if worded is None:
                worded = self._worded[name, style] = self.worded(fact, style)
            runs = (Run(worded, fact=fact.name, language=self.language, span=at),) if worded else ()
        if not runs:
            self.report(
                "style-empty", f"'{name}' has nothing to say in the style '{style}'", at, "choose another style"
            )
            return ()
        *before, last = runs
        keys = tuple(dict.fromkeys((*last.citations, *self._keys(fact))))
        return (*before, dataclasses.replace(last, citations=keys))

    def worded(self, fact: Fact, style: str) -> str:
        """The fact in this language, as the facts' own rules word what sources disagree about."""
        return self.wording.value(fact, style, lambda text: _plain(self._spoken(fact, text)), self._whole)

    def _whole(self, name: str) -> Fact | None:
        return self.content.facts.get(name)

    def _spoken(self, fact: Fact, text: Text) -> tuple[Run, ...]:
        """A text of the fact's own, which may itself refer to facts; names keep their digits."""
        if fact.name in self._speaking or len(self._speaking) >= _DEEPEST:
            circle = " -> ".join([*self._speaking, fact.name])
            self.report("fact-cyclic", f"the texts of facts refer to each other: {circle}", text.span)
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
        return _plain(self._spoken(fact, fact.label))

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

    def _keys(self, fact: Fact, depth: int = 0) -> tuple[str, ...]:
        """The keys of a fact's citations; a derived fact has those of the facts that it is derived from."""
        keys: dict[str, None] = {}
        for citation in fact.citations:
            key = citation_key(citation)
            self._citations.setdefault(key, citation)
            keys[key] = None
        if fact.formula and not fact.citations and depth < 8:
            for name in names_in(fact.formula):
                if name in self.content.facts:
                    keys.update(dict.fromkeys(self._keys(self.content.facts[name], depth + 1)))
        return tuple(keys)

    def _derived(self, fact: Fact) -> bool:
        return bool(fact.formula) and not fact.citations

    def source_line(self, facts: Sequence[str], sources: Sequence[str] = ()) -> tuple[Run, ...]:
        """`Source:` and where these facts are from, and the named sources; nothing where there is none."""
        runs = self.source_runs(facts, sources)
        if not runs:
            return ()
        several = any(run.text == self._semicolon for run in runs)
        return (self._run(self.word("sources-line" if several else "source-line", sources="")), *runs)

    def source_runs(self, facts: Sequence[str], sources: Sequence[str] = (), brief: bool = False) -> tuple[Run, ...]:
        """Where these facts are from, and the named sources; `brief` for a column of a table."""
        paragraphs: dict[str, set[int]] = {}
        for name in facts:
            fact = self.content.facts.get(name)
            for key in self._keys(fact) if fact else ():
                citation = self._citations[key]
                if citation.source in self.content.sources:
                    paragraphs.setdefault(str(citation.source), set()).add(citation.paragraph)
        for name in sources:
            if self.source(name) is not None:
                self.named.append(str(name))
                paragraphs.setdefault(str(name), set())
        runs: list[Run] = []
        for name, numbers in paragraphs.items():
            words = self.cited(self.content.sources[name], numbers, brief)
            runs.append(Run(self._semicolon if runs else "", language=self.language))
            runs.append(Run(words, language=self.language))
        if any(self._derived(self.content.facts[name]) for name in facts if name in self.content.facts):
            runs.append(Run((self._semicolon if runs else "") + self.word("own-calculation"), language=self.language))
        return tuple(run for run in runs if run.text)

    def source(self, name: str) -> Source | None:
        """The source, or None after reporting that there is none of that name."""
        source = self.content.sources.get(name)
        if source is None and f"source/{name}" not in self.content.rejected and "sources" not in self.content.rejected:
            span = name.span if isinstance(name, Text) else None
            self.report("source-unknown", f"no source named '{name}'", span, did_you_mean(name, self.content.sources))
        return source

    def short_source(self, source: Source) -> str:
        """Publisher and day, or publisher and title where the day is not known: as short as tells them apart."""
        if source.name not in self._short:
            moment = parse_moment(source.published)
            told = (
                self.date(moment, "short")
                if moment is not None
                else self.wording.quote(self.plain(source.title), "title")
            )
            self._short[source.name] = f"{self.plain(source.publisher)}{self._comma}{told}"
        return self._short[source.name]

    def briefest_source(self, source: Source) -> str:
        """`short_source`, but `undated` for the title of a publisher's only source without a day."""
        undated = [
            other.name
            for other in self.content.sources.values()
            if parse_moment(other.published) is None and other.publisher == source.publisher
        ]
        if undated != [source.name]:
            return self.short_source(source)
        return f"{self.plain(source.publisher)}{self._comma}{self.word('undated-source')}"

    def cited(self, source: Source, paragraphs: Iterable[int], brief: bool = False) -> str:
        """A source in its short form, with the paragraphs that are meant."""
        short = self.briefest_source(source) if brief else self.short_source(source)
        listed = self._and.join(str(number) for number in sorted(paragraphs))
        return f"{short}{self._comma}{self.word('paragraphs', numbers=listed)}" if listed else short

    def list_cited(self, citations: Iterable[Citation], brief: bool = False) -> str:
        """What these citations cite, each source once."""
        paragraphs: dict[str, set[int]] = {}
        for citation in citations:
            if citation.source in self.content.sources:
                paragraphs.setdefault(str(citation.source), set()).add(citation.paragraph)
        listed = (self.cited(self.content.sources[name], numbers, brief) for name, numbers in paragraphs.items())
        return self._semicolon.join(listed)

    def full_source(self, source: Source) -> str:
        """Publisher, title and, where it is known, the day."""
        title = self.wording.quote(self.plain(source.title), "title")
        words = f"{self.plain(source.publisher)}{self._comma}{title}"
        moment = parse_moment(source.published)
        return f"{words}{self._comma}{self.date(moment)}" if moment is not None else words

    def sources_grid(self, sources: Sequence[str] = ()) -> Grid:
        """The named sources as a table, or all that the document has cited so far."""
        wanted = [self.source(name) for name in sources]
        if not sources:
            cited = {str(citation.source) for citation in self._citations.values()} | set(self.named)
            wanted = [source for name, source in self.content.sources.items() if name in cited]
        rows = []
        for source in wanted:
            if source is None:
                continue
            title = [Para("body", tuple(dataclasses.replace(run, strong=True) for run in self.runs(source.title)))]
            if source.note is not None:
                title.append(Para("note", self.runs(source.note)))
            published = source.published
            moment = parse_moment(published)
            if moment is None and not isinstance(published, Text):
                published = Text(published, source.span, f"source/{source.name}")
            date = (self._run(self.date(moment)),) if moment is not None else self.runs(published)  # type: ignore[arg-type]
            rows.append(
                (
                    Cell(tuple(title)),
                    Cell((Para("body", self.runs(source.publisher)),)),
                    Cell((Para("body", (self._run(self.wording.names.get(source.language, source.language)),)),)),
                    Cell((Para("body", date),)),
                )
            )
        headers = ("source", "publisher", "language", "published")
        columns = tuple(Column((self._run(self.word(key)),)) for key in headers)
        return Grid("sources", columns, tuple(rows), self.word("sources"))

    def _run(self, text: str, **rest: Any) -> Run:
        return Run(text, language=self.language, **rest)

    def references(self, passages: Iterable[Passage]) -> tuple[Reference, ...]:
        """The citations of all runs, numbered in the order in which the reader meets them."""
        keys: dict[str, None] = {}
        for passage in passages:
            for run in (*runs_of(passage), *(run for para in passage.notes for run in para.runs)):
                keys.update(dict.fromkeys(key for key in run.citations if key in self._citations))
        found = []
        for number, key in enumerate(keys, 1):
            citation = self._citations[key]
            source = self.content.sources.get(citation.source)
            if source is None:
                continue
            words = f"{self.full_source(source)}{self._comma}{self.word('paragraph', number=str(citation.paragraph))}"
            found.append(Reference(key, number, (self._run(words),), source.name))
        return tuple(found)

    # exhibits and files

    def exhibit(self, chart: str, at: Span | None = None) -> Group | None:
        """The chart as an exhibit: title, subtitle, plot and source; None after reporting."""
        if chart not in self._exhibits:
            asked, named = len(self.asked), len(self.named)
            group = self._exhibit(chart, at)
            self._exhibits[chart] = (group, tuple(self.asked[asked:]), tuple(self.named[named:]))
        else:
            _, asked_before, named_before = self._exhibits[chart]
            self.asked.extend(asked_before)
            self.named.extend(named_before)
        self.drawn.extend(self._exhibits[chart][1])
        return self._exhibits[chart][0]

    def _exhibit(self, chart: str, at: Span | None) -> Group | None:
        source = self.content.charts.get(chart)
        if source is None:
            if f"chart/{chart}" not in self.content.rejected:
                self.report("chart-unknown", f"no chart named '{chart}'", at, did_you_mean(chart, self.content.charts))
            return None
        asked = len(self.asked)
        spec = source.spec
        parts: list[Part] = []
        if spec.title is not None:
            parts.append(Para("exhibit-title", self.runs(spec.title)))
        if spec.subtitle is not None:
            parts.append(Para("exhibit-subtitle", self.runs(spec.subtitle)))
        told = len(self.findings)
        parts.append(Plot(registry.load("charts", source.kind).plan(spec, self, chart), chart))
        if self.errors_since(told, "chart-empty"):
            # A chart whose data cannot be read is empty too; only the reason helps its author.
            for finding in [found for found in self.findings if found.rule == "chart-empty"][-1:]:
                if finding.span == spec.title.span:
                    del self.findings[finding]
        if spec.note is not None:
            parts.append(Para("note", self.runs(spec.note)))
        named = spec.source if isinstance(spec.source, list | tuple) else [spec.source] if spec.source else []
        words = self.source_line(tuple(dict.fromkeys(self.asked[asked:])), tuple(named))
        if words:
            parts.append(Para("source", words))
        return Group("exhibit", tuple(parts), id=chart)

    def errors_since(self, told: int, besides: str = "") -> bool:
        """Whether an error was added after the first `told` findings, one of the rule `besides` not counted."""
        added = list(self.findings)[told:]
        return any(finding.severity is Severity.ERROR and finding.rule != besides for finding in added)

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


# ------------------------------------------------------------------------------------------- compositions


class _Composition:
    """What deck and briefing share: the cover, the sections' parts, the annexes."""

    def __init__(self, edition: Edition, project: Project, document: DocumentSpec, themes: Sequence[Theme]) -> None:
        self.edition = edition
        self.project = project
        self.document = document
        self.themes = themes
        alone = themes[0] if len(themes) == 1 else None
        title = document.title or (alone.title if alone else project.title)
        subtitle = document.subtitle or (alone.scope if alone else project.subtitle)
        self.alone = alone
        self.title = edition.runs(title)
        self.subtitle = edition.runs(subtitle) if subtitle is not None else ()

    def passages(self) -> tuple[Passage, ...]:
        """The document's passages, in order."""
        raise NotImplementedError

    def words(self, key: str, **values: str) -> tuple[Run, ...]:
        return (Run(self.edition.word(key, **values), language=self.edition.language),)

    def strong(self, key: str) -> tuple[Run, ...]:
        return tuple(dataclasses.replace(run, strong=True) for run in self.words(key))

    def cover(self) -> Passage:
        parts = [Para("meta", self.edition.runs(text)) for text in (self.project.edition, self.project.owner) if text]
        own_title = self.alone is not None and self.document.title is None
        kicker = self.edition.runs(self.project.title) if own_title else ()
        return Passage(
            "cover", "cover", self.title, tuple(parts), self.document.span, kicker=kicker, subtitle=self.subtitle
        )

    def summary_lines(self) -> list[Group]:
        """The themes' summary lines, numbered, each leading to its section."""
        lines = []
        for number, line in enumerate((line for theme in self.themes for line in theme.summary), 1):
            parts = [
                Para("number", (Run(str(number), tone="accent", language=self.edition.language),)),
                Para("heading", self.edition.runs(line.title)),
            ]
            if line.text is not None:
                parts.append(Para("body", self.edition.runs(line.text)))
            lines.append(Group("summary-line", tuple(parts), link=f"#{line.section}"))
        return lines

    def has_summary_title(self) -> bool:
        """Whether the author gives the summary a title of its own."""
        return (self.alone.summary_title if self.alone else self.project.summary_title) is not None

    def summary_title(self, key: str) -> tuple[Run, ...]:
        title = self.alone.summary_title if self.alone else self.project.summary_title
        return self.edition.runs(title) if title is not None else self.words(key)

    def lowered(self, section: Section) -> list[Part]:
        """The section's parts in the author's order."""
        parts: list[Part] = []
        for block in section.blocks:
            parts.extend(registry.load("blocks", block.kind).lower(block.spec, self.edition, block))
        return parts

    def disputed(self, passages: Iterable[Passage]) -> list[Fact]:
        """The facts on which sources differ, as far as the document speaks of them."""
        shown = dict.fromkeys(self.edition.asked)
        shown.update(dict.fromkeys(name for passage in passages for name in facts_shown(passage)))
        return [self.edition.content.facts[name] for name in shown if disagrees(self.edition.content.facts[name])]

    def disagreements(self, passages: Sequence[Passage]) -> list[Passage]:
        """What the sources say, and what we do about it; nothing where they agree."""
        rows = [
            (
                Cell((Para("body", (self._label(fact),)),)),
                Cell(self._versions(fact)),
                Cell((Para("body", self._decision(fact)), *self._caveat(fact))),
            )
            for fact in self.disputed(passages)
        ]
        if not rows:
            return []
        columns = tuple(Column(self.words(key)) for key in ("fact", "sources-say", "we-do"))
        grid = Grid("disagreements", columns, tuple(rows), self.edition.word("disagreements"))
        return [self.annex("disagreements", "disagreements", grid)]

    def annex(self, role: str, title: str, grid: Grid) -> Passage:
        return Passage(role, role, self.words(title), (grid,), self.document.span, kicker=self.words("annex"))

    def gaps(self) -> list[Passage]:
        """The texts that no catalogue translates and that are shown as they were written; nothing if there are none."""
        shown = [_sketch(text) for text in list(self.edition.gaps)[:_MOST_GAPS]]
        if len(self.edition.gaps) > _MOST_GAPS:
            shown.append("…")
        source = self.edition.source_language
        paras = tuple(Para("bullet", (Run(text, language=source),)) for text in shown)
        if not paras:
            return []
        title, kicker = self.words("untranslated"), self.words("annex")
        return [Passage("untranslated", "untranslated", title, paras, self.document.span, kicker=kicker)]

    def sources(self) -> list[Passage]:
        grid = self.edition.sources_grid()
        return [self.annex("sources", "sources", grid)] if grid.rows else []

    def _label(self, fact: Fact) -> Run:
        label = Run(self.edition.label(fact), strong=True, language=self.edition.language)
        return dataclasses.replace(self.edition.capital((label,))[0], fact=fact.name)

    def _worded(self, fact: Fact) -> tuple[Run, ...]:
        """The value in full, without its citations, for a cell that names the source itself."""
        if isinstance(fact.value, Text) and not disagrees(fact):
            return self.edition.capital(self.edition._spoken(fact, fact.value))
        worded = self.edition.worded(fact, "long")
        return self.edition.capital((Run(worded, fact=fact.name, language=self.edition.language),))

    def _versions(self, fact: Fact, brief: bool = False) -> tuple[Para, ...]:
        """Every value that sources give for a fact, and who gives it."""
        versions = []
        for statement in statements(fact):
            alone = dataclasses.replace(
                fact, value=statement.value, qualifier=statement.qualifier, citations=(), on_conflict=""
            )
            listed = self.edition.list_cited(statement.citations, brief)
            words = self.edition.word("parenthesis", text="", note=listed)
            source = (Run(words, tone="muted", language=self.edition.language),) if listed else ()
            versions.append(Para("body", (*self._worded(alone), *source)))
        return tuple(versions)

    def _decision(self, fact: Fact) -> tuple[Run, ...]:
        if fact.on_conflict in ("both", "range", ""):
            return self.words(f"conflict-{fact.on_conflict or 'both'}")
        source = self.edition.content.sources.get(fact.on_conflict)
        name = self.edition.short_source(source) if source else fact.on_conflict
        return self.words("conflict-prefer", source=name)

    def _caveat(self, fact: Fact) -> list[Para]:
        return [Para("note", self.edition._spoken(fact, fact.caveat))] if fact.caveat is not None else []


class _Deck(_Composition):
    """Cover, summary, a divider a theme, one claim a slide, what the sources do not agree on, the sources."""

    def passages(self) -> tuple[Passage, ...]:
        passages = [self.cover()]
        lines = self.summary_lines()
        if lines:
            group = Group("summary", tuple(lines))
            passages.append(
                Passage(
                    "summary",
                    "summary",
                    self.summary_title("summary"),
                    (group,),
                    self.document.span,
                    kicker=self.words("summary") if self.has_summary_title() else (),
                )
            )
        for number, theme in enumerate(self.themes, 1):
            if self.alone is None:
                passages.append(self.divider(theme, number))
            passages.extend(self.slide(theme, section) for section in theme.sections)
        passages.extend(self.disagreements(passages))
        passages.extend(self.sources())
        passages.extend(self.gaps())
        return tuple(passages)

    def divider(self, theme: Theme, number: int) -> Passage:
        scope = self.edition.runs(theme.scope) if theme.scope is not None else ()
        return Passage(
            theme.slug,
            "divider",
            self.edition.runs(theme.title),
            (),
            theme.title.span,
            subtitle=scope,
            number=number,
            theme=theme.slug,
        )

    def slide(self, theme: Theme, section: Section) -> Passage:
        """One claim, its exhibits and points, and the source of every number on it; the prose goes to the notes."""
        edition = self.edition
        drawn, named = len(edition.drawn), len(edition.named)
        title = edition.runs(section.title)
        told = len(edition.findings)
        lowered = self.lowered(section)
        parts = tuple(part for part in lowered if not (isinstance(part, Para) and part.role == "prose"))
        prose = [part for part in lowered if isinstance(part, Para) and part.role == "prose"]
        if not parts and not edition.errors_since(told) and f"block/{section.id}" not in edition.content.rejected:
            edition.report(
                "section-empty",
                f"the slide '{section.id}' has a title and nothing below it",
                section.span,
                "add points, a chart or another block",
                Severity.WARNING,
            )
        passage = Passage(
            section.id,
            "content",
            title,
            parts,
            section.span,
            kicker=edition.runs(theme.title),
            layout=section.layout or "",
            level=2,
            theme=theme.slug,
        )
        shown = tuple(dict.fromkeys((*facts_shown(passage), *edition.drawn[drawn:])))
        sources = edition.source_line(shown, tuple(dict.fromkeys(edition.named[named:])))
        return dataclasses.replace(passage, notes=self.notes(prose, shown, sources), sources=sources)

    def notes(self, prose: Sequence[Para], shown: Sequence[str], sources: tuple[Run, ...]) -> tuple[Para, ...]:
        """What a speaker needs: the prose, what is doubtful about the figures shown, and where they are from."""
        notes = list(prose)
        for name in shown:
            fact = self.edition.content.facts[name]
            if fact.caveat is not None:
                before, _, after = self.edition.word("labelled", label="\0", text="\1").partition("\0")
                joiner = after.partition("\1")[0]
                label = self._label(fact).text
                head = Run(f"{before}{label}{joiner}", strong=True, language=self.edition.language)
                notes.append(Para("note", (head, *self.edition._spoken(fact, fact.caveat))))
        if sources:
            notes.append(Para("source", sources))
        return tuple(notes)


class _Briefing(_Composition):
    """The bottom line first, then prose with numbered exhibits, and the annexes that carry every fact."""

    def __init__(self, *arguments: Any) -> None:
        super().__init__(*arguments)
        self.counters = {"figure": 0, "table": 0}

    def passages(self) -> tuple[Passage, ...]:
        body: list[Passage] = []
        for number, theme in enumerate(self.themes, 1):
            body.append(self.theme(theme, number))
            body.extend(self.section(theme, section) for section in theme.sections)
        front = [self.cover(), *self.bottom_line()]
        annex = self.disagreements([*front, *body])
        annex.extend(self.facts([*front, *body, *annex]))
        annex.extend(self.sources())
        annex.extend(self.gaps())
        return tuple(_cited_once(passage) for passage in [*front, self.contents([*body, *annex]), *body, *annex])

    def bottom_line(self) -> list[Passage]:
        lines = []
        for line in self.summary_lines():
            heading = next(part for part in line.parts if isinstance(part, Para) and part.role == "heading")
            runs = tuple(dataclasses.replace(run, strong=True, link=line.link) for run in heading.runs)
            text = next((part.runs for part in line.parts if isinstance(part, Para) and part.role == "body"), ())
            if text:
                end, space = self.edition.wording.sentence_ends[0], self.edition.wording.sentence_space
                runs = (*runs, Run(end + space, strong=True, language=self.edition.language), *text)
            lines.append(Para("bullet", _cited_last(runs)))
        if not lines:
            return []
        title = self.summary_title("bottom-line")
        return [Passage("summary", "summary", title, tuple(lines), self.document.span)]

    def contents(self, passages: Sequence[Passage]) -> Passage:
        entries = [
            Para(
                "contents",
                tuple(
                    dataclasses.replace(run, link=f"#{passage.id}", citations=(), strong=False) for run in passage.title
                ),
                level=passage.level - 1,
            )
            for passage in passages
        ]
        return Passage("contents", "contents", self.words("contents"), tuple(entries), self.document.span)

    def theme(self, theme: Theme, number: int) -> Passage:
        parts: list[Part] = []
        if theme.bottom_line is not None:
            paras = [Para("callout", runs) for runs in self.edition.paragraphs(theme.bottom_line)]
            parts.append(Group("callout", (Para("label", self.strong("bottom-line")), *paras), tone="accent"))
        return Passage(
            theme.slug,
            "divider",
            self.edition.runs(theme.title),
            tuple(parts),
            theme.title.span,
            number=0 if self.alone else number,
            theme=theme.slug,
        )

    def section(self, theme: Theme, section: Section) -> Passage:
        """Prose with its exhibits after the first paragraph, which mentions them; points only where there is none."""
        title = self.edition.runs(section.title)
        lowered = self.lowered(section)
        prose = [part for part in lowered if isinstance(part, Para) and part.role == "prose"]
        others: list[Part] = []
        labels: list[Run] = []
        for part in lowered:
            if isinstance(part, Para) and (part.role == "prose" or (prose and part.role in ("bullet", "statement"))):
                continue
            if isinstance(part, Group) and part.role == "exhibit":
                part, label = self.captioned(part)
                labels.append(label)
            others.append(part)
        exhibits = [part for part in others if not isinstance(part, Group) or part.role not in ("callout", "quote")]
        after = [part for part in others if part not in exhibits]
        if prose and labels:
            prose[0] = self.mentioning(prose[0], labels)
        parts = (*prose[:1], *exhibits, *prose[1:], *after)
        return Passage(
            section.id,
            "content",
            title,
            parts,
            section.span,
            level=2,
            theme=theme.slug,
        )

    def captioned(self, group: Group) -> tuple[Group, Run]:
        """The exhibit with its number and title as caption, and the words that refer to it."""
        drawn = any(isinstance(part, Plot | Picture) for part in group.parts)
        kind = "figure" if drawn else "table"
        self.counters[kind] += 1
        identifier = f"{kind}-{self.counters[kind]}"
        label = Run(self.edition.word(kind, number=str(self.counters[kind])), language=self.edition.language)
        title = next((part.runs for part in group.parts if isinstance(part, Para) and part.role == "exhibit-title"), ())
        runs = [dataclasses.replace(label, strong=True)]
        if title:
            joiner = self.edition.word("labelled", label="\0", text="\1").partition("\0")[2].partition("\1")[0]
            runs += [Run(joiner, strong=True, language=self.edition.language), *title]
        caption = Para("caption", tuple(runs), id=identifier)
        rest = [part for part in group.parts if not (isinstance(part, Para) and part.role == "exhibit-title")]
        return dataclasses.replace(group, parts=(caption, *rest), id=identifier), dataclasses.replace(
            label, link=f"#{identifier}"
        )

    def mentioning(self, para: Para, labels: Sequence[Run]) -> Para:
        """The paragraph with `(Figure 1)` before its last stop."""
        stand_ins = [chr(0xE000 + index) for index in range(len(labels))]
        words = self.edition.word("parenthesis", text="", note=self.edition.wording.join(stand_ins))
        mention = tuple(
            labels[stand_ins.index(part)] if part in stand_ins else Run(part, language=self.edition.language)
            for part in re.split("([\ue000-\uf8ff])", words)
            if part
        )
        runs = list(para.runs)
        while runs and not runs[-1].text.strip():
            runs.pop()
        if not runs:
            return dataclasses.replace(para, runs=mention)
        last = dataclasses.replace(runs.pop(), text=para.runs[len(runs)].text.rstrip())
        words = last.text.rstrip(self.edition.wording.sentence_ends)
        head = (dataclasses.replace(last, text=words),) if words else ()
        # A sentence may end with a fact's own text; its stop is no part of what is cited.
        stop = dataclasses.replace(last, text=last.text[len(words) :], fact="", citations=())
        return dataclasses.replace(para, runs=(*runs, *head, *mention, *((stop,) if stop.text else ())))

    def facts(self, passages: Sequence[Passage]) -> list[Passage]:
        """Every fact that the briefing shows, by theme: what it is, its value, as of when, of what kind, from where."""
        shown: dict[str, str] = {}
        for passage in sorted(passages, key=lambda passage: not passage.theme):
            for name in facts_shown(passage):
                shown.setdefault(name, passage.theme)
        parts: list[Part] = []
        for theme in self.themes:
            rows = [self._fact_row(name) for name, slug in shown.items() if slug == theme.slug]
            if rows:
                if self.alone is None:
                    parts.append(Para("exhibit-title", self.edition.runs(theme.title)))
                parts.append(self._facts_grid(rows))
        rest = [self._fact_row(name) for name, slug in shown.items() if not slug]
        if rest:
            if parts:
                parts.append(Para("exhibit-title", self.words("bottom-line")))
            parts.append(self._facts_grid(rest))
        title = self.words("facts-annex")
        if not parts:
            return []
        return [Passage("facts", "facts", title, tuple(parts), self.document.span, kicker=self.words("annex"))]

    def _facts_grid(self, rows: Sequence[tuple[Cell, ...]]) -> Grid:
        when = (*self.words("date"), Run(" · "), *self.words("kind"))
        columns = tuple(Column(runs) for runs in (self.words("fact"), self.words("value"), when, self.words("source")))
        return Grid("facts", columns, tuple(rows), self.edition.word("facts-annex"))

    def _fact_row(self, name: str) -> tuple[Cell, ...]:
        edition = self.edition
        fact = edition.content.facts[name]
        as_of: tuple[Run, ...] = ()
        if fact.as_of is not None:
            as_of = (Run(edition.date(fact.as_of, "short"), fact=name, language=edition.language),)
        return (
            Cell((Para("body", (self._label(fact),)),)),
            Cell((*self._value(fact), *self._caveat(fact))),
            Cell((*([Para("body", as_of)] if as_of else []), Para("note", self.words(f"kind-{fact.kind}")))),
            Cell((Para("body", edition.source_runs((name,), brief=True)),)),
        )

    def _value(self, fact: Fact) -> tuple[Para, ...]:
        if fact.on_conflict == "both" and disagrees(fact):
            return self._versions(fact, brief=True)
        return (Para("body", self._worded(fact)),)


# ------------------------------------------------------------------------------------------------ on parts


def _plain(runs: Iterable[Run]) -> str:
    return "".join(run.text for run in runs)


def _sketch(text: str) -> str:
    """A text without its markup and values, by which a translator knows it."""
    return "".join("…" if piece.reference >= 0 else piece.text for piece in inline.parse(text))


def _cited_once(passage: Passage) -> Passage:
    """The passage with each citation at the first of its facts in running text: a footnote, not a rash of them.

    Titles and exhibits carry none: a heading's would stand in the contents, and an exhibit has its source line.
    """
    seen: set[str] = set()

    def thin(runs: tuple[Run, ...], keep: bool) -> tuple[Run, ...]:
        if not any(run.citations for run in runs):
            return runs
        thinned = []
        for run in runs:
            keys = tuple(key for key in run.citations if keep and key not in seen)
            seen.update(keys)
            thinned.append(dataclasses.replace(run, citations=keys) if run.citations else run)
        return tuple(thinned)

    def within(part: Part, keep: bool) -> Part:
        match part:
            case Para():
                return dataclasses.replace(part, runs=thin(part.runs, keep and part.role in _PROSE))
            case Group():
                inner = keep and part.role not in ("exhibit", "tiles")
                return dataclasses.replace(part, parts=tuple(within(one, inner) for one in part.parts))
            case Grid():
                rows = tuple(
                    tuple(Cell(tuple(_uncited(para) for para in cell.paras), cell.tone) for cell in row)
                    for row in part.rows
                )
                columns = tuple(
                    dataclasses.replace(column, header=thin(column.header, False)) for column in part.columns
                )
                return dataclasses.replace(part, rows=rows, columns=columns)
        return part

    return dataclasses.replace(
        passage,
        title=thin(passage.title, False),
        subtitle=thin(passage.subtitle, False),
        kicker=thin(passage.kicker, False),
        parts=tuple(within(part, passage.role != "cover") for part in passage.parts),
    )


def _cited_last(runs: tuple[Run, ...]) -> tuple[Run, ...]:
    """The runs of a line with all their citations at its end: one note for a line that only sums up."""
    keys = tuple(dict.fromkeys(key for run in runs for key in run.citations))
    bare = [dataclasses.replace(run, citations=()) for run in runs]
    return (*bare[:-1], dataclasses.replace(bare[-1], citations=keys)) if bare else ()


def _uncited(para: Para) -> Para:
    if not any(run.citations for run in para.runs):
        return para
    return dataclasses.replace(para, runs=tuple(dataclasses.replace(run, citations=()) for run in para.runs))


def _without_dead_links(passage: Passage, known: set[str]) -> Passage:
    """Links to sections that this document does not hold become plain words."""

    def alive(link: str) -> str:
        dead = link.startswith("#") and link[1:] not in known and not _NUMBERED.fullmatch(link)
        return "" if dead else link

    def within(part: Part) -> Part:
        match part:
            case Para():
                if not any(run.link for run in part.runs):
                    return part
                return dataclasses.replace(
                    part, runs=tuple(dataclasses.replace(run, link=alive(run.link)) for run in part.runs)
                )
            case Group():
                return dataclasses.replace(
                    part, parts=tuple(within(inner) for inner in part.parts), link=alive(part.link)
                )
        return part

    return dataclasses.replace(passage, parts=tuple(within(part) for part in passage.parts))
