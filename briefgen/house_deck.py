"""A house's deck.pptx made from its brand: one master, nine layouts with real placeholders, theme, notes master.

Every part is written here, so that nothing of another author's file (names, dates, fonts) comes along.  All shapes take
theme colours and theme fonts: who changes the theme in PowerPoint changes the house.  The grid is in points on a page
of 960 x 540; another brand gets the same grid in its own colours.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape, quoteattr

from briefgen import ornament
from briefgen.brand import Brand, Logo
from briefgen.color import TEXT_CONTRAST, contrast, is_dark, mix, readable
from briefgen.ooxml.markup import emu
from briefgen.package import CONTENT_TYPES, write_zip
from briefgen.tones import palette

WIDTH, HEIGHT = 960.0, 540.0
LEFT, RIGHT = 54.0, 907.2
BODY_TOP, BODY_BOTTOM = 133.2, 468.0
GUTTER = 36.0

_NAMESPACES = (
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main"'
)
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PRESENTATION = "application/vnd.openxmlformats-officedocument.presentationml"
_TABLE_STYLE = "{6B1F7E52-3C0A-4C7D-9E55-0B4F5C10242E}"


@dataclass(frozen=True, slots=True)
class Slot:
    """A placeholder of a layout; text measures in points, colours as scheme names or RRGGBB."""

    name: str
    kind: str
    idx: int
    box: tuple[float, float, float, float]
    prompt: str
    size: float = 0.0
    color: str = ""
    bold: bool | None = None
    caps: bool = False
    anchor: str = ""
    align: str = ""
    spacing: float = 0.0
    plain: bool = False
    heading_font: bool = False


def make_deck(brand: Brand) -> bytes:
    """The deck template as a file; the same brand gives the same bytes."""
    colors = palette(brand.tones)
    layouts = _layouts(brand, colors)
    parts: dict[str, str | bytes] = {
        "_rels/.rels": _relationships(
            ("rId1", f"{_OFFICE}/officeDocument", "ppt/presentation.xml"),
            (
                "rId2",
                "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties",
                "docProps/core.xml",
            ),
            ("rId3", f"{_OFFICE}/extended-properties", "docProps/app.xml"),
        ),
        "docProps/core.xml": core_properties(brand.name),
        "docProps/app.xml": app_properties("Microsoft Office PowerPoint"),
        "ppt/presentation.xml": _presentation(),
        "ppt/_rels/presentation.xml.rels": _relationships(
            ("rId1", f"{_OFFICE}/slideMaster", "slideMasters/slideMaster1.xml"),
            ("rId2", f"{_OFFICE}/notesMaster", "notesMasters/notesMaster1.xml"),
            ("rId3", f"{_OFFICE}/presProps", "presProps.xml"),
            ("rId4", f"{_OFFICE}/viewProps", "viewProps.xml"),
            ("rId5", f"{_OFFICE}/theme", "theme/theme1.xml"),
            ("rId6", f"{_OFFICE}/tableStyles", "tableStyles.xml"),
        ),
        "ppt/presProps.xml": f"{_HEAD}<p:presentationPr {_NAMESPACES}/>",
        "ppt/viewProps.xml": f'{_HEAD}<p:viewPr {_NAMESPACES}><p:gridSpacing cx="76200" cy="76200"/></p:viewPr>',
        "ppt/tableStyles.xml": _table_styles(_heading_color(colors)),
        "ppt/theme/theme1.xml": theme_xml(brand, colors),
        "ppt/theme/theme2.xml": theme_xml(brand, colors),
        "ppt/slideMasters/slideMaster1.xml": _master(brand, len(layouts)),
        "ppt/slideMasters/_rels/slideMaster1.xml.rels": _relationships(
            *(
                (f"rId{number}", f"{_OFFICE}/slideLayout", f"../slideLayouts/slideLayout{number}.xml")
                for number in range(1, len(layouts) + 1)
            ),
            (f"rId{len(layouts) + 1}", f"{_OFFICE}/theme", "../theme/theme1.xml"),
        ),
        "ppt/notesMasters/notesMaster1.xml": _notes_master(),
        "ppt/notesMasters/_rels/notesMaster1.xml.rels": _relationships(
            ("rId1", f"{_OFFICE}/theme", "../theme/theme2.xml")
        ),
    }
    for number, layout in enumerate(layouts, 1):
        parts[f"ppt/slideLayouts/slideLayout{number}.xml"] = layout
        parts[f"ppt/slideLayouts/_rels/slideLayout{number}.xml.rels"] = _relationships(
            ("rId1", f"{_OFFICE}/slideMaster", "../slideMasters/slideMaster1.xml"),
            *([("rId2", f"{_OFFICE}/image", f"../media/{_logo_file(brand)}")] if 'r:embed="rId2"' in layout else []),
        )
    overrides = {
        "docProps/core.xml": "application/vnd.openxmlformats-package.core-properties+xml",
        "docProps/app.xml": "application/vnd.openxmlformats-officedocument.extended-properties+xml",
        "ppt/presentation.xml": f"{_PRESENTATION}.presentation.main+xml",
        "ppt/presProps.xml": f"{_PRESENTATION}.presProps+xml",
        "ppt/viewProps.xml": f"{_PRESENTATION}.viewProps+xml",
        "ppt/tableStyles.xml": f"{_PRESENTATION}.tableStyles+xml",
        "ppt/theme/theme1.xml": "application/vnd.openxmlformats-officedocument.theme+xml",
        "ppt/theme/theme2.xml": "application/vnd.openxmlformats-officedocument.theme+xml",
        "ppt/slideMasters/slideMaster1.xml": f"{_PRESENTATION}.slideMaster+xml",
        "ppt/notesMasters/notesMaster1.xml": f"{_PRESENTATION}.notesMaster+xml",
        **{
            f"ppt/slideLayouts/slideLayout{number}.xml": f"{_PRESENTATION}.slideLayout+xml"
            for number in range(1, len(layouts) + 1)
        },
    }
    if brand.logo:
        parts[f"ppt/media/{_logo_file(brand)}"] = brand.logo.data
        overrides[f"ppt/media/{_logo_file(brand)}"] = brand.logo.media_type
    parts[CONTENT_TYPES] = content_types(overrides)
    return write_zip({name: data.encode("utf-8") if isinstance(data, str) else data for name, data in parts.items()})


def _logo_file(brand: Brand) -> str:
    return f"logo.{brand.logo.media_type.split('/')[1]}" if brand.logo else ""


# ------------------------------------------------------------------------------- parts that deck and briefing share


def content_types(overrides: dict[str, str]) -> str:
    """The [Content_Types].xml of a package whose parts are all XML."""
    items = "".join(
        f'<Override PartName="/{name}" ContentType="{content_type}"/>'
        for name, content_type in sorted(overrides.items())
    )
    return (
        f'{_HEAD}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{items}</Types>'
    )


def core_properties(title: str) -> str:
    """Document properties of a template: the house's name, a date that never changes."""
    moment = '<dcterms:{0} xsi:type="dcterms:W3CDTF">2026-01-01T00:00:00Z</dcterms:{0}>'
    return (
        f'{_HEAD}<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" '
        'xmlns:dcmitype="http://purl.org/dc/dcmitype/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"<dc:title>{escape(title)}</dc:title><dc:creator>briefgen</dc:creator>"
        "<cp:lastModifiedBy>briefgen</cp:lastModifiedBy><cp:revision>1</cp:revision>"
        f"{moment.format('created')}{moment.format('modified')}</cp:coreProperties>"
    )


