"""From the author's files to `Content`: YAML read with every position kept, validated, and nothing raised.

YAML is taken as its version 1.2 means it (`NO` is a word, `012` is twelve, a date is a text), in one pass over
libyaml's events.  A tree is never built by recursion, so neither depth nor aliases can bring a reader down.
"""

from __future__ import annotations

import datetime
import hashlib
import math
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any, TypeVar

import yaml

from briefgen import registry
from briefgen.finding import Finding, Related, Severity, Span, did_you_mean
from briefgen.language_files import LanguageMissing, language_spec
from briefgen.model import (
    Block,
    ChartSource,
    Citation,
    Content,
    DocumentSpec,
    Fact,
    Moment,
    Project,
    Section,
    Source,
    SummaryLine,
    Text,
    Theme,
)
from briefgen.moments import WRITTEN, in_order, parse_moment

if TYPE_CHECKING:
    from pydantic import BaseModel

    from briefgen.schema import FactSpec, ProjectSpec

Loc = tuple[str | int, ...]
Places = dict[Loc, Span]

KEY = "\0key"
"""The last part of the loc at which the place of a mapping's key stands: `places[("title", KEY)]`."""

_LARGEST_FILE = 8 * 2**20
_DEEPEST = 40
_MOST_NODES = 200_000

