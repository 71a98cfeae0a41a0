"""One language: how it words values, dates, lists and quotes, its fixed words, and how its quantities are read back.

CLDR (through Babel) gives separators, month names, plural rules and list patterns.  What CLDR lacks or words unlike
a government briefing lives in `languages/<code>.yaml`; a further language is one more such file.
"""

from __future__ import annotations

import importlib.resources
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from functools import cache, cached_property
from typing import Any

from briefgen.model import Fact, Moment, Text
from briefgen.moments import Period, precision, stretch, to_month
from briefgen.quantities import Quantity, Reader
from briefgen.statements import alternatives

NO_BREAK_SPACE = "\u00a0"

Number = Decimal | int | float
Span = tuple[Decimal, Decimal]
Translate = Callable[[Text], str]
Lookup = Callable[[str], Fact | None]


class LanguageMissing(LookupError):  # noqa: N818 (it names a state, as the findings do)
    """There is no file for a language; the message says which there are and how to add one."""

    def __init__(self, code: str) -> None:
        known = ", ".join(codes())
        super().__init__(f"no language '{code}' (there are: {known})")
        self.code = code
        self.hint = f"add briefgen/languages/{code}.yaml: copy en.yaml and word its values in the language"


@dataclass(frozen=True, slots=True)
class Style:
    """A way to word a fact, as an author types it after the bar of `${fact|style}`."""

    name: str
    description: str


STYLES = (
    Style("default", "the value with its qualifier; measures (money, percent, hectares, years) carry their unit"),
    Style("long", "in full, with the unit's noun: people, US dollars, out of how many"),
    Style("short", "with abbreviated scale, unit and date, for tables and labels"),
    Style("compact", "the tightest form, thousands shortened too, for charts"),
    Style("value", "the value with its unit, without the qualifier"),
    Style("number", "the bare number: no unit, no qualifier; of a date the year"),
    Style("unit", "the unit's noun alone, in the form that the number asks for"),
    Style("signed", "the value with a plus or a minus before it"),
    Style("of", "a rank or a count with the whole: 60th of 195"),
    Style("year", "the year of a date in bare digits, for words that the sentence adds"),
    Style("month", "month and year of a date"),
    Style("day", "day and month of a date, without the year"),
    Style("when", "a date with what answers 'when?': on 18 January 2026, in 2026"),
    Style("as-of", "the date for which the fact holds"),
    Style("label", "the fact's label"),
    Style("caveat", "what is doubtful about the fact"),
    Style("speaker", "whose opinion it is"),
    Style("place", "where it holds"),
    Style("stage", "how far an agreement or a bill has come"),
    Style("kind", "result, target, plan or opinion"),
)
CASES = (
    Style("genitive", "in the genitive case, where the language has one (also long-genitive, day-genitive …)"),
    Style("dative", "in the dative case"),
    Style("accusative", "in the accusative case"),
    Style("locative", "in the locative case"),
    Style("ablative", "in the ablative case"),
    Style("instrumental", "in the instrumental case"),
)
_BASES = frozenset(style.name for style in STYLES)
_CASES = frozenset(style.name for style in CASES)
# Styles that speak of the fact rather than of its value.
_ABOUT = frozenset(("as-of", "label", "caveat", "speaker", "place", "stage", "kind"))
_SCALE_FORMS = {"compact": ("compact", "short", "default"), "short": ("short", "default"), "exact": ()}
_BARE = frozenset(("value", "number", "unit", "signed", "year"))


@dataclass(frozen=True, slots=True)
class _Spelled:
    """A number in words and digits: what plural form a noun takes after it, and whether a scale word ends it."""

    text: str
    category: str
    scaled: bool
    negative: bool = False
    parts: tuple[str, ...] = ()


@cache
def codes() -> tuple[str, ...]:
    """The languages that there are files for, sorted."""
    folder = importlib.resources.files("briefgen") / "languages"
    return tuple(sorted(entry.name[:-5] for entry in folder.iterdir() if entry.name.endswith(".yaml")))


@cache
def language(code: str) -> Language:
    """The language of that code; raises LanguageMissing where there is no file for it."""
    if code not in codes():
        raise LanguageMissing(code)
    import yaml

    text = (importlib.resources.files("briefgen") / "languages" / f"{code}.yaml").read_text(encoding="utf-8")
    return Language(code, yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader)))