def app_properties(program: str) -> str:
    """Extended properties: only which program the file is for."""
    return (
        f'{_HEAD}<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties">'
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
        f'{_HEAD}<a:theme xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" name={quoteattr(brand.name)}>'
        f"<a:themeElements><a:clrScheme name={quoteattr(brand.name)}>{scheme}</a:clrScheme>"
        f"<a:fontScheme name={quoteattr(brand.name)}>{fonts('majorFont', brand.heading_family)}"
        f"{fonts('minorFont', brand.family)}</a:fontScheme>"
        f"<a:fmtScheme name={quoteattr(brand.name)}><a:fillStyleLst>{fill * 3}</a:fillStyleLst>"
        f"<a:lnStyleLst>{lines}</a:lnStyleLst>"
        f"<a:effectStyleLst>{'<a:effectStyle><a:effectLst/></a:effectStyle>' * 3}</a:effectStyleLst>"
        f"<a:bgFillStyleLst>{fill * 3}</a:bgFillStyleLst></a:fmtScheme></a:themeElements>"
        "<a:objectDefaults/><a:extraClrSchemeLst/></a:theme>"
    )


def _relationships(*items: tuple[str, str, str]) -> str:
    entries = "".join(f'<Relationship Id="{i}" Type="{t}" Target="{target}"/>' for i, t, target in items)
    return (
        f'{_HEAD}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f"{entries}</Relationships>"
    )


# ------------------------------------------------------------------------------------------------- presentation


def _color(color: str) -> str:
    """A scheme name (`tx2`), a scheme name with modifiers (`bg1 lumMod=85000`), or RRGGBB."""
    if len(color) == 6 and all(letter in "0123456789ABCDEF" for letter in color):
        return f'<a:srgbClr val="{color}"/>'
    name, *changes = color.split()
    inner = "".join('<a:{} val="{}"/>'.format(*change.split("=")) for change in changes)
    return f'<a:schemeClr val="{name}">{inner}</a:schemeClr>'


