"""An Office package as its parts: opened with suspicion, written the same every time.

A template comes from outside, so nothing in it is trusted: how much it unpacks to is bounded, its XML is parsed
without entities and without network, and what is no package at all is refused with what it is and what to do.
"""

from __future__ import annotations

import io
import posixpath
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import unquote

from lxml import etree

from briefgen.finding import Finding

CONTENT_TYPES = "[Content_Types].xml"
TYPES_NAMESPACE = "http://schemas.openxmlformats.org/package/2006/content-types"
RELATIONSHIPS_NAMESPACE = "http://schemas.openxmlformats.org/package/2006/relationships"
RELATIONSHIPS_TYPE = "application/vnd.openxmlformats-package.relationships+xml"
OFFICE_TYPES = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"

MAX_FILE = 200 * 2**20
MAX_PARTS = 10_000
MAX_UNPACKED = 400 * 2**20
MAX_XML = 48 * 2**20
_BOMB_RATIO = 300
_SMALL_PART = 2**20
_FIXED_DATE = (1980, 1, 1, 0, 0, 0)


class PackageError(Exception):
    """Raised inside a reader when a part cannot be what it must be; readers turn it into a finding."""


class PageError(PackageError):
    """Raised where the file is whole, but its page leaves no room for text."""


@dataclass(frozen=True, slots=True)
class Relationship:
    """One arrow from a part: `target` is a part's name, or a URL where `external`."""

    id: str
    type: str
    target: str
    external: bool = False

    @property
    def kind(self) -> str:
        """The last word of the type (`slideLayout`), alike in transitional and in strict files."""
        return self.type.rsplit("/", 1)[-1]


@dataclass
class Package:
    """The parts of a file by name (without leading slash) and their content types."""

    parts: dict[str, bytes]
    defaults: dict[str, str] = field(default_factory=dict)
    overrides: dict[str, str] = field(default_factory=dict)

    def content_type(self, name: str) -> str:
        """The declared media type of a part, or an empty string."""
        lower = name.lower()
        if lower in self.overrides:
            return self.overrides[lower]
        return self.defaults.get(posixpath.splitext(lower)[1].lstrip("."), "")

    def set_type(self, name: str, content_type: str) -> None:
        """Declare a part's media type."""
        self.overrides[name.lower()] = content_type

    def xml(self, name: str) -> Any:
        """The root element of a part; raises PackageError if it is missing or not well formed."""
        if name not in self.parts:
            raise PackageError(f"the part '{name}' is missing")
        return parse_xml(self.parts[name], name)

    def xml_or_none(self, name: str) -> Any:
        """The root element of a part that can be done without; None where it is missing or broken."""
        try:
            return self.xml(name)
        except PackageError:
            return None

    def set_xml(self, name: str, root: Any) -> None:
        """Put an element in place of a part's content."""
        self.parts[name] = to_bytes(root)

    def relationships(self, name: str) -> list[Relationship]:
        """What a part points to, in file order, without broken entries; an empty name asks for the package's."""
        source = relationships_name(name)
        if source not in self.parts:
            return []
        folder = posixpath.dirname(name)
        found = []
        for item in self.xml(source):
            if not isinstance(item.tag, str):
                continue
            target, identity = item.get("Target", ""), item.get("Id", "")
            external = item.get("TargetMode") == "External"
            if not identity or not target:
                continue
            if not external:
                target = unquote(target.split("#")[0])
                joined = target[1:] if target.startswith("/") else posixpath.join(folder, target)
                target = posixpath.normpath(joined)
            found.append(Relationship(identity, item.get("Type", ""), target, external))
        return found

    def set_relationships(self, name: str, items: list[Relationship]) -> None:
        """Write what a part points to; without items its relationships part goes away."""
        source = relationships_name(name)
        if not items:
            self.parts.pop(source, None)
            return
        root = etree.Element(f"{{{RELATIONSHIPS_NAMESPACE}}}Relationships", nsmap=_plain(RELATIONSHIPS_NAMESPACE))
        folder = posixpath.dirname(name)
        for item in items:
            target = item.target if item.external else posixpath.relpath(item.target, folder or ".")
            entry = etree.SubElement(root, f"{{{RELATIONSHIPS_NAMESPACE}}}Relationship")
            entry.set("Id", item.id)
            entry.set("Type", item.type)
            entry.set("Target", target)
            if item.external:
                entry.set("TargetMode", "External")
        self.parts[source] = to_bytes(root)

    def relate(self, name: str, kind: str, target: str) -> Relationship:
        """A new arrow of this kind (`slideLayout`) from a part to another, under the first free id."""
        items = self.relationships(name)
        used = {item.id for item in items}
        number = len(items) + 1
        while f"rId{number}" in used:
            number += 1
        arrow = Relationship(f"rId{number}", OFFICE_TYPES + kind, target)
        self.set_relationships(name, [*items, arrow])
        return arrow

    def add_part(self, owner: str, kind: str, name: str, content_type: str, data: bytes) -> Relationship:
        """The arrow from a part to a new one, which has this name or, where that is taken, the next number.

        >>> package = Package({"ppt/theme/theme1.xml": b""})
        >>> package.add_part("ppt/presentation.xml", "theme", "ppt/theme/theme1.xml", "application/xml", b"").target
        'ppt/theme/theme2.xml'
        """
        stem, extension = posixpath.splitext(name)
        bare = stem.rstrip("0123456789")
        number = int(stem[len(bare) :] or 1)
        while name in self.parts:
            number += 1
            name = f"{bare}{number}{extension}"
        self.parts[name] = data
        self.set_type(name, content_type)
        return self.relate(owner, kind, name)

    def related(self, name: str, kind: str) -> list[str]:
        """The parts of one kind (`slideLayout`) that a part points to and that are really there."""
        return [
            item.target
            for item in self.relationships(name)
            if item.kind == kind and not item.external and item.target in self.parts
        ]

    def keep_reachable(self) -> None:
        """Drop every part that no relationship leads to, and relationships that lead to nothing."""
        seen: set[str] = set()
        waiting = [""]
        while waiting:
            name = waiting.pop()
            kept = []
            items = self.relationships(name)
            for item in items:
                if item.external:
                    kept.append(item)
                elif item.target in self.parts:
                    kept.append(item)
                    if item.target not in seen:
                        seen.add(item.target)
                        waiting.append(item.target)
            if len(kept) != len(items):
                self.set_relationships(name, kept)
        names = seen | {relationships_name(name) for name in seen} | {"_rels/.rels"}
        self.parts = {name: data for name, data in self.parts.items() if name in names}

    def to_bytes(self) -> bytes:
        """The package as a file: content types rebuilt, members sorted, dates fixed."""
        defaults = {"rels": RELATIONSHIPS_TYPE, "xml": "application/xml"}
        overrides = {}
        for name in sorted(self.parts):
            if name.endswith(".rels"):
                continue
            content_type = self.content_type(name)
            extension = posixpath.splitext(name.lower())[1].lstrip(".")
            if name.lower() not in self.overrides and extension and extension != "xml" and content_type:
                defaults[extension] = content_type
            elif content_type:
                overrides[name] = content_type
            elif extension not in defaults:
                defaults[extension or "bin"] = "application/octet-stream"
        root = etree.Element(f"{{{TYPES_NAMESPACE}}}Types", nsmap=_plain(TYPES_NAMESPACE))
        for extension, content_type in sorted(defaults.items()):
            etree.SubElement(
                root, f"{{{TYPES_NAMESPACE}}}Default", {"Extension": extension, "ContentType": content_type}
            )
        for name, content_type in sorted(overrides.items()):
            etree.SubElement(
                root, f"{{{TYPES_NAMESPACE}}}Override", {"PartName": "/" + name, "ContentType": content_type}
            )
        return write_zip({CONTENT_TYPES: to_bytes(root), **self.parts})


