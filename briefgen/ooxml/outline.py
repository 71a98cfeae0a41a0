"""What a briefing holds before it is written: its headings, its captions, all that can be referred to, and where."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from briefgen.model import Frame, Page, Pages, Para, Passage, Run

_CAPTION_ID = re.compile(r"(?:figure|table)-(\d+)")

# What the estimate of pages adds to measured heights: spaces between parts, lines that move to the next page, and a
# line and a half for a footnote.
_LOOSENESS = 1.2
_NOTE_HEIGHT = 15.0


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
    pages: Pages, breaks_page: Callable[[int], bool], count_notes: Callable[[Para], int] = lambda _: 0
) -> Outline:
    """The outline of measured pages.

    `breaks_page` tells whether headings of a level begin a new page, `count_notes` how many footnotes a paragraph calls
    for, which take their room from its page.
    """
    body = pages.template.body
    upright, turned = (body.h, body.w) if body else (700.0, 450.0)
    passages = {passage.id: passage for passage in pages.document.passages}
    entries: list[Para] = []
    captions: set[str] = set()
    numbers: dict[str, int] = {}
    counter = _Counter()
    number, depth = 1, 0.0
    before: Page | None = None
    for page in pages.pages:
        room = turned if page.landscape else upright
        if before is not None and page.landscape != before.landscape:
            number, depth = number + 1, 0.0
        before = page
        passage = passages.get(page.passage)
        ids = [page.passage]
        for placed in page.placed:
            notes = 0
            for para in placed.part.paras if isinstance(placed.part, Frame) else ():
                level = heading_level(para, passage.role if passage else "")
                if level:
                    id_ = para.id or page.passage
                    runs = tuple(replace(run, link=f"#{id_}", strong=False) for run in para.runs)
                    if not page.continued:
                        entries.append(Para("contents", runs, level - 1))
                        counter.count(id_, level, passage)
                    if depth and breaks_page(level):
                        number, depth = number + 1, 0.0
                if para.id and numbered_caption(para):
                    captions.add(para.id)
                ids.append(para.id)
                notes += count_notes(para)
            if depth and depth + min(placed.box.h, room) > room:
                number, depth = number + 1, 0.0
            for id_ in ids:
                numbers.setdefault(id_, number)
            ids = []
            loose = _LOOSENESS if isinstance(placed.part, Frame) else 1.0
            depth += placed.box.h * loose + notes * _NOTE_HEIGHT
            while depth > room:
                number, depth = number + 1, depth - room
        for id_ in ids:
            numbers.setdefault(id_, number)
    numbers.pop("", None)
    return Outline(tuple(entries), frozenset(captions), numbers, counter.numbers)


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