def _fill(color: str) -> str:
    return f"<a:solidFill>{_color(color)}</a:solidFill>"


def _presentation() -> str:
    levels = "".join(
        f'<a:lvl{level}pPr marL="{457200 * (level - 1)}" algn="l" defTabSz="914400" rtl="0" eaLnBrk="1" latinLnBrk="0" '
        f'hangingPunct="1"><a:defRPr sz="1800" kern="1200">{_fill("tx1")}<a:latin typeface="+mn-lt"/>'
        f'<a:ea typeface="+mn-ea"/><a:cs typeface="+mn-cs"/></a:defRPr></a:lvl{level}pPr>'
        for level in range(1, 10)
    )
    return (
        f'{_HEAD}<p:presentation {_NAMESPACES} saveSubsetFonts="1" autoCompressPictures="0">'
        '<p:sldMasterIdLst><p:sldMasterId id="2147483648" r:id="rId1"/></p:sldMasterIdLst>'
        '<p:notesMasterIdLst><p:notesMasterId r:id="rId2"/></p:notesMasterIdLst>'
        f'<p:sldSz cx="{emu(WIDTH)}" cy="{emu(HEIGHT)}"/><p:notesSz cx="6858000" cy="9144000"/>'
        f"<p:defaultTextStyle>{levels}</p:defaultTextStyle></p:presentation>"
    )


def _table_styles(heading: str) -> str:
    """One table style of the house: bold header over a rule, hairlines between rows, nothing else."""

    def border(side: str, color: str, width: float) -> str:
        return f'<a:{side}><a:ln w="{emu(width)}" cmpd="sng">{_fill(color)}</a:ln></a:{side}>'

    hairline = "".join(border(side, "bg1 lumMod=85000", 0.75) for side in ("bottom", "insideH"))
    return (
        f'{_HEAD}<a:tblStyleLst xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" def="{_TABLE_STYLE}">'
        f'<a:tblStyle styleId="{_TABLE_STYLE}" styleName="House table">'
        '<a:wholeTbl><a:tcTxStyle><a:fontRef idx="minor"><a:prstClr val="black"/></a:fontRef>'
        f'<a:schemeClr val="tx1"/></a:tcTxStyle><a:tcStyle><a:tcBdr>{hairline}</a:tcBdr><a:fill><a:noFill/></a:fill>'
        '</a:tcStyle></a:wholeTbl><a:firstRow><a:tcTxStyle b="on"><a:fontRef idx="minor"><a:prstClr val="black"/>'
        f"</a:fontRef>{_color(heading)}</a:tcTxStyle><a:tcStyle><a:tcBdr>{border('bottom', heading, 1.25)}"
        "</a:tcBdr><a:fill><a:noFill/></a:fill></a:tcStyle></a:firstRow></a:tblStyle></a:tblStyleLst>"
    )


def _tree(shapes: Iterable[str]) -> str:
    return (
        '<p:spTree><p:nvGrpSpPr><p:cNvPr id="1" name=""/><p:cNvGrpSpPr/><p:nvPr/></p:nvGrpSpPr><p:grpSpPr><a:xfrm>'
        '<a:off x="0" y="0"/><a:ext cx="0" cy="0"/><a:chOff x="0" y="0"/><a:chExt cx="0" cy="0"/></a:xfrm></p:grpSpPr>'
        f"{''.join(shapes)}</p:spTree>"
    )


def _place(box: tuple[float, float, float, float]) -> str:
    x, y, width, height = box
    return f'<a:xfrm><a:off x="{emu(x)}" y="{emu(y)}"/><a:ext cx="{emu(width)}" cy="{emu(height)}"/></a:xfrm>'


def _ink(identity: int, name: str, geometry: str, color: str) -> str:
    """A shape that decorates: no text, no line, marked as not to be read aloud."""
    decorative = (
        '<a:extLst><a:ext uri="{C183D7F6-B498-43B3-948B-1728B52AA6E4}">'
        '<adec:decorative xmlns:adec="http://schemas.microsoft.com/office/drawing/2017/decorative" '
        'val="1"/></a:ext></a:extLst>'
    )
    return (
        f'<p:sp><p:nvSpPr><p:cNvPr id="{identity}" name={quoteattr(name)}>{decorative}</p:cNvPr><p:cNvSpPr/>'
        f'<p:nvPr userDrawn="1"/></p:nvSpPr><p:spPr>{geometry}{_fill(color)}<a:ln><a:noFill/></a:ln></p:spPr></p:sp>'
    )


