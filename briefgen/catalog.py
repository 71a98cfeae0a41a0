"""Translators' catalogues: gettext files in content/locales/<language>/, one a theme, kept in step with the content.

A text is met under its context (the place in the content) with its English words as the key.  A changed text makes
its old translation fuzzy; a translation that speaks of other facts than its source is never used.
"""

from __future__ import annotations

import dataclasses
import difflib
import io
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from briefgen import inline
from briefgen.finding import Finding, Related, Severity, Span, did_you_mean
from briefgen.language import Language, language
from briefgen.language_files import LanguageMissing
from briefgen.model import Content, Name, Text

if TYPE_CHECKING:
    from babel.messages.catalog import Catalog as BabelCatalog

FOLDER = "content/locales"
WIDTH = 100

_SHARED = {"fact": "facts", "chart": "charts", "source": "sources", "project": "project"}
# Below this likeness an old translation is no help to whoever words the new text.
_ALIKE = 0.5
_LINK = re.compile(r"\[[^\[\]]*\]\(([^()\s]*)\)")
_STOP = re.compile(r"[.,;:!?…()«»“”]")
_TARGET = re.compile(r"(?<=\])\([^()\s]*\)")
_STRONG = re.compile(r"\*\*(?=\S)[^*]+?\*\*")
_EMPHASIS = re.compile(r"(?<![*\w])\*(?=[^\s*])[^*]+?\*(?!\*)")
# Latin letters that pass for Cyrillic ones, and the Cyrillic letters they pass for.
_LATIN_TWINS = "ABCEHIJKMOPSTXYaceijopsxyəhü"
_CYRILLIC_TWINS = "АВСЕНІЈКМОРЅТХУасеіјорѕхуәһұ"
_TWINS = {
    **dict(zip(_LATIN_TWINS, _CYRILLIC_TWINS, strict=True)),
    **dict(zip(_CYRILLIC_TWINS, _LATIN_TWINS, strict=True)),
}
# Words of one letter in Russian and Kazakh: a Latin one between Cyrillic words is a slip of the keyboard.
_ONE_LETTER = frozenset("aceiopxyBCKO")
_LATIN = re.compile("[A-Za-zÀ-ÖØ-öø-ʯ]")
_CYRILLIC = re.compile("[Ѐ-ԯ]")
_WORD = re.compile(r"[^\W\d_]+")


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


@dataclass(frozen=True, slots=True)
class Entry:
    """A message as it stands in a catalogue; `previous` is the source text that a fuzzy translation was made for."""

    context: str
    text: str
    translation: str
    fuzzy: bool
    span: Span
    previous: str = ""
    comments: tuple[str, ...] = ()


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


# --------------------------------------------------------------------------------------------- extracting


def sheet_of(context: str) -> str:
    """The sheet of a context: a theme's own, or the one that facts, charts, sources or the project share."""
    first = context.partition("/")[0]
    return _SHARED.get(first, first)


def extract(content: Content) -> dict[str, list[Message]]:
    """Every text of the content that has words to translate, by sheet, in the order of the files."""
    found: dict[tuple[str, str], list[Span]] = {}
    for text in _texts(content):
        if _has_words(text):
            found.setdefault(_key(text), []).append(text.span)
    sheets: dict[str, list[Message]] = {}
    for (context, words), spans in found.items():
        message = Message(context, words, tuple(sorted(set(spans))))
        sheets.setdefault(message.sheet, []).append(message)
    for messages in sheets.values():
        messages.sort(key=lambda message: (message.spans[0], message.text))
    order = [*content.themes, *(name for name in _SHARED.values()), *sheets]
    return {sheet: sheets[sheet] for sheet in dict.fromkeys(order) if sheet in sheets}


def place_of(span: Span, content: Content, catalog: Catalog) -> Span | None:
    """Where the catalogue translates the text that stands at `span`; None when no text begins there."""
    for text in _texts(content):
        if text.span == span:
            entry = catalog.entries.get(_key(text))
            return entry.span if entry is not None and entry.translation else None
    return None


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
        yield from _walk(dataclasses.replace(fact, of=None, stage=None if known else fact.stage))


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


def _key(text: Text) -> tuple[str, str]:
    """By what a text is found in a catalogue; the line end that YAML leaves after a folded text is no part of it."""
    return text.context, text.strip()


