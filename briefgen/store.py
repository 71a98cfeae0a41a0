"""Bytes by the digest of what they were made from, and files that are either whole or untouched."""

from __future__ import annotations

import dataclasses
import enum
import errno
import hashlib
import os
import tempfile
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from briefgen.finding import Span


def digest(*values: Any) -> str:
    """The SHA-256 of what values mean, in hexadecimal.

    Equal values give equal digests in every process: mappings count in the order of their keys, and a Span counts
    for nothing, because moving a line changes no picture.

    >>> digest({"a": 1, "b": 2}) == digest({"b": 2, "a": 1})
    True
    """
    written = bytearray()
    _spell(written, values)
    return hashlib.sha256(written).hexdigest()


def _spell(written: bytearray, value: Any) -> None:
    """Append what a value means.  The most frequent kinds come first: a deck has a hundred thousand values."""
    kind = type(value)
    if kind is str:
        encoded = value.encode("utf-8", "surrogatepass")
        written += b"s%d:" % len(encoded) + encoded
    elif value is None or kind is Span:
        written += b"n;"
    elif kind is float or kind is int or kind is bool:
        written += f"{kind.__name__}={value!r};".encode()
    elif kind is tuple or kind is list:
        written += b"l["
        for item in value:
            _spell(written, item)
        written += b"]"
    elif dataclasses.is_dataclass(kind):
        opening, names = _fields(kind)
        written += opening
        for name in names:
            _spell(written, getattr(value, name))
        written += b"}"
    elif isinstance(value, bytes):
        written += b"b%d:" % len(value) + value
    elif isinstance(value, str) and not isinstance(value, enum.Enum):
        _spell(written, str(value))
    elif isinstance(value, Mapping):
        written += b"m{"
        for key in sorted(value, key=repr):
            _spell(written, key)
            _spell(written, value[key])
        written += b"}"
    elif isinstance(value, set | frozenset):
        _spell(written, sorted(value, key=repr))
    elif isinstance(value, list | tuple):
        _spell(written, list(value))
    else:
        # Other numbers, dates and enumeration members have a repr that says all there is.
        written += f"{kind.__qualname__}={value!r};".encode()


@cache
def _fields(kind: type[Any]) -> tuple[bytes, tuple[str, ...]]:
    return b"d%s{" % kind.__qualname__.encode(), tuple(field.name for field in dataclasses.fields(kind))


_LIBRARIES = ("matplotlib", "numpy", "pillow", "lxml", "uharfbuzz", "uniseg", "babel", "pylopdf-fonts-zh-cn")
"""The libraries whose work is in a remembered result; the last holds the font of the extra `rare-chinese`."""


@cache
def code_digest() -> str:
    """The digest of briefgen's own code and data, of Python, and of the libraries whose output is remembered.

    A new version of any must not be answered with an old result.  Fonts and tables count by their bytes: a corrected
    one is as long as before.
    """
    import platform
    import zlib

    folder = Path(__file__).parent
    state = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        if path.is_file() and "__pycache__" not in path.parts:
            blob = path.read_bytes()
            state.update(b"%s=%d:" % (path.relative_to(folder).as_posix().encode(), len(blob)))
            state.update(blob)
    state.update(f"python={platform.python_version()} zlib={zlib.ZLIB_RUNTIME_VERSION}".encode())
    for library in _LIBRARIES:
        state.update(f" {library}={_version(library)}".encode())
    return state.hexdigest()


def _version(library: str) -> str:
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version(library)
    except PackageNotFoundError:
        return "absent"


class Store:
    """Results by the digest of their inputs, in one folder that may be deleted at any time.

    A store that cannot be written (a read-only checkout) remembers nothing and is no reason to fail.
    """

    def __init__(self, folder: Path | None) -> None:
        self.folder = folder

    def get(self, key: str) -> bytes | None:
        """The bytes remembered under `key`; None when there are none or they are damaged."""
        if self.folder is None:
            return None
        try:
            blob = (self.folder / key[:2] / key).read_bytes()
        except OSError:
            return None
        check, body = blob[:32], blob[32:]
        return body if hashlib.sha256(body).digest() == check else None

    def put(self, key: str, body: bytes) -> None:
        """Remember `body` under `key`."""
        if self.folder is None:
            return
        try:
            write_atomically(self.folder / key[:2] / key, hashlib.sha256(body).digest() + body)
        except OSError:
            self.folder = None


def write_atomically(path: Path, blob: bytes) -> None:
    """Write a file beside its place and rename it there, so that no reader ever sees half of it."""
    write_all([(path, blob)])


def write_all(files: Iterable[tuple[Path, bytes]]) -> None:
    """Write several files so that a full disk or a refused one leaves every one of them as it was.

    All are written beside their places first; only when the last byte is down are they renamed.  A rename that fails
    in the middle (a file that a program holds open on Windows) leaves the files before it new and the others as they
    were: each is whole, but they may not belong together.
    """
    staged: list[tuple[str, Path]] = []
    try:
        for path, blob in files:
            try:
                _stage(path, blob, staged)
            except OSError as error:
                # The file that was asked for says more than the one beside it.
                raise OSError(error.errno, error.strerror, str(path)) from error
        # mkstemp makes private files; what is handed over gets the permissions of any new file.
        umask = os.umask(0)
        os.umask(umask)
        for name, path in staged:
            if path.is_dir():
                raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(path))
            os.chmod(name, 0o666 & ~umask)
        while staged:
            name, path = staged[0]
            os.replace(name, path)
            staged.pop(0)
    except BaseException:
        for name, _ in staged:
            Path(name).unlink(missing_ok=True)
        raise


def _stage(path: Path, blob: bytes, staged: list[tuple[str, Path]]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    staged.append((name, path))
    with os.fdopen(handle, "wb") as file:
        file.write(blob)
