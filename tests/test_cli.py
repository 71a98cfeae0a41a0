"""The commands as a person types them: what is printed, how they end, and what stays on the disk."""

from __future__ import annotations

import errno
import json
import os
import re
import resource
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click
import pytest
from small_project import PROJECT, briefgen, briefgen_process, edit, write_project

from briefgen import __version__
from briefgen.cli import THINGS, Group, machine_finding, main

ENGLISH = {"project.yaml": PROJECT.replace("[en, zh]", "[en]")}
STEPPE = Path(__file__).parents[1] / "templates" / "steppe"


def commands(group: click.Group = main, words: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], click.Command]]:
    for name, command in group.commands.items():
        yield (*words, name), command
        if isinstance(command, click.Group):
            yield from commands(command, (*words, name))


# -------------------------------------------------------------------------------------------------------- help


def test_help_leads_a_stranger_to_the_first_build() -> None:
    outcome = briefgen("--help")
    assert outcome.code == 0
    for words in ("briefgen build deck", "briefgen check", "briefgen list", "content/", "output/", "Exit codes"):
        assert words in outcome.out
    assert briefgen("-h").out == outcome.out
    assert briefgen("--version").out.strip() == f"briefgen, version {__version__}"


@pytest.mark.parametrize(("words", "command"), [pytest.param(*one, id=" ".join(one[0])) for one in commands()])
def test_every_command_and_option_says_what_it_does(words: tuple[str, ...], command: click.Command) -> None:
    outcome = briefgen(*words, "--help")
    assert outcome.code == 0
    assert command.help
    assert re.match(r"[A-Z][a-z]+s? ", command.help)
    for parameter in command.params:
        if isinstance(parameter, click.Option):
            assert parameter.help, parameter.name
            assert parameter.help.rstrip().endswith((".", "]")), parameter.name
            assert max(parameter.opts, key=len) in outcome.out
    assert max(map(len, outcome.out.splitlines())) <= 80


@pytest.mark.parametrize(
    "words", [["frobnicate"], ["build", "--jobs", "0"], ["build", "--nonsense"], ["list", "nonsense"], ["template"]]
)
def test_wrong_usage_ends_with_two(words: list[str], project: Path) -> None:
    assert briefgen(*words, project=project).code == 2


# -------------------------------------------------------------------------------------------- which project it is


def test_a_project_is_found_from_any_of_its_folders(built: Path) -> None:
    for folder in (built, built / "content" / "themes"):
        outcome = briefgen_process("list", "documents", folder=folder)
        assert outcome.code == 0
        assert "briefing" in outcome.out