def _rectangle(identity: int, name: str, box: tuple[float, float, float, float], color: str) -> str:
    return _ink(identity, name, f'{_place(box)}<a:prstGeom prst="rect"><a:avLst/></a:prstGeom>', color)


def _freeform(identity: int, name: str, polygons: Sequence[ornament.Polygon], color: str) -> str:
    """Polygons in page points as one freeform; a twentieth of a point is fine enough for print."""
    xs = [x for polygon in polygons for x, _ in polygon]
    ys = [y for polygon in polygons for _, y in polygon]
    left, top, width, height = min(xs), min(ys), max(xs) - min(xs), max(ys) - min(ys)

    def point(x: float, y: float) -> str:
        return f'<a:pt x="{round((x - left) * 20)}" y="{round((y - top) * 20)}"/>'

    paths = []
    for polygon in polygons:
        first, *rest = polygon
        lines = "".join(f"<a:lnTo>{point(x, y)}</a:lnTo>" for x, y in rest)
        paths.append(
            f'<a:path w="{round(width * 20)}" h="{round(height * 20)}"><a:moveTo>{point(*first)}</a:moveTo>{lines}'
            "<a:close/></a:path>"
        )
    geometry = (
        f"{_place((left, top, width, height))}<a:custGeom><a:avLst/><a:gdLst/><a:ahLst/><a:cxnLst/>"
        f'<a:rect l="0" t="0" r="r" b="b"/><a:pathLst>{"".join(paths)}</a:pathLst></a:custGeom>'
    )
    return _ink(identity, name, geometry, color)


def _logo(identity: int, logo: Logo, left: float, top: float) -> tuple[str, float]:
    """The house's mark, 34 pt high and no wider than 200, and how wide it came out."""
    scale = min(34 / logo.height, 200 / logo.width)
    width, height = logo.width * scale, logo.height * scale
    shape = (
        f'<p:pic><p:nvPicPr><p:cNvPr id="{identity}" name="Logo" descr={quoteattr(logo.alt)}/><p:cNvPicPr>'
        '<a:picLocks noChangeAspect="1"/></p:cNvPicPr><p:nvPr userDrawn="1"/></p:nvPicPr><p:blipFill>'
        f'<a:blip r:embed="rId2"/><a:stretch><a:fillRect/></a:stretch></p:blipFill><p:spPr>'
        f'{_place((left, top, width, height))}<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></p:spPr></p:pic>'
    )
    return shape, width


def _mosaic(
    first_id: int, columns: int, rows: int, left: float, top: float, side: float, tones: tuple[str, str]
) -> str:
    """A syrmak's mosaic: squares in two tones, each with the rosette in the other's."""
    grounds: tuple[list[ornament.Polygon], list[ornament.Polygon]] = ([], [])
    figures: tuple[list[ornament.Polygon], list[ornament.Polygon]] = ([], [])
    for column in range(columns):
        for row in range(rows):
            x, y, tone = left + column * side, top + row * side, (column + row) % 2
            grounds[tone].append(((x, y), (x + side, y), (x + side, y + side), (x, y + side)))
            figures[1 - tone].extend(ornament.rosette(x + side / 2, y + side / 2, side * 0.455))
    shapes = []
    for offset, (kind, polygons) in enumerate((("ground", grounds), ("figure", figures))):
        shapes += [
            _freeform(first_id + 2 * offset + tone, f"Ornament {kind} {tone + 1}", polygons[tone], tones[tone])
            for tone in (0, 1)
            if polygons[tone]
        ]
    return "".join(shapes)


def _number_field(use: int, properties: str = "") -> str:
    """The field that shows a slide's number; each use has an identity of its own."""
    identity = f"{{A5D0B1F4-7C0E-4E0B-8A3F-1C5E0B4F5C{use:02}}}"
    return f'<a:p>{properties}<a:fld id="{identity}" type="slidenum"><a:rPr lang="en-US"/><a:t>‹#›</a:t></a:fld></a:p>'


