"""Catalogues: what is extracted, how changes are merged, and what is found wrong, each at its own line."""

from __future__ import annotations

import datetime
from decimal import Decimal
from pathlib import Path

import pytest

from briefgen import catalog
from briefgen.catalog import Catalog, mixed_scripts
from briefgen.finding import Finding, Severity, Span
from briefgen.model import (
    Block,
    ChartSource,
    Content,
    DocumentSpec,
    Fact,
    Moment,
    Name,
    Project,
    Section,
    Source,
    SummaryLine,
    Text,
    Theme,
)
from briefgen.schema import Name as NameField
from briefgen.schema import Spec
from briefgen.schema import Text as TextField


class Row(Spec):
    name: TextField
    cells: list[TextField | None]


class Board(Spec):
    title: TextField
    chart: NameField
    rows: list[Row]


def text(words: str, context: str, line: int = 1, path: str = "content/themes/law.yaml") -> Text:
    return Text(words, Span(path, line, 3, line, 3 + len(words)), context)


def fact(name: str, value: object, unit: str, line: int, **more: object) -> Fact:
    path = "content/facts/law.yaml"
    label = text(f"label of {name}", f"fact/{name}", line, path)
    return Fact(name, label, value, unit, "result", (), Span(path, line), **more)  # type: ignore[arg-type]


def project_of(points: list[str], facts: list[Fact] | None = None) -> Content:
    """A content of one theme with one block whose rows are the points, one a line from line 10."""
    context = "law/signed/board"
    rows = [
        Row(name=text(words, context, 10 + place), cells=[None, text("${budget}", context, 40 + place)])
        for place, words in enumerate(points)
    ]
    board = Board(title=text("How far it came", context, 9), chart=Name("law-chart", Span("x"), context), rows=rows)
    section = Section(
        "signed",
        text("Signed on ${signed}", "law/signed", 8),
        (Block("board", board, context, Span("content/themes/law.yaml", 9)),),
        Span("content/themes/law.yaml", 7),
    )
    theme = Theme(
        "law",
        text("Law", "law", 1),
        None,
        text("It holds.\n", "law", 2),
        (SummaryLine(text("One law", "law", 3), None, Name("signed", Span("x"), "law")),),
        (section,),
        Span("content/themes/law.yaml"),
    )
    listed = facts or [
        fact("signed", Moment(2025, 11, 17), "date", 1),
        fact("budget", Decimal(1_500_000_000), "USD", 5, qualifier=("over",), stage=Name("signed")),
        fact("body", text("Ministry of Digital Development", "fact/body", 9, "content/facts/law.yaml"), "name", 8),
    ]
    source = Source(
        "daily",
        text("The year", "source/daily", 2, "content/sources.yaml"),
        text("Daily", "source/daily", 3, "content/sources.yaml"),
        "zh",
        text("2025-12-27", "source/daily", 4, "content/sources.yaml"),
        Span("content/sources.yaml"),
    )
    whole = Project(
        text("A project", "project", 1, "content/project.yaml"),
        None,
        None,
        None,
        datetime.date(2026, 1, 31),
        ("en", "ru", "zh"),
        "steppe",
        (DocumentSpec("deck", "deck", ("law",), None, None, Span("content/project.yaml", 9)),),
        Span("content/project.yaml"),
    )
    chart = ChartSource(
        "law-chart",
        "bar",
        Row(name=text("Money", "chart/law-chart", 2, "content/charts/law-chart.yaml"), cells=[]),
        "chart/law-chart",
        Span("content/charts/law-chart.yaml"),
    )
    return Content(
        "",
        whole,
        {"law": theme},
        {"law-chart": chart},
        {entry.name: entry for entry in listed},
        {"daily": source},
        frozenset({"G42"}),
    )


def fill(root: Path, code: str, sheet: str, translations: dict[str, str]) -> Path:
    """Write translations into a catalogue as a translator would: only the msgstr lines change."""
    path = root / "content/locales" / code / f"{sheet}.po"
    words = path.read_text("utf-8")
    for source, translation in translations.items():
        before = f'msgid "{source}"\nmsgstr ""'
        assert before in words, source
        words = words.replace(before, f'msgid "{source}"\nmsgstr "{translation}"')
    path.write_text(words, "utf-8")
    return path


def rules(findings: list[Finding], but: tuple[str, ...] = ("translation-missing", "catalogue-missing")) -> list[str]:
    return [finding.rule for finding in findings if finding.rule not in but]


def line_of(path: Path, piece: str) -> int:
    return next(n for n, line in enumerate(path.read_text("utf-8").split("\n"), 1) if piece in line)


# ------------------------------------------------------------------------------------------------ extract


