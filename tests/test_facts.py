from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
from projects import SHARED, SOURCES, read_project

from briefgen.facts import check_evidence, check_facts, split_paragraphs
from briefgen.finding import Finding, Severity
from briefgen.formula import FormulaError, evaluate
from briefgen.language import language
from briefgen.model import Moment
from briefgen.numerals import read_days, read_numbers
from briefgen.read import read_content, read_source_texts

# --------------------------------------------------------------------------------------------------- numbers


@pytest.mark.parametrize(
    ("text", "low", "high", "unit", "qualifiers"),
    [
        ("约2万人", 20_000, None, "person", {"about"}),
        ("超过20万人", 200_000, None, "person", {"over"}),
        ("超90万人次", 900_000, None, "person-time", {"over"}),
        ("43亿美元", 4_300_000_000, None, "USD", set()),
        ("超过8.4亿美元", 840_000_000, None, "USD", {"over"}),
        ("突破10亿美元", 1_000_000_000, None, "USD", {"over"}),
        ("5150万次", 51_500_000, None, "", set()),
        ("1.5万亿", 1_500_000_000_000, None, "", set()),
        ("11万亿卢布", 11_000_000_000_000, None, "RUB", set()),
        ("9.8万公顷", 98_000, None, "hectare", set()),
        ("15—30%", 15, 30, "percent", set()),
        ("15%~30%", 15, 30, "percent", set()),
        ("10至15万", 100_000, 150_000, "", set()),
        ("超90%", 90, None, "percent", {"over"}),
        ("百分之七十五", 75, None, "percent", set()),
        ("3个百分点", 3, None, "percentage-point", set()),
        ("第86位", 86, None, "", set()),
        ("前50", 50, None, "", {"top"}),
        ("20多个", 20, None, "", {"over"}),
        ("20余万人", 200_000, None, "person", {"over"}),
        ("二十多个", 20, None, "", {"over"}),
        ("数万名", 10_000, None, "person", {"tens-of"}),
        ("几百家", 100, None, "", {"tens-of"}),
        ("五年", 5, None, "", set()),
        ("两家", 2, None, "", set()),
        ("十五", 15, None, "", set()),
        ("二百零五", 205, None, "", set()),
        ("一亿二千万", 120_000_000, None, "", set()),
        ("二〇二五", 2025, None, "", set()),
        ("首次", 1, None, "", set()),
        ("6.7", Decimal("6.7"), None, "", set()),
        ("1,875家", 1875, None, "", set()),
        ("５０亿", 5_000_000_000, None, "", set()),
        ("最多100人", 100, None, "person", {"up to"}),
        ("至少30人", 30, None, "person", {"at least"}),
        ("不超过30", 30, None, "", {"at most"}),
        ("近10年", 10, None, "", {"nearly"}),
        ("10亿左右", 1_000_000_000, None, "", {"about"}),
        ("计划投资约3亿美元", 300_000_000, None, "USD", {"planned", "about"}),
        ("预计达11万亿卢布", 11_000_000_000_000, None, "RUB", {"expected"}),
        ("“数字白俄罗斯”计划，覆盖6万台", 60_000, None, "", set()),
        ("节约15%", 15, None, "percent", set()),
    ],
)
def test_a_chinese_number_comes_to_its_value(
    text: str, low: int, high: int | None, unit: str, qualifiers: set[str]
) -> None:
    quantity = next(q for q in read_numbers(text, "zh") if q.low == low)
    assert (quantity.high, quantity.unit, set(quantity.qualifiers)) == (high, unit, qualifiers)


