"""A house's briefing.docx made from its brand: styles, numbering, header, footer, theme, a page to type on.

Texts that change with the document stand in content controls (tags `title` and `edition`); the page numbers and the
running head are fields with cached results, so that nothing asks to be updated.
"""

from __future__ import annotations

from collections.abc import Sequence
from xml.sax.saxutils import escape, quoteattr

from briefgen import ornament
from briefgen.brand import Brand
from briefgen.color import is_dark, mix
from briefgen.house_parts import OFFICE, THEME_TYPE, content_types, outline, relationships, shared_parts, theme_xml
from briefgen.house_styles import MARGIN, NAMESPACES, PAGE_HEIGHT, PAGE_WIDTH, house_styles, numbering_xml
from briefgen.ooxml.markup import DECLARATION, emu
from briefgen.package import CONTENT_TYPES, write_zip
from briefgen.tones import palette

_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_DRAWING_NAMESPACES = (
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:wpg="http://schemas.microsoft.com/office/word/2010/wordprocessingGroup"'
)


def make_briefing(brand: Brand) -> bytes:
    """The briefing template as a file; the same brand gives the same bytes."""
    colors = palette(brand.tones)
    parts = {
        **shared_parts(brand, "word/document.xml", "Microsoft Office Word"),
        "word/document.xml": _document(),
        "word/_rels/document.xml.rels": relationships(
            ("rId1", f"{OFFICE}/styles", "styles.xml"),
            ("rId2", f"{OFFICE}/numbering", "numbering.xml"),
            ("rId3", f"{OFFICE}/settings", "settings.xml"),
            ("rId4", f"{OFFICE}/theme", "theme/theme1.xml"),
            ("rId5", f"{OFFICE}/fontTable", "fontTable.xml"),
            ("rId6", f"{OFFICE}/footnotes", "footnotes.xml"),
            ("rId7", f"{OFFICE}/header", "header1.xml"),
            ("rId8", f"{OFFICE}/footer", "footer1.xml"),
            ("rId9", f"{OFFICE}/header", "header2.xml"),
            ("rId10", f"{OFFICE}/footer", "footer2.xml"),
        ),
        "word/styles.xml": house_styles(brand, colors),
        "word/numbering.xml": numbering_xml(colors),
        "word/settings.xml": settings_xml(),
        "word/theme/theme1.xml": theme_xml(brand, colors),
        "word/fontTable.xml": _font_table(brand),
        "word/footnotes.xml": footnotes_xml(),
        "word/header1.xml": _running_header(),
        "word/header2.xml": _first_header(brand, colors),
        "word/footer1.xml": _footer(),
        "word/footer2.xml": _footer(),
    }
    kinds = {
        "document": "document.main",
        "styles": "styles",
        "numbering": "numbering",
        "settings": "settings",
        "fontTable": "fontTable",
        "footnotes": "footnotes",
        "header1": "header",
        "header2": "header",
        "footer1": "footer",
        "footer2": "footer",
    }
    overrides = {f"word/{name}.xml": f"{_WORD}.{kind}+xml" for name, kind in kinds.items()}
    overrides["word/theme/theme1.xml"] = THEME_TYPE
    parts[CONTENT_TYPES] = content_types(overrides)
    return write_zip({name: text.encode("utf-8") for name, text in parts.items()})


def _document() -> str:
    return (
        f"{DECLARATION}"
        f'<w:document {NAMESPACES}><w:body><w:p><w:pPr><w:pStyle w:val="BodyText"/></w:pPr></w:p><w:sectPr>'
        '<w:headerReference w:type="default" r:id="rId7"/><w:headerReference w:type="first" r:id="rId9"/>'
        '<w:footerReference w:type="default" r:id="rId8"/><w:footerReference w:type="first" r:id="rId10"/>'
        f'<w:pgSz w:w="{PAGE_WIDTH}" w:h="{PAGE_HEIGHT}"/><w:pgMar w:top="{MARGIN}" w:right="{MARGIN}" '
        f'w:bottom="{MARGIN}" w:left="{MARGIN}" w:header="680" w:footer="624" w:gutter="0"/><w:cols w:space="708"/>'
        "<w:titlePg/></w:sectPr></w:body></w:document>"
    )


