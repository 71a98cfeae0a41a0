"""Catalogues kept in step: what an update keeps, merges and puts aside, and how far each has come."""

from __future__ import annotations

from pathlib import Path

from catalogues import fill, line_of, project_of, rules

from briefgen import proofread, translate
from briefgen.finding import Severity


def test_update_writes_the_same_bytes_again_and_nothing_the_second_time(tmp_path: Path) -> None:
    content = project_of(["Spent: ${budget} by ${signed|year}"])
    written, findings = translate.update(tmp_path, content, ["ru", "zh"])
    assert len(written) == 10
    assert findings == []
    first = {path: path.read_bytes() for path in written}
    again, _ = translate.update(tmp_path, content, ["ru", "zh"])
    assert again == []
    assert {path: path.read_bytes() for path in written} == first
    for path in written:
        path.unlink()
    translate.update(tmp_path, content, ["ru", "zh"])
    assert {path: path.read_bytes() for path in written} == first


def test_a_message_shows_its_place_its_context_and_how_its_facts_are_worded(tmp_path: Path) -> None:
    translate.update(tmp_path, project_of(["Spent: ${budget} by ${signed|year}"]), ["ru"])
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
    translate.update(tmp_path, content, ["ru"])
    path = fill(tmp_path, "ru", "law", {"First step": "Первый шаг"})
    path.write_text(path.read_text("utf-8").replace("#: content/themes/law.yaml:10", "# проверено\n#: x:1"), "utf-8")
    translate.update(tmp_path, content, ["ru"])
    written = path.read_text("utf-8")
    assert '# проверено\n#: content/themes/law.yaml:10\nmsgctxt "law/signed/board"' in written
    assert 'msgstr "Первый шаг"' in written


def test_a_changed_text_makes_its_translation_fuzzy_and_keeps_the_old_words(tmp_path: Path) -> None:
    translate.update(tmp_path, project_of(["The first step was taken"]), ["ru"])
    path = fill(tmp_path, "ru", "law", {"The first step was taken": "Первый шаг сделан"})
    changed = project_of(["The first small step was taken"])
    translate.update(tmp_path, changed, ["ru"])
    assert (
        "#, fuzzy\n"
        '#| msgid "The first step was taken"\n'
        'msgctxt "law/signed/board"\n'
        'msgid "The first small step was taken"\n'
        'msgstr "Первый шаг сделан"\n'
    ) in path.read_text("utf-8")
    [stale] = [finding for finding in proofread.check(tmp_path, changed, ["ru"]) if finding.rule == "translation-stale"]
    assert stale.span is not None
    assert stale.span.line == line_of(path, 'msgid "The first small step was taken"')
    assert stale.severity is Severity.WARNING
    # A further update keeps the words that the translation was made for.
    translate.update(tmp_path, project_of(["The first small step was taken now"]), ["ru"])
    assert '#| msgid "The first step was taken"' in path.read_text("utf-8")


def test_a_text_that_moved_keeps_its_translation_and_one_that_went_is_put_aside(tmp_path: Path) -> None:
    translate.update(tmp_path, project_of(["Kept words", "Lost words of another kind"]), ["ru"])
    path = fill(tmp_path, "ru", "law", {"Kept words": "Слова", "Lost words of another kind": "Утрата"})
    path.write_text(path.read_text("utf-8").replace('"law/signed/board"', '"law/elsewhere"'), "utf-8")
    translate.update(tmp_path, project_of(["Kept words"]), ["ru"])
    written = path.read_text("utf-8")
    assert 'msgctxt "law/signed/board"\nmsgid "Kept words"\nmsgstr "Слова"' in written
    assert '#~ msgid "Lost words of another kind"\n#~ msgstr "Утрата"' in written
    translate.update(tmp_path, project_of(["Kept words", "Lost words of another kind"]), ["ru"])
    written = path.read_text("utf-8")
    assert 'msgid "Lost words of another kind"\nmsgstr "Утрата"' in written
    assert "#~" not in written


def test_a_broken_catalogue_is_left_alone(tmp_path: Path) -> None:
    content = project_of(["First step"])
    translate.update(tmp_path, content, ["ru"])
    path = tmp_path / "content/locales/ru/law.po"
    broken = path.read_text("utf-8").replace('msgid "First step"', "msgid First step")
    path.write_text(broken, "utf-8")
    written, findings = translate.update(tmp_path, content, ["ru"])
    assert rules(findings) == ["catalogue-broken"]
    assert written == []
    assert path.read_text("utf-8") == broken


def test_a_language_without_a_file_says_how_to_add_one(tmp_path: Path) -> None:
    _, [finding] = translate.update(tmp_path, project_of(["x"]), ["tlh"])
    assert finding.rule == "language-missing"
    assert "tlh" in finding.message
    assert "briefgen/languages/tlh.yaml" in finding.hint
    assert rules(proofread.check(tmp_path, project_of(["x"]), ["tlh"])) == ["language-missing"]


def test_status_counts_a_language_and_sheet(tmp_path: Path) -> None:
    translate.update(tmp_path, project_of(["First step", "The second step was taken"]), ["ru", "zh"])
    fill(tmp_path, "ru", "law", {"First step": "Первый шаг", "The second step was taken": "Второй шаг сделан"})
    newer = project_of(["First step", "The second long step was taken"])
    translate.update(tmp_path, newer, ["ru", "zh"])
    table = translate.status(tmp_path, newer, ["ru", "zh"])
    [row] = [row for row in table.rows if row.language == "ru" and row.sheet == "law"]
    assert (row.total, row.translated, row.stale, row.missing, row.percent) == (7, 1, 1, 5, 14)
    lines = str(table).split("\n")
    assert lines[0].split() == ["language", "sheet", "texts", "translated", "stale", "missing"]
    assert "ru        law          7           1      1        5  14%" in lines
    assert any(line.startswith("zh        all") and line.endswith("0%") for line in lines)
