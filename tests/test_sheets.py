"""Catalogues as files: what is wrong with one is found at its line."""

from __future__ import annotations

from pathlib import Path

import pytest
from catalogues import fill, line_of, project_of

from briefgen import proofread, translate
from briefgen.finding import Span


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
    translate.update(tmp_path, content, ["ru"])
    path = tmp_path / "content/locales/ru/law.po"
    path.write_text(path.read_text("utf-8").replace(before, after), "utf-8")
    [finding] = [f for f in proofread.check(tmp_path, content, ["ru"]) if f.rule == rule]
    assert finding.span == Span("content/locales/ru/law.po", line_of(path, piece))


def test_another_encoding_is_found_at_its_line(tmp_path: Path) -> None:
    content = project_of(["First step"])
    translate.update(tmp_path, content, ["ru"])
    path = fill(tmp_path, "ru", "law", {"First step": "Первый шаг"})
    line = next(n for n, words in enumerate(path.read_text("utf-8").split("\n"), 1) if not words.isascii())
    path.write_bytes(path.read_text("utf-8").encode("koi8-r"))
    [finding] = [f for f in proofread.check(tmp_path, content, ["ru"]) if f.rule == "file-not-utf8"]
    assert finding.span == Span("content/locales/ru/law.po", line)


def test_an_entry_that_stands_twice_is_found(tmp_path: Path) -> None:
    content = project_of(["First step"])
    translate.update(tmp_path, content, ["ru"])
    path = fill(tmp_path, "ru", "law", {"First step": "Первый шаг"})
    entry = '\nmsgctxt "law/signed/board"\nmsgid "First step"\nmsgstr "Второй раз"\n'
    path.write_text(path.read_text("utf-8") + entry, "utf-8")
    [finding] = [f for f in proofread.check(tmp_path, content, ["ru"]) if f.rule == "catalogue-duplicate"]
    assert finding.span is not None
    assert finding.span.line == len(path.read_text("utf-8").rstrip("\n").split("\n")) - 1