@pytest.mark.parametrize(
    ("text", "language", "low", "high", "unit", "qualifiers"),
    [
        ("свыше 1,5 млрд долл. США", "ru", 1_500_000_000, None, "USD", {"over"}),
        ("около 20 тыс. человек", "ru", 20_000, None, "person", {"about"}),
        ("51,5 миллиона услуг", "ru", 51_500_000, None, "", set()),
        ("11 трлн рублей", "ru", 11 * 10**12, None, "RUB", set()),
        ("6 760 школ", "ru", 6760, None, "", set()),
        ("15–30 %", "ru", 15, 30, "percent", set()),
        ("не более пяти", "ru", 5, None, "", {"at most"}),
        ("двадцать пять тысяч", "ru", 25_000, None, "", set()),
        ("десятки тысяч школьников", "ru", 10_000, None, "", {"tens-of"}),
        ("планируется привлечь 300 млн", "ru", 300_000_000, None, "", {"planned"}),
        ("миллион граждан", "ru", 1_000_000, None, "", set()),
        ("over $1.5 billion", "en", 1_500_000_000, None, "USD", {"over"}),
        ("about 20,000 people", "en", 20_000, None, "", {"about"}),
        ("two hundred and five", "en", 205, None, "", set()),
        ("tens of thousands of pupils", "en", 10_000, None, "", {"tens-of"}),
        ("15 to 30 per cent", "en", 15, 30, "percent", set()),
        ("no more than 30", "en", 30, None, "", {"at most"}),
        ("3 percentage points", "en", 3, None, "percentage-point", set()),
        ("1.5 trillion rubles", "en", 1_500_000_000_000, None, "RUB", set()),
        ("20 мыңнан", "kk", 20, None, "", set()),
        ("20 мың адам", "kk", 20_000, None, "person", set()),
        ("1,5 млрд теңге", "kk", 1_500_000_000, None, "KZT", set()),
    ],
)
def test_a_number_of_other_languages_comes_to_its_value(
    text: str, language: str, low: int, high: int | None, unit: str, qualifiers: set[str]
) -> None:
    quantity = next(q for q in read_numbers(text, language) if q.low == low)
    assert (quantity.high, quantity.unit, set(quantity.qualifiers)) == (high, unit, qualifiers)


def test_the_year_is_no_hedge() -> None:
    assert all("nearly" not in quantity.qualifiers for quantity in read_numbers("近年来，有20个", "zh"))
    assert all("over" not in quantity.qualifiers for quantity in read_numbers("超级计算机1秒", "zh"))


@pytest.mark.parametrize(
    ("text", "language", "day"),
    [
        ("7月9日", "zh", (None, 7, 9)),
        ("2026年1月18日", "zh", (2026, 1, 18)),
        ("2025年11月", "zh", (2025, 11, None)),
        ("2030年", "zh", (2030, None, None)),
        ("2025-12-27", "zh", (2025, 12, 27)),
        ("18 января 2026 года", "ru", (2026, 1, 18)),
        ("в январе 2026", "ru", (2026, 1, None)),
        ("18 January 2026", "en", (2026, 1, 18)),
        ("January 18, 2026", "en", (2026, 1, 18)),
        ("2026", "en", (2026, None, None)),
        ("18 қаңтар", "kk", (None, 1, 18)),
    ],
)
def test_a_date_is_read_as_far_as_it_is_given(text: str, language: str, day: tuple[int | None, ...]) -> None:
    assert day in [(found.year, found.month, found.day) for found in read_days(text, language)]


# ------------------------------------------------------------------------------------------------- formulas


def test_a_formula_is_exact_and_knows_hyphens_from_minus() -> None:
    values = {"rank-2024": Decimal(76), "rank-2025": Decimal(60), "share": Decimal("0.1")}
    assert evaluate("rank-2024 - rank-2025", values.__getitem__) == 16
    assert evaluate("share * 3", values.__getitem__) == Decimal("0.3")
    assert evaluate("-(rank-2025 + 4) / 1_6 * 1e2", values.__getitem__) == -400


def test_days_between_two_dates() -> None:
    values = {"a": Moment(2026, 1, 18), "b": Moment(2025, 11, 17)}
    assert evaluate("a - b", values.__getitem__) == 62