def test_where_there_is_no_project_it_says_where_to_go(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for command in ("build", "check", "list"):
        outcome = briefgen(command)
        assert outcome.code == 2
        assert "no content/project.yaml" in outcome.err
        assert "--project" in outcome.err
    assert briefgen("check", project=tmp_path).code == 2
    assert briefgen("check", project=tmp_path / "nowhere").code == 2


def test_a_folder_of_content_without_project_yaml_is_a_finding(tmp_path: Path) -> None:
    (tmp_path / "content").mkdir()
    for command in ("build", "check"):
        outcome = briefgen(command, project=tmp_path)
        assert outcome.code == 1
        assert "error[file-missing] there is no content/project.yaml" in outcome.err
        assert "hint: begin one: title, date, languages, template and documents" in outcome.err
    assert not (tmp_path / "output").exists()


# ------------------------------------------------------------------------------------------------------- build


def test_a_build_names_every_file_that_it_wrote(project: Path, tmp_path: Path) -> None:
    outcome = briefgen("build", "--output", tmp_path / "out", project=project)
    assert outcome.code == 0
    lines = outcome.out.splitlines()
    assert [re.sub(r"  [\d,]+ KiB$", "", line) for line in lines] == [
        str(tmp_path / "out" / "deck.en.pptx"),
        str(tmp_path / "out" / "briefing.en.docx"),
    ]
    assert outcome.err.splitlines()[0] == "reading"
    quiet = briefgen("build", "--quiet", "--output", tmp_path / "out", project=project)
    assert (quiet.out, quiet.err) == (outcome.out, "")


def test_progress_says_only_what_is_really_done(project: Path) -> None:
    assert briefgen("build", "deck", project=project).err.splitlines() == ["reading", "laying out 1 document"]
    fresh = briefgen("build", "deck", "--fresh", "--jobs", "1", project=project)
    assert fresh.err.splitlines() == ["reading", "laying out 1 document", "drawing 2 charts", "writing 1 file"]


def test_a_person_at_a_terminal_gets_the_files_and_no_leftovers(project: Path) -> None:
    pty = pytest.importorskip("pty")
    ours, theirs = pty.openpty()
    with subprocess.Popen(
        [sys.executable, "-m", "briefgen", "build", "deck"],
        cwd=project,
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        env={**os.environ, "TERM": "xterm"},
    ) as process:
        os.close(theirs)
        shown = b""
        while True:
            try:
                data = os.read(ours, 4096)
            except OSError:
                break
            if not data:
                break
            shown += data
    os.close(ours)
    assert process.returncode == 0
    assert b"output/deck.en.pptx" in shown
    assert shown.count(b"\x1b[?25l") == shown.count(b"\x1b[?25h")


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["dekc"], "no document named 'dekc'\n  hint: did you mean 'deck'?"),
        (["deck", "--theme", "econmy"], "no theme named 'econmy'\n  hint: did you mean 'economy'?"),
        (["deck", "--language", "fr"], "no language named 'fr'\n  hint: there are: en, zh"),
        (["deck", "--format", "pdf"], "no format named 'pdf'\n  hint: there are: docx, pptx"),
    ],
)
def test_a_wrong_word_of_the_command_is_wrong_usage_with_a_way_out(project: Path, words: list[str], told: str) -> None:
    outcome = briefgen("build", *words, project=project)
    assert outcome.code == 2
    assert told in outcome.err
    assert "content/" not in outcome.err


def test_what_matches_nothing_is_said(project: Path) -> None:
    outcome = briefgen("build", "briefing", "--format", "pptx", project=project)
    assert outcome.code == 1
    assert "nothing to build: no document is all that was asked for" in outcome.err


def test_a_project_without_documents_is_no_fault(tmp_path: Path) -> None:
    write_project(tmp_path, {"project.yaml": PROJECT.partition("documents:")[0] + "documents: {}\n"})
    assert briefgen("check", project=tmp_path).code == 0
    outcome = briefgen("build", project=tmp_path)
    assert outcome.code == 1
    assert "nothing to build: the project has no documents" in outcome.err


def test_a_template_is_chosen_on_the_command_line(project: Path, tmp_path: Path) -> None:
    house = tmp_path / "house.pptx"
    house.write_bytes((STEPPE / "deck.pptx").read_bytes())
    before = (project / "output" / "briefing.en.docx").read_bytes()
    assert briefgen("build", "--template", house, project=project).code == 0
    assert (project / "output" / "briefing.en.docx").read_bytes() == before


@pytest.mark.parametrize(
    ("template", "told"),
    [
        ("stepe", "no template 'stepe'\n  hint: did you mean 'steppe'?"),
        ("nothing.pptx", "no template 'nothing.pptx'"),
        ("house.docx", "'house.docx' is a template for briefings, and none is built"),
        ("content/project.yaml", "is no Office file"),
        ("content", "the template 'content' has no deck.pptx"),
    ],
)
def test_a_template_that_is_none_is_refused(project: Path, template: str, told: str) -> None:
    before = (project / "output" / "deck.en.pptx").read_bytes()
    outcome = briefgen("build", "deck", "--template", template, project=project)
    assert outcome.code == (1 if told.startswith("is no") else 2)
    assert told in outcome.err
    assert (project / "output" / "deck.en.pptx").read_bytes() == before


