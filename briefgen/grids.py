"""Tables measured: column widths from what the cells say, row heights from how that breaks."""

from __future__ import annotations

import dataclasses
import itertools
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from briefgen import columns
from briefgen.model import Grid, Table, TextStyle
from briefgen.typeset import SPARE, Typesetter

# Cell margins as shares of the text's size: left, top, right, bottom.
_INSETS = (0.5, 0.3, 0.5, 0.3)
_MARK = 1.5
# What is looked up rather than read, and may be set smaller.
ANNEXES = frozenset({"sources", "facts", "disagreements"})
_APART = 0.25
# Tables of facts follow each other, so their columns are alike: what, how much, as of when, from where.
_FACTS = (0.26, 0.4, 0.125, 0.215)
# Columns of small tables are tried wider and narrower by these shares of the table, so many times.
_SHIFTS, _TRIES, _MOST_ROWS = (0.03, 0.1), 12, 14
# No column that asks for more is made narrower than this share of the table.
_LEAST = 0.2


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table as set: its measures, its height, the width that it would take unbroken, and whether words were cut."""

    table: Table
    height: float
    natural: float
    lines: int
    fits: bool

    def rows(self, start: int, stop: int) -> Sheet:
        """The header with the rows from `start` to before `stop`."""
        grid = self.table.grid
        if start == 0 and stop >= len(grid.rows):
            return self
        heads = len(self.table.heights) - len(grid.rows)
        heights = (*self.table.heights[:heads], *self.table.heights[heads + start : heads + stop])
        own = tuple(index - start for index in grid.own_rows if start <= index < stop)
        part = dataclasses.replace(grid, rows=grid.rows[start:stop], own_rows=own)
        table = dataclasses.replace(self.table, grid=part, heights=heights)
        return dataclasses.replace(self, table=table, height=sum(heights), lines=_lines(heights, table.size))

    def stretched(self, height: float) -> Table:
        """The table with its rows, but not its header, made higher until it fills the height or is airy enough."""
        rows = len(self.table.grid.rows)
        heads = len(self.table.heights) - rows
        airy = 2.4 if self.table.grid.role == "status-board" else 1.0 if rows > 5 else 1.6
        extra = min(max(height - self.height, 0.0) / max(rows, 1), airy * self.table.size)
        heights = tuple(own + (extra if index >= heads else 0.0) for index, own in enumerate(self.table.heights))
        alike = sum(heights[heads:]) / max(rows, 1)
        if self.table.grid.role == "status-board" and alike >= max(self.table.heights[heads:], default=0.0):
            heights = (*heights[:heads], *(alike for _ in range(rows)))
        return dataclasses.replace(self.table, heights=heights)


def set_grid(grid: Grid, setter: Typesetter, width: float, size: float) -> Sheet:
    """The table set at a size in a width; a remembered answer if it has been set so before."""
    key = ("grid", id(grid), round(width, 2), size, setter.ground)
    if key not in setter.remembered:
        setter.remembered[key] = (_set(grid, setter, width, size), grid)
    sheet = setter.remembered[key][0]
    assert isinstance(sheet, Sheet)
    return sheet


def measures(grid: Grid, setter: Typesetter, size: float) -> tuple[tuple[float, ...], tuple[float, ...]]:
    """The narrowest and the natural width of each column at a size."""
    style, header = _styles(setter, grid, size)
    head = header_size(setter, size)
    return columns.measure_columns(
        grid, style, header, size, head, setter.faces, setter.language, _insets(size, grid), _sizes(grid, size)
    )


def parted(grid: Grid, setter: Typesetter, width: float, size: float) -> list[Grid]:
    """A grid whose words do not fit the width even so, cut into some that do; each repeats the first column."""
    narrowest, _ = measures(grid, setter, size)
    if sum(narrowest) <= width or len(grid.columns) < 3:
        return [grid]
    groups: list[list[int]] = [[0]]
    for index in range(1, len(grid.columns)):
        taken = sum(narrowest[column] for column in groups[-1])
        if len(groups[-1]) > 1 and taken + narrowest[index] > width:
            groups.append([0])
        groups[-1].append(index)
    if len(groups) == 1:
        return [grid]
    return [
        dataclasses.replace(
            grid,
            columns=tuple(grid.columns[index] for index in group),
            rows=tuple(tuple(row[index] for index in group) for row in grid.rows),
        )
        for group in groups
    ]


def _set(grid: Grid, setter: Typesetter, width: float, size: float) -> Sheet:
    style, header = _styles(setter, grid, size)
    insets, sizes, head = _insets(size, grid), _sizes(grid, size), header_size(setter, size)
    narrowest, natural = measures(grid, setter, size)
    widths = columns.column_widths(narrowest, _weights(grid, setter, size, natural, width), width)
    if grid.role == "facts" and len(grid.columns) == len(_FACTS):
        widths = _facts(narrowest, natural, width) or widths
    elif grid.role == "status-board" and len(grid.columns) > 2:
        widths = _stages(narrowest, natural, width) or widths
    elif sum(natural) > width and len(grid.rows) <= _MOST_ROWS:
        least = [max(need, min(wish, _LEAST * width)) for need, wish in zip(narrowest, natural, strict=True)]
        widths = _shifted(
            widths,
            least,
            lambda tried: sum(
                columns.row_heights(
                    grid, tried, style, header, size, head, setter.faces, setter.language, insets, sizes
                )
            ),
        )
    heights = columns.row_heights(grid, widths, style, header, size, head, setter.faces, setter.language, insets, sizes)
    heights = tuple(height / (1 - SPARE) for height in heights)
    table = Table(grid, widths, heights, size, head, style, header, sizes, insets, setter.ground)
    return Sheet(table, sum(heights), sum(natural), _lines(heights, size), sum(narrowest) <= width + 0.5)


def _weights(
    grid: Grid, setter: Typesetter, size: float, natural: tuple[float, ...], width: float
) -> tuple[float, ...]:
    """How much width columns ask for: where lines must break, a cell of several paragraphs asks for all of them."""
    if sum(natural) <= width:
        return natural
    style, _ = _styles(setter, grid, size)
    sizes = _sizes(grid, size)
    asked = list(natural)
    for row in grid.rows:
        for index, cell in enumerate(row):
            if len(cell.paras) > 1:
                lines = (
                    columns.cell_widths((para,), style, sizes.get(para.role, size), setter.faces, setter.language)[1]
                    for para in cell.paras
                )
                asked[index] = max(asked[index], sum(lines))
    return tuple(asked)


def _facts(narrowest: Sequence[float], natural: Sequence[float], width: float) -> tuple[float, ...] | None:
    """The widths of a table of facts: its dates on one line in every language; None if that cuts words."""
    label, value, when, where = (round(share * width, 2) for share in _FACTS)
    more = round(min(max(natural[2] - when, 0.0), 0.25 * value), 2)
    widths = (label, value - more, when + more, where)
    return widths if all(need <= own for need, own in zip(narrowest, widths, strict=True)) else None


def _stages(narrowest: Sequence[float], natural: Sequence[float], width: float) -> tuple[float, ...] | None:
    """A status board's widths: its stages alike, its first column as wide as its names; None if that cuts words."""
    stages = len(natural) - 1
    first = min(max(natural[0], 0.2 * width), 0.36 * width)
    each = round((width - first) / stages, 2)
    if first < narrowest[0] or each < max(narrowest[1:]):
        return None
    return (width - each * stages, *([each] * stages))


