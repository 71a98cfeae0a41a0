"""Catalogues kept in step with the content: changed texts merged, gone ones put aside, and how far each has come."""

from __future__ import annotations

import dataclasses
import difflib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from briefgen import inline
from briefgen.catalog import Catalog, Message, extract, key_of, language_missing
from briefgen.finding import Finding
from briefgen.language import Language, language
from briefgen.language_files import LanguageMissing
from briefgen.model import Content, Text
from briefgen.sheets import FOLDER, UNREADABLE, Entry, read_aside, read_file, sheet_files, write_sheet
from briefgen.store import write_all

# Below this likeness an old translation is no help to whoever words the new text.
_ALIKE = 0.5


def update(root: Path, content: Content, languages: Sequence[str]) -> tuple[list[Path], list[Finding]]:
    """Bring the catalogues of these languages in step with the content; gives the files that changed.

    A changed text keeps its old translation, marked fuzzy, with the words it was made for.  What is gone stays at
    the file's end as a comment if it was translated, and comes back when its text does.  A catalogue that cannot be
    read is left alone, and a full disk leaves all of them as they were.  Should a rename fail in the middle, each is
    whole, but some are old: the next update brings these up, and only a translation whose text moved from one sheet to
    another may have to be taken from version control.
    """
    sheets = extract(content)
    changed: list[tuple[Path, bytes]] = []
    findings: list[Finding] = []
    for code in languages:
        try:
            words = language(code)
        except LanguageMissing as error:
            findings.append(language_missing(error, content))
            continue
        folder = root / FOLDER / code
        old, found = _read_folder(root, code)
        findings += found
        broken = {finding.span.path for finding in found if finding.span and finding.rule in UNREADABLE}
        merged = _merge(sheets, old)
        values = _Wordings(content, words, merged)
        for sheet in dict.fromkeys((*sheets, *sorted(old))):
            path = folder / f"{sheet}.po"
            if f"{FOLDER}/{code}/{sheet}.po" in broken:
                continue
            entries = [
                dataclasses.replace(merged[message.key], places=message.spans, wordings=tuple(values.of(message.text)))
                for message in sheets.get(sheet, [])
            ]
            data = write_sheet(words.tag, entries, _gone(sheet, sheets, old, merged))
            if not path.exists() or path.read_bytes() != data:
                changed.append((path, data))
    write_all(changed)
    return [path for path, _ in changed], findings


@dataclass(slots=True)
class _Sheet:
    """What an old file holds: entries, and translations that were put aside."""

    entries: Sequence[Entry] = ()
    aside: Sequence[Entry] = ()


def _read_folder(root: Path, code: str) -> tuple[dict[str, _Sheet], list[Finding]]:
    sheets: dict[str, _Sheet] = {}
    findings: list[Finding] = []
    for path in sheet_files(root, code):
        entries, found = read_file(root, path, code)
        findings += found
        readable = entries or not found
        aside = read_aside(path.read_bytes(), path.relative_to(root).as_posix()) if readable else ()
        sheets[path.stem] = _Sheet(entries, aside)
    return sheets, findings


def _merge(sheets: Mapping[str, Sequence[Message]], old: Mapping[str, _Sheet]) -> dict[tuple[str, str], Entry]:
    """An entry for every message: its own translation, one that moved with its words, or a fuzzy likeness."""
    known = {entry.key: entry for sheet in old.values() for entry in sheet.entries}
    messages = [message for listed in sheets.values() for message in listed]
    current = {message.key for message in messages}
    left = [entry for key, entry in known.items() if key not in current and entry.translation]
    aside = [entry for sheet in old.values() for entry in sheet.aside]
    returning = {entry.key: entry for entry in aside}
    moved: dict[str, Entry] = {}
    for entry in (*aside, *left):
        if not entry.fuzzy:
            moved[entry.text] = entry
    merged: dict[tuple[str, str], Entry] = {}
    changed: list[Message] = []
    for message in messages:
        here = message.spans[0]
        own = known.get(message.key)
        same = returning.get(message.key) or moved.get(message.text)
        if own and (own.translation or own.fuzzy or not same):
            merged[message.key] = dataclasses.replace(own, span=here)
        elif same:
            comments = own.comments if own else ()
            merged[message.key] = Entry(*message.key, same.translation, same.fuzzy, here, same.previous, comments)
        else:
            merged[message.key] = Entry(*message.key, "", False, here)
            changed.append(message)
    for message, entry in _likenesses(changed, left):
        before = entry.previous if entry.fuzzy and entry.previous else entry.text
        merged[message.key] = Entry(*message.key, entry.translation, True, message.spans[0], before, entry.comments)
    return merged


