"""What is wrong, and where: spans, severities and findings."""

from __future__ import annotations

import dataclasses
import enum
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A stretch of an authored file; lines and columns count from 1, the end is exclusive.

    `path` is relative to the project, with forward slashes, so that findings read alike on every machine.
    """

    path: str
    line: int = 1
    column: int = 1
    end_line: int = 1
    end_column: int = 1

    def __str__(self) -> str:
        return f"{self.path}:{self.line}:{self.column}"


class Severity(enum.StrEnum):
    """How much a finding matters: an error stops the build, a warning does not, a note only tells."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Related:
    """Another place that explains a finding, with what to see there."""

    message: str
    span: Span


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong with what an author wrote, and the way out.

    `rule` is kebab-case `subject-problem` (`fact-unknown`); `message` is lower case, present tense, without a
    full stop; `hint` is an action.  `language` names the edition when the finding holds in that one alone.
    """

    rule: str
    message: str
    span: Span | None = None
    severity: Severity = Severity.ERROR
    hint: str = ""
    related: tuple[Related, ...] = ()
    language: str = ""

    def sort_key(self) -> tuple[str, int, int, str, str]:
        """Place first, then rule, so that all runs list findings in the same order."""
        span = self.span or Span("")
        return (span.path, span.line, span.column, self.rule, self.message)


def has_errors(findings: Iterable[Finding]) -> bool:
    """Whether any finding stops the build."""
    return any(finding.severity is Severity.ERROR for finding in findings)


def unique(findings: Iterable[Finding]) -> list[Finding]:
    """The findings sorted by place; one that several editions share is given once, for no edition in particular."""
    seen: dict[tuple[object, ...], Finding] = {}
    for finding in findings:
        key = (finding.sort_key(), finding.severity, finding.hint)
        first = seen.get(key)
        if first is None:
            seen[key] = finding
        elif first.language != finding.language:
            seen[key] = dataclasses.replace(first, language="")
    return sorted(seen.values(), key=Finding.sort_key)


def closest(name: str, known: Iterable[str]) -> str:
    """The known name that this one is in other capitals or with a slip of the keyboard; empty where there is none."""
    import difflib

    names = sorted(known)
    same = [other for other in names if other.casefold() == name.casefold()]
    return (same or difflib.get_close_matches(name, names, n=1, cutoff=0.65) or [""])[0]


def did_you_mean(name: str, known: Iterable[str], limit: int = 12) -> str:
    """The hint for a name that does not exist: the nearest that does, else what there is."""
    names = sorted(known)
    near = closest(name, names)
    if near:
        return f"did you mean '{near}'?"
    if not names:
        return ""
    rest = f" and {len(names) - limit} more" if len(names) > limit else ""
    return f"there are: {', '.join(names[:limit])}{rest}"


LinesOf = Callable[[str], Sequence[str] | None]


def render(findings: Iterable[Finding], lines_of: LinesOf, style: str = "text") -> str:
    """The findings as one text: for people (`text`), programs (`json`, `sarif`) or GitHub's log (`github`).

    `lines_of` gives the lines of a path of the project, or None where there is no such file.  For people, findings
    that differ in nothing but their place are told once, with the other places below.
    """
    ordered = sorted(findings, key=Finding.sort_key)
    if style == "json":
        return _as_json(ordered)
    if style == "github":
        return "\n".join(_as_annotation(finding) for finding in ordered)
    if style == "sarif":
        return _as_sarif(ordered)
    groups: dict[tuple[str, ...], list[Finding]] = {}
    for finding in ordered:
        key = (finding.rule, finding.severity, finding.message, finding.hint, finding.language)
        groups.setdefault(key, []).append(finding)
    return "\n\n".join(_as_text(group, lines_of) for group in groups.values())


_PLACES_SHOWN = 5
_LONGEST_EXCERPT = 140


def _as_text(group: Sequence[Finding], lines_of: LinesOf) -> str:
    first = group[0]
    place = f"{first.span}: " if first.span else ""
    edition = f" [{first.language}]" if first.language else ""
    lines = [f"{place}{first.severity}[{first.rule}] {first.message}{edition}"]
    if first.span is not None:
        lines.extend(_excerpt(first.span, lines_of))
    if first.hint:
        lines.append(f"  hint: {first.hint}")
    lines.extend(f"  see: {related.message} ({related.span})" for related in first.related)
    others = [str(finding.span) for finding in group[1:] if finding.span is not None]
    if others:
        more = f" and {len(others) - _PLACES_SHOWN} more" if len(others) > _PLACES_SHOWN else ""
        lines.append(f"  also at: {', '.join(others[:_PLACES_SHOWN])}{more}")
    return "\n".join(lines)


def _excerpt(span: Span, lines_of: LinesOf) -> list[str]:
    """The line and a caret below what is meant; nothing where the file or the line cannot be had."""
    lines = lines_of(span.path) or ()
    if not 1 <= span.line <= len(lines):
        return []
    line = lines[span.line - 1].rstrip("\r\n")
    if not line.strip():
        return []
    start = min(span.column - 1, len(line))
    end = span.end_column - 1 if span.end_line == span.line else len(line.rstrip())
    end = max(start + 1, min(end, max(len(line), start + 1)))
    cut = max(0, start - _LONGEST_EXCERPT // 2) if len(line) > _LONGEST_EXCERPT else 0
    shown = line[cut : cut + _LONGEST_EXCERPT]
    before, marked = line[cut:start], line[start : min(end, cut + _LONGEST_EXCERPT)]
    gutter = f"{span.line:>5} | "
    empty = " " * (len(gutter) - 2) + "| "
    return [
        gutter + _printable(shown),
        empty + " " * _columns(before) + "^" * max(1, _columns(marked)),
    ]


def _printable(text: str) -> str:
    return "".join(" " if character == "\t" else character if character.isprintable() else "�" for character in text)


def _columns(text: str) -> int:
    """The columns that a terminal needs: Chinese characters take two, combining marks none."""
    import unicodedata

    return sum(
        0 if unicodedata.combining(character) else 2 if unicodedata.east_asian_width(character) in "WF" else 1
        for character in text
    )


def _as_json(findings: Sequence[Finding]) -> str:
    import json

    def place(span: Span | None) -> dict[str, object] | None:
        return None if span is None else dataclasses.asdict(span)

    listed = [
        {
            "rule": finding.rule,
            "severity": finding.severity.value,
            "message": finding.message,
            "span": place(finding.span),
            "hint": finding.hint,
            "language": finding.language,
            "related": [{"message": related.message, "span": place(related.span)} for related in finding.related],
        }
        for finding in findings
    ]
    return json.dumps(listed, ensure_ascii=False, indent=2)


def _as_annotation(finding: Finding) -> str:
    """A GitHub workflow command; its data and its properties are escaped as GitHub's own toolkit does."""

    def data(text: str) -> str:
        return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")

    def value(text: str) -> str:
        return data(text).replace(":", "%3A").replace(",", "%2C")

    command = "notice" if finding.severity is Severity.NOTE else finding.severity.value
    properties = []
    if finding.span is not None:
        span = finding.span
        properties = [f"file={value(span.path)}", f"line={span.line}", f"col={span.column}", f"endLine={span.end_line}"]
        if span.end_line == span.line:
            properties.append(f"endColumn={span.end_column}")
    properties.append(f"title={value(finding.rule)}")
    hint = f"\nhint: {finding.hint}" if finding.hint else ""
    edition = f" [{finding.language}]" if finding.language else ""
    return f"::{command} {','.join(properties)}::{data(finding.message + edition + hint)}"


def _as_sarif(findings: Sequence[Finding]) -> str:
    """SARIF 2.1.0, the form in which code-scanning services take findings."""
    import json

    levels = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "note"}
    results: list[dict[str, object]] = []
    for finding in findings:
        text = f"{finding.message}; {finding.hint}" if finding.hint else finding.message
        result: dict[str, object] = {
            "ruleId": finding.rule,
            "level": levels[finding.severity],
            "message": {"text": text},
        }
        if finding.span is not None:
            span = finding.span
            region = {
                "startLine": span.line,
                "startColumn": span.column,
                "endLine": span.end_line,
                "endColumn": span.end_column,
            }
            location = {"artifactLocation": {"uri": span.path}, "region": region}
            result["locations"] = [{"physicalLocation": location}]
        results.append(result)
    rules = [{"id": rule} for rule in sorted({finding.rule for finding in findings})]
    log = {
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{"tool": {"driver": {"name": "briefgen", "rules": rules}}, "results": results}],
    }
    return json.dumps(log, ensure_ascii=False, indent=2)
