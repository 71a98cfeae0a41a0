"""Columns and rows of tables: their widths and heights."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefgen.columns import cell_widths, column_widths, measure_columns, row_heights
from briefgen.fit import USABLE
from briefgen.measure import Faces
from briefgen.model import Cell, Column, Grid, Para, Run, TextStyle

FACES = Faces.load()
BODY = TextStyle("Calibri", "Microsoft YaHei", 20)
ENGLISH = "The AI law took force on 18 January 2026, the first of its kind in Central Asia. "


def para(text: str) -> Para:
    return Para("body", (Run(text),))


def test_short_columns_keep_their_line_and_long_ones_share_the_rest() -> None:
    widths = column_widths([40, 60, 50], [60, 600, 90], 500)
    assert sum(widths) == pytest.approx(500)
    assert widths[0] == pytest.approx(60, abs=0.01)
    assert widths[2] == pytest.approx(90, abs=0.01)


@given(st.lists(st.tuples(st.floats(5, 200), st.floats(0, 400)), min_size=1, max_size=9), st.floats(100, 900))
def test_widths_add_up_and_hold_the_longest_word_where_there_is_room(
    columns: list[tuple[float, float]], total: float
) -> None:
    narrowest = [low for low, _ in columns]
    natural = [low + more for low, more in columns]
    widths = column_widths(narrowest, natural, total)
    assert sum(widths) == pytest.approx(total)
    if sum(narrowest) <= total:
        assert all(width >= low - 0.1 for width, low in zip(widths, narrowest, strict=True))


def test_cells_are_measured_by_their_longest_word_and_line() -> None:
    low, high = cell_widths([para("short longestword of all")], BODY, 20, FACES)
    assert low == pytest.approx(FACES.advance("longestword", "Calibri", "", 20) / USABLE, abs=0.1)
    assert high == pytest.approx(FACES.advance("short longestword of all", "Calibri", "", 20) / USABLE, rel=0.02)
    low, high = cell_widths([para("人工智能与数字发展部")], BODY, 20, FACES, "zh")
    assert low >= 80
    assert high >= 200


def test_rows_are_as_high_as_their_fullest_cell_and_the_header_comes_first() -> None:
    header = replace(BODY, bold=True)
    rows = tuple((Cell((para("one"),)), Cell((para(ENGLISH * count),))) for count in (1, 2))
    grid = Grid("table", (Column((Run("A"),)), Column((Run("Law"),))), rows)
    low, high = measure_columns(grid, BODY, header, 14, 14, FACES)
    widths = column_widths(low, high, 300)
    heights = row_heights(grid, widths, BODY, header, 14, 14, FACES)
    assert len(heights) == 3
    assert heights[0] == pytest.approx(FACES.line_height("Calibri", "", 14) + 7.2)
    assert heights[1] < heights[2]
    bare = replace(grid, columns=(Column(()), Column(())))
    assert len(row_heights(bare, widths, BODY, header, 14, 14, FACES)) == 2
    larger = row_heights(grid, widths, BODY, header, 14, 14, FACES, sizes={"body": 20})
    assert larger[1] > heights[1]
