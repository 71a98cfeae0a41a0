"""How each language words values and reads them back, and that its file says all that the program asks of it."""

from __future__ import annotations

import ast
import datetime
import pickle
import re
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from briefgen import registry
from briefgen.finding import Span
from briefgen.language import CASES, STYLES, language, split_style, style_examples
from briefgen.language_files import LanguageMissing, codes
from briefgen.model import Citation, Fact, Moment, Text
from briefgen.quantities import Quantity, read_quantities

ROOT = Path(__file__).parents[1]
CODES = ("en", "ru", "kk", "zh")
COUNTRIES = "countries"


def moment(words: str) -> Moment:
    return Moment(*(int(part) for part in words.split("-")))


def read_value(words: str, unit: str) -> Any:
    ends = words.split("..")
    values: list[Any] = [moment(end) if unit == "date" else Decimal(end) for end in ends]
    return values[0] if len(values) == 1 else tuple(values)


def fact(value: Any, unit: str, qualifier: tuple[str, ...] = (), **more: Any) -> Fact:
    return Fact("sample", Text("sample"), value, unit, "result", (), Span(""), qualifier, **more)


def cases() -> list[Any]:
    lines = (ROOT / "tests/cases/language/values.tsv").read_text("utf-8").splitlines()
    rows = [line.split("\t") for line in lines if not line.startswith("#")]
    return [
        pytest.param(*row[:4], code, expected.replace("~", "\u00a0"), id=f"{code}:{' '.join(filter(None, row[:4]))}")
        for row in rows[1:]
        for code, expected in zip(rows[0][4:], row[4:], strict=True)
    ]


def whole(name: str) -> Fact | None:
    return fact(Decimal(name), "country")


def test_the_table_is_large_enough() -> None:
    assert len(cases()) >= 150 * len(CODES)
    assert len({case.id for case in cases()}) == len(cases())


@pytest.mark.parametrize(("value", "unit", "qualifier", "style", "code", "expected"), cases())
def test_values_are_worded(value: str, unit: str, qualifier: str, style: str, code: str, expected: str) -> None:
    words, _, of = value.partition(" of ")
    count, _, noun = of.partition(" ")
    given_of = (count if noun else Decimal(count)) if of else None
    sample = fact(read_value(words, unit), unit, tuple(filter(None, qualifier.split(","))), of=given_of)
    assert language(code).value(sample, style, lookup=whole) == expected


# --------------------------------------------------------------------------------------------- conflicts

BOTH = {
    "en": "over $1.5~billion or over $1~billion",
    "ru": "более 1,5~млрд долл.~США или более 1~млрд долл.~США",
    "kk": "1,5~млрд АҚШ долларынан астам немесе 1~млрд АҚШ долларынан астам",
    "zh": "超过15亿美元或超过10亿美元",
}
RANGE = {
    "en": "over $1–1.5~billion",
    "ru": "более 1–1,5~млрд долл.~США",
    "kk": "1–1,5~млрд АҚШ долларынан астам",
    "zh": "超过10亿至15亿美元",
}
PREFERRED = {
    "en": "over $1~billion",
    "ru": "более 1~млрд долл.~США",
    "kk": "1~млрд АҚШ долларынан астам",
    "zh": "超过10亿美元",
}


@pytest.mark.parametrize(("choice", "expected"), [("both", BOTH), ("range", RANGE), ("path", PREFERRED)])
@pytest.mark.parametrize("code", CODES)
def test_what_sources_disagree_about_is_worded_as_the_fact_decides(
    choice: str, expected: dict[str, str], code: str
) -> None:
    cited = (
        Citation("year", 4, "15亿", Span("")),
        Citation("path", 12, "10亿", Span(""), value=Decimal(10**9), qualifier=("over",)),
    )
    exports = Fact(
        "exports",
        Text("exports"),
        Decimal(1_500_000_000),
        "USD",
        "result",
        cited,
        Span(""),
        ("over",),
        on_conflict=choice,
    )
    assert language(code).value(exports) == expected[code].replace("~", "\u00a0")


def test_a_qualifier_of_one_source_alone_stays_with_its_value() -> None:
    cited = (
        Citation("a", 1, "x", Span("")),
        Citation("b", 1, "x", Span(""), value=Decimal(30), qualifier=("about",)),
    )
    disputed = Fact("n", Text("n"), Decimal(20), "school", "result", cited, Span(""), on_conflict="both")
    assert language("en").value(disputed) == "20 or about 30"
    assert language("ru").value(disputed) == "20 или около 30"


