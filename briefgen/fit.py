"""Paragraphs set in boxes, and what does not fit divided: the arithmetic of text in boxes.

Everything here is pure and careful.  A text is laid out at 98 % of its box's width and breaks are refused where
programs differ (after a slash, inside `2026–2030`), so that the number of lines is never lower than Office's; it may
be one higher.  Over 117 boxes in four languages that held against LibreOffice.
"""

from __future__ import annotations

import unicodedata
from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from briefgen.breaks import PARAGRAPH_ENDS, break_costs, line_breaks, sentence_ends
from briefgen.measure import JOINT, Faces, has_cjk
from briefgen.model import Para, Run, TextStyle

USABLE = 0.98
"""The share of a box's width that lines may fill: no two programs break lines alike."""

TOLERANCE = 0.05
"""Points by which text may stand over its box: less than any program shows."""

_LEVEL_STEP = 18.0
_SPACES = " \t\u2003\u2002\u2009\u3000" + PARAGRAPH_ENDS

Styles = Mapping[str, TextStyle] | Sequence[TextStyle]
# A run's words, whether they are bold, and their share of the paragraph's size.
_Piece = tuple[str, bool, float]


@dataclass(frozen=True, slots=True)
class Line:
    """One set line: its text without the space at its end, its width, and where in its paragraph it stands."""

    text: str
    width: float
    height: float
    para: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Setting:
    """Text as it was set: its lines, how high they stand with the space between paragraphs, and the widest one.

    `forced` counts the breaks that had to be made inside a word that is wider than the box.
    """

    lines: tuple[Line, ...]
    height: float
    width: float
    forced: int = 0

    @property
    def widths(self) -> tuple[float, ...]:
        """The width of each line."""
        return tuple(line.width for line in self.lines)


@dataclass(frozen=True, slots=True)
class Segment:
    """What cannot be broken: where it stands; its ink, the space after it and the gap before it in em; a hard end."""

    start: int
    end: int
    ink: float
    space: float
    gap: float
    hard: bool


def style_of(styles: Styles, para: Para, index: int = 0) -> TextStyle:
    """The style a paragraph is measured in: its own in a sequence, else its role's, else that of the body."""
    if not isinstance(styles, Mapping):
        return styles[index]
    found = styles.get(para.role) or styles.get("body")
    return found if found is not None else next(iter(styles.values()))


def text_indent(style: TextStyle, level: int = 0) -> float:
    """How far from the box's left edge lines of a paragraph begin, in points; its bullet stands `hanging` before it."""
    return style.indent + level * (style.hanging or _LEVEL_STEP)


def sizes_at(paras: Sequence[Para], styles: Styles, step: float, top: float) -> tuple[float, ...]:
    """The size of each paragraph when the body is set at `step` of a ladder that begins with `top`.

    What is meant to be larger than the body (a figure, a heading) keeps its size; the rest is never larger than the
    step.
    """
    sizes = (style_of(styles, para, index).size for index, para in enumerate(paras))
    return tuple(size if size > top else min(size, step) for size in sizes)


@lru_cache(maxsize=1 << 14)
def _segments(pieces: tuple[_Piece, ...], family: str, caps: bool, language: str, faces: Faces) -> tuple[Segment, ...]:
    """The unbreakable pieces of a paragraph in em, so that every size of a ladder shares one measurement."""
    text = "".join(piece for piece, _, _ in pieces)
    shown = "".join(_upper(character) for character in text) if caps else text
    bounds: list[tuple[int, bool, float]] = []
    offset = 0
    for piece, bold, scale in pieces:
        offset += len(piece)
        bounds.append((offset, bold, scale))
    ends = [end for end, _, _ in bounds]

    def em(start: int, end: int) -> float:
        width = 0.0
        while start < end:
            limit, bold, scale = bounds[bisect_right(ends, start)]
            width += faces.advance(shown[start : min(end, limit)], family, "", scale, bold, language)
            start = limit
        return width

    segments: list[Segment] = []
    start = 0
    for end in line_breaks(text, language):
        ink_end = end
        while ink_end > start and text[ink_end - 1] in _SPACES:
            ink_end -= 1
        hard = text[end - 1 : end] in PARAGRAPH_ENDS if end > start else False
        gap = JOINT if start and faces.joint(text[start - 1], text[start : start + 1]) else 0.0
        blank = end - 1 if hard else end
        segments.append(Segment(start, end, em(start, ink_end), em(ink_end, max(blank, ink_end)), gap, hard))
        start = end
    return tuple(segments)


