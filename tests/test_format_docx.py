"""Briefings as Word documents, read back with python-docx, lxml and openxml-audit."""

from __future__ import annotations

import dataclasses
import io
import re
import zipfile
from pathlib import Path

import docx
import odd_templates
import pytest
import sample_pages as sample
from lxml import etree

from briefgen.flow import flow
from briefgen.formats import docx as writer
from briefgen.measure import Faces
from briefgen.model import (
    Box,
    Cell,
    Column,
    Grid,
    Group,
    Page,
    Pages,
    Picture,
    Placed,
    Raw,
    Reference,
    Run,
    Table,
    Template,
)
from briefgen.ooxml.markup import NAMESPACES
from briefgen.template import read_template

LANGUAGES = list(sample.WORDS)
HOUSE = Path(__file__).parents[1] / "templates" / "steppe" / "briefing.docx"
W = f"{{{NAMESPACES['w']}}}"


def write(pages: Pages) -> bytes:
    blob, findings = writer.write(pages, sample.drawings())
    assert findings == []
    return blob


def xml(blob: bytes, name: str = "word/document.xml") -> etree._Element:
    with zipfile.ZipFile(io.BytesIO(blob)) as archive:
        return etree.fromstring(archive.read(name))


def find(root: etree._Element, path: str) -> list[etree._Element]:
    return etree._Element.xpath(root, path, namespaces=NAMESPACES)


def words(element: etree._Element) -> str:
    return "".join(find(element, ".//w:t/text()"))


def one_page(*placed: Placed) -> Pages:
    return dataclasses.replace(sample.briefing(), pages=(Page("only", "ai-law", None, placed),))


def text(*paras: object, **values: object) -> Placed:
    return Placed(sample.frame(*paras, **values), Box(0, 0, 450, 20), "Text")  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def house() -> Template:
    template, _ = read_template(HOUSE, "briefing")
    assert template is not None
    return template


@pytest.fixture(scope="module")
def briefing() -> bytes:
    return write(sample.briefing())


# ------------------------------------------------------------------------------------------------------- package


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("own", [False, True])
def test_briefings_pass_the_audit_in_every_language(language: str, own: bool, house: Template, tmp_path: Path) -> None:
    from openxml_audit import FileFormat, OpenXmlValidator

    path = tmp_path / "briefing.docx"
    path.write_bytes(write(sample.briefing(language, house if own else None)))
    result = OpenXmlValidator(file_format=FileFormat.OFFICE_2019).validate(path)
    assert [str(error) for error in result.errors] == []


def test_equal_pages_give_equal_bytes(briefing: bytes) -> None:
    assert write(sample.briefing()) == briefing


def test_the_file_speaks_of_the_document_and_not_of_the_template(briefing: bytes) -> None:
    properties = docx.Document(io.BytesIO(briefing)).core_properties
    assert properties.title == "The AI law took force"
    assert properties.author == properties.last_modified_by == "Centre"
    assert properties.language == "en-GB"
    with zipfile.ZipFile(io.BytesIO(briefing)) as archive:
        everything = b"".join(archive.read(name) for name in archive.namelist())
    assert b"python-docx" not in everything
    assert b"ja-JP" not in everything


def test_headers_show_title_and_edition(house: Template) -> None:
    blob = write(sample.briefing("ru", house))
    with zipfile.ZipFile(io.BytesIO(blob)) as archive:
        stories = [
            etree.fromstring(archive.read(n)) for n in archive.namelist() if re.match(r"word/(header|footer)", n)
        ]
    shown = {
        control.find("w:sdtPr/w:tag", NAMESPACES).get(f"{W}val"): words(control)
        for story in stories
        for control in story.iter(f"{W}sdt")
    }
    assert shown == {"title": "Закон вступил в силу", "edition": "2026"}


