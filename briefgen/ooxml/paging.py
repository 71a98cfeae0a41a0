"""Where pages of a briefing are likely to end: the estimate behind the page numbers of a filled table of contents.

Word breaks pages when it opens a file, and does not tell.  So what it will do is done beforehand with the heights that
the layout has measured: lines, rows and pictures go down a page one after the other, notes take their room from its
foot, and what must stay together moves on together.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from briefgen.model import Frame, Page, Pages, Para, Picture, Placed, Plot, Raw, Table, TextStyle

# What stands above the first note of a page: a short rule and the space around it.
_RULE_HEIGHT = 10.0
# A paragraph is divided so that two of its lines at least stand on either page.
_FEWEST_LINES = 2
# A table of so few rows is not divided over pages at all.
_WHOLE_TABLE_ROWS = 7
# The space that a table of cards leaves below itself.
_AIR_HEIGHT = 7.0
# A tinted box's border above or below its words, and the space between its paragraphs.
_BOX_BORDER, BOX_SPACE = 6.0, 3.0

BOXED = frozenset({"callout", "bottom-line", "resolution"})
"""Frames whose paragraphs stand in one tinted box."""
CARDS = frozenset({"tiles", "claims"})
"""Grids that stand for tiles side by side: their paragraphs look as they do outside tables."""
_KEPT = frozenset({"title", "heading", "kicker", "exhibit-title", "exhibit-subtitle"})
# What belongs to the exhibit above it.
_FOLLOWS_EXHIBIT = frozenset({"caption", "source", "note"})

NoteHeights = Callable[[Para], Sequence[tuple[float, float]]]
"""The notes that a paragraph calls for: where in it, as a share of its text, and how high each stands in points."""


def keeps(para: Para, last: bool, following: Placed | None, boxed: bool) -> bool:
    """Whether a paragraph stays on the page of the next one."""
    if para.role == "caption" and last:
        return following is not None and isinstance(following.part, Plot | Table | Picture | Frame)
    return para.role in _KEPT or (para.role in {"figure", "quote"} and not last) or (boxed and not last)


def belongs(following: Placed | None) -> bool:
    """Whether what follows an exhibit is its caption or source."""
    if following is None or not isinstance(following.part, Frame) or not following.part.paras:
        return False
    return following.part.paras[0].role in _FOLLOWS_EXHIBIT


def continues(placed: Placed, following: Placed | None) -> bool:
    """Whether a table of cards is followed by a further row of them, with which it stays on one page."""
    tables = [one.part for one in (placed, following) if one is not None and isinstance(one.part, Table)]
    return len(tables) == 2 and tables[0].grid.role in CARDS and tables[0].grid.role == tables[1].grid.role


def keeps_row(index: int, rows: int, keep: bool) -> bool:
    """Whether a table's row stays on the page of the next one; `keep` holds the last with what follows the table."""
    return keep if index + 1 == rows else index == 0 or rows <= _WHOLE_TABLE_ROWS


def is_boxed(placed: Placed | None) -> bool:
    """Whether something is a tinted box of paragraphs."""
    return placed is not None and isinstance(placed.part, Frame) and placed.part.role in BOXED


@dataclass(frozen=True, slots=True)
class Stretch:
    """What no page's end divides, in points: lines of a paragraph, a row, a picture.

    `space` is above it and falls away at the top of a page; `kept` says that it stays with the next; `notes` are the
    heights of its footnotes, `ids` what begins with it; `breaks` that it begins a new page.
    """

    height: float
    space: float = 0.0
    kept: bool = False
    notes: tuple[float, ...] = ()
    ids: tuple[str, ...] = ()
    breaks: bool = False


