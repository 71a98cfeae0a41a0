"""Sentences counted by their marks, and texts measured by their letters, alike for all scripts.

No mark says for certain that a sentence ends: a stop may close an abbreviation, and one language joins with a semicolon
what another parts.  So the count has two ends, and a translation is only doubted where both ends leave no way out.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from briefgen import inline

_AROUND = " \t\r\n«»“”„‘’\"'()[]（）『』「」*_–—-"
_MARK = re.compile(r"[。！？]+|(?<=[\u3400-\u9fff])\.+|[.!?…]+(?=[»”’\"')\]*_]*(?:\s|$))")
_SEMICOLON = re.compile("[;；]")
_LAST_WORD = re.compile(r"[^\s(«“„]*$")
# What may end with a stop before a capital letter or a number: initials, ordinals, U.S. and the like, and words that
# are shortened, as in «долл. США» and No. 5.
_SHORT = re.compile(
    r"|\w|\d{1,2}|(?:\w{1,3}\.)+\w{1,3}"
    r"|approx|cf|co|corp|dr|etc|inc|jr|ltd|mr|mrs|ms|no|prof|sr|st|vs"
    r"|акад|вв|гг|дол|долл|др|жж|им|мин|млн|млрд|обл|пр|просп|руб|рис|см|ст|стр|табл|тг|тел|трлн|тыс|ул"
)
# A Chinese character says about as much as three letters.
_HAN = re.compile("[\u3400-\u9fff]")
_NO_LETTERS = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True)
class Sentences:
    """How many sentences a paragraph may be said to have.

    `least` leaves out the stops that may close an abbreviation or an ordinal number; `most` counts these and every
    semicolon.
    """

    least: int
    most: int


def sentences_in(paragraph: str) -> Sentences:
    """The sentences of a paragraph; a reference counts as a word.

    >>> sentences_in("It cost 5 млрд долл. США; the law holds. It is the first.")
    Sentences(least=2, most=4)
    """
    text = inline.REFERENCE.sub("Xx", paragraph)
    ends = doubtful = 0
    closed = False
    for mark in _MARK.finditer(text):
        after = text[mark.end() :].lstrip(_AROUND)
        closed = not after
        if after[:1].islower():
            continue
        if after and mark.group() == "." and _may_be_short(text[: mark.start()]):
            doubtful += 1
        else:
            ends += 1
    if not closed and text.strip(_AROUND):
        ends += 1
    return Sentences(ends, ends + doubtful + len(_SEMICOLON.findall(text)))


def _may_be_short(before: str) -> bool:
    """Whether the word before a stop may be one that is written with it: «г.», U.S., No., 25."""
    found = _LAST_WORD.search(before)
    return found is not None and _SHORT.fullmatch(found.group().casefold()) is not None


@lru_cache(maxsize=8192)
def letters_in(text: str) -> int:
    """How much a text says, in letters of an alphabet; what its references say is left out.

    >>> letters_in("AI 法律 ${fact}")
    8
    """
    bare = _NO_LETTERS.sub("", inline.REFERENCE.sub("", text))
    return len(bare) if bare.isascii() else len(bare) + 2 * len(_HAN.findall(bare))
