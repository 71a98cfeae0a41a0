"""The package's own books must balance.

Office refuses or repairs a file whose zip holds a part twice, whose content types name a part that is not there or
leave one out, whose relationships point to nothing or share an id, whose parts use an id that no relationship has, or
whose XML is not well formed.  LibreOffice, python-pptx and XML schemas mostly stay silent.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from urllib.parse import unquote

from briefgen.audits._package import NAMESPACES, Parts, Problem, collect, open_parts, tag
from briefgen.finding import Finding
from briefgen.model import Artifact
from briefgen.package import CONTENT_TYPES

RULE = "package-broken"

_EXPECTED = {
    "slide": "presentationml.slide+xml",
    "slideLayout": "presentationml.slideLayout+xml",
    "slideMaster": "presentationml.slideMaster+xml",
    "notesSlide": "presentationml.notesSlide+xml",
    "notesMaster": "presentationml.notesMaster+xml",
    "theme": "theme+xml",
    "chart": "drawingml.chart+xml",
    "styles": ".styles+xml",
    "numbering": "wordprocessingml.numbering+xml",
    "footnotes": "wordprocessingml.footnotes+xml",
    "header": "wordprocessingml.header+xml",
    "footer": "wordprocessingml.footer+xml",
    "core-properties": "core-properties+xml",
}
_MAIN = {False: "presentationml.presentation.main+xml", True: "wordprocessingml.document.main+xml"}


def audit(artifact: Artifact) -> list[Finding]:
    """What is wrong with the package as a package."""
    return collect(artifact, RULE, _problems(open_parts(artifact)))


def _problems(parts: Parts) -> Iterator[Problem]:
    if parts.refused:
        yield Problem("", f"it cannot be opened ({parts.refused})")
        return
    for name in parts.repeated:
        yield Problem("", f"the zip holds '{name}' twice")
    for name in parts.members:
        if "\\" in name or name.startswith("/") or ".." in name.split("/"):
            yield Problem("", f"'{name}' is no name for a part")
    for name in parts.xml_names:
        if not name.lower().endswith(".vml"):  # VML may be old HTML, which Office accepts
            parts.xml(name)
    for name, why in parts.unreadable.items():
        yield Problem("", why if name in why else f"'{name}' cannot be read ({why})")
    yield from _content_types(parts)
    yield from _relationships(parts)
    if not parts.main:
        yield Problem("", "no relationship leads to the document itself")
    elif not parts.content_type(parts.main).endswith(_MAIN[parts.word]):
        declared = parts.content_type(parts.main)
        yield Problem(parts.main, f"it is declared as '{declared}', which the file's name does not say")
    if any(posixpath.basename(name).lower() == "vbaproject.bin" for name in parts.members):
        yield Problem("", "it carries macros, which a file of this name must not")


def _content_types(parts: Parts) -> Iterator[Problem]:
    if CONTENT_TYPES not in parts.members:
        yield Problem("", f"it has no {CONTENT_TYPES}")
    if parts.types is None:
        return
    present = {name.lower() for name in parts.members}
    seen: set[str] = set()
    for entry in parts.types:
        if not isinstance(entry.tag, str):
            continue
        key = entry.get("PartName") or f".{entry.get('Extension', '').lower()}"
        if key.lower() in seen:
            yield Problem("", f"the content type of '{key}' is declared twice")
        seen.add(key.lower())
        part = entry.get("PartName")
        if part is not None and unquote(part).lstrip("/").lower() not in present:
            yield Problem("", f"a content type is declared for '{part}', which is not there")
    for name in parts.members:
        if name != CONTENT_TYPES and not parts.content_type(name):
            yield Problem("", f"'{name}' has no content type")


def _relationships(parts: Parts) -> Iterator[Problem]:
    for name in parts.members:
        folder, base = posixpath.split(name)
        if posixpath.basename(folder) != "_rels" or not base.endswith(".rels"):
            continue
        source = posixpath.join(posixpath.dirname(folder), base.removesuffix(".rels"))
        if source and source not in parts.members:
            yield Problem("", f"'{name}' belongs to no part")
        seen: set[str] = set()
        for arrow in parts.arrows(source):
            if arrow.id in seen:
                yield Problem(source, f"two relationships have the id '{arrow.id}'")
            seen.add(arrow.id)
            if arrow.external:
                continue
            if arrow.target not in parts.members and arrow.target not in ("NULL", ""):
                yield Problem(source, f"the relationship '{arrow.id}' leads to '{arrow.target}', which is not there")
            expected = _EXPECTED.get(arrow.kind)
            declared = parts.content_type(arrow.target)
            if expected and arrow.target in parts.members and declared and not declared.endswith(expected):
                yield Problem("", f"'{arrow.target}' is reached as {arrow.kind} and declared as '{declared}'")
    for name in parts.xml_names:
        root = parts.xml(name)
        if root is None or name.endswith(".rels") or NAMESPACES["r"] not in parts.members[name].decode("latin-1"):
            continue
        known = {arrow.id for arrow in parts.arrows(name)}
        prefix = tag("r:")
        for element in root.iter():
            for key, value in element.attrib.items():
                if key.startswith(prefix) and value and value not in known:
                    yield Problem(name, f"it uses the relationship '{value}', which is not there")