# -------------------------------------------------------------------------------------- texts and parts


def test_texts_are_translated_and_never_lose_their_words() -> None:
    body = fact(Text("Ministry"), "name")
    assert language("ru").value(body, "long", lambda text: f"<{text}>") == "<Ministry>"
    assert language("ru").value(body, "unit", lambda text: f"<{text}>") == ""


def test_styles_that_speak_of_the_fact() -> None:
    opinion = Fact(
        "view",
        Text("label words"),
        Decimal(5),
        "year",
        "opinion",
        (),
        Span(""),
        as_of=Moment(2025, 12, 27),
        speaker=Text("The expert"),
        place=Text("Astana"),
        stage=Text("before-senate"),
        caveat=Text("What is doubtful"),
    )
    russian = language("ru")

    def shout(text: Text) -> str:
        return text.upper()

    assert russian.value(opinion, "label", shout) == "LABEL WORDS"
    assert russian.value(opinion, "caveat", shout) == "WHAT IS DOUBTFUL"
    assert russian.value(opinion, "speaker", shout) == "THE EXPERT"
    assert russian.value(opinion, "place", shout) == "ASTANA"
    assert russian.value(opinion, "as-of", shout) == "27\u00a0декабря 2025\u00a0года"
    assert russian.value(opinion, "kind", shout) == "Мнение"
    assert russian.value(opinion, "stage", shout) == "на рассмотрении Сената"


def test_an_unknown_style_is_refused() -> None:
    assert not language("en").knows_style("lon")
    assert language("en").knows_style("long-genitive")
    assert split_style("as-of") == ("as-of", "")
    with pytest.raises(ValueError, match="no style 'lon'"):
        language("en").value(fact(Decimal(1), "school"), "lon")


@pytest.mark.parametrize("code", CODES)
def test_every_style_has_an_example(code: str) -> None:
    examples = style_examples(code)
    assert [style for style, _ in examples] == [*STYLES, *CASES]
    spoken = {"label", "caveat", "speaker", "place", "stage"}
    assert {style.name for style, worded in examples if not worded} <= spoken


# ------------------------------------------------------------------------------------- numbers and lists


@pytest.mark.parametrize(
    ("value", "unit", "style", "expected"),
    [
        (0, "percent", "compact", ("0%", "0~%", "0%", "0%")),
        (0.5, "", "compact", ("0.5", "0,5", "0,5", "0.5")),
        (2500.0, "", "compact", ("2.5k", "2,5~тыс.", "2,5~мың", "2500")),
        (50_000, "", "compact", ("50k", "50~тыс.", "50~мың", "5万")),
        (1e6, "USD", "compact", ("$1m", "1~млн $", "1~млн $", "100万美元")),
        (-1.5e6, "USD", "default", ("−$1.5~million", "−1,5~млн долл.~США", "−1,5~млн АҚШ доллары", "−150万美元")),
        (1 / 3, "", "default", ("0.33", "0,33", "0,33", "0.33")),
        (0.0123, "", "default", ("0.012", "0,012", "0,012", "0.012")),
        ((10, 20), "school", "long", ("10–20~schools", "10–20~школ", "10–20~мектеп", "10至20所学校")),
    ],
)
def test_numbers_that_are_no_facts(value: Any, unit: str, style: str, expected: tuple[str, ...]) -> None:
    worded = tuple(language(code).number(value, unit, style) for code in CODES)
    assert worded == tuple(text.replace("~", "\u00a0") for text in expected)


def test_a_currency_that_no_file_lists_is_named_by_cldr() -> None:
    assert language("en").knows_unit("CHF")
    assert language("en").number(Decimal(2_000_000), "CHF") == "2\u00a0million Swiss francs"
    assert language("zh").number(Decimal(2_000_000), "CHF") == "200万瑞士法郎"
    assert not language("en").knows_unit("furlong")


def test_lists_and_quotations() -> None:
    names = ["A", "B", "C"]
    assert [language(code).join(names) for code in CODES] == ["A, B and C", "A, B и C", "A, B және C", "A、B和C"]
    assert [language(code).join(names[:2], "or") for code in CODES] == ["A or B", "A или B", "A немесе B", "A或B"]
    assert [language(code).join(["A"]) for code in CODES] == ["A"] * 4
    assert [language(code).join([]) for code in CODES] == [""] * 4
    assert [language(code).quote("x") for code in CODES] == ["“x”", "«x»", "«x»", "“x”"]
    assert [language(code).quote("x", "inner") for code in CODES] == ["‘x’", "„x“", "“x”", "‘x’"]
    assert language("zh").quote("数字法典", "title") == "《数字法典》"