def relationships_name(name: str) -> str:
    """The part that holds another part's relationships."""
    folder, base = posixpath.split(name)
    return posixpath.join(folder, "_rels", base + ".rels")


def parse_xml(data: bytes, name: str = "") -> Any:
    """The root element, parsed without entities, network or unlimited depth; raises PackageError if it cannot be."""
    if len(data) > MAX_XML:
        raise PackageError(f"the part '{name}' is {len(data) // 2**20} MB of XML")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True)
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise PackageError(f"the part '{name}' is not well-formed XML ({error})") from None
    docinfo = root.getroottree().docinfo
    if docinfo.internalDTD is not None or docinfo.doctype:
        raise PackageError(f"the part '{name}' declares a document type, which no Office program writes")
    return root


def _plain(namespace: str) -> Any:
    """A namespace without prefix; lxml's stubs do not know that None is its key."""
    return {None: namespace}


def to_bytes(root: Any) -> bytes:
    """An element as a standalone UTF-8 part."""
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True))


def write_zip(members: Mapping[str, bytes]) -> bytes:
    """A zip of the members: content types first, then the rest by name; the same bytes every time."""

    def place(name: str) -> tuple[int, str]:
        return ({CONTENT_TYPES: 0, "_rels/.rels": 1}.get(name, 2), name)

    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
        for name in sorted(members, key=place):
            info = zipfile.ZipInfo(name, _FIXED_DATE)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.create_system = 0
            info.external_attr = 0
            archive.writestr(info, members[name])
    return buffer.getvalue()


def open_package(blob: bytes, name: str) -> tuple[Package | None, list[Finding]]:
    """The parts of an Office file, or a finding that says what the file is instead and what to do."""
    refusal = _refuse_by_first_bytes(blob, name)
    if refusal:
        return None, [refusal]
    try:
        parts = _unpack(blob)
    except PackageError as error:
        return None, [_corrupt(name, str(error))]
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError, ValueError) as error:
        return None, [_corrupt(name, _one_line(error))]
    if CONTENT_TYPES not in parts:
        return None, [_refuse_other_zip(parts, name)]
    package = Package(parts)
    try:
        for item in parse_xml(parts.pop(CONTENT_TYPES), CONTENT_TYPES):
            if not isinstance(item.tag, str):
                continue
            if item.tag.endswith("}Default"):
                package.defaults[item.get("Extension", "").lower()] = item.get("ContentType", "")
            elif item.tag.endswith("}Override"):
                package.overrides[item.get("PartName", "").lstrip("/").lower()] = item.get("ContentType", "")
        package.relationships("")
    except PackageError as error:
        return None, [_corrupt(name, str(error))]
    return package, []