def _has_words(text: str) -> bool:
    """Whether there is something to translate: words, or stops around references, of which Chinese has its own."""
    rest = inline.REFERENCE.sub("", text)
    return any(letter.isalpha() for letter in rest) or (rest != text and _STOP.search(rest) is not None)


# ------------------------------------------------------------------------------------------------ reading


class Catalog:
    """The translations of one language.  Get one from `Catalog.load`."""

    def __init__(self, code: str, entries: Mapping[tuple[str, str], Entry], source: bool = False) -> None:
        self.language = code
        self.entries = entries
        self.source = source

    @classmethod
    def load(cls, root: Path, code: str, source: str = "en") -> tuple[Catalog, list[Finding]]:
        """The catalogue of a language from the project at `root`; for the language of the content itself, none.

        What is wrong with a file is found, and its other entries hold.
        """
        if code == source:
            return cls(code, {}, source=True), []
        entries: dict[tuple[str, str], Entry] = {}
        findings: list[Finding] = []
        for path in sorted((root / FOLDER / code).glob("*.po")):
            read, found = read_sheet(path.read_bytes(), f"{FOLDER}/{code}/{path.name}", code)
            entries.update(((entry.context, entry.text), entry) for entry in read)
            findings += found
        return cls(code, entries), findings

    def translate(self, text: Text) -> tuple[str, str]:
        """The text in this language, and its state: source, translated, missing or stale.

        A missing translation gives the source text.  So does a stale one that speaks of other facts than the source,
        and counts as missing; any other stale translation is better than a foreign sentence, and is given.
        """
        if self.source:
            return str(text), "source"
        if not _has_words(text):
            return str(text), "translated"
        entry = self.entries.get(_key(text))
        if entry is None or not entry.translation:
            return str(text), "missing"
        if not entry.fuzzy:
            return entry.translation, "translated"
        return (entry.translation, "stale") if not any(_differing(entry)) else (str(text), "missing")


@lru_cache(maxsize=64)
def read_sheet(data: bytes, path: str, code: str) -> tuple[tuple[Entry, ...], tuple[Finding, ...]]:
    """The entries of one .po file and what is wrong with the file; `path` is what findings call it.

    Remembered, because a check and the documents that it words ask for the same files.
    """
    entries, findings = _read_sheet(data, path, code)
    return tuple(entries), tuple(findings)


def _read_sheet(data: bytes, path: str, code: str) -> tuple[list[Entry], list[Finding]]:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        message = f"byte 0x{data[error.start]:02x} is not UTF-8"
        return [], [
            Finding("file-not-utf8", message, Span(path, line), hint="save the catalogue as UTF-8", language=code)
        ]
    findings = []
    charset = re.search(r'^"Content-Type:[^"]*charset=([\w-]+)', text, re.MULTILINE)
    if charset and charset[1].lower().replace("-", "") != "utf8":
        line = text.count("\n", 0, charset.start()) + 1
        findings.append(
            Finding(
                "catalogue-encoding",
                f"the header says '{charset[1]}', but the file is UTF-8",
                Span(path, line),
                hint="write charset=utf-8",
                language=code,
            )
        )
        text = text.replace(charset[0], charset[0].replace(charset[1], "utf-8"))
    try:
        messages = _parse(text)
    except Exception as error:
        # Babel lets through whatever a broken line made fail.
        lineno = getattr(error, "lineno", None)
        reason = re.sub(r" on \d+$", "", str(error)) or type(error).__name__
        number = lineno + 1 if lineno is not None else _first_broken_line(text)
        findings.append(
            Finding(
                "catalogue-broken",
                f"the catalogue cannot be read from here: {reason[:1].lower()}{reason[1:]}",
                Span(path, number),
                hint="mend the line; an entry is msgctxt, msgid and msgstr, each followed by text in quotation marks",
                language=code,
            )
        )
        return [], findings
    entries = []
    lines = text.split("\n")
    for message in messages:
        if not message.id or not isinstance(message.id, str):
            continue
        entries.append(
            Entry(
                str(message.context or ""),
                message.id,
                str(message.string or ""),
                "fuzzy" in message.flags,
                Span(path, message.lineno or 1),
                _previous(lines, message.lineno or 1),
                tuple(message.user_comments),
            )
        )
    findings += _duplicates(text, entries, path, code)
    return entries, findings


