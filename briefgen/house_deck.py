"""A house's deck.pptx made from its brand: one master, nine layouts with real placeholders, theme, notes master.

Every part is written here, so that nothing of another author's file (names, dates, fonts) comes along.  All shapes take
theme colours and theme fonts: who changes the theme in PowerPoint changes the house.
"""

from __future__ import annotations

from xml.sax.saxutils import quoteattr

from briefgen.brand import Brand
from briefgen.house_layouts import (
    BODY_BOTTOM,
    BODY_TOP,
    FOOTER,
    HEIGHT,
    LEFT,
    NAMESPACES,
    NUMBER,
    RIGHT,
    TITLE,
    WIDTH,
    heading_color,
    house_layouts,
)
from briefgen.house_parts import OFFICE, THEME_TYPE, content_types, relationships, shared_parts, theme_xml
from briefgen.house_shapes import Slot, color_markup, fill, number_field, place, rectangle, tree
from briefgen.ooxml.markup import DECLARATION, emu
from briefgen.package import CONTENT_TYPES, write_zip
from briefgen.tones import palette

_PRESENTATION = "application/vnd.openxmlformats-officedocument.presentationml"
_TABLE_STYLE = "{6B1F7E52-3C0A-4C7D-9E55-0B4F5C10242E}"


def make_deck(brand: Brand) -> bytes:
    """The deck template as a file; the same brand gives the same bytes."""
    colors = palette(brand.tones)
    layouts = house_layouts(brand, colors)
    parts: dict[str, str | bytes] = {
        **shared_parts(brand, "ppt/presentation.xml", "Microsoft Office PowerPoint"),
        "ppt/presentation.xml": _presentation(),
        "ppt/_rels/presentation.xml.rels": relationships(
            ("rId1", f"{OFFICE}/slideMaster", "slideMasters/slideMaster1.xml"),
            ("rId2", f"{OFFICE}/notesMaster", "notesMasters/notesMaster1.xml"),
            ("rId3", f"{OFFICE}/presProps", "presProps.xml"),
            ("rId4", f"{OFFICE}/viewProps", "viewProps.xml"),
            ("rId5", f"{OFFICE}/theme", "theme/theme1.xml"),
            ("rId6", f"{OFFICE}/tableStyles", "tableStyles.xml"),
        ),
        "ppt/presProps.xml": f"{DECLARATION}<p:presentationPr {NAMESPACES}/>",
        "ppt/viewProps.xml": f'{DECLARATION}<p:viewPr {NAMESPACES}><p:gridSpacing cx="76200" cy="76200"/></p:viewPr>',
        "ppt/tableStyles.xml": _table_styles(heading_color(colors)),
        "ppt/theme/theme1.xml": theme_xml(brand, colors),
        "ppt/theme/theme2.xml": theme_xml(brand, colors),
        "ppt/slideMasters/slideMaster1.xml": _master(brand, len(layouts)),
        "ppt/slideMasters/_rels/slideMaster1.xml.rels": relationships(
            *(
                (f"rId{number}", f"{OFFICE}/slideLayout", f"../slideLayouts/slideLayout{number}.xml")
                for number in range(1, len(layouts) + 1)
            ),
            (f"rId{len(layouts) + 1}", f"{OFFICE}/theme", "../theme/theme1.xml"),
        ),
        "ppt/notesMasters/notesMaster1.xml": _notes_master(),
        "ppt/notesMasters/_rels/notesMaster1.xml.rels": relationships(
            ("rId1", f"{OFFICE}/theme", "../theme/theme2.xml")
        ),
    }
    for number, layout in enumerate(layouts, 1):
        parts[f"ppt/slideLayouts/slideLayout{number}.xml"] = layout
        parts[f"ppt/slideLayouts/_rels/slideLayout{number}.xml.rels"] = relationships(
            ("rId1", f"{OFFICE}/slideMaster", "../slideMasters/slideMaster1.xml"),
            *([("rId2", f"{OFFICE}/image", f"../media/{_logo_file(brand)}")] if 'r:embed="rId2"' in layout else []),
        )
    overrides = {
        "ppt/presentation.xml": f"{_PRESENTATION}.presentation.main+xml",
        "ppt/presProps.xml": f"{_PRESENTATION}.presProps+xml",
        "ppt/viewProps.xml": f"{_PRESENTATION}.viewProps+xml",
        "ppt/tableStyles.xml": f"{_PRESENTATION}.tableStyles+xml",
        "ppt/theme/theme1.xml": THEME_TYPE,
        "ppt/theme/theme2.xml": THEME_TYPE,
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


def _presentation() -> str:
    levels = "".join(
        f'<a:lvl{level}pPr marL="{457200 * (level - 1)}" algn="l" defTabSz="914400" rtl="0" eaLnBrk="1" latinLnBrk="0" '
        f'hangingPunct="1"><a:defRPr sz="1800" kern="1200">{fill("tx1")}<a:latin typeface="+mn-lt"/>'
        f'<a:ea typeface="+mn-ea"/><a:cs typeface="+mn-cs"/></a:defRPr></a:lvl{level}pPr>'
        for level in range(1, 10)
    )
    return (
        f'{DECLARATION}<p:presentation {NAMESPACES} saveSubsetFonts="1" autoCompressPictures="0">'
        '<p:sldMasterIdLst><p:sldMasterId id="2147483648" r:id="rId1"/></p:sldMasterIdLst>'
        '<p:notesMasterIdLst><p:notesMasterId r:id="rId2"/></p:notesMasterIdLst>'
        f'<p:sldSz cx="{emu(WIDTH)}" cy="{emu(HEIGHT)}"/><p:notesSz cx="6858000" cy="9144000"/>'
        f"<p:defaultTextStyle>{levels}</p:defaultTextStyle></p:presentation>"
    )


def _table_styles(heading: str) -> str:
    """One table style of the house: bold header over a rule, hairlines between rows, nothing else."""

    def border(side: str, color: str, width: float) -> str:
        return f'<a:{side}><a:ln w="{emu(width)}" cmpd="sng">{fill(color)}</a:ln></a:{side}>'

    hairline = "".join(border(side, "bg1 lumMod=85000", 0.75) for side in ("bottom", "insideH"))
    return (
        f"{DECLARATION}"
        f'<a:tblStyleLst xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" def="{_TABLE_STYLE}">'
        f'<a:tblStyle styleId="{_TABLE_STYLE}" styleName="House table">'
        '<a:wholeTbl><a:tcTxStyle><a:fontRef idx="minor"><a:prstClr val="black"/></a:fontRef>'
        f'<a:schemeClr val="tx1"/></a:tcTxStyle><a:tcStyle><a:tcBdr>{hairline}</a:tcBdr><a:fill><a:noFill/></a:fill>'
        '</a:tcStyle></a:wholeTbl><a:firstRow><a:tcTxStyle b="on"><a:fontRef idx="minor"><a:prstClr val="black"/>'
        f"</a:fontRef>{color_markup(heading)}</a:tcTxStyle><a:tcStyle><a:tcBdr>{border('bottom', heading, 1.25)}"
        "</a:tcBdr><a:fill><a:noFill/></a:fill></a:tcStyle></a:firstRow></a:tblStyle></a:tblStyleLst>"
    )


def _master(brand: Brand, layouts: int) -> str:
    bar = rectangle(20, "Bar", (0, 0, 12, HEIGHT), "tx2")
    prompt = Slot("Title", "title", 0, TITLE.box, "")
    shapes = [
        bar,
        _master_slot(2, prompt, ""),
        _master_slot(3, Slot("Body", "body", 1, (LEFT, BODY_TOP, RIGHT - LEFT, BODY_BOTTOM - BODY_TOP), ""), ""),
        _master_slot(4, FOOTER, "l"),
        _master_slot(5, NUMBER, "r"),
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
            f"{fill('tx1')}{fonts.format('mn')}</a:defRPr></a:lvl{level}pPr>"
        )
    other = "".join(
        f'<a:lvl{level}pPr marL="0" algn="l" defTabSz="914400" rtl="0" eaLnBrk="1" latinLnBrk="0" hangingPunct="1">'
        f'<a:defRPr sz="1400" kern="1200">{fill("tx1")}{fonts.format("mn")}</a:defRPr></a:lvl{level}pPr>'
        for level in range(1, 10)
    )
    identities = "".join(f'<p:sldLayoutId id="{2147483648 + n}" r:id="rId{n}"/>' for n in range(1, layouts + 1))
    return (
        f'{DECLARATION}<p:sldMaster {NAMESPACES} preserve="1"><p:cSld><p:bg><p:bgPr>{fill("bg1")}<a:effectLst/>'
        "</p:bgPr></p:bg>"
        f'{tree(shapes)}</p:cSld><p:clrMap bg1="lt1" tx1="dk1" bg2="lt2" tx2="dk2" accent1="accent1" '
        'accent2="accent2" '
        'accent3="accent3" accent4="accent4" accent5="accent5" accent6="accent6" hlink="hlink" folHlink="folHlink"/>'
        f'<p:sldLayoutIdLst>{identities}</p:sldLayoutIdLst><p:hf hdr="0" dt="0"/><p:txStyles><p:titleStyle>'
        '<a:lvl1pPr algn="l" defTabSz="914400" rtl="0" eaLnBrk="1" latinLnBrk="0" hangingPunct="1">'
        '<a:lnSpc><a:spcPct val="95000"/></a:lnSpc><a:spcBef><a:spcPct val="0"/></a:spcBef><a:buNone/>'
        f'<a:defRPr sz="2600" b="1" kern="1200">{fill("tx1")}{fonts.format("mj")}</a:defRPr></a:lvl1pPr>'
        "</p:titleStyle>"
        f"<p:bodyStyle>{''.join(levels)}</p:bodyStyle><p:otherStyle>{other}</p:otherStyle></p:txStyles></p:sldMaster>"
    )


def _master_slot(identity: int, slot: Slot, align: str) -> str:
    """A placeholder of the master: no insets, no autofit, text from the top."""
    kind = {"body": "body", "title": "title"}.get(slot.kind, slot.kind)
    idx = {"body": ' idx="1"', "ftr": ' sz="quarter" idx="3"', "sldNum": ' sz="quarter" idx="4"'}.get(slot.kind, "")
    if slot.kind == "sldNum":
        text = number_field(2)
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
        f'<a:lvl1pPr algn="{align}"><a:defRPr sz="{round(slot.size * 100)}">{fill(slot.color)}</a:defRPr></a:lvl1pPr>'
        if slot.size
        else ""
    )
    return (
        f'<p:sp><p:nvSpPr><p:cNvPr id="{identity}" name={quoteattr(slot.name)}/><p:cNvSpPr><a:spLocks noGrp="1"/>'
        f'</p:cNvSpPr><p:nvPr><p:ph type="{kind}"{idx}/></p:nvPr></p:nvSpPr><p:spPr>{place(slot.box)}'
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
            f'</p:nvPr></p:nvSpPr><p:spPr>{place(box)}<a:prstGeom prst="rect"><a:avLst/></a:prstGeom>'
            f"</p:spPr>{body}</p:sp>"
        )

    notes = '<a:p><a:r><a:rPr lang="en-US"/><a:t>Notes</a:t></a:r></a:p>'
    number = number_field(3, "<a:pPr algn='r'/>")
    shapes = (
        shape(2, "Slide image", 'type="sldImg" idx="2"', (54, 54, 432, 243), "", 0),
        shape(3, "Notes", 'type="body" sz="quarter" idx="3"', (54, 320, 432, 330), notes, 1200),
        shape(4, "Page number", 'type="sldNum" sz="quarter" idx="5"', (386, 680, 100, 20), number, 900),
    )
    levels = "".join(
        f'<a:lvl{level}pPr marL="{228600 * (level - 1)}" algn="l" defTabSz="914400" rtl="0" eaLnBrk="1" latinLnBrk="0" '
        f'hangingPunct="1"><a:defRPr sz="1200" kern="1200">{fill("tx1")}<a:latin typeface="+mn-lt"/>'
        f'<a:ea typeface="+mn-ea"/><a:cs typeface="+mn-cs"/></a:defRPr></a:lvl{level}pPr>'
        for level in range(1, 10)
    )
    return (
        f"{DECLARATION}<p:notesMaster {NAMESPACES}><p:cSld><p:bg><p:bgPr>{fill('bg1')}<a:effectLst/></p:bgPr></p:bg>"
        f'{tree(shapes)}</p:cSld><p:clrMap bg1="lt1" tx1="dk1" bg2="lt2" tx2="dk2" accent1="accent1" '
        'accent2="accent2" '
        'accent3="accent3" accent4="accent4" accent5="accent5" accent6="accent6" hlink="hlink" folHlink="folHlink"/>'
        f"<p:notesStyle>{levels}</p:notesStyle></p:notesMaster>"
    )