def _upper(character: str) -> str:
    upper = character.upper()
    return upper if len(upper) == 1 else character


def _pieces(para: Para, style: TextStyle) -> tuple[_Piece, ...]:
    return tuple((run.text, style.bold or run.strong, run.scale) for run in para.runs if run.text)


def segments_of(para: Para, style: TextStyle, faces: Faces, language: str) -> tuple[Segment, ...]:
    """The unbreakable pieces of a paragraph, in em."""
    return _segments(_pieces(para, style), style.font, style.caps, language, faces)


def set_para(
    para: Para,
    style: TextStyle,
    size: float,
    width: float,
    faces: Faces,
    language: str = "en",
    first: bool = True,
    index: int = 0,
) -> Setting:
    """One paragraph broken into lines in a box `width` points wide (insets already taken off).

    The height holds the space before it unless it is the `first` of its box, and never the space after it, which
    `set_paras` adds between paragraphs.  `index` is what its lines give as `para`.
    """
    pieces = _pieces(para, style)
    text = "".join(piece for piece, _, _ in pieces)
    seen = "".join(_upper(character) for character in text) if style.caps else text
    bold = any(strong for _, strong, _ in pieces)
    indent = text_indent(style, para.level)
    first_indent = indent if style.bullet or para.role == "number" else indent - style.hanging
    room = max((width - indent) * USABLE, size) / size
    first_room = max((width - first_indent) * USABLE, size) / size

    spans: list[tuple[int, int, float]] = []
    start, x, space, forced = 0, 0.0, 0.0, 0
    for segment in segments_of(para, style, faces, language):
        limit = room if spans else first_room
        gap = segment.gap if x else 0.0
        if x and x + space + gap + segment.ink > limit:
            spans.append((start, segment.start, x))
            start, x, space, gap = segment.start, 0.0, 0.0, 0.0
            limit = room
        if segment.ink > limit:
            for cut, inked in _emergency(seen, segment, bold, style, limit, room, faces, language):
                spans.append((start, cut, inked))
                start = cut
                forced += 1
            x = faces.advance(seen[start : segment.end].rstrip(_SPACES), style.font, "", 1.0, bold, language)
        else:
            x += space + gap + segment.ink
        space = segment.space
        if segment.hard:
            spans.append((start, segment.end, x))
            start, x, space = segment.end, 0.0, 0.0
    if start < len(text) or not spans:
        spans.append((start, len(text), x))

    lines: list[Line] = []
    for begin, end, ink in spans:
        shown = text[begin:end].rstrip(_SPACES)
        height = faces.line_height(style.font, style.east_asian, size, has_cjk(shown)) * style.line_spacing
        lines.append(Line(shown, ink * size, height, index, begin, end))
    height = sum(line.height for line in lines) + (0.0 if first else style.space_before)
    widest = max((line.width + (indent if number else first_indent) for number, line in enumerate(lines)), default=0.0)
    return Setting(tuple(lines), height, widest, forced)


def _emergency(
    text: str,
    segment: Segment,
    bold: bool,
    style: TextStyle,
    limit: float,
    room: float,
    faces: Faces,
    language: str,
) -> list[tuple[int, float]]:
    """Where a word that is wider than the box is cut, and the width before each cut: as much as a line holds."""
    cuts: list[tuple[int, float]] = []
    start, inked = segment.start, 0.0
    for offset in range(segment.start + 1, segment.end + 1):
        if offset < segment.end and unicodedata.combining(text[offset]):
            continue
        width = faces.advance(text[start:offset], style.font, "", 1.0, bold, language)
        if width > limit and inked:
            start, limit = max(offset - 1, start + 1), room
            cuts.append((start, inked))
            width = faces.advance(text[start:offset], style.font, "", 1.0, bold, language)
        inked = width
    return cuts