def _likenesses(changed: Sequence[Message], left: Sequence[Entry]) -> Iterator[tuple[Message, Entry]]:
    """Each changed text with the old one of the same place that it most likely was; the most alike choose first."""
    places: dict[str, list[Entry]] = {}
    for entry in left:
        places.setdefault(entry.context, []).append(entry)
    pairs = []
    for number, message in enumerate(changed):
        for entry in places.get(message.context, ()):
            matcher = difflib.SequenceMatcher(None, entry.text, message.text, autojunk=False)
            if matcher.real_quick_ratio() >= _ALIKE and matcher.quick_ratio() >= _ALIKE:
                ratio = matcher.ratio()
                if ratio >= _ALIKE:
                    pairs.append((-ratio, number, entry.text, message, entry))
    taken: set[tuple[str, str]] = set()
    for _, _, _, message, entry in sorted(pairs, key=lambda pair: pair[:3]):
        if message.key not in taken and entry.key not in taken:
            taken |= {message.key, entry.key}
            yield message, entry


def _gone(
    sheet: str,
    sheets: Mapping[str, Sequence[Message]],
    old: Mapping[str, _Sheet],
    merged: Mapping[tuple[str, str], Entry],
) -> list[Entry]:
    """The translations of this sheet that nothing asks for any more."""
    if sheet not in old:
        return []
    current = {message.key for listed in sheets.values() for message in listed}
    used = {(entry.previous, entry.translation) for entry in merged.values() if entry.previous}
    reused = {(entry.text, entry.translation) for entry in merged.values()}
    gone = {
        entry.key: entry
        for entry in (*old[sheet].aside, *old[sheet].entries)
        if entry.translation and entry.key not in current and (entry.text, entry.translation) not in used | reused
    }
    return [gone[key] for key in sorted(gone)]


class _Wordings:
    """How a language words the references of a text, to be shown to its translator."""

    def __init__(self, content: Content, words: Language, merged: Mapping[tuple[str, str], Entry]) -> None:
        self.content = content
        self.words = words
        self.merged = merged

    def of(self, text: str) -> list[str]:
        """One comment a reference: `${ai-specialists} = about 20,000`."""
        comments = []
        for reference in inline.references_in(text):
            fact = self.content.facts.get(reference.name)
            if fact is None or not self.words.knows_style(reference.style):
                continue
            shown = f"{reference.name}|{reference.style}" if reference.style != "default" else reference.name
            worded = self.words.value(fact, reference.style, self._translate, self.content.facts.get)
            comments.append(f"${{{shown}}} = {' '.join(worded.split(chr(10)))}")
        return list(dict.fromkeys(comments))

    def _translate(self, text: Text) -> str:
        entry = self.merged.get(key_of(text))
        return entry.translation if entry and entry.translation else str(text)


@dataclass(frozen=True, slots=True)
class Row:
    """How far one sheet has come in one language."""

    language: str
    sheet: str
    total: int
    translated: int
    stale: int
    missing: int

    @property
    def percent(self) -> int:
        """Whole percent translated, 100 only when nothing is left to do."""
        return 100 if self.translated == self.total else 100 * self.translated // self.total


@dataclass(frozen=True, slots=True)
class Status:
    """The state of all catalogues; as a string a table for people."""

    rows: tuple[Row, ...]

    def __str__(self) -> str:
        if not self.rows:
            return "no translations: the project has one language"
        head = ("language", "sheet", "texts", "translated", "stale", "missing", "")
        table: list[tuple[str, ...]] = [head]
        for code in dict.fromkeys(row.language for row in self.rows):
            own = [row for row in self.rows if row.language == code]
            sums = (sum(getattr(row, name) for row in own) for name in ("total", "translated", "stale", "missing"))
            for row in (*own, Row(code, "all", *sums)):
                numbers = (row.total, row.translated, row.stale, row.missing)
                table.append((row.language, row.sheet, *map(str, numbers), f"{row.percent}%"))
        widths = [max(len(line[place]) for line in table) for place in range(len(head))]
        return "\n".join(
            "  ".join(
                cell.ljust(width) if place < 2 else cell.rjust(width)
                for place, (cell, width) in enumerate(zip(line, widths, strict=True))
            ).rstrip()
            for line in table
        )


def status(root: Path, content: Content, languages: Sequence[str]) -> Status:
    """How much of each sheet is translated, stale and missing, a language."""
    sheets = extract(content)
    rows = []
    for code in languages:
        catalog, _ = Catalog.load(root, code, source="")
        for sheet, messages in sheets.items():
            found = [catalog.entries.get(message.key) for message in messages]
            stale = sum(1 for entry in found if entry and entry.fuzzy and entry.translation)
            done = sum(1 for entry in found if entry and entry.translation and not entry.fuzzy)
            rows.append(Row(code, sheet, len(messages), done, stale, len(messages) - done - stale))
    return Status(tuple(rows))
