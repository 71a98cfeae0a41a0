from __future__ import annotations

import errno
import importlib.metadata
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from briefgen import store
from briefgen.finding import Severity, Span
from briefgen.model import Moment, Text
from briefgen.store import Store, digest, write_all, write_atomically


@dataclass(frozen=True)
class One:
    value: Any
    span: Span | None = None


@dataclass(frozen=True)
class Other:
    value: Any


# ------------------------------------------------------------------------------------------------------ digest


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("1", 1),
        (1, 1.0),
        (1, True),
        (Decimal("1"), 1),
        (Decimal("1.0"), Decimal("1.00")),
        (b"a", "a"),
        (["ab", "c"], ["a", "bc"]),
        (["a", ["b"]], [["a"], "b"]),
        ([], {}),
        ({"a": 1, "b": 2}, {"a": 2, "b": 1}),
        (One(1), Other(1)),
        (Moment(2025), Moment(2025, 1)),
        (None, ""),
        ("warning", Severity.WARNING),
    ],
)
def test_different_values_have_different_digests(first: Any, second: Any) -> None:
    assert digest(first) != digest(second)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ({"a": 1, "b": 2}, {"b": 2, "a": 1}),
        ((1, 2), [1, 2]),
        (frozenset("abcdef"), frozenset("fedcba")),
        (One(1, Span("a", 1)), One(1, Span("b", 9))),
        (Text("a", Span("x", 3), "one"), "a"),
    ],
)
def test_values_that_mean_the_same_have_the_same_digest(first: Any, second: Any) -> None:
    assert digest(first) == digest(second)


def test_a_digest_is_the_same_in_every_process() -> None:
    program = "from briefgen.store import digest; print(digest(frozenset('abcdefgh'), {'b': 1, 'a': (2.5, None)}))"
    printed = {
        subprocess.run(
            [sys.executable, "-c", program],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            encoding="utf-8",
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert printed == {digest(frozenset("abcdefgh"), {"a": (2.5, None), "b": 1}) + "\n"}


# -------------------------------------------------------------------------------------------------------- code


def code_digest_of(folder: Path) -> str:
    program = "from briefgen.store import code_digest; print(code_digest())"
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=folder, capture_output=True, encoding="utf-8", check=True
    )
    return done.stdout


@pytest.mark.parametrize("file", ["fonts/widths.json", "fonts/Carlito-Bold.ttf", "languages/kk.yaml", "store.py"])
def test_a_corrected_file_of_the_same_size_is_another_version(tmp_path: Path, file: str) -> None:
    package = Path(store.__file__).parent
    copy = Path(shutil.copytree(package, tmp_path / "briefgen", ignore=shutil.ignore_patterns("__pycache__")))
    before = code_digest_of(tmp_path)
    assert before == store.code_digest() + "\n"
    data = bytearray((copy / file).read_bytes())
    place = data.rindex(b"e")
    data[place : place + 1] = b"E"
    (copy / file).write_bytes(data)
    assert code_digest_of(tmp_path) != before


@pytest.mark.parametrize("library", ["matplotlib", "pillow", "lxml", "pylopdf-fonts-zh-cn"])
def test_another_library_is_another_version(library: str, monkeypatch: pytest.MonkeyPatch) -> None:
    real = importlib.metadata.version
    before = store.code_digest.__wrapped__()
    monkeypatch.setattr(importlib.metadata, "version", lambda name: "99" if name == library else real(name))
    assert store.code_digest.__wrapped__() != before


def test_a_font_that_is_not_installed_is_another_version(monkeypatch: pytest.MonkeyPatch) -> None:
    real = importlib.metadata.version

    def without(name: str) -> str:
        if name.startswith("pylopdf"):
            raise importlib.metadata.PackageNotFoundError(name)
        return real(name)

    before = store.code_digest.__wrapped__()
    monkeypatch.setattr(importlib.metadata, "version", without)
    assert store.code_digest.__wrapped__() != before


@pytest.mark.parametrize("name", ["platform.python_version", "zlib.ZLIB_RUNTIME_VERSION"])
def test_another_python_or_zlib_is_another_version(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    before = store.code_digest.__wrapped__()
    monkeypatch.setattr(name, "9.9" if name.startswith("zlib") else lambda: "9.9")
    assert store.code_digest.__wrapped__() != before


# ------------------------------------------------------------------------------------------------------- store


def test_what_was_put_is_got(tmp_path: Path) -> None:
    kept = Store(tmp_path)
    key = digest("a key")
    assert kept.get(key) is None
    kept.put(key, b"body")
    assert kept.get(key) == b"body"
    assert Store(tmp_path).get(key) == b"body"


@pytest.mark.parametrize("damage", [b"", b"short", b"x" * 100])
def test_what_is_damaged_is_not_there(tmp_path: Path, damage: bytes) -> None:
    kept = Store(tmp_path)
    key = digest("a key")
    kept.put(key, b"body")
    [path] = [path for path in tmp_path.rglob("*") if path.is_file()]
    path.write_bytes(damage)
    assert kept.get(key) is None
    kept.put(key, b"body")
    assert kept.get(key) == b"body"


def test_a_store_that_cannot_be_written_forgets_and_does_not_fail(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    kept = Store(tmp_path / "file")
    kept.put(digest(1), b"body")
    assert kept.get(digest(1)) is None
    nothing = Store(None)
    nothing.put(digest(1), b"body")
    assert nothing.get(digest(1)) is None


# ------------------------------------------------------------------------------------------------------- files


def files(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_files_are_written_with_the_permissions_of_any_new_file(tmp_path: Path) -> None:
    before = os.umask(0o027)
    try:
        write_atomically(tmp_path / "deep" / "a", b"1")
    finally:
        os.umask(before)
    assert files(tmp_path) == {"deep/a": b"1"}
    assert (tmp_path / "deep" / "a").stat().st_mode & 0o777 == 0o640


def test_a_full_disk_leaves_every_file_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_all([(tmp_path / "a", b"old a"), (tmp_path / "b", b"old b")])
    real = os.fdopen
    opened: list[int] = []

    def full_at_the_second(handle: int, mode: str) -> Any:
        opened.append(handle)
        if len(opened) == 2:
            os.close(handle)
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        return real(handle, mode)

    monkeypatch.setattr(store.os, "fdopen", full_at_the_second)
    with pytest.raises(OSError, match="No space left") as caught:
        write_all([(tmp_path / "a", b"new a"), (tmp_path / "b", b"new b")])
    assert caught.value.filename == str(tmp_path / "b")
    assert files(tmp_path) == {"a": b"old a", "b": b"old b"}


def test_a_folder_in_a_files_place_leaves_every_file_as_it_was(tmp_path: Path) -> None:
    write_atomically(tmp_path / "a", b"old")
    (tmp_path / "b").mkdir()
    with pytest.raises(IsADirectoryError) as caught:
        write_all([(tmp_path / "a", b"new"), (tmp_path / "b", b"new")])
    assert caught.value.filename == str(tmp_path / "b")
    assert files(tmp_path) == {"a": b"old"}


def test_a_link_is_replaced_and_not_followed(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").write_bytes(b"theirs")
    (tmp_path / "a").symlink_to(tmp_path / "elsewhere")
    write_atomically(tmp_path / "a", b"ours")
    assert files(tmp_path) == {"a": b"ours", "elsewhere": b"theirs"}
