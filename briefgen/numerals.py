"""Numbers, dates and hedges as sources word them: text -> amounts.

For checking evidence: `约2万人` is about 20,000, `свыше 1,5 млрд` over 1,500,000,000.  A reader here may find too many
numbers in a text (Chinese uses its digits inside words); evidence is short, and a fact must meet one of them.  The
words come from languages/*.yaml; the two readers here are one for alphabets and one for characters.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from briefgen.language_files import codes, language_spec
from briefgen.language_spec import CharacterEvidence, Evidence

_FULL_WIDTH = {0xFF10 + digit: ord("0") + digit for digit in range(10)} | {
    ord("％"): "%",
    ord("，"): ",",
    ord("．"): ".",
}


@dataclass(frozen=True, slots=True)
class Amount:
    """A number as it stands in a text, or a range; `qualifiers` are the hedges at it, `unit` what the text counts.

    The hedge `top` says that it is the end of a list that is meant (前50, the first fifty), which few facts repeat.
    """

    low: Decimal
    high: Decimal | None
    unit: str
    qualifiers: frozenset[str]
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Day:
    """A date as far as the text gives it."""

    year: int | None
    month: int | None
    day: int | None
    start: int
    end: int


def can_read(language: str) -> bool:
    """Whether numbers and dates of this language can be read; to guess at them would let a wrong one pass."""
    return language in codes() and _reader(language) is not None


def read_numbers(text: str, language: str) -> list[Amount]:
    """The numbers in a text, each with its scale word worked in.  Raises KeyError for a language `can_read` refuses.

    >>> [(q.low, sorted(q.qualifiers)) for q in read_numbers("超过8.4亿美元", "zh")]
    [(Decimal('840000000.0'), ['over'])]
    """
    return list(_known(language).numbers(text.translate(_FULL_WIDTH)))


def read_days(text: str, language: str) -> list[Day]:
    """The dates in a text, complete or not.  Raises KeyError for a language `can_read` refuses.

    >>> read_days("7月9日", "zh")[0].month
    7
    """
    reader = _known(language)
    text = text.translate(_FULL_WIDTH)
    found: list[Day] = []
    for match in re.finditer(r"(?<!\d)(\d{4})-(\d{2})(?:-(\d{2}))?(?!\d)", text):
        year, month, day = match.groups()
        found.append(Day(int(year), int(month), int(day) if day else None, *match.span()))
    return [*found, *reader.days(text)]


def _known(language: str) -> _Alphabetic | _Characters:
    reader = _reader(language) if language in codes() else None
    if reader is None:
        raise KeyError(language)
    return reader


@cache
def _reader(language: str) -> _Alphabetic | _Characters | None:
    spec = language_spec(language)
    if spec.evidence_in_characters:
        return _Characters(spec.evidence_in_characters)
    return _Alphabetic(spec.evidence) if spec.evidence else None


def _unit_of(word: str | None, units: Mapping[str, str]) -> str:
    if not word:
        return ""
    return next((unit for unit, pattern in units.items() if re.fullmatch(pattern, word.strip(), re.IGNORECASE)), "")


# ---------------------------------------------------------------------------------------------- characters

_ARABIC = r"\d{1,3}(?:,\d{3})+(?![\d,])|\d+(?:\.\d+)?"


class _Characters:
    """Reads a language that writes numbers in characters."""

    def __init__(self, rules: CharacterEvidence) -> None:
        self._rules = rules
        self._multipliers = rules.small | rules.large
        scale = f"[{''.join(self._multipliers)}]"
        digits = f"[{''.join((*rules.digits, *self._multipliers))}]"
        units = "|".join(map(re.escape, sorted(rules.units, key=len, reverse=True)))
        self._number = re.compile(
            rf"""
            (?P<percent>{rules.percent_before})?
            (?:
                {rules.several}(?P<several_scale>{scale}+)
              | (?P<low>{_ARABIC})(?P<low_more>{rules.more})?(?P<low_scale>{scale}*)(?P<low_percent>%)?
                (?:\s*(?:{rules.to})\s*(?P<high>{_ARABIC})(?P<high_scale>{scale}*))?
              | (?P<han>{digits}+)
              | (?P<first>{rules.first})
            )
            (?P<more>{rules.more})?
            (?P<after>\s*(?:{units}))?
            """,
            re.VERBOSE,
        )
        self._before = {
            name: re.compile(f"(?:{words})" + ("" if name == "top" else rules.reach) + r"\s*$")
            for name, words in {**rules.before, "top": rules.top}.items()
        }

    def numbers(self, text: str) -> Iterator[Amount]:
        rules = self._rules
        for match in self._number.finditer(text):
            part = match.groupdict()
            qualifiers: set[str] = set()
            high: Decimal | None = None
            if part["several_scale"]:
                low = self._scaled(Decimal(1), part["several_scale"])
                qualifiers.add("tens-of")
            elif part["low"]:
                scale = part["low_scale"] or ""
                if part["high"]:
                    high = self._scaled(Decimal(part["high"].replace(",", "")), part["high_scale"])
                    scale = scale or part["high_scale"] or ""
                low = self._scaled(Decimal(part["low"].replace(",", "")), scale)
            elif part["first"]:
                low = Decimal(1)
            else:
                low = Decimal(self._value(part["han"]))
            if part["more"] or part["low_more"]:
                qualifiers.add("over")
            before, after = text[: match.start()], text[match.end() :].lstrip()
            qualifiers |= {name for name, pattern in self._before.items() if pattern.search(before[-12:])}
            qualifiers |= {name for name, words in rules.after.items() if re.match(words, after)}
            clause = re.split(rules.clause, before)[-1]
            qualifiers |= {name for name, words in rules.far.items() if re.search(words, clause)}
            unit = rules.units.get((part["after"] or "").strip(), "")
            if (part["percent"] or part["low_percent"]) and unit != "percentage-point":
                unit = "percent"
            yield Amount(low, high, unit, frozenset(qualifiers), match.start(), match.end())

    def days(self, text: str) -> Iterator[Day]:
        for match in re.finditer(self._rules.day, text):
            if match.group():
                year, month, day = (int(match[name]) if match[name] else None for name in ("year", "month", "day"))
                yield Day(year, month, day, *match.span())

    def _scaled(self, number: Decimal, scale: str | None) -> Decimal:
        for character in scale or "":
            number *= self._multipliers[character]
        return number

    def _value(self, text: str) -> int:
        """A number in characters: 五, 二十多, 一亿二千万, 二〇二五."""
        rules = self._rules
        if not any(character in self._multipliers for character in text):
            return int("".join(str(rules.digits[character]) for character in text))
        greatest = max(rules.large.values())
        total = section = digit = 0
        for character in text:
            if character in rules.digits:
                digit = rules.digits[character]
            elif character in rules.small:
                section += (digit or 1) * rules.small[character]
                digit = 0
            else:
                below = section + digit
                factor = rules.large[character]
                total = (total + below or 1) * factor if factor == greatest else total + (below or 1) * factor
                section = digit = 0
        return total + section + digit


# ----------------------------------------------------------------------------------------------- alphabets


class _Alphabetic:
    """Reads a language that writes numbers in digits and words."""

    def __init__(self, rules: Evidence) -> None:
        self._rules = rules
        figure = rf"\d{{1,3}}(?:{rules.group}\d{{3}})+(?!\d)|\d+(?:{rules.point}\d+)?"
        scale = "|".join(rules.scales)
        words = "|".join(sorted(rules.words, key=len, reverse=True))
        units = "|".join(rules.units.values())
        before = "|".join(rules.units_before.values())
        to = "|".join(filter(None, ("[-–—]", rules.to)))
        joint = f"(?:{rules.joint} )?" if rules.joint else ""
        self._number = re.compile(
            rf"(?P<unit_before>{before})?\s*(?:"
            rf"(?P<several>\b(?:{rules.several}))\s+(?P<several_scale>(?:{scale}))(?!\w)"
            rf"|(?<![\w.,])(?P<low>{figure})(?:\s*(?P<low_scale>{scale})(?!\w))?\s*(?P<low_percent>%)?"
            rf"(?:\s*(?:{to})\s*(?:{before})?(?P<high>{figure})(?:\s*(?P<high_scale>{scale})(?!\w))?)?"
            rf"|\b(?P<words>(?:{words})(?:[ -]{joint}(?:{words}))*)(?!\w)(?:\s*(?P<word_scale>{scale})(?!\w))?"
            rf"|\b(?P<bare_scale>{scale})(?!\w)"
            rf")(?P<unit>\s*(?:{units}))?",
            re.IGNORECASE,
        )
        months = "|".join(f"(?:{month})" for month in rules.months)
        self._day = re.compile(
            rf"(?:(?P<d1>\d{{1,2}})\.?\s+)?(?P<month>\b(?:{months}))(?!\w)"
            rf"(?:\s+(?P<d2>\d{{1,2}})(?!\d))?(?:,?\s+(?P<year>\d{{4}}))?"
            rf"|(?P<lone>(?<!\d)(?:19|20)\d{{2}})(?!\d)",
            re.IGNORECASE,
        )

    def numbers(self, text: str) -> Iterator[Amount]:
        rules = self._rules
        for match in self._number.finditer(text):
            part = match.groupdict()
            qualifiers: set[str] = set()
            high: Decimal | None = None
            if part["several"]:
                low = Decimal(10 * self._scale(part["several_scale"]))
                qualifiers.add("tens-of")
            elif part["low"]:
                scale = part["low_scale"]
                if part["high"]:
                    high = self._figure(part["high"]) * self._scale(part["high_scale"])
                    scale = scale or part["high_scale"]
                low = self._figure(part["low"]) * self._scale(scale)
            elif part["words"]:
                low = Decimal(self._words(part["words"]) * self._scale(part["word_scale"]))
            else:
                low = Decimal(self._scale(part["bare_scale"]))
            before, after = text[: match.start()].rstrip(), text[match.end() :]
            clause = re.split(r"[.;!?]\s", before)[-1]
            for hedges, pattern, stretch in (
                (rules.before, r"(?<!\w)(?:{})\s*$", before),
                (rules.after, r"^\s*(?:{})", after),
                (rules.far, r"\b(?:{})", clause),
            ):
                qualifiers |= {
                    name
                    for name, words in hedges.items()
                    if re.search(pattern.replace("{}", words), stretch, re.IGNORECASE)
                }
            unit = "percent" if part["low_percent"] else _unit_of(part["unit"], rules.units)
            unit = unit or _unit_of(part["unit_before"], rules.units_before)
            yield Amount(low, high, unit, frozenset(qualifiers), match.start(), match.end())

    def days(self, text: str) -> Iterator[Day]:
        for match in self._day.finditer(text):
            part = match.groupdict()
            if part["lone"]:
                yield Day(int(part["lone"]), None, None, *match.span())
                continue
            month = next(
                index
                for index, pattern in enumerate(self._rules.months, 1)
                if re.fullmatch(pattern, part["month"], re.IGNORECASE)
            )
            number = part["d1"] or part["d2"]
            year = int(part["year"]) if part["year"] else None
            yield Day(year, month, int(number) if number else None, *match.span())

    def _figure(self, text: str) -> Decimal:
        if re.fullmatch(rf"\d{{1,3}}(?:{self._rules.group}\d{{3}})+", text):
            return Decimal(re.sub(self._rules.group, "", text))
        return Decimal(text.replace(",", "."))

    def _scale(self, word: str | None) -> int:
        if not word:
            return 1
        powers = (power for pattern, power in self._rules.scales.items() if re.fullmatch(pattern, word, re.IGNORECASE))
        return int(10 ** next(powers, 0))

    def _words(self, text: str) -> int:
        """Number words added up; a hundred multiplies what stands before it: two hundred and five."""
        total = 0
        for word in re.split(r"[ -]", text.lower()):
            values = (value for pattern, value in self._rules.words.items() if re.fullmatch(pattern, word))
            value = next(values, None)
            if value is None:
                continue
            multiplies = value in self._rules.multipliers and 0 < total < 10
            total = total * value if multiplies else total + value
        return total
