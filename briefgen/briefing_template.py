"""A house's Word file -> its styles by role, its page, and a clean document to fill.

Styles are found by their built-in names in any interface language, by their ids and by what they do (an outline level
makes a heading).  What is missing is made in the house's own fonts and colours, so that a writer finds a style for
every role.  Headers, footers, margins and numbering stay; text, macros, comments and protection go.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from lxml import etree

from briefgen.brand import EAST_ASIAN, Brand
from briefgen.color import TEXT_CONTRAST, contrast, is_dark, parse_color
from briefgen.finding import Finding, Severity
from briefgen.model import Box, Style, Template, TextStyle, Traits
from briefgen.office_theme import read_theme
from briefgen.package import Package, PackageError, PageError, parse_xml, to_bytes
from briefgen.tones import foreign_palette, palette

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
TWIPS = 20.0

_MAIN_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
_PART_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.{}+xml"

ROLES: Mapping[str, str] = {
    "title": "title",
    "subtitle": "subtitle",
    "meta": "Meta",
    "kicker": "Kicker",
    "heading": "heading 1",
    "heading-1": "heading 1",
    "heading-2": "heading 2",
    "heading-3": "heading 3",
    "body": "body text",
    "prose": "body text",
    "bullet": "list bullet",
    "bullet-2": "list bullet 2",
    "number": "list number",
    "quote": "quote",
    "attribution": "Attribution",
    "figure": "Key Figure",
    "label": "Key Figure Label",
    "note": "Exhibit Subtitle",
    "exhibit-title": "caption",
    "exhibit-subtitle": "Exhibit Subtitle",
    "exhibit": "Exhibit",
    "caption": "caption",
    "source": "Source",
    "bottom-line": "Bottom Line",
    "callout": "Callout",
    "callout-open": "Callout Open",
    "callout-caution": "Callout Caution",
    "statement": "Statement",
    "table": "Table Text",
    "table-header": "Table Header",
    "contents": "toc 1",
    "toc-heading": "toc heading",
    "toc-1": "toc 1",
    "toc-2": "toc 2",
    "header": "header",
    "footer": "footer",
    "footnote": "footnote text",
    "footnote-reference": "footnote reference",
    "hyperlink": "hyperlink",
    "strong": "strong",
    "emphasis": "emphasis",
    "table-style": "Briefing Table",
}
"""Which style of Word (built-in names in lower case, the house's own in capitals) stands for which role."""

_LOCAL = """
title: titel | titre | título | titolo | заголовок | название | тақырып | 标题 | 標題 | 表題 | 제목 | tytuł |
    název | başlık | назва
subtitle: untertitel | sous-titre | subtítulo | sottotitolo | подзаголовок | 副标题 | 副標題 | 副題 | 부제 |
    podtytuł | ondertitel | підзаголовок
body text: textkörper | corps de texte | texto independiente | corpo testo | corpo de texto | основной текст |
    негізгі мәтін | 正文文本 | 本文 | 본문 | tekst podstawowy | platte tekst | základní text | gövde metni |
    основний текст
list bullet: aufzählungszeichen | liste à puces | lista con viñetas | punto elenco | lista com marcadores |
    маркированный список | таңбаланған тізім | 列表项目符号 | 项目符号 | 項目符號 | 箇条書き | 글머리 기호 |
    lista punktowana | lijst opsom.teken
list number: listennummer | liste à numéros | lista con números | numero elenco | lista numerada |
    нумерованный список | нөмірленген тізім | 列表编号 | 编号 | 清單號碼 | 段落番号 | 번호 매기기 |
    lista numerowana | lijstnummering
quote: zitat | citation | cita | citazione | citação | цитата | дәйексөз | 引用 | 引文 | 인용 | cytat | citaat |
    citát | alıntı
caption: beschriftung | légende | descripción | didascalia | legenda | название объекта | тақырыпша | 题注 | 標號 |
    図表番号 | 캡션 | bijschrift | titulek
footnote text: fußnotentext | note de bas de page | texto nota pie | testo nota a piè di pagina |
    texto de nota de rodapé | текст сноски | сілтеме мәтіні | 脚注文本 | 註腳文字 | 脚注文字列 | 각주 텍스트 |
    tekst przypisu dolnego | voetnoottekst
footnote reference: fußnotenzeichen | appel note de bas de p. | ref. de nota al pie | rimando nota a piè di pagina |
    ref. de nota de rodapé | знак сноски | 脚注引用 | 註腳參照 | 脚注参照 | 각주 참조 | odwołanie przypisu dolnego |
    voetnootmarkering
header: kopfzeile | en-tête | encabezado | intestazione | cabeçalho | верхний колонтитул | жоғарғы колонтитул |
    页眉 | 頁首 | ヘッダー | 머리글 | nagłówek | koptekst | záhlaví
footer: fußzeile | pied de page | pie de página | piè di pagina | rodapé | нижний колонтитул | төменгі колонтитул |
    页脚 | 頁尾 | フッター | 바닥글 | stopka | voettekst | zápatí
toc heading: inhaltsverzeichnisüberschrift | en-tête de table des matières | título tdc | titolo sommario |
    заголовок оглавления | 目录标题 | toc 标题 | 目錄標題 | 目次の見出し
hyperlink: lien hypertexte | hipervínculo | collegamento ipertestuale | гиперссылка | 超链接 | 超連結 |
    ハイパーリンク | 하이퍼링크 | hiperłącze
strong: fett | élevé | texto en negrita | enfasi (grassetto) | forte | строгий | 要点 | 強調太字 | 강조
emphasis: hervorhebung | accentuation | énfasis | enfasi (corsivo) | ênfase | выделение | 强调 | 強調斜体 | 강조
"""
"""Word's built-in names as localised programs and converters write them: style, then its names."""
_NUMBERED = """
heading: heading | überschrift | titre | título | titolo | заголовок | тақырып | 标题 | 標題 | 見出し | 제목 |
    nagłówek | kop | nadpis | rubrik | otsikko | başlık | overskrift
toc: toc | verzeichnis | inhaltsverzeichnis | tm | tdc | sommario | sumário | оглавление | мазмұны | 目录 | 目錄 |
    目次 | 목차 | spis treści | inhopg | obsah | içt
"""
"""The same for names that end in a level."""
_KNOWN_IDS = {
    "title": "title",
    "titel": "title",
    "titre": "title",
    "subtitle": "subtitle",
    "untertitel": "subtitle",
    "bodytext": "body text",
    "textkrper": "body text",
    "listbullet": "list bullet",
    "aufzhlungszeichen": "list bullet",
    "listnumber": "list number",
    "listennummer": "list number",
    "quote": "quote",
    "zitat": "quote",
    "caption": "caption",
    "beschriftung": "caption",
    "footnotetext": "footnote text",
    "footnotereference": "footnote reference",
    "header": "header",
    "kopfzeile": "header",
    "footer": "footer",
    "fuzeile": "footer",
    "tocheading": "toc heading",
    "hyperlink": "hyperlink",
    "strong": "strong",
    "emphasis": "emphasis",
    "listbullet2": "list bullet 2",
}
_CHARACTER = frozenset({"footnote reference", "hyperlink", "strong", "emphasis"})


@dataclass(slots=True)
class _Look:
    """A style's resolved properties while its chain is walked from the document's defaults to itself."""

    latin: str = ""
    east_asian: str = ""
    size: float = 10.0
    bold: bool = False
    italic: bool = False
    caps: bool = False
    color: str = ""
    align: str = "left"
    line: float = 240.0
    rule: str = "auto"
    before: float = 0.0
    after: float = 0.0
    left: float = 0.0
    hanging: float = 0.0
    numbering: str = ""
    level: int = 0
    shaded: bool = False
    outline: int = 9


@dataclass(slots=True)
class _Sheet:
    """The styles part while it is being understood."""

    root: Any
    styles: dict[str, Any]
    fonts: Mapping[str, str]
    colors: Mapping[str, str]
    names: dict[str, str] = field(default_factory=dict)


def read_briefing(package: Package, main: str, name: str, brand: Brand | None) -> tuple[Template, list[Finding]]:
    """The template in a Word file.  Raises PackageError where the file has no usable body or page."""
    findings: list[Finding] = []
    root = package.xml(main)
    body = root.find(f"{W}body")
    if body is None:
        raise PackageError("its document has no body")
    section = _last_section(body)
    if section is None:
        findings.append(
            Finding(
                "template-page-missing",
                f"'{name}' says nothing of its page; A4 with margins of 25 mm is used",
                severity=Severity.WARNING,
                hint="set the page in Word (Layout, Size) and save",
            )
        )
        section = _new_section()
    width, height, box = _page(section)
    theme_colors, theme_fonts, _, named = read_theme(package, main)
    has_theme = bool(package.related(main, "theme"))
    sheet = _read_styles(package, main, theme_fonts, theme_colors)
    used_table = _table_style_in_use(body, sheet)
    looks = {role: _resolve(sheet, sheet.names[style]) for role, style in ROLES.items() if style in sheet.names}
    default = _resolve(sheet, _default_style(sheet))
    colors = palette(brand.tones) if brand else _palette(sheet, default, looks.get("heading-1"))
    missing = _add_missing(package, main, sheet, default, colors, has_theme, brand)
    if missing:
        shown = ", ".join(sorted(missing))
        findings.append(
            Finding(
                "template-styles-added",
                f"'{name}' has no style for {shown}; they are made in its own fonts and colours",
                severity=Severity.NOTE,
            )
        )
    numbering = _bullets(package, main)
    styles = {}
    for role, style in ROLES.items():
        identity = sheet.names[style]
        if role == "table-style" and used_table:
            identity = used_table
        styles[role] = _text_style(_resolve(sheet, identity), identity, colors["ink"], numbering, sheet)
    _clean(package, main, root, body, section)
    traits = Traits(
        east_asian_font=named,
        page_number=_has_field(package, main, "PAGE"),
        shaded=frozenset(role for role in ROLES if _resolve(sheet, sheet.names[ROLES[role]]).shaded),
    )
    text = styles["body"]
    steps = (
        tuple(dict.fromkeys((text.size, max(text.size - 1, 9.0), max(text.size - 2, 9.0))))
        if text.size > 9
        else (text.size,)
    )
    template = Template(
        name=brand.name if brand else name,
        kind="briefing",
        width=width,
        height=height,
        layouts=(),
        styles=styles,
        ladder=steps,
        colors=colors,
        chart_style=Style(colors, round(max(text.size - 1, 8.0), 1), is_dark(colors["paper"])),
        blob=package.to_bytes(),
        body=box,
        traits=traits,
    )
    return template, findings


# --------------------------------------------------------------------------------------------------------- page


def _number(text: str | None, default: float) -> float:
    if text is None:
        return default
    match = re.fullmatch(r"(-?\d+(?:\.\d+)?)(pt|cm|mm|in|)", text.strip())
    if not match:
        return default
    factor = {"pt": 20.0, "cm": 1440 / 2.54, "mm": 144 / 2.54, "in": 1440.0, "": 1.0}[match.group(2)]
    return float(match.group(1)) * factor


def _last_section(body: Any) -> Any:
    """The last section's properties, with the headers and footers that it takes over from those before it."""
    sections = [element for element in body.iter(f"{W}sectPr") if element.getparent().tag in (f"{W}body", f"{W}pPr")]
    if not sections:
        return None
    last = sections[-1]
    known = {(child.tag, child.get(f"{W}type")) for child in last if isinstance(child.tag, str)}
    inherited = []
    for earlier in reversed(sections[:-1]):
        for child in earlier:
            if child.tag in (f"{W}headerReference", f"{W}footerReference"):
                key = (child.tag, child.get(f"{W}type"))
                if key not in known:
                    known.add(key)
                    inherited.append(child)
    result = etree.fromstring(etree.tostring(last))
    for child in inherited:
        result.insert(0, etree.fromstring(etree.tostring(child)))
    return result


def _new_section() -> Any:
    section = etree.Element(f"{W}sectPr", nsmap={"w": W[1:-1], "r": R[1:-1]})
    etree.SubElement(section, f"{W}pgSz", {f"{W}w": "11906", f"{W}h": "16838"})
    margins = {f"{W}{side}": "1417" for side in ("top", "right", "bottom", "left")}
    etree.SubElement(section, f"{W}pgMar", {**margins, f"{W}header": "708", f"{W}footer": "708", f"{W}gutter": "0"})
    return section


def _page(section: Any) -> tuple[float, float, Box]:
    """Page width, height and the text area; a section without measures is put right as Word understands it."""
    size, margin = section.find(f"{W}pgSz"), section.find(f"{W}pgMar")
    if size is None:
        size = etree.SubElement(section, f"{W}pgSz", {f"{W}w": "12240", f"{W}h": "15840"})
    if margin is None:
        margins = {f"{W}{side}": "1440" for side in ("top", "right", "bottom", "left")}
        margin = etree.Element(f"{W}pgMar", {**margins, f"{W}header": "708", f"{W}footer": "708", f"{W}gutter": "0"})
        size.addnext(margin)
    width, height = _number(size.get(f"{W}w"), 12240.0) / TWIPS, _number(size.get(f"{W}h"), 15840.0) / TWIPS
    top, right, bottom, left = (
        abs(_number(margin.get(f"{W}{side}"), 1440.0)) / TWIPS for side in ("top", "right", "bottom", "left")
    )
    gutter = _number(margin.get(f"{W}gutter"), 0.0) / TWIPS
    box = Box(
        round(left + gutter, 2), round(top, 2), round(width - left - right - gutter, 2), round(height - top - bottom, 2)
    )
    if box.w < 180 or box.h < 180:
        raise PageError(f"its page leaves {box.w:.0f} x {box.h:.0f} pt for text, too little for a briefing")
    columns = section.find(f"{W}cols")
    if columns is not None:
        section.remove(columns)
    for tag in ("type", "printerSettings", "docGrid", "sectPrChange"):
        child = section.find(f"{W}{tag}")
        if child is not None and (tag != "docGrid" or child.get(f"{W}type") in (None, "default")):
            section.remove(child)
    return round(width, 2), round(height, 2), box


# ------------------------------------------------------------------------------------------------------- styles


def _read_styles(package: Package, main: str, fonts: Mapping[str, str], theme: Mapping[str, str]) -> _Sheet:
    parts = package.related(main, "styles")
    root = package.xml_or_none(parts[0]) if parts else None
    if root is None:
        root = etree.Element(f"{W}styles", nsmap={"w": W[1:-1]})
    styles: dict[str, Any] = {}
    for element in root.iter(f"{W}style"):
        identity = element.get(f"{W}styleId")
        if identity and identity not in styles:
            styles[identity] = element
    sheet = _Sheet(root, styles, fonts, theme)
    _recognise(sheet)
    return sheet


def _name_of(element: Any) -> str:
    child = element.find(f"{W}name")
    return (child.get(f"{W}val") or "") if child is not None else ""


def _recognise(sheet: _Sheet) -> None:
    """Find each role's style: by Word's own name, by the name in another language, by id, by outline level."""
    wanted = set(ROLES.values())
    passes: list[dict[str, str]] = [{}, {}, {}, {}]
    local, numbered_names = _table(_LOCAL), _table(_NUMBERED)
    for identity, element in sheet.styles.items():
        kind = element.get(f"{W}type", "paragraph")
        names = [_name_of(element)]
        aliases = element.find(f"{W}aliases")
        if aliases is not None:
            names += (aliases.get(f"{W}val") or "").split(",")
        for place, shown in enumerate(names):
            lower = " ".join(shown.lower().split())
            exact = shown if shown in wanted else lower
            if exact in wanted and _right_kind(exact, kind):
                passes[0 if place == 0 else 1].setdefault(exact, identity)
            found = local.get(lower) or _numbered_name(lower, numbered_names)
            if found in wanted and _right_kind(found, kind):
                passes[1].setdefault(found, identity)
        bare = re.sub(r"[^a-z0-9]", "", identity.lower())
        by_id = _KNOWN_IDS.get(bare)
        numbered = re.fullmatch(r"(?:heading|berschrift|titre|ttulo|titolo|kop|nagwek)([1-3])", bare)
        if numbered:
            by_id = f"heading {numbered.group(1)}"
        if by_id in wanted and _right_kind(by_id, kind):
            passes[2].setdefault(by_id, identity)
        outline = element.find(f"{W}pPr/{W}outlineLvl")
        if kind == "paragraph" and outline is not None and outline.get(f"{W}val") in ("0", "1", "2"):
            passes[3].setdefault(f"heading {int(outline.get(f'{W}val')) + 1}", identity)
    for candidates in passes:
        for style, identity in candidates.items():
            if identity in sheet.names.values() and style not in ("toc 1",):
                continue
            sheet.names.setdefault(style, identity)


def _right_kind(style: str, kind: str) -> bool:
    if style == "Briefing Table":
        return kind == "table"
    return kind == "character" if style in _CHARACTER else kind == "paragraph"


def _table(text: str) -> dict[str, str]:
    """Name -> style, from lines of `style: name | name`, which may go on in the next line."""
    names: dict[str, str] = {}
    style = ""
    for line in text.strip().splitlines():
        head, colon, rest = line.partition(":")
        if colon and not line.startswith(" "):
            style, line = head, rest
        for name in line.split("|"):
            if name.strip():
                names.setdefault(name.strip(), style)
    return names


def _numbered_name(lower: str, names: Mapping[str, str]) -> str:
    """`heading 2` for `überschrift 2`, `标题 2`, `заголовок 2`; `toc 1` for `verzeichnis 1`."""
    match = re.fullmatch(r"(.+?)\s*([1-3])", lower)
    style = names.get(match.group(1).strip(), "") if match else ""
    return f"{style} {match.group(2)}" if match and style else ""


def _default_style(sheet: _Sheet) -> str:
    for identity, element in sheet.styles.items():
        if element.get(f"{W}type") == "paragraph" and element.get(f"{W}default") in ("1", "true", "on"):
            return identity
    for identity, element in sheet.styles.items():
        if _name_of(element).lower() in ("normal", "standard", "обычный", "正文", "қалыпты"):
            return identity
    return ""


def _resolve(sheet: _Sheet, identity: str) -> _Look:
    """A style's properties through the document's defaults and everything that it is based on."""
    look = _Look(latin=sheet.fonts.get("+mn-lt", "") if not sheet.styles else "")
    defaults = sheet.root.find(f"{W}docDefaults")
    if defaults is not None:
        _apply(look, defaults.find(f"{W}pPrDefault/{W}pPr"), defaults.find(f"{W}rPrDefault/{W}rPr"), sheet)
    chain: list[Any] = []
    seen: set[str] = set()
    if identity not in sheet.styles:
        identity = _default_style(sheet)
    elif sheet.styles[identity].get(f"{W}type") in ("character", "table"):
        base = _default_style(sheet)
        if base in sheet.styles:
            chain.append(sheet.styles[base])
    own: list[Any] = []
    while identity in sheet.styles and identity not in seen:
        seen.add(identity)
        own.append(sheet.styles[identity])
        based = sheet.styles[identity].find(f"{W}basedOn")
        identity = based.get(f"{W}val", "") if based is not None else ""
    for element in [*chain, *reversed(own)]:
        _apply(look, element.find(f"{W}pPr"), element.find(f"{W}rPr"), sheet)
    return look


def _on(element: Any) -> bool:
    return element.get(f"{W}val", "1") not in ("0", "false", "off", "none")


_THEME_FONTS = {
    "majorHAnsi": "+mj-lt",
    "majorAscii": "+mj-lt",
    "minorHAnsi": "+mn-lt",
    "minorAscii": "+mn-lt",
    "majorEastAsia": "+mj-ea",
    "minorEastAsia": "+mn-ea",
}
_THEME_COLORS = {
    "dark1": "dk1",
    "light1": "lt1",
    "dark2": "dk2",
    "light2": "lt2",
    "text1": "dk1",
    "background1": "lt1",
    "text2": "dk2",
    "background2": "lt2",
    "hyperlink": "hlink",
    "followedHyperlink": "folHlink",
}


def _apply(look: _Look, paragraph: Any, run: Any, sheet: _Sheet) -> None:
    if paragraph is not None:
        for child in paragraph:
            if not isinstance(child.tag, str):
                continue
            tag = child.tag.rsplit("}", 1)[-1]
            if tag == "spacing":
                look.before = _number(child.get(f"{W}before"), look.before)
                look.after = _number(child.get(f"{W}after"), look.after)
                look.line = _number(child.get(f"{W}line"), look.line)
                look.rule = child.get(f"{W}lineRule", look.rule)
            elif tag == "ind":
                look.left = _number(child.get(f"{W}left", child.get(f"{W}start")), look.left)
                look.hanging = _number(child.get(f"{W}hanging"), look.hanging)
            elif tag == "shd":
                look.shaded = child.get(f"{W}fill", "auto") not in ("auto", "FFFFFF")
            elif tag == "jc":
                look.align = {"center": "center", "right": "right", "end": "right", "both": "justify"}.get(
                    child.get(f"{W}val", ""), "left"
                )
            elif tag == "numPr":
                number, level = child.find(f"{W}numId"), child.find(f"{W}ilvl")
                if number is not None:
                    look.numbering = "" if number.get(f"{W}val") == "0" else number.get(f"{W}val", "")
                if level is not None:
                    look.level = int(_number(level.get(f"{W}val"), 0))
            elif tag == "outlineLvl":
                look.outline = int(_number(child.get(f"{W}val"), 9))
    if run is None:
        return
    for child in run:
        if not isinstance(child.tag, str):
            continue
        tag = child.tag.rsplit("}", 1)[-1]
        if tag == "rFonts":
            theme = child.get(f"{W}asciiTheme") or child.get(f"{W}hAnsiTheme")
            latin = (
                sheet.fonts.get(_THEME_FONTS.get(theme or "", ""), "")
                or child.get(f"{W}ascii")
                or child.get(f"{W}hAnsi")
            )
            look.latin = latin or look.latin
            eastern = child.get(f"{W}eastAsiaTheme")
            named = sheet.fonts.get(_THEME_FONTS.get(eastern or "", ""), "") or child.get(f"{W}eastAsia")
            look.east_asian = named or look.east_asian
        elif tag == "sz":
            size = _number(child.get(f"{W}val"), 20.0) / 2
            look.size = size if 1 <= size <= 400 else look.size
        elif tag == "b":
            look.bold = _on(child)
        elif tag == "i":
            look.italic = _on(child)
        elif tag == "caps":
            look.caps = _on(child)
        elif tag == "color":
            look.color = _run_color(child, sheet) or ""


def _run_color(element: Any, sheet: _Sheet) -> str:
    """RRGGBB of a w:color; empty for `auto`.  The value beside a theme colour is what Word computed from it."""
    value = parse_color(element.get(f"{W}val", "") or "")
    theme = element.get(f"{W}themeColor")
    if value is None and theme:
        return sheet.colors.get(_THEME_COLORS.get(theme, theme), "")
    return value or ""


def _text_style(
    look: _Look, identity: str, ink: str, bullets: Mapping[tuple[str, int], tuple[str, float, float]], sheet: _Sheet
) -> TextStyle:
    line = look.line / 240 if look.rule == "auto" else look.line / TWIPS / (look.size * 1.2)
    bullet, left, hanging = "", look.left, look.hanging
    if look.numbering:
        bullet, number_left, number_hanging = bullets.get((look.numbering, look.level), ("", 0.0, 0.0))
        left, hanging = left or number_left, hanging or number_hanging
    return TextStyle(
        font=look.latin or "Times New Roman",
        east_asian=look.east_asian or sheet.fonts.get("+mn-ea") or EAST_ASIAN,
        size=look.size,
        bold=look.bold,
        italic=look.italic,
        color=look.color or ink,
        align=look.align,
        line_spacing=round(min(max(line, 0.5), 4.0), 3),
        space_before=look.before / TWIPS,
        space_after=look.after / TWIPS,
        indent=left / TWIPS,
        hanging=hanging / TWIPS,
        bullet=bullet,
        caps=look.caps,
        style_id=identity,
    )


def _bullets(package: Package, main: str) -> dict[tuple[str, int], tuple[str, float, float]]:
    """The bullet and indents of every list level that a style may name: (numId, level) -> (mark, left, hanging)."""
    parts = package.related(main, "numbering")
    if not parts:
        return {}
    root = package.xml_or_none(parts[0])
    if root is None:
        return {}
    abstract: dict[str, dict[int, tuple[str, float, float]]] = {}
    for element in root.iter(f"{W}abstractNum"):
        levels = {}
        for level in element.iter(f"{W}lvl"):
            form, text = level.find(f"{W}numFmt"), level.find(f"{W}lvlText")
            indent = level.find(f"{W}pPr/{W}ind")
            mark = "•" if form is not None and form.get(f"{W}val") == "bullet" else ""
            if mark and text is not None and text.get(f"{W}val") in ("–", "-", "o", "▪", "‣"):
                mark = str(text.get(f"{W}val"))
            left = _number(indent.get(f"{W}left", indent.get(f"{W}start")), 0.0) if indent is not None else 0.0
            hanging = _number(indent.get(f"{W}hanging"), 0.0) if indent is not None else 0.0
            levels[int(_number(level.get(f"{W}ilvl"), 0))] = (mark, left, hanging)
        abstract[element.get(f"{W}abstractNumId", "")] = levels
    found = {}
    for element in root.iter(f"{W}num"):
        link = element.find(f"{W}abstractNumId")
        for index, entry in abstract.get(link.get(f"{W}val", "") if link is not None else "", {}).items():
            found[(element.get(f"{W}numId", ""), index)] = entry
    return found


def _table_style_in_use(body: Any, sheet: _Sheet) -> str:
    """The table style that the template's own tables wear, if it is more than a plain grid."""
    counts: dict[str, int] = {}
    for element in body.iter(f"{W}tblStyle"):
        identity = element.get(f"{W}val", "")
        style = sheet.styles.get(identity)
        if style is not None and _name_of(style).lower() not in ("table grid", "normal table"):
            counts[identity] = counts.get(identity, 0) + 1
    return max(counts, key=lambda identity: counts[identity]) if counts else ""


def _palette(sheet: _Sheet, default: _Look, heading: _Look | None) -> dict[str, str]:
    theme = dict(sheet.colors)
    theme.update(
        {"tx1": theme["dk1"], "bg1": theme["lt1"], "tx2": theme["dk2"], "bg2": theme["lt2"], "ground": "FFFFFF"}
    )
    if default.color and contrast(default.color, "FFFFFF") >= TEXT_CONTRAST:
        theme["tx1"] = default.color
    if heading is not None and heading.color and contrast(heading.color, "FFFFFF") >= TEXT_CONTRAST:
        theme["tx2"] = heading.color
    return foreign_palette(theme)


# ------------------------------------------------------------------------------------------- what is not there


def _add_missing(
    package: Package,
    main: str,
    sheet: _Sheet,
    default: _Look,
    colors: dict[str, str],
    has_theme: bool,
    brand: Brand | None,
) -> list[str]:
    """Add the styles that no role may lack, as the house template words them, in this file's fonts and colours."""
    from briefgen.house_styles import house_styles, numbering_xml

    wanted = [style for style in dict.fromkeys(ROLES.values()) if style not in sheet.names]
    if not _default_style(sheet):
        wanted.insert(0, "normal")
    if "body text" in wanted and _default_style(sheet) and default.after >= 60:
        sheet.names["body text"] = _default_style(sheet)
        wanted.remove("body text")
    if not wanted:
        return []
    family = default.latin or "Calibri"
    made = brand or Brand(
        name="",
        tones=colors,
        family=family,
        heading_family=family,
        east_asian=default.east_asian or EAST_ASIAN,
        size=default.size,
        line_height=1.2,
    )
    source = parse_xml(house_styles(made, colors).encode("utf-8"))
    by_name = {}
    for element in source.iter(f"{W}style"):
        shown = _name_of(element)
        by_name[shown if shown in ROLES.values() else shown.lower()] = element
    needs_lists = any(style.startswith("list ") for style in wanted)
    shift = _add_numbering(package, main, numbering_xml(colors)) if needs_lists else 0
    ids: dict[str, str] = {}
    added = []
    bases = {"normal": _default_style(sheet)}
    heading = sheet.names.get("heading 1") or sheet.names.get("title")
    heading_look = _resolve(sheet, heading) if heading else None
    for style in wanted:
        element = by_name.get(style)
        if element is None:
            continue
        identity = element.get(f"{W}styleId")
        fresh, count = identity, 2
        while fresh in sheet.styles:
            fresh, count = f"{identity}{count}", count + 1
        element.set(f"{W}styleId", fresh)
        ids[identity] = fresh
        _adapt(element, style, sheet, heading_look, has_theme, shift, bool(bases["normal"]))
        sheet.root.append(element)
        sheet.styles[fresh] = element
        sheet.names[style] = fresh
        added.append(_name_of(element))
    base_id = _default_style(sheet)
    for style in wanted:
        element = sheet.styles.get(sheet.names.get(style, ""))
        if element is None:
            continue
        for tag in ("basedOn", "next", "link"):
            child = element.find(f"{W}{tag}")
            if child is None:
                continue
            target = child.get(f"{W}val", "")
            mapped = ids.get(target) or (base_id if target in ("Normal", "BodyText") else "")
            if target == "BodyText":
                mapped = sheet.names.get("body text", base_id)
            if target in ("TableText", "Subtitle"):
                mapped = sheet.names.get({"TableText": "Table Text", "Subtitle": "subtitle"}[target], "")
            if target in ("DefaultParagraphFont", "TableNormal"):
                mapped = (
                    target
                    if target in sheet.styles
                    else _named(
                        sheet, {"DefaultParagraphFont": "default paragraph font", "TableNormal": "normal table"}[target]
                    )
                )
            if mapped:
                child.set(f"{W}val", mapped)
            else:
                element.remove(child)
    _store_styles(package, main, sheet, source)
    return added


def _named(sheet: _Sheet, name: str) -> str:
    return next((identity for identity, element in sheet.styles.items() if _name_of(element).lower() == name), "")


def _adapt(
    element: Any, style: str, sheet: _Sheet, heading: _Look | None, has_theme: bool, shift: int, has_base: bool
) -> None:
    """Fit a house style into a strange file: its headings' look, no theme fonts without a theme, its list numbers."""
    for fonts in list(element.iter(f"{W}rFonts")):
        if heading is not None and heading.latin:
            for key in list(fonts.attrib):
                del fonts.attrib[key]
            fonts.set(f"{W}ascii", heading.latin)
            fonts.set(f"{W}hAnsi", heading.latin)
            fonts.set(f"{W}cs", heading.latin)
            fonts.set(f"{W}eastAsia", heading.east_asian or sheet.fonts.get("+mj-ea") or EAST_ASIAN)
        elif not has_theme:
            fonts.getparent().remove(fonts)
    properties = element.find(f"{W}pPr")
    if properties is not None:
        for numbering in properties.findall(f"{W}numPr"):
            if style.startswith("heading"):
                properties.remove(numbering)
            else:
                for child in numbering.iter(f"{W}numId"):
                    child.set(f"{W}val", str(int(child.get(f"{W}val", "0")) + shift))
    if style == "normal" and has_base:
        element.attrib.pop(f"{W}default", None)


def _add_numbering(package: Package, main: str, xml: str) -> int:
    """Put the house's lists behind the file's own; gives what to add to the house's list numbers."""
    source = parse_xml(xml.encode("utf-8"))
    parts = package.related(main, "numbering")
    root = package.xml_or_none(parts[0]) if parts else None
    if root is None:
        _put_part(package, main, "numbering", to_bytes(source))
        return 0
    used = [int(_number(e.get(f"{W}abstractNumId"), 0)) for e in root.iter(f"{W}abstractNum")]
    numbers = [int(_number(e.get(f"{W}numId"), 0)) for e in root.iter(f"{W}num")]
    shift, abstract_shift = max([*numbers, 0]), max([*used, 0]) + 1
    first_number = root.find(f"{W}num")
    for element in list(source):
        if element.tag == f"{W}abstractNum":
            element.set(f"{W}abstractNumId", str(int(element.get(f"{W}abstractNumId")) + abstract_shift))
            for link in list(element.iter(f"{W}pStyle")):
                link.getparent().remove(link)
            if first_number is not None:
                first_number.addprevious(element)
            else:
                root.append(element)
    for element in list(source):
        if element.tag == f"{W}num":
            element.set(f"{W}numId", str(int(element.get(f"{W}numId")) + shift))
            link = element.find(f"{W}abstractNumId")
            link.set(f"{W}val", str(int(link.get(f"{W}val")) + abstract_shift))
            last = root.findall(f"{W}num")
            if last:
                last[-1].addnext(element)
            else:
                root.append(element)
    package.set_xml(parts[0], root)
    return shift


def _store_styles(package: Package, main: str, sheet: _Sheet, source: Any) -> None:
    parts = package.related(main, "styles")
    if sheet.root.find(f"{W}docDefaults") is None and len(sheet.styles) and not parts:
        defaults = source.find(f"{W}docDefaults")
        if defaults is not None:
            for fonts in list(defaults.iter(f"{W}rFonts")):
                for key in list(fonts.attrib):
                    del fonts.attrib[key]
                for slot in ("ascii", "hAnsi", "cs"):
                    fonts.set(f"{W}{slot}", "Calibri")
                fonts.set(f"{W}eastAsia", EAST_ASIAN)
            sheet.root.insert(0, defaults)
    _put_part(package, main, "styles", to_bytes(sheet.root))


def _put_part(package: Package, main: str, kind: str, data: bytes) -> None:
    """Fill the document's part of this kind (`styles`), which is made where there is none."""
    parts = package.related(main, kind)
    if parts:
        package.parts[parts[0]] = data
    else:
        name = posixpath.join(posixpath.dirname(main), f"{kind}.xml")
        package.add_part(main, kind, name, _PART_TYPE.format(kind), data)


# ------------------------------------------------------------------------------------------------------ cleaning

_KEPT = (
    "styles",
    "numbering",
    "settings",
    "theme",
    "fontTable",
    "footnotes",
    "endnotes",
    "header",
    "footer",
    "stylesWithEffects",
)
_UNWANTED_SETTINGS = frozenset(
    [
        "documentProtection",
        "writeProtection",
        "attachedTemplate",
        "trackRevisions",
        "mailMerge",
        "docVars",
        "updateFields",
        "rsids",
        "saveThroughXslt",
        "linkStyles",
        "formsDesign",
        "revisionView",
        "activeWritingStyle",
        "proofState",
        "documentType",
        "attachedSchema",
        "schemaLibrary",
        "captions",
        "readModeInkLockDown",
        "hdrShapeDefaults",
        "shapeDefaults",
        "removePersonalInformation",
    ]
)


def _clean(package: Package, main: str, root: Any, body: Any, section: Any) -> None:
    """Empty the document but for its page, and drop what belongs to the old text."""
    package.set_type(main, _MAIN_TYPE)
    for child in list(body):
        body.remove(child)
    items = package.relationships(main)
    by_id = {item.id: item for item in items if item.target in package.parts}
    for child in list(section):
        if child.tag in (f"{W}headerReference", f"{W}footerReference") and child.get(f"{R}id") not in by_id:
            section.remove(child)
    referenced = {child.get(f"{R}id") for child in section}
    kept, seen = [], set()
    for item in items:
        if item.external or item.target not in package.parts or item.kind not in _KEPT:
            continue
        if item.kind in ("header", "footer"):
            if item.id not in referenced:
                continue
        elif item.kind in seen:
            continue
        seen.add(item.kind)
        kept.append(item)
    package.set_relationships(main, kept)
    for child in list(root):
        if child.tag != f"{W}body" and child.tag != f"{W}background":
            root.remove(child)
    body.append(section)
    package.set_xml(main, root)
    for kind in ("footnotes", "endnotes"):
        for name in package.related(main, kind):
            _keep_separators(package, name)
    if not package.related(main, "footnotes"):
        from briefgen.house_briefing import footnotes_xml

        _put_part(package, main, "footnotes", footnotes_xml().encode("utf-8"))
    _clean_settings(package, main)
    top = [
        item
        for item in package.relationships("")
        if item.kind in ("officeDocument", "core-properties", "extended-properties") and item.target in package.parts
    ]
    package.set_relationships("", top)
    package.keep_reachable()


def _keep_separators(package: Package, name: str) -> None:
    root = package.xml_or_none(name)
    if root is None:
        package.parts.pop(name, None)
        return
    for child in list(root):
        if not isinstance(child.tag, str) or child.get(f"{W}type") not in ("separator", "continuationSeparator"):
            root.remove(child)
    package.set_xml(name, root)
    package.set_relationships(name, [])


def _clean_settings(package: Package, main: str) -> None:
    parts = package.related(main, "settings")
    if parts:
        package.set_relationships(parts[0], [])
    root = package.xml_or_none(parts[0]) if parts else None
    if root is None:
        from briefgen.house_briefing import settings_xml

        _put_part(package, main, "settings", settings_xml().encode("utf-8"))
        return
    for child in list(root):
        if isinstance(child.tag, str) and child.tag.rsplit("}", 1)[-1] in _UNWANTED_SETTINGS:
            root.remove(child)
    if not package.related(main, "endnotes"):
        for child in root.findall(f"{W}endnotePr"):
            root.remove(child)
    package.set_xml(parts[0], root)


def _stories(package: Package, main: str) -> list[Any]:
    names = [item.target for item in package.relationships(main) if item.kind in ("header", "footer")]
    return [root for root in map(package.xml_or_none, names) if root is not None]


def _has_field(package: Package, main: str, code: str) -> bool:
    for story in _stories(package, main):
        codes = [element.text or "" for element in story.iter(f"{W}instrText")]
        codes += [element.get(f"{W}instr", "") for element in story.iter(f"{W}fldSimple")]
        if any(re.match(rf"\s*{code}\b", text) for text in codes):
            return True
    return False
