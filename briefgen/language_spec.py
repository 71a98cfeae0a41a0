"""What a file of languages/ holds, validated: all that is peculiar to one language, as data.

`language` words values by it, `quantities` reads them back, `numerals` reads sources by it, `breaks` and the
writers ask for what text of the language is like.  A further language is one more file: docs/translating.md says how.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError

from briefgen.model import Script

NO_BREAK_SPACE = "\u00a0"
_MOST_TOLD = 5

Category = Literal["zero", "one", "two", "few", "many", "other"]
Power = Annotated[int, Field(ge=0, le=27)]
Harmony = Literal["back", "front"]
Patterns = tuple[str, ...]
"""Regular expressions."""


def _has_other(forms: str | Mapping[Category, str]) -> str | Mapping[Category, str]:
    if not isinstance(forms, str) and "other" not in forms:
        raise ValueError("'other' is missing: it serves the numbers that no other form is for")
    return forms


Forms = Annotated[str | dict[Category, str], AfterValidator(_has_other)]
"""A noun after a number: one form for all, or one for each of CLDR's plural categories."""


class _Part(BaseModel):
    """A mapping of the file: its keys are written with hyphens, and a key that it does not know is a mistake."""

    model_config = ConfigDict(
        extra="forbid",
        frozen=True,
        strict=True,
        alias_generator=lambda name: name.replace("_", "-"),
        defer_build=True,
    )


# ------------------------------------------------------------------------------------------------- wording


class Quotes(_Part):
    """Quotation marks as (opening, closing): of speech, of a quotation within one, of a title."""

    speech: tuple[str, str]
    inner: tuple[str, str]
    title: tuple[str, str]


class Joining(_Part):
    """What stands before the last item of a list, where CLDR's pattern is not the usual one."""

    both: str = Field(alias="and")
    either: str = Field(alias="or")


class Scale(_Part):
    """A scale word by style; `decimals` is how many places a number may keep before it."""

    power: Power
    default: str | None = None
    short: str | None = None
    compact: str | None = None
    decimals: int = 2

    def word(self, styles: tuple[str, ...]) -> str | None:
        """The word of the first of these styles that has one."""
        return next((word for style in styles if (word := getattr(self, style)) is not None), None)


class Range(_Part):
    """Patterns of a range.  `framed` are the words around one, `to` patterns between its ends besides a dash.

    After `no_range` patterns two numbers joined by words are a change and not a range (from 3 to 5).
    """

    joined: str
    apart: str
    short: str | None = None
    repeat_scale: bool = False
    repeat_units: tuple[str, ...] = ()
    framed: tuple[str, str] | None = None
    to: Patterns = ()
    no_range: Patterns = ()


class RankOf(_Part):
    """A rank with its whole; `use` says which pattern the style `of` takes, `case` which the whole is in."""

    plain: str
    noun: str
    use: Literal["plain", "noun"]
    case: str = ""


class Characters(_Part):
    """How a number is written in characters: digits by value, and multipliers within a myriad and beyond it.

    `begins` are the multipliers that may begin a number, `not_after` what makes of one no number, `more` the marks
    right after the digits that say *over*.
    """

    digits: str
    two: str
    small: dict[str, int]
    large: dict[str, int]
    begins: str
    not_after: str
    more: str


class Numbers(_Part):
    """How numbers are written and joined with what is counted."""

    group_from: int
    minus: str
    scales: tuple[Scale, ...]
    scale_reads: dict[str, Power] = {}
    scaled_category: Category
    unit_joiner: str
    unit_joiner_scaled: str
    range: Range
    several: dict[Power, str]
    several_reads: dict[Power, str] = {}
    several_with_unit: str
    several_joiner: str = ""
    ordinals: dict[Category, str] | None = None
    genitive: dict[Category, Category] | None = None
    rank_of: RankOf
    share_of: str
    characters: Characters | None = None


class Reads(_Part):
    """Further patterns by which a qualifier is known in a text."""

    before: Patterns = ()
    after: Patterns = ()