def test_every_text_is_extracted_into_its_sheet() -> None:
    sheets = catalog.extract(project_of(["First step", "Second step"]))
    assert list(sheets) == ["law", "facts", "charts", "sources", "project"]
    assert [(message.context, message.text, message.spans[0].line) for message in sheets["law"]] == [
        ("law", "Law", 1),
        ("law", "It holds.", 2),
        ("law", "One law", 3),
        ("law/signed", "Signed on ${signed}", 8),
        ("law/signed/board", "How far it came", 9),
        ("law/signed/board", "First step", 10),
        ("law/signed/board", "Second step", 11),
    ]
    assert [message.text for message in sheets["facts"]] == [
        "label of signed",
        "label of budget",
        "label of body",
        "Ministry of Digital Development",
    ]
    assert [message.text for message in sheets["charts"]] == ["Money"]
    assert [message.text for message in sheets["sources"]] == ["The year", "Daily"]


def test_references_alone_need_no_translator_but_stops_beside_them_do() -> None:
    points = ["${budget}.", "${signed}, ${budget}", "(${signed})", "${signed} – ${budget}", "**${budget}**"]
    messages = catalog.extract(project_of(points))["law"]
    assert [message.text for message in messages if message.context == "law/signed/board"] == [
        "How far it came",
        "${budget}.",
        "${signed}, ${budget}",
        "(${signed})",
    ]


def test_a_text_that_stands_twice_is_one_message_with_both_places() -> None:
    [message] = [m for m in catalog.extract(project_of(["Step", "Step"]))["law"] if m.text == "Step"]
    assert [span.line for span in message.spans] == [10, 11]


# ------------------------------------------------------------------------------------------------- update


def test_update_writes_the_same_bytes_again_and_nothing_the_second_time(tmp_path: Path) -> None:
    content = project_of(["Spent: ${budget} by ${signed|year}"])
    written, findings = catalog.update(tmp_path, content, ["ru", "zh"])
    assert len(written) == 10
    assert findings == []
    first = {path: path.read_bytes() for path in written}
    again, _ = catalog.update(tmp_path, content, ["ru", "zh"])
    assert again == []
    assert {path: path.read_bytes() for path in written} == first
    for path in written:
        path.unlink()
    catalog.update(tmp_path, content, ["ru", "zh"])
    assert {path: path.read_bytes() for path in written} == first


def test_a_message_shows_its_place_its_context_and_how_its_facts_are_worded(tmp_path: Path) -> None:
    catalog.update(tmp_path, project_of(["Spent: ${budget} by ${signed|year}"]), ["ru"])
    written = (tmp_path / "content/locales/ru/law.po").read_text("utf-8")
    assert (
        "#. ${budget} = более 1,5\u00a0млрд долл.\u00a0США\n"
        "#. ${signed|year} = 2025\n"
        "#: content/themes/law.yaml:10\n"
        'msgctxt "law/signed/board"\n'
        'msgid "Spent: ${budget} by ${signed|year}"\n'
        'msgstr ""\n'
    ) in written
    assert "Language: ru_RU" in written
    assert "Date" not in written


def test_a_translation_survives_an_update_with_the_comment_of_its_translator(tmp_path: Path) -> None:
    content = project_of(["First step"])
    catalog.update(tmp_path, content, ["ru"])
    path = fill(tmp_path, "ru", "law", {"First step": "Первый шаг"})
    path.write_text(path.read_text("utf-8").replace("#: content/themes/law.yaml:10", "# проверено\n#: x:1"), "utf-8")
    catalog.update(tmp_path, content, ["ru"])
    written = path.read_text("utf-8")
    assert '# проверено\n#: content/themes/law.yaml:10\nmsgctxt "law/signed/board"' in written
    assert 'msgstr "Первый шаг"' in written


def test_a_changed_text_makes_its_translation_fuzzy_and_keeps_the_old_words(tmp_path: Path) -> None:
    catalog.update(tmp_path, project_of(["The first step was taken"]), ["ru"])
    path = fill(tmp_path, "ru", "law", {"The first step was taken": "Первый шаг сделан"})
    changed = project_of(["The first small step was taken"])
    catalog.update(tmp_path, changed, ["ru"])
    assert (
        "#, fuzzy\n"
        '#| msgid "The first step was taken"\n'
        'msgctxt "law/signed/board"\n'
        'msgid "The first small step was taken"\n'
        'msgstr "Первый шаг сделан"\n'
    ) in path.read_text("utf-8")
    [stale] = [finding for finding in catalog.check(tmp_path, changed, ["ru"]) if finding.rule == "translation-stale"]
    assert stale.span is not None
    assert stale.span.line == line_of(path, 'msgid "The first small step was taken"')
    assert stale.severity is Severity.WARNING
    # A further update keeps the words that the translation was made for.
    catalog.update(tmp_path, project_of(["The first small step was taken now"]), ["ru"])
    assert '#| msgid "The first step was taken"' in path.read_text("utf-8")


