"""Projects that several tests share: each is built once a test process, and copied where a test changes it."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest
from small_project import briefgen, translate, write_project, write_sources

# A fault of briefgen's own must not pass for a finding about the file that brought it out.
os.environ["BRIEFGEN_TRACEBACK"] = "1"


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small project, translated and built in both languages; not to be changed."""
    folder = write_project(tmp_path_factory.mktemp("built"))
    write_sources(folder / "texts")
    assert briefgen("translate", "update", project=folder).code == 0
    translate(folder)
    outcome = briefgen("build", "--language", "all", "--jobs", "1", project=folder)
    assert outcome.code == 0, outcome.text
    return folder


@pytest.fixture
def project(built: Path, tmp_path: Path) -> Path:
    """A copy of the small project, with its catalogues, its files and what its build remembers."""
    return Path(shutil.copytree(built, tmp_path / "project"))