def _slot(identity: int, slot: Slot) -> str:
    """A placeholder of a layout with its own place and text style; what it does not say comes from the master."""
    custom = ' hasCustomPrompt="1"' if slot.prompt else ""
    kind = f' type="{slot.kind}"' if slot.kind else ""
    idx = f' idx="{slot.idx}"' if slot.idx else ""
    anchor = f' anchor="{slot.anchor}"' if slot.anchor else ""
    run = "".join(
        (
            f' sz="{round(slot.size * 100)}"' if slot.size else "",
            "" if slot.bold is None else f' b="{int(slot.bold)}"',
            ' cap="all" spc="50"' if slot.caps else "",
        )
    )
    fonts = (
        '<a:latin typeface="+mj-lt"/><a:ea typeface="+mj-ea"/><a:cs typeface="+mj-cs"/>' if slot.heading_font else ""
    )
    style = f"{_fill(slot.color) if slot.color else ''}{fonts}"
    spacing = f'<a:lnSpc><a:spcPct val="{round(slot.spacing * 100000)}"/></a:lnSpc>' if slot.spacing else ""
    levels = ""
    if slot.plain or run or style or spacing or slot.align:
        indents = ' marL="0" indent="0"' if slot.plain else ""
        align = f' algn="{slot.align}"' if slot.align else ""
        after = '<a:spcBef><a:spcPts val="0"/></a:spcBef><a:spcAft><a:spcPts val="0"/></a:spcAft>' if slot.plain else ""
        none = "<a:buNone/>" if slot.plain else ""
        count = 5 if slot.plain else 1
        levels = "".join(
            f"<a:lvl{level}pPr{indents}{align}>{spacing}{after}{none}<a:defRPr{run}>{style}</a:defRPr></a:lvl{level}pPr>"
            for level in range(1, count + 1)
        )
    if slot.kind == "sldNum":
        body = _number_field(1)
    elif slot.kind in ("", "body") and not slot.plain:
        words = ("First level", "Second level", "Third level")
        body = "".join(
            f'<a:p><a:pPr lvl="{level}"/><a:r><a:rPr lang="en-US"/><a:t>{word}</a:t></a:r></a:p>'
            for level, word in enumerate(words)
        )
    else:
        body = f'<a:p><a:r><a:rPr lang="en-US"/><a:t>{escape(slot.prompt)}</a:t></a:r></a:p>'
    return (
        f'<p:sp><p:nvSpPr><p:cNvPr id="{identity}" name={quoteattr(slot.name)}/><p:cNvSpPr><a:spLocks noGrp="1"/>'
        "</p:cNvSpPr><p:nvPr>"
        f"<p:ph{kind}{idx}{custom}/></p:nvPr></p:nvSpPr>"
        f'<p:spPr>{_place(slot.box)}<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></p:spPr>'
        f"<p:txBody><a:bodyPr{anchor}><a:noAutofit/></a:bodyPr><a:lstStyle>{levels}</a:lstStyle>{body}</p:txBody></p:sp>"
    )


def _layout(
    name: str, slots: Sequence[Slot], shapes: str = "", ground: str = "", kind: str = "", master: bool = True
) -> str:
    flags = ("" if kind else ' userDrawn="1"') + ("" if master else ' showMasterSp="0"')
    tree = [shapes, *(_slot(identity, slot) for identity, slot in enumerate(slots, 2))]
    background = f"<p:bg><p:bgPr>{_fill(ground)}<a:effectLst/></p:bgPr></p:bg>" if ground else ""
    return (
        f'{_HEAD}<p:sldLayout {_NAMESPACES}{f" type={quoteattr(kind)}" if kind else ""} preserve="1"'
        f"{flags}>"
        f"<p:cSld name={quoteattr(name)}>{background}{_tree(tree)}</p:cSld>"
        "<p:clrMapOvr><a:masterClrMapping/></p:clrMapOvr></p:sldLayout>"
    )


_KICKER = Slot("Kicker", "body", 13, (LEFT, 32.4, 640, 17), "Theme", 11, "accent6", True, True, "t", plain=True)
_TITLE = Slot("Title", "title", 0, (LEFT, 53.3, RIGHT - LEFT, 78), "The claim, in one or two lines")
_SOURCE = Slot(
    "Source", "body", 14, (LEFT, 483.84, RIGHT - LEFT, 24), "Source", 9.5, "accent5", False, plain=True, spacing=0.9
)
_FOOTER = Slot("Footer", "ftr", 11, (LEFT, 508.3, 640, 16), "", 9, "accent5")
_NUMBER = Slot("Slide number", "sldNum", 12, (RIGHT - 80, 508.3, 80, 16), "", 9, "accent5", align="r")


def _body(box: tuple[float, float, float, float], idx: int = 1, kind: str = "body") -> Slot:
    return Slot("Body" if idx == 1 else f"Body {idx}", kind, idx, box, "")


def _heading_color(colors: dict[str, str]) -> str:
    """The ground's colour where it can be read on paper and panel, else the strong tone darkened until it can."""
    if min(contrast(colors["ground"], colors[tone]) for tone in ("paper", "panel")) >= TEXT_CONTRAST:
        return "tx2"
    return readable(colors["strong-text"], colors["panel"], TEXT_CONTRAST)