def _parse(text: str) -> list[Any]:
    from babel.messages.pofile import read_po

    _refuse_bad_quotes(text)
    return list(read_po(io.BytesIO(text.encode("utf-8")), locale=None, abort_invalid=True))


class _QuotesError(ValueError):
    """A line whose text is not in quotation marks; Babel would cut a character off and go on."""

    def __init__(self, lineno: int, reason: str) -> None:
        super().__init__(reason)
        self.lineno = lineno


def _refuse_bad_quotes(text: str) -> None:
    for number, line in enumerate(text.split("\n")):
        bare = line.strip()
        if not bare or bare.startswith("#"):
            continue
        quoted = bare if bare.startswith('"') else bare.partition(" ")[2].strip()
        if not re.fullmatch(r'"(?:[^"\\]|\\.)*"', quoted):
            raise _QuotesError(number, "text without its quotation marks")


def _first_broken_line(text: str) -> int:
    """The line at which reading fails, found by reading ever more of the file: for errors that do not say."""
    lines = text.split("\n")
    low, high = 0, len(lines)
    while low + 1 < high:
        middle = (low + high) // 2
        try:
            _parse("\n".join(lines[:middle]))
        except Exception:
            high = middle
        else:
            low = middle
    return high


def _previous(lines: Sequence[str], line: int) -> str:
    """The `#| msgid` of the entry whose msgid stands at that line; Babel does not read it."""
    pieces: list[str] = []
    for number in range(line - 2, -1, -1):
        entry = lines[number]
        if entry.startswith("#|"):
            pieces.append(entry[2:].strip())
        elif not entry.startswith(("#", "msgctxt", '"')):
            break
    joined = "".join(
        match[1]
        for piece in reversed(pieces)
        for match in [re.fullmatch(r'(?:msgid )?"((?:[^"\\]|\\.)*)"', piece)]
        if match
    )
    return joined.replace("\\n", "\n").replace('\\"', '"').replace("\\\\", "\\")


def _duplicates(text: str, entries: Sequence[Entry], path: str, code: str) -> Iterator[Finding]:
    """Entries that stand twice, of which only the last would count."""
    heads = re.compile(r'^(?:msgctxt (?P<context>(?:".*"\s*\n)+))?msgid (?P<text>(?:".*"\s*\n)+)', re.MULTILINE)
    seen: dict[tuple[str, str], int] = {}
    if len(re.findall(r"^msgid ", text, re.MULTILINE)) == len(entries) + 1:
        return
    for match in heads.finditer(text):
        key = (match["context"] or "", match["text"])
        line = text.count("\n", 0, match.start("text")) + 1
        if key in seen:
            first = Related("the first stands here", Span(path, seen[key]))
            hint = "keep one of them"
            yield Finding(
                "catalogue-duplicate",
                "this entry stands twice",
                Span(path, line),
                hint=hint,
                related=(first,),
                language=code,
            )
        seen.setdefault(key, line)


# ----------------------------------------------------------------------------------------------- updating


def update(root: Path, content: Content, languages: Sequence[str]) -> tuple[list[Path], list[Finding]]:
    """Bring the catalogues of these languages in step with the content; gives the files that changed.

    A changed text keeps its old translation, marked fuzzy, with the words it was made for.  What is gone stays at
    the file's end as a comment if it was translated, and comes back when its text does.  A catalogue that cannot be
    read is left alone.
    """
    sheets = extract(content)
    written: list[Path] = []
    findings: list[Finding] = []
    for code in languages:
        try:
            words = language(code)
        except LanguageMissing as error:
            findings.append(_language_missing(error, content))
            continue
        folder = root / FOLDER / code
        old, found = _read_folder(folder, code)
        findings += found
        broken = {finding.span.path for finding in found if finding.span and finding.rule in _UNREADABLE}
        merged = _merge(sheets, old)
        values = _Wordings(content, words, merged)
        for sheet in dict.fromkeys((*sheets, *sorted(old))):
            path = folder / f"{sheet}.po"
            if f"{FOLDER}/{code}/{sheet}.po" in broken:
                continue
            data = _write(words, sheets.get(sheet, []), merged, _gone(sheet, sheets, old, merged), values)
            if not path.is_file() or path.read_bytes() != data:
                path.parent.mkdir(parents=True, exist_ok=True)
                beside = path.with_suffix(".po.new")
                beside.write_bytes(data)
                beside.replace(path)
                written.append(path)
    return written, findings


