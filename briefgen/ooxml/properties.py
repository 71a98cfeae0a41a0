"""What a file says about itself: title, author, language and the date of the edition."""

from __future__ import annotations

from briefgen.model import Document
from briefgen.ooxml.markup import DECLARATION, escape
from briefgen.ooxml.script import language_tag
from briefgen.package import OFFICE_TYPES, Package, Relationship
from briefgen.parts import plain

_CORE = "http://schemas.openxmlformats.org/package/2006/metadata/core-properties"
_CORE_TYPE = "application/vnd.openxmlformats-package.core-properties+xml"
_OWN_TYPE = "application/vnd.openxmlformats-officedocument.extended-properties+xml"
_CORE_RELATIONSHIP = "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties"


def set_properties(package: Package, document: Document, counts: dict[str, int]) -> None:
    """Replace the template's own properties (another author, another date) and drop its preview picture.

    `counts` are the numbers that the program's own property part gives (`Slides`, `Notes`).
    """
    foreign = {"core-properties", "extended-properties", "thumbnail"}
    kept = []
    for relationship in package.relationships(""):
        if relationship.kind in foreign:
            package.parts.pop(relationship.target, None)
        else:
            kept.append(relationship)
    free = (f"rId{number}" for number in range(1, len(kept) + 3))
    ids = [id_ for id_ in free if id_ not in {relationship.id for relationship in kept}]
    members = [
        ("docProps/core.xml", _CORE_RELATIONSHIP, _CORE_TYPE, _core_xml(document)),
        ("docProps/app.xml", f"{OFFICE_TYPES}extended-properties", _OWN_TYPE, _own_xml(counts)),
    ]
    for id_, (name, type_, content_type, blob) in zip(ids, members, strict=False):
        package.parts[name] = blob
        package.set_type(name, content_type)
        kept.append(Relationship(id_, type_, name))
    package.set_relationships("", kept)


def keywords(document: Document) -> str:
    """The themes of a document, in its own language."""
    titles = [plain(passage.title).strip() for passage in document.passages if passage.role == "divider"]
    return ", ".join(dict.fromkeys(title for title in titles if title))


def _core_xml(document: Document) -> bytes:
    moment = f"{document.date.isoformat()}T00:00:00Z"
    fields = [
        ("dc:title", document.title),
        ("dc:subject", document.subtitle),
        ("dc:creator", document.author),
        ("cp:keywords", keywords(document)),
        ("cp:lastModifiedBy", document.author),
        ("cp:revision", "1"),
        # A file with texts that nobody has translated yet says so wherever files are listed.
        ("cp:contentStatus", next((plain(one.title) for one in document.passages if one.role == "untranslated"), "")),
    ]
    lines = [f"<{name}>{escape(value)}</{name}>" for name, value in fields if value]
    lines += [
        f'<dcterms:{name} xsi:type="dcterms:W3CDTF">{moment}</dcterms:{name}>' for name in ("created", "modified")
    ]
    lines.append(f"<dc:language>{language_tag(document.language)}</dc:language>")
    return (
        f'{DECLARATION}<cp:coreProperties xmlns:cp="{_CORE}" xmlns:dc="http://purl.org/dc/elements/1.1/" '
        'xmlns:dcterms="http://purl.org/dc/terms/" xmlns:dcmitype="http://purl.org/dc/dcmitype/" '
        f'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">{"".join(lines)}</cp:coreProperties>'
    ).encode()


def _own_xml(counts: dict[str, int]) -> bytes:
    lines = ["<TotalTime>0</TotalTime>"]
    lines += [f"<{name}>{number}</{name}>" for name, number in counts.items()]
    lines.append("<Application>briefgen</Application>")
    return (
        f'{DECLARATION}<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties">'
        f"{''.join(lines)}</Properties>"
    ).encode()
