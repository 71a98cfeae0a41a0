"""Translations proofread: what is found wrong, each at its own line."""

from __future__ import annotations

from pathlib import Path

import pytest
from catalogues import fill, line_of, project_of, rules

from briefgen import proofread, translate
from briefgen.finding import Severity, Span
from briefgen.proofread import mixed_scripts

SOURCE = "**Signed:** ${signed}, for ${budget} by [the ministry](https://gov.kz)"
GOOD = "**Подписано:** ${signed}, на ${budget}, [министерство](https://gov.kz)"


@pytest.mark.parametrize(
    ("translation", "expected", "needle"),
    [
        (GOOD, [], ""),
        (GOOD.replace("${budget}", "${budget|long}"), [], ""),
        (GOOD.replace("${budget}", "${budget|number} ${budget|unit}"), [], ""),
        (GOOD.replace(", на ${budget}", ""), ["reference-lost"], ""),
        (GOOD.replace("${signed}", "${signed} (${signed|year})"), ["reference-added"], "signed"),
        (GOOD + " ${body}", ["reference-added"], "body"),
        (GOOD.replace("${signed}", "${singed}"), ["fact-unknown"], "singed"),
        (GOOD.replace("${signed}", "${signed|yeer}"), ["style-unknown"], "|yeer"),
        (GOOD.replace("${signed}", "${signed"), ["reference-lost", "reference-malformed"], ""),
        (GOOD.replace("**", ""), ["markup-differs"], ""),
        (GOOD.replace("gov.kz", "gov.ru"), ["markup-differs"], ""),
        (GOOD + " за 62 дня", ["number-unsourced"], "62"),
        (GOOD + " (G42)", [], ""),
        (GOOD.replace("министерство", "минист\u0065рство"), ["script-mixed"], "минист\u0065рство"),
        (GOOD.replace(", на", ", c"), ["script-mixed"], "c"),
        (GOOD + "\\n\\nИ ещё.", ["markup-differs"], ""),
    ],
)
def test_check_compares_a_translation_with_its_source(
    tmp_path: Path, translation: str, expected: list[str], needle: str
) -> None:
    content = project_of([SOURCE])
    translate.update(tmp_path, content, ["ru"])
    path = fill(tmp_path, "ru", "law", {SOURCE: translation})
    findings = [
        finding for finding in proofread.check(tmp_path, content, ["ru"]) if finding.rule in expected or expected == []
    ]
    assert sorted(rules(findings)) == sorted(expected)
    for finding in (finding for finding in findings if finding.rule in expected):
        assert finding.span is not None
        assert finding.span.path == "content/locales/ru/law.po"
        assert finding.language == "ru"
        assert finding.related[0].span == Span("content/themes/law.yaml", 10, 3, 10, 3 + len(SOURCE))
    if needle:
        span = findings[0].span
        assert span is not None
        line = path.read_text("utf-8").split("\n")[span.line - 1]
        assert line[span.column - 1 : span.end_column - 1] == needle


TWO = "The ministry signed the law in autumn. No source says what it will cost the budget."
THREE = TWO + " The state pays for all of it."


@pytest.mark.parametrize(
    ("code", "source", "translation", "message"),
    [
        ("ru", TWO, "Министерство подписало закон осенью. Сколько он будет стоить бюджету, источники не говорят.", ""),
        ("ru", TWO, "Министерство подписало закон осенью.", "the source has 2 sentences, the translation 1 and 48%"),
        ("ru", TWO, "Министерство подписало закон; цена неясна.", ""),
        ("ru", TWO, "Министерство подписало осенью закон, и о его цене для бюджета не говорит ни один источник.", ""),
        (
            "ru",
            THREE,
            "Министерство подписало закон осенью. За всё платит государство.",
            "3 sentences, the translation 2",
        ),
        ("ru", THREE, "Закон стоит 5 млрд долл. США. Платит государство.", ""),
        ("ru", TWO.replace(" No", "\\n\\nNo"), "Осенью подписан закон.\\n\\nО его цене источники молчат.", ""),
        ("kk", TWO, "Министрлік заңға күзде қол қойды.", "the source has 2 sentences, the translation 1"),
        ("zh", TWO, "该部于秋季签署了法律。没有来源说明它将花费多少预算。", ""),
        ("zh", TWO, "该部于秋季签署了法律；花费没有说明。", ""),
        ("zh", TWO, "该部于秋季签署了法律。", "the source has 2 sentences, the translation 1"),
        (
            "zh",
            TWO,
            "该部于秋季签署法律。哪个来源都没有说明它将花费多少预算。全由国家支付。钱已到位。",
            "2 sentences, the translation 4",
        ),
        ("ru", "${signed}. ${budget}.", "Дата: ${signed}. Сумма: ${budget}. Всё.", ""),
    ],
)
def test_a_sentence_that_was_lost_or_gained_is_found_by_its_marks_and_the_length(
    tmp_path: Path, code: str, source: str, translation: str, message: str
) -> None:
    content = project_of([source.replace("\\n", "\n")])
    translate.update(tmp_path, content, [code])
    path = tmp_path / "content/locales" / code / "law.po"
    words = path.read_text("utf-8")
    start = words.index("msgstr", words.index(source.partition("\\n")[0][:40]))
    path.write_text(words[:start] + f'msgstr "{translation}"' + words[words.index("\n", start) :], "utf-8")
    found = [finding for finding in proofread.check(tmp_path, content, [code]) if finding.rule == "sentences-differ"]
    assert [finding.severity for finding in found] == ([Severity.WARNING] if message else [])
    for finding in found:
        assert message in finding.message
        assert finding.span is not None
        assert finding.span.line == words.count("\n", 0, start) + 1


