"""YAML with positions: the data of a file, and the place of every value and key in it.

YAML is taken as its version 1.2 means it (`NO` is a word, `012` is twelve, a date is a text), in one pass over
libyaml's events.  A tree is never built by recursion, so neither depth nor aliases can bring a reader down.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import yaml

from briefgen.finding import Finding, Related, Severity, Span
from briefgen.model import Text

Loc = tuple[str | int, ...]
Places = dict[Loc, Span]

KEY = "\0key"
"""The last part of the loc at which the place of a mapping's key stands: `places[("title", KEY)]`."""

LARGEST_FILE = 8 * 2**20
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

MOST, LEAST = Decimal("1e18"), Decimal("1e-9")
"""Between these lie the numbers that languages can word: the scales end at 10^12, and small shares at a few zeros."""

MAGNITUDE_HINT = "count its zeros: what lies between 1e-9 and 1e18 can be worded"

_STANDARD_TAG = "tag:yaml.org,2002:"


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
    if len(data) > LARGEST_FILE:
        findings.append(Finding("file-too-large", f"the file is larger than {LARGEST_FILE // 2**20} MiB", Span(path)))
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
        number: int | float | None = None
        if _INTEGER.fullmatch(value):
            number = int(value)
        elif _RADIX.fullmatch(value):
            number = int(value, 0)
        elif _DECIMAL.fullmatch(value):
            number = float(value)
        if number is not None and math.isfinite(number):
            if is_tellable(number):
                return number
            self.report("number-magnitude", f"{value} is no number that a reader can take in", event, MAGNITUDE_HINT)
            return 0
        if number is None and not _NOT_FINITE.fullmatch(value):
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


def is_tellable(number: Decimal | float) -> bool:
    """Whether a number can be worded and drawn: neither a slip of many zeros nor so small that it rounds to nothing."""
    size = abs(Decimal(number))
    return size == 0 or LEAST <= size < MOST


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