_UNREADABLE = frozenset(("file-not-utf8", "catalogue-broken"))


def _language_missing(error: LanguageMissing, content: Content) -> Finding:
    span = content.project.span if content.project else None
    return Finding("language-missing", str(error), span, hint=error.hint)


@dataclass(slots=True)
class _Sheet:
    """What an old file holds: entries, and translations that were put aside."""

    entries: Sequence[Entry] = ()
    aside: Sequence[Entry] = ()


def _read_folder(folder: Path, code: str) -> tuple[dict[str, _Sheet], list[Finding]]:
    sheets: dict[str, _Sheet] = {}
    findings: list[Finding] = []
    for path in sorted(folder.glob("*.po")):
        data = path.read_bytes()
        name = f"{FOLDER}/{code}/{path.name}"
        entries, found = read_sheet(data, name, code)
        findings += found
        sheets[path.stem] = _Sheet(entries, _aside(data, name) if entries or not found else ())
    return sheets, findings


def _aside(data: bytes, path: str) -> list[Entry]:
    from babel.messages.pofile import read_po

    catalog = read_po(io.BytesIO(data.decode("utf-8-sig").encode()), locale=None)
    return [
        Entry(str(message.context or ""), str(message.id), str(message.string), "fuzzy" in message.flags, Span(path))
        for message in catalog.obsolete.values()
        if message.string
    ]


def _merge(sheets: Mapping[str, Sequence[Message]], old: Mapping[str, _Sheet]) -> dict[tuple[str, str], Entry]:
    """An entry for every message: its own translation, one that moved with its words, or a fuzzy likeness."""
    known = {(entry.context, entry.text): entry for sheet in old.values() for entry in sheet.entries}
    messages = [message for listed in sheets.values() for message in listed]
    current = {message.key for message in messages}
    left = [entry for key, entry in known.items() if key not in current and entry.translation]
    aside = [entry for sheet in old.values() for entry in sheet.aside]
    returning = {(entry.context, entry.text): entry for entry in aside}
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
        if message.key not in taken and (entry.context, entry.text) not in taken:
            taken |= {message.key, (entry.context, entry.text)}
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
        (entry.context, entry.text): entry
        for entry in (*old[sheet].aside, *old[sheet].entries)
        if entry.translation
        and (entry.context, entry.text) not in current
        and (entry.text, entry.translation) not in used | reused
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
        entry = self.merged.get(_key(text))
        return entry.translation if entry and entry.translation else str(text)


def _write(
    words: Language,
    messages: Sequence[Message],
    merged: Mapping[tuple[str, str], Entry],
    gone: Sequence[Entry],
    values: _Wordings,
) -> bytes:
    """The bytes of a sheet: the same for the same content, whoever writes it and when."""
    from babel.messages.catalog import Message as BabelMessage
    from babel.messages.pofile import write_po

    catalog = _empty()
    for message in messages:
        entry = merged[message.key]
        written = BabelMessage(
            message.text,
            entry.translation,
            locations=[(span.path, span.line) for span in message.spans],
            flags=["fuzzy"] if entry.fuzzy else [],
            auto_comments=values.of(message.text),
            user_comments=list(entry.comments),
            previous_id=[entry.previous] if entry.fuzzy and entry.previous else [],
            context=message.context,
        )
        # Babel takes our references for Python's.
        written.flags.discard("python-brace-format")
        catalog[message.text] = written
    for entry in gone:
        catalog.obsolete[(entry.text, entry.context)] = BabelMessage(
            entry.text, entry.translation, context=entry.context
        )
    out = io.BytesIO()
    header = (
        'msgid ""\nmsgstr ""\n'
        f'"Language: {words.tag.replace("-", "_")}\\n"\n'
        '"MIME-Version: 1.0\\n"\n'
        '"Content-Type: text/plain; charset=utf-8\\n"\n'
        '"Content-Transfer-Encoding: 8bit\\n"\n\n'
    )
    out.write(header.encode())
    write_po(out, catalog, width=WIDTH, omit_header=True, include_previous=True)
    return out.getvalue().rstrip(b"\n") + b"\n"


def _empty() -> BabelCatalog:
    from babel.messages.catalog import Catalog as BabelCatalog

    return BabelCatalog(charset="utf-8", fuzzy=False)