def settings_xml() -> str:
    """The settings part: how Word 2013 and later set a page, without anybody's habits."""
    return (
        f'{DECLARATION}<w:settings {NAMESPACES}><w:zoom w:percent="100"/><w:defaultTabStop w:val="709"/>'
        '<w:characterSpacingControl w:val="doNotCompress"/><w:footnotePr><w:footnote w:id="-1"/><w:footnote w:id="0"/>'
        "</w:footnotePr><w:compat>"
        + "".join(
            f'<w:compatSetting w:name="{name}" w:uri="http://schemas.microsoft.com/office/word" w:val="{value}"/>'
            for name, value in (
                ("compatibilityMode", 15),
                ("overrideTableStyleFontSizeAndJustification", 1),
                ("enableOpenTypeFeatures", 1),
                ("doNotFlipMirrorIndents", 1),
                ("differentiateMultirowTableHeaders", 1),
            )
        )
        + '</w:compat><w:themeFontLang w:val="en-US" w:eastAsia="zh-CN"/><w:clrSchemeMapping '
        'w:bg1="light1" w:t1="dark1" '
        'w:bg2="light2" w:t2="dark2" w:accent1="accent1" w:accent2="accent2" w:accent3="accent3" w:accent4="accent4" '
        'w:accent5="accent5" w:accent6="accent6" w:hyperlink="hyperlink" w:followedHyperlink="followedHyperlink"/>'
        '<w:decimalSymbol w:val="."/><w:listSeparator w:val=","/></w:settings>'
    )


def _font_table(brand: Brand) -> str:
    families = dict.fromkeys((brand.family, brand.heading_family, brand.east_asian, "Arial"))
    items = "".join(f"<w:font w:name={quoteattr(family)}/>" for family in families)
    return f"{DECLARATION}<w:fonts {NAMESPACES}>{items}</w:fonts>"


def footnotes_xml() -> str:
    """The part with the two separators that Word needs; the notes themselves come from the writer."""
    items = "".join(
        f'<w:footnote w:type="{kind}" w:id="{identity}"><w:p><w:pPr><w:spacing w:after="0" w:line="240" '
        f'w:lineRule="auto"/></w:pPr><w:r><w:{mark}/></w:r></w:p></w:footnote>'
        for kind, identity, mark in (
            ("separator", -1, "separator"),
            ("continuationSeparator", 0, "continuationSeparator"),
        )
    )
    return f"{DECLARATION}<w:footnotes {NAMESPACES}>{items}</w:footnotes>"


def _running_header() -> str:
    """Document at the left, theme at the right.  `STYLEREF 1` asks for the last heading 1 whatever Word's language."""
    return (
        f"{DECLARATION}"
        f'<w:hdr {NAMESPACES}><w:p><w:pPr><w:pStyle w:val="Header"/></w:pPr>{_control("title", 700001, "")}'
        f"<w:r><w:tab/></w:r>{_field('STYLEREF 1', '')}</w:p></w:hdr>"
    )


def _footer() -> str:
    """Edition at the left, page of pages at the right, as figures alone: the same in every language."""
    return (
        f"{DECLARATION}"
        f'<w:ftr {NAMESPACES}><w:p><w:pPr><w:pStyle w:val="Footer"/></w:pPr>{_control("edition", 700002, "")}'
        f'<w:r><w:tab/></w:r>{_field("PAGE", "1")}<w:r><w:t xml:space="preserve"> / </w:t></w:r>'
        f"{_field('NUMPAGES', '1')}</w:p></w:ftr>"
    )


