"""Tables measured: how wide each column wants to be, how wide it gets, and how high its rows then stand."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from briefgen.fit import TOLERANCE, USABLE, segments_of, set_paras, text_indent
from briefgen.measure import Faces, has_cjk
from briefgen.model import Cell, Grid, Para, TextStyle

Insets = tuple[float, float, float, float]


def cell_widths(
    paras: Iterable[Para], style: TextStyle, size: float, faces: Faces, language: str = "en"
) -> tuple[float, float]:
    """The narrowest and the natural width of a cell's text in points: its widest unbreakable piece, its longest line.

    Chinese could be broken anywhere, but a column of single characters cannot be read: four stay together.
    """
    narrowest = natural = 0.0
    for para in paras:
        indent = text_indent(style, para.level) if style.bullet else 0.0
        line = 0.0
        for segment in segments_of(para, style, faces, language):
            narrowest = max(narrowest, segment.ink * size + indent)
            line += segment.gap + segment.ink
            natural = max(natural, line * size + indent)
            line = 0.0 if segment.hard else line + segment.space
        if any(has_cjk(run.text) for run in para.runs):
            narrowest = max(narrowest, min(4 * size, natural))
    return narrowest / USABLE + TOLERANCE, natural / USABLE + TOLERANCE


def measure_columns(
    grid: Grid,
    style: TextStyle,
    header_style: TextStyle,
    size: float,
    header_size: float,
    faces: Faces,
    language: str = "en",
    insets: Insets = (7.2, 3.6, 7.2, 3.6),
    sizes: Mapping[str, float] | None = None,
) -> tuple[tuple[float, ...], tuple[float, ...]]:
    """The narrowest and the natural width of every column, the cells' margins included."""
    margin = insets[0] + insets[2]
    narrowest, natural = [], []
    for index, column in enumerate(grid.columns):
        found = [cell_widths((Para("label", column.header),), header_style, header_size, faces, language)]
        for row in grid.rows:
            found.extend(
                cell_widths((para,), style, (sizes or {}).get(para.role, size), faces, language)
                for para in row[index].paras
            )
        narrowest.append(max(low for low, _ in found) + margin)
        natural.append(max(high for _, high in found) + margin)
    return tuple(narrowest), tuple(natural)


def column_widths(narrowest: Sequence[float], natural: Sequence[float], total: float) -> tuple[float, ...]:
    """Widths that add up to `total`: what needs no more than an equal share gets its one line, long columns the rest.

    A column is never narrower than its longest word unless all of them together do not fit; then all are narrowed
    alike.
    """
    if not natural:
        return ()
    if sum(narrowest) >= total:
        return _add_up([width * total / sum(narrowest) for width in narrowest], total)
    if sum(natural) <= total:
        return _add_up([width * total / sum(natural) for width in natural], total)
    widths: dict[int, float] = {}
    left = total
    while len(widths) < len(natural):
        free = [index for index in range(len(natural)) if index not in widths]
        weight = sum(natural[index] ** 0.75 for index in free)
        shares = {index: left * natural[index] ** 0.75 / weight for index in free}
        short = {index: natural[index] for index in free if natural[index] <= left / len(free)}
        if short and left - sum(short.values()) >= sum(narrowest[index] for index in free if index not in short):
            fixed = short
        else:
            fixed = {index: narrowest[index] for index in free if shares[index] < narrowest[index]}
            fixed = fixed or {index: natural[index] for index in free if shares[index] > natural[index]} or shares
        widths |= fixed
        left -= sum(fixed.values())
    if left > 0:
        widths = {index: width + left * natural[index] / sum(natural) for index, width in widths.items()}
    return _add_up([widths[index] for index in range(len(natural))], total)


def _add_up(widths: list[float], total: float) -> tuple[float, ...]:
    rounded = [round(width, 2) for width in widths]
    rounded[rounded.index(max(rounded))] += total - sum(rounded)
    return tuple(rounded)


def row_heights(
    grid: Grid,
    widths: Sequence[float],
    style: TextStyle,
    header_style: TextStyle,
    size: float,
    header_size: float,
    faces: Faces,
    language: str = "en",
    insets: Insets = (7.2, 3.6, 7.2, 3.6),
    sizes: Mapping[str, float] | None = None,
) -> tuple[float, ...]:
    """How high each row stands, the header's first unless no column has a header; the cells' margins included."""
    across, down = insets[0] + insets[2], insets[1] + insets[3]

    def height(cell: Cell, width: float, of: TextStyle, plain: float) -> float:
        steps = [(sizes or {}).get(para.role, plain) for para in cell.paras]
        return set_paras(cell.paras, [of] * len(cell.paras), steps, width - across, faces, language).height + down

    heights = []
    if any(column.header for column in grid.columns):
        cells = [Cell((Para("label", column.header),)) for column in grid.columns]
        heights.append(
            max(height(cell, width, header_style, header_size) for cell, width in zip(cells, widths, strict=True))
        )
    heights.extend(
        max(height(cell, width, style, size) for cell, width in zip(row, widths, strict=True)) for row in grid.rows
    )
    return tuple(heights)