def test_plural_gives_the_noun_alone() -> None:
    assert [language("ru").plural(n, "school") for n in (1, 2, 5, 21, 112)] == [
        "школа",
        "школы",
        "школ",
        "школа",
        "школ",
    ]
    assert language("en").plural(1, "country") == "country"


# ------------------------------------------------------------------------------------------ fixed words


def test_fixed_words_are_filled() -> None:
    assert [language(code).word("figure", number=3) for code in CODES] == [
        "Figure\u00a03",
        "Рисунок\u00a03",
        "3-сурет",
        "图3",
    ]
    assert [language(code).word("chart-from-to", start=2024, first="a", end=2025, last="b") for code in CODES] == [
        "from a (2024) to b (2025)",
        "2024 — a, 2025 — b",
        "2024 – a, 2025 – b",
        "由a（2024）变为b（2025）",
    ]
    with pytest.raises(KeyError):
        language("en").word("no-such-word")


@pytest.mark.parametrize("part", ["words", "units", "names"])
def test_all_languages_have_the_same_keys(part: str) -> None:
    english = set(getattr(language("en"), part))
    assert {code: set(getattr(language(code), part)) ^ english for code in codes()} == {code: set() for code in codes()}


@pytest.mark.parametrize("code", CODES)
def test_a_word_asks_for_the_same_places_in_every_language(code: str) -> None:
    places = {key: set(re.findall(r"\{(\w+)\}", phrase)) for key, phrase in language(code).words.items()}
    english = {key: set(re.findall(r"\{(\w+)\}", phrase)) for key, phrase in language("en").words.items()}
    assert places == english


@pytest.mark.parametrize("code", CODES)
def test_every_chart_kind_has_a_name(code: str) -> None:
    assert [kind for kind in registry.kinds("charts") if f"chart-{kind}" not in language(code).words] == []


def test_every_word_that_the_program_asks_for_exists() -> None:
    known = set(language("en").words)
    asked: dict[str, str] = {}
    for path in sorted((ROOT / "briefgen").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "word"):
                continue
            for key in ast.walk(node.args[0]) if node.args else ():
                if isinstance(key, ast.JoinedStr):
                    pattern = "".join(
                        re.escape(str(piece.value)) if isinstance(piece, ast.Constant) else ".+" for piece in key.values
                    )
                    if not any(re.fullmatch(pattern, word) for word in known):
                        asked[pattern] = path.name
                    break
                if isinstance(key, ast.Constant) and isinstance(key.value, str) and key.value not in known:
                    asked[key.value] = path.name
    assert asked == {}


ASKING = {"word", "words", "strong", "annex", "summary_title"}
"""What is called to get a fixed word, or passes the key on."""


def asked_for(tree: ast.Module) -> Iterator[str]:
    """Patterns of the keys by which a module asks for words: those it names, and those its variables may hold."""
    constants = {
        target.id: node.value
        for node in tree.body
        if isinstance(node, ast.Assign)
        for target in node.targets
        if isinstance(target, ast.Name)
    }
    functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]
    for function in functions:
        for node in ast.walk(function):
            called = node.func if isinstance(node, ast.Call) else None
            name = (
                called.attr if isinstance(called, ast.Attribute) else called.id if isinstance(called, ast.Name) else ""
            )
            fixed = (name == "get" and "words" in ast.unparse(node)) or (
                isinstance(node, ast.Subscript) and ast.unparse(node.value).endswith(".words")
            )
            keys = [node.slice] if isinstance(node, ast.Subscript) else node.args if isinstance(node, ast.Call) else []
            for key in keys if fixed or name in ASKING else ():
                places: list[ast.AST] = [key]
                if isinstance(key, ast.Name):
                    places.append(function)
                places += [
                    constants[part.id] for part in ast.walk(key) if isinstance(part, ast.Name) and part.id in constants
                ]
                for place in places:
                    for piece in ast.walk(place):
                        if isinstance(piece, ast.JoinedStr):
                            parts = (part.value if isinstance(part, ast.Constant) else None for part in piece.values)
                            yield "".join(".+" if part is None else re.escape(str(part)) for part in parts)
                        elif isinstance(piece, ast.Constant) and isinstance(piece.value, str):
                            yield re.escape(piece.value)