def split_style(style: str) -> tuple[str, str] | None:
    """A style as (base, case), the case empty for most; None for a style that there is not."""
    if style in _BASES:
        return style, ""
    if style in _CASES:
        return "default", style
    base, dash, case = style.rpartition("-")
    return (base, case) if dash and base in _BASES and case in _CASES else None


def style_examples(code: str) -> list[tuple[Style, str]]:
    """Every style with a worded example, for `briefgen list styles`."""
    words = language(code)
    from briefgen.finding import Span as Place

    def sample(value: Any, unit: str, **more: Any) -> Fact:
        return Fact("sample", Text("sample"), value, unit, "result", (), Place(""), **more)

    money = sample(Decimal(1_500_000_000), "USD", qualifier=("over",))
    people = sample(Decimal(20_000), "person", qualifier=("about",))
    rank = sample(Decimal(60), "rank", of=Decimal(195))
    day = sample(Moment(2026, 1, 18), "date", as_of=Moment(2025, 12, 27))
    chosen = {
        "default": (money, people, rank, day),
        "long": (money, people),
        "short": (money, day),
        "compact": (money, people),
        "value": (money, people),
        "number": (money, rank),
        "unit": (money, people),
        "signed": (sample(Decimal(16), "place"),),
        "of": (rank,),
        "year": (day,),
        "month": (day,),
        "day": (day,),
        "when": (day, sample(Moment(2026), "date")),
        "as-of": (day,),
        "kind": (day,),
    }
    listed = []
    for style in (*STYLES, *CASES):
        facts = chosen.get(style.name, (money, day) if style in CASES else ())
        listed.append((style, " · ".join(words.value(fact, style.name) for fact in facts)))
    return listed


