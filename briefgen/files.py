"""The bytes of a file that an author wrote, and its lines for an excerpt; nothing that lies outside the project."""

from __future__ import annotations

import errno
import os
from pathlib import Path

from briefgen.finding import Finding, Span


def is_inside(root: Path, path: Path) -> bool:
    """Whether a path lies below `root` once every link in it is followed; one that follows itself leads nowhere."""
    real = Path(os.path.realpath(path))
    return real.is_relative_to(os.path.realpath(root))


def read_bytes(root: Path, path: Path, largest: int, span: Span | None = None) -> bytes | Finding:
    """The file's bytes, or why they cannot be had; `span` is where the author names it, by default the file itself.

    Only a regular file is opened: a pipe or a device would have its reader wait for ever.
    """
    name = path.relative_to(root).as_posix()
    span = span or Span(name)
    if not is_inside(root, path):
        return Finding("path-outside", f"{name} leads out of the project", span, hint="copy the file into the project")
    try:
        size = path.stat().st_size
        if not path.is_file():
            kind = "a folder" if path.is_dir() else "no regular file"
            return Finding("file-unreadable", f"{name} is {kind}", span, hint="put a file in its place, or delete it")
        if size > largest:
            message = f"{name} is larger than {largest // 2**20} MiB"
            return Finding("file-too-large", message, span, hint="divide it, or leave out what is not needed")
        return path.read_bytes()
    except FileNotFoundError:
        return Finding("file-missing", f"{name} is a link to a file that is not there", span, hint="mend the link")
    except OSError as error:
        if error.errno == errno.ELOOP:
            return Finding("file-unreadable", f"{name} is a link that leads back to itself", span, hint="mend the link")
        reason = (error.strerror or "no reason given").lower()
        return Finding("file-unreadable", f"{name} cannot be read: {reason}", span, hint="allow reading it")


def lines_of(root: Path, name: str) -> list[str]:
    """The lines of a file for an excerpt below a finding; none of a file that a link in the project leads out to."""
    path = root / name
    within = not Path(name).is_absolute() and ".." not in Path(name).parts
    if within and not is_inside(root, path):
        return []
    try:
        return path.read_text("utf-8", "replace").splitlines() if path.is_file() else []
    except OSError:
        return []
