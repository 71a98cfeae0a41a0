"""Runs of every kind of part: read in order, and changed wherever they stand."""

from __future__ import annotations

import dataclasses

import pytest

from briefgen.finding import Span
from briefgen.model import Cell, Column, Figure, Grid, Group, Para, Part, Passage, Picture, Plot, Raw, Run
from briefgen.parts import facts_shown, plain, runs_of, with_runs

SPAN = Span("content/themes/theme.yaml", 1, 1)


def para(*texts: str, role: str = "body") -> Para:
    return Para(role, tuple(Run(text, fact=text.lower()) for text in texts))


GRID = Grid(
    "table",
    (Column((Run("A"),)), Column((Run("B"),), "right")),
    ((Cell((para("a"), para("b", role="note")), "panel"), Cell((para("c"),))), (Cell(()), Cell((para("d"),)))),
    "What it says",
    (1,),
)

PARTS: dict[str, tuple[Part, str]] = {
    "para": (para("one", " two"), "one two"),
    "grid": (GRID, "ABabcd"),
    "plot": (Plot(Figure("chart", "bar", None, "Bars", GRID)), "ABabcd"),
    "plot-without-table": (Plot(Figure("chart", "bar", None, "Bars")), ""),
    "group": (Group("exhibit", (para("title"), Group("inner", (GRID, para("note"))))), "titleABabcdnote"),
    "picture": (Picture(b"", "image/png", "", 1, 1), ""),
    "raw": (Raw("text/html", "<p>", "A rule"), ""),
}


def louder(runs: tuple[Run, ...]) -> tuple[Run, ...]:
    return tuple(dataclasses.replace(run, text=run.text.upper()) for run in runs)


@pytest.mark.parametrize("kind", PARTS)
def test_the_runs_of_a_part_are_read_in_order_and_changed_in_place(kind: str) -> None:
    part, words = PARTS[kind]
    assert plain(runs_of(part)) == words
    changed = with_runs(part, louder)
    assert plain(runs_of(changed)) == words.upper()
    assert with_runs(part, lambda runs: runs) == part
    assert type(changed) is type(part)


def test_all_that_is_no_word_stays() -> None:
    changed = with_runs(Group("tile", (GRID,), "plan", "a", "#b"), louder)
    [grid] = changed.parts
    assert isinstance(grid, Grid)
    assert (changed.tone, changed.id, changed.link) == ("plan", "a", "#b")
    assert (grid.alt, grid.own_rows, grid.columns[1].align, grid.rows[0][0].tone) == (GRID.alt, (1,), "right", "panel")


def test_a_passage_changes_from_its_kicker_to_its_notes() -> None:
    one = {name: (Run(name, fact=name),) for name in ("title", "kicker", "subtitle", "sources")}
    passage = Passage("first", "content", parts=(para("part"),), span=SPAN, notes=(para("note", role="note"),), **one)
    assert plain(runs_of(passage)) == "kickertitlesubtitlepart"
    assert facts_shown(passage) == ("kicker", "title", "subtitle", "part")
    changed = with_runs(passage, louder)
    assert plain(runs_of(changed)) == "KICKERTITLESUBTITLEPART"
    assert plain(changed.sources) == "SOURCES"
    assert [plain(note.runs) for note in changed.notes] == ["NOTE"]
