"""What a document cites: a key for every citation, sources in the reader's words, and the numbered references."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from briefgen.finding import did_you_mean
from briefgen.formula import names_in
from briefgen.language import language
from briefgen.model import (
    Cell,
    Citation,
    Column,
    Content,
    Context,
    Fact,
    Grid,
    Group,
    Para,
    Part,
    Passage,
    Reference,
    Run,
    Source,
    Text,
)
from briefgen.moments import parse_moment
from briefgen.parts import runs_of, with_runs
from briefgen.statements import citation_key

if TYPE_CHECKING:
    from briefgen.language import Language

_RUNNING = frozenset({"prose", "body", "bullet", "quote", "callout"})
"""Roles of running text, which bears footnotes."""

_SENTENCE_END = re.compile(r"[.!?…][”’»\")\]]*(?:\s|$)|[。！？]")

_DEEPEST = 8
"""Derivations in a row whose sources are followed; a fact derived from itself has an error of its own."""


class Bibliography:
    """The sources of one document in one language, as they are cited.

    It remembers which citations were keyed, and in `named` which sources were named without a fact, in order.
    """

    def __init__(self, content: Content, wording: Language, context: Context) -> None:
        self.content = content
        self.wording = wording
        self.context = context
        self.named: list[str] = []
        self._comma, self._semicolon = wording.word("comma"), wording.word("semicolon")
        self._and = wording.word("enumeration-comma")
        self._citations: dict[str, Citation] = {}
        self._short: dict[str, str] = {}

    def keys(self, fact: Fact, depth: int = 0) -> tuple[str, ...]:
        """The keys of a fact's citations; a derived fact has those of the facts that it is derived from."""
        keys: dict[str, None] = {}
        for citation in fact.citations:
            key = citation_key(citation)
            self._citations.setdefault(key, citation)
            keys[key] = None
        if _derived(fact) and depth < _DEEPEST:
            for name in names_in(fact.formula):
                if name in self.content.facts:
                    keys.update(dict.fromkeys(self.keys(self.content.facts[name], depth + 1)))
        return tuple(keys)

    def source(self, name: str) -> Source | None:
        """The source, or None after reporting that there is none of that name."""
        source = self.content.sources.get(name)
        rejected = self.content.rejected
        if source is None and f"source/{name}" not in rejected and "sources" not in rejected:
            span = name.span if isinstance(name, Text) else None
            hint = did_you_mean(name, self.content.sources)
            self.context.report("source-unknown", f"no source named '{name}'", span, hint)
        return source

    # in a line

    def source_line(self, facts: Sequence[str], sources: Sequence[str] = ()) -> tuple[Run, ...]:
        """`Source:` and where these facts are from, and the named sources; nothing where there is none."""
        runs = self.source_runs(facts, sources)
        if not runs:
            return ()
        several = any(run.text == self._semicolon for run in runs)
        return (self._run(self.context.word("sources-line" if several else "source-line", sources="")), *runs)

    def source_runs(self, facts: Sequence[str], sources: Sequence[str] = (), brief: bool = False) -> tuple[Run, ...]:
        """Where these facts are from, and the named sources; `brief` for a column of a table."""
        known = [self.content.facts[name] for name in facts if name in self.content.facts]
        paragraphs = self._paragraphs(self._citations[key] for fact in known for key in self.keys(fact))
        for name in sources:
            if self.source(name) is not None:
                self.named.append(str(name))
                paragraphs.setdefault(str(name), set())
        runs: list[Run] = []
        for name, numbers in paragraphs.items():
            if runs:
                runs.append(self._run(self._semicolon))
            runs.append(self._run(self.cited(self.content.sources[name], numbers, brief)))
        if any(_derived(fact) for fact in known):
            runs.append(self._run((self._semicolon if runs else "") + self.context.word("own-calculation")))
        return tuple(runs)

    def list_cited(self, citations: Iterable[Citation], brief: bool = False) -> str:
        """What these citations cite, each source once."""
        paragraphs = self._paragraphs(citations)
        return self._semicolon.join(
            self.cited(self.content.sources[name], numbers, brief) for name, numbers in paragraphs.items()
        )

    def _paragraphs(self, citations: Iterable[Citation]) -> dict[str, set[int]]:
        """The paragraphs that are cited of each known source."""
        paragraphs: dict[str, set[int]] = {}
        for citation in citations:
            if citation.source in self.content.sources:
                paragraphs.setdefault(str(citation.source), set()).add(citation.paragraph)
        return paragraphs

    def cited(self, source: Source, paragraphs: Iterable[int], brief: bool = False) -> str:
        """A source in its short form, with the paragraphs that are meant."""
        short = self.briefest_source(source) if brief else self.short_source(source)
        listed = listed_numbers(paragraphs, self._and)
        return f"{short}{self._comma}{self.context.word('paragraphs', numbers=listed)}" if listed else short

    def short_source(self, source: Source) -> str:
        """Publisher and day, or publisher and title where the day is not known: as short as tells them apart."""
        if source.name not in self._short:
            moment = parse_moment(source.published)
            told = self._title(source) if moment is None else self.context.date(moment, "short")
            self._short[source.name] = self._published(source, told)
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
        return self._published(source, self.context.word("undated-source"))

    def full_source(self, source: Source) -> str:
        """Publisher, title and, where it is known, the day."""
        words = self._published(source, self._title(source))
        moment = parse_moment(source.published)
        return f"{words}{self._comma}{self.context.date(moment)}" if moment is not None else words

    def _published(self, source: Source, told: str) -> str:
        return f"{self.context.plain(source.publisher)}{self._comma}{told}"

    def _title(self, source: Source) -> str:
        return self.wording.quote(self.context.plain(source.title), "title")

    def _run(self, text: str) -> Run:
        return Run(text, language=self.wording.code)

    # in a table and in notes

    def sources_grid(self, sources: Sequence[str] = ()) -> Grid:
        """The named sources as a table, or all that the document has cited so far."""
        wanted = [self.source(name) for name in sources]
        if not sources:
            cited = {str(citation.source) for citation in self._citations.values()} | set(self.named)
            wanted = [source for name, source in self.content.sources.items() if name in cited]
        columns = tuple(
            Column((self._run(self.context.word(key)),)) for key in ("source", "publisher", "language", "published")
        )
        rows = tuple(self._source_row(source) for source in wanted if source is not None)
        return Grid("sources", columns, rows, self.context.word("sources"))

    def _source_row(self, source: Source) -> tuple[Cell, ...]:
        title = [Para("body", tuple(dataclasses.replace(run, strong=True) for run in self.context.runs(source.title)))]
        if source.note is not None:
            title.append(Para("note", self.context.runs(source.note)))
        language = self.wording.names.get(source.language, source.language)
        moment = parse_moment(source.published)
        if moment is not None:
            published: tuple[Run, ...] = (self._run(self.context.date(moment)),)
        elif isinstance(source.published, Text):
            published = self.context.runs(source.published)
        else:
            published = (self._run(source.published),)
        publisher = self.context.runs(source.publisher)
        others = (publisher, (self._run(language),), published)
        return (Cell(tuple(title)), *(Cell((Para("body", runs),)) for runs in others))

    def references(self, passages: Iterable[Passage]) -> tuple[Reference, ...]:
        """The citations of all runs, numbered in the order in which the reader meets them."""
        keys: dict[str, None] = {}
        for passage in passages:
            for run in (*runs_of(passage), *(run for note in passage.notes for run in note.runs)):
                keys.update(dict.fromkeys(key for key in run.citations if key in self._citations))
        found = []
        for number, key in enumerate(keys, 1):
            citation = self._citations[key]
            source = self.content.sources.get(citation.source)
            if source is None:
                continue
            place = self.context.word("paragraph", number=str(citation.paragraph))
            work = f"{self.full_source(source)}{self._comma}"
            words = self._run(work + place)
            found.append(Reference(key, number, (words,), source.name, work, citation.paragraph))
        return tuple(found)