@pytest.mark.parametrize(
    "formula",
    [
        "a +",
        "a ** 2",
        "__import__('os')",
        "a.b",
        "[a]",
        "a / 0",
        "",
        "a if a else b",
        "'a'",
        "(" * 250,
        "1e999",
        "a - d",
    ],
)
def test_a_formula_that_is_none_is_refused(formula: str) -> None:
    values = {"a": Decimal(1), "b": Decimal(2), "d": Moment(2025)}
    with pytest.raises((FormulaError, KeyError)):
        evaluate(formula, values.__getitem__)


DERIVED = """
gain: {label: gain, unit: place, formula: before - after}
before: {label: before, value: 76, unit: rank, cite: {source: year, paragraph: 1, evidence: 第76位}}
after: {label: after, value: 60, unit: rank, cite: {source: year, paragraph: 1, evidence: 第60位}}
"""


def test_derived_facts_have_their_value(tmp_path: Path) -> None:
    content, findings = read_project(tmp_path, {"facts/derived.yaml": DERIVED})
    assert findings == []
    assert content.facts["gain"].value == 16
    assert check_facts(content) == []


@pytest.mark.parametrize(
    ("facts", "rule", "words"),
    [
        (DERIVED.replace("before - after", "befor - after"), "fact-unknown", "'befor'"),
        (DERIVED.replace("formula: before - after", "value: 15, formula: before - after"), "formula-value", "16"),
        (DERIVED.replace("before - after", "gain + 1"), "formula-cyclic", "gain -> gain"),
        (DERIVED.replace("before - after", "before - "), "formula-malformed", "before -"),
        (DERIVED.replace("before - after", "before - signed"), "formula-malformed", "single numbers"),
    ],
)
def test_a_wrong_formula_is_a_finding(tmp_path: Path, facts: str, rule: str, words: str) -> None:
    content, [finding] = read_project(tmp_path, {"facts/derived.yaml": facts})
    assert finding.rule == rule
    assert words in finding.message
    assert rule == "formula-value" or "fact/gain" in content.rejected


def test_a_long_chain_of_formulas_is_worked_out(tmp_path: Path) -> None:
    links = "".join(f"link-{n}: {{label: link, unit: count, formula: link-{n + 1} + 1}}\n" for n in range(1500))
    last = "link-1500: {label: last, value: 1, unit: count, cite: {source: year, paragraph: 1, evidence: 一}}\n"
    content, findings = read_project(tmp_path, {"facts/derived.yaml": links + last})
    assert findings == []
    assert content.facts["link-0"].value == 1501
    assert list(content.facts)[:2] == ["link-0", "link-1"]


def test_every_circle_of_formulas_is_told_once_and_what_hangs_on_it_is_left_out(tmp_path: Path) -> None:
    formulas = {
        "hanging": "b + 1",
        "a": "b + 1",
        "b": "c + 1",
        "c": "a + 1",
        "x": "y + 1",
        "y": "x + 1",
        "well": "2 * 3",
    }
    facts = "".join(f"{name}: {{label: x, unit: count, formula: {text}}}\n" for name, text in formulas.items())
    content, findings = read_project(tmp_path, {"facts/derived.yaml": facts})
    assert [(finding.rule, finding.message.partition(": ")[2]) for finding in findings] == [
        ("formula-cyclic", "a -> b -> c -> a"),
        ("formula-cyclic", "x -> y -> x"),
    ]
    assert [name for name in content.facts if name in formulas] == ["well"]
    assert content.rejected >= {"fact/hanging", "fact/a", "fact/c", "fact/y"}


def test_a_formula_that_fails_is_told_where_it_stands(tmp_path: Path) -> None:
    facts = "gain: {label: x, unit: count, formula: base + 1}\nbase: {label: x, unit: count, formula: 1 / 0}\n"
    _, [finding] = read_project(tmp_path, {"facts/derived.yaml": facts})
    assert finding.rule == "formula-malformed"
    assert finding.span is not None
    assert finding.span.line == 2


