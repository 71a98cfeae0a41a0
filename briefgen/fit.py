"""Lines broken, sizes chosen from a ladder, and what does not fit divided: the arithmetic of text in boxes.

Everything here is pure and careful.  A text is laid out at 98 % of its box's width and breaks are refused where
programs differ (after a slash, inside `2026–2030`), so that the number of lines is never lower than Office's; it may
be one higher.  Over 117 boxes in four languages that held against LibreOffice.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from briefgen.measure import JOINT, Faces, has_cjk
from briefgen.model import Cell, Grid, Para, Run, TextStyle
from briefgen.unbroken import offsets_inside

USABLE = 0.98
"""The share of a box's width that lines may fill: no two programs break lines alike."""

_TOLERANCE = 0.05
_LEVEL_STEP = 18.0
_PARAGRAPH_ENDS = "\n\v\u2028"
_SPACES = " \t\u2003\u2002\u2009\u3000" + _PARAGRAPH_ENDS

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
class _Segment:
    """What cannot be broken: where it stands; its ink, the space after it and the gap before it in em; a hard end."""

    start: int
    end: int
    ink: float
    space: float
    gap: float
    hard: bool


_START_PROHIBITED = frozenset(
    "!%),.:;?]}¢°·ˇˉ―‖’”…‰′″›℃∶、。〃〉》」』】〕〗〞︶︺︾﹀﹄﹚﹜﹞！＂％＇），．：；？］｀｜｝～￠々ー"
)
_END_PROHIBITED = frozenset("$([{£¥·‘“〈《「『【〔〖〝﹙﹛﹝＄（．［｛￡￥")
# LibreOffice takes these along with a number or a Latin word of which only the beginning has room: `部，2025` goes to
# the next line together.
_CLINGING = frozenset("，。、）》〉」』】”’％")
_CHINESE_QUOTES = str.maketrans("“”‘’", "「」「」")


class _Shapes(dict[int, str]):
    """Characters by how they break: one letter, digit or ideograph stands for all of its kind, the rest for itself."""

    def __missing__(self, point: int) -> str:
        character = chr(point)
        if point < 0x530 and character.isalpha():
            shape = "a"
        elif "0" <= character <= "9":
            shape = "1"
        elif 0x4E00 <= point <= 0x9FFF or 0x3400 <= point <= 0x4DBF:
            shape = "中"
        else:
            shape = character
        self[point] = shape
        return shape


_SHAPES = _Shapes()
_CLUSTERS = re.compile(r"a+|1+|.", re.DOTALL)
_PIECES = re.compile(r"[^ ]* +|[^ ]+")


@lru_cache(maxsize=1 << 16)
def _pattern_breaks(pattern: str) -> tuple[int, ...]:
    """UAX #14 for a short pattern of shapes; kept, because uniseg is exact and slow (0.1 ms a character)."""
    from uniseg.linebreak import line_break_boundaries

    return tuple(line_break_boundaries(pattern))


@lru_cache(maxsize=1 << 14)
def line_breaks(text: str, language: str = "en") -> tuple[int, ...]:
    """The offsets at which a line of `text` may end, its length the last: UAX #14 as Office and its readers want it.

    Chinese marks that may not begin or end a line are respected; in English, Russian and Kazakh nothing breaks after a
    slash, nor any number after a dash, for not every program breaks there; in no language does a value break.
    """
    chinese = language[:2] in ("zh", "ja")
    breaks: list[int] = []
    source = text
    if chinese:
        source = re.sub(r"(?<![A-Za-z])[“”‘’]|[“”‘’](?![A-Za-z])", lambda m: m[0].translate(_CHINESE_QUOTES), text)
    shaped = source.translate(_SHAPES)
    before = ""
    for piece in _PIECES.finditer(shaped):
        start = piece.start()
        clusters = _CLUSTERS.findall(piece[0])
        # Between two ideographs there is always a break, so a Chinese clause falls into short patterns as well.
        parts: list[list[str]] = [[]]
        for cluster in clusters:
            if cluster == "中" and parts[-1] and parts[-1][-1] == "中":
                parts.append([])
            parts[-1].append(cluster)
        offset = start
        for index, part in enumerate(parts):
            pattern = "".join(cluster[0] for cluster in part)
            context = before if index == 0 else ""
            found = set(_pattern_breaks(context + pattern))
            for position, cluster in enumerate(part):
                if offset and ((index and position == 0) or position + len(context) in found):
                    breaks.append(offset)
                offset += len(cluster)
        before = "".join(cluster[0] for cluster in clusters[-24:])
    breaks.append(len(text))
    inside = offsets_inside(text)
    return tuple(
        offset
        for offset in breaks
        if offset == len(text) or (offset not in inside and _may_break(text, offset, chinese))
    )


