"""Translators' catalogues as files: the bytes of a .po and the entries in it, read and written."""

from __future__ import annotations

import dataclasses
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from briefgen.files import read_bytes
from briefgen.finding import Finding, Related, Span

FOLDER = "content/locales"
UNREADABLE = frozenset(
    ("file-not-utf8", "catalogue-broken", "path-outside", "file-unreadable", "file-too-large", "file-missing")
)
"""The rules of a file that no entry could be read from."""

_LARGEST = 16 * 2**20

_WIDTH = 100


@dataclass(frozen=True, slots=True)
class Entry:
    """A message as it stands in a catalogue; `previous` is the source text that a fuzzy translation was made for.

    `places` and `wordings` are shown to the translator: where the text stands, and how the language words its
    references.  They are written anew each time and never read.
    """

    context: str
    text: str
    translation: str
    fuzzy: bool
    span: Span
    previous: str = ""
    comments: tuple[str, ...] = ()
    places: tuple[Span, ...] = ()
    wordings: tuple[str, ...] = ()

    @property
    def key(self) -> tuple[str, str]:
        """By what a catalogue finds it."""
        return self.context, self.text


def sheet_files(root: Path, code: str) -> list[Path]:
    """The catalogue files of a language, whether or not they can be read."""
    return sorted((root / FOLDER / code).glob("*.po"))


def read_file(root: Path, path: Path, code: str) -> tuple[Sequence[Entry], Sequence[Finding]]:
    """The entries of a file of the project, and what is wrong with it."""
    data = read_bytes(root, path, _LARGEST)
    if isinstance(data, Finding):
        return (), (dataclasses.replace(data, language=code),)
    return read_sheet(data, path.relative_to(root).as_posix(), code)


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


def read_aside(data: bytes, path: str) -> list[Entry]:
    """The translations at the end of a .po file that nothing asked for when it was written."""
    from babel.messages.pofile import read_po

    catalog = read_po(io.BytesIO(data.decode("utf-8-sig").encode()), locale=None)
    return [
        Entry(str(message.context or ""), str(message.id), str(message.string), "fuzzy" in message.flags, Span(path))
        for message in catalog.obsolete.values()
        if message.string
    ]


def write_sheet(tag: str, entries: Iterable[Entry], gone: Iterable[Entry]) -> bytes:
    """The bytes of a .po file: the same for the same entries, whoever writes it and when.

    `tag` is the language's (`ru-RU`); `gone` are translations that nothing asks for any more, put aside as comments.
    """
    from babel.messages.catalog import Catalog as BabelCatalog
    from babel.messages.catalog import Message as BabelMessage
    from babel.messages.pofile import write_po

    catalog = BabelCatalog(charset="utf-8", fuzzy=False)
    for entry in entries:
        written = BabelMessage(
            entry.text,
            entry.translation,
            locations=[(span.path, span.line) for span in entry.places],
            flags=["fuzzy"] if entry.fuzzy else [],
            auto_comments=list(entry.wordings),
            user_comments=list(entry.comments),
            previous_id=[entry.previous] if entry.fuzzy and entry.previous else [],
            context=entry.context,
        )
        # Babel takes our references for Python's.
        written.flags.discard("python-brace-format")
        catalog[entry.text] = written
    for entry in gone:
        catalog.obsolete[(entry.text, entry.context)] = BabelMessage(
            entry.text, entry.translation, context=entry.context
        )
    out = io.BytesIO()
    header = (
        'msgid ""\nmsgstr ""\n'
        f'"Language: {tag.replace("-", "_")}\\n"\n'
        '"MIME-Version: 1.0\\n"\n'
        '"Content-Type: text/plain; charset=utf-8\\n"\n'
        '"Content-Transfer-Encoding: 8bit\\n"\n\n'
    )
    out.write(header.encode())
    write_po(out, catalog, width=_WIDTH, omit_header=True, include_previous=True)
    return out.getvalue().rstrip(b"\n") + b"\n"


def place_in(lines: Sequence[str], span: Span, needle: str) -> Span:
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