def _layouts(brand: Brand, colors: dict[str, str]) -> list[str]:
    """The nine layouts, in the order in which a deck meets them."""
    ground, words = colors["ground"], colors["on-ground"]
    muted = colors["on-ground-muted"]
    lift = "FFFFFF" if is_dark(ground) else "000000"
    tones = (mix(ground, "000000", 0.15), mix(ground, lift, 0.10))
    decorated = brand.ornament != "none"
    width, height = RIGHT - LEFT, BODY_BOTTOM - BODY_TOP
    half = (width - GUTTER) / 2
    exhibit = round(width * 0.6 - GUTTER / 3, 1)
    points = width - exhibit - GUTTER
    standard = (_FOOTER, _NUMBER)
    heading = _heading_color(colors)

    cover = (
        _mosaic(20, 2, 4, 690, 0, 135, tones) if decorated else _rectangle(20, "Panel", (690, 0, 270, 540), tones[0])
    ) + _rectangle(30, "Rule", (LEFT, 322, 72, 3), "accent3")
    kicker_left = LEFT
    if brand.logo:
        mark, mark_width = _logo(31, brand.logo, LEFT, 45)
        cover, kicker_left = cover + mark, LEFT + mark_width + 14
    panel = _rectangle(20, "Panel", (0, 0, 320, 540), "tx2")
    strip = _mosaic(21, 1, 12, 275, 0, 45, tones) if decorated else ""
    rule = _rectangle(30, "Rule", (384, 262, 72, 3), "accent3")
    closing = (_mosaic(20, 15, 1, 0, 476, 64, tones) if decorated else "") + _rectangle(
        30, "Rule", (LEFT, 262, 72, 3), "accent3"
    )
    statement = _rectangle(20, "Rule", (LEFT, 140, 72, 3), "accent3")
    return [
        _layout(
            "Cover",
            (
                Slot(
                    "Kicker",
                    "body",
                    13,
                    (kicker_left, 54, LEFT + 560 - kicker_left, 17),
                    "Who hands it out",
                    11,
                    muted,
                    True,
                    True,
                    "t",
                    plain=True,
                ),
                Slot("Title", "ctrTitle", 0, (LEFT, 116, 580, 190), "Title", 44, words, True, anchor="b", spacing=0.9),
                Slot("Subtitle", "subTitle", 1, (LEFT, 342, 540, 84), "Subtitle", 18, words, False, plain=True),
                Slot(
                    "Meta",
                    "body",
                    15,
                    (LEFT, 468, 560, 36),
                    "Edition and date",
                    11,
                    muted,
                    False,
                    anchor="b",
                    plain=True,
                ),
            ),
            cover,
            "tx2",
            "title",
            master=False,
        ),
        _layout(
            "Section",
            (
                Slot(
                    "Number",
                    "body",
                    16,
                    (LEFT, 134, 200, 124),
                    "1",
                    96,
                    muted,
                    True,
                    anchor="b",
                    plain=True,
                    spacing=0.85,
                    heading_font=True,
                ),
                Slot("Title", "title", 0, (384, 112, 510, 136), "Theme", 40, heading, True, anchor="b", spacing=0.9),
                Slot(
                    "Scope", "body", 1, (384, 282, 470, 140), "What this part covers", 18, "accent5", False, plain=True
                ),
                Slot("Footer", "ftr", 11, (384, 508.3, 420, 16), "", 9, "accent5"),
                _NUMBER,
            ),
            panel + strip + rule,
            "bg2",
            "secHead",
            master=False,
        ),
        _layout(
            "Content",
            (_KICKER, _TITLE, _body((LEFT, BODY_TOP, width, height), kind=""), _SOURCE, *standard),
            kind="obj",
        ),
        _layout(
            "Two columns",
            (
                _KICKER,
                _TITLE,
                _body((LEFT, BODY_TOP, half, height), 1, ""),
                _body((LEFT + half + GUTTER, BODY_TOP, half, height), 2, ""),
                _SOURCE,
                *standard,
            ),
            kind="twoObj",
        ),
        _layout(
            "Exhibit",
            (
                _KICKER,
                _TITLE,
                Slot("Exhibit", "pic", 15, (LEFT, BODY_TOP, exhibit, height), "Chart or picture", 14, plain=True),
                _body((LEFT + exhibit + GUTTER, BODY_TOP, points, height)),
                _SOURCE,
                *standard,
            ),
        ),
        _layout(
            "Figures",
            (
                _KICKER,
                _TITLE,
                Slot("Figures", "", 15, (LEFT, BODY_TOP, width, 168), "", 18, plain=False),
                _body((LEFT, BODY_TOP + 168 + 24, width, height - 168 - 24)),
                _SOURCE,
                *standard,
            ),
        ),
        _layout(
            "Statement",
            (
                _KICKER,
                Slot(
                    "Title",
                    "title",
                    0,
                    (LEFT, 164, 760, 220),
                    "One sentence that carries the deck",
                    36,
                    heading,
                    True,
                    anchor="t",
                    spacing=0.95,
                ),
                _SOURCE,
                *standard,
            ),
            statement,
        ),
        _layout(
            "Closing",
            (
                Slot(
                    "Title", "title", 0, (LEFT, 96, 700, 150), "Closing words", 36, words, True, anchor="b", spacing=0.9
                ),
                Slot(
                    "Body",
                    "body",
                    1,
                    (LEFT, 282, 640, 150),
                    "Contact, licence, next edition",
                    16,
                    muted,
                    False,
                    plain=True,
                ),
            ),
            closing,
            "tx2",
            master=False,
        ),
        _layout("Title only", (_KICKER, _TITLE, _SOURCE, *standard), kind="titleOnly"),
    ]