def test_every_word_is_asked_for() -> None:
    modules = [ast.parse(path.read_text("utf-8")) for path in sorted((ROOT / "briefgen").rglob("*.py"))]
    patterns = {pattern for module in modules for pattern in asked_for(module) if pattern[:1] != "."}
    asked = re.compile("|".join(patterns))
    assert [word for word in language("en").words if not asked.fullmatch(word)] == []


@pytest.mark.parametrize("code", CODES)
def test_every_unit_and_qualifier_of_the_content_can_be_worded(code: str) -> None:
    facts = "\n".join(path.read_text("utf-8") for path in sorted((ROOT / "content/facts").glob("*.yaml")))
    units = set(re.findall(r"^\s+unit: ([\w-]+)", facts, re.MULTILINE))
    assert {unit for unit in units if not language(code).knows_unit(unit)} == set()
    from briefgen.schema import QUALIFIERS

    assert {name.replace(" ", "-") for name in QUALIFIERS} <= set(language(code).qualifiers)


def test_a_missing_language_says_how_to_add_one() -> None:
    with pytest.raises(LanguageMissing) as caught:
        language("tlh")
    assert str(caught.value) == "no language 'tlh' (there are: en, kk, ru, zh)"
    assert "briefgen/languages/tlh.yaml" in caught.value.hint


def test_a_language_is_loaded_once_and_crosses_processes_as_its_code() -> None:
    assert language("kk") is language("kk")
    assert pickle.loads(pickle.dumps(language("kk"))) is language("kk")


# ------------------------------------------------------------------------------------------ reading back


def found(code: str, text: str) -> list[tuple[Any, str, tuple[str, ...]]]:
    return [(quantity.value, quantity.unit, quantity.qualifier) for quantity in read_quantities(text, code)]


SAME_FACTS = {
    "en": "Since 18 January 2026 over 1.5 billion dollars, 60th of 195, 15–30%, about 98,000 ha, in 2026–2030.",
    "ru": "С 18 января 2026 г. свыше 1,5 млрд долл. США, 60-е место из 195, 15–30\u00a0%, около 98\u00a0000 га, "
    "в 2026–2030 годах.",
    "kk": "2026 жылғы 18 қаңтардан бастап 1,5 млрд АҚШ долларынан астам, 60-орында, барлығы 195, 15–30%, "
    "шамамен 98\u00a0000 гектар, 2026–2030 жылдары.",
    "zh": "自2026年1月18日起，超过15亿美元，排名第60位，共195个国家，15%至30%，约9.8万公顷，2026—2030年。",
}


@pytest.mark.parametrize("code", CODES)
def test_the_same_facts_are_read_in_every_language(code: str) -> None:
    assert found(code, SAME_FACTS[code]) == [
        (Moment(2026, 1, 18), "date", ()),
        (Decimal(1_500_000_000), "USD", ("over",)),
        (Decimal(60), "rank", ()),
        (Decimal(195), "", ()),
        ((Decimal(15), Decimal(30)), "percent", ()),
        (Decimal(98_000), "hectare", ("about",)),
        ((Moment(2026), Moment(2030)), "date", ()),
    ]