def test_build_and_check_tell_the_same_errors(tmp_path: Path) -> None:
    theme = """
    title: Economy ${nowhere}
    scop: wrong
    sections:
      - id: one
        title: A claim
        blocks: [{chart: no-such-chart}, {points: [In 2025]}, {pictures: x}]
    """
    facts = "wrong:\n  label: wrong\n  value: 2026-02-30\n  unit: date\n"
    write_project(tmp_path, {**ENGLISH, "themes/economy.yaml": theme, "facts/more.yaml": facts})
    told = {
        command: re.findall(
            r"^(\S+:\d+:\d+): (error\[[a-z-]+\])", briefgen(command, project=tmp_path).err, re.MULTILINE
        )
        for command in ("build", "check")
    }
    assert told["build"] == told["check"]
    assert [rule for _, rule in told["check"]] == [
        "error[date-bad]",
        "error[fact-unknown]",
        "error[key-unknown]",
        "error[chart-unknown]",
        "error[number-unsourced]",
        "error[block-unknown]",
    ]


# ---------------------------------------------------------------------------------------- trouble with the machine


def test_an_output_that_is_a_file_is_refused(project: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("mine")
    assert briefgen("build", "deck", "--output", tmp_path / "file", project=project).code == 2
    outcome = briefgen("build", "deck", "--output", tmp_path / "file" / "below", project=project)
    assert outcome.code == 3
    assert "error[machine-refused] not a directory" in outcome.err
    assert "hint: move away what stands in its place" in outcome.err
    assert (tmp_path / "file").read_text() == "mine"


def test_an_output_that_cannot_be_written_is_told_in_one_line(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*, dir: Path, prefix: str) -> Any:
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), f"{dir}/{prefix}x")

    monkeypatch.setattr(tempfile, "mkstemp", refuse)
    outcome = briefgen("build", "deck", project=project)
    assert outcome.code == 3
    lines = outcome.err.splitlines()
    assert lines[-2] == f"error[machine-refused] permission denied: {project}/output/deck.en.pptx"
    assert lines[-1] == "  hint: allow writing there, or choose another folder with --output"


@pytest.mark.skipif(os.geteuid() == 0, reason="nothing is read-only for root")
def test_a_read_only_folder_is_told_in_one_line(project: Path, tmp_path: Path) -> None:
    folder = tmp_path / "closed"
    folder.mkdir(mode=0o500)
    outcome = briefgen("build", "deck", "--output", folder, project=project)
    assert outcome.code == 3
    assert "permission denied" in outcome.err


def test_a_full_disk_leaves_the_last_good_files_and_nothing_half_written(project: Path) -> None:
    output = project / "output"
    before = {path.name: path.read_bytes() for path in output.iterdir()}
    theme = project / "content" / "themes" / "economy.yaml"
    theme.write_text(theme.read_text("utf-8").replace("title: What is known", "title: What we know"), "utf-8")

    def little_room() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))

    outcome = briefgen_process("build", "--jobs", "1", folder=project, prepare=little_room)
    assert outcome.code == 3
    assert re.search(r"error\[machine-refused\] file too large: \S+deck.en.pptx\n  hint: ", outcome.err)
    assert {path.name: path.read_bytes() for path in output.iterdir()} == before


def test_a_store_that_cannot_be_written_is_no_reason_to_fail(project: Path) -> None:
    import shutil

    shutil.rmtree(project / ".briefgen")
    (project / ".briefgen").write_text("in the way")
    assert briefgen("build", "deck", "--jobs", "1", project=project).code == 0


