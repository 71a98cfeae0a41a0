"""One language: how it words values, dates, lists and quotes, and its fixed words.

CLDR (through Babel) gives separators, month names, plural rules and list patterns.  What CLDR lacks or words unlike
a government briefing lives in `languages/<code>.yaml`; a further language is one more such file.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from functools import cache, cached_property
from typing import Any

from briefgen.dates import DateWording
from briefgen.endings import Endings
from briefgen.finding import Span
from briefgen.language_files import language_spec
from briefgen.language_spec import Category, LanguageSpec, Rule, Unit, fill
from briefgen.model import Fact, Moment, Text
from briefgen.moments import Period
from briefgen.statements import alternatives

Number = Decimal | int | float
Ends = tuple[Decimal, Decimal]
Translate = Callable[[Text], str]
Lookup = Callable[[str], Fact | None]


@dataclass(frozen=True, slots=True)
class ValueStyle:
    """A way to word a fact, as an author types it after the bar of `${fact|style}`."""

    name: str
    description: str


STYLES = (
    ValueStyle("default", "the value with its qualifier; measures (money, percent, hectares, years) carry their unit"),
    ValueStyle("long", "in full, with the unit's noun: people, US dollars, out of how many"),
    ValueStyle("short", "with abbreviated scale, unit and date, for tables and labels"),
    ValueStyle("compact", "the tightest form, thousands shortened too, for charts"),
    ValueStyle("value", "the value with its unit, without the qualifier"),
    ValueStyle("number", "the bare number: no unit, no qualifier; of a date the year"),
    ValueStyle("unit", "the unit's noun alone, in the form that the number asks for"),
    ValueStyle("signed", "the value with a plus or a minus before it"),
    ValueStyle("of", "a rank or a count with the whole: 60th of 195"),
    ValueStyle("year", "the year of a date in bare digits, for words that the sentence adds"),
    ValueStyle("month", "month and year of a date"),
    ValueStyle("day", "day and month of a date, without the year"),
    ValueStyle("when", "a date with what answers 'when?': on 18 January 2026, in 2026"),
    ValueStyle("as-of", "the date for which the fact holds"),
    ValueStyle("label", "the fact's label"),
    ValueStyle("caveat", "what is doubtful about the fact"),
    ValueStyle("speaker", "whose opinion it is"),
    ValueStyle("place", "where it holds"),
    ValueStyle("stage", "how far an agreement or a bill has come"),
    ValueStyle("kind", "result, target, plan or opinion"),
)
CASES = (
    ValueStyle("genitive", "in the genitive case, where the language has one (also long-genitive, day-genitive …)"),
    ValueStyle("dative", "in the dative case"),
    ValueStyle("accusative", "in the accusative case"),
    ValueStyle("locative", "in the locative case"),
    ValueStyle("ablative", "in the ablative case"),
    ValueStyle("instrumental", "in the instrumental case"),
)
_BASES = frozenset(style.name for style in STYLES)
_CASES = frozenset(style.name for style in CASES)
# Styles that speak of the fact rather than of its value.
_ABOUT = frozenset(("as-of", "label", "caveat", "speaker", "place", "stage", "kind"))
_SCALE_FORMS = {"compact": ("compact", "short", "default"), "short": ("short", "default"), "exact": ()}
_NO_UNIT = Unit()
_BARE = frozenset(("value", "number", "unit", "signed", "year"))


@dataclass(frozen=True, slots=True)
class _Spelled:
    """A number in words and digits: what plural form a noun takes after it, and whether a scale word ends it."""

    text: str
    category: Category
    scaled: bool
    negative: bool = False
    parts: tuple[str, ...] = ()


@cache
def language(code: str) -> Language:
    """The language of that code; raises LanguageMissing where there is no file for it."""
    return Language(code, language_spec(code))


def split_style(style: str) -> tuple[str, str] | None:
    """A style as (base, case), the case empty for most; None for a style that there is not."""
    if style in _BASES:
        return style, ""
    if style in _CASES:
        return "default", style
    base, dash, case = style.rpartition("-")
    return (base, case) if dash and base in _BASES and case in _CASES else None


def style_examples(code: str) -> list[tuple[ValueStyle, str]]:
    """Every style with a worded example, for `briefgen list styles`."""
    words = language(code)

    def sample(value: Any, unit: str, **more: Any) -> Fact:
        return Fact("sample", Text("sample"), value, unit, "result", (), Span(""), **more)

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

    def __init__(self, code: str, spec: LanguageSpec) -> None:
        self.code = code
        self.spec = spec
        self.name = spec.name
        self.tag = spec.tag
        self.names: Mapping[str, str] = spec.names
        self.sentence_ends = spec.sentence_ends
        self.sentence_space = spec.sentence_space
        self.words: Mapping[str, str] = spec.words
        self.units: Mapping[str, Unit] = spec.units
        self.qualifiers: tuple[str, ...] = (*spec.qualifiers, "tens-of")
        self._numbers = spec.numbers
        self._scales = sorted(spec.numbers.scales, key=lambda scale: -scale.power)
        self._endings = Endings(spec.suffixes) if spec.suffixes else None

    def __repr__(self) -> str:
        return f"Language({self.code!r})"

    # A language crosses process borders as its code.
    def __reduce__(self) -> tuple[Any, ...]:
        return (language, (self.code,))

    @cached_property
    def locale(self) -> Any:
        """Babel's Locale, imported only when something is worded."""
        from babel import Locale

        return Locale.parse(self.spec.locale)

    @property
    def styles(self) -> tuple[ValueStyle, ...]:
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
        return fill(phrase, {name: str(value) for name, value in values.items()}) if values else phrase

    def join(self, items: Iterable[str], kind: str = "and") -> str:
        """The items as a list in a sentence, joined by `and` or `or`."""
        listed = list(items)
        joining = self.spec.lists
        if joining:
            word = joining.both if kind == "and" else joining.either
            last = listed[-1:]
            return word.join([self.word("comma").join(listed[:-1]), *last]) if len(listed) > 1 else "".join(listed)
        from babel.lists import format_list

        return str(format_list(listed, style="standard" if kind == "and" else "or", locale=self.locale))

    def quote(self, text: str, kind: str = "speech") -> str:
        """The text in the language's quotation marks: `speech`, `inner` for a quotation within one, or `title`."""
        opening, closing = getattr(self.spec.quotes, kind)
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
        if len(whole) >= len(str(self._numbers.group_from)):
            whole = re.sub(r"(?<=\d)(?=(?:\d{3})+$)", symbols["group"], whole)
        return whole + symbols["decimal"] + fraction if fraction else whole

    def _scale(self, value: Decimal, style: str) -> tuple[int, str] | None:
        """The scale word for a value, as (power, word): only where it leaves a short and exact number."""
        wanted = _SCALE_FORMS.get(style, ("default",))
        for scale in self._scales:
            word = scale.word(wanted)
            if word is None or abs(value).adjusted() < scale.power:
                continue
            exponent = value.scaleb(-scale.power).normalize().as_tuple().exponent
            if isinstance(exponent, int) and -exponent <= scale.decimals:
                return scale.power, word
        return None

    def _category(self, value: Decimal) -> Category:
        whole = value == value.to_integral_value()
        form: Category = self.locale.plural_form(int(value) if whole else value.normalize())
        return form

    def _spell(self, value: Decimal | Ends, style: str) -> _Spelled:
        if isinstance(value, tuple):
            return self._spell_range(*value, style)
        scale = self._scale(value, style)
        if scale is None:
            return _Spelled(self._digits(value), self._category(abs(value)), False, value < 0)
        power, word = scale
        text = self._digits(value.scaleb(-power), exact=True) + word
        return _Spelled(text, self._numbers.scaled_category, True, value < 0)

    def _spell_range(self, low: Decimal, high: Decimal, style: str) -> _Spelled:
        rules = self._numbers.range
        first, last = self._spell(low, style), self._spell(high, style)
        pattern, lower, upper = self._range_pattern(style), first.text, last.text
        scale, low_scale = self._scale(high, style), self._scale(low, style)
        if low < 0 or high < 0:
            pattern, lower, upper = rules.apart, self._signed(low, style), self._signed(high, style)
        elif scale and low and self._shares(low, scale[0]) and not rules.repeat_scale:
            lower = self._digits(low.scaleb(-scale[0]))
        elif scale and not low_scale and 0 < low < high.scaleb(-scale[0]):
            # 1–1.1 million would be read as 1 million to 1.1 million.
            first, last = self._spell(low, "exact"), self._spell(high, "exact")
            lower, upper = first.text, last.text
        elif low and scale != low_scale:
            pattern = rules.apart
        text = fill(pattern, {"low": lower, "high": upper})
        parts = (lower, upper) if low < 0 or high < 0 else (first.text, last.text)
        return _Spelled(text, last.category, last.scaled, parts=parts)

    def _range_pattern(self, style: str) -> str:
        rules = self._numbers.range
        return rules.short or rules.joined if style in ("short", "compact") else rules.joined

    @staticmethod
    def _shares(low: Decimal, power: int) -> bool:
        """Whether the low end of a range reads well in the scale of its high end (0.5–1.5 million)."""
        exponent = low.scaleb(-power).normalize().as_tuple().exponent
        return low.adjusted() >= power - 1 and isinstance(exponent, int) and exponent >= -2

    def _signed(self, value: Decimal, style: str) -> str:
        text = self._spell(value, style).text
        return self._numbers.minus + text if value < 0 else text

    # ------------------------------------------------------------------------------------------- units

    def _currency(self, unit: str) -> str | None:
        if not re.fullmatch(r"[A-Z]{3}", unit):
            return None
        name = self.locale.currencies.get(unit)
        return str(name) if name else None

    def _named_by_cldr(self, unit: str, name: str) -> Unit:
        from babel.numbers import get_currency_name

        # Babel chooses a form by a number, so a number of each category is asked for.
        examples = {self._category(Decimal(number)): number for number in (1000, 1.5, 5, 3, 2, 1, 0)}
        forms = {category: get_currency_name(unit, number, self.locale) for category, number in examples.items()}
        return Unit.model_validate({"measure": True, "forms": {"other": name, **forms}})

    def _entry(self, unit: str, style: str) -> Unit:
        """The unit with what this style changes; a currency that the file lacks is named by CLDR."""
        entry = self.units.get(unit)
        if entry is not None:
            return entry.styled(style)
        name = self._currency(unit)
        return self._named_by_cldr(unit, name) if name else _NO_UNIT

    def _noun(self, unit: str, style: str, category: Category, case: str = "") -> str:
        entry = self._entry(unit, style)
        forms = entry.noun if entry.forms is None else entry.forms
        if isinstance(forms, str):
            return forms
        if case == "genitive" and self._numbers.genitive:
            category = self._numbers.genitive.get(category, category)
        return forms.get(category, forms["other"])

    def _joiner(self, scaled: bool) -> str:
        return self._numbers.unit_joiner_scaled if scaled else self._numbers.unit_joiner

    def _with_unit(self, spelled: _Spelled, value: Decimal | Ends, unit: str, style: str, case: str) -> str:
        """The number with its unit around it, sign in front."""
        entry = self._entry(unit, style)
        pattern = (entry.genitive if case == "genitive" and entry.pattern else None) or entry.pattern
        text = spelled.text
        if pattern:
            ordinal = ""
            if "{ordinal}" in pattern:
                last = value[1] if isinstance(value, tuple) else value
                ordinals = self._numbers.ordinals or {}
                ordinal = ordinals.get(self.locale.ordinal_form(int(last)), ordinals.get("other", ""))
            if spelled.parts and unit in self._numbers.range.repeat_units:
                low, high = (fill(pattern, {"number": part, "ordinal": ordinal}) for part in spelled.parts)
                text = fill(self._range_pattern(style), {"low": low, "high": high})
            else:
                text = fill(pattern, {"number": text, "ordinal": ordinal})
        else:
            noun = self._noun(unit, style, spelled.category, case)
            if noun:
                text = text + self._joiner(spelled.scaled) + noun
        return self._numbers.minus + text if spelled.negative else text

    def _quantity(self, value: Decimal | Ends, unit: str, qualifiers: Sequence[str], style: str, case: str = "") -> str:
        """A number with unit and qualifiers, in one style."""
        entry = self._entry(unit, style)
        measure = entry.measure
        rules = self._rules(qualifiers, unit)
        governed = next((rule.case for rule in rules if rule.case), "")
        if "tens-of" in qualifiers and isinstance(value, Decimal) and style != "number":
            several = self._several(value, unit, style, measure)
            if several:
                return self._qualify(several, [name for name in qualifiers if name != "tens-of"])
        # A place in a ranking is counted out, never rounded into thousands.
        spelled = self._spell(value, "exact" if unit == "rank" else style)
        inner = case or ("" if self._endings else governed)
        if style == "unit":
            return self._noun(unit, "long", spelled.category, inner)
        if style == "number":
            text = self._numbers.minus + spelled.text if spelled.negative else spelled.text
            return self._inflect(text, case)
        if measure:
            text = self._with_unit(spelled, value, unit, style, inner)
            text = self._qualify(text, qualifiers, unit, style)
            followed = any(rule.after for rule in rules)
            text = text if followed else self._inflect(text, case, unit, style)
        else:
            bare = self._numbers.minus + spelled.text if spelled.negative else spelled.text
            outer = [name for name in qualifiers if self._is_outer(name)]
            text = self._qualify(bare, [name for name in qualifiers if name not in outer])
            noun = self._noun(unit, style, spelled.category, inner) if style == "long" else ""
            if noun:
                text = text + self._joiner(spelled.scaled or text != bare) + noun
                text = self._inflect(text, case, unit, style)
            elif text == bare:
                text = self._inflect(text, case)
            text = self._qualify(text, outer)
        if style == "signed" and not spelled.negative and value != 0:
            return "+" + text
        return text

    def _several(self, value: Decimal, unit: str, style: str, measure: bool) -> str:
        """Tens of thousands; empty where the language has no word for that many."""
        word = self._numbers.several.get(value.adjusted())
        if not word:
            return ""
        if not measure and style != "long":
            return word
        noun = self._noun(unit, "long", self._category(Decimal(10**6)), "genitive")
        return fill(self._numbers.several_with_unit, {"number": word, "unit": noun}) if noun else word

    # -------------------------------------------------------------------------------------- qualifiers

    def _rules(self, qualifiers: Sequence[str], unit: str = "") -> list[Rule]:
        """The rules of these qualifiers in the file's order, which is from the number outwards."""
        wanted = {name.replace(" ", "-") for name in qualifiers}
        return [rule.units.get(unit, rule) for name, rule in self.spec.qualifiers.items() if name in wanted]

    def _is_outer(self, qualifier: str) -> bool:
        rule = self.spec.qualifiers.get(qualifier.replace(" ", "-"))
        return rule is not None and rule.outer

    def _qualify(self, text: str, qualifiers: Sequence[str], unit: str = "", style: str = "default") -> str:
        for rule in self._rules(qualifiers, unit):
            if rule.case:
                text = self._inflect(text, rule.case, unit, style)
            text = rule.before + text + rule.after
        return text

    def _inflect(self, text: str, case: str, unit: str = "", style: str = "default") -> str:
        """The text with a case ending; unchanged in a language without endings."""
        if not self._endings or not case:
            return text
        entry = self._entry(unit, style) if unit else _NO_UNIT
        return self._endings.inflect(text, case, bool(entry.possessive), entry.harmony)

    # ------------------------------------------------------------------------------------------- dates

    @cached_property
    def dates(self) -> DateWording:
        """How this language words dates."""
        cases = self._endings.cases if self._endings else ()
        return DateWording(self.spec, self.locale, cases, self._inflect)

    def date(self, moment: Moment | Period, style: str = "default") -> str:
        """A date, or a pair of them as a span, as precisely as it is known."""
        base, case = split_style(style) or ("default", "")
        return self.dates.word(moment, base, case)

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
            return self.word("semicolon").join(worded)
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
            governed = "" if self._endings else next((rule.case for rule in rules if rule.case), "")
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
        self, fact: Fact, value: Decimal | Ends, qualifiers: Sequence[str], style: str, lookup: Lookup | None
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
            return fill(self._numbers.share_of, {"value": own, "count": counted})
        patterns = self._numbers.rank_of
        named = whole is not None and bool(self._noun(whole.unit, "long", "other"))
        if not named or (style == "of" and patterns.use == "plain"):
            return fill(patterns.plain, {"rank": own, "count": self.number(count)})
        assert whole is not None
        counted = self._quantity(count, whole.unit, (), "long", patterns.case)
        return fill(patterns.noun, {"rank": own, "count": counted})


def _decimal(value: Number) -> Decimal:
    # str() of a float is its shortest exact form, which is what an axis tick means.
    return value if isinstance(value, Decimal) else Decimal(str(value))
