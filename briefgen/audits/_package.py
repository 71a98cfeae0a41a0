"""A written file as audits see it: nothing repaired, nothing passed over, every part parsed once."""

from __future__ import annotations

import io
import itertools
import posixpath
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any
from urllib.parse import unquote

from briefgen.finding import Finding, Severity
from briefgen.model import Artifact
from briefgen.package import (
    CONTENT_TYPES,
    MAX_PARTS,
    MAX_UNPACKED,
    PackageError,
    parse_xml,
    relationships_name,
)

MOST = 40
"""How many findings one audit gives for one file: who writes more of the same mistake knows it by then."""

NAMESPACES = {
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "c": "http://schemas.openxmlformats.org/drawingml/2006/chart",
    "p": "http://schemas.openxmlformats.org/presentationml/2006/main",
    "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
    "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
    "dc": "http://purl.org/dc/elements/1.1/",
    "dcterms": "http://purl.org/dc/terms/",
    "cp": "http://schemas.openxmlformats.org/package/2006/metadata/core-properties",
    "adec": "http://schemas.microsoft.com/office/drawing/2017/decorative",
}


_DRAWN = (
    *("slide+xml", "slideLayout+xml", "slideMaster+xml", "notesSlide+xml", "notesMaster+xml", "handoutMaster+xml"),
    *("document.main+xml", "header+xml", "footer+xml", "footnotes+xml", "drawingml.chart+xml"),
)


def tag(name: str) -> str:
    """The tag or attribute in lxml's spelling: `tag("a:tc")` is `{http://…/main}tc`."""
    prefix, _, local = name.partition(":")
    return f"{{{NAMESPACES[prefix]}}}{local}"