def number_pages(
    pages: Pages, breaks_page: Callable[[Para, str], bool], note_heights: NoteHeights, contents: Sequence[Para]
) -> dict[str, int]:
    """For every id that a link can name the page on which it is likely to stand, from 1.

    `breaks_page` tells whether a paragraph of a passage begins a new page; `contents` are the entries of a table of
    contents that the layout has not placed itself.
    """
    body = pages.template.body
    upright, turned = (body.h, body.w) if body else (700.0, 450.0)
    roles = {passage.id: passage.role for passage in pages.document.passages}
    numbers: dict[str, int] = {}
    section: list[Stretch] = []
    last, turn = 0, False
    for page in [*pages.pages, None]:
        if section and (page is None or page.landscape != turn):
            last = _fill(section, turned if turn else upright, last + 1, numbers)
            section = []
        if page is not None:
            turn = page.landscape
            section += _stretches(page, roles.get(page.passage, ""), pages.template.styles, breaks_page, note_heights)
            if roles.get(page.passage) == "contents" and not _lists_contents(page):
                section += _of_contents(contents, pages.template.styles)
    return numbers


def _fill(section: Sequence[Stretch], room: float, number: int, numbers: dict[str, int]) -> int:
    """Put the stretches of one section on pages from `number` on; gives the last of these."""
    depth, noted = 0.0, 0.0
    for cluster in _clusters(section):
        for group in [cluster] if _height(cluster, 0.0) <= room else [[one] for one in cluster]:
            if depth and (group[0].breaks or depth + group[0].space + _height(group, noted) + noted > room):
                number, depth, noted = number + 1, 0.0, 0.0
            for stretch in group:
                for id_ in stretch.ids:
                    numbers.setdefault(id_, number)
                depth += stretch.height + (stretch.space if depth else 0.0)
                if stretch.notes:
                    noted += sum(stretch.notes) + (0.0 if noted else _RULE_HEIGHT)
                while depth > room:
                    number, depth = number + 1, depth - room
    return number


def _clusters(section: Sequence[Stretch]) -> Iterator[list[Stretch]]:
    """What stays together: stretches up to the first that is not kept with the next."""
    cluster: list[Stretch] = []
    for stretch in section:
        cluster.append(stretch)
        if not stretch.kept:
            yield cluster
            cluster = []
    if cluster:
        yield cluster


def _height(cluster: Sequence[Stretch], noted: float) -> float:
    """The height of what stays together with its notes, without the space above it."""
    notes = sum(height for stretch in cluster for height in stretch.notes)
    rule = _RULE_HEIGHT if notes and not noted else 0.0
    return sum(one.height for one in cluster) + sum(one.space for one in cluster[1:]) + notes + rule


# --------------------------------------------------------------------------------------------------- stretches


def _stretches(
    page: Page,
    passage_role: str,
    styles: Mapping[str, TextStyle],
    breaks_page: Callable[[Para, str], bool],
    note_heights: NoteHeights,
) -> list[Stretch]:
    found: list[Stretch] = []
    after = 0.0
    ids: tuple[str, ...] = () if page.continued else (page.passage,)
    for index, placed in enumerate(page.placed):
        following = page.placed[index + 1] if index + 1 < len(page.placed) else None
        made: list[Stretch] = []
        match placed.part:
            case Frame():
                made, below = _of_frame(placed, placed.part, following, passage_role, breaks_page, note_heights)
            case Table():
                made, below = _of_table(placed, placed.part, following, note_heights)
            case Plot() | Picture():
                style = styles.get("exhibit") or TextStyle("", "", 11.0)
                made, below = [Stretch(placed.box.h, style.space_before, belongs(following))], style.space_after
            case Raw():
                made, below = [Stretch(placed.box.h)], 0.0
        if made:
            # Between two paragraphs Word and its kin leave the larger of the spaces that they ask for.
            first = made[0]
            made[0] = replace(first, space=max(first.space, after), ids=(*ids, *first.ids))
            ids, after = (), below
        found += made
    return found


