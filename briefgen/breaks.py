"""Where text may be broken: lines (UAX #14 as Office wants it), sentences, and the phrases of a headline."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache, lru_cache

from briefgen.language_files import codes, language_spec, script_of
from briefgen.measure import has_cjk
from briefgen.unbroken import offsets_inside

PARAGRAPH_ENDS = "\n\v\u2028"

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
    chinese = script_of(language) == "han"
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
    if before in PARAGRAPH_ENDS:
        return True
    if chinese:
        joined = before in _CLINGING and after.isascii() and after.isalnum()
        return after not in _START_PROHIBITED and before not in _END_PROHIBITED and not joined
    if before == "/":
        return False
    return not (before in "–-" and after.isdigit())


_SENTENCE_END = re.compile(r"[.!?…]+[»”’\")\]]*\s+(?=[«“‘\"(\[]?([^\W\d_]))|[。！？；]+[”’》）」』]*|[\n\v\u2028]")


@cache
def _abbreviations(language: str) -> frozenset[str]:
    """The words that end in a stop which ends no sentence, also those of English, whose names stand in every text."""
    return frozenset(word for code in {language, "en"} if code in codes() for word in language_spec(code).abbreviations)


def sentence_ends(text: str, language: str = "en") -> tuple[int, ...]:
    """The offsets after which a new sentence begins, the text's end not among them; abbreviations do not end one."""
    ends = []
    for match in _SENTENCE_END.finditer(text):
        end = match.end()
        if end >= len(text) or (match[1] and match[1].islower()):
            continue
        if match[0][0] == ".":
            word = re.search(r"[\w.]*$", text[: match.start()])
            last = word[0].casefold() if word else ""
            if last in _abbreviations(language) or len(last.rpartition(".")[2]) == 1:
                continue
        ends.append(end)
    return tuple(ends)


_INSIDE_WORD, _UNKNOWN_PAIR, _WORD_EDGE, _NUMBER_EDGE = 60, 14, 5, 7


def has_phrases(language: str) -> bool:
    """Whether headlines of a language are broken by phrases, because it has no spaces that would show its words."""
    return language in codes() and language_spec(language).phrases is not None


def break_costs(text: str, language: str, words: Iterable[str] = ()) -> list[float]:
    """What a break before each character of a headline costs; `words` are names that must not be cut.

    Without a dictionary this cannot know every word: it prefers marks, then particles, then the edges of words that the
    language's file knows.
    """
    rules = language_spec(language).phrases
    if rules is None:
        return [0.0] * (len(text) + 1)
    inside = [False] * (len(text) + 1)
    edge = [False] * (len(text) + 1)
    measures = (match[0] for match in re.finditer(rules.measures, text))
    for word in (*measures, *words, *rules.words):
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
        if before in rules.after:
            cost = rules.after[before]
        elif after in rules.before:
            cost = min(cost, rules.before[after])
        elif has_cjk(before) != has_cjk(after):
            cost = _NUMBER_EDGE if has_cjk(before) else _INSIDE_WORD if before.isdigit() or before == "%" else cost
        elif before == " ":
            cost = _NUMBER_EDGE
        if inside[offset]:
            cost = _INSIDE_WORD
        costs.append(cost)
    return [*costs, 0.0]
