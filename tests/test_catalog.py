"""Catalogues: what is extracted, and how a text is looked up."""

from __future__ import annotations

from pathlib import Path

from catalogues import fill, project_of, text

from briefgen import catalog, translate
from briefgen.catalog import Catalog


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


def test_translate_tells_how_far_a_text_has_come(tmp_path: Path) -> None:
    content = project_of(["First step", "Spent ${budget} so far", "Spent money", "No words yet"])
    translate.update(tmp_path, content, ["ru"])
    fill(
        tmp_path,
        "ru",
        "law",
        {"First step": "Первый шаг", "Spent ${budget} so far": "Потрачено ${budget}", "Spent money": "Деньги"},
    )
    newer = project_of(["First step", "Spent ${budget} so far and on", "Spent money: ${budget}", "No words yet"])
    translate.update(tmp_path, newer, ["ru"])
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
