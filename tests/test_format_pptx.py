"""Decks as PowerPoint files, read back with python-pptx, lxml and openxml-audit."""

from __future__ import annotations

import dataclasses
import io
import re
import zipfile
from pathlib import Path

import odd_templates
import pptx
import pytest
import sample_pages as sample
from lxml import etree

from briefgen.formats import pptx as writer
from briefgen.model import Box, Page, Pages, Picture, Placed, Raw, Run, Table
from briefgen.ooxml.markup import NAMESPACES
from briefgen.template import read_template

LANGUAGES = list(sample.WORDS)


def write(pages: Pages) -> bytes:
    blob, findings = writer.write(pages, sample.drawings())
    assert findings == []
    return blob


def xml(blob: bytes, name: str) -> etree._Element:
    with zipfile.ZipFile(io.BytesIO(blob)) as archive:
        return etree.fromstring(archive.read(name))


def find(root: etree._Element, path: str) -> list[etree._Element]:
    # python-pptx's elements have an xpath of their own, which knows fewer namespaces
    return etree._Element.xpath(root, path, namespaces=NAMESPACES)


def names(blob: bytes) -> list[str]:
    with zipfile.ZipFile(io.BytesIO(blob)) as archive:
        return archive.namelist()


def one_slide(*placed: Placed, layout: int = 6) -> Pages:
    base = sample.deck()
    return dataclasses.replace(base, pages=(Page("only", "only", layout, placed),))


@pytest.fixture(scope="module")
def deck() -> bytes:
    return write(sample.deck())


# ------------------------------------------------------------------------------------------------------- package


@pytest.mark.parametrize("language", LANGUAGES)
def test_decks_pass_the_audit_in_every_language(language: str, tmp_path: Path) -> None:
    from openxml_audit import FileFormat, OpenXmlValidator

    path = tmp_path / "deck.pptx"
    path.write_bytes(write(sample.deck(language)))
    result = OpenXmlValidator(file_format=FileFormat.OFFICE_2019).validate(path)
    assert [str(error) for error in result.errors] == []