def test_controls_of_the_houses_headers_ask_for_nothing_and_say_nothing_old() -> None:
    template, _ = read_template(odd_templates.briefings()["controls"], "briefing", name="odd")
    assert template is not None
    header = xml(write(sample.briefing("en", template)), "word/header1.xml")
    shown = [words(control) for control in header.iter(f"{W}sdt")]
    document = sample.briefing().document
    assert shown == [document.title, document.author, document.date.isoformat(), "House motto"]
    assert words(header) == "House of Odd" + "".join(shown)
    assert not find(header, ".//w:showingPlcHdr | .//w:dataBinding | .//w:rStyle")
    assert len(find(header, ".//w:sdt//w:color[@w:val='7B2D26']")) == 3, "words keep the dress of those they replace"


def test_what_is_no_package_is_a_finding() -> None:
    broken = dataclasses.replace(sample.briefing_template(), blob=b"no zip")
    blob, findings = writer.write(dataclasses.replace(sample.briefing(), template=broken), {})
    assert blob == b""
    assert [finding.rule for finding in findings] == ["template-not-office"]


# ------------------------------------------------------------------------------------------------------ structure


def test_headings_make_an_outline(briefing: bytes) -> None:
    document = docx.Document(io.BytesIO(briefing))
    styles = [para.style.name for para in document.paragraphs]
    assert styles.count("Heading 1") == 2
    assert styles.count("Heading 2") == 1
    assert styles[0] == "Title"
    assert not any(style == "Heading 1" for style in styles[:3])  # the contents' own title is no heading


def test_contents_are_filled_in_and_lead_to_their_headings(briefing: bytes) -> None:
    root = xml(briefing)
    codes = [code.strip() for code in find(root, "//w:instrText/text()")]
    assert codes[0] == 'TOC \\o "1-2" \\h \\z \\u'
    assert [code.split()[0] for code in codes[1:4]] == ["PAGEREF"] * 3
    starts, ends = (find(root, f"//w:fldChar[@w:fldCharType='{kind}']") for kind in ("begin", "end"))
    assert len(starts) == len(ends)
    bookmarks = find(root, "//w:bookmarkStart/@w:name")
    assert len(bookmarks) == len(set(bookmarks))
    assert set(find(root, "//w:hyperlink/@w:anchor")) <= set(bookmarks)
    entries = find(root, "//w:p[w:hyperlink//w:instrText[contains(., 'PAGEREF')]]")
    assert [words(entry) for entry in entries] == [
        "The AI law took force1",
        "The AI law took force1",
        # The figure moves to a second page with its caption, the turned table to a third.
        "Signed by the President of 哈萨克斯坦3",
    ]
    assert find(xml(briefing, "word/settings.xml"), "//w:updateFields") == []


def test_contents_are_made_from_headings_where_none_are_given() -> None:
    pages = sample.briefing()
    bare = dataclasses.replace(pages.pages[1], placed=pages.pages[1].placed[:1])
    root = xml(write(dataclasses.replace(pages, pages=(pages.pages[0], bare, *pages.pages[2:]))))
    assert len(find(root, "//w:instrText[contains(., 'PAGEREF')]")) == 3


def test_only_headings_of_numbered_passages_are_counted(house: Template) -> None:
    root = xml(write(sample.briefing(template=house)))
    headings = find(root, "//w:p[w:pPr/w:pStyle[starts-with(@w:val, 'Heading')]]")
    numbered = [not find(heading, "w:pPr/w:numPr") for heading in headings]
    assert numbered == [True, True, False]
    entries = find(root, "//w:p[w:hyperlink//w:instrText]")
    assert [words(find(entry, ".//w:r")[3 if index == 0 else 0]) for index, entry in enumerate(entries)][:2] == [
        "1",
        "1.1",
    ]


def test_captions_count_and_references_point_at_label_and_number(briefing: bytes) -> None:
    root = xml(briefing)
    caption = find(root, "//w:p[.//w:instrText[contains(., 'SEQ Figure')]]")[0]
    assert words(caption) == "Figure 1: title"
    inside = find(caption, "w:bookmarkStart[@w:name='figure_1']/following-sibling::*")
    covered = inside[: [element.tag for element in inside].index(f"{W}bookmarkEnd")]
    assert "".join(words(element) for element in covered) == "Figure 1"
    reference = find(root, "//w:instrText[contains(., 'REF figure_1 \\h')]")
    assert len(reference) == 1
    assert caption.find("w:pPr/w:keepNext", NAMESPACES) is not None


