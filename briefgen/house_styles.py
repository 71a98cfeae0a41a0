"""The styles and lists of a house's briefing.docx.

Every style that a briefing needs is here under Word's built-in name where there is one, so that Word shows it in the
reader's own language.
"""

from __future__ import annotations

from xml.sax.saxutils import quoteattr

from briefgen.brand import Brand
from briefgen.ooxml.markup import DECLARATION

PAGE_WIDTH, PAGE_HEIGHT, MARGIN = 11906, 16838, 1417
TEXT_WIDTH = PAGE_WIDTH - 2 * MARGIN
NAMESPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
)


def house_styles(brand: Brand, colors: dict[str, str]) -> str:
    """The styles part: document defaults, and a style for every role of paragraph."""
    ink, muted, strong, line = colors["ink"], colors["muted"], colors["strong-text"], colors["line"]
    accent, panel, size = colors["accent-text"], colors["panel"], brand.size
    small = max(size - 2, 9)
    box_indent = '<w:ind w:left="260" w:right="190"/>'

    def paragraph(*arguments: str, **options: object) -> str:
        return _style("paragraph", *arguments, **options)  # type: ignore[arg-type]

    def callout(identity: str, name: str, rule: str) -> str:
        return paragraph(
            identity,
            name,
            "<w:keepLines/>" + _box(panel, rule, 2.25) + _spacing(10, 10, 1.15) + box_indent,
            _run(size - 0.5),
            priority=30,
            custom=True,
        )

    indent = '<w:ilvl w:val="1"/>'
    toc_tabs = f'<w:tabs><w:tab w:val="right" w:leader="dot" w:pos="{TEXT_WIDTH}"/></w:tabs>'
    items = [
        paragraph("Normal", "Normal", based="", priority=0, default=True),
        _style(
            "character",
            "DefaultParagraphFont",
            "Default Paragraph Font",
            based="",
            priority=1,
            quick=False,
            default=True,
        ),
        _style(
            "table",
            "TableNormal",
            "Normal Table",
            based="",
            quick=False,
            default=True,
            extra='<w:tblPr><w:tblInd w:w="0" w:type="dxa"/><w:tblCellMar><w:top w:w="0" w:type="dxa"/>'
            '<w:left w:w="108" w:type="dxa"/><w:bottom w:w="0" w:type="dxa"/><w:right w:w="108" w:type="dxa"/>'
            "</w:tblCellMar></w:tblPr>",
        ),
        _style("numbering", "NoList", "No List", based="", quick=False, default=True),
        paragraph("BodyText", "Body Text", _spacing(0, 8, brand.line_height), priority=1),
        paragraph(
            "Title",
            "Title",
            "<w:keepNext/>" + _spacing(30, 6, 0.95) + "<w:contextualSpacing/>",
            _run(30, strong, bold=True, heading=True),
            following="Subtitle",
            priority=10,
        ),
        paragraph("Subtitle", "Subtitle", _spacing(0, 6, 1.1), _run(14, muted), following="BodyText", priority=11),
        paragraph("Meta", "Meta", _spacing(0, 18), _run(small, muted), priority=12, custom=True),
        paragraph(
            "Kicker",
            "Kicker",
            "<w:keepNext/>" + _spacing(0, 4),
            _run(small, accent, bold=True, caps=True),
            priority=12,
            custom=True,
        ),
        *(
            paragraph(
                f"Heading{level}",
                f"heading {level}",
                "<w:keepNext/><w:keepLines/>"
                + (f'<w:numPr><w:ilvl w:val="{level - 1}"/><w:numId w:val="1"/></w:numPr>' if level < 3 else "")
                + _spacing(before, after, 1.05)
                + f'<w:outlineLvl w:val="{level - 1}"/>',
                _run(points, color, bold=True, heading=True),
                following="BodyText",
                priority=9,
            )
            for level, points, color, before, after in (
                (1, 20, strong, 24, 8),
                (2, 14, strong, 18, 5),
                (3, 11.5, ink, 12, 3),
            )
        ),
        *(
            paragraph(
                f"ListBullet{level if level > 1 else ''}",
                f"List Bullet{f' {level}' if level > 1 else ''}",
                f"<w:numPr>{indent if level > 1 else ''}<w:numId "
                'w:val="2"/></w:numPr>' + _spacing(0, 4, brand.line_height - 0.05),
                priority=14,
            )
            for level in (1, 2)
        ),
        paragraph(
            "ListNumber",
            "List Number",
            '<w:numPr><w:numId w:val="3"/></w:numPr>' + _spacing(0, 4, brand.line_height - 0.05),
            priority=14,
        ),
        paragraph(
            "Caption",
            "caption",
            "<w:keepNext/><w:keepLines/>" + _spacing(14, 2),
            _run(10.5, ink, bold=True),
            following="BodyText",
            priority=35,
        ),
        paragraph(
            "ExhibitSubtitle",
            "Exhibit Subtitle",
            "<w:keepNext/>" + _spacing(0, 4),
            _run(small + 0.5, muted),
            priority=35,
            custom=True,
        ),
        paragraph("Exhibit", "Exhibit", "<w:keepNext/>" + _spacing(4, 2), priority=35, custom=True),
        paragraph(
            "Source", "Source", _spacing(5, 16), _run(small, muted), following="BodyText", priority=36, custom=True
        ),
        paragraph(
            "Quote",
            "Quote",
            f'<w:pBdr><w:left w:val="single" w:sz="12" w:space="10" w:color="{colors["accent"]}"/></w:pBdr>'
            + _spacing(8, 4, brand.line_height)
            + '<w:ind w:left="260" w:right="260"/>',
            _run(size + 1, strong),
            priority=29,
        ),
        paragraph(
            "Attribution",
            "Attribution",
            _spacing(0, 12) + '<w:ind w:left="260" w:right="260"/>',
            _run(small, muted),
            priority=29,
            custom=True,
        ),
        paragraph(
            "BottomLine",
            "Bottom Line",
            "<w:keepLines/>" + _box(panel, strong, 4.5) + _spacing(10, 14, 1.2) + '<w:ind w:left="300" w:right="190"/>',
            _run(size + 1, ink),
            following="BodyText",
            priority=30,
            custom=True,
        ),
        callout("Callout", "Callout", colors["accent"]),
        callout("CalloutOpen", "Callout Open", colors["open"]),
        callout("CalloutCaution", "Callout Caution", colors["plan"]),
        paragraph(
            "KeyFigure",
            "Key Figure",
            "<w:keepNext/>" + _spacing(2, 0, 0.95),
            _run(20, strong, bold=True, heading=True),
            priority=31,
            custom=True,
        ),
        paragraph(
            "KeyFigureLabel", "Key Figure Label", _spacing(0, 4, 1.05), _run(small + 0.5, ink), priority=31, custom=True
        ),
        paragraph(
            "Statement",
            "Statement",
            "<w:keepLines/>" + _spacing(14, 14, 1.1),
            _run(18, strong, bold=True, heading=True),
            priority=31,
            custom=True,
        ),
        paragraph("TableText", "Table Text", _spacing(0, 0, 1.05), _run(small + 0.5, ink), priority=32, custom=True),
        paragraph(
            "TableHeader",
            "Table Header",
            "<w:keepNext/>" + _spacing(0, 0, 1.05),
            _run(small + 0.5, strong, bold=True),
            based="TableText",
            priority=32,
            custom=True,
        ),
        paragraph("FootnoteText", "footnote text", _spacing(0, 2), _run(9), quick=False),
        _style(
            "character",
            "FootnoteReference",
            "footnote reference",
            run='<w:vertAlign w:val="superscript"/>',
            based="DefaultParagraphFont",
            quick=False,
        ),
        _style("character", "Strong", "Strong", run="<w:b/><w:bCs/>", based="DefaultParagraphFont", priority=22),
        _style("character", "Emphasis", "Emphasis", run="<w:i/><w:iCs/>", based="DefaultParagraphFont", priority=20),
        _style(
            "character",
            "Hyperlink",
            "Hyperlink",
            run=f'<w:color w:val="{accent}"/><w:u w:val="single"/>',
            based="DefaultParagraphFont",
            quick=False,
        ),
        paragraph(
            "TOCHeading",
            "TOC Heading",
            "<w:keepNext/>" + _spacing(18, 6),
            _run(14, strong, bold=True, heading=True),
            following="BodyText",
            priority=39,
        ),
        paragraph("TOC1", "toc 1", toc_tabs + _spacing(8, 2), _run(size, ink, bold=True), priority=39, quick=False),
        paragraph(
            "TOC2",
            "toc 2",
            toc_tabs + _spacing(0, 2) + '<w:ind w:left="284"/>',
            _run(size - 0.5, ink),
            priority=39,
            quick=False,
        ),
        paragraph(
            "Header",
            "header",
            f'<w:pBdr><w:bottom w:val="single" w:sz="4" w:space="4" w:color="{line}"/></w:pBdr>'
            f'<w:tabs><w:tab w:val="right" w:pos="{TEXT_WIDTH}"/></w:tabs>' + _spacing(),
            _run(9, muted),
            quick=False,
        ),
        paragraph(
            "Footer",
            "footer",
            f'<w:pBdr><w:top w:val="single" w:sz="4" w:space="4" w:color="{line}"/></w:pBdr>'
            f'<w:tabs><w:tab w:val="right" w:pos="{TEXT_WIDTH}"/></w:tabs>' + _spacing(),
            _run(9, muted),
            quick=False,
        ),
        _table_style("TableGrid", "Table Grid", line, "", custom=False),
        _table_style("BriefingTable", "Briefing Table", line, strong, custom=True),
    ]
    return (
        f"{DECLARATION}<w:styles {NAMESPACES}><w:docDefaults><w:rPrDefault><w:rPr>{_fonts()}"
        f'<w:color w:val="{ink}"/><w:sz w:val="{round(size * 2)}"/><w:szCs w:val="{round(size * 2)}"/>'
        '<w:lang w:val="en-US" w:eastAsia="zh-CN" w:bidi="ar-SA"/></w:rPr></w:rPrDefault>'
        '<w:pPrDefault><w:pPr><w:spacing w:after="0" w:line="240" w:lineRule="auto"/></w:pPr>'
        "</w:pPrDefault></w:docDefaults>"
        '<w:latentStyles w:defLockedState="0" w:defUIPriority="99" w:defSemiHidden="0" w:defUnhideWhenUsed="0" '
        f'w:defQFormat="0" w:count="376">{_latent()}</w:latentStyles>{"".join(items)}</w:styles>'
    )