_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufeff\ufffe\uffff]")
_INTEGER = re.compile(r"[-+]?[0-9](?:_?[0-9])*")
_RADIX = re.compile(r"0o[0-7]+|0x[0-9a-fA-F]+")
_DECIMAL = re.compile(r"[-+]?(?:\.[0-9]+|[0-9](?:_?[0-9])*(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?")
_NOT_FINITE = re.compile(r"[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN)")
_NULL = frozenset(("", "~", "null", "Null", "NULL"))
_BOOLEAN = {"true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False}
_NUMBER_START = frozenset("+-.0123456789")
_LONGEST_NUMBER = 40

_NAME = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")

_STANDARD_TAG = "tag:yaml.org,2002:"


# --------------------------------------------------------------------------------------------------- one file


def load_yaml(text: str | bytes, path: str) -> tuple[Any, Places, list[Finding]]:
    """The data of one YAML file, the place of every value and key in it, and what is wrong with it.

    Texts are `model.Text` with their span.  What cannot be used is left out after it was reported, so that the rest
    of the file can still be checked; a file that is no YAML gives None.

    >>> data, places, findings = load_yaml("title: NO\\nyear: 012", "x.yaml")
    >>> data, str(places[("year",)])
    ({'title': 'NO', 'year': 12}, 'x.yaml:2:7')
    """
    findings: list[Finding] = []
    if isinstance(text, bytes):
        decoded = _decode(text, path, findings)
        if decoded is None:
            return None, {}, findings
        text = decoded
    elif text.startswith("\ufeff"):
        text = text[1:]
    builder = _Builder(_without_control_characters(text, path, findings), path, findings)
    builder.run()
    return builder.root, builder.places, findings


def _decode(data: bytes, path: str, findings: list[Finding]) -> str | None:
    hint = "save the file as UTF-8"
    if len(data) > _LARGEST_FILE:
        findings.append(Finding("file-too-large", f"the file is larger than {_LARGEST_FILE // 2**20} MiB", Span(path)))
        return None
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        findings.append(Finding("file-not-utf8", "the file is UTF-16", Span(path), hint=hint))
        return None
    if data.startswith(b"\xef\xbb\xbf"):
        data = data[3:]
        findings.append(
            Finding(
                "file-byte-order-mark",
                "the file begins with a byte order mark, which means nothing in UTF-8",
                Span(path),
                Severity.NOTE,
                hint="save the file as UTF-8 without it",
            )
        )
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        before = data[: error.start].decode("utf-8", "replace")
        line, column = before.count("\n") + 1, len(before) - (before.rfind("\n") + 1) + 1
        span = Span(path, line, column, line, column + 1)
        findings.append(Finding("file-not-utf8", f"byte 0x{data[error.start]:02x} is not UTF-8", span, hint=hint))
        return None


def _without_control_characters(text: str, path: str, findings: list[Finding]) -> str:
    """The text with a space for each character that no reader can see; columns stay as they are."""
    for count, match in enumerate(_CONTROL.finditer(text)):
        if count == 10:
            break
        before = text[: match.start()].replace("\r\n", "\n").replace("\r", "\n")
        line, column = before.count("\n") + 1, len(before) - (before.rfind("\n") + 1) + 1
        findings.append(_control_character(match.group(), Span(path, line, column, line, column + 1)))
    return _CONTROL.sub(" ", text)


def _control_character(character: str, span: Span) -> Finding:
    return Finding(
        "text-control-character",
        f"the control character U+{ord(character):04X} stands in the text",
        span,
        hint="delete it: it is invisible, and Office files may not hold it",
    )


class _Frame:
    """A mapping or sequence that is being filled."""

    __slots__ = ("anchor", "before", "bounds", "height", "items", "key", "key_places", "loc", "waiting")

    def __init__(self, items: dict[Any, Any] | list[Any], loc: Loc, anchor: str | None, before: int, bounds: Span):
        self.items = items
        self.loc = loc
        self.anchor = anchor
        self.before = before
        self.bounds = bounds
        self.height = 1
        self.key: Text | None = None
        self.waiting = False
        self.key_places: dict[str, Span] = {}


@dataclass(frozen=True, slots=True)
class _Anchored:
    value: Any
    size: int
    height: int


class _UnreadableError(Exception):
    """The file cannot be read further; the finding is already there."""


class _Builder:
    def __init__(self, source: str, path: str, findings: list[Finding]) -> None:
        self.source = source
        self.path = path
        self.findings = findings
        self.root: Any = None
        self.places: Places = {}
        self.stack: list[_Frame] = []
        self.anchors: dict[str, _Anchored | None] = {}
        self.nodes = 0
        self.documents = 0

    def run(self) -> None:
        loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
        try:
            for event in yaml.parse(self.source, Loader=loader):
                self.take(event)
        except _UnreadableError:
            return
        except yaml.YAMLError as error:
            self.root = None
            self.findings.append(_syntax_finding(error, self.source, self.path))
            return
        if self.root is None and not self.findings:
            self.findings.append(
                Finding("file-empty", "the file says nothing", Span(self.path), hint="write into it, or delete it")
            )

    def take(self, event: yaml.Event) -> None:
        if isinstance(event, yaml.ScalarEvent):
            self.count(event)
            span = self.span(event)
            value = self.scalar(event, span)
            if event.anchor:
                self.anchors[event.anchor] = _Anchored(value, 1, 1)
            self.add(value, span, event)
        elif isinstance(event, yaml.MappingStartEvent | yaml.SequenceStartEvent):
            self.open(event)
        elif isinstance(event, yaml.MappingEndEvent | yaml.SequenceEndEvent):
            self.close(event)
        elif isinstance(event, yaml.AliasEvent):
            self.alias(event)
        elif isinstance(event, yaml.DocumentStartEvent):
            self.documents += 1
            if self.documents > 1:
                self.abort(
                    "file-several-documents", "a second document begins here", event, "make it a file of its own"
                )

    def span(self, event: yaml.Event) -> Span:
        start, end = event.start_mark, event.end_mark
        assert start is not None
        assert end is not None
        return Span(self.path, start.line + 1, start.column + 1, end.line + 1, end.column + 1)

    def report(self, rule: str, message: str, event: yaml.Event, hint: str = "") -> None:
        self.findings.append(Finding(rule, message, self.span(event), hint=hint))

    def abort(self, rule: str, message: str, event: yaml.Event, hint: str = "") -> None:
        self.report(rule, message, event, hint)
        if rule != "file-several-documents":
            self.root = None
        raise _UnreadableError

    def count(self, event: yaml.Event, size: int = 1) -> None:
        self.nodes += size
        if self.nodes > _MOST_NODES:
            self.abort("yaml-too-much", f"the file comes to more than {_MOST_NODES:,} values", event)

    def open(self, event: yaml.MappingStartEvent | yaml.SequenceStartEvent) -> None:
        self.count(event)
        if len(self.stack) >= _DEEPEST:
            self.abort("yaml-too-deep", f"the file nests deeper than {_DEEPEST} levels", event)
        if event.tag and event.tag not in (f"{_STANDARD_TAG}map", f"{_STANDARD_TAG}seq", "!"):
            self.tag(event.tag, event)
        if event.anchor:
            self.anchors[event.anchor] = None
        items: dict[Any, Any] | list[Any] = {} if isinstance(event, yaml.MappingStartEvent) else []
        self.stack.append(_Frame(items, self.next_loc(), event.anchor, self.nodes, self.span(event)))

    def next_loc(self) -> Loc:
        if not self.stack:
            return ()
        top = self.stack[-1]
        if isinstance(top.items, list):
            return (*top.loc, len(top.items))
        return (*top.loc, top.key if top.key is not None else KEY)

    def close(self, event: yaml.Event) -> None:
        frame = self.stack.pop()
        if frame.anchor:
            self.anchors[frame.anchor] = _Anchored(frame.items, self.nodes - frame.before + 1, frame.height)
        if self.stack:
            self.stack[-1].height = max(self.stack[-1].height, frame.height + 1)
        begin, end = frame.bounds, self.span(event)
        span = Span(self.path, begin.line, begin.column, end.end_line, end.end_column)
        self.add(frame.items, span, event)

    def alias(self, event: yaml.AliasEvent) -> None:
        name = str(event.anchor)
        anchored = self.anchors.get(name)
        if anchored is None:
            why = "refers to what it stands in" if name in self.anchors else "has no anchor"
            self.report("yaml-alias", f"the alias '*{name}' {why}", event)
            self.add(None, self.span(event), event)
            return
        self.count(event, anchored.size)
        if len(self.stack) + anchored.height > _DEEPEST:
            self.abort("yaml-too-deep", f"the file nests deeper than {_DEEPEST} levels", event)
        if self.stack:
            self.stack[-1].height = max(self.stack[-1].height, anchored.height + 1)
        self.add(_copy(anchored.value), self.span(event), event)

    def add(self, value: Any, span: Span, event: yaml.Event) -> None:
        if not self.stack:
            self.root = value
            self.places[()] = span
            return
        top = self.stack[-1]
        if isinstance(top.items, list):
            self.places[(*top.loc, len(top.items))] = span
            top.items.append(value)
        elif not top.waiting:
            top.waiting = True
            top.key = self.as_key(value, span, event)
        else:
            top.waiting = False
            if top.key is not None:
                self.set_item(top, top.key, value, span)
            top.key = None

    def set_item(self, frame: _Frame, key: Text, value: Any, span: Span) -> None:
        assert isinstance(frame.items, dict)
        if key in frame.items:
            first = frame.key_places[key]
            self.findings.append(
                Finding(
                    "key-duplicate",
                    f"the key '{key}' stands here a second time",
                    key.span,
                    hint="keep one of the two",
                    related=(Related("the first", first),),
                )
            )
            return
        frame.key_places[key] = key.span
        frame.items[key] = value
        self.places[(*frame.loc, key)] = span
        self.places[(*frame.loc, key, KEY)] = key.span

    def as_key(self, value: Any, span: Span, event: yaml.Event) -> Text | None:
        """The key as a text, in the author's spelling; None for what cannot be a key, which leaves the item out."""
        if isinstance(value, Text):
            return value
        if isinstance(event, yaml.ScalarEvent) and event.value:
            return Text(event.value, span)
        self.findings.append(Finding("yaml-key", "a key must be a text", span))
        return None

    def tag(self, tag: str, event: yaml.Event) -> None:
        shown = tag.replace(_STANDARD_TAG, "!!")
        self.report("yaml-tag", f"the tag '{shown}' means nothing here", event, hint="delete it")

    def scalar(self, event: yaml.ScalarEvent, span: Span) -> Any:
        value: str = event.value
        if event.tag and event.tag.startswith(_STANDARD_TAG) and event.tag != f"{_STANDARD_TAG}str":
            if event.tag.removeprefix(_STANDARD_TAG) not in ("int", "float", "bool", "null"):
                self.tag(event.tag, event)
                return self.text(value, event, span)
        elif not event.implicit[0]:
            if event.tag and event.tag not in ("!", f"{_STANDARD_TAG}str"):
                self.tag(event.tag, event)
            return self.text(value, event, span)
        if value in _NULL:
            return None
        if value[0] in _NUMBER_START:
            number = self.number(value, event)
            if number is not None:
                return number
        if value in _BOOLEAN:
            return _BOOLEAN[value]
        return self.text(value, event, span)

    def number(self, value: str, event: yaml.Event) -> int | float | None:
        if len(value) > _LONGEST_NUMBER:
            return None
        if _INTEGER.fullmatch(value):
            return int(value)
        if _RADIX.fullmatch(value):
            return int(value, 0)
        if _DECIMAL.fullmatch(value):
            number = float(value)
            if math.isfinite(number):
                return number
        elif not _NOT_FINITE.fullmatch(value):
            return None
        self.report(
            "number-not-finite", f"'{value}' is no number that can be shown", event, "leave it out, or say null"
        )
        return 0

    def text(self, value: str, event: yaml.ScalarEvent, span: Span) -> Text:
        assert event.start_mark is not None
        assert event.end_mark is not None
        raw = self.source[event.start_mark.index : event.end_mark.index]
        text = Text(value, span, "", () if raw == value else _line_map(value, raw, span))
        for match in _CONTROL.finditer(value):
            self.findings.append(_control_character(match.group(), text.part(match.start(), match.end())))
        if _CONTROL.search(value):
            text = Text(_CONTROL.sub(" ", value), span, "", text.lines)
        return text


def _copy(value: Any) -> Any:
    """What an alias stands for, anew, so that each use of a text gets its own catalogue context."""
    if isinstance(value, dict):
        return {key: _copy(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_copy(item) for item in value]
    if isinstance(value, Text):
        return Text(value, value.span, value.context, value.lines)
    return value


def _line_map(value: str, raw: str, span: Span) -> tuple[tuple[int, int, int], ...]:
    """Where the words of a quoted or folded text stand: (index in the text, line, column) wherever a row begins.

    Words are looked for one after the other, which skips quotes, line ends and indents; from the first word that is
    written with an escape on, the last known row counts.
    """
    rows: list[tuple[int, int, int]] = []
    position, line, line_start = 0, span.line, -(span.column - 1)
    for word in re.finditer(r"\S+", value):
        written = word.group()
        found = raw.find(written, position)
        if found < 0 and raw[:1] in ("'", '"'):
            written = written.replace("'", "''") if raw[0] == "'" else written.replace('"', '\\"')
            found = raw.find(written, position)
        if found < 0:
            break
        newlines = raw.count("\n", position, found)
        if newlines:
            line += newlines
            line_start = raw.rfind("\n", position, found) + 1
        position = found + len(written)
        column = found - line_start + 1
        if not rows or rows[-1][1] != line or rows[-1][2] - rows[-1][0] != column - word.start():
            rows.append((word.start(), line, column))
    return tuple(rows)


_SYNTAX_HINTS: tuple[tuple[str, str, str], ...] = (
    ("mapping values are not allowed", "': ' stands inside a text without quotes", "put the whole text in quotes"),
    ("could not find expected ':'", "a key without ':'", "write 'key: value', or indent the line below its text"),
    ("did not find expected key", "the indent does not match the lines above", "indent alike what belongs together"),
    ("did not find expected '-' indicator", "the indent does not match the list above", "begin each item with '- '"),
    ("did not find expected ',' or", "a bracket is not closed, or a comma is missing", ""),
    ("found unexpected end of stream", "a quote is not closed", "close it, and double a quote that is meant"),
    ("found unexpected document indicator", "a quote is not closed", "close it, and double a quote that is meant"),
    ("unknown escape character", "the escape after '\\' is not known", "double the '\\', or use single quotes"),
)


def _syntax_finding(error: yaml.YAMLError, source: str, path: str) -> Finding:
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    problem = str(getattr(error, "problem", None) or getattr(error, "reason", None) or "unreadable")
    span = Span(path)
    if mark is not None:
        span = Span(path, mark.line + 1, mark.column + 1, mark.line + 1, mark.column + 2)
    lines = source.splitlines()
    line = lines[span.line - 1] if span.line <= len(lines) else ""
    if line[span.column - 1 : span.column] == "\t" or "\t" in line[: len(line) - len(line.lstrip())]:
        return Finding("yaml-tab", "a tab stands where only spaces may indent", span, hint="indent with spaces")
    if line[span.column - 1 : span.column] in tuple("@`%"):
        character = line[span.column - 1]
        return Finding("yaml-syntax", f"a text cannot begin with '{character}'", span, hint="put the text in quotes")
    for words, message, hint in _SYNTAX_HINTS:
        if words in problem:
            if "${" in line and "bracket" in message:
                hint = "between { and } or [ and ], a text with ${…} needs quotes"
            return Finding("yaml-syntax", message, span, hint=hint)
    return Finding("yaml-syntax", f"not readable as YAML: {problem}", span)


# ------------------------------------------------------------------------------------------- files of a project


def project_path(root: Path, name: str) -> Path | None:
    """The file of this name below `content/`, or None when the name leads out of the project.

    Absolute names, drive letters, `..` and links that point out are refused, whatever stands there.
    """
    pure = PurePosixPath(name.replace("\\", "/"))
    if not name or "\0" in name or pure.is_absolute() or ".." in pure.parts or re.match(r"[A-Za-z]:", name):
        return None
    path = root / "content" / Path(*pure.parts)
    return path if _inside(root, path) else None


def _inside(root: Path, path: Path) -> bool:
    try:
        return path.resolve().is_relative_to(root.resolve())
    except (OSError, RuntimeError):
        return False


def read_file(root: Path, name: Text) -> tuple[bytes | None, list[Finding]]:
    """The bytes of a data file or picture that the author names, relative to `content/`."""
    path = project_path(root, name)
    if path is None:
        return None, [
            Finding("path-outside", f"'{name}' leads out of the project", name.span, hint="copy the file into content/")
        ]
    try:
        if path.is_dir():
            inside = did_you_mean("", [other.name for other in path.iterdir() if other.is_file()])
            return None, [Finding("file-missing", f"content/{name} is a folder", name.span, hint=inside)]
        if not path.is_file():
            near = did_you_mean(path.name, [other.name for other in path.parent.glob("*") if other.is_file()])
            return None, [Finding("file-missing", f"no file content/{name}", name.span, hint=near)]
        if path.stat().st_size > 64 * 2**20:
            return None, [Finding("file-too-large", f"content/{name} is larger than 64 MiB", name.span)]
        return path.read_bytes(), []
    except OSError as error:
        return None, [Finding("file-unreadable", f"content/{name} cannot be read: {error.strerror}", name.span)]


def read_content(root: Path) -> tuple[Content, list[Finding]]:
    """Everything that the authors of a project wrote, with all that is wrong with it."""
    return _Reader(root).read()


def set_context(data: Any, context: str) -> None:
    """Give every text below `data` the context under which a translator meets it."""
    if isinstance(data, Text):
        data.context = context
    elif isinstance(data, dict):
        for key, item in data.items():
            if isinstance(key, Text):
                key.context = context
            set_context(item, context)
    elif isinstance(data, list):
        for item in data:
            set_context(item, context)


Spec = TypeVar("Spec", bound="BaseModel")


@dataclass(frozen=True, slots=True)
class _File:
    path: str
    data: Any
    places: Places

    def span(self, loc: Loc, key: bool = False) -> Span:
        """The place of what stands at `loc`, of its key, or of the nearest thing around it that has one."""
        wanted = (*loc, KEY) if key else loc
        while wanted not in self.places:
            if not loc:
                return Span(self.path)
            loc = loc[:-1]
            wanted = loc
        return self.places[wanted]


class _Reader:
    def __init__(self, root: Path) -> None:
        self.root = root
        self.findings: list[Finding] = []
        self.files: dict[str, str] = {}
        self.rejected: set[str] = set()
        self.facts: dict[str, Fact] = {}
        self.fact_places: dict[str, Span] = {}

    def read(self) -> tuple[Content, list[Finding]]:
        from briefgen.formula import derive

        project = self.project()
        sources = self.sources()
        names = self.names()
        for file in self.folder("facts"):
            self.facts_of(file)
        charts = dict(self.charts())
        themes = dict(self.themes())
        facts, findings = derive(self.facts, frozenset(self.rejected))
        self.findings.extend(findings)
        self.rejected.update(f"fact/{name}" for name in self.facts if name not in facts)
        self.cross_check(project, themes)
        content = Content(
            root=str(self.root),
            project=project,
            themes=themes,
            charts=charts,
            facts=facts,
            sources=sources,
            names=names,
            files=self.files,
            rejected=frozenset(self.rejected),
        )
        return content, sorted(self.findings, key=Finding.sort_key)

    def report(self, rule: str, message: str, span: Span, hint: str = "", related: tuple[Related, ...] = ()) -> None:
        self.findings.append(Finding(rule, message, span, hint=hint, related=related))

    # files

    def file(self, path: Path, required: bool = False) -> _File | None:
        name = path.relative_to(self.root).as_posix()
        if not path.exists() and not path.is_symlink():
            if required:
                hint = "begin one: title, date, languages, template and documents; README.md shows how"
                self.report("file-missing", f"there is no {name}", Span(name), hint=hint)
            return None
        if not _inside(self.root, path):
            self.report("path-outside", f"{name} leads out of the project", Span(name), hint="copy the file here")
            return None
        if not path.is_file():
            self.report("file-unreadable", f"{name} is no file", Span(name))
            return None
        try:
            if path.stat().st_size > _LARGEST_FILE:
                self.report("file-too-large", f"{name} is larger than {_LARGEST_FILE // 2**20} MiB", Span(name))
                return None
            data = path.read_bytes()
        except OSError as error:
            self.report("file-unreadable", f"{name} cannot be read: {error.strerror}", Span(name))
            return None
        self.files[name] = hashlib.sha256(data).hexdigest()
        value, places, findings = load_yaml(data, name)
        self.findings.extend(findings)
        return None if value is None else _File(name, value, places)

    def folder(self, name: str) -> Iterable[_File]:
        folder = self.root / "content" / name
        if not folder.is_dir():
            return
        for path in sorted(folder.iterdir()):
            if path.suffix == ".yml":
                shown = path.relative_to(self.root).as_posix()
                self.report("file-ignored", f"{shown} is not read", Span(shown), hint="name it .yaml")
            if path.suffix != ".yaml" or path.name.startswith("."):
                continue
            file = self.file(path)
            if file is None:
                self.rejected.update((name, f"{name}/{path.stem}", f"{name.removesuffix('s')}/{path.stem}"))
            elif not isinstance(file.data, dict):
                from briefgen.schema import found_words

                self.rejected.update((name, f"{name}/{path.stem}", f"{name.removesuffix('s')}/{path.stem}"))
                self.report("type-wrong", f"expected a mapping, found {found_words(file.data)}", file.span(()))
            else:
                yield file

    def mapping(self, name: str, required: bool = False) -> _File | None:
        file = self.file(self.root / "content" / name, required)
        if file is not None and not isinstance(file.data, dict):
            from briefgen.schema import found_words

            self.report("type-wrong", f"expected a mapping, found {found_words(file.data)}", file.span(()))
            return None
        return file

    def valid(self, kind: type[Spec], file: _File, data: Any, loc: Loc) -> Spec | None:
        from briefgen.schema import validate

        spec, findings = validate(kind, data, file.span, loc)
        self.findings.extend(findings)
        return spec

    def named(self, name: str, noun: str, span: Span) -> bool:
        if _NAME.fullmatch(name):
            return True
        better = re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")
        hint = f"write '{better}'" if better else "use small Latin letters, digits and hyphens"
        self.report(f"{noun}-name", f"'{name}' cannot name a {noun}", span, hint=hint)
        return False

    # project.yaml, sources.yaml, names.yaml

    def project(self) -> Project | None:
        from briefgen.schema import ProjectSpec

        file = self.mapping("project.yaml", required=True)
        if file is None:
            return None
        set_context(file.data, "project")
        spec = self.valid(ProjectSpec, file, file.data, ()) or self.usable_part(file)
        if spec is None:
            return None
        date = self.day(spec.date, file.span(("date",)))
        documents = tuple(
            DocumentSpec(
                name, entry.kind, tuple(entry.themes), entry.title, entry.subtitle, file.span(("documents", name), True)
            )
            for name, entry in spec.documents.items()
            if self.named(name, "document", file.span(("documents", name), True))
        )
        return Project(
            title=spec.title,
            subtitle=spec.subtitle,
            owner=spec.owner,
            edition=spec.edition,
            date=date,
            languages=self.languages(spec.languages),
            template=spec.template,
            documents=documents,
            span=file.span(()),
            summary_title=spec.summary_title,
        )

    def usable_part(self, file: _File) -> ProjectSpec | None:
        """What can be used of a project.yaml with mistakes, so that other files are checked in the same run."""
        from briefgen.schema import DocumentEntry, ProjectSpec, validate

        usable: dict[str, Any] = {
            "title": Text("untitled", file.span(())),
            "date": "1970-01-01",
            "languages": [Text("en", file.span(()))],
            "template": Text("steppe", file.span(())),
            "documents": {},
        }
        for key, value in file.data.items():
            if key == "documents" and isinstance(value, dict):
                value = {
                    name: entry
                    for name, entry in value.items()
                    if validate(DocumentEntry, entry, file.span, ("documents", name))[0] is not None
                }
            if validate(ProjectSpec, usable | {key: value}, file.span)[0] is not None:
                usable[key] = value
        return validate(ProjectSpec, usable, file.span)[0]

    def languages(self, codes: Iterable[Text]) -> tuple[str, ...]:
        """The languages that there are usable files for; any other is reported and left out."""
        usable: list[str] = []
        for code in codes:
            try:
                language_spec(str(code))
            except LanguageMissing as error:
                self.report("language-missing", str(error), code.span, hint=error.hint)
            else:
                usable.append(str(code))
        return tuple(dict.fromkeys(usable)) or ("en",)

    def day(self, value: Any, span: Span) -> datetime.date:
        moment = self.moment(value, span)
        if moment is not None and (moment.month is None or moment.day is None):
            self.report("date-bad", f"expected a day, found '{value}'", span, hint="write it as 2026-01-31")
        if moment is None or moment.month is None or moment.day is None:
            return datetime.date(1970, 1, 1)
        return datetime.date(moment.year, moment.month, moment.day)

    def moment(self, value: Any, span: Span) -> Moment | None:
        moment = parse_moment(value)
        if moment is None:
            shown = f"'{value}'" if isinstance(value, str | int | float) else "what stands here"
            self.report("date-bad", f"{shown} is no date", span, hint="write it as 2026-01-31, 2026-01 or 2026")
        return moment

    def sources(self) -> dict[str, Source]:
        from briefgen.schema import SourceSpec

        file = self.mapping("sources.yaml")
        if file is None:
            if (self.root / "content" / "sources.yaml").exists():
                self.rejected.add("sources")
            return {}
        sources: dict[str, Source] = {}
        for name, data in file.data.items():
            place = file.span((name,), True)
            set_context(data, f"source/{name}")
            spec = self.valid(SourceSpec, file, data, (name,))
            if not self.named(name, "source", place) or spec is None:
                self.rejected.add(f"source/{name}")
                continue
            published = spec.published
            if isinstance(published, int):
                published = Text(str(published), file.span((name, "published")), f"source/{name}")
            if not isinstance(published, Text):
                self.moment(published, file.span((name, "published")))
                published = Text("")
            elif WRITTEN.fullmatch(published):
                self.moment(published, published.span)
            sources[name] = Source(
                name=str(name),
                title=spec.title,
                publisher=spec.publisher,
                language=str(spec.language),
                published=published,
                span=place,
                file=str(spec.file or ""),
                url=str(spec.url or ""),
                note=spec.note,
            )
        return sources

    def names(self) -> frozenset[str]:
        file = self.file(self.root / "content" / "names.yaml")
        if file is None:
            return frozenset()
        if not isinstance(file.data, list):
            self.report("type-wrong", "expected a list of texts", file.span(()))
            return frozenset()
        for index, name in enumerate(file.data):
            if not isinstance(name, Text):
                from briefgen.schema import found_words

                message = f"expected a text, found {found_words(name)}"
                self.report("type-wrong", message, file.span((index,)), hint="put it in quotes")
        return frozenset(str(name).strip() for name in file.data if isinstance(name, Text) and name.strip())

    # facts/*.yaml

    def facts_of(self, file: _File) -> None:
        from briefgen.schema import FactSpec

        for name, data in file.data.items():
            place = file.span((name,), True)
            set_context(data, f"fact/{name}")
            spec = self.valid(FactSpec, file, data, (name,))
            valid_name = self.named(name, "fact", place)
            if name in self.fact_places:
                first = self.fact_places[name]
                self.report(
                    "fact-duplicate", f"the fact '{name}' exists already", place, related=(Related("the first", first),)
                )
                continue
            self.fact_places[name] = place
            fact = self.fact(name, spec, file) if spec is not None and valid_name else None
            if fact is None:
                self.rejected.add(f"fact/{name}")
            else:
                self.facts[name] = fact

    def fact(self, name: str, spec: FactSpec, file: _File) -> Fact | None:
        unit = str(spec.unit)
        failures = len(self.findings)
        value = self.value(spec.value, unit, file, (name, "value"))
        if spec.value is None and not spec.formula:
            self.report("key-missing", "'value' is missing", file.span((name,), True))
        as_of = None if spec.as_of is None else self.moment(spec.as_of, file.span((name, "as-of")))
        citations = []
        single = isinstance(file.data[name].get("cite"), dict)
        for index, cite in enumerate(spec.cite):
            loc: Loc = (name, "cite") if single else (name, "cite", index)
            citations.append(
                Citation(
                    source=cite.source,
                    paragraph=cite.paragraph,
                    evidence=cite.evidence,
                    span=cite.evidence.span,
                    value=self.value(cite.value, unit, file, (*loc, "value")),
                    qualifier=tuple(cite.qualifier),
                )
            )
        conflict = spec.on_conflict
        if len(self.findings) > failures:
            return None
        return Fact(
            name=str(name),
            label=spec.label,
            value=value,
            unit=unit,
            kind=spec.kind,
            citations=tuple(citations),
            span=file.span((name,), True),
            qualifier=tuple(spec.qualifier),
            as_of=as_of,
            of=self.out_of(spec.of, file, (name, "of")),
            speaker=spec.speaker,
            place=spec.place,
            stage=spec.stage,
            formula=str(spec.formula or ""),
            on_conflict="" if conflict is None else conflict if isinstance(conflict, str) else str(conflict.prefer),
            caveat=spec.caveat,
        )

    def out_of(self, value: Any, file: _File, loc: Loc) -> Any:
        if value is None or isinstance(value, Text):
            return value
        return self.value(value, "", file, loc)

    def value(self, value: Any, unit: str, file: _File, loc: Loc) -> Any:
        """A fact's value as `model.Fact` holds it, or None after reporting."""
        from briefgen.schema import found_words

        span = file.span(loc)
        if value is None:
            return None
        if isinstance(value, list):
            if len(value) != 2:
                self.report("type-wrong", f"expected two ends of a range, found {len(value)}", span)
                return None
            ends = tuple(self.value(end, unit, file, (*loc, index)) for index, end in enumerate(value))
            if None in ends:
                return None
            low, high = ends
            if type(low) is not type(high) or isinstance(low, Text | tuple):
                self.report("type-wrong", "expected two numbers or two dates as the ends of a range", span)
                return None
            if not in_order(low, high):
                self.report("range-reversed", "the range begins above its end", span, hint="write [low, high]")
                return None
            return ends
        if isinstance(value, bool) or not isinstance(value, int | float | Text):
            self.report(
                "type-wrong", f"expected a number, a date, a text or [low, high], found {found_words(value)}", span
            )
            return None
        if unit == "date":
            return self.moment(value, span)
        if isinstance(value, Text):
            return value
        return Decimal(str(value))

    # charts/*.yaml and themes/*.yaml

    def charts(self) -> Iterable[tuple[str, ChartSource]]:
        for file in self.folder("charts"):
            name = Path(file.path).stem
            context = f"chart/{name}"
            set_context(file.data, context)
            kind = file.data.get("kind")
            if not self.named(name, "chart", Span(file.path)):
                continue
            self.rejected.add(context)
            if not isinstance(kind, Text):
                self.report("key-missing", "'kind' is missing", file.span(()), hint=_all_kinds("charts"))
            elif kind not in registry.kinds("charts"):
                self.report(
                    "chart-unknown-kind",
                    f"no chart of kind '{kind}'",
                    kind.span,
                    hint=did_you_mean(kind, registry.kinds("charts"), 20),
                )
            else:
                spec = self.known_part(registry.load("charts", kind).Spec, file, file.data, ())
                if spec is not None:
                    self.rejected.discard(context)
                    yield name, ChartSource(name, str(kind), spec, context, Span(file.path))

    def themes(self) -> Iterable[tuple[str, Theme]]:
        from briefgen.schema import ThemeSpec

        for file in self.folder("themes"):
            slug = Path(file.path).stem
            if not self.named(slug, "theme", Span(file.path)):
                continue
            set_context(file.data, slug)
            sections_data = file.data.get("sections")
            spec = self.known_part(ThemeSpec, file, file.data, ())
            sections = []
            if isinstance(sections_data, list):
                for index, data in enumerate(sections_data):
                    section = self.section(slug, file, data, ("sections", index))
                    if section is not None:
                        sections.append(section)
            if spec is None:
                self.rejected.add(f"themes/{slug}")
                continue
            yield (
                slug,
                Theme(
                    slug=slug,
                    title=spec.title,
                    scope=spec.scope,
                    bottom_line=spec.bottom_line,
                    summary=tuple(SummaryLine(line.title, line.text, line.section) for line in spec.summary),
                    sections=tuple(sections),
                    span=file.span(()),
                    summary_title=spec.summary_title,
                ),
            )

    def section(self, slug: str, file: _File, data: Any, loc: Loc) -> Section | None:
        from briefgen.schema import SectionSpec

        identifier = data.get("id") if isinstance(data, dict) else None
        context = f"{slug}/{identifier}" if isinstance(identifier, Text) else slug
        set_context(data, context)
        spec = self.known_part(SectionSpec, file, data, loc)
        blocks = []
        blocks_data = data.get("blocks") if isinstance(data, dict) else None
        if isinstance(blocks_data, list):
            for index, item in enumerate(blocks_data):
                block = self.block(context, file, item, (*loc, "blocks", index))
                if block is not None:
                    blocks.append(block)
                elif isinstance(identifier, Text):
                    self.rejected.add(f"block/{identifier}")
        if isinstance(identifier, Text):
            self.rejected.add(f"section/{identifier}")
        if spec is None:
            return None
        self.named(spec.id, "section", spec.id.span)
        self.rejected.discard(f"section/{identifier}")
        return Section(
            id=str(spec.id), title=spec.title, blocks=tuple(blocks), span=spec.title.span, layout=spec.layout
        )

    def block(self, context: str, file: _File, data: Any, loc: Loc) -> Block | None:
        if not isinstance(data, dict) or len(data) != 1:
            found = f"a mapping of {len(data)} keys" if isinstance(data, dict) else "something else"
            if isinstance(data, str) and data in registry.kinds("blocks"):
                found = f"'{data}' without content"
            self.report(
                "block-shape",
                f"a block is one key, its kind, with its content; found {found}",
                file.span(loc),
                hint="begin each block with '- kind:'",
            )
            return None
        kind, content = next(iter(data.items()))
        place = file.span((*loc, kind), True)
        if kind not in registry.kinds("blocks"):
            hint = did_you_mean(kind, registry.kinds("blocks"), 20)
            self.report("block-unknown", f"no block of kind '{kind}'", place, hint=hint)
            return None
        block_context = f"{context}/{kind}"
        set_context(content, block_context)
        spec = self.known_part(registry.load("blocks", kind).Spec, file, content, (*loc, kind))
        return None if spec is None else Block(str(kind), spec, block_context, place)

    def known_part(self, kind: type[Spec], file: _File, data: Any, loc: Loc) -> Spec | None:
        """The data as a model even where it has keys that are not known: what else stands there is still checked."""
        from briefgen.schema import without_unknown_keys

        return self.valid(kind, file, data, loc) or without_unknown_keys(kind, data)

    # names that point from one file to another

    def cross_check(self, project: Project | None, themes: Mapping[str, Theme]) -> None:
        places: dict[str, Span] = {}
        reserved = {"cover", "summary", "contents", "disagreements", "facts", "sources", "untranslated"} | set(themes)
        for theme in themes.values():
            for section in theme.sections:
                if section.id in reserved:
                    self.report(
                        "section-name",
                        f"the section id '{section.id}' is taken by a theme or by a part of every document",
                        section.span,
                        hint="choose another",
                    )
                elif section.id in places:
                    self.report(
                        "section-duplicate",
                        f"the section id '{section.id}' exists already",
                        section.span,
                        related=(Related("the first", places[section.id]),),
                    )
                places.setdefault(section.id, section.span)
        for theme in themes.values():
            for line in theme.summary:
                if line.section not in places and f"section/{line.section}" not in self.rejected:
                    self.report(
                        "section-unknown",
                        f"no section with the id '{line.section}'",
                        line.section.span,
                        hint=did_you_mean(line.section, places),
                    )
        for document in project.documents if project else ():
            for slug in document.themes:
                if slug not in themes and f"themes/{slug}" not in self.rejected:
                    span = slug.span if isinstance(slug, Text) else document.span
                    self.report("theme-unknown", f"no theme named '{slug}'", span, hint=did_you_mean(slug, themes))


def _all_kinds(package: str) -> str:
    return f"there are: {', '.join(registry.kinds(package))}"


def read_source_texts(content: Content, folder: Path) -> tuple[dict[str, str], list[Finding]]:
    """The texts of the sources that stand in a folder beside the project, by the source's name."""
    texts: dict[str, str] = {}
    findings: list[Finding] = []
    for name, source in content.sources.items():
        path = folder / source.file
        if source.file and path.is_file():
            texts[name] = path.read_bytes().decode("utf-8-sig", "replace")
        elif source.file:
            findings.append(Finding("source-text-missing", f"no text of '{name}' at hand", source.span, Severity.NOTE))
    return texts, findings


OpenFile = Callable[[Text], tuple[bytes | None, list[Finding]]]
"""How a stage that touches no disk itself gets a file that the author names."""