def _first_header(brand: Brand, colors: dict[str, str]) -> str:
    """The first page opens with a band across the paper's upper edge: the house's ornament, or its colour alone."""
    ground = colors["ground"]
    tones = (mix(ground, "000000", 0.15), mix(ground, "FFFFFF" if is_dark(ground) else "000000", 0.10))
    width = PAGE_WIDTH / 20
    count = 14
    side = width / count
    shapes: list[tuple[str, Sequence[ornament.Polygon], str]] = [
        ("Ground", [((0, 0), (width, 0), (width, side), (0, side))], ground)
    ]
    if brand.ornament != "none":
        for tone in (0, 1):
            cells = [index for index in range(count) if index % 2 == tone]
            squares = [
                ((index * side, 0.0), ((index + 1) * side, 0.0), ((index + 1) * side, side), (index * side, side))
                for index in cells
            ]
            shapes.append((f"Squares {tone + 1}", squares, tones[tone]))
        for tone in (0, 1):
            figures = [
                polygon
                for index in range(count)
                if index % 2 == tone
                for polygon in ornament.rosette((index + 0.5) * side, side / 2, side * 0.455)
            ]
            shapes.append((f"Figures {tone + 1}", figures, tones[1 - tone]))
    inner = "".join(_shape(number, *shape) for number, shape in enumerate(shapes, 2))
    extent = f'cx="{emu(width)}" cy="{emu(side)}"'
    decorative = (
        '<a:extLst xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><a:ext '
        'uri="{C183D7F6-B498-43B3-948B-1728B52AA6E4}">'
        '<adec:decorative xmlns:adec="http://schemas.microsoft.com/office/drawing/2017/decorative" '
        'val="1"/></a:ext></a:extLst>'
    )
    drawing = (
        '<w:drawing><wp:anchor distT="0" distB="0" distL="0" distR="0" simplePos="0" relativeHeight="1" behindDoc="1" '
        'locked="0" layoutInCell="1" allowOverlap="1"><wp:simplePos x="0" y="0"/><wp:positionH relativeFrom="page">'
        '<wp:posOffset>0</wp:posOffset></wp:positionH><wp:positionV relativeFrom="page"><wp:posOffset>0</wp:posOffset>'
        f'</wp:positionV><wp:extent {extent}/><wp:effectExtent l="0" t="0" r="0" b="0"/><wp:wrapNone/>'
        f'<wp:docPr id="900001" name="Band">{decorative}</wp:docPr><wp:cNvGraphicFramePr/><a:graphic><a:graphicData '
        'uri="http://schemas.microsoft.com/office/word/2010/wordprocessingGroup"><wpg:wgp><wpg:cNvGrpSpPr/><wpg:grpSpPr>'
        f'<a:xfrm><a:off x="0" y="0"/><a:ext {extent}/><a:chOff x="0" y="0"/><a:chExt {extent}/></a:xfrm></wpg:grpSpPr>'
        f"{inner}</wpg:wgp></a:graphicData></a:graphic></wp:anchor></w:drawing>"
    )
    return (
        f'{DECLARATION}<w:hdr {NAMESPACES} {_DRAWING_NAMESPACES}><w:p><w:pPr><w:pStyle w:val="Header"/><w:pBdr>'
        '<w:bottom w:val="nil"/></w:pBdr></w:pPr><w:r><mc:AlternateContent><mc:Choice Requires="wpg">'
        f"{drawing}</mc:Choice></mc:AlternateContent></w:r></w:p></w:hdr>"
    )


def _shape(identity: int, name: str, polygons: Sequence[ornament.Polygon], color: str) -> str:
    (left, top, width, height), geometry = outline(polygons)
    return (
        f'<wps:wsp><wps:cNvPr id="{identity}" name="{name}"/><wps:cNvSpPr/><wps:spPr><a:xfrm>'
        f'<a:off x="{emu(left)}" y="{emu(top)}"/><a:ext cx="{emu(width)}" cy="{emu(height)}"/></a:xfrm>{geometry}'
        f'<a:solidFill><a:srgbClr val="{color}"/></a:solidFill><a:ln><a:noFill/></a:ln></wps:spPr>'
        "<wps:bodyPr/></wps:wsp>"
    )


def _field(code: str, result: str) -> str:
    return (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        f'<w:r><w:instrText xml:space="preserve"> {escape(code)} </w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
        f'<w:r><w:t>{escape(result)}</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )


def _control(tag: str, identity: int, text: str) -> str:
    """A content control whose words the writer puts in by its tag."""
    return (
        f'<w:sdt><w:sdtPr><w:alias w:val="{tag}"/><w:tag w:val="{tag}"/><w:id w:val="{identity}"/><w:text/></w:sdtPr>'
        f'<w:sdtContent><w:r><w:t xml:space="preserve">{escape(text)}</w:t></w:r></w:sdtContent></w:sdt>'
    )