def listed_numbers(numbers: Iterable[int], comma: str) -> str:
    """Numbers in order, three and more in a row as a range.

    >>> listed_numbers([9, 4, 7, 8, 15, 16], ", ")
    '4, 7–9, 15, 16'
    """
    told: list[list[int]] = []
    for number in sorted(set(numbers)):
        if told and number == told[-1][-1] + 1:
            told[-1].append(number)
        else:
            told.append([number])
    parts = [[f"{row[0]}–{row[-1]}"] if len(row) > 2 else [str(number) for number in row] for row in told]
    return comma.join(part for row in parts for part in row)


def noted(references: Sequence[Reference], code: str) -> tuple[Run, ...]:
    """The words of a note that names these references, each source once with all its places."""
    words = language(code)
    by_source: dict[str, list[Reference]] = {}
    for reference in references:
        by_source.setdefault(reference.source if reference.paragraph else reference.key, []).append(reference)
    runs: list[Run] = []
    for alike in by_source.values():
        if runs:
            runs.append(Run(words.word("semicolon"), language=code))
        if len(alike) == 1:
            runs += alike[0].runs
        else:
            numbers = listed_numbers((one.paragraph for one in alike), words.word("enumeration-comma"))
            runs.append(Run(alike[0].work + words.word("paragraphs-cited", numbers=numbers), language=code))
    return tuple(runs)