def set_paras(
    paras: Sequence[Para],
    styles: Styles,
    sizes: float | Sequence[float] | None,
    width: float,
    faces: Faces,
    language: str = "en",
    gap: float = 0.0,
) -> Setting:
    """Paragraphs set one under another in a box `width` points wide (insets already taken off).

    `styles` are by role, or one a paragraph; `sizes` one for all, one a paragraph, or None for the styles' own.
    Between two paragraphs stand the upper's space after, the lower's space before and `gap`.
    """
    lines: list[Line] = []
    height, widest, forced = 0.0, 0.0, 0
    above: TextStyle | None = None
    for index, para in enumerate(paras):
        style = style_of(styles, para, index)
        size = style.size if sizes is None else sizes if isinstance(sizes, int | float) else sizes[index]
        setting = set_para(para, style, size, width, faces, language, first=above is None, index=index)
        if above is not None:
            height += above.space_after + gap
        height += setting.height
        lines.extend(setting.lines)
        widest = max(widest, setting.width)
        forced += setting.forced
        above = style
    return Setting(tuple(lines), height, widest, forced)


def excess_characters(
    paras: Sequence[Para],
    styles: Styles,
    width: float,
    height: float,
    sizes: float | Sequence[float] | None,
    faces: Faces,
    language: str = "en",
    gap: float = 0.0,
    max_lines: int | None = None,
) -> int:
    """About how many characters to cut before the paragraphs fit; 0 if they do.

    What stands on the lines that do not fit has to go, and a little more, for lines do not fill evenly.
    """
    setting = set_paras(paras, styles, sizes, width, faces, language, gap)
    over = setting.height - height - TOLERANCE
    excess, kept = 0, len(setting.lines)
    for line in reversed(setting.lines):
        if over <= 0 and (max_lines is None or kept <= max_lines):
            break
        excess += max(len(line.text), 1)
        over -= line.height
        kept -= 1
    return excess + -(-excess // 20)


_KEEP_WITH_NEXT = frozenset({"heading", "label", "kicker", "title", "subtitle", "exhibit-title"})
_MIN_SHARE = 0.4


def split_para(para: Para, offset: int) -> tuple[Para, Para]:
    """The paragraph cut in two at a character, without the space at the cut; the second half keeps no id."""
    head: list[Run] = []
    tail: list[Run] = []
    at = 0
    for run in para.runs:
        inside = min(max(offset - at, 0), len(run.text))
        if inside:
            head.append(replace(run, text=run.text[:inside]))
        if inside < len(run.text):
            tail.append(replace(run, text=run.text[inside:]))
        at += len(run.text)
    if head:
        head[-1] = replace(head[-1], text=head[-1].text.rstrip(_SPACES))
    if tail:
        tail[0] = replace(tail[0], text=tail[0].text.lstrip(_SPACES))
    return replace(para, runs=tuple(head)), replace(para, runs=tuple(tail), id="")


def split_paras(
    paras: Sequence[Para],
    styles: Styles,
    width: float,
    height: float,
    sizes: float | Sequence[float] | None,
    faces: Faces,
    language: str = "en",
    gap: float = 0.0,
) -> tuple[tuple[Para, ...], tuple[Para, ...]]:
    """What fits the box, and the rest.

    Cut between paragraphs, rather before a paragraph that is no bullet, rather before a bullet than before one
    below it, never after a heading; inside a paragraph, at a sentence's end, only where nothing else would fill
    two fifths of the box.  The first half is empty when not even one sentence fits.
    """

    def fits(head: Sequence[Para]) -> float:
        """The share of the height that is filled, 0 if it is more than there is."""
        subset = styles if isinstance(styles, Mapping) else styles[: len(head)]
        steps = sizes if sizes is None or isinstance(sizes, int | float) else sizes[: len(head)]
        filled = set_paras(head, subset, steps, width, faces, language, gap).height
        return filled / height if 0 < filled <= height + TOLERANCE else 0.0

    if not paras or fits(paras):
        return tuple(paras), ()
    best, best_score, best_share, fitting = 0, 0.0, 0.0, 0
    for count in range(1, len(paras)):
        share = fits(paras[:count])
        if not share:
            break
        fitting = count
        if paras[count - 1].role in _KEEP_WITH_NEXT:
            continue
        following = paras[count]
        penalty = 0.0 if following.role not in ("bullet", "number") else 0.1 if following.level == 0 else 0.35
        if len(paras) - count == 1 and count > 2 and following.role == paras[count - 1].role:
            penalty += 0.15  # one bullet alone on the next slide looks forgotten
        if share - penalty > best_score:
            best, best_score, best_share = count, share - penalty, share
    if best and best_share >= _MIN_SHARE:
        return tuple(paras[:best]), tuple(paras[best:])
    whole = tuple(paras[:fitting])
    text = "".join(run.text for run in paras[fitting].runs)
    for end in reversed(sentence_ends(text, language)):
        head, tail = split_para(paras[fitting], end)
        if fits((*whole, head)):
            return (*whole, head), (tail, *paras[fitting + 1 :])
    return tuple(paras[:best]), tuple(paras[best:])


_RAGGED = 40


def phrase_breaks(
    para: Para, style: TextStyle, size: float, width: float, faces: Faces, language: str, words: Iterable[str] = ()
) -> tuple[int, ...]:
    """Where to break a headline without spaces so that phrases stay whole and lines are about as long as each other.

    No line more than plain filling needs, every line within the width; nothing for a headline of one line.  `words`
    are names that must not be cut.
    """
    setting = set_para(para, style, size, width, faces, language)
    count = len(setting.lines)
    if count < 2 or setting.forced:
        return ()
    text = "".join(run.text for run in para.runs)
    if any(end in text for end in PARAGRAPH_ENDS):
        return ()
    segments = segments_of(para, style, faces, language)
    room = (width - text_indent(style, para.level)) * USABLE / size
    costs = break_costs(text, language, words)
    ends = [segment.end for segment in segments]
    before = [0.0]
    for segment in segments:
        before.append(before[-1] + segment.gap + segment.ink + segment.space)
    ideal = before[-1] / count

    # best[k][j]: the cheapest way to set the first j segments on k lines, and where its last line begins
    best: list[dict[int, tuple[float, int]]] = [{0: (0.0, 0)}]
    for number in range(1, count + 1):
        row: dict[int, tuple[float, int]] = {}
        for start, (cost, _) in best[-1].items():
            for end in range(start + 1, len(segments) + 1):
                ink = before[end] - before[start] - segments[end - 1].space - (segments[start].gap if start else 0.0)
                if ink > room:
                    break
                if (end == len(segments)) != (number == count):
                    continue
                price = cost + _RAGGED * ((ink - ideal) / room) ** 2
                price += costs[ends[end - 1]] if end < len(segments) else 0.0
                if end not in row or price < row[end][0]:
                    row[end] = (price, start)
        best.append(row)
    at = len(segments)
    if at not in best[count]:
        return ()
    breaks: list[int] = []
    for number in range(count, 1, -1):
        at = best[number][at][1]
        breaks.append(ends[at - 1])
    return tuple(reversed(breaks))


def with_breaks(para: Para, offsets: Sequence[int]) -> Para:
    """The paragraph with a line break (a vertical tab, as PowerPoint's own text has it) at each offset."""
    runs: list[Run] = []
    at = 0
    for run in para.runs:
        cuts = [offset - at for offset in offsets if at < offset <= at + len(run.text)]
        text = "".join(
            run.text[start:end].rstrip(" ") + ("\v" if end in cuts else "") if end in cuts else run.text[start:end]
            for start, end in zip([0, *cuts], [*cuts, len(run.text)], strict=True)
            if start < end
        )
        runs.append(replace(run, text=text))
        at += len(run.text)
    return replace(para, runs=tuple(runs))