def test_a_text_that_moved_keeps_its_translation_and_one_that_went_is_put_aside(tmp_path: Path) -> None:
    catalog.update(tmp_path, project_of(["Kept words", "Lost words of another kind"]), ["ru"])
    path = fill(tmp_path, "ru", "law", {"Kept words": "Слова", "Lost words of another kind": "Утрата"})
    path.write_text(path.read_text("utf-8").replace('"law/signed/board"', '"law/elsewhere"'), "utf-8")
    catalog.update(tmp_path, project_of(["Kept words"]), ["ru"])
    written = path.read_text("utf-8")
    assert 'msgctxt "law/signed/board"\nmsgid "Kept words"\nmsgstr "Слова"' in written
    assert '#~ msgid "Lost words of another kind"\n#~ msgstr "Утрата"' in written
    catalog.update(tmp_path, project_of(["Kept words", "Lost words of another kind"]), ["ru"])
    written = path.read_text("utf-8")
    assert 'msgid "Lost words of another kind"\nmsgstr "Утрата"' in written
    assert "#~" not in written


def test_a_broken_catalogue_is_left_alone(tmp_path: Path) -> None:
    content = project_of(["First step"])
    catalog.update(tmp_path, content, ["ru"])
    path = tmp_path / "content/locales/ru/law.po"
    broken = path.read_text("utf-8").replace('msgid "First step"', "msgid First step")
    path.write_text(broken, "utf-8")
    written, findings = catalog.update(tmp_path, content, ["ru"])
    assert rules(findings) == ["catalogue-broken"]
    assert written == []
    assert path.read_text("utf-8") == broken


def test_a_language_without_a_file_says_how_to_add_one(tmp_path: Path) -> None:
    _, [finding] = catalog.update(tmp_path, project_of(["x"]), ["tlh"])
    assert finding.rule == "language-missing"
    assert "tlh" in finding.message
    assert "briefgen/languages/tlh.yaml" in finding.hint
    assert rules(catalog.check(tmp_path, project_of(["x"]), ["tlh"])) == ["language-missing"]


# ------------------------------------------------------------------------------------------------ look up


def test_translate_tells_how_far_a_text_has_come(tmp_path: Path) -> None:
    content = project_of(["First step", "Spent ${budget} so far", "Spent money", "No words yet"])
    catalog.update(tmp_path, content, ["ru"])
    fill(
        tmp_path,
        "ru",
        "law",
        {"First step": "Первый шаг", "Spent ${budget} so far": "Потрачено ${budget}", "Spent money": "Деньги"},
    )
    newer = project_of(["First step", "Spent ${budget} so far and on", "Spent money: ${budget}", "No words yet"])
    catalog.update(tmp_path, newer, ["ru"])
    russian, findings = Catalog.load(tmp_path, "ru")
    assert findings == []
    context = "law/signed/board"
    assert russian.translate(text("First step", context)) == ("Первый шаг", "translated")
    assert russian.translate(text("First step\n", context)) == ("Первый шаг", "translated")
    assert russian.translate(text("No words yet", context)) == ("No words yet", "missing")
    assert russian.translate(text("First step", "elsewhere")) == ("First step", "missing")
    assert russian.translate(text("Spent ${budget} so far and on", context)) == ("Потрачено ${budget}", "stale")
    # It would drop a fact that the new source has.
    assert russian.translate(text("Spent money: ${budget}", context)) == ("Spent money: ${budget}", "missing")
    assert russian.translate(text("${budget}", context)) == ("${budget}", "translated")


def test_the_source_language_needs_no_catalogue(tmp_path: Path) -> None:
    english, findings = Catalog.load(tmp_path, "en")
    assert findings == []
    assert english.translate(text("First step", "law")) == ("First step", "source")


def test_status_counts_a_language_and_sheet(tmp_path: Path) -> None:
    catalog.update(tmp_path, project_of(["First step", "The second step was taken"]), ["ru", "zh"])
    fill(tmp_path, "ru", "law", {"First step": "Первый шаг", "The second step was taken": "Второй шаг сделан"})
    newer = project_of(["First step", "The second long step was taken"])
    catalog.update(tmp_path, newer, ["ru", "zh"])
    table = catalog.status(tmp_path, newer, ["ru", "zh"])
    [row] = [row for row in table.rows if row.language == "ru" and row.sheet == "law"]
    assert (row.total, row.translated, row.stale, row.missing, row.percent) == (7, 1, 1, 5, 14)
    lines = str(table).split("\n")
    assert lines[0].split() == ["language", "sheet", "texts", "translated", "stale", "missing"]
    assert "ru        law          7           1      1        5  14%" in lines
    assert any(line.startswith("zh        all") and line.endswith("0%") for line in lines)