def _derived(fact: Fact) -> bool:
    """Whether a fact is our own calculation, which no source states."""
    return bool(fact.formula) and not fact.citations


def cited_once(passage: Passage) -> Passage:
    """The passage with each citation once, in the first sentence of running text that needs it: no rash of footnotes.

    In that sentence it stands at the last of its facts: where two sources are told apart, each figure has its own mark
    beside it, and not the year that both speak of.  Titles and exhibits carry none: a heading's would stand in the
    contents, and an exhibit has its source line.
    """
    seen: set[str] = set()

    def first(runs: tuple[Run, ...]) -> tuple[Run, ...]:
        kept: dict[int, tuple[str, ...]] = {}
        for sentence in _sentences(runs):
            last = {key: place for place in sentence for key in runs[place].citations if key not in seen}
            for place in sentence:
                kept[place] = tuple(key for key in dict.fromkeys(runs[place].citations) if last.get(key) == place)
            seen.update(last)
        return tuple(
            dataclasses.replace(run, citations=kept[place]) if run.citations else run for place, run in enumerate(runs)
        )

    def within(part: Part) -> Part:
        match part:
            case Para() if part.role in _RUNNING:
                return with_runs(part, first)
            case Group() if part.role not in ("exhibit", "tiles"):
                return dataclasses.replace(part, parts=tuple(within(one) for one in part.parts))
        return with_runs(part, _uncited)

    bare = with_runs(dataclasses.replace(passage, parts=()), _uncited)
    return dataclasses.replace(bare, parts=tuple(within(part) for part in passage.parts))


def _sentences(runs: tuple[Run, ...]) -> Iterator[list[int]]:
    """The places of the runs of each sentence; a run in which one ends and the next begins belongs to the former."""
    sentence: list[int] = []
    for place, run in enumerate(runs):
        sentence.append(place)
        if not run.fact and _SENTENCE_END.search(run.text):
            yield sentence
            sentence = []
    if sentence:
        yield sentence


def cited_last(runs: tuple[Run, ...]) -> tuple[Run, ...]:
    """The runs of a line with all their citations at its end: one note for a line that only sums up."""
    if not runs:
        return ()
    keys = tuple(dict.fromkeys(key for run in runs for key in run.citations))
    *before, last = _uncited(runs)
    return (*before, dataclasses.replace(last, citations=keys))


def _uncited(runs: tuple[Run, ...]) -> tuple[Run, ...]:
    return tuple(dataclasses.replace(run, citations=()) if run.citations else run for run in runs)
