"""briefgen as it is installed: a wheel that holds all it needs, and works where there is no checkout."""

from __future__ import annotations

import importlib.metadata
import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "briefgen"
STEPPE = ROOT / "templates" / "steppe"


def setuptools_version() -> int:
    try:
        return int(importlib.metadata.version("setuptools").split(".")[0])
    except importlib.metadata.PackageNotFoundError:
        return 0


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel of a copy of the sources, built without network; the checkout gets no build folder."""
    if setuptools_version() < 77:
        pytest.skip("the wheel needs setuptools 77 or later: pip install -e '.[dev]'")
    source, out = tmp_path_factory.mktemp("source"), tmp_path_factory.mktemp("wheel")
    shutil.copytree(PACKAGE, source / "briefgen", ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, source)
    pip("wheel", str(source), "--no-deps", "--no-build-isolation", "--no-index", "--wheel-dir", str(out))
    (made,) = out.glob("briefgen-*.whl")
    return made


def pip(*words: str) -> None:
    done = subprocess.run([sys.executable, "-m", "pip", *words], capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_wheel_holds_every_file_of_the_package(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        packed = {name for name in archive.namelist() if name.startswith("briefgen/")}
    files = {path.relative_to(ROOT).as_posix() for path in PACKAGE.rglob("*") if path.is_file()}
    assert {name for name in files - packed if "__pycache__" not in name and not name.endswith(".md")} == set()


def test_an_installed_briefgen_builds_its_gallery_and_knows_its_houses(wheel: Path, tmp_path: Path) -> None:
    pip("install", "--no-deps", "--no-index", "--target", str(tmp_path / "site"), str(wheel))
    where = tmp_path / "elsewhere"
    where.mkdir()
    environment = {**os.environ, "PYTHONPATH": str(tmp_path / "site")}

    def run(*words: str) -> str:
        done = subprocess.run(
            [sys.executable, *words], cwd=where, env=environment, capture_output=True, encoding="utf-8", check=False
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    assert Path(run("-c", "import briefgen; print(briefgen.__file__)").strip()).is_relative_to(tmp_path)
    run("-m", "briefgen", "gallery", "--output", "made", "--quiet")
    assert list((where / "made").glob("*.pptx"))
    (where / "content").mkdir()
    shutil.copy(PACKAGE / "gallery" / "content" / "project.yaml", where / "content")
    assert "steppe" in run("-m", "briefgen", "list", "templates")


def test_the_house_that_comes_along_is_the_repositorys() -> None:
    for path in (PACKAGE / "brands" / "steppe").iterdir():
        assert path.read_bytes() == (STEPPE / path.name).read_bytes(), path.name
