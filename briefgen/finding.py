"""What is wrong, and where: spans, severities and findings."""

from __future__ import annotations

import dataclasses
import enum
from collections.abc import Iterable
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