# ----------------------------------------------------------------------------------------------- checking


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


def check(
    root: Path, content: Content, languages: Sequence[str], loaded: Mapping[str, Catalog] | None = None
) -> list[Finding]:
    """What is wrong with the translations, at the catalogue's own lines; missing and stale ones are warnings.

    `loaded` are catalogues that were read already, and of which their readers told what was wrong with the files.
    """
    sheets = extract(content)
    findings: list[Finding] = []
    exempt = inline.exempt(content.names)
    for code in languages:
        try:
            language(code)
        except LanguageMissing as error:
            findings.append(_language_missing(error, content))
            continue
        read = ((loaded or {})[code], []) if code in (loaded or {}) else Catalog.load(root, code, source="")
        findings += _check_language(root, content, sheets, code, exempt, *read)
    return sorted(findings, key=Finding.sort_key)


def _check_language(
    root: Path,
    content: Content,
    sheets: Mapping[str, Sequence[Message]],
    code: str,
    exempt: re.Pattern[str] | None,
    catalog: Catalog,
    found: Sequence[Finding],
) -> Iterator[Finding]:
    yield from found
    unreadable = {finding.span.path for finding in found if finding.span and finding.rule in _UNREADABLE}
    for sheet, messages in sheets.items():
        name = f"{FOLDER}/{code}/{sheet}.po"
        path = root / FOLDER / code / f"{sheet}.po"
        if not path.is_file():
            yield Finding(
                "catalogue-missing",
                f"no catalogue for the {len(messages)} texts of '{sheet}'",
                Span(name),
                Severity.WARNING,
                "run 'briefgen translate update' and fill it in",
                language=code,
            )
            continue
        if name in unreadable:
            continue
        lines = path.read_text("utf-8-sig").split("\n")
        for message in messages:
            entry = catalog.entries.get(message.key)
            yield from _check_message(message, entry, content, code, lines, exempt)


def _check_message(
    message: Message,
    entry: Entry | None,
    content: Content,
    code: str,
    lines: Sequence[str],
    exempt: re.Pattern[str] | None,
) -> Iterator[Finding]:
    source = Related("the text stands here", message.spans[0])

    def finding(rule: str, problem: str, needle: str, hint: str, severity: Severity = Severity.ERROR) -> Finding:
        assert entry is not None
        return Finding(rule, problem, _place(lines, entry.span, needle), severity, hint, (source,), code)

    if entry is None:
        hint = "run 'briefgen translate update'"
        problem = f"the text is not in the {code} catalogue yet"
        yield Finding("translation-missing", problem, message.spans[0], Severity.WARNING, hint, (), code)
        return
    if not entry.translation:
        hint = "fill in msgstr"
        yield finding("translation-missing", "the text is not translated", "", hint, Severity.WARNING)
        return
    if entry.fuzzy:
        hint = "adapt msgstr and delete the fuzzy mark"
        yield finding("translation-stale", "the text has changed since it was translated", "", hint, Severity.WARNING)
        return
    for start, end in inline.broken_references(entry.translation):
        needle = entry.translation[start:end]
        yield finding("reference-malformed", "'${' begins no reference here", needle, "write ${name} or ${name|style}")
    lost, added = _differing(entry)
    unknown = [name for name in added if name not in content.facts]
    for name in unknown:
        hint = did_you_mean(name, [*lost, *content.facts])
        yield finding("fact-unknown", f"no fact named '{name}'", name, hint)
    # A misspelt name is the one that is lost: said once.
    spelled = {match for name in unknown for match in difflib.get_close_matches(name, lost, 1, 0.6)}
    for name in lost:
        if name not in spelled:
            problem = f"the translation lacks '${{{name}}}', which its source has"
            yield finding("reference-lost", problem, "", "refer to the fact, in any style")
    for name in added:
        if name not in unknown:
            problem = f"the translation refers to '{name}', which its source does not"
            yield finding("reference-added", problem, name, "delete the reference, or add it to the source text")
    for reference in inline.references_in(entry.translation):
        if not Language.knows_style(reference.style):
            shown = f"no style named '{reference.style}'"
            yield finding("style-unknown", shown, f"|{reference.style}", "'briefgen list styles' lists them")
    yield from _check_wording(entry, finding, exempt)