def _of_frame(
    placed: Placed,
    frame: Frame,
    following: Placed | None,
    passage_role: str,
    breaks_page: Callable[[Para, str], bool],
    note_heights: NoteHeights,
) -> tuple[list[Stretch], float]:
    """The lines of a frame's paragraphs, and the space below them."""
    styles = [frame.styles[n] if n < len(frame.styles) else TextStyle("", "", 11.0) for n in range(len(frame.paras))]
    between = sum(above.space_after + below.space_before for above, below in itertools.pairwise(styles))
    letters = [max(sum(len(run.text) for run in para.runs), 1) for para in frame.paras]
    counts = _shared(max(placed.lines, len(frame.paras)), letters)
    boxed = frame.role in BOXED
    height = (placed.box.h - between) / max(sum(counts), 1)
    found: list[Stretch] = []
    after = 0.0
    for index, (para, style, count) in enumerate(zip(frame.paras, styles, counts, strict=True)):
        last = index + 1 == len(frame.paras)
        kept = keeps(para, last, following, boxed)
        notes = note_heights(para)
        lines = _Lines(count, height, whole=boxed or kept).divided()
        begun = 0
        for place, number in enumerate(lines):
            share = ((begun / count), (begun + number) / count)
            inside = tuple(h for at, h in notes if share[0] < at <= share[1] or (at == 0.0 and begun == 0))
            begun += number
            first, final = place == 0, place + 1 == len(lines)
            space = max(style.space_before, after) if first else 0.0
            border = 0.0
            if boxed:
                space = BOX_SPACE if index and first else space
                border = _BOX_BORDER * ((first and index == 0) + (final and last))
            found.append(
                Stretch(
                    number * height + border,
                    space,
                    kept if final else False,
                    inside,
                    (para.id,) if first and para.id else (),
                    first and breaks_page(para, passage_role),
                )
            )
        after = style.space_after
    return found, after


@dataclass(frozen=True, slots=True)
class _Lines:
    """The lines of one paragraph."""

    count: int
    height: float
    whole: bool

    def divided(self) -> list[int]:
        """How many lines stay together from top to bottom: two at either end, each of the others alone."""
        if self.whole or self.count < 2 * _FEWEST_LINES:
            return [self.count]
        return [_FEWEST_LINES, *([1] * (self.count - 2 * _FEWEST_LINES)), _FEWEST_LINES]


def _shared(lines: int, letters: Sequence[int]) -> list[int]:
    """So many lines shared out over paragraphs by their letters, one each at least."""
    counts = [1] * len(letters)
    for _ in range(lines - len(letters)):
        emptiest = max(range(len(letters)), key=lambda place: letters[place] / counts[place])
        counts[emptiest] += 1
    return counts


def _of_table(
    placed: Placed, table: Table, following: Placed | None, note_heights: NoteHeights
) -> tuple[list[Stretch], float]:
    """The rows of a table, and the space below it."""
    rows = table.grid.rows
    keep = belongs(following) or continues(placed, following)
    headers = len(table.heights) - len(rows)
    found = [Stretch(height, kept=True) for height in table.heights[:headers]]
    for index, (row, height) in enumerate(zip(rows, table.heights[headers:], strict=True)):
        notes = tuple(h for cell in row for para in cell.paras for _, h in note_heights(para))
        ids = tuple(para.id for cell in row for para in cell.paras if para.id)
        found.append(Stretch(height, 0.0, keeps_row(index, len(rows), keep), notes, ids))
    return found, _AIR_HEIGHT if table.grid.role in CARDS else 0.0


def _of_contents(entries: Sequence[Para], styles: Mapping[str, TextStyle]) -> list[Stretch]:
    """The lines of a table of contents."""
    found: list[Stretch] = []
    after = 0.0
    for entry in entries:
        names = (f"toc-{max(entry.level, 0) + 1}", "toc-2", "contents")
        style = next((styles[name] for name in names if name in styles), TextStyle("", "", 11.0))
        found.append(Stretch(style.size * 1.22 * style.line_spacing, max(style.space_before, after)))
        after = style.space_after
    return found


def _lists_contents(page: Page) -> bool:
    frames = [placed.part for placed in page.placed if isinstance(placed.part, Frame)]
    return any(para.role == "contents" for frame in frames for para in frame.paras)
