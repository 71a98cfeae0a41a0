"""Which stretches of a text are of which script, and the language tag that each must carry.

Office chooses the font slot, the line-breaking rules and the speller by the language of a run, so a Latin name inside
a Chinese sentence is a run of its own.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

_TAGS = {"en": "en-US", "ru": "ru-RU", "kk": "kk-KZ", "zh": "zh-CN", "uz": "uz-Latn-UZ", "ky": "ky-KG", "de": "de-DE"}
_TAGS |= {"fr": "fr-FR", "es": "es-ES", "ja": "ja-JP", "ko": "ko-KR", "uk": "uk-UA", "tr": "tr-TR", "tg": "tg-Cyrl-TJ"}
_CYRILLIC = frozenset({"ru", "kk", "uk", "be", "bg", "ky", "tg", "mn", "sr", "mk"})
_EAST_ASIAN = frozenset({"zh", "ja", "ko"})

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
_KAZAKH = re.compile("[ӘәҒғҚқҢңӨөҰұҮүҺһІі]")


@dataclass(frozen=True, slots=True)
class Stretch:
    """Text of one script, with its BCP 47 tag; `east_asian` where the East Asian font slot is meant."""

    text: str
    tag: str
    east_asian: bool = False


def language_tag(language: str) -> str:
    """The BCP 47 tag with a region, as Office wants it (`kk` is `kk-KZ`)."""
    return language if "-" in language else _TAGS.get(language, language)


def is_east_asian(language: str) -> bool:
    """Whether a language is set in the East Asian slot."""
    return language.split("-")[0] in _EAST_ASIAN


@lru_cache(maxsize=8192)
def split(text: str, language: str) -> tuple[Stretch, ...]:
    """The stretches of a text in this language.

    Figures, spaces and marks stay with the language of the text: Chinese quotation marks are only full-width when
    they are Chinese.  A Latin stretch is tagged as English, a Han stretch as Chinese, because names are mostly that.

    >>> [(s.text, s.tag) for s in split("人工智能（AI）法", "zh")]
    [('人工智能（', 'zh-CN'), ('AI', 'en-US'), ('）法', 'zh-CN')]
    """
    short = language.split("-")[0]
    script = "han" if short in _EAST_ASIAN else "cyrillic" if short in _CYRILLIC else "latin"
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
        if match.lastgroup == "han":
            stretches.append(Stretch(match[0], "zh-CN", True))
        elif match.lastgroup == "cyrillic":
            stretches.append(Stretch(match[0], "kk-KZ" if _KAZAKH.search(match[0]) else "ru-RU"))
        else:
            stretches.append(Stretch(match[0], "en-US"))
        end = match.end()
    add_own(text[end:])
    return tuple(stretches)


def count_han(text: str) -> int:
    """How many characters are East Asian, each an em wide."""
    return sum(len(stretch) for stretch in _HAS_HAN.findall(text))