def numbering_xml(colors: dict[str, str]) -> str:
    """The lists: 1 numbers headings, 2 is bullets, 3 numbers items."""

    def level(index: int, form: str, text: str, left: int, hanging: int, run: str = "", style: str = "") -> str:
        linked = f'<w:pStyle w:val="{style}"/>' if style else ""
        return (
            f'<w:lvl w:ilvl="{index}"><w:start w:val="1"/><w:numFmt w:val="{form}"/>{linked}<w:lvlText w:val="{text}"/>'
            f'<w:lvlJc w:val="left"/><w:pPr><w:ind w:left="{left}" w:hanging="{hanging}"/></w:pPr>'
            f"{f'<w:rPr>{run}</w:rPr>' if run else ''}</w:lvl>"
        )

    accent = f'<w:color w:val="{colors["accent-text"]}"/>'
    headings = level(0, "decimal", "%1", 567, 567, "", "Heading1") + level(
        1, "decimal", "%1.%2", 567, 567, "", "Heading2"
    )
    bullet_font = '<w:rFonts w:ascii="Arial" w:hAnsi="Arial" w:cs="Arial" w:hint="default"/>'
    bullets = "".join(
        level(index, "bullet", "•" if index % 2 == 0 else "–", 284 * (index + 1), 284, bullet_font + accent)
        for index in range(9)
    )
    numbers = "".join(
        level(index, "decimal", f"%{index + 1}.", 340 * (index + 1), 340, accent, "ListNumber" if index == 0 else "")
        for index in range(9)
    )
    lists = "".join(
        f'<w:abstractNum w:abstractNumId="{number}"><w:multiLevelType w:val="multilevel"/>{body}</w:abstractNum>'
        for number, body in enumerate((headings, bullets, numbers), 1)
    )
    uses = "".join(f'<w:num w:numId="{number}"><w:abstractNumId w:val="{number}"/></w:num>' for number in (1, 2, 3))
    return f"{DECLARATION}<w:numbering {NAMESPACES}>{lists}{uses}</w:numbering>"


