"""Where a briefing's pages are likely to end, and what text does about it."""

from __future__ import annotations

from dataclasses import replace

import sample_pages as sample

from briefgen.model import Box, Frame, Page, Pages, Para, Placed, Plot, TextStyle
from briefgen.ooxml.paging import Paging

LINE = 15.0
STYLE = TextStyle("Calibri", "Microsoft YaHei", 11.0)


def words(role: str, lines: int, text: str = "words", id_: str = "", box: str = "") -> Placed:
    frame = Frame((Para(role, sample.para(role, text * 8 * lines).runs, 0, id_),), (11.0,), styles=(STYLE,), role=box)
    return Placed(frame, Box(0, 0, 450, lines * LINE), role, lines=lines)


def chart(height: float = 300.0) -> Placed:
    return Placed(sample.figure(), Box(0, 0, 450, height), "Exhibit")


def paging(*placed: Placed, notes: float = 0.0) -> Paging:
    """One section on pages that hold forty lines."""
    template = replace(sample.briefing_template(), body=Box(72, 72, 450, 40 * LINE))
    passage = sample.passage("one", "content", "One")
    pages = Pages(sample.document("en", (passage,), "briefing"), template, (Page("one", "one", None, placed),))
    return Paging(pages, lambda _para, _role: False, lambda _para: [(1.0, notes)] if notes else [])


def order(paged: Paging) -> list[str]:
    return [
        "exhibit" if isinstance(one.part, Plot) else one.name
        for page in paged.let_text_rise().pages
        for one in page.placed
    ]


def test_ids_stand_on_the_page_on_which_their_words_begin() -> None:
    numbers = paging(words("prose", 39), words("prose", 3, id_="next"), words("prose", 60, id_="last")).numbers()
    assert numbers == {"one": 1, "next": 2, "last": 2}


def test_a_heading_goes_on_with_what_it_stands_above() -> None:
    numbers = paging(words("prose", 38), words("heading", 1, id_="head"), words("prose", 3)).numbers()
    assert numbers["head"] == 2


def test_notes_take_their_room_from_the_page_that_calls_for_them() -> None:
    placed = (words("prose", 30), words("prose", 8, id_="second"))
    assert paging(*placed).numbers()["second"] == 1
    assert paging(*placed, notes=150.0).numbers()["second"] == 2


def test_text_rises_to_the_foot_of_a_page_that_an_exhibit_leaves() -> None:
    title, source = words("exhibit-title", 1), words("source", 1)
    after = (words("prose", 6), words("prose", 30), words("callout", 2, box="callout"))
    assert order(paging(words("prose", 25), title, chart(), source, *after)) == [
        "prose", "prose", "exhibit-title", "exhibit", "source", "prose", "callout",
    ]  # fmt: skip


def test_text_stays_below_an_exhibit_that_fits() -> None:
    placed = (words("prose", 10), words("exhibit-title", 1), chart(), words("source", 1), words("prose", 6))
    assert order(paging(*placed)) == ["prose", "exhibit-title", "exhibit", "source", "prose"]


def test_no_text_rises_above_the_heading_of_its_exhibit() -> None:
    placed = (words("prose", 25), words("heading", 1), words("exhibit-title", 1), chart(), words("prose", 6))
    assert order(paging(*placed)) == ["prose", "heading", "exhibit-title", "exhibit", "prose"]


def test_little_room_is_left_as_it_is() -> None:
    placed = (words("prose", 36), words("exhibit-title", 1), chart(), words("prose", 2))
    assert order(paging(*placed)) == ["prose", "exhibit-title", "exhibit", "prose"]