# -------------------------------------------------------------------------------------------------- check

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
    catalog.update(tmp_path, content, ["ru"])
    path = fill(tmp_path, "ru", "law", {SOURCE: translation})
    findings = [
        finding for finding in catalog.check(tmp_path, content, ["ru"]) if finding.rule in expected or expected == []
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
    catalog.update(tmp_path, content, ["ru"])
    fill(tmp_path, "ru", "law", {SOURCE: GOOD.replace("${signed}", "${singed}")})
    [finding] = [f for f in catalog.check(tmp_path, content, ["ru"]) if f.severity is Severity.ERROR]
    assert finding.message == "no fact named 'singed'"
    assert finding.hint == "did you mean 'signed'?"


def test_a_place_is_found_in_a_wrapped_translation(tmp_path: Path) -> None:
    content = project_of(["First step"])
    catalog.update(tmp_path, content, ["ru"])
    path = fill(tmp_path, "ru", "law", {"First step": '"\n"Первый шаг ${un"\n"known} сделан'})
    [finding] = [f for f in catalog.check(tmp_path, content, ["ru"]) if f.rule == "fact-unknown"]
    assert finding.span is not None
    lines = path.read_text("utf-8").split("\n")
    assert lines[finding.span.line - 1][finding.span.column - 1 :] == 'un"'
    assert lines[finding.span.end_line - 1][: finding.span.end_column - 1] == '"known'


def test_missing_translations_are_told_where_they_are_to_be_filled_in(tmp_path: Path) -> None:
    content = project_of(["First step"])
    [first, *_] = catalog.check(tmp_path, content, ["zh"])
    assert (first.rule, first.severity) == ("catalogue-missing", Severity.WARNING)
    catalog.update(tmp_path, content, ["zh"])
    path = tmp_path / "content/locales/zh/law.po"
    missing = [f for f in catalog.check(tmp_path, content, ["zh"]) if f.span and f.span.path.endswith("zh/law.po")]
    assert {f.rule for f in missing} == {"translation-missing"}
    assert line_of(path, 'msgid "First step"') in {f.span.line for f in missing if f.span}
    newer = project_of(["First step", "Quite another thing"])
    [absent] = [f for f in catalog.check(tmp_path, newer, ["zh"]) if f.span and f.span.path.endswith("law.yaml")]
    assert (absent.rule, absent.span and absent.span.line) == ("translation-missing", 11)


@pytest.mark.parametrize(
    ("before", "after", "rule", "piece"),
    [
        ('msgid "First step"', "msgid First step", "catalogue-broken", "msgid First step"),
        ('msgid "First step"', 'msgid "First step', "catalogue-broken", 'msgid "First step'),
        ('msgid "First step"', 'msgid "First "step"', "catalogue-broken", 'msgid "First "step"'),
        ('msgid "First step"', 'msgjd "First step"', "catalogue-broken", "msgjd"),
        ("charset=utf-8", "charset=koi8-r", "catalogue-encoding", "koi8-r"),
    ],
)
def test_a_broken_catalogue_is_found_at_its_line(
    tmp_path: Path, before: str, after: str, rule: str, piece: str
) -> None:
    content = project_of(["First step"])
    catalog.update(tmp_path, content, ["ru"])
    path = tmp_path / "content/locales/ru/law.po"
    path.write_text(path.read_text("utf-8").replace(before, after), "utf-8")
    [finding] = [f for f in catalog.check(tmp_path, content, ["ru"]) if f.rule == rule]
    assert finding.span == Span("content/locales/ru/law.po", line_of(path, piece))


def test_another_encoding_is_found_at_its_line(tmp_path: Path) -> None:
    content = project_of(["First step"])
    catalog.update(tmp_path, content, ["ru"])
    path = fill(tmp_path, "ru", "law", {"First step": "Первый шаг"})
    line = next(n for n, words in enumerate(path.read_text("utf-8").split("\n"), 1) if not words.isascii())
    path.write_bytes(path.read_text("utf-8").encode("koi8-r"))
    [finding] = [f for f in catalog.check(tmp_path, content, ["ru"]) if f.rule == "file-not-utf8"]
    assert finding.span == Span("content/locales/ru/law.po", line)


def test_an_entry_that_stands_twice_is_found(tmp_path: Path) -> None:
    content = project_of(["First step"])
    catalog.update(tmp_path, content, ["ru"])
    path = fill(tmp_path, "ru", "law", {"First step": "Первый шаг"})
    entry = '\nmsgctxt "law/signed/board"\nmsgid "First step"\nmsgstr "Второй раз"\n'
    path.write_text(path.read_text("utf-8") + entry, "utf-8")
    [finding] = [f for f in catalog.check(tmp_path, content, ["ru"]) if f.rule == "catalogue-duplicate"]
    assert finding.span is not None
    assert finding.span.line == len(path.read_text("utf-8").rstrip("\n").split("\n")) - 1


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
