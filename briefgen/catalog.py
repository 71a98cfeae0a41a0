"""Translators' catalogues: gettext files in content/locales/<language>/, one a theme; what they hold of a content's
texts.

A text is met under its context (the place in the content) with its English words as the key.  A changed text makes
its old translation fuzzy; a translation that speaks of other facts than its source is never used.
"""

from __future__ import annotations

import dataclasses
import re
from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from briefgen import inline
from briefgen.finding import Finding, Span
from briefgen.language import language
from briefgen.language_files import LanguageMissing
from briefgen.model import Content, Name, Text
from briefgen.sheets import UNREADABLE, Entry, read_file, sheet_files

_SHARED = {"fact": "facts", "chart": "charts", "source": "sources", "project": "project"}
_STOP = re.compile(r"[.,;:!?…()«»“”]")


@dataclass(frozen=True, slots=True)
class Message:
    """A text to translate: its context, its words, and every place where it stands."""

    context: str
    text: str
    spans: tuple[Span, ...]

    @property
    def key(self) -> tuple[str, str]:
        """By what a catalogue finds it."""
        return self.context, self.text

    @property
    def sheet(self) -> str:
        """The file that it belongs to, without folder and ending."""
        return sheet_of(self.context)


def sheet_of(context: str) -> str:
    """The sheet of a context: a theme's own, or the one that facts, charts, sources or the project share."""
    first = context.partition("/")[0]
    return _SHARED.get(first, first)


def extract(content: Content) -> dict[str, list[Message]]:
    """Every text of the content that has words to translate, by sheet, in the order of the files."""
    found: dict[tuple[str, str], list[Span]] = {}
    for text in _texts(content):
        if _has_words(text):
            found.setdefault(key_of(text), []).append(text.span)
    sheets: dict[str, list[Message]] = {}
    for (context, words), spans in found.items():
        message = Message(context, words, tuple(sorted(set(spans))))
        sheets.setdefault(message.sheet, []).append(message)
    for messages in sheets.values():
        messages.sort(key=lambda message: (message.spans[0], message.text))
    order = [*content.themes, *(name for name in _SHARED.values()), *sheets]
    return {sheet: sheets[sheet] for sheet in dict.fromkeys(order) if sheet in sheets}


def worded_by(catalog: Catalog, content: Content) -> dict[Span, Entry]:
    """The entries that give the words of a text in a document, by the place of the text."""
    return {
        text.span: catalog.entries[key_of(text)]
        for text in _texts(content)
        if catalog.translate(text)[1] in ("translated", "stale") and key_of(text) in catalog.entries
    }


def _texts(content: Content) -> Iterator[Text]:
    if content.project:
        yield from _walk(content.project)
    for theme in content.themes.values():
        yield from _walk(theme)
    for chart in content.charts.values():
        yield from _walk(chart)
    for source in content.sources.values():
        yield from _walk(source)
    for fact in content.facts.values():
        # `of` names a fact, and a stage that every language has a word for needs no translator.
        known = fact.stage is not None and f"stage-{fact.stage}" in language("en").words
        yield from _walk(dataclasses.replace(fact, of=None, stage=None if known else fact.stage, places={}))


def _walk(value: Any) -> Iterator[Text]:
    """The texts in a value of the model or in an authored spec; names are not texts."""
    if isinstance(value, Text):
        if not isinstance(value, Name):
            yield value
    elif isinstance(value, Mapping):
        for part in value.values():
            yield from _walk(part)
    elif isinstance(value, (list, tuple)):
        for part in value:
            yield from _walk(part)
    elif dataclasses.is_dataclass(value):
        for part in dataclasses.fields(value):
            yield from _walk(getattr(value, part.name))
    elif hasattr(type(value), "model_fields"):
        for name in type(value).model_fields:
            yield from _walk(getattr(value, name))


def key_of(text: Text) -> tuple[str, str]:
    """By what a text is found in a catalogue; the line end that YAML leaves after a folded text is no part of it."""
    return text.context, text.strip()


def _has_words(text: str) -> bool:
    """Whether there is something to translate: words, or stops around references, of which Chinese has its own."""
    rest = inline.REFERENCE.sub("", text)
    return any(letter.isalpha() for letter in rest) or (rest != text and _STOP.search(rest) is not None)


class Catalog:
    """The translations of one language; `unreadable` are the files that no entry could be read from.

    Get one from `Catalog.load`.
    """

    def __init__(
        self,
        code: str,
        entries: Mapping[tuple[str, str], Entry],
        source: bool = False,
        unreadable: Collection[str] = (),
    ) -> None:
        self.language = code
        self.entries = entries
        self.source = source
        self.unreadable = unreadable

    @classmethod
    def load(cls, root: Path, code: str, source: str = "en") -> tuple[Catalog, list[Finding]]:
        """The catalogue of a language from the project at `root`; for the language of the content itself, none.

        What is wrong with a file is found, and its other entries hold.
        """
        if code == source:
            return cls(code, {}, source=True), []
        entries: dict[tuple[str, str], Entry] = {}
        findings: list[Finding] = []
        for path in sheet_files(root, code):
            read, found = read_file(root, path, code)
            entries.update((entry.key, entry) for entry in read)
            findings += found
        unreadable = {finding.span.path for finding in findings if finding.span and finding.rule in UNREADABLE}
        return cls(code, entries, unreadable=frozenset(unreadable)), findings

    def translate(self, text: Text) -> tuple[str, str]:
        """The text in this language, and its state: source, translated, missing or stale.

        A missing translation gives the source text.  So does a stale one that speaks of other facts than the source,
        and counts as missing; any other stale translation is better than a foreign sentence, and is given.
        """
        if self.source:
            return str(text), "source"
        if not _has_words(text):
            return str(text), "translated"
        entry = self.entries.get(key_of(text))
        if entry is None or not entry.translation:
            return str(text), "missing"
        if not entry.fuzzy:
            return entry.translation, "translated"
        return (entry.translation, "stale") if not any(differing(entry)) else (str(text), "missing")


def differing(entry: Entry) -> tuple[list[str], list[str]]:
    """The facts that a translation lost, and those that it added, against its source.

    A noun that goes with a number (`|unit`) is no second mention of it.
    """

    def facts(text: str) -> Counter[str]:
        return Counter(reference.name for reference in inline.references_in(text) if reference.style != "unit")

    wanted, has = facts(entry.text), facts(entry.translation)
    return list((wanted - has).elements()), list((has - wanted).elements())


def language_missing(error: LanguageMissing, content: Content) -> Finding:
    """That the project names a language which there is no file for."""
    span = content.project.span if content.project else None
    return Finding("language-missing", str(error), span, hint=error.hint)
