"""Which stretches of a text are of which script, and the language tag that each must carry.

Office chooses the font slot, the line-breaking rules and the speller by the language of a run, so a Latin name inside
a Chinese sentence is a run of its own.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import cast

from briefgen.language_files import codes, language_spec, script_of
from briefgen.model import Script

_NAMES: Mapping[Script, str] = {"latin": "en", "cyrillic": "ru", "han": "zh"}
"""The language of a name in another script than the text's, where its letters do not tell: most are of these."""

_HAN = "\u2e80-\u2fff\u3000-\u30ff\u3100-\u31ff\u3400-\u4dbf\u4e00-\u9fff"
_HAN += "\uac00-\ud7af\uf900-\ufaff\ufe30-\ufe4f\uff00-\uffef"
_HAN_STRETCH = f"[{_HAN}\U00020000-\U0003ffff]+"
_JOINT = r"(?:[ \u00a0]?[&/+.’'\-–][ \u00a0]?|[ \u00a0])"


def _words(letters: str) -> str:
    """Words that begin with a letter, joined as names are (`Freedom Holding`, `Alem.ai`, `e-Gov`)."""
    word = f"[{letters}][{letters}0-9]*"
    return f"{word}(?:{_JOINT}{word})*"


_LATIN_WORDS = _words("A-Za-zÀ-ÖØ-öø-ɏ")
_CYRILLIC_WORDS = _words("Ѐ-ԯ")
_FOREIGN = {
    "latin": re.compile(f"(?P<han>{_HAN_STRETCH})|(?P<cyrillic>{_CYRILLIC_WORDS})"),
    "cyrillic": re.compile(f"(?P<han>{_HAN_STRETCH})|(?P<latin>{_LATIN_WORDS})"),
    "han": re.compile(f"(?P<latin>{_LATIN_WORDS})|(?P<cyrillic>{_CYRILLIC_WORDS})"),
}
_HAS_HAN = re.compile(_HAN_STRETCH)


@dataclass(frozen=True, slots=True)
class Stretch:
    """Text of one script, with its BCP 47 tag; `east_asian` where the East Asian font slot is meant."""

    text: str
    tag: str
    east_asian: bool = False


@cache
def language_tag(language: str) -> str:
    """The BCP 47 tag with a region, as Office wants it (`kk` is `kk-KZ`); a language without a file keeps its code."""
    return language_spec(language).tag if language in codes() else language


def is_east_asian(language: str) -> bool:
    """Whether a language is set in the East Asian slot."""
    return script_of(language) == "han"


@cache
def note_stops(language: str) -> str:
    """The stops after which the mark of a footnote stands in a language, rather than before them."""
    return language_spec(language if language in codes() else "en").note_after


@cache
def _told_by_letters(script: Script) -> tuple[tuple[re.Pattern[str], str], ...]:
    """The languages of a script that can be told by letters of their own, with their tags."""
    specs = [spec for spec in map(language_spec, codes()) if spec.script == script and spec.letters]
    return tuple((re.compile(f"[{spec.letters}]"), spec.tag) for spec in specs)


def _tag_of_name(text: str, script: Script) -> str:
    known = (tag for letters, tag in _told_by_letters(script) if letters.search(text))
    return next(known, language_tag(_NAMES[script]))


@lru_cache(maxsize=8192)
def split(text: str, language: str) -> tuple[Stretch, ...]:
    """The stretches of a text in this language.

    Figures, spaces and marks stay with the language of the text: Chinese quotation marks are only full-width when
    they are Chinese.  A Latin stretch is tagged as English, a Han stretch as Chinese, because names are mostly that.

    >>> [(s.text, s.tag) for s in split("人工智能（AI）法", "zh")]
    [('人工智能（', 'zh-CN'), ('AI', 'en-US'), ('）法', 'zh-CN')]
    """
    script = script_of(language)
    base = language_tag(language)
    if not text or (script == "latin" and text.isascii()):
        return (Stretch(text, base),)
    stretches: list[Stretch] = []

    def add_own(own: str) -> None:
        if own:
            # A Chinese run without any wide character keeps the slot: its dashes and quotes are Chinese ones.
            stretches.append(Stretch(own, base, script == "han"))

    end = 0
    for match in _FOREIGN[script].finditer(text):
        add_own(text[end : match.start()])
        other = cast(Script, match.lastgroup)
        stretches.append(Stretch(match[0], _tag_of_name(match[0], other), other == "han"))
        end = match.end()
    add_own(text[end:])
    return tuple(stretches)


def count_han(text: str) -> int:
    """How many characters are East Asian, each an em wide."""
    return sum(len(stretch) for stretch in _HAS_HAN.findall(text))
