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
# So much of a page is not left empty where text can fill it: five lines.
_HOLE = 84.0
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


@dataclass(frozen=True, slots=True)
class Paging:
    """What is known of a document's pages beside their parts.

    `breaks_page` tells whether a paragraph of a passage begins a new page; `contents` are the entries of a table of
    contents that the layout has not placed itself.
    """

    pages: Pages
    breaks_page: Callable[[Para, str], bool]
    note_heights: NoteHeights
    contents: Sequence[Para] = ()

    def numbers(self) -> dict[str, int]:
        """For every id that a link can name the page on which it is likely to stand, from 1."""
        numbers: dict[str, int] = {}
        for page, sheet in self._sheets():
            sheet.fill([stretch for _, made in self._placed(page) for stretch in made], numbers)
            sheet.fill(self._listed(page), numbers)
        return numbers

    def let_text_rise(self) -> Pages:
        """The pages with text that follows an exhibit set before it where the exhibit must begin a new page.

        The foot of the page would stay empty otherwise.  Text refers to exhibits by their numbers, so it may stand on
        either side; headings and boxes stay where they are.
        """
        risen = []
        for page, sheet in self._sheets():
            items = self._placed(page)
            order: list[Placed] = []
            at = 0
            while at < len(items):
                stop = next((n for n in range(at, len(items)) if not items[n][1][-1].kept), len(items) - 1) + 1
                cluster = [stretch for _, made in items[at:stop] for stretch in made]
                after = stop
                if _is_exhibit([placed for placed, _ in items[at:stop]]) and sheet.leaves_hole(cluster):
                    while after < len(items) and _is_prose(items[after][0]) and sheet.holds(items[after][1]):
                        sheet.fill(items[after][1], {})
                        after += 1
                order += [placed for placed, _ in (*items[stop:after], *items[at:stop])]
                sheet.fill(cluster, {})
                at = after
            sheet.fill(self._listed(page), {})
            silent = [placed for placed in page.placed if not any(placed is one for one in order)]
            risen.append(page if silent else replace(page, placed=tuple(order)))
        return replace(self.pages, pages=tuple(risen))

    def _sheets(self) -> Iterator[tuple[Page, _Sheet]]:
        """The layout's pages, each with the paper that it goes on: a turned page begins a sheet, and ends it."""
        body = self.pages.template.body
        upright, turned = (body.h, body.w) if body else (700.0, 450.0)
        sheet, turn = _Sheet(upright), False
        for page in self.pages.pages:
            if page.landscape != turn:
                turn = page.landscape
                sheet = _Sheet(turned if turn else upright, sheet.number + bool(sheet.depth))
            yield page, sheet

    def _placed(self, page: Page) -> list[tuple[Placed, list[Stretch]]]:
        """The parts of a page that take room, with their stretches."""
        styles = self.pages.template.styles
        return _stretches(page, self._role(page), styles, self.breaks_page, self.note_heights)

    def _listed(self, page: Page) -> list[Stretch]:
        listed = self._role(page) == "contents" and not _lists_contents(page)
        return _of_contents(self.contents, self.pages.template.styles) if listed else []

    def _role(self, page: Page) -> str:
        return next((one.role for one in self.pages.document.passages if one.id == page.passage), "")


@dataclass(slots=True)
class _Sheet:
    """The paper that fills: the page reached, how deep text stands on it, and how high its notes."""

    room: float
    number: int = 1
    depth: float = 0.0
    noted: float = 0.0

    def holds(self, cluster: Sequence[Stretch]) -> bool:
        """Whether what stays together begins on this page."""
        if not self.depth:
            return True
        needed = self.depth + cluster[0].space + _height(cluster, self.noted) + self.noted
        return not cluster[0].breaks and needed <= self.room

    def leaves_hole(self, cluster: Sequence[Stretch]) -> bool:
        """Whether what stays together moves on and leaves a good part of this page empty."""
        return not self.holds(cluster) and self.room - self.depth - self.noted > _HOLE

    def fill(self, section: Sequence[Stretch], numbers: dict[str, int]) -> None:
        """Put stretches on the paper and note on which page each id begins."""
        for cluster in _clusters(section):
            for group in [cluster] if _height(cluster, 0.0) <= self.room else [[one] for one in cluster]:
                if not self.holds(group):
                    self.number, self.depth, self.noted = self.number + 1, 0.0, 0.0
                for stretch in group:
                    for id_ in stretch.ids:
                        numbers.setdefault(id_, self.number)
                    self.depth += stretch.height + (stretch.space if self.depth else 0.0)
                    if stretch.notes:
                        self.noted += sum(stretch.notes) + (0.0 if self.noted else _RULE_HEIGHT)
                    while self.depth > self.room:
                        self.number, self.depth = self.number + 1, self.depth - self.room


def _is_exhibit(cluster: Sequence[Placed]) -> bool:
    """Whether an exhibit stands there with its title and source, and no heading above them."""
    roles = {para.role for placed in cluster if isinstance(placed.part, Frame) for para in placed.part.paras}
    inked = any(isinstance(placed.part, Plot | Picture | Table) for placed in cluster)
    return inked and roles <= {"exhibit-title", "exhibit-subtitle", *_FOLLOWS_EXHIBIT}


def _is_prose(placed: Placed) -> bool:
    """Whether this is running text that may stand before an exhibit as well as after it."""
    part = placed.part
    return (
        isinstance(part, Frame) and not part.role and all(para.role == "prose" and not para.id for para in part.paras)
    )


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
) -> list[tuple[Placed, list[Stretch]]]:
    found: list[tuple[Placed, list[Stretch]]] = []
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
            found.append((placed, made))
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