def test_a_turned_page_is_a_section_of_its_own(briefing: bytes) -> None:
    sections = docx.Document(io.BytesIO(briefing)).sections
    assert [section.page_width > section.page_height for section in sections] == [False, True]
    assert sections[0].page_width == sections[1].page_height
    first = find(xml(briefing), "//w:sectPr")[0]
    assert first.getparent().tag == f"{W}pPr"


# ------------------------------------------------------------------------------------------------------ footnotes


def test_citations_are_footnotes_after_their_clause(briefing: bytes) -> None:
    notes = xml(briefing, "word/footnotes.xml")
    own = find(notes, "w:footnote[not(@w:type)]")
    assert [note.get(f"{W}id") for note in own] == ["1", "2"]
    assert [words(note).strip() for note in own] == ["Kazinform, 27 December 2025", "Oxford Insights"]
    prose = next(para for para in find(xml(briefing), "//w:p") if words(para).startswith("About"))
    told = "".join(
        "*" if run.find("w:footnoteReference", NAMESPACES) is not None else words(run) for run in find(prose, ".//w:r")
    )
    # the two that follow each other with one source share a mark
    assert told == "About 20,000 specialists,* and 50 firms. Then 60 more.*"
    assert find(xml(briefing, "word/settings.xml"), "//w:footnotePr/w:footnote/@w:id") == ["-1", "0"]


def test_what_ends_a_section_under_a_table_takes_no_line() -> None:
    root = xml(write(one_page(Placed(sample.table(), Box(0, 0, 450, 90), "Table"))))
    (last,) = find(root, "//w:body/w:p[last()]/w:pPr/w:spacing")
    assert (last.get(f"{W}lineRule"), last.get(f"{W}line")) == ("exact", "20")


def test_a_note_names_a_source_once() -> None:
    more = [("d", 8, "The road, "), ("e", 7, "The road, ")]
    references = tuple(
        Reference(key, number, (Run(f"{work}paragraph {place}"),), work, work, place)
        for number, (key, place, work) in enumerate(
            [("a", 4, "The road, "), ("b", 9, "The road, "), ("c", 7, "The year, "), *more],
            1,
        )
    )
    pages = one_page(text(sample.para("prose", Run("Cited", citations=("a", "b", "c", "d", "e")))))
    pages = dataclasses.replace(pages, document=dataclasses.replace(pages.document, references=references))
    note = find(xml(write(pages), "word/footnotes.xml"), "//w:footnote[@w:id='1']")[0]
    told = "The road, paragraphs\u00a04, 7–\u200d9; The year, paragraph 7"
    assert words(note).strip() == told


def test_a_resolution_stands_in_one_box_with_its_label() -> None:
    said = Group("resolution", (sample.para("label", "What we do"), sample.para("callout", "Both.")))
    passage = sample.passage("one", "content", "One")
    document = sample.document("en", (dataclasses.replace(passage, parts=(said,)),), "briefing")
    pages, findings = flow(document, sample.briefing_template(), Faces.load())
    assert not findings
    blob = write(Pages(document, sample.briefing_template(), pages))
    styles = find(xml(blob), "//w:body/w:p/w:pPr/w:pStyle/@w:val")
    assert styles[1] == styles[2] == sample.briefing_template().styles["callout"].style_id


def test_rows_of_cards_stay_together_and_apart_from_the_text() -> None:
    cards = Grid("tiles", (Column(()), Column(())), ((Cell((sample.para("figure", "1"),)),) * 2,))
    table = Table(cards, (200.0, 200.0), (40.0,), 11.0, 11.0)
    placed = [Placed(table, Box(0, 0, 400, 40), f"Table {number}") for number in (1, 2)]
    blocks = find(xml(write(one_page(*placed, text(sample.para("prose", "After"))))), "//w:body/*")
    body = [block for block in blocks if "bookmark" not in block.tag]
    assert [block.tag.rpartition("}")[2] for block in body[:5]] == ["tbl", "p", "tbl", "p", "p"]
    assert find(body[0], ".//w:keepNext")
    assert find(body[1], ".//w:keepNext")
    assert not find(body[2], ".//w:keepNext")
    assert not find(body[3], ".//w:keepNext")