def test_a_written_value_may_be_the_formulas_rounded(tmp_path: Path) -> None:
    facts = DERIVED.replace("formula: before - after", "value: 1.27, formula: before / after")
    assert read_project(tmp_path, {"facts/derived.yaml": facts})[1] == []


def derived(folder: Path, text: str) -> tuple[Decimal | None, list[str]]:
    content, findings = read_project(folder, {"facts/derived.yaml": text})
    probe = content.facts.get("gain")
    return (probe.value if probe else None), [finding.rule for finding in findings]


BASE = "base: {label: x, value: 2764800, unit: percent, cite: {source: year, paragraph: 1, evidence: 一}}\n"


def test_a_derived_value_is_rounded_to_the_digits_that_it_is_shown_with(tmp_path: Path) -> None:
    text = BASE + "gain: {label: x, unit: count, qualifier: about, digits: 2, formula: base * 1000}\n"
    assert derived(tmp_path, text) == (Decimal(2_800_000_000), [])


def test_what_follows_from_a_rounded_fact_follows_from_its_exact_value(tmp_path: Path) -> None:
    text = BASE + (
        "half: {label: x, unit: count, qualifier: about, digits: 1, formula: base / 2}\n"
        "gain: {label: x, unit: count, formula: half * 2}\n"
    )
    assert derived(tmp_path, text) == (Decimal(2_764_800), [])


@pytest.mark.parametrize(
    ("keys", "rule"),
    [
        ("unit: count, digits: 2, formula: base * 1", "formula-rounded"),
        ("unit: count, digits: 2, value: 5", "value-wrong"),
        ("unit: percent, formula: base - base", "formula-unit"),
        ("unit: count, formula: base * 1000000000000 * 1000", "number-magnitude"),
        ("unit: count, formula: 1 / base / 1000000", "number-magnitude"),
    ],
)
def test_a_derived_value_that_would_mislead_is_told(tmp_path: Path, keys: str, rule: str) -> None:
    assert derived(tmp_path, BASE + f"gain: {{label: x, {keys}}}\n")[1] == [rule]


# ---------------------------------------------------------------------------------------------------- rules


TWO = "[{source: year, paragraph: 1, evidence: 一}, {source: path, paragraph: 1, evidence: 二, value: 2}]"


def fact(**keys: str) -> str:
    lines = {"label": "A fact", "value": "1", "unit": "count", "cite": "{source: year, paragraph: 1, evidence: 一}"}
    lines.update({key.replace("_", "-"): value for key, value in keys.items()})
    return "probe:\n" + "".join(f"  {key}: {value}\n" for key, value in lines.items() if value)


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        (fact(cite=""), "fact-uncited"),
        (fact(cite="{source: yaer, paragraph: 1, evidence: 一}"), "source-unknown"),
        (fact(kind="opinion", unit="text", value="A view"), "fact-speaker-missing"),
        (fact(speaker="Somebody"), "fact-speaker-unused"),
        (fact(kind="target"), "fact-date-missing"),
        (fact(value="twenty"), "fact-unit"),
        (fact(unit="text"), "fact-unit"),
        (fact(value="70", unit="rank", of="60"), "fact-of"),
        (fact(of="countries"), "fact-unknown"),
        (fact(cite=TWO), "fact-conflict"),
        (fact(on_conflict="both"), "fact-conflict-none"),
        (fact(cite=TWO, on_conflict="{prefer: paht}"), "source-unknown"),
        (fact(cite=TWO.replace("2}", "two}"), on_conflict="range", value="one", unit="text"), "fact-conflict-range"),
        (fact(cite=TWO.replace("value: 2}", "value: two}"), on_conflict="both"), "fact-unit"),
        (fact(value="0", unit="rank"), "fact-rank"),
        (fact(value="7.5", unit="rank"), "fact-rank"),
        (fact(value="0.5", unit="rank", of="60"), "fact-rank"),
        (fact(qualifier="[over, up to]"), "qualifier-contradictory"),
        (fact(value="10", qualifier="[tens-of, about]"), "qualifier-contradictory"),
        (fact(value="3", qualifier="tens-of"), "qualifier-unfit"),
        (fact(value="25_000", qualifier="tens-of"), "qualifier-unfit"),
        (fact(value="300_000", unit="percent"), "fact-percent"),
    ],
)
def test_a_rule_of_facts(tmp_path: Path, text: str, rule: str) -> None:
    content, findings = read_project(tmp_path, {"facts/probe.yaml": text})
    assert findings == []
    assert [finding.rule for finding in check_facts(content)] == [rule]


