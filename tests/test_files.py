"""Files that are no files, cannot be read or lie outside the project: each is told, none is waited for."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from small_project import PROJECT, briefgen, briefgen_process, edit, write_project

from briefgen.files import lines_of, read_bytes
from briefgen.finding import Finding

ENGLISH = {"project.yaml": PROJECT.replace("[en, zh]", "[en]")}
needs_pipes = pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")


def refusal(root: Path, name: str, largest: int = 100) -> Finding:
    found = read_bytes(root, root / name, largest)
    assert isinstance(found, Finding)
    assert found.hint
    return found


def test_what_is_no_file_of_the_project_is_told_by_what_it_is(tmp_path: Path) -> None:
    root = tmp_path / "project"
    root.mkdir()
    (tmp_path / "secret").write_text("secret")
    (root / "file").write_bytes(b"x" * 101)
    (root / "folder").mkdir()
    for name, target in {"out": "../secret", "loop": "loop", "dangling": "nowhere", "good": "file"}.items():
        (root / name).symlink_to(target)
    assert read_bytes(root, root / "good", 200) == b"x" * 101
    told = {name: refusal(root, name).rule for name in ("out", "loop", "dangling", "file", "folder")}
    assert told == {
        "out": "path-outside",
        "loop": "file-unreadable",
        "dangling": "file-missing",
        "file": "file-too-large",
        "folder": "file-unreadable",
    }
    assert refusal(root, "loop").message == "loop is a link that leads back to itself"


def test_an_excerpt_shows_no_line_of_a_file_outside(tmp_path: Path) -> None:
    root = tmp_path / "project"
    root.mkdir()
    (tmp_path / "secret.yaml").write_text("secret: 1\n")
    (root / "linked.yaml").symlink_to(tmp_path / "secret.yaml")
    assert lines_of(root, "linked.yaml") == []
    # What a person names on the command line may lie anywhere.
    assert lines_of(root, str(tmp_path / "secret.yaml")) == ["secret: 1"]


@pytest.mark.parametrize("place", ["themes/economy.yaml", "facts/more.yaml", "project.yaml", "locales/zh/economy.po"])
def test_a_link_out_of_the_project_is_refused_and_its_target_is_not_printed(tmp_path: Path, place: str) -> None:
    secret = tmp_path / "secret"
    secret.write_text("secret: 1\n")
    project = write_project(tmp_path / "project")
    path = project / "content" / place
    path.parent.mkdir(parents=True, exist_ok=True)
    path.unlink(missing_ok=True)
    path.symlink_to(secret)
    outcome = briefgen("check", project=project)
    assert outcome.code == 1
    assert f"content/{place}:1:1: error[path-outside] content/{place} leads out of the project" in outcome.err
    assert "secret: 1" not in outcome.text


@needs_pipes
@pytest.mark.parametrize("place", ["facts/f.yaml", "sources.yaml", "locales/zh/economy.po"])
def test_nobody_waits_for_a_pipe(tmp_path: Path, place: str) -> None:
    write_project(tmp_path)
    path = tmp_path / "content" / place
    path.parent.mkdir(parents=True, exist_ok=True)
    path.unlink(missing_ok=True)
    os.mkfifo(path)
    outcome = briefgen_process("check", folder=tmp_path)
    assert outcome.code == 1
    assert f"content/{place}:1:1: error[file-unreadable] content/{place} is no regular file" in outcome.err


@pytest.mark.parametrize("words", [["check"], ["translate", "check"], ["build", "--language", "zh"]])
def test_a_catalogue_in_another_encoding_is_told_once_and_the_rest_is_checked(project: Path, words: list[str]) -> None:
    path = project / "content/locales/zh/economy.po"
    path.write_bytes(path.read_text("utf-8").encode("gbk"))
    other = project / "content/locales/zh/facts.po"
    edit(other, "人工智能专业人员", "人工智能专业人员99")
    outcome = briefgen(*words, project=project)
    assert outcome.code == 1
    assert outcome.err.count("error[file-not-utf8]") == 1
    assert "error[number-unsourced] '99' comes from no fact" in outcome.err


@pytest.mark.parametrize("encoding", ["utf-16", "gbk"])
def test_a_source_text_in_another_encoding_is_told_and_not_taken_for_missing_evidence(
    built: Path, tmp_path: Path, encoding: str
) -> None:
    text = (built / "texts" / "year.zh.txt").read_text("utf-8")
    (tmp_path / "year.zh.txt").write_bytes(text.encode(encoding))
    outcome = briefgen("check", "--sources", tmp_path, project=built)
    assert outcome.code == 1
    assert "error[file-not-utf8] the text of 'year', year.zh.txt, is not UTF-8" in outcome.err
    assert "evidence-missing" not in outcome.err
    assert "6 skipped" in outcome.out


def test_a_picture_without_a_name_is_told_to_name_one(tmp_path: Path) -> None:
    section = "- {id: one, title: A claim, blocks: [{picture: {file: '', alt: A picture}}]}"
    theme = f"title: Economy\nsections:\n  {section}\n"
    outcome = briefgen("check", project=write_project(tmp_path, {**ENGLISH, "themes/economy.yaml": theme}))
    assert "error[text-empty] the name of the file is empty" in outcome.err
    assert "path-outside" not in outcome.err
