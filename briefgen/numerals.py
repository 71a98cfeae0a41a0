"""Numbers, dates and hedges as sources word them, in Chinese, Russian, Kazakh and English: text -> quantities.

For checking evidence: `约2万人` is about 20,000, `свыше 1,5 млрд` over 1,500,000,000.  A reader here may find too many
numbers in a text (Chinese uses its digits inside words); evidence is short, and a fact must meet one of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

_FULL_WIDTH = {0xFF10 + digit: ord("0") + digit for digit in range(10)} | {
    ord("％"): "%",
    ord("，"): ",",
    ord("．"): ".",
}


@dataclass(frozen=True, slots=True)
class Quantity:
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
    return language == "zh" or language in _TONGUES


def read_numbers(text: str, language: str) -> list[Quantity]:
    """The numbers in a text, each with its scale word worked in.  Raises KeyError for a language `can_read` refuses.

    >>> [(q.low, sorted(q.qualifiers)) for q in read_numbers("超过8.4亿美元", "zh")]
    [(Decimal('840000000.0'), ['over'])]
    """
    text = text.translate(_FULL_WIDTH)
    return list(_read_chinese(text) if language == "zh" else _read_alphabetic(text, _TONGUES[language]))


def read_days(text: str, language: str) -> list[Day]:
    """The dates in a text, complete or not.  Raises KeyError for a language `can_read` refuses.

    >>> read_days("7月9日", "zh")[0].month
    7
    """
    text = text.translate(_FULL_WIDTH)
    found: list[Day] = []
    for match in re.finditer(r"(?<!\d)(\d{4})-(\d{2})(?:-(\d{2}))?(?!\d)", text):
        year, month, day = match.groups()
        found.append(Day(int(year), int(month), int(day) if day else None, *match.span()))
    if language == "zh":
        pattern = r"(?:(?<!\d)(\d{4})年(?!间|内|来))?(?:(?<!\d)(\d{1,2})月份?)?(?:(?<!\d)(\d{1,2})[日号])?"
        found.extend(_day(match) for match in re.finditer(pattern, text) if match.group())
        return found
    return found + list(_alphabetic_days(text, _TONGUES[language]))


def _day(match: re.Match[str]) -> Day:
    year, month, day = (int(part) if part else None for part in match.groups())
    return Day(year, month, day, *match.span())


# ------------------------------------------------------------------------------------------------- Chinese

_DIGITS: Mapping[str, int] = {
    **{digit: value for value, digit in enumerate("零一二三四五六七八九")},
    "〇": 0,
    "两": 2,
}
_SMALL: dict[str, int] = {"十": 10, "百": 100, "千": 1000}
_LARGE: dict[str, int] = {"万": 10**4, "亿": 10**8}
_SCALES = _SMALL | _LARGE

_ARABIC = r"\d{1,3}(?:,\d{3})+(?![\d,])|\d+(?:\.\d+)?"
_CHINESE = re.compile(
    rf"""
    (?P<percent>百分之)?
    (?:
        (?P<several>[数几])(?P<several_scale>[十百千万亿]+)
      | (?P<low>{_ARABIC})(?P<low_more>[多余])?(?P<low_scale>[十百千万亿]*)(?P<low_percent>%)?
        (?:\s*(?:[—–~～至到-]|——)\s*(?P<high>{_ARABIC})(?P<high_scale>[十百千万亿]*))?
      | (?P<han>[零〇一二两三四五六七八九十百千万亿]+)
      | (?P<first>首)(?=[个次批位座款家部])
    )
    (?P<more>[多余])?
    (?P<after>\s*(?:个百分点|%|人次|美元|卢布|坚戈|公顷|(?:公民|人|名)))?
    """,
    re.VERBOSE,
)
_CHINESE_UNITS: Mapping[str, str] = {
    "个百分点": "percentage-point",
    "%": "percent",
    "人次": "person-time",
    "美元": "USD",
    "卢布": "RUB",
    "坚戈": "KZT",
    "公顷": "hectare",
}
_REACH = r"(?:可?达到?|到|至)?(?:第|前)?\s*$"
_CHINESE_BEFORE: Sequence[tuple[str, re.Pattern[str]]] = (
    ("at most", re.compile(r"(?:不超过|不多于|不高于)" + _REACH)),
    ("over", re.compile(r"(?:(?<!不)超过?|突破|逾|多于|高于)" + _REACH)),
    ("at least", re.compile(r"(?:至少|不少于|不低于|最少)" + _REACH)),
    ("up to", re.compile(r"(?:最多|至多|最高)" + _REACH)),
    ("about", re.compile(r"(?<![节契条公特签预])约" + _REACH)),
    ("nearly", re.compile(r"(?:将?近|接近)" + _REACH)),
    ("top", re.compile(r"前\s*$")),
)
_CHINESE_FAR: Sequence[tuple[str, re.Pattern[str]]] = (
    ("planned", re.compile(r"(?<![”》’])计划|规划|拟")),
    ("expected", re.compile(r"预计|预期|有望")),
)


def _read_chinese(text: str) -> Iterator[Quantity]:
    for match in _CHINESE.finditer(text):
        part = match.groupdict()
        qualifiers: set[str] = set()
        high: Decimal | None = None
        if part["several"]:
            low = _scaled(Decimal(1), part["several_scale"])
            qualifiers.add("tens-of")
        elif part["low"]:
            scale = part["low_scale"] or ""
            if part["high"]:
                high = _scaled(_decimal(part["high"]), part["high_scale"])
                scale = scale or part["high_scale"] or ""
            low = _scaled(_decimal(part["low"]), scale)
        elif part["first"]:
            low = Decimal(1)
        else:
            low = Decimal(_han(part["han"]))
        if part["more"] or part["low_more"]:
            qualifiers.add("over")
        before = text[: match.start()]
        qualifiers |= {name for name, pattern in _CHINESE_BEFORE if pattern.search(before[-12:])}
        clause = re.split(r"[，。；！？,;]", before)[-1]
        qualifiers |= {name for name, pattern in _CHINESE_FAR if pattern.search(clause)}
        if text[match.end() :].lstrip().startswith("左右"):
            qualifiers.add("about")
        after = (part["after"] or "").strip()
        percent = part["percent"] or part["low_percent"]
        unit = "percent" if percent and after != "个百分点" else _CHINESE_UNITS.get(after, "")
        if after in ("人", "名", "公民") and unit == "":
            unit = "person"
        yield Quantity(low, high, unit, frozenset(qualifiers), match.start(), match.end())


def _decimal(text: str) -> Decimal:
    return Decimal(text.replace(",", ""))


def _scaled(number: Decimal, scale: str | None) -> Decimal:
    for character in scale or "":
        number *= _SCALES[character]
    return number


def _han(text: str) -> int:
    """A number in Chinese digits: 五, 二十多, 一亿二千万, 二〇二五."""
    if not any(character in _SCALES for character in text):
        return int("".join(str(_DIGITS[character]) for character in text))
    total = section = digit = 0
    for character in text:
        if character in _DIGITS:
            digit = _DIGITS[character]
        elif character in _SMALL:
            section += (digit or 1) * _SMALL[character]
            digit = 0
        else:
            below = section + digit
            factor = _LARGE[character]
            total = (total + below or 1) * factor if factor == 10**8 else total + (below or 1) * factor
            section = digit = 0
    return total + section + digit


# ------------------------------------------------------------------------------- Russian, Kazakh and English


@dataclass(frozen=True, slots=True)
class _Tongue:
    """How one alphabetic language words numbers; every entry is a regular expression, matched without case."""

    group: str
    point: str
    scales: Mapping[str, int]
    words: Mapping[str, int]
    several: str
    before: Mapping[str, str]
    after: Mapping[str, str]
    far: Mapping[str, str]
    units: Mapping[str, str]
    units_before: Mapping[str, str]
    months: Sequence[str]


_ENGLISH = _Tongue(
    group=",",
    point=r"\.",
    scales={"thousands?": 10**3, "millions?|mln": 10**6, "billions?|bn": 10**9, "trillions?|tn": 10**12},
    words={
        **{
            word: value
            for value, word in enumerate(
                (
                    "zero",
                    "one",
                    "two",
                    "three",
                    "four",
                    "five",
                    "six",
                    "seven",
                    "eight",
                    "nine",
                    "ten",
                    "eleven",
                    "twelve",
                    "thirteen",
                    "fourteen",
                    "fifteen",
                    "sixteen",
                    "seventeen",
                    "eighteen",
                    "nineteen",
                )
            )
        },
        **{
            word: 10 * value
            for value, word in enumerate(
                ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"), 2
            )
        },
        "hundred": 100,
        "dozen": 12,
        "first": 1,
        "second": 2,
        "third": 3,
    },
    several="tens of",
    before={
        "at most": "no more than|not more than|at most",
        "over": r"(?<!no )(?<!not )more than|over|above|exceed(?:s|ed|ing)?",
        "at least": "at least|no fewer than|no less than",
        "up to": "up to|as many as",
        "about": "about|around|approximately|some|roughly",
        "nearly": "nearly|almost|close to",
    },
    after={"over": r"or more|\+", "about": "or so"},
    far={"planned": r"plan(?:s|ned)?\b|intend", "expected": r"expect|forecast|project(?:s|ed)\b"},
    units={
        "percentage-point": "percentage points?|p\\.p\\.",
        "percent": "%|per ?cent",
        "USD": "(?:US )?dollars?|USD",
        "RUB": "(?:Russian )?ro?ubles?",
        "KZT": "tenge",
        "hectare": "ha|hectares?",
    },
    units_before={"USD": r"(?:US)?\$", "RUB": "₽", "KZT": "₸"},
    months=(
        "jan(?:uary)?",
        "feb(?:ruary)?",
        "mar(?:ch)?",
        "apr(?:il)?",
        "may",
        "june?",
        "july?",
        "aug(?:ust)?",
        "sept?(?:ember)?",
        "oct(?:ober)?",
        "nov(?:ember)?",
        "dec(?:ember)?",
    ),
)

_CYRILLIC_WORDS: Mapping[str, int] = {
    "од(?:ин|на|но|ного|ной)": 1,
    "дв(?:а|е|ух)": 2,
    "тр(?:и|[её]х)": 3,
    "четыр(?:е|[её]х)": 4,
    "пят(?:ь|и)": 5,
    "шест(?:ь|и)": 6,
    "сем(?:ь|и)": 7,
    "вос(?:емь|ьми)": 8,
    "девят(?:ь|и)": 9,
    "десят(?:ь|и)": 10,
    "одиннадцат[ьи]": 11,
    "двенадцат[ьи]": 12,
    "тринадцат[ьи]": 13,
    "четырнадцат[ьи]": 14,
    "пятнадцат[ьи]": 15,
    "шестнадцат[ьи]": 16,
    "семнадцат[ьи]": 17,
    "восемнадцат[ьи]": 18,
    "девятнадцат[ьи]": 19,
    "двадцат[ьи]": 20,
    "тридцат[ьи]": 30,
    "сорока?": 40,
    "пят(?:ь|и)десят[и]?": 50,
    "шест(?:ь|и)десят[и]?": 60,
    "сем(?:ь|и)десят[и]?": 70,
    "вос(?:емь|ьми)десят[и]?": 80,
    "девяност[оа]": 90,
    "ст[оа]": 100,
    "двести": 200,
    "триста": 300,
    "четыреста": 400,
    "пятьсот": 500,
    "шестьсот": 600,
    "семьсот": 700,
    "восемьсот": 800,
    "девятьсот": 900,
}

_RUSSIAN = _Tongue(
    group="[ \u00a0\u202f\u2009]",
    point="[.,]",
    scales={
        r"тыс\.?|тысяч[аиу]?|тысячами?": 10**3,
        r"млн\.?|миллион(?:а|ов|ы)?": 10**6,
        r"млрд\.?|миллиард(?:а|ов|ы)?": 10**9,
        r"трлн\.?|триллион(?:а|ов|ы)?": 10**12,
    },
    words=_CYRILLIC_WORDS,
    several="десятк(?:и|ов|ами?)",
    before={
        "at most": "не более|не больше|не свыше",
        "over": "(?<!не )более(?: чем)?|(?<!не )свыше|(?<!не )больше|превы(?:сил[аио]?|шает|сит)",
        "at least": "не менее|как минимум|по меньшей мере",
        "up to": "до",
        "about": "около|примерно|порядка|приблизительно",
        "nearly": "почти|близко к",
    },
    after={"over": "с лишним"},
    far={"planned": "планиру|намерен|запланирован", "expected": "ожида|прогноз"},
    units={
        "percentage-point": r"процентн\w+ пункт\w*|п\. ?п\.",
        "percent": r"%|процент\w*",
        "USD": r"долл\w*\.?(?: США)?|\$",
        "RUB": r"руб\w*\.?|₽",
        "KZT": "тенге|₸",
        "hectare": r"га\b|гектар\w*",
        "person": r"человек\w*",
    },
    units_before={"USD": r"\$", "RUB": "₽", "KZT": "₸"},
    months=(
        "январ[ьяе]",
        "феврал[ьяе]",
        "март[ае]?",
        "апрел[ьяе]",
        "ма[йяе]",
        "июн[ьяе]",
        "июл[ьяе]",
        "август[ае]?",
        "сентябр[ьяе]",
        "октябр[ьяе]",
        "ноябр[ьяе]",
        "декабр[ьяе]",
    ),
)

_KAZAKH = _Tongue(
    group="[ \u00a0\u202f\u2009]",
    point="[.,]",
    scales={"мың": 10**3, r"млн\.?|миллион": 10**6, r"млрд\.?|миллиард": 10**9, r"трлн\.?|триллион": 10**12},
    words={
        word: value
        for value, word in [
            *enumerate(("бір", "екі", "үш", "төрт", "бес", "алты", "жеті", "сегіз", "тоғыз", "он"), 1),
            *(
                (10 * ten, word)
                for ten, word in enumerate(("жиырма", "отыз", "қырық", "елу", "алпыс", "жетпіс", "сексен", "тоқсан"), 2)
            ),
            (100, "жүз"),
        ]
    },
    several="ондаған",
    before={"at least": "кемінде", "about": "шамамен|шамалап", "nearly": "дерлік"},
    after={"over": "астам|артық", "up to": "дейін", "nearly": "жуық", "about": "шамасында"},
    far={"planned": "жоспарла", "expected": "күтіл|болжа"},
    units={
        "percentage-point": r"пайыздық тармақ\w*",
        "percent": r"%|пайыз\w*",
        "USD": r"(?:АҚШ )?доллар\w*",
        "RUB": r"(?:Ресей )?рубл\w*",
        "KZT": r"теңге\w*|₸",
        "hectare": r"га\b|гектар\w*",
        "person": r"адам\w*",
    },
    units_before={"USD": r"\$", "RUB": "₽", "KZT": "₸"},
    months=(
        "қаңтар",
        "ақпан",
        "наурыз",
        "сәуір",
        "мамыр",
        "маусым",
        "шілде",
        "тамыз",
        "қыркүйек",
        "қазан",
        "қараша",
        "желтоқсан",
    ),
)

_TONGUES: Mapping[str, _Tongue] = {"en": _ENGLISH, "ru": _RUSSIAN, "kk": _KAZAKH}


@cache
def _patterns(language: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    tongue = _TONGUES[language]
    figure = rf"\d{{1,3}}(?:{tongue.group}\d{{3}})+(?!\d)|\d+(?:{tongue.point}\d+)?"
    scale = "|".join(tongue.scales)
    words = "|".join(sorted(tongue.words, key=len, reverse=True))
    units = "|".join(tongue.units.values())
    before = "|".join(tongue.units_before.values())
    number = re.compile(
        rf"(?P<unit_before>{before})?\s*(?:"
        rf"(?P<several>\b(?:{tongue.several}))\s+(?P<several_scale>(?:{scale}))(?!\w)"
        rf"|(?<![\w.,])(?P<low>{figure})(?:\s*(?P<low_scale>{scale})(?!\w))?\s*(?P<low_percent>%)?"
        rf"(?:\s*(?:[-–—]|to|до)\s*(?:{before})?(?P<high>{figure})(?:\s*(?P<high_scale>{scale})(?!\w))?)?"
        rf"|\b(?P<words>(?:{words})(?:[ -](?:and )?(?:{words}))*)(?!\w)(?:\s*(?P<word_scale>{scale})(?!\w))?"
        rf"|\b(?P<bare_scale>{scale})(?!\w)"
        rf")(?P<unit>\s*(?:{units}))?",
        re.IGNORECASE,
    )
    months = "|".join(f"(?:{month})" for month in tongue.months)
    day = re.compile(
        rf"(?:(?P<d1>\d{{1,2}})\s+)?(?P<month>\b(?:{months}))(?!\w)(?:\s+(?P<d2>\d{{1,2}})(?!\d))?(?:,?\s+(?P<year>\d{{4}}))?"
        rf"|(?P<lone>(?<!\d)(?:19|20)\d{{2}})(?!\d)",
        re.IGNORECASE,
    )
    return number, day


def _language_of(tongue: _Tongue) -> str:
    return next(language for language, other in _TONGUES.items() if other is tongue)


def _read_alphabetic(text: str, tongue: _Tongue) -> Iterator[Quantity]:
    number, _ = _patterns(_language_of(tongue))
    for match in number.finditer(text):
        part = match.groupdict()
        qualifiers: set[str] = set()
        high: Decimal | None = None
        if part["several"]:
            low = Decimal(10 * _scale_of(part["several_scale"], tongue))
            qualifiers.add("tens-of")
        elif part["low"]:
            scale = part["low_scale"]
            if part["high"]:
                high = _figure(part["high"], tongue) * _scale_of(part["high_scale"], tongue)
                scale = scale or part["high_scale"]
            low = _figure(part["low"], tongue) * _scale_of(scale, tongue)
        elif part["words"]:
            low = Decimal(_words(part["words"], tongue) * _scale_of(part["word_scale"], tongue))
        else:
            low = Decimal(_scale_of(part["bare_scale"], tongue))
        before, after = text[: match.start()].rstrip(), text[match.end() :]
        qualifiers |= {
            name
            for name, words in tongue.before.items()
            if re.search(rf"(?<!\w)(?:{words})\s*$", before, re.IGNORECASE)
        }
        qualifiers |= {
            name for name, words in tongue.after.items() if re.match(rf"\s*(?:{words})", after, re.IGNORECASE)
        }
        clause = re.split(r"[.;!?]\s", before)[-1]
        qualifiers |= {
            name for name, words in tongue.far.items() if re.search(rf"\b(?:{words})", clause, re.IGNORECASE)
        }
        unit = "percent" if part["low_percent"] else _unit_of(part["unit"], tongue.units)
        unit = unit or _unit_of(part["unit_before"], tongue.units_before)
        yield Quantity(low, high, unit, frozenset(qualifiers), match.start(), match.end())


def _figure(text: str, tongue: _Tongue) -> Decimal:
    if re.fullmatch(rf"\d{{1,3}}(?:{tongue.group}\d{{3}})+", text):
        return Decimal(re.sub(tongue.group, "", text))
    return Decimal(text.replace(",", "."))


def _scale_of(word: str | None, tongue: _Tongue) -> int:
    if not word:
        return 1
    return next((factor for pattern, factor in tongue.scales.items() if re.fullmatch(pattern, word, re.IGNORECASE)), 1)


def _unit_of(word: str | None, units: Mapping[str, str]) -> str:
    if not word:
        return ""
    return next((unit for unit, pattern in units.items() if re.fullmatch(pattern, word.strip(), re.IGNORECASE)), "")


def _words(text: str, tongue: _Tongue) -> int:
    """Number words added up; a hundred multiplies what stands before it: two hundred and five."""
    total = 0
    for word in re.split(r"[ -]", text.lower()):
        value = next((value for pattern, value in tongue.words.items() if re.fullmatch(pattern, word)), None)
        if value is None:
            continue
        total = total * value if value in (100, 12) and 0 < total < 10 else total + value
    return total


def _alphabetic_days(text: str, tongue: _Tongue) -> Iterator[Day]:
    _, day = _patterns(_language_of(tongue))
    for match in day.finditer(text):
        part = match.groupdict()
        if part["lone"]:
            yield Day(int(part["lone"]), None, None, *match.span())
            continue
        month = next(
            index
            for index, pattern in enumerate(tongue.months, 1)
            if re.fullmatch(pattern, part["month"], re.IGNORECASE)
        )
        number = part["d1"] or part["d2"]
        year = int(part["year"]) if part["year"] else None
        yield Day(year, month, int(number) if number else None, *match.span())
