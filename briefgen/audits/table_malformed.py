"""A table's rows match its grid, and every cell holds a paragraph.

PowerPoint and Word repair, or refuse, a table with a row that has too few or too many cells, a cell without text body
or paragraph, or a span that reaches out of the table or over cells that are not marked as covered.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from briefgen.audits._package import Parts, Problem, collect, integer, open_parts, tag
from briefgen.finding import Finding
from briefgen.model import Artifact

RULE = "table-malformed"


def audit(artifact: Artifact) -> list[Finding]:
    """Tables that Office would repair."""
    return collect(artifact, RULE, _problems(open_parts(artifact)))


def _problems(parts: Parts) -> Iterator[Problem]:
    for name, root in parts.drawn():
        for number, table in enumerate(root.iter(tag("a:tbl")), 1):
            for text in _drawing_table(table):
                yield Problem(name, f"table {number} {text}")
        for number, table in enumerate(root.iter(tag("w:tbl")), 1):
            for text in _word_table(table):
                yield Problem(name, f"table {number} {text}")


def _drawing_table(table: Any) -> Iterator[str]:
    grid = table.find(tag("a:tblGrid"))
    columns = len(grid.findall(tag("a:gridCol"))) if grid is not None else 0
    rows = [row.findall(tag("a:tc")) for row in table.findall(tag("a:tr"))]
    if not columns:
        yield "has no columns in its grid"
    if not rows:
        yield "has no rows"
    for y, cells in enumerate(rows):
        if len(cells) != columns:
            yield f"has {len(cells)} cells in row {y + 1} for {columns} columns"
        for x, cell in enumerate(cells):
            body = cell.find(tag("a:txBody"))
            if body is None:
                yield f"has no text body in row {y + 1}, cell {x + 1}"
            elif body.find(tag("a:p")) is None:
                yield f"has no paragraph in row {y + 1}, cell {x + 1}"
            yield from _span(rows, x, y, columns)


def _span(rows: list[list[Any]], x: int, y: int, columns: int) -> Iterator[str]:
    cell = rows[y][x]
    across, down = integer(cell.get("gridSpan", "1")), integer(cell.get("rowSpan", "1"))
    place = f"row {y + 1}, cell {x + 1}"
    if across is None or down is None or across < 1 or down < 1:
        yield f"has a span that is no positive number in {place}"
        return
    if x + across > columns or y + down > len(rows):
        yield f"has a span that leaves the table in {place}"
        return
    for row in range(y, y + down):
        for column in range(x, x + across):
            if (row, column) == (y, x) or column >= len(rows[row]):
                continue
            covered = rows[row][column]
            flags = (covered.get("hMerge"), covered.get("vMerge"))
            if not any(flag in ("1", "true") for flag in flags):
                yield f"has a span in {place} over a cell that is not marked as covered"
                return


def _word_table(table: Any) -> Iterator[str]:
    grid = table.find(tag("w:tblGrid"))
    columns = len(grid.findall(tag("w:gridCol"))) if grid is not None else 0
    rows = list(_own(table, "w:tr"))
    if grid is None:
        yield "has no grid"
    if not rows:
        yield "has no rows"
    for y, row in enumerate(rows):
        width = _number(row, "w:trPr/w:gridBefore") + _number(row, "w:trPr/w:gridAfter")
        cells = list(_own(row, "w:tc"))
        if not cells:
            yield f"has no cells in row {y + 1}"
            continue
        for x, cell in enumerate(cells):
            span = _number(cell, "w:tcPr/w:gridSpan", 1)
            width += span
            if span < 1:
                yield f"has a span that is no positive number in row {y + 1}, cell {x + 1}"
            blocks = [child for child in cell if isinstance(child.tag, str) and child.tag != tag("w:tcPr")]
            if not any(block.tag in (tag("w:p"), tag("w:sdt")) for block in blocks):
                yield f"has no paragraph in row {y + 1}, cell {x + 1}"
            elif blocks[-1].tag == tag("w:tbl"):
                yield f"ends row {y + 1}, cell {x + 1} with a table and not with a paragraph"
        if columns and width > columns:
            yield f"has {width} cells in row {y + 1} for {columns} columns"


def _own(parent: Any, name: str) -> Iterator[Any]:
    """Children of that name, also those inside content controls, but not those of nested tables."""
    for child in parent:
        if child.tag == tag(name):
            yield child
        elif child.tag in (tag("w:sdt"), tag("w:sdtContent"), tag("w:customXml"), tag("w:ins")):
            yield from _own(child, name)


def _number(element: Any, path: str, default: int = 0) -> int:
    found = element.find("/".join(tag(step) for step in path.split("/")))
    if found is None:
        return default
    value = integer(found.get(tag("w:val")))
    return value if value is not None else 0
