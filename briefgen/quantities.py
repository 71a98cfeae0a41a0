"""Quantities and dates found in a text of one language: the inverse of `language.Language.value`.

The patterns come from the same `languages/*.yaml` that word the values, so that what is written can be read back; a
comparison of editions rests on that.  (Evidence in sources is read by `numerals`, which may find too much; here every
digit counts once.)
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache
from typing import Any

from briefgen.language import Language, language
from briefgen.language_spec import NO_BREAK_SPACE, UnitForm
from briefgen.model import Moment
from briefgen.moments import Period, order

SPACES = "[ \u00a0\u202f]"


@dataclass(frozen=True, slots=True)
class Quantity:
    """A quantity found in a text: `[start, end)` covers it with its unit and its qualifiers.

    `value` is a Decimal, a (low, high) pair, a Moment or a pair of Moments.  `unit` names a measure (`percent`,
    `USD`, `rank`, `hectare`, `date`) and is empty for a bare count, whatever noun follows; `ordinal` is a numbered
    thing that is no rank.  A date without a year has year 0.
    """

    value: Any
    unit: str
    qualifier: tuple[str, ...]
    start: int
    end: int
    text: str


def read_quantities(text: str, language_code: str) -> list[Quantity]:
    """Every quantity and date in a text of that language, in order.

    Digits in web addresses and in names (G42, GPT-4) are no quantities.
    """
    return _reader(language_code).read(text)


@cache
def _reader(language_code: str) -> Reader:
    return Reader(language(language_code))


@dataclass(slots=True)
class _Token:
    """A number as it was found, before ranges are joined."""

    value: Any
    unit: str
    before: tuple[str, ...]
    after: tuple[str, ...]
    start: int
    end: int
    number_start: int
    mantissa: Decimal = Decimal(0)
    power: int = 0
    bare: bool = False
    prefixed: bool = False


# Other qualifiers at a date are words of time: до 2030 года is "by 2030".
_OF_DATES = frozenset(("about", "planned", "expected"))
# And these make a count of what looked like a year: более 2000.
_OF_COUNTS = frozenset(("over", "at-least", "at-most", "nearly"))

_WIDE = {ord(wide): narrow for wide, narrow in zip("０１２３４５６７８９％＄", "0123456789%$", strict=True)}
_FIELD = re.compile(r"\{([^{}]+)\}")


class Reader:
    """The patterns by which one language's quantities are found, built from the same data that word them."""

    def __init__(self, words: Language) -> None:
        self.words = words
        self.spec = words.spec
        self.spaced = self.spec.spaced
        self.tail = self.spec.tail
        self.edge = r"(?!\w)" if self.spaced else ""
        symbols = words.locale.number_symbols["latn"]
        group = "[\u00a0\u202f]" if symbols["group"].isspace() else re.escape(symbols["group"])
        point = re.escape(symbols["decimal"])
        self.grouping: str = symbols["group"]
        self.point: str = symbols["decimal"]
        core = rf"\d{{1,3}}(?:{group}\d{{3}})+(?!\d)(?:{point}\d+)?|\d+(?:{point}\d+)?"
        self.number = re.compile(core)
        self.scales = self._scales()
        self.units, self.unit_names = self._units()
        self.prefixes, self.prefix_names = self._prefixes()
        self.ordinal = self._ordinal()
        self.ordinal_before = re.compile("(?:" + "|".join(self.spec.ordinal_reads_before or ("(?!)",)) + ")$")
        self.before, self.before_names = self._qualifiers("before")
        self.after, self.after_names = self._qualifiers("after")
        self.month_numbers = {
            name.lower(): number for names in words.dates.months.values() for number, name in enumerate(names, start=1)
        }
        self.dates = self._dates()
        self.several = self._several()
        self.counted = self._counted()
        dash = r"[ \u00a0]?[–—―~-][ \u00a0]?"
        space = "[ \u00a0]" if self.spaced else ""
        to = (f"{space}{word}{space}" for word in self.spec.numbers.range.to)
        self.between = re.compile(f"(?:{'|'.join((dash, *to))})$")
        self.no_range = re.compile(f"(?:{'|'.join(self.spec.numbers.range.no_range) or '(?!)'})$", re.IGNORECASE)
        joiner = self.spec.numbers.several_joiner
        self.several_joiner = re.compile(f"{SPACES}{joiner}(?={SPACES})") if joiner else None
        self.skip = re.compile(r"https?://\S+|www\.\S+|\S+@\S+\.\S+")

    # ------------------------------------------------------------------------------------ building

    def _scales(self) -> list[tuple[re.Pattern[str], int]]:
        found: dict[str, int] = {}
        for scale in self.spec.numbers.scales:
            for word in filter(None, (scale.default, scale.short, scale.compact)):
                joined = word.startswith(NO_BREAK_SPACE)
                found[(SPACES + "?" if joined else "") + re.escape(word.strip())] = scale.power
        for pattern, power in self.spec.numbers.scale_reads.items():
            found[SPACES + "?" + pattern] = power
        # A case ending may follow a scale word, but is left for the qualifier that asked for it.
        edge = f"(?={self.tail}{self.edge})" if self.tail else self.edge
        listed = sorted(found.items(), key=lambda item: (-item[1], -len(item[0])))
        return [(re.compile(pattern + ("" if pattern.endswith(".") else edge)), power) for pattern, power in listed]

    def _units(self) -> tuple[re.Pattern[str], list[str]]:
        found: dict[str, str] = {}
        for unit, entry in self.spec.units.items():
            if not entry.measure:
                continue
            for source in filter(None, (entry, entry.long, entry.short)):
                for form in _forms(source):
                    pattern = re.sub(r"(?:\\[\u00a0 ]|[\u00a0 ])", SPACES.replace("\\", r"\\"), re.escape(form))
                    found[pattern] = unit
                if unit == "percent" and source.pattern:
                    found["%"] = unit
            for pattern in entry.reads:
                found[pattern] = unit
        listed = sorted(found.items(), key=lambda item: -len(item[0]))
        names = [unit for _, unit in listed]
        branches = []
        for pattern, _ in listed:
            word = bool(re.search(r"[\w)\]}*+?]$", pattern)) and not pattern.endswith("%")
            branches.append(f"({pattern}{(self.tail + self.edge) if word else ''})")
        return re.compile(f"{SPACES}?(?:{'|'.join(branches)})", re.IGNORECASE), names

    def _prefixes(self) -> tuple[re.Pattern[str], list[str]]:
        listed = [(pattern, unit) for unit, entry in self.spec.units.items() for pattern in entry.reads_before]
        listed.sort(key=lambda item: -len(item[0]))
        branches = "|".join(f"({pattern})" for pattern, _ in listed) or "(?!)"
        return re.compile(f"(?:{branches}){SPACES}?$"), [unit for _, unit in listed]

    def _ordinal(self) -> re.Pattern[str]:
        ordinals = self.spec.numbers.ordinals
        patterns = list(self.spec.ordinal_reads)
        if ordinals:
            patterns.append("(?:" + "|".join(sorted(set(ordinals.values()))) + r")(?!\w)")
        if self.tail:
            patterns = [f"(?:{pattern}){self.tail}{self.edge}" for pattern in patterns]
        return re.compile("|".join(patterns) or "(?!)", re.IGNORECASE)

    def _qualifiers(self, side: str) -> tuple[re.Pattern[str], list[str]]:
        # What stands last may follow the noun that is counted, but no other qualifier may pass for that noun.
        counted = rf"(?:{SPACES}[^\W\d_][\w-]*){{0,3}}?"
        listed: list[tuple[str, str]] = []
        for name, general in self.spec.qualifiers.items():
            for rule in (general, *general.units.values()):
                own = rule.before if side == "before" else rule.after
                plain = own.strip(" \u00a0")
                if plain and not (side == "after" and rule.case):
                    space = f"{SPACES}?" if side == "after" and own != plain else ""
                    noun = counted if side == "after" and rule is general and general.outer else ""
                    listed.append((noun + space + re.escape(plain), name))
            reads = general.reads.before if side == "before" else general.reads.after
            listed += [(pattern, name) for pattern in reads]
        listed.sort(key=lambda item: (item[0].startswith(counted), -len(item[0])))
        names = [name for _, name in listed]
        branches = "|".join(f"({pattern})" for pattern, _ in listed) or "(?!)"
        if side == "before":
            start = r"(?<!\w)" if self.spaced else ""
            return re.compile(f"{start}(?:{branches}){SPACES}?$", re.IGNORECASE), names
        return re.compile(f"(?:{branches})" + self.edge, re.IGNORECASE), names

    def _dates(self) -> list[re.Pattern[str]]:
        dates, spans = self.spec.dates, self.spec.dates.spans
        templates = list(dates.reads)
        for entry in (dates.day, dates.month, dates.year, spans.years, spans.months, spans.days, spans.days_of_year):
            templates += filter(None, (entry.default, entry.short, entry.when, entry.day, entry.genitive))
        # The words of `when` that stand before the date are no part of it.
        trimmed = {re.sub(r"^[^{]+", "", template) for template in templates}
        wanted = sorted(trimmed - {"{year}", "{year}–{year2}"}, key=lambda template: (-len(template), template))
        return [self._date(template) for template in wanted]

    def _date(self, template: str) -> re.Pattern[str]:
        months = self.words.dates.months
        pieces = []
        place = 0
        for field in _FIELD.finditer(template):
            pieces.append(self._literal(template[place : field.start()]))
            name = field[1].partition("+")[0]
            second = name.endswith("2")
            stem = name.removesuffix("2")
            mark = "2" if second else ""
            if stem == "year":
                pieces.append(rf"(?P<year{mark}>(?:19|20)\d\d)")
            elif stem in ("day", "dd"):
                pieces.append(rf"(?P<day{mark}>[0-3]?\d)")
            elif stem in ("mm", "month-number"):
                pieces.append(rf"(?P<number{mark}>[01]?\d)")
            else:
                names = sorted({m for kind in (stem, "month-short") for m in months[kind]}, key=len, reverse=True)
                names = names if stem != "month-short" else sorted(set(months["month-short"]), key=len, reverse=True)
                tail = self.tail if stem != "month-short" else ""
                pieces.append(rf"(?P<month{mark}>{'|'.join(map(re.escape, names))}){tail}")
            place = field.end()
        rest = template[place:]
        pieces.append(self._literal(rest))
        end = self.tail + self.edge if rest and rest[-1].isalpha() else r"(?!\d)" + ("" if rest else self.edge)
        return re.compile(r"(?<![\d.,])" + "".join(pieces) + end, re.IGNORECASE)

    def _literal(self, text: str) -> str:
        pieces = []
        for letter in text:
            if letter in " \u00a0":
                pieces.append(f"{SPACES}?" if text.strip() == "." else SPACES)
            elif letter in "–—":
                pieces.append("[–—-]")
            else:
                pieces.append(re.escape(letter))
        return "".join(pieces)

    def _several(self) -> list[tuple[re.Pattern[str], int]]:
        numbers = self.spec.numbers
        found = [(re.escape(word).replace(r"\ ", SPACES), power) for power, word in numbers.several.items()]
        found += [(pattern, power) for power, pattern in numbers.several_reads.items()]
        found.sort(key=lambda item: -len(item[0]))
        start = r"(?<!\w)" if self.spaced else ""
        return [(re.compile(start + pattern + self.edge, re.IGNORECASE), power) for pattern, power in found]

    def _counted(self) -> re.Pattern[str]:
        forms: set[str] = set()
        for entry in self.spec.units.values():
            if not entry.measure:
                forms.update(_forms(entry))
        branches = "|".join(sorted(map(re.escape, forms), key=lambda form: (-len(form), form)))
        return re.compile(f"{SPACES}?(?:{branches}){self.tail}{self.edge}", re.IGNORECASE)

    # ------------------------------------------------------------------------------------- reading

    def read(self, text: str) -> list[Quantity]:
        plain = self.skip.sub(lambda match: " " * len(match[0]), text.translate(_WIDE))
        tokens = self._find_dates(plain)
        taken = [False] * len(plain)
        for token in tokens:
            taken[token.start : token.end] = [True] * (token.end - token.start)
        hidden = "".join("\u0000" if hide else letter for letter, hide in zip(plain, taken, strict=True))
        tokens += self._find_several(hidden)
        for token in tokens:
            hidden = hidden[: token.start] + "\u0000" * (token.end - token.start) + hidden[token.end :]
        tokens += self._find_numbers(hidden)
        tokens += self._find_characters(hidden, tokens)
        tokens.sort(key=lambda token: token.start)
        tokens = self._join_framed(plain, tokens)
        for token in tokens:
            self._take_qualifiers(plain, token)
        return [
            Quantity(
                token.value,
                token.unit,
                tuple(dict.fromkeys((*token.before, *token.after))),
                token.start,
                token.end,
                text[token.start : token.end],
            )
            for token in self._join_ranges(plain, tokens)
        ]

    def _find_dates(self, text: str) -> list[_Token]:
        found = [(match.start(), -match.end(), match) for pattern in self.dates for match in pattern.finditer(text)]
        tokens: list[_Token] = []
        end = 0
        for start, _, match in sorted(found, key=lambda item: item[:2]):
            value = self._moment(match) if start >= end else None
            if value is not None:
                end = match.end()
                tokens.append(_Token(value, "date", (), (), start, end, start))
        return tokens

    def _moment(self, match: re.Match[str]) -> Moment | Period | None:
        fields = match.groupdict()

        def month(mark: str) -> int | None:
            if fields.get(f"number{mark}"):
                return int(fields[f"number{mark}"])
            name = fields.get(f"month{mark}")
            if not name:
                return None
            return self.month_numbers.get(name.lower())

        year = int(fields.get("year") or 0)
        day = int(fields["day"]) if fields.get("day") else None
        first_month = month("")
        if (first_month is not None and not 1 <= first_month <= 12) or (day is not None and not 1 <= day <= 31):
            return None
        first = Moment(year, first_month, day)
        if not any(fields.get(name) for name in ("year2", "month2", "number2", "day2")):
            return first
        second = Moment(
            int(fields.get("year2") or year),
            month("2") or first_month,
            int(fields["day2"]) if fields.get("day2") else None,
        )
        return first, second

    def _find_several(self, text: str) -> Iterator[_Token]:
        end = 0
        found = [
            (match.start(), -match.end(), power, match)
            for pattern, power in self.several
            for match in pattern.finditer(text)
        ]
        for start, _, power, match in sorted(found, key=lambda item: item[:2]):
            if start < end:
                continue
            end = match.end()
            joiner = self.several_joiner.match(text, end) if self.several_joiner else None
            unit, unit_end = self._unit_after(text, joiner.end() if joiner else end)
            end = unit_end if unit else end
            yield _Token(Decimal(10) ** power, unit, ("tens-of",), (), start, end, start)

    def _find_numbers(self, text: str) -> Iterator[_Token]:
        place = 0
        while match := self.number.search(text, place):
            place = match.end()
            token = self._number(text, match)
            if token:
                place = max(place, token.end)
                yield token

    def _number(self, text: str, match: re.Match[str]) -> _Token | None:
        start, end = match.span()
        before = text[:start]
        if before and (_is_letter(before[-1])):
            known = self.prefixes.search(before)
            if not known:
                return None
        if len(before) > 1 and before[-1] in "-‑" and _is_latin(before[-2]) and len(match[0]) < 4:
            return None
        digits = match[0]
        grouped = any(letter in digits for letter in (self.grouping, "\u202f", self.point))
        mantissa = Decimal(re.sub(r"[\u00a0\u202f]", "", digits.replace(self.grouping, "")).replace(self.point, "."))
        value, power, end = self._scaled(text, mantissa, end)
        token = _Token(value, "", (), (), start, end, start, mantissa, power)
        prefix = self.prefixes.search(before)
        if prefix:
            token.start = prefix.start()
            token.unit, token.prefixed = self.prefix_names[_branch(prefix)], True
        if re.search(r"(?:^|[^\w])−$|(?:^|[\s(])-$", text[: token.start]):
            token.start -= 1
            token.value, token.mantissa = -token.value, -token.mantissa
        elif re.search(r"(?:^|[\s(])\+$", text[: token.start]):
            token.start -= 1
        marked = self.ordinal_before.search(text[: token.start]) if not power else None
        if marked:
            token.start = marked.start()
            named = self.ordinal.match(text, end)
            token.end = named.end() if named else end
            token.unit = "rank" if named or not _is_han(text[end : end + 1]) else "ordinal"
            return token
        ordinal = self.ordinal.match(text, end) if not power and self.spaced else None
        if ordinal:
            token.unit, token.end = "rank", ordinal.end()
            return token
        if not token.unit:
            characters = self.spec.numbers.characters
            inner = self.after.match(text, end) if characters else None
            if inner and characters and text[end] in characters.more:
                token.after, end = (self.after_names[_branch(inner)],), inner.end()
                token.end = end
            token.unit, token.end = self._unit_after(text, end)
        if not token.unit:
            if not power and _is_letter(text[end : end + 1]):
                return None
            whole = len(digits) == 4 and not grouped and not power and 1900 <= mantissa <= 2100 and token.start == start
            # Where 2,026 is grouped, bare 2026 is a year whatever follows: "for 2026 points in the same direction".
            counts = self.spec.numbers.group_from > 1000 and self.counted.match(text, end)
            if whole and not token.after and not counts:
                token.value, token.unit, token.bare = Moment(int(mantissa)), "date", True
        return token

    def _scaled(self, text: str, mantissa: Decimal, end: int) -> tuple[Decimal, int, int]:
        found = next(((match, power) for pattern, power in self.scales if (match := pattern.match(text, end))), None)
        if found is None:
            return mantissa, 0, end
        match, power = found
        value, end = mantissa.scaleb(power), match.end()
        # 1亿5000万 is one number.
        further = self.number.match(text, end) if not self.spaced else None
        if further:
            rest, lower, rest_end = self._scaled(text, Decimal(further[0].replace(self.grouping, "")), further.end())
            if 0 < lower < power:
                value, end = value + rest, rest_end
        return value, power, end

    def _unit_after(self, text: str, end: int) -> tuple[str, int]:
        match = self.units.match(text, end)
        return (self.unit_names[_branch(match)], match.end()) if match else ("", end)

    def _find_characters(self, text: str, tokens: Sequence[_Token]) -> Iterator[_Token]:
        """Numbers in Chinese characters; a single one, or one without a scale, is a word."""
        rules = self.spec.numbers.characters
        if rules is None:
            return
        digits, small, large = rules.digits, rules.small, rules.large
        letters = digits + rules.two + "".join(small) + "".join(large)
        greatest = max(large.values())
        for match in re.finditer(f"(?<![{rules.not_after}\\d])[{letters}]{{2,}}", text):
            piece = match[0]
            if not set(piece) & {*small, *large} or piece[0] not in digits + rules.two + rules.begins:
                continue
            if any(token.start < match.end() and match.start() < token.end for token in tokens):
                continue
            total = section = digit = 0
            for letter in piece:
                if letter in digits:
                    digit = digits.index(letter)
                elif letter == rules.two:
                    digit = 2
                elif letter in small:
                    section += (digit or 1) * small[letter]
                    digit = 0
                else:
                    carried = total if large[letter] == greatest else 0
                    total = total - carried + (carried + section + digit) * large[letter]
                    section = digit = 0
            unit, end = self._unit_after(text, match.end())
            prefix = self.prefixes.search(text[: match.start()])
            start = prefix.start() if prefix else match.start()
            unit = self.prefix_names[_branch(prefix)] if prefix else unit
            yield _Token(Decimal(total + section + digit), unit, (), (), start, end, match.start())

    def _take_qualifiers(self, text: str, token: _Token) -> None:
        """Extend the token over the qualifiers that stand around it."""
        readings = [self._qualifiers_after(text, place, token) for place in self._places_after(text, token)]
        names, end = max(readings, key=lambda reading: len(reading[0]))
        if names:
            token.after = (*token.after, *names)
            token.end = max(token.end, end)
        start = token.start
        while match := self.before.search(text[max(0, start - 40) : start]):
            name = self.before_names[_branch(match)]
            start -= match.end() - match.start()
            if token.bare and name in _OF_COUNTS:
                token.value, token.unit, token.bare = token.mantissa, "", False
            if token.unit == "date" and name not in _OF_DATES:
                continue
            token.before = (name, *token.before)
            token.start = start
            if len(token.before) > 3:
                break

    def _qualifiers_after(self, text: str, place: int, token: _Token) -> tuple[list[str], int]:
        names: list[str] = []
        while (match := self.after.match(text, place)) and match.end() > place:
            name = self.after_names[_branch(match)]
            if token.bare and name in _OF_COUNTS:
                token.value, token.unit, token.bare = token.mantissa, "", False
            place = match.end()
            if token.unit != "date" or name in _OF_DATES:
                names.append(name)
        return names, place

    def _places_after(self, text: str, token: _Token) -> list[int]:
        """Where a qualifier may begin: after the token, or (its case ending belongs to the unit) inside its tail."""
        places = [token.end]
        if self.tail and token.unit:
            letters = re.compile(r"[^\W\d_]+$").search(text[token.start : token.end])
            if letters:
                places += range(token.end - 1, token.start + letters.start(), -1)
        return places

    def _join_framed(self, text: str, tokens: list[_Token]) -> list[_Token]:
        """Ranges in a frame of two words (от 15 до 30), before the second word is taken for a qualifier."""
        frame = self.spec.numbers.range.framed
        if not frame:
            return tokens
        opening = re.compile(rf"(?<!\w){frame[0]}{SPACES}$", re.IGNORECASE)
        joined: list[_Token] = []
        for token in tokens:
            first = joined[-1] if joined else None
            framed = first and re.fullmatch(SPACES + frame[1] + SPACES, text[first.end : token.start])
            opened = framed and first and opening.search(text[: first.start])
            if first and opened and isinstance(first.value, Decimal) and isinstance(token.value, Decimal):
                first.start = opened.start()
                self._widen(first, token)
            else:
                joined.append(token)
        return joined

    @staticmethod
    def _widen(first: _Token, second: _Token) -> None:
        """Make the first token the range from it to the second, whose scale and unit hold for both."""
        low = first.value
        if isinstance(low, Decimal) and second.power and not first.power and first.mantissa < second.mantissa:
            low = low.scaleb(second.power)
        first.value = (low, second.value)
        first.unit = second.unit or first.unit
        first.after = (*first.after, *second.after)
        first.end = second.end

    def _join_ranges(self, text: str, tokens: list[_Token]) -> list[_Token]:
        joined: list[_Token] = []
        for token in tokens:
            last = joined[-1] if joined else None
            if last and last.bare and isinstance(token.value, Decimal):
                # 2000–100 000 рублей: the first is no year, since the second is none.
                count = replace(last, value=last.mantissa, unit="", bare=False)
                if self._is_range(text, count, token):
                    joined[-1] = count
            if joined and self._is_range(text, joined[-1], token):
                self._widen(joined[-1], token)
            else:
                joined.append(token)
        return joined

    def _is_range(self, text: str, first: _Token, second: _Token) -> bool:
        if isinstance(first.value, tuple) or isinstance(second.value, tuple) or second.before:
            return False
        if not first.end <= second.start or not self.between.fullmatch(text[first.end : second.start]):
            return False
        if isinstance(first.value, Moment) != isinstance(second.value, Moment):
            return False
        if not text[first.end : second.start].strip(" \u00a0–—―~-"):
            dashed = True
        else:
            dashed = False
            if self.no_range.search(text[: first.start]):
                return False
        if isinstance(first.value, Moment):
            return bool(order(first.value) < order(second.value))
        # $1–1.5 billion: the sign before the first holds for both.
        signed = first.prefixed and not second.unit
        if (first.unit not in ("", second.unit) and not signed) or ("rank" in (first.unit, second.unit) and not dashed):
            return False
        low = first.value
        if second.power and not first.power and first.mantissa < second.mantissa:
            low = low.scaleb(second.power)
        return bool(low < second.value)


def _forms(unit: UnitForm) -> tuple[str, ...]:
    """Every form of a unit's noun."""
    if unit.forms is None:
        return ()
    return (unit.forms,) if isinstance(unit.forms, str) else tuple(unit.forms.values())


def _branch(match: re.Match[str]) -> int:
    """Which alternative matched; every alternative is one group, and none holds another."""
    return next(index for index, group in enumerate(match.groups()) if group is not None)


def _is_letter(letter: str) -> bool:
    return bool(letter) and letter.isalpha() and not _is_han(letter)


def _is_latin(letter: str) -> bool:
    return letter.isascii() and letter.isalpha()


def _is_han(letter: str) -> bool:
    return bool(letter) and "\u3400" <= letter <= "\u9fff"