class Rule(_Part):
    """How a qualifier is worded, and the case that it asks for."""

    before: str = ""
    after: str = ""
    case: str = ""


class Qualifier(Rule):
    """A qualifier; `outer` stands outside the noun, `units` words it anew for values of a unit."""

    outer: bool = False
    reads: Reads = Reads()
    units: dict[str, Rule] = {}


class UnitForm(_Part):
    """A unit in one style: a pattern around the number, or the noun after it."""

    pattern: str | None = None
    forms: Forms | None = None
    possessive: bool | None = None


class Unit(UnitForm):
    """A unit; a `measure` is always named beside its number, what is counted only where the sentence does not."""

    measure: bool = False
    noun: str = ""
    harmony: Harmony | None = None
    genitive: str | None = None
    long: UnitForm | None = None
    short: UnitForm | None = None
    reads: Patterns = ()
    reads_before: Patterns = ()

    def styled(self, style: str) -> Unit:
        """The unit with what a style changes."""
        change = self.short if style in ("short", "compact") else self.long if style == "long" else None
        if change is None:
            return self
        own = {name: getattr(change, name) for name in change.model_fields_set}
        if change.forms is not None:
            own = {"pattern": None, "possessive": None, **own}
        return self.model_copy(update=own)


class Pattern(_Part):
    """A date by style, and where a case changes more than the ending, in that case."""

    default: str
    short: str | None = None
    when: str | None = None
    day: str | None = None
    genitive: str | None = None

    def styled(self, style: str) -> str:
        """The pattern of a style, or the default where that style has none of its own."""
        return getattr(self, style, None) or self.default


class Spans(_Part):
    """Patterns of two dates, by what they have in common."""

    years: Pattern
    months: Pattern
    days: Pattern
    days_of_year: Pattern
    apart: str


class Dates(_Part):
    """Patterns of dates as precise as they are known, and further ones by which dates are known in a text."""

    day: Pattern
    month: Pattern
    year: Pattern
    spans: Spans
    reads: tuple[str, ...] = ()


class Sounds(_Part):
    """A case ending by the last sound of the word, each for back vowels and for front ones."""

    vowel: tuple[str, str]
    nasal: tuple[str, str]
    buzzing: tuple[str, str]
    voiced: tuple[str, str]
    voiceless: tuple[str, str]
    possessive: tuple[str, str]


class Numerals(_Part):
    """Numerals as they are spoken: ones and tens by value, powers of ten."""

    ones: tuple[str, ...] = Field(min_length=10, max_length=10)
    tens: tuple[str, ...] = Field(min_length=10, max_length=10)
    powers: dict[Power, str]


class Suffixes(_Part):
    """Case endings that follow vowel harmony and the last sound.  All letters are those of the written word."""

    letters: str
    back: str
    front: str
    back_inside: str = ""
    neutral: str = ""
    softened: str = ""
    nasal: str
    buzzing: str
    voiceless: str
    cases: dict[str, Sounds]
    numerals: Numerals
    spoken: dict[str, str]


class Phrases(_Part):
    """Where a headline without spaces may well be broken: the price of a break at a mark or particle, and words.

    `measures` is a pattern of numbers with what they count; such a stretch and a word are never cut.
    """

    after: dict[str, int]
    before: dict[str, int]
    measures: str
    words: tuple[str, ...]


class Evidence(_Part):
    """How sources word numbers and dates in an alphabet; patterns are matched without case.

    `words` are numerals by pattern, `multipliers` the values that multiply what stands before them (two hundred), and
    `joint` may stand between two numerals.  Hedges stand right before the number, right after it, or far before it in
    its clause.
    """

    group: str
    point: str
    scales: dict[str, Power]
    words: dict[str, int]
    multipliers: tuple[int, ...] = ()
    joint: str = ""
    to: str = ""
    several: str
    before: dict[str, str]
    after: dict[str, str]
    far: dict[str, str]
    units: dict[str, str]
    units_before: dict[str, str]
    months: tuple[str, ...] = Field(min_length=12, max_length=12)