class Language:
    """Words values for readers of one language, and reads them back.  Get one from `language(code)`."""

    def __init__(self, code: str, data: Mapping[str, Any]) -> None:
        self.code = code
        data = _untilde(data)
        self._data = data
        self.name: str = data["name"]
        self.tag: str = data["tag"]
        self.names: Mapping[str, str] = data["names"]
        self.fonts: tuple[str, ...] = tuple(data["fonts"])
        self.breaking: str = data["breaking"]
        self.sentence_ends: str = data["sentence-ends"]
        self.sentence_space: str = data["sentence-space"]
        self.words: Mapping[str, str] = data["words"]
        self.units: Mapping[str, Mapping[str, Any]] = data["units"]
        self.qualifiers: tuple[str, ...] = (*data["qualifiers"], "tens-of")
        self._numbers: Mapping[str, Any] = data["numbers"]
        self._dates: Mapping[str, Any] = data["dates"]
        self._scales: list[Mapping[str, Any]] = sorted(self._numbers["scales"], key=lambda scale: -scale["power"])

    def __repr__(self) -> str:
        return f"Language({self.code!r})"

    # A language crosses process borders as its code.
    def __reduce__(self) -> tuple[Any, ...]:
        return (language, (self.code,))

    @cached_property
    def locale(self) -> Any:
        """Babel's Locale, imported only when something is worded."""
        from babel import Locale

        return Locale.parse(self._data["locale"])

    @property
    def styles(self) -> tuple[Style, ...]:
        """All styles that `value` knows; a case may follow any other style (`long-genitive`)."""
        return (*STYLES, *CASES)

    @staticmethod
    def knows_style(style: str) -> bool:
        """Whether an author may write `${fact|style}`."""
        return split_style(style) is not None

    def knows_unit(self, unit: str) -> bool:
        """Whether a fact may have this unit: one of this language's file, or a currency that CLDR can name."""
        return not unit or unit in self.units or self._currency(unit) is not None

    # ------------------------------------------------------------------------------------------- words

    def word(self, key: str, **values: object) -> str:
        """A fixed word or phrase with its places filled.  Raises KeyError for a key the file lacks."""
        phrase = self.words[key]
        return _fill(phrase, {name: str(value) for name, value in values.items()}) if values else phrase

    def join(self, items: Iterable[str], kind: str = "and") -> str:
        """The items as a list in a sentence, joined by `and` or `or`."""
        listed = list(items)
        override = self._data.get("lists")
        if override:
            last = listed[-1:]
            return override[kind].join([", ".join(listed[:-1]), *last]) if len(listed) > 1 else "".join(listed)
        from babel.lists import format_list

        return str(format_list(listed, style="standard" if kind == "and" else "or", locale=self.locale))

    def quote(self, text: str, kind: str = "speech") -> str:
        """The text in the language's quotation marks: `speech`, `inner` for a quotation within one, or `title`."""
        opening, closing = self._data["quotes"][kind]
        return f"{opening}{text}{closing}"

    def plural(self, value: Number, unit: str) -> str:
        """The unit's noun in the form that follows this number."""
        spelled = self._spell(_decimal(value), "default")
        return self._noun(unit, "long", spelled.category)

    # ----------------------------------------------------------------------------------------- numbers

    def number(self, value: Number | tuple[Number, Number], unit: str = "", style: str = "default") -> str:
        """A number that is no fact's own, such as an axis tick; a pair is a range.

        Measures carry their unit in every style but `number`; counted things only in `long`.
        """
        base, case = split_style(style) or ("default", "")
        exact = (_decimal(value[0]), _decimal(value[1])) if isinstance(value, tuple) else _decimal(value)
        return self._quantity(exact, unit, (), base, case)

    def _digits(self, value: Decimal, exact: bool = False) -> str:
        """Grouped digits with the language's separators, sign aside; at most two decimals unless `exact`."""
        value = abs(value)
        # Two decimals are enough for a reader; a small share keeps two digits that say something.
        small = 0 < value < Decimal("0.1")
        places = Decimal(1).scaleb(value.adjusted() - 1) if small else Decimal("0.01")
        exponent = value.as_tuple().exponent
        if not exact and isinstance(exponent, int) and exponent < -2:
            value = value.quantize(places, ROUND_HALF_UP)
        whole, _, fraction = f"{value:f}".partition(".")
        fraction = fraction.rstrip("0")
        symbols = self.locale.number_symbols["latn"]
        if len(whole) >= len(str(self._numbers["group-from"])):
            whole = re.sub(r"(?<=\d)(?=(?:\d{3})+$)", symbols["group"], whole)
        return whole + symbols["decimal"] + fraction if fraction else whole

    def _scale(self, value: Decimal, style: str) -> tuple[int, str] | None:
        """The scale word for a value, as (power, word): only where it leaves a short and exact number."""
        wanted = _SCALE_FORMS.get(style, ("default",))
        for scale in self._scales:
            word = next((scale[name] for name in wanted if name in scale), None)
            if word is None or abs(value).adjusted() < scale["power"]:
                continue
            exponent = value.scaleb(-scale["power"]).normalize().as_tuple().exponent
            if isinstance(exponent, int) and -exponent <= scale.get("decimals", 2):
                return scale["power"], word
        return None

    def _category(self, value: Decimal) -> str:
        whole = value == value.to_integral_value()
        return str(self.locale.plural_form(int(value) if whole else value.normalize()))

    def _spell(self, value: Decimal | Span, style: str) -> _Spelled:
        if isinstance(value, tuple):
            return self._spell_range(*value, style)
        scale = self._scale(value, style)
        if scale is None:
            return _Spelled(self._digits(value), self._category(abs(value)), False, value < 0)
        power, word = scale
        text = self._digits(value.scaleb(-power), exact=True) + word
        return _Spelled(text, self._numbers["scaled-category"], True, value < 0)

    def _spell_range(self, low: Decimal, high: Decimal, style: str) -> _Spelled:
        rules = self._numbers["range"]
        first, last = self._spell(low, style), self._spell(high, style)
        pattern, lower, upper = self._range_pattern(style), first.text, last.text
        scale, low_scale = self._scale(high, style), self._scale(low, style)
        if low < 0 or high < 0:
            pattern, lower, upper = rules["apart"], self._signed(low, style), self._signed(high, style)
        elif scale and low and self._shares(low, scale[0]) and not rules.get("repeat-scale"):
            lower = self._digits(low.scaleb(-scale[0]))
        elif scale and not low_scale and 0 < low < high.scaleb(-scale[0]):
            # 1–1.1 million would be read as 1 million to 1.1 million.
            first, last = self._spell(low, "exact"), self._spell(high, "exact")
            lower, upper = first.text, last.text
        elif low and scale != low_scale:
            pattern = rules["apart"]
        text = _fill(pattern, {"low": lower, "high": upper})
        parts = (lower, upper) if low < 0 or high < 0 else (first.text, last.text)
        return _Spelled(text, last.category, last.scaled, parts=parts)

    def _range_pattern(self, style: str) -> str:
        rules = self._numbers["range"]
        return str(rules.get("short", rules["joined"]) if style in ("short", "compact") else rules["joined"])

    @staticmethod
    def _shares(low: Decimal, power: int) -> bool:
        """Whether the low end of a range reads well in the scale of its high end (0.5–1.5 million)."""
        exponent = low.scaleb(-power).normalize().as_tuple().exponent
        return low.adjusted() >= power - 1 and isinstance(exponent, int) and exponent >= -2

    def _signed(self, value: Decimal, style: str) -> str:
        text = self._spell(value, style).text
        return self._numbers["minus"] + text if value < 0 else text

    # ------------------------------------------------------------------------------------------- units

    def _currency(self, unit: str) -> str | None:
        if not re.fullmatch(r"[A-Z]{3}", unit):
            return None
        name = self.locale.currencies.get(unit)
        return str(name) if name else None

    def _entry(self, unit: str, style: str) -> Mapping[str, Any]:
        """The unit's entry with what this style changes; a currency that the file lacks is named by CLDR."""
        entry = self.units.get(unit)
        if entry is None:
            name = self._currency(unit)
            if name is None:
                return {}
            forms = self.locale._data.get("currency_names_plural", {}).get(unit)
            return {"measure": True, "forms": dict(forms) if forms else name}
        change = entry.get({"compact": "short"}.get(style, style))
        if not isinstance(change, Mapping):
            return entry
        merged = dict(entry)
        if "forms" in change:
            merged.pop("pattern", None)
            merged.pop("possessive", None)
        merged.update(change)
        return merged

    def _noun(self, unit: str, style: str, category: str, case: str = "") -> str:
        entry = self._entry(unit, style)
        forms = entry.get("forms", entry.get("noun", ""))
        if not isinstance(forms, Mapping):
            return str(forms)
        if case == "genitive" and "genitive" in self._numbers:
            category = self._numbers["genitive"].get(category, category)
        return str(forms.get(category, forms["other"]))

    def _with_unit(self, spelled: _Spelled, value: Decimal | Span, unit: str, style: str, case: str) -> str:
        """The number with its unit around it, sign in front."""
        entry = self._entry(unit, style)
        pattern = entry.get(case) if case and "pattern" in entry else None
        pattern = pattern if isinstance(pattern, str) else entry.get("pattern")
        text = spelled.text
        if pattern:
            ordinal = ""
            if "{ordinal}" in pattern:
                last = value[1] if isinstance(value, tuple) else value
                ordinals = self._numbers["ordinals"]
                ordinal = ordinals.get(str(self.locale.ordinal_form(int(last))), ordinals["other"])
            if spelled.parts and unit in self._numbers["range"].get("repeat-units", ()):
                low, high = (_fill(pattern, {"number": part, "ordinal": ordinal}) for part in spelled.parts)
                text = _fill(self._range_pattern(style), {"low": low, "high": high})
            else:
                text = _fill(pattern, {"number": text, "ordinal": ordinal})
        else:
            noun = self._noun(unit, style, spelled.category, case)
            if noun:
                joiner = self._numbers["unit-joiner-scaled" if spelled.scaled else "unit-joiner"]
                text = text + joiner + noun
        return self._numbers["minus"] + text if spelled.negative else text

    def _quantity(self, value: Decimal | Span, unit: str, qualifiers: Sequence[str], style: str, case: str = "") -> str:
        """A number with unit and qualifiers, in one style."""
        entry = self._entry(unit, style)
        measure = bool(entry.get("measure"))
        rules = self._rules(qualifiers, unit)
        governed = next((rule["case"] for rule in rules if "case" in rule), "")
        if "tens-of" in qualifiers and isinstance(value, Decimal) and style != "number":
            several = self._several(value, unit, style, measure)
            if several:
                return self._qualify(several, [name for name in qualifiers if name != "tens-of"])
        # A place in a ranking is counted out, never rounded into thousands.
        spelled = self._spell(value, "exact" if unit == "rank" else style)
        inner = case or ("" if self._suffixes else governed)
        if style == "unit":
            return self._noun(unit, "long", spelled.category, inner)
        if style == "number":
            text = self._numbers["minus"] + spelled.text if spelled.negative else spelled.text
            return self._inflect(text, case)
        if measure:
            text = self._with_unit(spelled, value, unit, style, inner)
            text = self._qualify(text, qualifiers, unit, style)
            followed = any(rule.get("after") for rule in rules)
            text = text if followed else self._inflect(text, case, unit, style)
        else:
            bare = self._numbers["minus"] + spelled.text if spelled.negative else spelled.text
            outer = [name for name in qualifiers if self._rules((name,)) and self._rules((name,))[0].get("outer")]
            text = self._qualify(bare, [name for name in qualifiers if name not in outer])
            noun = self._noun(unit, style, spelled.category, inner) if style == "long" else ""
            if noun:
                scaled = spelled.scaled or text != bare
                text = text + self._numbers["unit-joiner-scaled" if scaled else "unit-joiner"] + noun
                text = self._inflect(text, case, unit, style)
            elif text == bare:
                text = self._inflect(text, case)
            text = self._qualify(text, outer)
        if style == "signed" and not spelled.negative and value != 0:
            return "+" + text
        return text

    def _several(self, value: Decimal, unit: str, style: str, measure: bool) -> str:
        """Tens of thousands; empty where the language has no word for that many."""
        word = self._numbers["several"].get(value.adjusted())
        if not word:
            return ""
        if not measure and style != "long":
            return str(word)
        noun = self._noun(unit, "long", self._category(Decimal(10**6)), "genitive")
        return _fill(self._numbers["several-with-unit"], {"number": word, "unit": noun}) if noun else str(word)

    # -------------------------------------------------------------------------------------- qualifiers

    def _rules(self, qualifiers: Sequence[str], unit: str = "") -> list[Mapping[str, Any]]:
        """The rules of these qualifiers in the file's order, which is from the number outwards."""
        rules = self._data["qualifiers"]
        wanted = {name.replace(" ", "-") for name in qualifiers}
        return [rule.get("units", {}).get(unit, rule) for name, rule in rules.items() if name in wanted]

    def _qualify(self, text: str, qualifiers: Sequence[str], unit: str = "", style: str = "default") -> str:
        for rule in self._rules(qualifiers, unit):
            if self._suffixes and "case" in rule:
                text = self._inflect(text, rule["case"], unit, style)
            text = rule.get("before", "") + text + rule.get("after", "")
        return text

    # ------------------------------------------------------------------------------------ case endings

    @property
    def _suffixes(self) -> Mapping[str, Any]:
        return self._data.get("suffixes", {})  # type: ignore[no-any-return]

    def _inflect(self, text: str, case: str, unit: str = "", style: str = "default") -> str:
        """The text with a case ending that suits its last word as spoken; unchanged in a language without endings."""
        rules = self._suffixes
        if not rules or not case or case not in rules["cases"]:
            return text
        entry = self._entry(unit, style) if unit else {}
        word, written_out = self._spoken(text)
        if not word:
            return text
        back = entry.get("harmony") == "back" if "harmony" in entry and written_out else self._is_back(word)
        last = word[-1]
        if entry.get("possessive") and written_out:
            sound = "possessive"
        elif last in "ау" or last in rules["front"] or last in rules["back"] or last in "иі":
            sound = "voiced" if last == "у" else "vowel"
        else:
            sound = next((name for name in ("nasal", "buzzing", "voiceless") if last in rules[name]), "voiced")
        ending = rules["cases"][case][sound][0 if back else 1]
        return f"{text}{'' if written_out else '-'}{ending}"

    def _spoken(self, text: str) -> tuple[str, bool]:
        """The last word as it is spoken, and whether it is written out (not digits, a sign or an abbreviation)."""
        for sign, word in self._suffixes["spoken"].items():
            before = text[: -len(sign)][-1:]
            if text.endswith(sign) and not (before.isalpha() and sign.isalpha()):
                return word, False
        digits = re.search(r"\d[\d\u00a0\u202f]*(?:[.,]\d+)?$", text)
        if digits:
            return self._last_numeral(digits.group()), False
        word = re.search(r"[^\W\d_]+$", text)
        return (word.group().lower(), True) if word and word.group()[-1] in _CYRILLIC else ("", False)

    def _last_numeral(self, digits: str) -> str:
        numerals = self._suffixes["numerals"]
        number = re.split(r"[.,]", re.sub(r"[\u00a0\u202f]", "", digits))[-1].lstrip("0")
        if not number:
            return str(numerals["ones"][0])
        zeros = len(number) - len(number.rstrip("0"))
        if zeros == 0:
            return str(numerals["ones"][int(number[-1])])
        if zeros == 1:
            return str(numerals["tens"][int(number[-2])])
        powers: Mapping[int, str] = numerals["powers"]
        return powers[max(power for power in powers if power <= zeros)]

    def _is_back(self, word: str) -> bool:
        rules = self._suffixes
        if word.endswith("ь"):
            return False
        for place in range(len(word) - 1, -1, -1):
            letter = word[place]
            if letter in rules["back"]:
                return True
            if letter in rules["front"]:
                return False
            if letter == "у" and place < len(word) - 1:
                return True
        return False

    # ------------------------------------------------------------------------------------------- dates

    @cached_property
    def _months(self) -> Mapping[str, tuple[str, ...]]:
        """Month names by placeholder.  Stand-alone names that differ by a capital alone are for calendars: not used."""
        names = self.locale.months
        numbers = range(1, 13)

        def forms(width: str) -> tuple[str, ...]:
            alone, after_day = names["stand-alone"][width], names["format"][width]
            same = all(alone[n].lower() == after_day[n].lower() for n in numbers)
            return tuple((after_day if same else alone)[n] for n in numbers)

        return {
            "month": forms("wide"),
            "month-of": tuple(names["format"]["wide"][n] for n in numbers),
            "month-short": forms("abbreviated"),
            "month-in": tuple(self._data.get("months-in", forms("wide"))),
        }

    def _fields(self, moment: Moment, mark: str = "") -> dict[str, str]:
        fields = {f"year{mark}": str(moment.year)}
        if moment.month:
            fields[f"mm{mark}"] = f"{moment.month:02}"
            fields[f"month-number{mark}"] = str(moment.month)
            for name, months in self._months.items():
                fields[f"{name}{mark}"] = months[moment.month - 1]
            for case in self._suffixes["cases"] if self._suffixes else ():
                fields[f"month{mark}+{case}"] = self._inflect(self._months["month"][moment.month - 1], case)
        if moment.day:
            fields[f"day{mark}"] = str(moment.day)
            fields[f"dd{mark}"] = f"{moment.day:02}"
        return fields

    def date(self, moment: Moment | Period, style: str = "default") -> str:
        """A date, or a pair of them as a span, as precisely as it is known."""
        base, case = split_style(style) or ("default", "")
        if isinstance(moment, tuple) and moment[0] == moment[1]:
            moment = moment[0]
        if base in ("number", "year"):
            if isinstance(moment, Moment):
                return self._inflect(str(moment.year), case)
            years = [str(moment[0].year), str(moment[1].year)]
            return self._inflect("–".join(dict.fromkeys(years)), case)
        if base == "month":
            moment = to_month(moment) if isinstance(moment, Moment) else (to_month(moment[0]), to_month(moment[1]))
            return self.date(moment, case or "default")
        base = {"compact": "short", "short": "short", "day": "day", "when": "when"}.get(base, "default")
        if isinstance(moment, Moment):
            patterns = self._dates[precision(moment)]
            fields = self._fields(moment)
        else:
            kind = stretch(*moment)
            if kind == "apart":
                plain = "short" if base == "short" else "default"
                first, second = (self.date(end, plain) for end in moment)
                return _fill(self._dates["spans"]["apart"], {"first": first, "second": second})
            patterns = self._dates["spans"][kind]
            fields = {**self._fields(moment[0]), **self._fields(moment[1], "2")}
        if case and case in patterns and base == "default":
            return _fill(patterns[case], fields)
        text = _fill(patterns.get(base, patterns["default"]), fields)
        return text if base == "when" else self._inflect(text, case)

    # ------------------------------------------------------------------------------------------- facts

    def value(
        self, fact: Fact, style: str = "default", translate: Translate = str, lookup: Lookup | None = None
    ) -> str:
        """The fact, worded.  `translate` gives texts in this language, `lookup` the fact that `of:` names.

        Where sources disagree, `on_conflict` decides: both values, their range, or the preferred source's.
        Raises ValueError for a style that `knows_style` refuses.
        """
        parts = split_style(style)
        if parts is None:
            raise ValueError(f"no style '{style}'")
        base, case = parts
        if base in _ABOUT:
            return self._about(fact, base, case, translate)
        worded: list[str] = []
        bare = base in _BARE and base != "unit"
        for said in alternatives(fact):
            text = self._worded(fact, said.value, () if bare else said.qualifier, base, case, translate, lookup)
            if text and text not in worded:
                worded.append(text)
        if isinstance(fact.value, Text) and any(mark in text for text in worded for mark in ",;，、；"):
            # "One, here or two, there" would leave open where a version ends.
            return ("; " if self.sentence_space else "；").join(worded)
        return self.join(worded, "or") if worded else ""

    def _about(self, fact: Fact, style: str, case: str, translate: Translate) -> str:
        if style == "as-of":
            return self.date(fact.as_of, case or "default") if fact.as_of else ""
        if style == "kind":
            return self.words.get(f"kind-{fact.kind}", fact.kind)
        text: Text | None = getattr(fact, style)
        if style == "stage" and text and f"stage-{text}" in self.words:
            return self.words[f"stage-{text}"]
        return translate(text) if text else ""

    def _worded(
        self,
        fact: Fact,
        value: Any,
        qualifiers: Sequence[str],
        base: str,
        case: str,
        translate: Translate,
        lookup: Lookup | None,
    ) -> str:
        if isinstance(value, Text):
            return "" if base == "unit" else translate(value)
        if isinstance(value, Moment) or (isinstance(value, tuple) and isinstance(value[0], Moment)):
            if base == "unit":
                return ""
            rules = self._rules(qualifiers)
            governed = "" if self._suffixes else next((rule["case"] for rule in rules if "case" in rule), "")
            wanted = case or governed
            return self._qualify(self.date(value, f"{base}-{wanted}" if wanted else base), qualifiers)
        if value is None:
            return ""
        if isinstance(value, str):
            return value
        exact = (_decimal(value[0]), _decimal(value[1])) if isinstance(value, tuple) else _decimal(value)
        if base in ("of", "long") and fact.of is not None:
            return self._of(fact, exact, qualifiers, base, lookup)
        return self._quantity(exact, fact.unit, qualifiers, base, case)

    def _of(
        self, fact: Fact, value: Decimal | Span, qualifiers: Sequence[str], style: str, lookup: Lookup | None
    ) -> str:
        """A rank or a part with its whole; the whole's noun is known where `of` names a fact."""
        plain_style = "default" if style == "of" else style
        own = self._quantity(value, fact.unit, qualifiers, plain_style)
        whole = lookup(fact.of) if isinstance(fact.of, str) and lookup else None
        total = whole.value if whole else fact.of
        if isinstance(total, str) or total is None or isinstance(total, Moment):
            return own
        count = _decimal(total)
        if fact.unit != "rank":
            counted = self.number(count)
            return _fill(self._numbers["share-of"], {"value": own, "count": counted})
        patterns = self._numbers["rank-of"]
        named = whole is not None and bool(self._noun(whole.unit, "long", "other"))
        if not named or (style == "of" and patterns["use"] == "plain"):
            return _fill(patterns["plain"], {"rank": own, "count": self.number(count)})
        assert whole is not None
        counted = self._quantity(count, whole.unit, (), "long", patterns.get("case", ""))
        return _fill(patterns["noun"], {"rank": own, "count": counted})

    # ------------------------------------------------------------------------------------ reading back

    @cached_property
    def _reader(self) -> Reader:
        return Reader(self)

    def read_numbers(self, text: str) -> list[Quantity]:
        """Every quantity and date in a text of this language, in order: the inverse of `value`.

        Digits in web addresses and in names (G42, GPT-4) are no quantities.
        """
        return self._reader.read(text)


_CYRILLIC = frozenset("абвгдеёжзийклмнопрстуфхцчшщъыьэюяәғқңөұүһі")


def _decimal(value: Number) -> Decimal:
    # str() of a float is its shortest exact form, which is what an axis tick means.
    return value if isinstance(value, Decimal) else Decimal(str(value))


def _fill(pattern: str, values: Mapping[str, str]) -> str:
    """The pattern with its `{places}` filled; a place that nobody fills stays, to be seen."""
    return re.sub(r"\{([^{}]+)\}", lambda match: values.get(match[1], match[0]), pattern)


def _untilde(data: Any) -> Any:
    """The language's data with every tilde turned into a no-break space, which an editor would not show."""
    if isinstance(data, str):
        return data.replace("~", NO_BREAK_SPACE)
    if isinstance(data, Mapping):
        return {_untilde(key): _untilde(value) for key, value in data.items()}
    return [_untilde(value) for value in data] if isinstance(data, list) else data
