"""Word's built-in styles by the names that its editions and other programs give them, in any interface language."""

from __future__ import annotations

import re
from functools import cache

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


def style_by_name(name: str) -> str:
    """The built-in style that a name in any language means; an empty string for one that means none.

    >>> style_by_name("Überschrift 2"), style_by_name("标题 1"), style_by_name("Основной текст"), style_by_name("Mine")
    ('heading 2', 'heading 1', 'body text', '')
    """
    lower = " ".join(name.lower().split())
    found = _table(_LOCAL).get(lower, "")
    if not found and (numbered := re.fullmatch(r"(.+?)\s*([1-3])", lower)):
        style = _table(_NUMBERED).get(numbered.group(1).strip(), "")
        found = f"{style} {numbered.group(2)}" if style else ""
    return found


def style_by_id(identity: str) -> str:
    """The built-in style that a style's id gives away where its name does not.

    >>> style_by_id("Textkrper"), style_by_id("berschrift1")
    ('body text', 'heading 1')
    """
    bare = re.sub(r"[^a-z0-9]", "", identity.lower())
    numbered = re.fullmatch(r"(?:heading|berschrift|titre|ttulo|titolo|kop|nagwek)([1-3])", bare)
    return f"heading {numbered.group(1)}" if numbered else _KNOWN_IDS.get(bare, "")


@cache
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