@pytest.mark.parametrize(
    ("code", "text", "expected"),
    [
        ("zh", "55亿", [(Decimal(5_500_000_000), "", ())]),
        ("zh", "55万", [(Decimal(550_000), "", ())]),
        ("zh", "1亿5000万人次", [(Decimal(150_000_000), "", ())]),
        ("zh", "五千万人", [(Decimal(50_000_000), "", ())]),
        ("zh", "一万二千三百", [(Decimal(12_300), "", ())]),
        ("zh", "百分之十五", [(Decimal(15), "percent", ())]),
        ("zh", "16个百分点", [(Decimal(16), "percentage-point", ())]),
        ("zh", "统一、一个平台、十分重要、万一", []),
        ("zh", "20多个项目", [(Decimal(20), "", ("over",))]),
        ("zh", "数万名学生", [(Decimal(10_000), "", ("tens-of",))]),
        ("zh", "不超过30%", [(Decimal(30), "percent", ("at-most",))]),
        ("zh", "60个以上", [(Decimal(60), "", ("at-least",))]),
        ("zh", "第5段", [(Decimal(5), "ordinal", ())]),
        ("zh", "１５％", [(Decimal(15), "percent", ())]),
        ("zh", "10月23日", [(Moment(0, 10, 23), "date", ())]),
        ("ru", "5,5 млрд", [(Decimal(5_500_000_000), "", ())]),
        ("ru", "от 15 до 30 %", [((Decimal(15), Decimal(30)), "percent", ())]),
        ("ru", "превысил 1 млрд рублей", [(Decimal(10**9), "RUB", ("over",))]),
        ("ru", "на 60-м месте, с 76-го", [(Decimal(60), "rank", ()), (Decimal(76), "rank", ())]),
        ("ru", "до 2030 года", [(Moment(2030), "date", ())]),
        ("ru", "2000 школ", [(Decimal(2000), "", ())]),
        ("ru", "16 процентных пунктов", [(Decimal(16), "percentage-point", ())]),
        ("ru", "в январе 2026 года", [(Moment(2026, 1), "date", ())]),
        ("kk", "90%-дан астамы", [(Decimal(90), "percent", ("over",))]),
        ("kk", "20 мың адамнан астам", [(Decimal(20_000), "", ("over",))]),
        ("kk", "1,5 млрд АҚШ долларынан асты", [(Decimal(1_500_000_000), "USD", ("over",))]),
        ("kk", "60-орыннан 50-орынға", [(Decimal(60), "rank", ()), (Decimal(50), "rank", ())]),
        ("kk", "75 пайызға", [(Decimal(75), "percent", ())]),
        ("kk", "50-орыннан жоғары", [(Decimal(50), "rank", ("over",))]),
        ("kk", "кемінде 50-орын", [(Decimal(50), "rank", ("at-least",))]),
        ("kk", "5 есептеу орталығы, 3 айтылған, 2 жылу", [(Decimal(n), "", ()) for n in (5, 3, 2)]),
        (
            "kk",
            "5 есеге, 3 айлық, 2 жылдан",
            [(Decimal(5), "times", ()), (Decimal(3), "month", ()), (Decimal(2), "year", ())],
        ),
        (
            "kk",
            "7 теңгелік, 8 гектардың, 9 долларлық",
            [(Decimal(7), "KZT", ()), (Decimal(8), "hectare", ()), (Decimal(9), "USD", ())],
        ),
        ("kk", "2026 жылдың қаңтарындағы", [(Moment(2026, 1), "date", ())]),
        ("kk", "5-шілде күні, 2-орынбасар", [(Decimal(5), "", ()), (Decimal(2), "", ())]),
        ("ru", "не ниже 50-го места", [(Decimal(50), "rank", ("at-least",))]),
        ("kk", "2030 жылға қарай", [(Moment(2030), "date", ())]),
        ("en", "more than $1.5bn", [(Decimal(1_500_000_000), "USD", ("over",))]),
        ("en", "50 or more", [(Decimal(50), "", ("at-least",))]),
        ("en", "from $1 to $2", [(Decimal(1), "USD", ()), (Decimal(2), "USD", ())]),
        ("en", "on 23 October", [(Moment(0, 10, 23), "date", ())]),
        ("en", "by mid-2026", [(Moment(2026), "date", ())]),
        ("en", "G42, GPT-4, TOP500, 5G, https://gov.kz/2025/3", []),
        ("en", "16 percentage points", [(Decimal(16), "percentage-point", ())]),
        ("en", "16 per cent", [(Decimal(16), "percent", ())]),
    ],
)
def test_quantities_are_read_as_people_write_them(code: str, text: str, expected: list[Any]) -> None:
    assert found(code, text) == expected


def test_a_quantity_knows_its_place() -> None:
    text = "In all, over $1.5 billion was paid."
    [quantity] = read_quantities(text, "en")
    assert quantity == Quantity(Decimal(1_500_000_000), "USD", ("over",), 8, 25, "over $1.5 billion")
    assert text[quantity.start : quantity.end] == quantity.text


FRAMES = {
    "en": ("It was ", " then."),
    "ru": ("Было ", " тогда."),
    "kk": ("Бұл ", " болды."),
    "zh": ("这是", "，其中"),
}
NUMBERS = st.one_of(
    st.integers(0, 9_999).map(Decimal),
    st.integers(1, 999_999).map(lambda n: Decimal(n) * 1000),
    st.integers(1, 999_999).map(lambda n: Decimal(n) * 100_000),
    st.integers(1, 9_999).map(lambda n: Decimal(n) / 100),
)
MEASURES = sorted(unit for unit, entry in language("en").units.items() if entry.measure)
COUNTED = sorted(
    unit for unit, entry in language("en").units.items() if not entry.measure and unit not in ("date", "name", "text")
)
PLAIN_QUALIFIERS = [name for name in language("en").qualifiers if name != "tens-of"]