def test_what_is_usual_is_learnt_from_the_texts_of_a_language(tmp_path: Path) -> None:
    names = [chr(97 + number) * 4 for number in range(25)]
    points = [f"The law was signed in autumn. Nobody says what it costs the {name}." for name in names]
    content = project_of(points)
    translate.update(tmp_path, content, ["ru"])
    terse = [f"Закон подписан, цена неясна: {name}." for name in names]
    path = fill(tmp_path, "ru", "law", dict(zip(points, terse, strict=True)))
    assert rules(proofread.check(tmp_path, content, ["ru"])) == []
    path.write_text(path.read_text("utf-8").replace(terse[3], "Подписан."), "utf-8")
    assert rules(proofread.check(tmp_path, content, ["ru"])) == ["sentences-differ"]


def test_a_misspelt_reference_is_said_once_with_the_name_that_was_meant(tmp_path: Path) -> None:
    content = project_of([SOURCE])
    translate.update(tmp_path, content, ["ru"])
    fill(tmp_path, "ru", "law", {SOURCE: GOOD.replace("${signed}", "${singed}")})
    [finding] = [f for f in proofread.check(tmp_path, content, ["ru"]) if f.severity is Severity.ERROR]
    assert finding.message == "no fact named 'singed'"
    assert finding.hint == "did you mean 'signed'?"


def test_a_place_is_found_in_a_wrapped_translation(tmp_path: Path) -> None:
    content = project_of(["First step"])
    translate.update(tmp_path, content, ["ru"])
    path = fill(tmp_path, "ru", "law", {"First step": '"\n"Первый шаг ${un"\n"known} сделан'})
    [finding] = [f for f in proofread.check(tmp_path, content, ["ru"]) if f.rule == "fact-unknown"]
    assert finding.span is not None
    lines = path.read_text("utf-8").split("\n")
    assert lines[finding.span.line - 1][finding.span.column - 1 :] == 'un"'
    assert lines[finding.span.end_line - 1][: finding.span.end_column - 1] == '"known'


def test_missing_translations_are_told_where_they_are_to_be_filled_in(tmp_path: Path) -> None:
    content = project_of(["First step"])
    [first, *_] = proofread.check(tmp_path, content, ["zh"])
    assert (first.rule, first.severity) == ("catalogue-missing", Severity.WARNING)
    translate.update(tmp_path, content, ["zh"])
    path = tmp_path / "content/locales/zh/law.po"
    missing = [f for f in proofread.check(tmp_path, content, ["zh"]) if f.span and f.span.path.endswith("zh/law.po")]
    assert {f.rule for f in missing} == {"translation-missing"}
    assert line_of(path, 'msgid "First step"') in {f.span.line for f in missing if f.span}
    newer = project_of(["First step", "Quite another thing"])
    [absent] = [f for f in proofread.check(tmp_path, newer, ["zh"]) if f.span and f.span.path.endswith("law.yaml")]
    assert (absent.rule, absent.span and absent.span.line) == ("translation-missing", 11)


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("Правительство Казахстана", []),
        ("Telegram-ның зертханасы, IT-қызметтер, eGov", []),
        ("қызмет, әлеуметтік, іске", []),
        ("Кaзахстан", [("Кaзахстан", "a")]),
        ("ІT-қызмет", [("ІT", "І")]),
        ("договор c ведомством", [("c", "c")]),
        ("model c", []),
        ("${ключ|a} ведомство", []),
        ("人工智能 AI", []),
    ],
)
def test_letters_of_another_script_are_found_in_a_word(words: str, expected: list[tuple[str, str]]) -> None:
    found = mixed_scripts(words)
    assert [word for word, _ in found] == [word for word, _ in expected]
    for (_, letters), (_, wanted) in zip(found, expected, strict=True):
        assert wanted in letters