def _master(brand: Brand, layouts: int) -> str:
    bar = _rectangle(20, "Bar", (0, 0, 12, HEIGHT), "tx2")
    prompt = Slot("Title", "title", 0, _TITLE.box, "")
    shapes = [
        bar,
        _master_slot(2, prompt, ""),
        _master_slot(3, Slot("Body", "body", 1, (LEFT, BODY_TOP, RIGHT - LEFT, BODY_BOTTOM - BODY_TOP), ""), ""),
        _master_slot(4, _FOOTER, "l"),
        _master_slot(5, _NUMBER, "r"),
    ]
    fonts = '<a:latin typeface="+{0}-lt"/><a:ea typeface="+{0}-ea"/><a:cs typeface="+{0}-cs"/>'
    top = brand.ladder[0]
    steps = [top, *brand.ladder[1:], *[brand.ladder[-1]] * 9]
    levels = []
    for level in range(1, 10):
        bullet = "•" if level % 2 else "–"
        indent = 16 if level == 1 else 14
        left = 16 + 14 * (level - 1)
        levels.append(
            f'<a:lvl{level}pPr marL="{emu(left)}" indent="-{emu(indent)}" algn="l" defTabSz="914400" '
            'rtl="0" eaLnBrk="1" '
            'latinLnBrk="0" hangingPunct="1"><a:lnSpc><a:spcPct val="100000"/></a:lnSpc><a:spcBef>'
            '<a:spcPts val="0"/></a:spcBef>'
            f'<a:spcAft><a:spcPts val="{800 if level == 1 else 400}"/></a:spcAft><a:buClr><a:schemeClr '
            'val="accent1"/></a:buClr>'
            f'<a:buFont typeface="Arial"/><a:buChar char="{bullet}"/><a:defRPr '
            f'sz="{round(steps[level - 1] * 100)}" b="0" kern="1200">'
            f"{_fill('tx1')}{fonts.format('mn')}</a:defRPr></a:lvl{level}pPr>"
        )
    other = "".join(
        f'<a:lvl{level}pPr marL="0" algn="l" defTabSz="914400" rtl="0" eaLnBrk="1" latinLnBrk="0" hangingPunct="1">'
        f'<a:defRPr sz="1400" kern="1200">{_fill("tx1")}{fonts.format("mn")}</a:defRPr></a:lvl{level}pPr>'
        for level in range(1, 10)
    )
    identities = "".join(f'<p:sldLayoutId id="{2147483648 + n}" r:id="rId{n}"/>' for n in range(1, layouts + 1))
    return (
        f'{_HEAD}<p:sldMaster {_NAMESPACES} preserve="1"><p:cSld><p:bg><p:bgPr>{_fill("bg1")}<a:effectLst/>'
        "</p:bgPr></p:bg>"
        f'{_tree(shapes)}</p:cSld><p:clrMap bg1="lt1" tx1="dk1" bg2="lt2" tx2="dk2" accent1="accent1" '
        'accent2="accent2" '
        'accent3="accent3" accent4="accent4" accent5="accent5" accent6="accent6" hlink="hlink" folHlink="folHlink"/>'
        f'<p:sldLayoutIdLst>{identities}</p:sldLayoutIdLst><p:hf hdr="0" dt="0"/><p:txStyles><p:titleStyle>'
        '<a:lvl1pPr algn="l" defTabSz="914400" rtl="0" eaLnBrk="1" latinLnBrk="0" hangingPunct="1">'
        '<a:lnSpc><a:spcPct val="95000"/></a:lnSpc><a:spcBef><a:spcPct val="0"/></a:spcBef><a:buNone/>'
        f'<a:defRPr sz="2600" b="1" kern="1200">{_fill("tx1")}{fonts.format("mj")}</a:defRPr></a:lvl1pPr>'
        "</p:titleStyle>"
        f"<p:bodyStyle>{''.join(levels)}</p:bodyStyle><p:otherStyle>{other}</p:otherStyle></p:txStyles></p:sldMaster>"
    )