def test_equal_pages_give_equal_bytes(deck: bytes) -> None:
    assert write(sample.deck()) == deck
    with zipfile.ZipFile(io.BytesIO(deck)) as archive:
        assert {info.date_time for info in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_the_file_speaks_of_the_document_and_not_of_the_template(deck: bytes) -> None:
    properties = pptx.Presentation(io.BytesIO(deck)).core_properties
    assert properties.title == "The AI law took force"
    assert properties.author == properties.last_modified_by == "Centre"
    assert properties.language == "en-GB"
    assert properties.keywords == "The AI law took force"
    assert properties.created is not None
    assert properties.created.isoformat()[:10] == "2026-01-31"
    assert not any("thumbnail" in name for name in names(deck))
    with zipfile.ZipFile(io.BytesIO(deck)) as archive:
        said = b"".join(archive.read(name) for name in archive.namelist() if name.startswith("docProps/"))
    assert b"Canny" not in said
    assert b"python-pptx" not in said


def test_a_part_is_written_once_and_none_is_left_over() -> None:
    box = Box(10, 10, 40, 25)
    picture = Picture(sample.png(), "image/png", "Grey", 40, 25)
    blob = write(one_slide(Placed(picture, box, "A"), Placed(picture, box, "B")))
    assert [name for name in names(blob) if name.startswith("ppt/media/")] == ["ppt/media/image1.png"]
    assert len(names(blob)) == len(set(names(blob)))
    assert not any("notesSlide" in name for name in names(blob))


def test_slides_that_the_template_keeps_stand_first() -> None:
    presentation = pptx.Presentation(io.BytesIO(sample.default_deck()))
    presentation.slides.add_slide(presentation.slide_layouts[5]).shapes.title.text = "Kept"
    stream = io.BytesIO()
    presentation.save(stream)
    template = dataclasses.replace(sample.deck_template(), blob=stream.getvalue())
    slides = pptx.Presentation(io.BytesIO(write(sample.deck(template=template)))).slides
    assert [slide.shapes.title.text for slide in slides][:2] == ["Kept", "Report"]
    assert len({slide.slide_id for slide in slides}) == len(slides) == 5


def test_what_is_no_package_is_a_finding() -> None:
    broken = dataclasses.replace(sample.deck_template(), blob=b"no zip")
    blob, findings = writer.write(dataclasses.replace(sample.deck(), template=broken), {})
    assert blob == b""
    assert [finding.rule for finding in findings] == ["template-not-office"]


# ---------------------------------------------------------------------------------------------------------- text


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_run_has_language_and_size_and_no_font(language: str) -> None:
    blob = write(sample.deck(language))
    for number in range(1, 5):
        root = xml(blob, f"ppt/slides/slide{number}.xml")
        runs = find(root, "//a:r/a:rPr | //a:fld/a:rPr")
        assert runs
        assert all(re.fullmatch(r"(en-GB|ru-RU|kk-KZ|zh-CN)", run.get("lang", "")) for run in runs)
        assert all(run.get("sz") for run in find(root, "//p:sp[not(.//p:ph[@type='ftr' or @type='dt'])]//a:r/a:rPr"))
        assert find(root, "//a:r//a:latin") == []


def test_a_name_in_another_script_is_a_run_of_its_own() -> None:
    root = xml(write(sample.deck("zh")), "ppt/slides/slide3.xml")
    languages = {run.findtext("a:t", "", NAMESPACES): run[0].attrib for run in find(root, "//a:r")}
    assert languages["Alem.ai"]["lang"] == "en-GB"
    assert languages["Alem.ai"]["altLang"] == "zh-CN"
    assert languages["由总统签署，"]["lang"] == "zh-CN"


def test_text_is_written_as_it_was_measured(deck: bytes) -> None:
    root = xml(deck, "ppt/slides/slide3.xml")
    for properties in find(root, "//p:sp[not(.//p:ph[@type='ftr' or @type='dt' or @type='sldNum'])]/p:txBody/a:bodyPr"):
        assert properties.get("wrap") == "square"
        assert [child.tag for child in properties] == [f"{{{NAMESPACES['a']}}}noAutofit"]
        assert properties.get("lIns") == "0"
    points = next(shape for shape in find(root, "//p:sp") if find(shape, ".//p:cNvPr/@name") == ["Points"])
    first, bullet, deeper = find(points, ".//a:p")
    assert first.find(".//a:buNone", NAMESPACES) is not None
    assert bullet.find(".//a:buChar", NAMESPACES).get("char") == "•"
    assert [find(para, "a:pPr/@marL")[0] for para in (first, bullet, deeper)] == ["0", "177800", "355600"]
    assert find(bullet, "a:pPr/@indent") == ["-177800"]
    # the frame's gap stands above every paragraph but the first
    assert [find(para, ".//a:spcBef/a:spcPts/@val")[0] for para in (first, bullet)] == ["0", "400"]


def test_bullets_look_alike_in_a_placeholder_and_beside_it() -> None:
    template, _ = read_template(odd_templates.decks()["symbol-bullets"], "deck", name="odd")
    assert template is not None
    layout = next(layout for layout in template.layouts if layout.role == "content")
    body = next(region for region in layout.regions if region.role == "body")
    frame = sample.frame(sample.para("bullet", "Point"), styles=(template.styles["bullet"],))
    placed = [Placed(frame, body.box, "Points", slot) for slot in (body.placeholder, None)]
    pages = one_slide(*placed, layout=layout.index)
    root = xml(write(dataclasses.replace(pages, template=template)), "ppt/slides/slide1.xml")
    inherited, free = find(root, "//a:p/a:pPr")
    assert find(inherited, "a:buFont/@typeface") == find(free, "a:buFont/@typeface") == ["Wingdings"]
    assert find(inherited, "a:buChar/@char") == find(free, "a:buChar/@char") == ["\uf0a8"]
    assert not find(inherited, "a:buClr | a:buSzPct"), "the placeholder has them from its master"
    assert find(free, "a:buClr/*/@val") == ["accent2"]
    assert find(free, "a:buSzPct/@val") == ["60000"]


def test_strong_and_tones_are_set() -> None:
    root = xml(write(sample.deck()), "ppt/slides/slide3.xml")
    runs = {run.findtext("a:t", "", NAMESPACES): run for run in find(root, "//a:r")}
    assert runs["Signed by the President of "][0].get("b") == "1"
    assert find(runs["x < y & z"], "a:rPr/a:solidFill/a:srgbClr/@val") == ["B4532A"]


def test_words_beside_digits_are_set_in_their_share_of_the_size() -> None:
    frame = sample.frame(sample.para("figure", sample.run("over ", scale=0.6), "90%"), size=40)
    root = xml(write(one_slide(Placed(frame, Box(0, 0, 300, 50), "Figure"))), "ppt/slides/slide1.xml")
    assert [properties.get("sz") for properties in find(root, "//a:r/a:rPr")] == ["2400", "4000"]


def test_control_characters_do_no_harm() -> None:
    frame = sample.frame(sample.para("body", "a\x00b\x0bc\nd"))
    blob = write(one_slide(Placed(frame, Box(0, 0, 100, 50), "T\x01")))
    assert pptx.Presentation(io.BytesIO(blob)).slides[0].shapes[0].text_frame.text == "abc\vd"


# -------------------------------------------------------------------------------------------------- placeholders


def test_placeholders_are_filled_by_index_and_others_left_out(deck: bytes) -> None:
    slide = pptx.Presentation(io.BytesIO(deck)).slides[2]
    filled = {shape.placeholder_format.idx: shape for shape in slide.placeholders}
    assert sorted(filled) == [0, 1]
    assert filled[0].text_frame.text == "The AI law took force"
    # the title keeps its layout's place, the body was moved
    assert filled[0]._element.spPr.find("a:xfrm", NAMESPACES) is None
    assert filled[1].left == 50 * 12700


def test_a_slide_number_is_a_field_that_counts_on(deck: bytes) -> None:
    root = xml(deck, "ppt/slides/slide4.xml")
    number = find(root, "//p:sp[.//p:ph[@type='sldNum']]//a:fld")
    assert [field.get("type") for field in number] == ["slidenum"]
    assert number[0].findtext("a:t", "", NAMESPACES) == "4"


def test_placeholders_that_the_layout_stage_left_empty_stay_empty(deck: bytes) -> None:
    assert find(xml(deck, "ppt/slides/slide1.xml"), "//p:ph[@type='ftr' or @type='dt' or @type='sldNum']") == []
    kinds = find(xml(deck, "ppt/slides/slide4.xml"), "//p:ph[@idx]/@type")
    assert kinds == ["ftr", "sldNum"]


def test_a_layout_without_title_still_gives_the_slide_one(deck: bytes) -> None:
    assert pptx.Presentation(io.BytesIO(deck)).slides[3].shapes.title.text == "The AI law took force!"


# --------------------------------------------------------------------------------------------------------- parts


def test_shapes_have_numbers_and_names_of_their_own() -> None:
    frame = sample.frame(sample.para("body", "x"))
    blob = write(one_slide(*(Placed(frame, Box(0, 0, 9, 9), "Box") for _ in range(3))))
    properties = find(xml(blob, "ppt/slides/slide1.xml"), "//p:cNvPr")
    assert len({item.get("id") for item in properties}) == len(properties)
    assert [item.get("name") for item in properties[1:4]] == ["Box", "Box 2", "Box 3"]


def test_charts_stand_at_their_exact_size_with_words_for_those_who_cannot_see_them(deck: bytes) -> None:
    slide = pptx.Presentation(io.BytesIO(deck)).slides[2]
    chart = next(shape for shape in slide.shapes if shape.name == "Chart")
    assert (chart.left, chart.top, chart.width, chart.height) == (762000, 1905000, 5080000, 3175000)
    assert chart._element.nvPicPr.cNvPr.get("descr") == "Bars: 2024 and 2025"
    assert chart.image.blob == sample.png()


def test_shapes_are_decoration_to_a_screen_reader(deck: bytes) -> None:
    root = xml(deck, "ppt/slides/slide3.xml")
    decorative = find(root, "//*[*[local-name()='decorative']]/ancestor::p:cNvPr/@name")
    assert decorative == ["Panel", "Rule", "Dot"]
    assert find(root, "//a:ext/@uri[contains(., 'C183D7F6-B498-43B3-948B-1728B52AA6E4')]")


def test_tables_are_native_whole_and_described(deck: bytes) -> None:
    slide = pptx.Presentation(io.BytesIO(deck)).slides[2]
    shape = next(shape for shape in slide.shapes if shape.has_table)
    table = shape.table
    assert table.first_row
    assert sum(column.width for column in table.columns) == shape.width == 320 * 12700
    assert sum(row.height for row in table.rows) == shape.height == 90 * 12700
    assert [[cell.text for cell in row.cells] for row in table.rows] == [
        ["Country", "Target"],
        ["Kazakhstan", "5"],
        ["Uzbekistan", "not stated"],
        ["short row", ""],
    ]
    assert shape._element.nvGraphicFramePr.cNvPr.get("descr") == "Targets by country"
    fills = [find(cell._tc, "a:tcPr/a:solidFill/*/@val") for row in table.rows for cell in row.cells]
    assert fills[2:4] == [["F2F6F7"], ["F2F6F7"]]  # the own row
    assert fills[4] == []
    assert find(table.cell(1, 1)._tc, ".//a:pPr/@algn") == ["r"]


def test_speaker_notes_have_a_master_and_a_language() -> None:
    blob = write(sample.deck("ru"))
    slides = pptx.Presentation(io.BytesIO(blob)).slides
    assert [slide.has_notes_slide for slide in slides] == [False, False, True, False]
    assert slides[2].notes_slide.notes_text_frame.text == f"{sample.WORDS['ru'][1]}\nTwo"
    runs = find(xml(blob, "ppt/notesSlides/notesSlide1.xml"), "//a:r/a:rPr")
    assert {run.get("lang") for run in runs} == {"ru-RU", "en-GB"}
    assert "ppt/notesMasters/notesMaster1.xml" in names(blob)


def test_dividers_begin_sections(deck: bytes) -> None:
    root = xml(deck, "ppt/presentation.xml")
    sections = find(root, "//p14:section")
    assert [section.get("name") for section in sections] == ["The AI law took force", "The AI law took force"]
    assert [len(find(section, ".//p14:sldId")) for section in sections] == [1, 3]
    assert find(root, "//p14:sldId/@id") == find(root, "//p:sldId/@id")


# --------------------------------------------------------------------------------------------------------- links


def test_links_lead_to_the_web_and_to_slides(deck: bytes) -> None:
    slides = pptx.Presentation(io.BytesIO(deck)).slides
    slide = slides[2]
    runs = {run.text: run for shape in slide.placeholders for para in shape.text_frame.paragraphs for run in para.runs}
    assert runs["web"].hyperlink.address == "https://example.org/?a=1&b=2"
    jump = find(runs["jump"]._r, "a:rPr/a:hlinkClick")[0]
    assert jump.get("action") == "ppaction://hlinksldjump"
    assert slide.part.related_part(jump.get(f"{{{NAMESPACES['r']}}}id")) is slides[0].part
    source = next(shape for shape in slide.shapes if shape.name == "Source")
    assert source.click_action.target_slide.slide_id == slides[1].slide_id


@pytest.mark.parametrize(
    ("link", "rule"),
    [("#nowhere", "link-unknown"), ("javascript:alert(1)", "link-unsupported"), ("C:\\x", "link-unsupported")],
)
def test_links_that_lead_nowhere_are_findings(link: str, rule: str) -> None:
    frame = sample.frame(sample.para("body", Run("words", link=link)), sample.para("body", Run("again", link=link)))
    blob, findings = writer.write(one_slide(Placed(frame, Box(0, 0, 99, 99), "T")), {})
    assert [finding.rule for finding in findings] == [rule]
    assert find(xml(blob, "ppt/slides/slide1.xml"), "//a:hlinkClick") == []


# ------------------------------------------------------------------------------------------------- odd content


def test_a_chart_that_was_not_drawn_is_a_finding() -> None:
    _, findings = writer.write(sample.deck(), {})
    assert [finding.rule for finding in findings] == ["drawing-missing"]


def test_a_picture_that_powerpoint_cannot_show_is_a_finding() -> None:
    picture = Picture(b"<svg/>", "image/svg+xml", "x", 1, 1)
    _, findings = writer.write(one_slide(Placed(picture, Box(0, 0, 9, 9), "P")), {})
    assert [finding.rule for finding in findings] == ["picture-unsupported"]


def test_a_picture_without_alternative_text_is_decoration() -> None:
    picture = Picture(sample.png(), "image/png", "", 40, 25)
    root = xml(write(one_slide(Placed(picture, Box(0, 0, 9, 9), "P"))), "ppt/slides/slide1.xml")
    assert find(root, "//p:pic//p:cNvPr//*[local-name()='decorative']/@val") == ["1"]


def test_raw_markup_gets_a_number_of_its_own() -> None:
    good = (
        '<p:sp><p:nvSpPr><p:cNvPr id="1" name="x"/><p:cNvSpPr/><p:nvPr/></p:nvSpPr><p:spPr/>'
        "<p:txBody><a:bodyPr/><a:p/></p:txBody></p:sp>"
    )
    box = Box(0, 0, 9, 9)
    blob = write(one_slide(Placed(Raw("pptx", good, "alt"), box, "Own"), Placed(Raw("docx", "<w:p/>", ""), box, "No")))
    shapes = find(xml(blob, "ppt/slides/slide1.xml"), "//p:cNvPr[@name='Own']")
    assert [(shape.get("id"), shape.get("descr")) for shape in shapes] == [("2", "alt")]
    _, findings = writer.write(one_slide(Placed(Raw("pptx", "<p:sp>", ""), box, "Bad")), {})
    assert [finding.rule for finding in findings] == ["raw-malformed"]


def test_words_on_a_dark_ground_are_light() -> None:
    frame = sample.frame(sample.para("body", "x", Run("y", tone="accent")), on_dark=True)
    root = xml(write(one_slide(Placed(frame, Box(0, 0, 99, 99), "T"))), "ppt/slides/slide1.xml")
    colors = find(root, "//p:sp[1]//a:r/a:rPr/a:solidFill/*/@val")
    assert colors[0] in {"FFFFFF", "bg1"}
    assert colors[1] != "0099AD"


def test_a_table_without_header_has_no_header_flag() -> None:
    table = Table(sample.grid(), (200.0, 120.0), (22.0, 22.0, 22.0), 12.0, 12.0)
    slide = pptx.Presentation(io.BytesIO(write(one_slide(Placed(table, Box(0, 0, 320, 66), "T"))))).slides[0]
    found = slide.shapes[0].table
    assert not found.first_row
    assert found.cell(0, 0).text == "Kazakhstan"


def test_an_empty_deck_is_still_a_file() -> None:
    base = sample.deck()
    blob = write(dataclasses.replace(base, pages=()))
    assert len(pptx.Presentation(io.BytesIO(blob)).slides) == 0