@pytest.mark.parametrize("code", CODES)
@given(
    value=NUMBERS,
    unit=st.sampled_from([*MEASURES, *COUNTED]),
    qualifiers=st.lists(st.sampled_from(PLAIN_QUALIFIERS), max_size=1),
    outer=st.lists(st.sampled_from(["planned", "expected"]), max_size=1),
    style=st.sampled_from(["default", "long", "short", "compact"]),
)
@settings(max_examples=250, deadline=None)
def test_what_is_worded_is_read_back(
    code: str, value: Decimal, unit: str, qualifiers: list[str], outer: list[str], style: str
) -> None:
    # Two thousand years are written like the year 2000.
    assume(unit != "year" or value < 1900)
    if unit == "rank":
        value = Decimal(int(value) % 1000 + 1)
    wanted = tuple(dict.fromkeys((*qualifiers, *outer)))
    before, after = FRAMES[code]
    worded = language(code).value(fact(value, unit, wanted), style)
    [quantity] = read_quantities(before + worded + after, code)
    # A bare count between 1900 and 2100 cannot be told from a year where digits are not grouped.
    if isinstance(quantity.value, Moment):
        assert unit in COUNTED
        assert quantity.value == Moment(int(value))
        wanted = tuple(name for name in wanted if name != "up-to")
    else:
        assert quantity.value == value
        assert quantity.unit == (unit if unit in MEASURES else "")
    assert set(quantity.qualifier) == set(wanted)


@pytest.mark.parametrize("code", CODES)
@given(power=st.integers(1, 10), unit=st.sampled_from([unit for unit in MEASURES if unit not in ("rank", "percent")]))
@settings(max_examples=60, deadline=None)
def test_tens_of_thousands_are_read_back(code: str, power: int, unit: str) -> None:
    before, after = FRAMES[code]
    worded = language(code).value(fact(Decimal(10) ** power, unit, ("tens-of",)))
    [quantity] = read_quantities(before + worded + after, code)
    assert (quantity.value, quantity.unit, quantity.qualifier) == (Decimal(10) ** power, unit, ("tens-of",))


@pytest.mark.parametrize("code", CODES)
@given(
    ends=st.tuples(NUMBERS, NUMBERS).map(sorted).filter(lambda ends: ends[0] < ends[1] and ends[0] > 0),
    unit=st.sampled_from([unit for unit in MEASURES if unit != "rank"]),
    style=st.sampled_from(["default", "long", "short"]),
)
@settings(max_examples=150, deadline=None)
def test_ranges_are_read_back(code: str, ends: list[Decimal], unit: str, style: str) -> None:
    assume(unit != "year" or ends[1] < 1900)
    before, after = FRAMES[code]
    worded = language(code).value(fact((ends[0], ends[1]), unit), style)
    [quantity] = read_quantities(before + worded + after, code)
    assert (quantity.value, quantity.unit) == ((ends[0], ends[1]), unit)


DAYS = st.dates(min_value=datetime.date(1950, 1, 1), max_value=datetime.date(2090, 12, 31))


@pytest.mark.parametrize("code", CODES)
@given(
    day=DAYS,
    later=DAYS,
    precision=st.integers(1, 3),
    span=st.booleans(),
    style=st.sampled_from(["default", "long", "short", "compact", "when", "genitive", "locative"]),
)
@settings(max_examples=200, deadline=None)
def test_dates_are_read_back(code: str, day: Any, later: Any, precision: int, span: bool, style: str) -> None:
    first, second = (Moment(*(date.year, date.month, date.day)[:precision]) for date in sorted((day, later)))
    value = (first, second) if span and first != second else first
    before, after = FRAMES[code]
    worded = language(code).date(value, style)
    [quantity] = read_quantities(before + worded + after, code)
    assert (quantity.value, quantity.unit) == (value, "date")


def test_a_bare_year_is_no_count_of_the_word_that_follows() -> None:
    [found] = read_quantities("The target for 2026 points in the same direction", "en")
    assert (found.value, found.unit) == (Moment(2026), "date")
    [counted] = read_quantities("2,026 points", "en")
    assert counted.value == Decimal(2026)