@dataclass(frozen=True, slots=True)
class Arrow:
    """One relationship as it stands in the file; `target` is a part's name, or what was written if external."""

    id: str
    kind: str
    target: str
    external: bool


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong in one part; `part` is empty when it is the file as a whole."""

    part: str
    text: str
    severity: Severity = Severity.ERROR


class Parts:
    """The members of a zip by name, its content types, relationships and parsed parts.

    `refused` says why the file could not be opened at all; then it has no members.
    """

    def __init__(self, artifact: Artifact) -> None:
        self.name = artifact.name
        self.word = "wordprocessingml" in artifact.media_type or artifact.name.endswith(".docx")
        self.refused = ""
        self.repeated: list[str] = []
        self.unreadable: dict[str, str] = {}
        self.members: dict[str, bytes] = {}
        self._parsed: dict[str, Any] = {}
        self._arrows: dict[str, list[Arrow]] = {}
        try:
            self._unpack(artifact.blob)
        except (
            zipfile.BadZipFile,
            zlib.error,
            EOFError,
            NotImplementedError,
            RuntimeError,
            OSError,
            ValueError,
        ) as error:
            self.refused = " ".join(str(error).split()) or type(error).__name__
            self.members = {}

    def _unpack(self, blob: bytes) -> None:
        with zipfile.ZipFile(io.BytesIO(blob)) as archive:
            entries = [entry for entry in archive.infolist() if not entry.is_dir()]
            if len(entries) > MAX_PARTS:
                raise ValueError(f"it holds {len(entries)} parts, more than {MAX_PARTS}")
            size = sum(entry.file_size for entry in entries)
            if size > MAX_UNPACKED:
                raise ValueError(f"it unpacks to {size // 2**20} MB, more than {MAX_UNPACKED // 2**20} MB")
            seen: set[str] = set()
            for entry in entries:
                if entry.filename.lower() in seen:
                    self.repeated.append(entry.filename)
                seen.add(entry.filename.lower())
                try:
                    self.members[entry.filename] = archive.read(entry)
                except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError) as error:
                    self.unreadable[entry.filename] = " ".join(str(error).split())
                    self.members[entry.filename] = b""

    @cached_property
    def types(self) -> Any:
        """The root of `[Content_Types].xml`, or None."""
        return self.xml(CONTENT_TYPES)

    @cached_property
    def _declared(self) -> tuple[dict[str, str], dict[str, str]]:
        defaults: dict[str, str] = {}
        overrides: dict[str, str] = {}
        for entry in self.types if self.types is not None else ():
            if not isinstance(entry.tag, str):
                continue
            if entry.tag.endswith("}Default"):
                defaults[entry.get("Extension", "").lower()] = entry.get("ContentType", "")
            elif entry.tag.endswith("}Override"):
                overrides[unquote(entry.get("PartName", "")).lstrip("/").lower()] = entry.get("ContentType", "")
        return defaults, overrides

    def content_type(self, name: str) -> str:
        """The declared media type of a part, or an empty string."""
        defaults, overrides = self._declared
        lower = name.lower()
        return overrides.get(lower) or defaults.get(posixpath.basename(lower).rpartition(".")[2], "")

    @cached_property
    def xml_names(self) -> tuple[str, ...]:
        """The parts that hold XML, by name."""
        return tuple(
            sorted(
                name
                for name in self.members
                if name.endswith((".xml", ".rels", ".vml")) or self.content_type(name).endswith(("+xml", "/xml"))
            )
        )

    def xml(self, name: str) -> Any:
        """The root of a part, or None if it is missing or not well formed (`unreadable` says why)."""
        if name not in self._parsed:
            try:
                self._parsed[name] = parse_xml(self.members[name], name) if name in self.members else None
            except PackageError as error:
                self._parsed[name] = None
                self.unreadable.setdefault(name, str(error))
        return self._parsed[name]

    def arrows(self, name: str) -> list[Arrow]:
        """The relationships of a part in file order; an empty name asks for the package's own."""
        if name not in self._arrows:
            self._arrows[name] = list(self._read_arrows(name))
        return self._arrows[name]

    def _read_arrows(self, name: str) -> Iterator[Arrow]:
        root = self.xml(relationships_name(name))
        for entry in root if root is not None else ():
            if not isinstance(entry.tag, str) or not entry.tag.endswith("}Relationship"):
                continue
            target, external = entry.get("Target", ""), entry.get("TargetMode") == "External"
            if not external:
                path = unquote(target.split("#")[0])
                if path:  # a target like '#chapter' leads to the part itself
                    path = path[1:] if path.startswith("/") else posixpath.join(posixpath.dirname(name), path)
                    path = posixpath.normpath(path)
                target = path
            yield Arrow(entry.get("Id", ""), entry.get("Type", "").rsplit("/", 1)[-1], target, external)

    def related(self, name: str, kind: str) -> list[str]:
        """The parts of one kind (`slideLayout`) that a part points to and that are there."""
        return [
            arrow.target
            for arrow in self.arrows(name)
            if arrow.kind == kind and not arrow.external and arrow.target in self.members
        ]

    @cached_property
    def main(self) -> str:
        """The name of the presentation's or the document's own part, or an empty string."""
        return next(iter(self.related("", "officeDocument")), "")

    @cached_property
    def slides(self) -> tuple[str, ...]:
        """The slides' parts in the order in which they are shown."""
        root = self.xml(self.main)
        if root is None:
            return ()
        targets = {arrow.id: arrow.target for arrow in self.arrows(self.main) if arrow.kind == "slide"}
        identities = (entry.get(tag("r:id"), "") for entry in root.iter(tag("p:sldId")))
        return tuple(targets[identity] for identity in identities if targets.get(identity) in self.members)

    def of_type(self, ending: str) -> Iterator[tuple[str, Any]]:
        """Name and root of every parsed part whose media type ends so (`slideLayout+xml`), by name."""
        for name in self.xml_names:
            if self.content_type(name).endswith(ending):
                root = self.xml(name)
                if root is not None:
                    yield name, root

    def drawn(self) -> Iterator[tuple[str, Any]]:
        """Name and root of every part that readers see: slides, layouts, masters, notes, text, charts."""
        for name in self.xml_names:
            if self.content_type(name).endswith(_DRAWN):
                root = self.xml(name)
                if root is not None:
                    yield name, root

    def place(self, name: str) -> str:
        """How to speak of a part: a slide by its number, the rest by name."""
        return f"slide {self.slides.index(name) + 1}" if name in self.slides else name


_WAY_OUT = "open the template in Office and save it again; if that does not help, report it"


@lru_cache(maxsize=1)
def open_parts(artifact: Artifact) -> Parts:
    """The parts of a file; all audits of one file share them."""
    return Parts(artifact)


def collect(artifact: Artifact, rule: str, problems: Iterable[Problem], hint: str = "") -> list[Finding]:
    """Findings from problems, worded with the file and the place, at most `MOST` of them."""
    parts = open_parts(artifact)
    found = []
    for problem in itertools.islice(dict.fromkeys(problems), MOST):
        place = f"{parts.place(problem.part)}: " if problem.part else ""
        found.append(
            Finding(
                rule,
                f"'{artifact.name}': {place}{problem.text}",
                severity=problem.severity,
                hint=hint or _WAY_OUT,
                language=artifact.language,
            )
        )
    return found


def integer(text: str | None) -> int | None:
    """The whole number that an attribute holds, or None."""
    try:
        return int(text) if text is not None and text == text.strip() and "_" not in text else None
    except ValueError:
        return None