def test_links_in_footnotes_belong_to_the_footnotes(briefing: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(briefing)) as archive:
        relations = archive.read("word/_rels/footnotes.xml.rels").decode()
    assert "https://example.org/index?a=1&amp;b=2" in relations


def test_headings_and_key_figures_carry_no_raised_figures() -> None:
    cited = Run("20,000", citations=("a#1",))
    blob = write(
        one_page(text(sample.para("heading", cited)), text(sample.para("figure", cited), sample.para("label", "x")))
    )
    root = xml(blob)
    marked = [words(para) for para in find(root, "//w:p[.//w:footnoteReference]")]
    assert marked == ["x"]


# ----------------------------------------------------------------------------------------------------------- text


@pytest.mark.parametrize("language", LANGUAGES)
def test_runs_say_their_language_and_only_chinese_ones_the_hint(language: str) -> None:
    root = xml(write(sample.briefing(language)))
    runs = [run for run in find(root, "//w:r[w:t]") if run.find("w:t", NAMESPACES).text.strip()]
    for run in runs:
        properties = run.find("w:rPr", NAMESPACES)
        assert properties.find("w:lang", NAMESPACES) is not None
        hint = find(properties, "w:rFonts/@w:hint")
        assert not (hint and re.search("[Ѐ-ԯA-Za-z]", words(run)))
        assert bool(hint) or not re.search("[一-鿿]", words(run))
    defaults = find(xml(write(sample.briefing(language)), "word/styles.xml"), "//w:docDefaults//w:lang")
    letters = {"en": "en-GB", "ru": "ru-RU", "kk": "kk-KZ", "zh": "en-GB"}[language]
    assert [(lang.get(f"{W}val"), lang.get(f"{W}eastAsia")) for lang in defaults] == [(letters, "zh-CN")]


def test_bullets_are_lists() -> None:
    root = xml(write(sample.briefing()))
    bullets = next(para for para in find(root, "//w:p") if words(para) == "two")
    style = bullets.find("w:pPr/w:pStyle", NAMESPACES).get(f"{W}val")
    own = bullets.find("w:pPr/w:numPr", NAMESPACES)
    styled = find(xml(write(sample.briefing()), "word/styles.xml"), f"//w:style[@w:styleId='{style}']//w:numPr")
    assert own is not None or styled


def test_a_callout_is_one_box(house: Template) -> None:
    root = xml(write(sample.briefing(template=house)))
    boxed = find(root, "//w:p[w:pPr/w:pStyle[@w:val='Callout']]")
    assert [words(para)[:4] for para in boxed] == ["Open", "Sign"]
    assert find(boxed[0], "w:r/w:rPr/w:b")
    assert boxed[0].find("w:pPr/w:keepNext", NAMESPACES) is not None


def test_exact_lines_are_loosened_for_chinese() -> None:
    template = sample.briefing_template()
    with zipfile.ZipFile(io.BytesIO(template.blob)) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    root = etree.fromstring(members["word/styles.xml"])
    style = find(root, "//w:style[@w:type='paragraph'][w:pPr]")[0]
    for old in find(style, "w:pPr/w:spacing"):
        old.getparent().remove(old)
    spacing = etree.SubElement(style.find("w:pPr", NAMESPACES), f"{W}spacing")
    spacing.set(f"{W}line", "200")
    spacing.set(f"{W}lineRule", "exact")
    members["word/styles.xml"] = etree.tostring(root)
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    tight = dataclasses.replace(template, blob=stream.getvalue())
    identity = style.get(f"{W}styleId")
    for language, rule in (("zh", "atLeast"), ("en", "exact")):
        styles = xml(write(sample.briefing(language, tight)), "word/styles.xml")
        assert find(styles, f"//w:style[@w:styleId='{identity}']/w:pPr/w:spacing/@w:lineRule") == [rule]


# ------------------------------------------------------------------------------------------------------- exhibits