def _may_break(text: str, offset: int, chinese: bool) -> bool:
    before, after = text[offset - 1], text[offset]
    if before in _PARAGRAPH_ENDS:
        return True
    if chinese:
        joined = before in _CLINGING and after.isascii() and after.isalnum()
        return after not in _START_PROHIBITED and before not in _END_PROHIBITED and not joined
    if before == "/":
        return False
    return not (before in "–-" and after.isdigit())


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
def _segments(pieces: tuple[_Piece, ...], family: str, caps: bool, language: str, faces: Faces) -> tuple[_Segment, ...]:
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

    segments: list[_Segment] = []
    start = 0
    for end in line_breaks(text, language):
        ink_end = end
        while ink_end > start and text[ink_end - 1] in _SPACES:
            ink_end -= 1
        hard = text[end - 1 : end] in _PARAGRAPH_ENDS if end > start else False
        gap = JOINT if start and faces.joint(text[start - 1], text[start : start + 1]) else 0.0
        blank = end - 1 if hard else end
        segments.append(_Segment(start, end, em(start, ink_end), em(ink_end, max(blank, ink_end)), gap, hard))
        start = end
    return tuple(segments)


def _upper(character: str) -> str:
    upper = character.upper()
    return upper if len(upper) == 1 else character


def _pieces(para: Para, style: TextStyle) -> tuple[_Piece, ...]:
    return tuple((run.text, style.bold or run.strong, run.scale) for run in para.runs if run.text)


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
    for segment in _segments(pieces, style.font, style.caps, language, faces):
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
    segment: _Segment,
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