def _fonts(heading: bool = False) -> str:
    """All four slots from the theme: Latin, the rest of Latin and Cyrillic, Chinese, complex scripts."""
    prefix = "major" if heading else "minor"
    return (
        f'<w:rFonts w:asciiTheme="{prefix}HAnsi" w:eastAsiaTheme="{prefix}EastAsia" w:hAnsiTheme="{prefix}HAnsi" '
        f'w:cstheme="{prefix}Bidi"/>'
    )


def _run(size: float = 0, color: str = "", bold: bool = False, heading: bool = False, caps: bool = False) -> str:
    """Run properties in the schema's order; size in points."""
    parts = [
        _fonts(heading) if heading else "",
        "<w:b/><w:bCs/>" if bold else "",
        "<w:caps/>" if caps else "",
        f'<w:color w:val="{color}"/>' if color else "",
        '<w:spacing w:val="10"/>' if caps else "",
        f'<w:sz w:val="{round(size * 2)}"/><w:szCs w:val="{round(size * 2)}"/>' if size else "",
    ]
    return "".join(parts)


def _spacing(before: float = 0, after: float = 0, line: float = 0) -> str:
    """Paragraph spacing in points, line spacing as a multiple."""
    multiple = f' w:line="{round(line * 240)}" w:lineRule="auto"' if line else ""
    return f'<w:spacing w:before="{round(before * 20)}" w:after="{round(after * 20)}"{multiple}/>'