def test_ctrl_c_stops_at_once_and_changes_no_file(project: Path) -> None:
    before = {path.name: path.read_bytes() for path in (project / "output").iterdir()}
    process = subprocess.Popen(
        [sys.executable, "-m", "briefgen", "build", "--fresh", "--language", "all", "--jobs", "2"],
        cwd=project,
        stderr=subprocess.PIPE,
        stdout=subprocess.PIPE,
        encoding="utf-8",
        start_new_session=True,
        # A shell that runs the tests in the background has them ignore the signal, and so would the child.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )
    assert process.stderr is not None
    assert process.stderr.readline() == "reading\n"
    assert process.stderr.readline() == "laying out 4 documents\n"
    os.killpg(process.pid, signal.SIGINT)
    out, err = process.communicate(timeout=60)
    assert process.returncode == 130
    assert (out, err.splitlines()[-1]) == ("", "stopped")
    assert "Traceback" not in err
    assert {path.name: path.read_bytes() for path in (project / "output").iterdir()} == before


def test_a_reader_who_leaves_early_is_no_fault(built: Path) -> None:
    listing = f"{sys.executable} -m briefgen list facts blocks charts"
    # The listing has no reader before it begins, and tells its own code.
    script = f"(sleep 0.2; {listing}; echo $? >&3) 3>&2 | true"
    done = subprocess.run(["sh", "-c", script], cwd=built, capture_output=True, encoding="utf-8", check=False)
    assert done.stderr == "141\n"


@pytest.mark.parametrize("encoding", ["cp1251", "gbk"])
def test_a_console_of_few_characters_gets_all_the_same(tmp_path: Path, encoding: str) -> None:
    write_project(tmp_path)
    outcome = briefgen_process(
        "check", folder=tmp_path, environment={"PYTHONIOENCODING": encoding, "PYTHONUTF8": "0"}, encoding=encoding
    )
    assert outcome.code == 0
    assert "warning[catalogue-missing]" in outcome.err


def test_a_fault_of_our_own_is_one_line_and_no_mistake_of_the_author(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from click.testing import CliRunner

    def fail(root: Path) -> Any:  # noqa: ARG001 - called as what it replaces
        raise ZeroDivisionError("by nothing")

    monkeypatch.setattr("briefgen.cli.read_project", fail)
    result = CliRunner(env={"BRIEFGEN_TRACEBACK": None}).invoke(main, ["--project", str(project), "check"])
    assert result.exit_code == 3
    first, second = result.stderr.splitlines()
    assert first == "error[briefgen-fault] briefgen itself failed: ZeroDivisionError: by nothing"
    assert "BRIEFGEN_TRACEBACK=1" in second


@pytest.mark.parametrize(
    ("error", "message", "hint"),
    [
        (OSError(errno.ENOSPC, "No space left on device", "x"), "no space left on device: x", "free some space"),
        (OSError(errno.EROFS, "Read-only file system"), "read-only file system", "allow writing there"),
        (OSError("odd"), "odd", "look at the folder"),
        (MemoryError(), "a process ran out of memory or was ended", "build with --jobs 1"),
    ],
)
def test_what_the_machine_refuses_comes_with_a_way_out(error: Exception, message: str, hint: str) -> None:
    finding = machine_finding(error)
    assert finding.message == message
    assert hint in finding.hint


def test_another_output_is_advised_only_where_there_is_the_option() -> None:
    group = main
    assert isinstance(group, Group)
    assert group.takes_output(["--project", "x", "build", "deck"])
    assert not group.takes_output(["translate", "update"])
    assert "--output" not in machine_finding(OSError(errno.EROFS, "Read-only file system"), takes_output=False).hint


# ------------------------------------------------------------------------------------------------------- check


def test_check_says_what_it_covered_and_what_not(built: Path) -> None:
    outcome = briefgen("check", project=built)
    assert outcome.code == 0
    lines = outcome.out.splitlines()
    assert lines[:3] == [
        "content: 6 facts, 2 charts, 1 theme in 6 files",
        "evidence: skipped, name the folder of the source texts with --sources",
        "documents: 4 worded in en, zh",
    ]
    assert [line.partition(":")[0] for line in lines[3:]] == ["fit [en], as last built", "fit [zh], as last built"]
    assert outcome.err == "no findings\n"


def test_check_looks_evidence_up_in_the_sources(built: Path, tmp_path: Path) -> None:
    good = briefgen("check", "--sources", built / "texts", project=built)
    assert good.code == 0
    assert "evidence: 6 citations: 6 numbers checked" in good.out
    text = (built / "texts" / "year.zh.txt").read_text("utf-8")
    (tmp_path / "year.zh.txt").write_text(text.replace("15亿", "15万"), "utf-8")
    bad = briefgen("check", "--sources", tmp_path, project=built)
    assert bad.code == 1
    assert "content/facts/economy.yaml" in bad.err


def test_check_tells_how_full_the_fullest_box_is(built: Path) -> None:
    outcome = briefgen("check", "--fit", project=built)
    assert outcome.code == 0
    assert re.search(r"fit \[en\]: fullest box '.+' on '.+', \d+% of its height free", outcome.out)
    assert "fit [zh]" in outcome.out


def test_what_rests_on_errors_is_said_to_be_skipped(project: Path) -> None:
    (project / "content" / "charts" / "online-chart.yaml").write_text("kind: pie\n")
    outcome = briefgen("check", "--fit", "--editions", project=project)
    assert outcome.code == 1
    assert "fit: skipped, mend the errors first" in outcome.out
    assert "editions: skipped, mend the errors first" in outcome.out


def test_strict_takes_warnings_for_errors_but_not_notes(project: Path) -> None:
    assert briefgen("check", "--strict", project=project).code == 0
    theme = project / "content" / "themes" / "economy.yaml"
    theme.write_bytes(b"\xef\xbb\xbf" + theme.read_bytes())
    outcome = briefgen("check", "--strict", project=project)
    assert outcome.code == 0
    assert "note[file-byte-order-mark]" in outcome.err
    theme.write_text(theme.read_text("utf-8-sig").replace("Nearly all", "Almost all"), "utf-8")
    assert briefgen("check", project=project).code == 0
    assert briefgen("check", "--strict", project=project).code == 1


def test_another_template_is_a_question_of_fit(project: Path) -> None:
    outcome = briefgen("check", "--template", "steppe", project=project)
    assert outcome.code == 2
    assert "add --fit" in outcome.err
    outcome = briefgen("check", "--fit", "--template", "stepe", project=project)
    assert outcome.code == 2
    assert "no template 'stepe'\n  hint: did you mean 'steppe'?" in outcome.err
    assert briefgen("check", "--fit", "--template", "steppe", project=project).code == 0


@pytest.mark.parametrize("command", [["build"], ["check"], ["translate", "status"]])
@pytest.mark.parametrize("languages", ["", "all,ru", ","])
def test_a_language_that_there_is_not_is_wrong_usage(project: Path, command: list[str], languages: str) -> None:
    assert briefgen(*command, "--language", languages, project=project).code == 2


def test_what_was_built_of_another_project_is_not_told_of_this_one(project: Path) -> None:
    assert briefgen("gallery", "--quiet", "--output", project / "output").code == 0
    assert "gallery" not in briefgen("check", project=project).text


@pytest.mark.parametrize("style", ["json", "sarif", "github"])
def test_findings_for_programs_stand_alone_on_the_output(tmp_path: Path, style: str) -> None:
    write_project(tmp_path, {**ENGLISH, "charts/online-chart.yaml": "kind: pie\ntitle: Отчёт 年度\n"})
    outcome = briefgen("check", "--style", style, project=tmp_path)
    assert outcome.code == 1
    if style == "github":
        assert outcome.out.startswith("::error file=content/charts/online-chart.yaml,line=1,col=7,")
    else:
        told = json.loads(outcome.out)
        found = told if style == "json" else told["runs"][0]["results"]
        assert [finding.get("rule") or finding["ruleId"] for finding in found] == ["chart-unknown-kind"]
    assert "content: 6 facts" in outcome.err


def test_only_the_editions_that_were_asked_for_are_checked(tmp_path: Path) -> None:
    write_project(tmp_path)
    assert "translation-missing" not in briefgen("check", "--language", "en", project=tmp_path).err
    assert "catalogue-missing" in briefgen("check", "--language", "zh", project=tmp_path).err
    outcome = briefgen("check", "--language", "ru", project=tmp_path)
    assert outcome.code == 2
    assert "the project has no language 'ru'; there are: en, zh" in outcome.err


def test_findings_are_told_by_place_and_the_same_one_once(tmp_path: Path) -> None:
    theme = """
    title: Economy
    sections:
      - id: one
        title: A ${b}
        blocks: [{points: ['${a}, ${b}', In 2025, '${b}']}]
    """
    write_project(tmp_path, {**ENGLISH, "themes/economy.yaml": theme, "charts/online-chart.yaml": "kind: pie\n"})
    outcome = briefgen("check", project=tmp_path)
    assert [line for line in outcome.err.splitlines() if "error[" in line or "also at" in line] == [
        "content/charts/online-chart.yaml:1:7: error[chart-unknown-kind] no chart of kind 'pie'",
        "content/themes/economy.yaml:4:14: error[fact-unknown] no fact named 'b'",
        "  also at: content/themes/economy.yaml:5:31, content/themes/economy.yaml:5:48",
        "content/themes/economy.yaml:5:25: error[fact-unknown] no fact named 'a'",
        "content/themes/economy.yaml:5:41: error[number-unsourced] '2025' comes from no fact",
    ]


def test_all_languages_are_those_of_the_project_in_every_question(built: Path) -> None:
    every = briefgen("check", "--fit", "--editions", project=built)
    asked = briefgen("check", "--fit", "--editions", "--language", "all", project=built)
    assert (asked.out, asked.err) == (every.out, "no findings\n")
    assert briefgen("check", "--language", "all", project=built).out == briefgen("check", project=built).out
    assert briefgen("check", "--language", "all,fr", project=built).code == 2
    for command in ("status", "check"):
        asked = briefgen("translate", command, "--language", "all", project=built)
        assert (asked.code, asked.text) == (0, briefgen("translate", command, project=built).text)


# -------------------------------------------------------------------------------------------------------- list


def test_list_shows_what_there_is(built: Path) -> None:
    outcome = briefgen("list", project=built)
    assert outcome.code == 0
    heads = [line for line in outcome.out.splitlines() if line and not line.startswith(" ")]
    assert heads == list(THINGS[:5])
    for row in ("  deck      deck: economy", "  economy  Economy (2 sections)", "  waterfall  ", "  status-board  "):
        assert row in outcome.out
    assert re.search(r"^  steppe  +comes with briefgen$", outcome.out, re.MULTILINE)
    own = briefgen("list", "templates", project=STEPPE.parents[1])
    assert re.search(r"^ *steppe  .*briefing\.docx, deck\.pptx", own.out, re.MULTILINE)


@pytest.mark.parametrize("thing", THINGS)
def test_every_row_of_a_list_says_something(built: Path, thing: str) -> None:
    outcome = briefgen("list", thing, project=built)
    assert outcome.code == 0
    head, *rows = outcome.out.splitlines()
    assert head == thing
    assert rows
    assert all(re.match(r"  \S+ {2,}\S", row) for row in rows)


def test_list_of_a_broken_project_shows_the_rest_and_says_so(tmp_path: Path) -> None:
    write_project(tmp_path, {"charts/online-chart.yaml": "kind: pie\n"})
    outcome = briefgen("list", "themes", project=tmp_path)
    assert outcome.code == 0
    assert "economy  Economy" in outcome.out
    assert "1 error: 'briefgen check' tells them" in outcome.err


# ---------------------------------------------------------------------------------------------------- template


def test_a_house_template_is_made_shown_and_checked(tmp_path: Path) -> None:
    made = briefgen("template", "make", STEPPE / "brand.yml", "--output", tmp_path)
    assert made.code == 0
    assert [Path(line).name for line in made.out.splitlines()] == ["deck.pptx", "briefing.docx"]
    for name, words in (("deck.pptx", "title-only"), ("briefing.docx", "Heading1")):
        shown = briefgen("template", "show", tmp_path / name)
        assert shown.code == 0
        assert words in shown.out
        assert briefgen("template", "check", tmp_path / name).text == "no findings\n"


def test_a_brand_with_mistakes_makes_nothing(tmp_path: Path) -> None:
    (tmp_path / "brand.yml").write_text('color:\n  palette: {blue: "#0000zz"}\n  primary: blu\n')
    outcome = briefgen("template", "make", tmp_path / "brand.yml")
    assert outcome.code == 1
    assert f"{tmp_path}/brand.yml:2:19: error[brand-color-invalid]" in outcome.err
    assert [path.name for path in tmp_path.iterdir()] == ["brand.yml"]


@pytest.mark.parametrize("command", ["show", "check"])
@pytest.mark.parametrize("data", [b"", b"text", b"PK\x03\x04torn", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600])
def test_a_file_that_is_no_template_is_a_finding(tmp_path: Path, command: str, data: bytes) -> None:
    path = tmp_path / "house.pptx"
    path.write_bytes(data)
    outcome = briefgen("template", command, path)
    assert outcome.code == 1
    assert "error[template-" in outcome.err
    assert "hint: " in outcome.err


# --------------------------------------------------------------------------------------------------- translate


def test_catalogues_go_from_missing_to_stale_as_the_text_changes(project: Path) -> None:
    assert briefgen("translate", "check", project=project).text == "no findings\n"
    theme = project / "content" / "themes" / "economy.yaml"
    theme.write_text(theme.read_text("utf-8").replace("Nearly all services", "Almost all services"), "utf-8")
    assert briefgen("translate", "check", project=project).code == 0
    assert briefgen("translate", "check", "--strict", project=project).code == 1
    updated = briefgen("translate", "update", project=project)
    assert updated.code == 0
    assert any(line.endswith("content/locales/zh/economy.po") for line in updated.out.splitlines())
    status = briefgen("translate", "status", "--language", "zh", project=project)
    assert re.search(r"zh +all +36 +35 +1 +0 +97%", status.out)


def test_a_lost_reference_is_told_with_the_catalogues_own_line(project: Path) -> None:
    path = project / "content" / "locales" / "zh" / "economy.po"
    text = path.read_text("utf-8")
    path.write_text(text.replace("**出口额**${exports}", "**出口额**"), "utf-8")
    outcome = briefgen("translate", "check", project=project)
    assert outcome.code == 1
    assert re.search(r"^content/locales/zh/economy\.po:\d+:\d+: error\[", outcome.err, re.MULTILINE)
    assert "exports" in outcome.err


def test_a_full_disk_leaves_every_catalogue_as_it_was(project: Path) -> None:
    locales = project / "content" / "locales"
    before = {path: path.read_bytes() for path in locales.rglob("*") if path.is_file()}
    theme = project / "content" / "themes" / "economy.yaml"
    theme.write_text(theme.read_text("utf-8").replace("Nearly all services", "Almost all services"), "utf-8")
    facts = project / "content" / "facts" / "economy.yaml"
    facts.write_text(
        facts.read_text("utf-8").replace("label: AI specialists", "label: " + "specialists " * 1000), "utf-8"
    )

    def little_room() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (8_000, 8_000))

    outcome = briefgen_process("translate", "update", folder=project, prepare=little_room)
    assert outcome.code == 3
    assert re.search(r"error\[machine-refused\] file too large: \S+facts.po\n  hint: ", outcome.err)
    assert {path: path.read_bytes() for path in locales.rglob("*") if path.is_file()} == before


@pytest.mark.parametrize("command", ["update", "status", "check"])
def test_a_language_without_catalogues_is_wrong_usage(project: Path, command: str) -> None:
    outcome = briefgen("translate", command, "--language", "ru", project=project)
    assert outcome.code == 2
    assert "no translation into 'ru'; there are: zh" in outcome.err
    edit(project / "content/project.yaml", "[en, zh]", "[en]")
    outcome = briefgen("translate", command, "--language", "ru", project=project)
    assert outcome.code == 2
    assert "no translation into 'ru'; the project has one language" in outcome.err


def test_a_language_without_a_file_says_how_to_add_one(tmp_path: Path) -> None:
    write_project(tmp_path, {"project.yaml": PROJECT.replace("[en, zh]", "[en, fr]")})
    for words in (["check"], ["build", "--language", "fr"], ["translate", "update"]):
        outcome = briefgen(*words, project=tmp_path)
        assert outcome.code == 1
        assert "content/project.yaml:6:17: error[language-missing] no language 'fr'" in outcome.err
        assert "hint: add briefgen/languages/fr.yaml: copy en.yaml" in outcome.err


# ----------------------------------------------------------------------------------------------------- gallery


def test_the_gallery_is_built_anywhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    outcome = briefgen("gallery", "--quiet")
    assert outcome.code == 0, outcome.text
    assert outcome.err == ""
    assert [path.name for path in (tmp_path / "output").glob("*.pptx")] == ["gallery.en.pptx"]


def test_the_gallerys_content_stands_beside_it_to_copy_from(tmp_path: Path) -> None:
    outcome = briefgen("gallery", "--quiet", "--output", tmp_path)
    assert re.search(r"gallery/content  \d+ files to copy from$", outcome.out, re.MULTILINE)
    assert briefgen("check", project=tmp_path / "gallery").code == 0