def _check_wording(entry: Entry, finding: Any, exempt: re.Pattern[str] | None) -> Iterator[Finding]:
    for what, pattern in (("strong words", _STRONG), ("emphasis", _EMPHASIS), ("links", _LINK)):
        wanted, has = (pattern.findall(_bare(text)) for text in (entry.text, entry.translation))
        same = sorted(wanted) == sorted(has) if what == "links" else len(wanted) == len(has)
        if not same:
            problem = f"the source has {len(wanted)} × {what}, the translation {len(has)}"
            if what == "links" and len(wanted) == len(has):
                problem = "the links of the translation lead elsewhere"
            hint = "mark the same words up"
            yield finding("markup-differs", problem, "", hint, Severity.WARNING)
    wanted_paragraphs, paragraphs = (len(inline.paragraphs_in(text)) for text in (entry.text, entry.translation))
    if wanted_paragraphs != paragraphs:
        problem = f"the source has {wanted_paragraphs} paragraphs, the translation {paragraphs}"
        yield finding("markup-differs", problem, "", "part it where the source is parted", Severity.WARNING)
    own = Counter(match.group() for match in inline.loose_digits(entry.text, exempt))
    for match in inline.loose_digits(entry.translation, exempt):
        digits = match.group()
        if own[digits] > 0:
            own[digits] -= 1
            continue
        hint = "refer to the fact with ${name}; ${name|number} gives the bare number"
        yield finding("number-unsourced", f"'{digits}' comes from no fact", digits, hint)
    for word, letters in mixed_scripts(entry.translation):
        listed = ", ".join(f"'{letter}' is {unicodedata.name(letter).lower()}" for letter in letters)
        yield finding("script-mixed", f"'{word}' mixes letters that look alike: {listed}", word, "type the word again")


def _bare(text: str) -> str:
    """The text with its references as one letter, so that markup around them still counts."""
    return inline.REFERENCE.sub("x", text)


def _differing(entry: Entry) -> tuple[list[str], list[str]]:
    """The facts that a translation lost, and those that it added, against its source.

    A noun that goes with a number (`|unit`) is no second mention of it.
    """

    def facts(text: str) -> Counter[str]:
        return Counter(reference.name for reference in inline.references_in(text) if reference.style != "unit")

    wanted, has = facts(entry.text), facts(entry.translation)
    return list((wanted - has).elements()), list((has - wanted).elements())


def mixed_scripts(text: str) -> list[tuple[str, str]]:
    """Words that mix Latin and Cyrillic letters, each with the letters of the script that is fewer in it.

    A single Latin letter between Cyrillic words that looks like one of their words (c for с) counts too.
    """
    found = []
    plain = inline.REFERENCE.sub(" ", _TARGET.sub(" ", text))
    if not (_CYRILLIC.search(plain) and _LATIN.search(plain)):
        return []
    cyrillic_text = len(_CYRILLIC.findall(plain)) > len(_LATIN.findall(plain))
    for word in _WORD.findall(plain):
        latin, cyrillic = _LATIN.findall(word), _CYRILLIC.findall(word)
        if latin and cyrillic:
            fewer = min(latin, cyrillic, key=len) if len(latin) != len(cyrillic) else latin + cyrillic
            strange = [letter for letter in fewer if letter in _TWINS] or fewer
            found.append((word, "".join(dict.fromkeys(strange))))
        elif cyrillic_text and word in _ONE_LETTER:
            found.append((word, word))
    return found


def _place(lines: Sequence[str], span: Span, needle: str) -> Span:
    """Where the needle stands in an entry's msgstr, be it wrapped; the entry's own line for none."""
    start = next((n for n in range(span.line - 1, len(lines)) if lines[n].startswith("msgstr")), span.line - 1)
    if not needle:
        return Span(span.path, span.line, 1, span.line, len(lines[span.line - 1]) + 1)
    joined, places = "", []
    for number in range(start, len(lines)):
        line = lines[number]
        if number > start and not line.startswith('"'):
            break
        opening = line.find('"') + 1
        joined += line[opening : line.rfind('"')]
        places += [(number + 1, column + 1) for column in range(opening, line.rfind('"'))]
    found = joined.find(needle)
    if found < 0:
        return Span(span.path, start + 1, 1, start + 1, len(lines[start]) + 1)
    first, last = places[found], places[found + len(needle) - 1]
    return Span(span.path, *first, last[0], last[1] + 1)
