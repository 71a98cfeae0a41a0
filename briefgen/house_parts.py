"""What both files of a house have alike: content types, relationships, properties, theme, the ornament's outlines."""

from __future__ import annotations

from collections.abc import Sequence
from xml.sax.saxutils import escape, quoteattr

from briefgen.brand import Brand
from briefgen.ooxml.markup import DECLARATION
from briefgen.ornament import Polygon
from briefgen.package import RELATIONSHIPS_NAMESPACE, RELATIONSHIPS_TYPE, TYPES_NAMESPACE

OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
THEME_TYPE = "application/vnd.openxmlformats-officedocument.theme+xml"
_METADATA = "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties"


def shared_parts(brand: Brand, main: str, program: str) -> dict[str, str]:
    """The package's own relationships, which lead to the `main` part, and the properties that they name."""
    return {
        "_rels/.rels": relationships(
            ("rId1", f"{OFFICE}/officeDocument", main),
            ("rId2", _METADATA, "docProps/core.xml"),
            ("rId3", f"{OFFICE}/extended-properties", "docProps/app.xml"),
        ),
        "docProps/core.xml": _core_properties(brand.name),
        "docProps/app.xml": _app_properties(program),
    }


def content_types(overrides: dict[str, str]) -> str:
    """The [Content_Types].xml of a package: those of the shared parts, and `overrides` for the others by name."""
    shared = {
        "docProps/core.xml": "application/vnd.openxmlformats-package.core-properties+xml",
        "docProps/app.xml": "application/vnd.openxmlformats-officedocument.extended-properties+xml",
    }
    items = "".join(
        f'<Override PartName="/{name}" ContentType="{content_type}"/>'
        for name, content_type in sorted({**shared, **overrides}.items())
    )
    return (
        f'{DECLARATION}<Types xmlns="{TYPES_NAMESPACE}">'
        f'<Default Extension="rels" ContentType="{RELATIONSHIPS_TYPE}"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{items}</Types>'
    )


def relationships(*items: tuple[str, str, str]) -> str:
    """A relationships part from (id, type, target) each."""
    entries = "".join(f'<Relationship Id="{i}" Type="{t}" Target="{target}"/>' for i, t, target in items)
    return f'{DECLARATION}<Relationships xmlns="{RELATIONSHIPS_NAMESPACE}">{entries}</Relationships>'


def _core_properties(title: str) -> str:
    """Document properties of a template: the house's name, a date that never changes."""
    moment = '<dcterms:{0} xsi:type="dcterms:W3CDTF">2026-01-01T00:00:00Z</dcterms:{0}>'
    return (
        f"{DECLARATION}"
        '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" '
        'xmlns:dcmitype="http://purl.org/dc/dcmitype/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"<dc:title>{escape(title)}</dc:title><dc:creator>briefgen</dc:creator>"
        "<cp:lastModifiedBy>briefgen</cp:lastModifiedBy><cp:revision>1</cp:revision>"
        f"{moment.format('created')}{moment.format('modified')}</cp:coreProperties>"
    )


def _app_properties(program: str) -> str:
    """Extended properties: only which program the file is for."""
    return (
        f'{DECLARATION}<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties">'
        f"<TotalTime>0</TotalTime><Application>{program}</Application><AppVersion>16.0000</AppVersion></Properties>"
    )


def theme_xml(brand: Brand, colors: dict[str, str]) -> str:
    """The DrawingML theme: twelve colours, both fonts in Latin and Chinese, quiet fills, lines and effects.

    The slots: dk1 ink, lt1 paper, dk2 ground, lt2 panel, accents 1 to 6 accent, strong, plan, open, muted and the
    accent as words may wear it.
    """
    slots = (
        ("dk1", colors["ink"]),
        ("lt1", colors["paper"]),
        ("dk2", colors["ground"]),
        ("lt2", colors["panel"]),
        ("accent1", colors["accent"]),
        ("accent2", brand.tones.get("strong", colors["strong"])),
        ("accent3", brand.tones.get("plan", colors["plan"])),
        ("accent4", brand.tones.get("open", colors["open"])),
        ("accent5", colors["muted"]),
        ("accent6", colors["accent-text"]),
        ("hlink", colors["accent-text"]),
        ("folHlink", colors["muted"]),
    )
    scheme = "".join(f'<a:{slot}><a:srgbClr val="{color}"/></a:{slot}>' for slot, color in slots)
    fill = '<a:solidFill><a:schemeClr val="phClr"/></a:solidFill>'
    lines = "".join(
        f'<a:ln w="{width}" cap="flat" cmpd="sng" algn="ctr">{fill}<a:prstDash val="solid"/></a:ln>'
        for width in (6350, 12700, 19050)
    )

    def fonts(tag: str, family: str) -> str:
        return (
            f"<a:{tag}><a:latin typeface={quoteattr(family)}/><a:ea typeface={quoteattr(brand.east_asian)}/>"
            f'<a:cs typeface="Arial"/><a:font script="Hans" typeface={quoteattr(brand.east_asian)}/></a:{tag}>'
        )

    return (
        f"{DECLARATION}"
        f'<a:theme xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" name={quoteattr(brand.name)}>'
        f"<a:themeElements><a:clrScheme name={quoteattr(brand.name)}>{scheme}</a:clrScheme>"
        f"<a:fontScheme name={quoteattr(brand.name)}>{fonts('majorFont', brand.heading_family)}"
        f"{fonts('minorFont', brand.family)}</a:fontScheme>"
        f"<a:fmtScheme name={quoteattr(brand.name)}><a:fillStyleLst>{fill * 3}</a:fillStyleLst>"
        f"<a:lnStyleLst>{lines}</a:lnStyleLst>"
        f"<a:effectStyleLst>{'<a:effectStyle><a:effectLst/></a:effectStyle>' * 3}</a:effectStyleLst>"
        f"<a:bgFillStyleLst>{fill * 3}</a:bgFillStyleLst></a:fmtScheme></a:themeElements>"
        "<a:objectDefaults/><a:extraClrSchemeLst/></a:theme>"
    )


def outline(polygons: Sequence[Polygon]) -> tuple[tuple[float, float, float, float], str]:
    """Where polygons lie (x, y, width, height) and their geometry; a twentieth of a point is fine enough for print."""
    xs = [x for polygon in polygons for x, _ in polygon]
    ys = [y for polygon in polygons for _, y in polygon]
    left, top, width, height = min(xs), min(ys), max(xs) - min(xs), max(ys) - min(ys)
    paths = []
    for polygon in polygons:
        points = [f'<a:pt x="{round((x - left) * 20)}" y="{round((y - top) * 20)}"/>' for x, y in polygon]
        lines = "".join(f"<a:lnTo>{point}</a:lnTo>" for point in points[1:])
        paths.append(
            f'<a:path w="{round(width * 20)}" h="{round(height * 20)}"><a:moveTo>{points[0]}</a:moveTo>{lines}'
            "<a:close/></a:path>"
        )
    geometry = (
        "<a:custGeom><a:avLst/><a:gdLst/><a:ahLst/><a:cxnLst/>"
        f'<a:rect l="0" t="0" r="r" b="b"/><a:pathLst>{"".join(paths)}</a:pathLst></a:custGeom>'
    )
    return (left, top, width, height), geometry