def test_a_range_of_a_number_and_words_is_told_and_both_are_shown(tmp_path: Path) -> None:
    text = fact(cite=TWO.replace("value: 2}", "value: two}"), on_conflict="range")
    content, _ = read_project(tmp_path, {"facts/probe.yaml": text})
    assert [finding.rule for finding in check_facts(content)] == ["fact-unit", "fact-conflict-range"]
    assert language("en").value(content.facts["probe"]) == "1 or two"


def test_a_good_fact_base_has_no_findings(tmp_path: Path) -> None:
    content, _ = read_project(tmp_path)
    assert check_facts(content) == []


# ------------------------------------------------------------------------------------------------- evidence

TEXT = """标题

IT行业从业人员已超过20万人，其中人工智能人才约2万人。

11月17日，总统签署法律。计划投入15亿美元，节约15—30%。共有120万人，数万名学生。
"""


def check(folder: Path, facts: str, text: str | None = TEXT) -> list[Finding]:
    content, findings = read_project(
        folder, {"facts/facts.yaml": facts, "themes/theme.yaml": "title: T\nsections: [{id: a, title: A}]\n"}
    )
    assert findings == []
    return check_evidence(content, {} if text is None else {"year": text})[0]


def cited(value: str, unit: str, evidence: str, paragraph: int = 2, **keys: str) -> str:
    return fact(
        value=value, unit=unit, cite=f"{{source: year, paragraph: {paragraph}, evidence: '{evidence}'}}", **keys
    )


@pytest.mark.parametrize(
    "facts",
    [
        cited("20_000", "person", "约2万人", qualifier="about"),
        cited("200_000", "person", "20万人", qualifier="over"),
        cited("200_000", "person", "超过20万人", qualifier="at least"),
        cited("2025-11-17", "date", "11月17日", 3),
        cited("2025-11", "date", "11月", 3),
        cited("[15, 30]", "percent", "15—30%", 3),
        cited("1_500_000_000", "USD", "15亿美元", 3, kind="plan", as_of="2025"),
        cited("1_500_000_000", "USD", "15亿美元", 3, qualifier="planned"),
        cited("10_000", "student", "数万名学生", 3, qualifier="tens-of"),
        cited("The president signs", "text", "总统签署法律", 3),
    ],
)
def test_evidence_that_carries_the_fact_is_accepted(tmp_path: Path, facts: str) -> None:
    assert check(tmp_path, facts) == []


@pytest.mark.parametrize(
    ("facts", "rule", "words"),
    [
        (cited("2_000", "person", "约2万人", qualifier="about"), "evidence-value", "comes to 20000"),
        (cited("200_000_000", "person", "超过20万人", qualifier="over"), "evidence-value", "comes to 200000"),
        (cited("200_000", "person", "超过20万人", 3), "evidence-missing", "does not hold"),
        (cited("20_000", "person", "约2万", 9), "evidence-paragraph", "has 3 paragraphs"),
        (cited("2025-11-18", "date", "11月17日", 3), "evidence-value", "…-11-17"),
        (cited("2025-11-17", "date", "总统", 3), "evidence-value", "no date"),
        (cited("5", "count", "总统", 3), "evidence-value", "no number"),
        (cited("[15, 20]", "percent", "15—30%", 3), "evidence-value", "15–30"),
        (cited("20_000", "person", "约2万人"), "fact-qualifier", "says 'about'"),
        (cited("200_000", "person", "20万人"), "fact-qualifier", "says 'over'"),
        (cited("1_200_000", "person", "120万人", 3, qualifier="over"), "fact-qualifier", "the source does not"),
        (cited("1_500_000_000", "USD", "15亿美元", 3), "fact-qualifier", "is a result"),
        (cited("15", "count", "15—30%", 3), "evidence-unit", "counts in percent"),
        (cited("1_500_000_000", "RUB", "15亿美元", 3, qualifier="planned"), "evidence-unit", "counts in USD"),
    ],
)
def test_evidence_that_does_not_is_a_finding(tmp_path: Path, facts: str, rule: str, words: str) -> None:
    [finding] = check(tmp_path, facts)
    assert finding.rule == rule
    assert words in finding.message
    assert finding.severity is (Severity.WARNING if rule in ("fact-qualifier", "evidence-unit") else Severity.ERROR)


