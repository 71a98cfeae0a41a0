"""What a briefing holds before it is written: its headings, its captions, all that can be referred to, and where."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace

from briefgen.model import Frame, Page, Pages, Para, Passage, Run
from briefgen.ooxml.paging import NoteHeights, Paging

_CAPTION_ID = re.compile(r"(?:figure|table)-(\d+)")


@dataclass(frozen=True, slots=True)
class Outline:
    """What can be referred to.

    `entries` are the headings as lines of a table of contents; `captions` the ids of numbered captions; `pages` gives
    for every id that a link can name the page on which it is likely to stand, until a program that breaks pages says
    better; `numbers` counts numbered headings by id (`[2, 1]` for the first under the second).
    """

    entries: tuple[Para, ...]
    captions: frozenset[str]
    pages: Mapping[str, int]
    numbers: Mapping[str, list[int]]


def heading_level(para: Para, passage_role: str) -> int:
    """The outline level of a heading from 1; 0 for other paragraphs.

    The titles of a document and of its contents are no headings: neither stands in the contents.
    """
    if passage_role in {"cover", "contents"} or para.role not in {"title", "heading"}:
        return 0
    return min(max(para.level, 0) + 1, 9)


def numbered_caption(para: Para) -> tuple[tuple[Run, ...], int] | None:
    """A caption's runs with the number in a run of its own, and how many of them are its label; None for others.

    The number is the run whose link is `seq:figure`, or the digits of `figure-3` in the first run of a caption that
    bears this id.
    """
    for place, run in enumerate(para.runs):
        if run.link.startswith("seq:"):
            return para.runs, place + 1
    match = _CAPTION_ID.fullmatch(para.id) if para.role == "caption" and para.runs else None
    if match is None or match[1] not in para.runs[0].text:
        return None
    first = para.runs[0]
    before, number, after = first.text.partition(match[1])
    pieces = [(before, ""), (number, f"seq:{para.id.partition('-')[0]}"), (after, "")]
    cut = tuple(replace(first, text=text, link=link) for text, link in pieces if text)
    # `1-сурет` goes on after the number: the label is all of the first run.
    return (*cut, *para.runs[1:]), len(cut)


def survey(
    pages: Pages, breaks_page: Callable[[int], bool], note_heights: NoteHeights = lambda _: ()
) -> tuple[Outline, Pages]:
    """The outline of measured pages, and the pages with text where it fills the paper best.

    `breaks_page` tells whether headings of a level begin a new page, `note_heights` the footnotes that a paragraph
    calls for, which take their room from its page.
    """
    passages = {passage.id: passage for passage in pages.document.passages}
    entries: list[Para] = []
    captions: set[str] = set()
    counter = _Counter()
    for page in pages.pages:
        passage = passages.get(page.passage)
        role = passage.role if passage else ""
        for para in _paras(page):
            level = heading_level(para, role)
            if level and not page.continued:
                id_ = para.id or page.passage
                runs = tuple(replace(run, link=f"#{id_}", strong=False) for run in para.runs)
                entries.append(Para("contents", runs, level - 1))
                counter.count(id_, level, passage)
            if para.id and numbered_caption(para):
                captions.add(para.id)

    def begins_page(para: Para, role: str) -> bool:
        level = heading_level(para, role)
        return level > 0 and breaks_page(level)

    paging = Paging(pages, begins_page, note_heights, entries)
    paging = replace(paging, pages=paging.let_text_rise())
    return Outline(tuple(entries), frozenset(captions), paging.numbers(), counter.numbers), paging.pages


def _paras(page: Page) -> Iterator[Para]:
    for placed in page.placed:
        if isinstance(placed.part, Frame):
            yield from placed.part.paras


class _Counter:
    """Counts headings as Word will: those of numbered passages, and those below them."""

    def __init__(self) -> None:
        self.numbers: dict[str, list[int]] = {}
        self._counts: list[int] = []
        self._numbered = False

    def count(self, id_: str, level: int, passage: Passage | None) -> None:
        if level == 1:
            begun = self._counts[0] if self._counts else 0
            self._numbered = passage is not None and passage.number > 0
            if not self._numbered:
                return
            self._counts = [begun + 1]
        elif not self._numbered or not self._counts:
            return
        else:
            self._counts = [*self._counts, *([0] * level)][:level]
            self._counts[-1] += 1
        self.numbers[id_] = list(self._counts)