def choose_size(
    paras: Sequence[Para],
    styles: Styles,
    width: float,
    height: float,
    ladder: Sequence[float],
    faces: Faces,
    language: str = "en",
    gap: float = 0.0,
    max_lines: int | None = None,
) -> tuple[float | None, Setting]:
    """The largest step of the ladder at which the paragraphs fit the box, and how they are then set.

    A step at which a word must be cut is passed over while a smaller one holds it whole.  None, with the setting at
    the last step, if not even that fits.
    """
    cut: tuple[float, Setting] | None = None
    setting = Setting((), 0.0, 0.0)
    for step in ladder:
        setting = set_paras(paras, styles, sizes_at(paras, styles, step, ladder[0]), width, faces, language, gap)
        if setting.height <= height + _TOLERANCE and (max_lines is None or len(setting.lines) <= max_lines):
            if not setting.forced:
                return step, setting
            cut = cut or (step, setting)
    return cut if cut is not None else (None, setting)


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
    over = setting.height - height - _TOLERANCE
    excess, kept = 0, len(setting.lines)
    for line in reversed(setting.lines):
        if over <= 0 and (max_lines is None or kept <= max_lines):
            break
        excess += max(len(line.text), 1)
        over -= line.height
        kept -= 1
    return excess + -(-excess // 20)


_SENTENCE_END = re.compile(
    r"[.!?…]+[»”’\")\]]*\s+(?=[«“‘\"(\[]?[^\W\d_a-zа-яёәғқңөұүһі])|[。！？；]+[”’》）」』]*|[\n\v\u2028]"
)
_SHORTENED = """
г гг ж жж т д п пп им см ст ул стр рис табл тыс млн млрд трлн долл руб тг б бб т.д т.п т.б
mr mrs ms dr prof st no vol fig vs etc e.g i.e u.s u.k jan feb mar apr jun jul aug sep sept oct nov dec
"""
_ABBREVIATIONS = frozenset(_SHORTENED.split())
_KEEP_WITH_NEXT = frozenset({"heading", "label", "kicker", "title", "subtitle", "exhibit-title"})
_MIN_SHARE = 0.4


def sentence_ends(text: str) -> tuple[int, ...]:
    """The offsets after which a new sentence begins, the text's end not among them; abbreviations do not end one."""
    ends = []
    for match in _SENTENCE_END.finditer(text):
        end = match.end()
        if end >= len(text):
            continue
        if match[0][0] == ".":
            word = re.search(r"[\w.]*$", text[: match.start()])
            last = word[0].casefold() if word else ""
            if last in _ABBREVIATIONS or len(last.rpartition(".")[2]) == 1:
                continue
        ends.append(end)
    return tuple(ends)


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
        return filled / height if 0 < filled <= height + _TOLERANCE else 0.0

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
    for end in reversed(sentence_ends(text)):
        head, tail = split_para(paras[fitting], end)
        if fits((*whole, head)):
            return (*whole, head), (tail, *paras[fitting + 1 :])
    return tuple(paras[:best]), tuple(paras[best:])


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
        for segment in _segments(_pieces(para, style), style.font, style.caps, language, faces):
            narrowest = max(narrowest, segment.ink * size + indent)
            line += segment.gap + segment.ink
            natural = max(natural, line * size + indent)
            line = 0.0 if segment.hard else line + segment.space
        if any(has_cjk(run.text) for run in para.runs):
            narrowest = max(narrowest, min(4 * size, natural))
    return narrowest / USABLE + _TOLERANCE, natural / USABLE + _TOLERANCE


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


_AFTER = {"，": 0, "；": 0, "：": 0, "。": 0, "！": 0, "？": 0, "、": 3, "”": 4, "》": 4, "）": 4, "的": 5, "了": 5}
_BEFORE = {
    **dict.fromkeys("“《（", 4),
    **dict.fromkeys("和与及并或而在为将从以由对向把被按经据于是较已正仅超达约近需待", 6),
}
_INSIDE_WORD, _UNKNOWN_PAIR, _WORD_EDGE, _NUMBER_EDGE = 60, 14, 5, 7
_RAGGED = 40

_MEASURES = re.compile(
    r"\d{4}年(?:\d{1,2}月(?:\d{1,2}日)?)?|\d{1,2}月\d{1,2}日|\d[\d,.–-]*(?:[万亿]+|%|个百分点)?(?:人次|美元|卢布|坚戈|公顷|兆瓦|[人个项家所名位座年月日次岁])?"
)
_COMMON = """
哈萨克斯坦 人工智能 数字化 数字 转型 发展 建设 基础设施 数据中心 数据 政府 服务 公共服务 公民 企业 公司 经济
产业 人才 教育 医疗 健康 学校 学生 教师 大学 专家 法律 法典 法案 立法 草案 议会 参议院 马吉利斯 总统 总理 副总理
部长 委员会 国家 国际 国内 全球 世界 地区 区域 中亚 俄罗斯 乌兹别克斯坦 吉尔吉斯斯坦 阿斯塔纳 阿拉木图 阿拉套
阿拉套市 城市 智慧 智能 平台 系统 网络 安全 监管 监督 治理 管理 机构 战略 规划 计划 目标 任务 项目 投资 出口
进口 贸易 金融 银行 资金 资产 加密 货币 能源 电力 算力 超级 计算机 芯片 集群 云计算 技术 科技 创新 创业 研发
应用 模型 语言 标准 规则 规定 条款 权利 义务 责任 风险 高风险 透明 公开 保护 隐私 个人 信息 通信 互联网 卫星
光纤 宽带 覆盖 农村 居民 人口 人次 百分点 排名 指数 指标 报告 评估 来源 资料 数据来源 时间 年度 年底 上年 今年
明年 首个 首次 第一 最大 超过 达到 增长 下降 提升 提高 推进 推动 实施 生效 签署 通过 审议 批准 启动 完成 实现
加强 支持 促进 扩大 建立 成立 设立 开展 合作 协议 备忘录 协定 伙伴 培训 培养 就业 岗位 收入 成本 效率 质量 能力
水平 机遇 挑战 问题 进展 成果 成效 已经 正在 仍然 尚未 没有 可以 必须 需要 因此 其中 以及 或者 如何 什么 为何
一个 一次 一项 两个 不同 相同 全部 部分 主要 重要 关键 核心 统一 在线 线上 亿美元 万美元 美元 卢布 坚戈 亿 万
公顷 公里 兆瓦 吉瓦
"""
_WORDS = tuple(_COMMON.split())


def phrase_breaks(
    para: Para, style: TextStyle, size: float, width: float, faces: Faces, words: Iterable[str] = ()
) -> tuple[int, ...]:
    """Where to break a Chinese headline so that phrases stay whole and lines are about as long as each other.

    No line more than plain filling needs, every line within the width; nothing for a headline of one line.  `words`
    are names that must not be cut.  Without a dictionary this cannot know every word: it prefers marks, then
    particles, then the edges of words that are common in such texts.
    """
    setting = set_para(para, style, size, width, faces, "zh")
    count = len(setting.lines)
    if count < 2 or setting.forced:
        return ()
    text = "".join(run.text for run in para.runs)
    if any(end in text for end in _PARAGRAPH_ENDS):
        return ()
    segments = _segments(_pieces(para, style), style.font, style.caps, "zh", faces)
    room = (width - text_indent(style, para.level)) * USABLE / size
    costs = _break_costs(text, frozenset(words))
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


def _break_costs(text: str, words: frozenset[str]) -> list[float]:
    """What a break before each character costs."""
    inside = [False] * (len(text) + 1)
    edge = [False] * (len(text) + 1)
    measures = (match[0] for match in _MEASURES.finditer(text))
    for word in (*measures, *words, *_WORDS):
        at = text.find(word) if word else -1
        while at >= 0:
            edge[at] = edge[at + len(word)] = True
            for offset in range(at + 1, at + len(word)):
                inside[offset] = True
            at = text.find(word, at + 1)
    costs: list[float] = [0.0]
    for offset in range(1, len(text)):
        before, after = text[offset - 1], text[offset]
        cost: float = _WORD_EDGE if edge[offset] else _UNKNOWN_PAIR
        if before in _AFTER:
            cost = _AFTER[before]
        elif after in _BEFORE:
            cost = min(cost, _BEFORE[after])
        elif has_cjk(before) != has_cjk(after):
            cost = _NUMBER_EDGE if has_cjk(before) else _INSIDE_WORD if before.isdigit() or before == "%" else cost
        elif before == " ":
            cost = _NUMBER_EDGE
        if inside[offset]:
            cost = _INSIDE_WORD
        costs.append(cost)
    return [*costs, 0.0]


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
