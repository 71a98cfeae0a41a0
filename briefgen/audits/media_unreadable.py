"""A picture is what its part says it is, and whole.

PowerPoint shows a red cross, or repairs the file, when a media part holds something else than its content type says or
a picture was cut off.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator

from briefgen.audits._package import Parts, Problem, collect, open_parts
from briefgen.finding import Finding
from briefgen.model import Artifact

RULE = "media-unreadable"

_SIGNATURES: dict[str, tuple[bytes, ...]] = {
    "image/png": (b"\x89PNG\r\n\x1a\n",),
    "image/jpeg": (b"\xff\xd8\xff",),
    "image/jpg": (b"\xff\xd8\xff",),
    "image/gif": (b"GIF87a", b"GIF89a"),
    "image/bmp": (b"BM",),
    "image/tiff": (b"II*\x00", b"MM\x00*"),
    "image/x-emf": (b"\x01\x00\x00\x00",),
    "image/x-wmf": (b"\xd7\xcd\xc6\x9a", b"\x01\x00\t\x00", b"\x02\x00\t\x00"),
}


def audit(artifact: Artifact) -> list[Finding]:
    """Pictures that cannot be shown."""
    return collect(artifact, RULE, _problems(open_parts(artifact)))


def _problems(parts: Parts) -> Iterator[Problem]:
    for name, data in parts.members.items():
        content_type = parts.content_type(name)
        if not content_type.startswith("image/"):
            continue
        if not data:
            yield Problem("", f"'{name}' is empty")
        elif content_type == "image/svg+xml":
            root = parts.xml(name)
            if root is None or not str(root.tag).endswith("svg"):
                yield Problem("", f"'{name}' is no SVG picture")
        elif content_type in _SIGNATURES:
            known = {kind for kind, starts in _SIGNATURES.items() if data.startswith(starts)}
            # Office itself writes pictures under another picture's type and reads them by their first bytes.
            if not known:
                yield Problem("", f"'{name}' is not the picture that '{content_type}' says")
            elif "image/png" in known:
                why = _png(data)
                if why:
                    yield Problem("", f"'{name}' {why}")
            elif "image/jpeg" in known and not name.startswith("docProps/") and b"\xff\xd9" not in data[-1024:]:
                yield Problem("", f"'{name}' ends before the picture does")  # PowerPoint's own thumbnails do


def _png(data: bytes) -> str:
    """What is wrong with a PNG, its chunks walked to the end; empty if nothing."""
    at, first = 8, True
    while at + 12 <= len(data):
        length = int.from_bytes(data[at : at + 4], "big")
        kind = data[at + 4 : at + 8]
        end = at + 8 + length
        if end + 4 > len(data):
            break
        if zlib.crc32(data[at + 4 : end]) != int.from_bytes(data[end : end + 4], "big"):
            return "has a damaged chunk"
        if first:
            if kind != b"IHDR" or 0 in (
                int.from_bytes(data[at + 8 : at + 12], "big"),
                int.from_bytes(data[at + 12 : at + 16], "big"),
            ):
                return "does not say how large it is"
            first = False
        if kind == b"IEND":
            return ""
        at = end + 4
    return "ends before the picture does"