def test_tables_say_their_widths_alike_and_repeat_their_header(briefing: bytes) -> None:
    table = find(xml(briefing), "//w:tbl")[0]
    columns = [int(width) for width in find(table, "w:tblGrid/w:gridCol/@w:w")]
    assert columns == [4000, 2400]
    assert find(table, "w:tblPr/w:tblW/@w:w") == ["6400"]
    assert find(table, "w:tblPr/w:tblLayout/@w:type") == ["fixed"]
    rows = find(table, "w:tr")
    for row in rows:
        assert [int(width) for width in find(row, "w:tc/w:tcPr/w:tcW/@w:w")] == columns
        assert row.find("w:trPr/w:cantSplit", NAMESPACES) is not None
        assert all(cell.find("w:p", NAMESPACES) is not None for cell in find(row, "w:tc"))
    assert [row.find("w:trPr/w:tblHeader", NAMESPACES) is not None for row in rows] == [True, False, False, False]
    assert find(table, "w:tblPr/w:tblDescription/@w:val") == ["Targets by country"]


def test_charts_stand_at_their_exact_size_with_words_for_those_who_cannot_see_them(briefing: bytes) -> None:
    document = docx.Document(io.BytesIO(briefing))
    shape = document.inline_shapes[0]
    assert (shape.width, shape.height) == (400 * 12700, 250 * 12700)
    numbers = find(xml(briefing), "//wp:docPr/@id")
    assert len(numbers) == len(set(numbers))
    assert find(xml(briefing), "//wp:docPr/@descr") == ["Bars: 2024 and 2025"]


def test_an_exhibit_stays_with_its_source(briefing: bytes) -> None:
    picture = find(xml(briefing), "//w:p[.//wp:inline]")[0]
    assert picture.find("w:pPr/w:keepNext", NAMESPACES) is not None
    assert words(picture.getnext()) == "Source: X"


def test_tables_that_follow_each_other_stay_two() -> None:
    placed = Placed(sample.table(), Box(0, 0, 320, 90), "Table")
    tables = find(xml(write(one_page(placed, placed))), "//w:body/w:tbl")
    assert len(tables) == 2
    assert find(tables[0], "following-sibling::w:tbl[1]/preceding-sibling::w:p")


def test_a_picture_without_alternative_text_is_decoration() -> None:
    picture = Picture(sample.png(), "image/png", "", 40, 25)
    root = xml(write(one_page(Placed(picture, Box(0, 0, 40, 25), "P"))))
    assert find(root, "//wp:docPr//*[local-name()='decorative']/@val") == ["1"]


# ------------------------------------------------------------------------------------------------------- findings


@pytest.mark.parametrize(("link", "rule"), [("#nowhere", "link-unknown"), ("file:///etc/passwd", "link-unsupported")])
def test_links_that_lead_nowhere_are_findings(link: str, rule: str) -> None:
    blob, findings = writer.write(one_page(text(sample.para("body", Run("words", link=link)))), {})
    assert [finding.rule for finding in findings] == [rule]
    assert find(xml(blob), "//w:hyperlink") == []


def test_what_cannot_be_shown_is_a_finding() -> None:
    box = Box(0, 0, 9, 9)
    picture = Picture(b"<svg/>", "image/svg+xml", "x", 1, 1)
    raw = Raw("docx", "<w:body/>", "")
    pages = one_page(Placed(sample.figure(), box, "C"), Placed(picture, box, "P"), Placed(raw, box, "R"))
    _, findings = writer.write(pages, {})
    assert [finding.rule for finding in findings] == ["drawing-missing", "picture-unsupported", "raw-malformed"]


def test_raw_markup_is_taken_over() -> None:
    raw = Raw("docx", "<w:p><w:r><w:t>own</w:t></w:r></w:p>", "")
    blob = write(one_page(Placed(raw, Box(0, 0, 9, 9), "R"), Placed(Raw("pptx", "<p:sp/>", ""), Box(0, 0, 9, 9), "S")))
    assert [para.text for para in docx.Document(io.BytesIO(blob)).paragraphs] == ["own"]


def test_an_empty_briefing_is_still_a_file() -> None:
    blob = write(dataclasses.replace(sample.briefing(), pages=()))
    assert [para.text for para in docx.Document(io.BytesIO(blob)).paragraphs] == [""]