class CharacterEvidence(_Part):
    """How sources word numbers and dates in characters: digits and multipliers by value, patterns for the rest.

    `more` right after the digits says *over*, `reach` may stand between a hedge and the number, `first` is a one that
    has no digit, `top` makes a number the end of a list, and `day` has the groups year, month and day.
    """

    digits: dict[str, int]
    small: dict[str, int]
    large: dict[str, int]
    percent_before: str
    several: str
    more: str
    to: str
    first: str
    units: dict[str, str]
    reach: str
    before: dict[str, str]
    top: str
    after: dict[str, str]
    far: dict[str, str]
    clause: str
    day: str


class LanguageSpec(_Part):
    """One language; without either kind of evidence its sources cannot be checked, and are counted so.

    `bound_after` is a pattern of words that no line end parts from a value before them: those for a year.
    """

    name: str
    locale: str
    tag: str
    script: Script
    letters: str = ""
    spaced: bool
    sentence_ends: str = Field(min_length=1)
    sentence_space: str
    note_after: str
    names: dict[str, str]
    quotes: Quotes
    lists: Joining | None = None
    numbers: Numbers
    qualifiers: dict[str, Qualifier]
    units: dict[str, Unit]
    dates: Dates
    months_in: tuple[str, ...] | None = Field(default=None, min_length=12, max_length=12)
    suffixes: Suffixes | None = None
    tail: str = ""
    bound_after: str = ""
    ordinal_reads: Patterns = ()
    ordinal_reads_before: Patterns = ()
    abbreviations: tuple[str, ...] = ()
    phrases: Phrases | None = None
    evidence: Evidence | None = None
    evidence_in_characters: CharacterEvidence | None = None
    words: dict[str, str]

    def lack_nothing_of(self, other: LanguageSpec) -> None:
        """Raise ValueError for what another language can say and this one cannot: it would go without a word."""
        lacking = [f"words.{key}" for key in other.words if key not in self.words]
        lacking += [f"qualifiers.{key}" for key in other.qualifiers if key not in self.qualifiers]
        if lacking:
            raise ValueError(_told_all([f"'{place}' is missing" for place in lacking]))


def fill(pattern: str, values: Mapping[str, str]) -> str:
    """A pattern of the file with its `{places}` filled; a place that nobody fills stays, to be seen."""
    return re.sub(r"\{([^{}]+)\}", lambda match: values.get(match[1], match[0]), pattern)


def read_spec(data: Any) -> LanguageSpec:
    """The content of a language's file; raises ValueError with all that it lacks, or has too much, in words."""
    try:
        return LanguageSpec.model_validate(_untilde(data), strict=False)
    except ValidationError as error:
        wrong = error.errors(include_url=False)
    raise ValueError(_told_all([_told(one["loc"], one["type"], one["msg"]) for one in wrong]))


def _told_all(wrong: Sequence[str]) -> str:
    more = [f"and {len(wrong) - _MOST_TOLD} more"] if len(wrong) > _MOST_TOLD else []
    return "; ".join([*wrong[:_MOST_TOLD], *more])


def _told(loc: tuple[str | int, ...], kind: str, message: str) -> str:
    place = ".".join(map(str, loc)) or "the file"
    known = {"missing": f"'{place}' is missing", "extra_forbidden": f"'{place}' is no key of such a file"}
    return known.get(kind, f"'{place}': {message[:1].lower()}{message[1:]}")


def _untilde(data: Any) -> Any:
    """The data with every tilde turned into a no-break space, which an editor would not show."""
    if isinstance(data, str):
        return data.replace("~", NO_BREAK_SPACE)
    if isinstance(data, Mapping):
        return {_untilde(key): _untilde(value) for key, value in data.items()}
    return tuple(_untilde(value) for value in data) if isinstance(data, list) else data
