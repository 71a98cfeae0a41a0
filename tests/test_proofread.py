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
