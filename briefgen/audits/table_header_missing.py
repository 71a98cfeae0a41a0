"""A table says that its first row is its header.

Screen readers read a column's header with each cell, and Word repeats it on every page, only where the row is marked.
"""

from __future__ import annotations

from collections.abc import Iterator

from briefgen.audits._package import Parts, Problem, collect, open_parts, tag
from briefgen.finding import Finding, Severity
from briefgen.model import Artifact

RULE = "table-header-missing"


def audit(artifact: Artifact) -> list[Finding]:
    """Tables of more than one row without a marked header."""
    return collect(artifact, RULE, _problems(open_parts(artifact)))


def _problems(parts: Parts) -> Iterator[Problem]:
    for slide in parts.slides:
        root = parts.xml(slide)
        for number, table in enumerate(root.iter(tag("a:tbl")) if root is not None else (), 1):
            properties = table.find(tag("a:tblPr"))
            marked = properties is not None and properties.get("firstRow") in ("1", "true")
            if len(table.findall(tag("a:tr"))) > 1 and not marked:
                yield Problem(slide, f"table {number} has no header row", Severity.WARNING)
    root = parts.xml(parts.main) if parts.word else None
    for number, table in enumerate(root.iter(tag("w:tbl")) if root is not None else (), 1):
        rows = table.findall(tag("w:tr"))
        if len(rows) > 1 and len(rows[0].findall(tag("w:tc"))) > 1:
            mark = rows[0].find(f"{tag('w:trPr')}/{tag('w:tblHeader')}")
            if mark is None or mark.get(tag("w:val")) in ("0", "false", "off"):
                yield Problem(parts.main, f"table {number} has no header row", Severity.WARNING)