def _shifted(
    widths: tuple[float, ...], narrowest: Sequence[float], height: Callable[[tuple[float, ...]], float]
) -> tuple[float, ...]:
    """The widths with a little taken from one column and given to another as long as that makes the table lower."""
    best, least = widths, height(widths)
    for _ in range(_TRIES):
        trials = []
        for (source, target), share in itertools.product(itertools.permutations(range(len(widths)), 2), _SHIFTS):
            shift = min(share * sum(widths), best[source] - narrowest[source])
            if shift > 0.5:
                tried = list(best)
                tried[source] -= shift
                tried[target] += shift
                trials.append(tuple(tried))
        lowest = min(trials, key=height, default=best)
        if height(lowest) >= least - 0.5:
            break
        best, least = lowest, height(lowest)
    return best


def _lines(heights: Sequence[float], size: float) -> int:
    """About how many lines the rows hold."""
    return round(sum(heights) / (size * 1.2))


def header_size(setter: Typesetter, size: float) -> float:
    """The size of header cells where cells have this one: in the proportion of the template's styles."""
    styles = setter.template.styles
    if "table" not in styles or "table-header" not in styles:
        return size
    return max(round(size * styles["table-header"].size / styles["table"].size * 2) / 2, min(size, 12.0))


def _styles(setter: Typesetter, grid: Grid, size: float) -> tuple[TextStyle, TextStyle]:
    """The styles of cells and of header cells: the template's own, else the body's without bullets and spacing.

    In an annex, where a cell holds several statements, these stand a little apart.
    """
    styles = setter.template.styles
    plain = {"bullet": "", "indent": 0.0, "hanging": 0.0, "space_before": 0.0, "space_after": 0.0, "align": "left"}
    apart = {**plain, "space_before": round(_APART * size, 1) if grid.role in ANNEXES else 0.0}
    cell = dataclasses.replace(setter.style("table" if "table" in styles else "body"), **apart)  # type: ignore[arg-type]
    if "table-header" in styles:
        return cell, dataclasses.replace(setter.style("table-header"), **plain)  # type: ignore[arg-type]
    return cell, dataclasses.replace(cell, bold=True, space_before=0.0)


def _insets(size: float, grid: Grid) -> tuple[float, float, float, float]:
    """A cell's margins; rows of an annex of facts, of which there are hundreds, stand closer."""
    left, top, right, bottom = (round(share * size, 2) for share in _INSETS)
    return (left, 0.75 * top, right, 0.75 * bottom) if grid.role == "facts" else (left, top, right, bottom)


def _sizes(grid: Grid, size: float) -> dict[str, float]:
    """Roles in cells that are set otherwise than the rest: marks of a status board larger, notes smaller."""
    roles = {para.role for row in grid.rows for cell in row for para in cell.paras}
    sizes = {"mark": round(size * _MARK), "note": max(round(size * 0.85 * 2) / 2, min(max(size - 0.5, 8.5), 11.0))}
    return {role: own for role, own in sizes.items() if role in roles}