def _unpack(blob: bytes) -> dict[str, bytes]:
    parts: dict[str, bytes] = {}
    total = 0
    with zipfile.ZipFile(io.BytesIO(blob)) as archive:
        members = [info for info in archive.infolist() if not info.is_dir()]
        if len(members) > MAX_PARTS:
            raise PackageError(f"it holds {len(members)} parts, more than {MAX_PARTS}")
        for info in members:
            if info.flag_bits & 1:
                raise PackageError(f"its part '{info.filename}' is locked with a zip password")
            ratio = info.file_size / max(info.compress_size, 1)
            if total + info.file_size > MAX_UNPACKED or (ratio > _BOMB_RATIO and info.file_size > _SMALL_PART):
                size = info.file_size // 2**20
                raise PackageError(f"its part '{info.filename}' unpacks to {size} MB, which no template needs")
            part = info.filename.replace("\\", "/").lstrip("/")
            with archive.open(info) as stream:
                data = stream.read(info.file_size + 1)
            if len(data) > info.file_size:
                raise PackageError(f"its part '{info.filename}' is larger than the zip says")
            total += len(data)
            parts[CONTENT_TYPES if part.lower() == CONTENT_TYPES.lower() else part] = data
    return parts


def _refuse_by_first_bytes(blob: bytes, name: str) -> Finding | None:
    if not blob:
        return Finding("template-empty", f"'{name}' is empty (0 bytes)", hint="export the template again")
    if len(blob) > MAX_FILE:
        size, limit = len(blob) // 2**20, MAX_FILE // 2**20
        return Finding(
            "template-too-large", f"'{name}' is {size} MB, more than {limit} MB", hint="compress its pictures and video"
        )
    head = blob[:512]
    if head.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        if "EncryptedPackage".encode("utf-16-le") in blob:
            return Finding(
                "template-encrypted",
                f"'{name}' is locked with a password",
                hint="open it in Office, remove the password (File, Info, Protect), save it and try again",
            )
        for stream, program, suffix in (
            ("PowerPoint Document", "PowerPoint", "pptx"),
            ("WordDocument", "Word", "docx"),
            ("Workbook", "Excel", "xlsx"),
        ):
            if stream.encode("utf-16-le") in blob:
                return Finding(
                    "template-old-format",
                    f"'{name}' is in the binary format of {program} 97-2003",
                    hint=f"open it in {program} or LibreOffice and save it as .{suffix}",
                )
        return Finding(
            "template-old-format",
            f"'{name}' is a binary Office file, not an Office Open XML package",
            hint="open it in Office or LibreOffice and save it as .pptx or .docx",
        )
    if b"PK\x03\x04" in blob[:65536] or head.startswith(b"PK\x05\x06"):
        return None
    described = next(
        (
            what
            for start, what in (
                (b"%PDF", "a PDF"),
                (b"version https://git-lfs", "a Git LFS pointer, not the file itself"),
                (b"{\\rtf", "a rich text (RTF) file"),
                (b"<?xml", "an XML file"),
                (b"<!DOCTYPE html", "a web page"),
                (b"<html", "a web page"),
                (b"\x89PNG", "a PNG picture"),
                (b"\xff\xd8\xff", "a JPEG picture"),
            )
            if head.lstrip().lower().startswith(start.lower())
        ),
        "no Office file (it is not a zip package)",
    )
    if name.startswith("~$"):
        described = "the lock file that Office keeps beside an open document"
    hint = "run 'git lfs pull'" if "LFS" in described else "name the .pptx or .docx itself"
    return Finding("template-not-office", f"'{name}' is {described}", hint=hint)


def _refuse_other_zip(parts: Mapping[str, bytes], name: str) -> Finding:
    kind = parts.get("mimetype", b"")[:80]
    if kind.startswith(b"application/vnd.oasis.opendocument"):
        what, hint = "an OpenDocument file", "open it in LibreOffice or Office and save it as .pptx or .docx"
    elif any(part.startswith("Index/") and part.endswith(".iwa") for part in parts):
        what, hint = "an Apple iWork file", "export it from Keynote or Pages as PowerPoint or Word"
    else:
        what, hint = "a zip file without Office content", "name the .pptx or .docx itself"
    return Finding("template-not-office", f"'{name}' is {what}", hint=hint)


def _corrupt(name: str, why: str) -> Finding:
    return Finding(
        "template-corrupt",
        f"'{name}' cannot be read: {why}",
        hint="open it in Office or LibreOffice, let it repair the file, save it under a new name and use that",
    )


def _one_line(error: Exception) -> str:
    text = " ".join(str(error).split())
    return text[:160] or type(error).__name__
