"""A language is one file: a fifth one builds, and a file that lacks something says what."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import pytest
import yaml
from small_project import PROJECT, write_project

import briefgen
from briefgen.language_files import codes, is_spaced, script_of
from briefgen.language_spec import read_spec

PACKAGE = Path(briefgen.__file__).parent
ENGLISH = (PACKAGE / "languages" / "en.yaml").read_text("utf-8")

GERMAN = {
    "name: English": "name: Deutsch",
    "locale: en_GB": "locale: de_DE",
    "tag: en-GB": "tag: de-DE",
    'speech: ["“", "”"]': 'speech: ["„", "“"]',
    'default: "~billion", short: bn': 'default: "~Milliarden", short: Mrd.',
    'default: "~million", short: m': 'default: "~Millionen", short: Mio.',
    'before: "over "': 'before: "mehr als "',
    'before: "about "': 'before: "rund "',
    'pattern: "${number}"': "forms: Dollar",
    "{one: person, other: people}": "{one: Mensch, other: Menschen}",
    '"{day}~{month} {year}"': '"{day}.~{month} {year}"',
    "group: ','": r"group: '\.'",
    r"point: '\.'": "point: ','",
    "'billions?|bn': 9": "'Milliarden?|Mrd\\.': 9",
    "over: '(?<!no )": "over: 'mehr als|(?<!no )",
    "USD: '(?:US )?dollars?|USD'": "USD: 'Dollar|USD'",
    "  contents: Contents": "  contents: Inhalt",
    '  source-line: "Source: {sources}"': '  source-line: "Quelle: {sources}"',
}


def german() -> str:
    text = ENGLISH
    for english, words in GERMAN.items():
        assert english in text, english
        text = text.replace(english, words)
    return text


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a copy of the package, and the templates beside it."""
    folder = tmp_path_factory.mktemp("package")
    shutil.copytree(PACKAGE, folder / "briefgen", ignore=shutil.ignore_patterns("__pycache__", "gallery"))
    (folder / "templates").symlink_to(PACKAGE.parent / "templates")
    return folder


@pytest.fixture
def project(tmp_path: Path) -> Path:
    languages = re.sub(r"languages: \[.*\]", "languages: [en, de]", PROJECT)
    return write_project(tmp_path, {"project.yaml": languages})


def run(package: Path, *arguments: str, german: str = "") -> subprocess.CompletedProcess[str]:
    """Run Python with that copy of the package, in which German has this file."""
    if german:
        (package / "briefgen" / "languages" / "de.yaml").write_text(german, "utf-8")
    variables = {**os.environ, "PYTHONPATH": str(package)}
    command = [sys.executable, *arguments]
    return subprocess.run(command, cwd=package, env=variables, capture_output=True, encoding="utf-8", check=False)


def test_a_fifth_language_is_one_more_file(package: Path, project: Path) -> None:
    command = ("-m", "briefgen", "--project", str(project))
    done = run(package, *command, "build", "deck", "--language", "de", german=german())
    assert done.returncode == 0, done.stderr
    with zipfile.ZipFile(project / "output" / "deck.de.pptx") as built:
        slides = "".join(built.read(name).decode() for name in built.namelist() if name.startswith("ppt/slides/slide"))
    text = re.sub(r"<[^>]+>", "", slides).replace("\u00a0", " ")
    assert "mehr als 1,5 Milliarden Dollar" in text
    assert "rund 20.000" in text
    assert "17. November 2025" in text
    assert "Quelle: " in text
    assert 'lang="de-DE"' in slides
    edition = run(package, *command, "build", "deck", "--language", "en")
    assert edition.returncode == 0, edition.stderr
    proof = run(package, *command, "check", "--editions")
    assert [line for line in proof.stderr.splitlines() if "edition-" in line and "briefing" not in line] == []
    program = "from briefgen.numerals import *; [n] = read_numbers('mehr als 1,5 Milliarden Dollar', 'de'); print(n)"
    read = run(package, "-c", program)
    assert "Decimal('1500000000.0')" in read.stdout, read.stderr
    assert "'USD', qualifiers=frozenset({'over'})" in read.stdout.replace("unit=", "")


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("spaced: true\n", "", "'spaced' is missing"),
        ("spaced: true\n", "spaced: true\nfonts: [latin]\n", "'fonts' is no key of such a file"),
        ("  annex: Annex\n", "", "'words.annex' is missing"),
        ("script: latin", "script: runes", "'script': input should be 'latin', 'cyrillic' or 'han'"),
        ("{one: Mensch, other: Menschen}", "{one: Mensch}", "'other' is missing"),
    ],
)
def test_a_file_that_lacks_something_says_what(package: Path, project: Path, old: str, new: str, told: str) -> None:
    source = german()
    assert old in source
    text = source.replace(old, new)
    done = run(package, "-m", "briefgen", "--project", str(project), "build", "deck", "--language", "de", german=text)
    assert told in done.stderr
    assert "languages/de.yaml cannot be used" in done.stderr
    assert "Traceback" not in done.stderr
    assert "briefgen-fault" not in done.stderr


def test_the_file_is_told_all_that_is_wrong_in_one_go() -> None:
    data: Any = yaml.safe_load(ENGLISH)
    del data["quotes"], data["dates"]["spans"]["days-of-year"]
    data["numbers"]["group-from"] = "many"
    with pytest.raises(ValueError) as caught:
        read_spec(data)
    for place in ("'quotes' is missing", "'dates.spans.days-of-year' is missing", "'numbers.group-from'"):
        assert place in str(caught.value)


def test_what_measures_text_asks_by_code_or_tag() -> None:
    assert [script_of(code) for code in ("en", "ru", "kk", "zh-CN", "tlh")] == [
        *("latin", "cyrillic", "cyrillic", "han", "latin")
    ]
    assert [code for code in codes() if not is_spaced(code)] == ["zh"]
    assert is_spaced("tlh")