def test_evidence_cut_out_of_a_longer_number_counts_as_the_whole(tmp_path: Path) -> None:
    [finding] = check(tmp_path, cited("200_000", "person", "20万人", 3))
    assert "comes to 1200000" in finding.message


def test_evidence_from_elsewhere_is_told_where_it_stands(tmp_path: Path) -> None:
    [finding] = check(tmp_path, cited("20_000", "person", "约2万人", 3, qualifier="about"))
    assert finding.hint == "it stands in paragraph 2"


def test_without_the_text_the_value_is_still_checked(tmp_path: Path) -> None:
    assert check(tmp_path, cited("20_000", "person", "约2万人", qualifier="about"), None) == []
    [finding] = check(tmp_path, cited("2_000", "person", "约2万人", qualifier="about"), None)
    assert finding.rule == "evidence-value"


def test_a_check_says_what_it_covered(tmp_path: Path) -> None:
    content, _ = read_project(tmp_path)
    filler = "x\n" * 40
    text = "x\n约2万人\n" + filler
    _, coverage = check_evidence(content, {"year": text})
    assert (coverage.checked, coverage.wordless, coverage.skipped) == (1, 3, 3)
    assert "skipped" in str(coverage)


def test_evidence_in_a_language_whose_numbers_cannot_be_read_is_no_pass(tmp_path: Path) -> None:
    german = SOURCES.replace("language: zh", "language: de")
    facts = fact(value="1_500_000_000", unit="USD", cite="{source: year, paragraph: 1, evidence: '1,5 Milliarden'}")
    theme = "title: T\nsections: [{id: a, title: A}]\n"
    content, findings = read_project(
        tmp_path, {"sources.yaml": german, "facts/facts.yaml": facts, "themes/theme.yaml": theme}
    )
    assert findings == []
    for texts in ({"year": "Ausfuhr: 1,5 Milliarden Dollar"}, {}):
        found, coverage = check_evidence(content, texts)
        assert found == []
        assert (coverage.checked, coverage.unsupported, coverage.skipped) == (0, 1, 0)
        assert "1 in languages whose numbers cannot be read (de)" in str(coverage)
    [missing], _ = check_evidence(content, {"year": "Ausfuhr: 1,4 Milliarden Dollar"})
    assert missing.rule == "evidence-missing"
    with pytest.raises(KeyError):
        read_numbers("1,5 Milliarden", "de")
    with pytest.raises(KeyError):
        read_days("3. Mai", "de")


def test_paragraphs_are_the_lines_that_are_not_blank() -> None:
    assert split_paragraphs("one\n\n  \ntwo\r\n three \n") == ["one", "two", "three"]


@pytest.mark.sources
@pytest.mark.skipif(not (SHARED / "sources").is_dir(), reason="the source texts are not beside the project")
def test_every_fact_of_the_project_stands_in_its_source() -> None:
    content, _ = read_content(Path(__file__).parents[1])
    texts, missing = read_source_texts(content, SHARED / "sources")
    assert missing == []
    findings, coverage = check_evidence(content, texts)
    assert findings == []
    assert coverage.skipped == 0
    assert coverage.checked >= 50