def _master_slot(identity: int, slot: Slot, align: str) -> str:
    """A placeholder of the master: no insets, no autofit, text from the top."""
    kind = {"body": "body", "title": "title"}.get(slot.kind, slot.kind)
    idx = {"body": ' idx="1"', "ftr": ' sz="quarter" idx="3"', "sldNum": ' sz="quarter" idx="4"'}.get(slot.kind, "")
    if slot.kind == "sldNum":
        text = _number_field(2)
    elif slot.kind == "ftr":
        text = '<a:p><a:endParaRPr lang="en-US"/></a:p>'
    elif slot.kind == "title":
        text = '<a:p><a:r><a:rPr lang="en-US"/><a:t>Title</a:t></a:r></a:p>'
    else:
        text = "".join(
            f'<a:p><a:pPr lvl="{level}"/><a:r><a:rPr lang="en-US"/><a:t>{word} level</a:t></a:r></a:p>'
            for level, word in enumerate(("First", "Second", "Third", "Fourth", "Fifth"))
        )
    style = (
        f'<a:lvl1pPr algn="{align}"><a:defRPr sz="{round(slot.size * 100)}">{_fill(slot.color)}</a:defRPr></a:lvl1pPr>'
        if slot.size
        else ""
    )
    return (
        f'<p:sp><p:nvSpPr><p:cNvPr id="{identity}" name={quoteattr(slot.name)}/><p:cNvSpPr><a:spLocks noGrp="1"/>'
        f'</p:cNvSpPr><p:nvPr><p:ph type="{kind}"{idx}/></p:nvPr></p:nvSpPr><p:spPr>{_place(slot.box)}'
        '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></p:spPr><p:txBody><a:bodyPr vert="horz" '
        'wrap="square" lIns="0" '
        f'tIns="0" rIns="0" bIns="0" rtlCol="0" anchor="t"><a:noAutofit/></a:bodyPr><a:lstStyle>{style}</a:lstStyle>'
        f"{text}</p:txBody></p:sp>"
    )


def _notes_master() -> str:
    def shape(identity: int, name: str, ph: str, box: tuple[float, float, float, float], text: str, size: int) -> str:
        body = (
            f'<p:txBody><a:bodyPr/><a:lstStyle><a:lvl1pPr><a:defRPr sz="{size}"/></a:lvl1pPr></a:lstStyle>'
            f"{text}</p:txBody>"
            if text
            else ""
        )
        locks = '<a:spLocks noGrp="1" noRot="1" noChangeAspect="1"/>' if not text else '<a:spLocks noGrp="1"/>'
        return (
            f'<p:sp><p:nvSpPr><p:cNvPr id="{identity}" name="{name}"/><p:cNvSpPr>{locks}</p:cNvSpPr><p:nvPr>'
            f"<p:ph {ph}/>"
            f'</p:nvPr></p:nvSpPr><p:spPr>{_place(box)}<a:prstGeom prst="rect"><a:avLst/></a:prstGeom>'
            f"</p:spPr>{body}</p:sp>"
        )

    notes = '<a:p><a:r><a:rPr lang="en-US"/><a:t>Notes</a:t></a:r></a:p>'
    number = _number_field(3, "<a:pPr algn='r'/>")
    shapes = (
        shape(2, "Slide image", 'type="sldImg" idx="2"', (54, 54, 432, 243), "", 0),
        shape(3, "Notes", 'type="body" sz="quarter" idx="3"', (54, 320, 432, 330), notes, 1200),
        shape(4, "Page number", 'type="sldNum" sz="quarter" idx="5"', (386, 680, 100, 20), number, 900),
    )
    levels = "".join(
        f'<a:lvl{level}pPr marL="{228600 * (level - 1)}" algn="l" defTabSz="914400" rtl="0" eaLnBrk="1" latinLnBrk="0" '
        f'hangingPunct="1"><a:defRPr sz="1200" kern="1200">{_fill("tx1")}<a:latin typeface="+mn-lt"/>'
        f'<a:ea typeface="+mn-ea"/><a:cs typeface="+mn-cs"/></a:defRPr></a:lvl{level}pPr>'
        for level in range(1, 10)
    )
    return (
        f"{_HEAD}<p:notesMaster {_NAMESPACES}><p:cSld><p:bg><p:bgPr>{_fill('bg1')}<a:effectLst/></p:bgPr></p:bg>"
        f'{_tree(shapes)}</p:cSld><p:clrMap bg1="lt1" tx1="dk1" bg2="lt2" tx2="dk2" accent1="accent1" '
        'accent2="accent2" '
        'accent3="accent3" accent4="accent4" accent5="accent5" accent6="accent6" hlink="hlink" folHlink="folHlink"/>'
        f"<p:notesStyle>{levels}</p:notesStyle></p:notesMaster>"
    )
