"""Other people's templates, whole: the full deck and the full briefing in every file of the test material, in English
and Chinese.

Each file is filled, or refused by a finding that says what it is and what to do.  What is built holds no finding and
no fault that the file itself did not have.  Rendering is left to `test_proof.py`; as a program this
file prints the table:

    python tests/test_zoo.py [FILE …]
"""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import built
import pytest
import rendered
from openxml_audit import OpenXmlValidator

from briefgen.finding import Finding, Severity
from briefgen.model import Frame, Table
from briefgen.template import read_template

ZOO = built.ROOT / ".." / "shared" / "zoo"
LANGUAGES = ("en", "zh")
SUFFIXES = {"deck": ".p", "briefing": ".do"}
REFUSALS = {
    "template-corrupt", "template-empty", "template-encrypted", "template-not-office", "template-old-format",
    "template-page-small", "template-strict", "template-wrong-kind",
}  # fmt: skip

pytestmark = pytest.mark.skipif(not ZOO.is_dir(), reason="other people's templates are not beside the project")


@dataclass(frozen=True)
class Outcome:
    """What became of one file in one language."""

    name: str
    language: str
    refusal: Finding | None = None
    findings: tuple[Finding, ...] = ()
    pages: int = 0
    fullest: float = 1.0
    reading: float = 0.0
    laying_out: float = 0.0
    blob: bytes = b""


def files(kind: str) -> list[Path]:
    """The zoo's files of a kind, by their suffix."""
    folder = ZOO / ("pptx" if kind == "deck" else "docx")
    return sorted(path for path in folder.glob("*") if path.suffix.startswith(SUFFIXES[kind]))


@cache
def outcome(path: Path, kind: str, language: str) -> Outcome:
    """The full document in a file, and how long it took."""
    started = time.process_time()
    template, findings = read_template(path, kind)
    reading = time.process_time() - started
    if template is None:
        return Outcome(path.name, language, findings[-1], tuple(findings), reading=reading)
    made = built.document(kind, language)
    started = time.process_time()
    filled = built.fill(template, made)
    taken = time.process_time() - started
    slacks = [
        one.slack
        for page in filled.pages.pages
        for one in page.placed
        if isinstance(one.part, Frame | Table) and kind == "deck"
    ]
    return Outcome(
        path.name, language, None, (*findings, *filled.findings), len(filled.pages.pages), min(slacks, default=1.0),
        reading, taken, filled.blob,
    )  # fmt: skip


def outcomes(kind: str) -> Iterator[tuple[Path, Outcome]]:
    for path in files(kind):
        for language in LANGUAGES:
            yield path, outcome(path, kind, language)


@pytest.mark.parametrize("kind", ["deck", "briefing"])
def test_each_file_is_filled_without_fault_or_refused_with_a_reason(kind: str) -> None:
    built_files = 0
    for path, found in outcomes(kind):
        if found.refusal is not None:
            assert found.refusal.rule in REFUSALS, path.name
            assert found.refusal.hint
            assert path.name in found.refusal.message
            continue
        built_files += 1
        wrong = [finding for finding in found.findings if finding.severity is Severity.ERROR]
        assert not wrong, (path.name, found.language, built.rules(wrong))
        assert found.fullest > -1e-6, (path.name, found.language)
    assert built_files > 40


def test_no_shape_leaves_its_slide_or_stands_on_another() -> None:
    for path, found in outcomes("deck"):
        if found.refusal is None:
            assert not rendered.off_slide(found.blob), (path.name, found.language)
            assert not rendered.crossings(found.blob), (path.name, found.language)


@pytest.mark.parametrize("kind", ["deck", "briefing"])
def test_what_is_built_is_no_worse_a_file_than_its_template(kind: str, tmp_path: Path) -> None:
    checked = 0
    for path, found in outcomes(kind):
        if found.refusal is not None or found.language != "zh":
            continue
        target = tmp_path / f"filled{'.pptx' if kind == 'deck' else '.docx'}"
        target.write_bytes(found.blob)
        errors = complaints(target)
        if errors:
            own = tmp_path / f"own{target.suffix}"
            own.write_bytes(path.read_bytes())
            errors -= complaints(own)
        assert not errors, (path.name, errors)
        checked += 1
    assert checked > 20


def complaints(path: Path) -> set[str]:
    """What the validator says of a file, without the places, for parts are numbered anew.

    One that has judged a file before remembers its parts by their names, so each file has one of its own.
    """
    try:
        return {error.description for error in OpenXmlValidator().validate(path).errors}
    except Exception as error:  # of a broken template the validator itself may despair
        return {f"cannot be read: {type(error).__name__}"}


def test_hostile_packages_are_taken_or_refused_within_bounds() -> None:
    """In a process of its own whose memory is bounded: no traceback, no hang, nothing written after a refusal."""
    hostile = sorted((ZOO / "nasty" / "ooxml").glob("*.[pd]*"))
    command = f'ulimit -v 3000000; exec timeout 240 "{sys.executable}" "{__file__}" --hostile "$@"'
    done = subprocess.run(
        ["bash", "-c", command, "bash", *map(str, hostile)], capture_output=True, text=True, timeout=300, check=False
    )
    assert done.returncode == 0, done.stderr[-2000:]
    assert len(done.stdout.splitlines()) == len(hostile)
    assert "raised" not in done.stdout, done.stdout


# --------------------------------------------------------------------------------------------------- as a program


def table(paths: list[Path]) -> None:
    """A line a file and language: built or refused, findings, pages, the fullest box, CPU seconds."""
    print(f"{'file':52} lang outcome   pages fullest  read  build  findings")
    for path in paths:
        kind = "deck" if path.suffix.startswith(SUFFIXES["deck"]) else "briefing"
        for language in LANGUAGES:
            found = outcome(path, kind, language)
            told = "; ".join(sorted({finding.rule for finding in found.findings}))
            if found.refusal is not None:
                print(f"{path.name[:52]:52} all  refused    {found.refusal.rule}: {found.refusal.hint}")
                break
            fullest = f"{1 - found.fullest:6.0%}" if kind == "deck" else "  flow"
            print(
                f"{path.name[:52]:52} {language}   built     {found.pages:5} {fullest} {found.reading:6.2f} "
                f"{found.laying_out:6.2f}  {told}"
            )


def hostile(paths: list[Path]) -> None:
    """A word a file: built, refused, or raised."""
    for path in paths:
        kind = "deck" if path.suffix.startswith(SUFFIXES["deck"]) else "briefing"
        try:
            found = outcome(path, kind, "en")
        except Exception as error:
            print(f"{path.name}: raised {error!r}")
            continue
        print(f"{path.name}: {f'refused, {found.refusal.rule}' if found.refusal else 'built'}")


if __name__ == "__main__":
    if sys.argv[1:2] == ["--hostile"]:
        hostile([Path(name) for name in sys.argv[2:]])
    else:
        table([Path(name) for name in sys.argv[1:]] or [*files("deck"), *files("briefing")])
