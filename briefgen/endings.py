"""Case endings of a language that glues them to the word: chosen by how its last word, sign or figure is spoken."""

from __future__ import annotations

import re

from briefgen.language_spec import Harmony, Suffixes


class Endings:
    """Puts a text in a case.

    The ending follows vowel harmony (the last vowel of the word is back or front) and the last sound; after digits,
    signs and abbreviations it follows a hyphen.
    """

    def __init__(self, rules: Suffixes) -> None:
        self._rules = rules
        self._letters = frozenset(rules.letters)
        self._vowels = frozenset(rules.back + rules.front + rules.neutral)

    @property
    def cases(self) -> tuple[str, ...]:
        """The cases that there are endings for."""
        return tuple(self._rules.cases)

    def inflect(self, text: str, case: str, possessive: bool = False, harmony: Harmony | None = None) -> str:
        """The text in that case, unchanged for a case without endings.

        `possessive` says that the last word already has the ending of possession, `harmony` what its vowels do not
        tell.
        """
        sounds = self._rules.cases.get(case)
        word, written_out = self._spoken(text) if sounds else ("", False)
        if not sounds or not word:
            return text
        back = harmony == "back" if harmony and written_out else self._is_back(word)
        ending = getattr(sounds, "possessive" if possessive and written_out else self._sound(word[-1]))[not back]
        return f"{text}{'' if written_out else '-'}{ending}"

    def _sound(self, letter: str) -> str:
        if letter in self._vowels:
            return "vowel"
        groups = {"nasal": self._rules.nasal, "buzzing": self._rules.buzzing, "voiceless": self._rules.voiceless}
        return next((name for name, letters in groups.items() if letter in letters), "voiced")

    def _spoken(self, text: str) -> tuple[str, bool]:
        """The last word as it is spoken, and whether it is written out (not digits, a sign or an abbreviation)."""
        for sign, word in self._rules.spoken.items():
            before = text[: -len(sign)][-1:]
            if text.endswith(sign) and not (before.isalpha() and sign.isalpha()):
                return word, False
        digits = re.search(r"\d[\d\u00a0\u202f]*(?:[.,]\d+)?$", text)
        if digits:
            return self._last_numeral(digits.group()), False
        found = re.search(r"[^\W\d_]+$", text)
        last = found.group().lower() if found else ""
        return (last, True) if last and last[-1] in self._letters else ("", False)

    def _last_numeral(self, digits: str) -> str:
        numerals = self._rules.numerals
        number = re.split(r"[.,]", re.sub(r"[\u00a0\u202f]", "", digits))[-1].lstrip("0")
        if not number:
            return numerals.ones[0]
        zeros = len(number) - len(number.rstrip("0"))
        if zeros == 0:
            return numerals.ones[int(number[-1])]
        if zeros == 1:
            return numerals.tens[int(number[-2])]
        return numerals.powers[max(power for power in numerals.powers if power <= zeros)]

    def _is_back(self, word: str) -> bool:
        rules = self._rules
        if rules.softened and word.endswith(rules.softened):
            return False
        for place in range(len(word) - 1, -1, -1):
            letter = word[place]
            if letter in rules.back:
                return True
            if letter in rules.front:
                return False
            if letter in rules.back_inside and place < len(word) - 1:
                return True
        return False
