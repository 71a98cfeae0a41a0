"""Tables as Word and WPS both read them: fixed widths said three times, rows that stay whole, headers that repeat."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from briefgen.model import Cell, Para, Table
from briefgen.ooxml.markup import attribute_text, shares_emu, twips
from briefgen.ooxml.paging import CARDS, keeps_row
from briefgen.ooxml.palette import Palette

_SIDES = ("top", "left", "bottom", "right", "insideH", "insideV")
_EMU_PER_TWIP = 635
# Tells the header from the rows where neither is filled.
_HEADER_LINE = '<w:tcBorders><w:bottom w:val="single" w:sz="10" w:space="0" w:color="{color}"/></w:tcBorders>'


@dataclass(frozen=True, slots=True)
class Place:
    """Where a cell stands: in the header or not, on which ground, aligned how, kept with the next row or not."""

    header: bool
    ground: str
    align: str
    keep: bool


CellWriter = Callable[[Cell, Table, Place], str]
"""Gives the paragraphs of a cell."""


def table_markup(table: Table, write_cell: CellWriter, palette: Palette, title: str, style_id: str, keep: bool) -> str:
    """`w:tbl`; `title` and the grid's own words are its alternative text, `keep` holds it with what follows."""
    grid = table.grid
    widths = [round(share / _EMU_PER_TWIP) for share in shares_emu(table.widths)]
    has_header = len(table.heights) > len(grid.rows) or (not table.heights and any(c.header for c in grid.columns))
    rows = []
    if has_header:
        tone = "header" if table.header_style and palette.header_ground(table.header_style.color) else ""
        cells = [Cell((Para("label", column.header),), tone) for column in grid.columns]
        rows.append(_row(cells, table, widths, write_cell, palette, header=True, keep=True))
    for index, row in enumerate(grid.rows):
        cells = [replace(cell, tone="panel") if index in grid.own_rows and not cell.tone else cell for cell in row]
        kept = keeps_row(index, len(grid.rows), keep)
        rows.append(_row(cells, table, widths, write_cell, palette, header=False, keep=kept))
    style = f'<w:tblStyle w:val="{attribute_text(style_id)}"/>' if style_id else ""
    caption = f'<w:tblCaption w:val="{attribute_text(title)}"/>' if title else ""
    description = f'<w:tblDescription w:val="{attribute_text(grid.alt)}"/>' if grid.alt else ""
    left, top, right, bottom = (twips(inset) for inset in table.insets)
    columns = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    return (
        f'<w:tbl><w:tblPr>{style}<w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:tblInd w:w="0" w:type="dxa"/>'
        f'<w:tblBorders>{_borders(table, palette)}</w:tblBorders><w:tblLayout w:type="fixed"/><w:tblCellMar>'
        f'<w:top w:w="{top}" w:type="dxa"/><w:left w:w="{left}" w:type="dxa"/>'
        f'<w:bottom w:w="{bottom}" w:type="dxa"/><w:right w:w="{right}" w:type="dxa"/></w:tblCellMar>'
        f'<w:tblLook w:val="{"0620" if has_header else "0600"}" w:firstRow="{has_header:d}" w:lastRow="0" '
        'w:firstColumn="0" w:lastColumn="0" w:noHBand="1" w:noVBand="1"/>'
        f"{caption}{description}</w:tblPr><w:tblGrid>{columns}</w:tblGrid>{''.join(rows)}</w:tbl>"
    )


def _borders(table: Table, palette: Palette) -> str:
    """Thin rules between rows; cards are parted by gaps in the paper's colour instead."""
    if table.grid.role in CARDS:
        gap = f'w:val="single" w:sz="24" w:space="0" w:color="{palette.color("paper")}"'
        return "".join(f"<w:{side} {gap}/>" for side in _SIDES)
    rule = f'w:val="single" w:sz="4" w:space="0" w:color="{palette.color("line")}"'
    return f"<w:top {rule}/><w:bottom {rule}/><w:insideH {rule}/>"


def _row(
    cells: Sequence[Cell],
    table: Table,
    widths: Sequence[int],
    write_cell: CellWriter,
    palette: Palette,
    header: bool,
    keep: bool,
) -> str:
    # A row whose cells do not match the grid is a broken table to Word.
    cells = [*cells, *(Cell(()) for _ in range(len(widths) - len(cells)))][: len(widths)]
    # The marks of a board stand on a line with what they are about, whatever is written under them.
    upright = "bottom" if header else "center" if table.grid.role == "status-board" else "top"
    made = []
    for index, (cell, width) in enumerate(zip(cells, widths, strict=True)):
        ground = palette.ground(cell.tone) if cell.tone else ""
        align = table.grid.columns[index].align if index < len(table.grid.columns) else "left"
        line = _HEADER_LINE.format(color=palette.header) if header else ""
        shade = f'<w:shd w:val="clear" w:color="auto" w:fill="{ground}"/>' if ground else ""
        made.append(
            f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{line}{shade}'
            f'<w:vAlign w:val="{upright}"/></w:tcPr>'
            f"{write_cell(cell, table, Place(header, ground, align, keep))}</w:tc>"
        )
    repeated = "<w:tblHeader/>" if header else ""
    return f"<w:tr><w:trPr><w:cantSplit/>{repeated}</w:trPr>{''.join(made)}</w:tr>"