def _style(
    kind: str,
    identity: str,
    name: str,
    paragraph: str = "",
    run: str = "",
    based: str = "Normal",
    following: str = "",
    priority: int = 99,
    quick: bool = True,
    extra: str = "",
    custom: bool = False,
    default: bool = False,
) -> str:
    flags = ' w:default="1"' if default else ""
    flags += ' w:customStyle="1"' if custom else ""
    return (
        f'<w:style w:type="{kind}"{flags} w:styleId="{identity}"><w:name w:val={quoteattr(name)}/>'
        + (f'<w:basedOn w:val="{based}"/>' if based else "")
        + (f'<w:next w:val="{following}"/>' if following else "")
        + f'<w:uiPriority w:val="{priority}"/>'
        + ("<w:qFormat/>" if quick else "")
        + (f"<w:pPr>{paragraph}</w:pPr>" if paragraph else "")
        + (f"<w:rPr>{run}</w:rPr>" if run else "")
        + f"{extra}</w:style>"
    )


def _box(ground: str, rule: str, width: float) -> str:
    """A tinted box with a rule at its left; borders in the ground's own colour give the words room above and below."""
    side = f'w:val="single" w:color="{ground}"'
    return (
        f'<w:pBdr><w:top {side} w:sz="48" w:space="0"/><w:left w:val="single" w:sz="{round(width * 8)}" w:space="10" '
        f'w:color="{rule}"/><w:bottom {side} w:sz="48" w:space="0"/><w:right {side} w:sz="8" w:space="8"/></w:pBdr>'
        f'<w:shd w:val="clear" w:color="auto" w:fill="{ground}"/>'
    )


def _latent() -> str:
    """How Word lists its built-in styles that this file does not define: headings at hand, the rest out of the way."""
    entries = [f'<w:lsdException w:name="heading {level}" w:uiPriority="9" w:qFormat="1"/>' for level in range(1, 10)]
    entries += [
        f'<w:lsdException w:name="toc {level}" w:semiHidden="1" w:uiPriority="39" w:unhideWhenUsed="1"/>'
        for level in range(1, 10)
    ]
    return "".join(entries)


def _table_style(identity: str, name: str, line: str, strong: str, custom: bool) -> str:
    """Hairlines between rows; with `strong`, a header over a rule in that colour and no vertical lines."""
    hair = f'w:val="single" w:sz="4" w:space="0" w:color="{line}"'
    if strong:
        borders = f"<w:bottom {hair}/><w:insideH {hair}/>"
        header = (
            '<w:tblStylePr w:type="firstRow"><w:rPr><w:b/><w:bCs/>'
            f'<w:color w:val="{strong}"/></w:rPr><w:tblPr/><w:trPr><w:tblHeader/></w:trPr><w:tcPr><w:tcBorders>'
            f'<w:bottom w:val="single" w:sz="10" w:space="0" w:color="{strong}"/></w:tcBorders><w:vAlign '
            'w:val="bottom"/>'
            "</w:tcPr></w:tblStylePr>"
        )
    else:
        borders = "".join(f"<w:{side} {hair}/>" for side in ("top", "left", "bottom", "right", "insideH", "insideV"))
        header = ""
    return _style(
        "table",
        identity,
        name,
        based="TableNormal",
        priority=39,
        quick=False,
        custom=custom,
        extra=f'<w:tblPr><w:tblBorders>{borders}</w:tblBorders><w:tblCellMar><w:top w:w="60" w:type="dxa"/>'
        '<w:left w:w="85" w:type="dxa"/><w:bottom w:w="60" w:type="dxa"/><w:right w:w="85" w:type="dxa"/>'
        "</w:tblCellMar>"
        f"</w:tblPr>{header}",
    )
