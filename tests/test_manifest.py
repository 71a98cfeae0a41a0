"""The manifest: what it says of the built files, and what is believed of it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from small_project import briefgen, contents

from briefgen.finding import Severity
from briefgen.manifest import read_manifest


def test_the_manifest_says_what_each_page_shows(built: Path) -> None:
    manifest, findings = read_manifest(built / "output")
    assert findings == []
    assert sorted(manifest) == ["briefing.en.docx", "briefing.zh.docx", "deck.en.pptx", "deck.zh.pptx"]
    entry = manifest["deck.zh.pptx"]
    assert entry.sha256 == contents(built / "output")["deck.zh.pptx"]
    assert (entry.document, entry.language) == ("deck", "zh")
    pages = {page.passage: page.facts for page in entry.pages}
    assert pages["exports-grow"] == ("exports", "exports-target", "specialists")
    assert pages["services-online"] == ("gain", "online", "signed")
    assert entry.slack is not None
    assert manifest["briefing.zh.docx"].slack is None


def test_a_build_keeps_what_the_manifest_says_of_other_files(project: Path) -> None:
    before = (project / "output" / "manifest.json").read_bytes()
    assert briefgen("build", "deck", "--quiet", project=project).code == 0
    assert (project / "output" / "manifest.json").read_bytes() == before
    (project / "output" / "briefing.en.docx").unlink()
    assert briefgen("build", "deck", "--quiet", project=project).code == 0
    assert sorted(read_manifest(project / "output")[0]) == ["briefing.zh.docx", "deck.en.pptx", "deck.zh.pptx"]


def change(output: Path, value: Any, *keys: str | int) -> None:
    """Put a value into the manifest as a hand would; None takes out what stands there."""
    told = inner = json.loads((output / "manifest.json").read_text("utf-8"))
    for key in keys[:-1]:
        inner = inner[key]
    if value is None:
        del inner[keys[-1]]
    else:
        inner[keys[-1]] = value
    (output / "manifest.json").write_text(json.dumps(told), "utf-8")


DECK = "deck.zh.pptx"


@pytest.mark.parametrize(
    ("value", "keys"),
    [
        (None, (DECK, "language")),
        (None, (DECK, "document")),
        (None, (DECK, "sha256")),
        (None, (DECK, "pages")),
        (None, (DECK, "pages", 0, "facts")),
        (None, (DECK, "pages", 0, "passage")),
        ([["a"]], (DECK, "pages", 0, "facts")),
        ("exports", (DECK, "pages", 0)),
        (["zh"], (DECK, "language")),
        ("full", (DECK, "slack")),
        (["0.2", "page", "box"], (DECK, "slack")),
        ([0.2, "page"], (DECK, "slack")),
        ([float("nan"), "page", "box"], (DECK, "slack")),
        ([], (DECK,)),
    ],
)
def test_an_entry_that_is_not_as_it_is_written_now_is_passed_over_with_a_note(
    project: Path, value: Any, keys: tuple[str | int, ...]
) -> None:
    change(project / "output", value, *keys)
    outcome = briefgen("check", "--editions", project=project)
    assert outcome.code == 0, outcome.text
    assert f"says of '{DECK}' is not as this version writes it, and is passed over" in outcome.err
    assert "note[manifest-malformed]" in outcome.err
    assert "warning[edition-missing] deck is not built in 'zh'" in outcome.err
    assert "fit [en], as last built" in outcome.out
    assert briefgen("check", project=project).code == 0
    manifest, [finding] = read_manifest(project / "output")
    assert sorted(manifest) == ["briefing.en.docx", "briefing.zh.docx", "deck.en.pptx"]
    assert (finding.rule, finding.severity) == ("manifest-malformed", Severity.NOTE)


def test_an_entry_of_an_older_version_without_slack_is_believed(project: Path) -> None:
    change(project / "output", None, DECK, "slack")
    outcome = briefgen("check", "--editions", project=project)
    assert (outcome.code, outcome.err) == (0, "no findings\n")
    assert "fit [zh]" not in outcome.out


def test_an_entry_that_leads_out_of_the_folder_is_passed_over(project: Path) -> None:
    entry = json.loads((project / "output" / "manifest.json").read_text("utf-8"))[DECK]
    change(project / "output", entry, "../deck.zh.pptx")
    assert [finding.rule for finding in read_manifest(project / "output")[1]] == ["manifest-malformed"]


@pytest.mark.parametrize("told", [b"", b"{", b"[]", b"null", b"\xff", b"[" * 100_000])
def test_a_manifest_that_cannot_be_read_is_told_and_written_anew(project: Path, told: bytes) -> None:
    (project / "output" / "manifest.json").write_bytes(told)
    outcome = briefgen("check", project=project)
    assert outcome.code == 0
    assert "note[manifest-malformed]" in outcome.err
    built = briefgen("build", "deck", "--quiet", project=project)
    assert built.code == 0
    manifest, findings = read_manifest(project / "output")
    assert (list(manifest), findings) == (["deck.en.pptx"], [])


def test_where_nothing_is_built_there_is_nothing_to_tell(tmp_path: Path) -> None:
    assert read_manifest(tmp_path) == ({}, [])
    assert read_manifest(tmp_path / "nowhere") == ({}, [])
