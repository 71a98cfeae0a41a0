"""Every audit, on good files that are broken on purpose."""

from __future__ import annotations

import io
import re
import struct
import time
import zipfile
import zlib
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest

from briefgen import registry
from briefgen.audits import _package
from briefgen.finding import Finding, Severity
from briefgen.model import Artifact

NASTY = Path(__file__).parents[1] / ".." / "shared" / "zoo" / "nasty" / "ooxml"
OFFICE = "application/vnd.openxmlformats-officedocument."
MEDIA_TYPES = {"pptx": f"{OFFICE}presentationml.presentation", "docx": f"{OFFICE}wordprocessingml.document"}

Members = dict[str, bytes]
Change = Callable[[Members], None]


def png() -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = chunk(b"IHDR", struct.pack(">IIBBBBB", 2, 2, 8, 2, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + header + chunk(b"IDAT", zlib.compress(b"\0" * 14)) + chunk(b"IEND", b"")


@cache
def good_deck() -> bytes:
    """Two slides with titles, notes, a table, a chart and a picture, all described."""
    from pptx import Presentation
    from pptx.chart.data import CategoryChartData
    from pptx.enum.chart import XL_CHART_TYPE
    from pptx.util import Pt

    presentation = Presentation()
    presentation.core_properties.title = "Good deck"
    for number in (1, 2):
        slide = presentation.slides.add_slide(presentation.slide_layouts[5])
        slide.shapes.title.text = f"Title {number}"
        slide.notes_slide.notes_text_frame.text = "Notes"
        box = slide.shapes.add_textbox(Pt(10), Pt(10), Pt(200), Pt(50))
        box.text_frame.text = "Words"
        table = slide.shapes.add_table(3, 2, Pt(10), Pt(80), Pt(300), Pt(90))
        picture = slide.shapes.add_picture(io.BytesIO(png()), Pt(10), Pt(200))
        data = CategoryChartData()
        data.categories = ["2024", "2025"]
        data.add_series("Ranks", (76, 60))
        chart = slide.shapes.add_chart(XL_CHART_TYPE.BAR_CLUSTERED, Pt(300), Pt(80), Pt(200), Pt(200), data)
        for shape in (table, picture, chart):
            shape._element.xpath(".//p:cNvPr")[0].set("descr", "What it shows")
    stream = io.BytesIO()
    presentation.save(stream)
    members = unpack(stream.getvalue())
    for name in [name for name in members if re.fullmatch(r"ppt/charts/chart\d+\.xml", name)]:
        # python-pptx writes negative axis ids, which the schema forbids
        members[name] = re.sub(rb'val="-(\d+)"', rb'val="\1"', members[name])
    return pack(members)


@cache
def good_briefing() -> bytes:
    """A text with a footnote, a table with header row, a picture, a comment and a bookmark that a link leads to."""
    from docx import Document

    document = Document()
    document.core_properties.title = "Good briefing"
    paragraph = document.add_paragraph("Words")
    document.add_comment(paragraph.runs, "Check", "A", "B")
    document.add_picture(io.BytesIO(png()))
    table = document.add_table(2, 2)
    table.rows[0]._tr.get_or_add_trPr().append(table._tbl.makeelement(_package.tag("w:tblHeader"), {}))
    stream = io.BytesIO()
    document.save(stream)
    members = unpack(stream.getvalue())
    body = members["word/document.xml"].decode()
    body = re.sub(r"(<wp:docPr [^>]*?)(/?>)", r'\1 descr="What it shows"\2', body)
    extra = (
        '<w:p><w:bookmarkStart w:id="7" w:name="here"/><w:r><w:footnoteReference w:id="2"/></w:r>'
        '<w:bookmarkEnd w:id="7"/><w:hyperlink w:anchor="here"><w:r><w:t>link</w:t></w:r></w:hyperlink></w:p>'
    )
    members["word/document.xml"] = body.replace("<w:tbl>", extra + "<w:tbl>", 1).encode()
    space = f'xmlns:w="{_package.NAMESPACES["w"]}"'
    members["word/footnotes.xml"] = (
        f'<w:footnotes {space}><w:footnote w:id="2"><w:p><w:r><w:t>Source</w:t></w:r></w:p></w:footnote></w:footnotes>'
    ).encode()
    edit(
        "[Content_Types].xml",
        "</Types>",
        f'<Override PartName="/word/footnotes.xml" ContentType="{MEDIA_TYPES["docx"]}.footnotes+xml"/></Types>'.replace(
            "document.footnotes", "footnotes"
        ),
    )(members)
    edit(
        "word/_rels/document.xml.rels",
        "</Relationships>",
        '<Relationship Id="rIdF" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes" '
        'Target="footnotes.xml"/></Relationships>',
    )(members)
    return pack(members)


def unpack(blob: bytes) -> Members:
    with zipfile.ZipFile(io.BytesIO(blob)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def pack(members: Members) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return stream.getvalue()


def artifact(blob: bytes, kind: str) -> Artifact:
    return Artifact(f"deck.en.{kind}", MEDIA_TYPES[kind], blob, "deck", "en")


def run_all(blob: bytes, kind: str) -> list[Finding]:
    subject = artifact(blob, kind)
    found: list[Finding] = []
    for name in registry.kinds("audits"):
        found.extend(registry.load("audits", name).audit(subject))
    return found


def edit(name: str, old: str, new: str, count: int = 1, regex: bool = False) -> Change:
    """Replace text in one part; what is to be replaced must be there."""

    def change(members: Members) -> None:
        text = members[name].decode()
        done = re.sub(old, new, text, count=count, flags=re.DOTALL) if regex else text.replace(old, new, count)
        assert done != text, f"{old!r} does not stand in {name}"
        members[name] = done.encode()

    return change


def put(name: str, data: bytes) -> Change:
    def change(members: Members) -> None:
        members[name] = data

    return change


def drop(name: str) -> Change:
    def change(members: Members) -> None:
        del members[name]

    return change


SLIDE, SLIDE_2 = "ppt/slides/slide1.xml", "ppt/slides/slide2.xml"
SLIDE_RELS = "ppt/slides/_rels/slide1.xml.rels"
MASTER, THEME = "ppt/slideMasters/slideMaster1.xml", "ppt/theme/theme1.xml"
DECK, DECK_RELS, TYPES = "ppt/presentation.xml", "ppt/_rels/presentation.xml.rels", "[Content_Types].xml"
CORE, TEXT = "docProps/core.xml", "word/document.xml"


def chart(old: str, new: str, regex: bool = False) -> Change:
    def change(members: Members) -> None:
        name = min(name for name in members if re.fullmatch(r"ppt/charts/chart\d+\.xml", name))
        edit(name, old, new, regex=regex)(members)

    return change


def picture(convert: Callable[[bytes], bytes]) -> Change:
    def change(members: Members) -> None:
        name = next(name for name in members if name.endswith(".png"))
        members[name] = convert(members[name])

    return change


BROKEN: list[tuple[str, str, Change, str]] = [
    ("package-broken", "pptx", drop(THEME), "which is not there"),
    ("package-broken", "pptx", drop(SLIDE), "'/ppt/slides/slide1.xml', which is not there"),
    ("package-broken", "pptx", put("ppt/extra.zzz", b"x"), "'ppt/extra.zzz' has no content type"),
    ("package-broken", "pptx", put("ppt/_rels/gone.xml.rels", b"<a/>"), "belongs to no part"),
    ("package-broken", "pptx", put("ppt/vbaProject.bin", b"x"), "macros"),
    ("package-broken", "pptx", edit(TYPES, "presentation.main+xml", "template.main+xml"), "file's name does not say"),
    ("package-broken", "pptx", edit(TYPES, "slideLayout+xml", "slide+xml"), "is reached as slideLayout"),
    (
        "package-broken",
        "pptx",
        edit(TYPES, "</Types>", '<Default Extension="XML" ContentType="a/b"/></Types>'),
        "twice",
    ),
    ("package-broken", "pptx", edit(SLIDE_RELS, r'Id="rId2"', 'Id="rId1"'), "two relationships have the id"),
    ("package-broken", "pptx", edit(SLIDE, r'r:embed="rId\d+"', 'r:embed="rId99"', regex=True), "slide 1: it uses"),
    ("package-broken", "pptx", edit(SLIDE, "</p:sld>", ""), "not well-formed"),
    ("package-broken", "pptx", put(SLIDE, b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'), "document type"),
    ("package-broken", "pptx", drop(TYPES), "it has no [Content_Types].xml"),
    ("package-broken", "docx", edit("_rels/.rels", 'officeDocument"', 'nothing"'), "no relationship leads"),
    ("package-broken", "docx", edit(TYPES, "/word/footnotes.xml", "/word/gone.xml"), "'/word/gone.xml', which is not"),
    ("shape-id-repeated", "pptx", edit(SLIDE, r'<p:cNvPr id="3"', '<p:cNvPr id="2"'), "share the id 2"),
    ("shape-id-repeated", "pptx", edit(SLIDE, r'<p:cNvPr id="3"', '<p:cNvPr id="x"'), "has the id 'x'"),
    ("table-malformed", "pptx", edit(SLIDE, r"<a:tc>.*?</a:tc>", "", regex=True), "1 cells in row 1 for 2 columns"),
    ("table-malformed", "pptx", edit(SLIDE, r"<a:tc><a:txBody>.*?</a:txBody>", "<a:tc>", regex=True), "no text body"),
    ("table-malformed", "pptx", edit(SLIDE, r"(<a:tc>.*?)<a:p ?/>", r"\1", regex=True), "no paragraph in row 1"),
    ("table-malformed", "pptx", edit(SLIDE, "<a:tc>", '<a:tc gridSpan="3">'), "leaves the table"),
    ("table-malformed", "pptx", edit(SLIDE, "<a:tc>", '<a:tc gridSpan="2">'), "not marked as covered"),
    ("table-malformed", "pptx", edit(SLIDE, "<a:tc>", '<a:tc rowSpan="0">'), "no positive number"),
    ("table-malformed", "docx", edit(TEXT, r"(<w:tc>.*?)<w:p ?/>", r"\1", regex=True), "no paragraph in row 1, cell 1"),
    ("table-malformed", "docx", edit(TEXT, r"<w:tblGrid>.*?</w:tblGrid>", "", regex=True), "has no grid"),
    ("table-malformed", "docx", edit(TEXT, r"<w:gridCol [^>]*>", "", regex=True), "2 cells in row 1 for 1 columns"),
    ("drawing-value-bad", "pptx", edit(SLIDE, r'<a:ext cx="\d+"', '<a:ext cx="-5"', regex=True), "out of range"),
    ("drawing-value-bad", "pptx", edit(SLIDE, r'<a:off x="\d+"', '<a:off x="12.5"', regex=True), "no whole number"),
    ("drawing-value-bad", "pptx", edit(MASTER, r'sz="\d+"', 'sz="5"', regex=True), "sz='5', which is out of range"),
    ("drawing-value-bad", "pptx", edit(THEME, r'srgbClr val="\w+"', 'srgbClr val="red"', regex=True), "colour 'red'"),
    ("drawing-value-bad", "pptx", edit(MASTER, 'schemeClr val="bg1"', 'schemeClr val="bg9"'), "no colour of a theme"),
    ("drawing-value-bad", "docx", edit(TEXT, r"<w:r>", '<w:r><w:rPr><w:color w:val="blue"/></w:rPr>'), "'blue'"),
    ("text-body-missing", "pptx", edit(SLIDE, r"(txBox=.*?)<p:txBody>.*?</p:txBody>", r"\1", regex=True), "text box"),
    ("text-body-missing", "pptx", edit(SLIDE, r"<a:bodyPr[^>]*/>", "", regex=True), "without properties"),
    ("text-body-missing", "pptx", edit(SLIDE, r"<a:p>.*?</a:p>", "", regex=True), "without paragraph"),
    ("text-body-missing", "pptx", edit(SLIDE, "</a:r></a:p>", "</a:r><a:pPr/></a:p>"), "do not come first"),
    ("chart-part-broken", "pptx", chart('ptCount val="2"', 'ptCount val="1"'), "says it has 1 points"),
    ("chart-part-broken", "pptx", chart('pt idx="1"', 'pt idx="0"'), "two points of one index"),
    ("chart-part-broken", "pptx", chart(r"<c:v>76[.0]*</c:v>", "<c:v>many</c:v>", regex=True), "a number belongs"),
    ("chart-part-broken", "pptx", chart(r"<c:valAx>.*?</c:valAx>", "", regex=True), "which is not there"),
    ("chart-part-broken", "pptx", chart(r'(<c:valAx>\s*<c:axId val=")', r"\1-", regex=True), "an axis has the id"),
    ("chart-part-broken", "pptx", chart(r"(<c:ser>.*?</c:ser>)", r"\1\1", regex=True), "two series share one idx"),
    (
        "notes-master-missing",
        "pptx",
        edit(DECK_RELS, r"<Relationship [^>]*notesMaster[^>]*>", "", regex=True),
        "leads to a notes master",
    ),
    (
        "notes-master-missing",
        "pptx",
        edit("ppt/notesSlides/_rels/notesSlide1.xml.rels", r"<Relationship [^>]*notesMaster[^>]*>", "", regex=True),
        "no notes master",
    ),
    ("notes-master-missing", "pptx", edit("ppt/slides/_rels/slide2.xml.rels", "notesSlide2", "notesSlide1"), "slide 1"),
    ("slide-id-clashing", "pptx", edit(DECK, 'id="257"', 'id="256"'), "2 slides have the id 256"),
    ("slide-id-clashing", "pptx", edit(DECK, 'id="257"', 'id="7"'), "out of range"),
    ("slide-id-clashing", "pptx", edit(MASTER, r'(sldLayoutId id=)"\d+"', r'\1"2147483648"', regex=True), "masters or"),
    (
        "slide-id-clashing",
        "pptx",
        edit(SLIDE_RELS, r"<Relationship [^>]*slideLayout[^>]*>", "", regex=True),
        "0 layouts",
    ),
    ("language-tag-bad", "pptx", edit(SLIDE, "<a:r>", '<a:r><a:rPr lang="english"/>'), "'english' is no language tag"),
    ("language-tag-bad", "docx", edit(TEXT, "<w:r>", '<w:r><w:rPr><w:lang w:eastAsia="zh_CN"/></w:rPr>'), "'zh_CN'"),
    ("document-date-bad", "pptx", edit(CORE, r"(W3CDTF\">)[^<]+", r"\g<1>31.01.2026", regex=True), "no date for"),
    ("document-date-bad", "docx", edit(CORE, r"(W3CDTF\">)[^<]+", r"\g<1>2026-02-30", regex=True), "no date for"),
    ("document-date-bad", "docx", edit(CORE, r' xsi:type="dcterms:W3CDTF"', ""), "not marked"),
    ("document-date-bad", "docx", edit(CORE, r"(<dc:title>.*?</dc:title>)", r"\1\1", regex=True), "stands 2 times"),
    ("media-unreadable", "pptx", picture(lambda _: b"garbage"), "is not the picture"),
    ("media-unreadable", "pptx", picture(lambda _: b""), "is empty"),
    ("media-unreadable", "docx", picture(lambda data: data[:-9]), "ends before"),
    ("media-unreadable", "docx", picture(lambda data: data[:20] + b"\xff" + data[21:]), "damaged"),
    (
        "theme-incomplete",
        "pptx",
        edit(THEME, r"(<a:fillStyleLst>.*?)<a:solidFill>.*?</a:solidFill>", r"\1", regex=True),
        "2 fills",
    ),
    ("theme-incomplete", "pptx", edit(THEME, r"<a:accent4>.*?</a:accent4>", "", regex=True), "no colour 'accent4'"),
    ("theme-incomplete", "pptx", edit(THEME, r"<a:ea [^>]*>", "", regex=True), "no 'ea'"),
    (
        "namespace-undeclared",
        "docx",
        edit(
            "word/footnotes.xml",
            "<w:footnotes ",
            f'<w:footnotes xmlns:mc="{_package.NAMESPACES["mc"]}" mc:Ignorable="w99" ',
        ),
        "'w99'",
    ),
    (
        "reference-dangling",
        "docx",
        edit(TEXT, 'footnoteReference w:id="2"', 'footnoteReference w:id="3"'),
        "footnote '3'",
    ),
    ("reference-dangling", "docx", edit("word/footnotes.xml", 'w:id="2"', 'w:id="40000"'), "no number up to 32,767"),
    ("reference-dangling", "docx", edit(TEXT, r'(commentReference w:id=)"\d+"', r'\1"55"', regex=True), "comment '55'"),
    ("reference-dangling", "docx", edit(TEXT, 'anchor="here"', 'anchor="there"'), "bookmark 'there'"),
    (
        "reference-dangling",
        "docx",
        edit(TEXT, r"<w:p>", '<w:p><w:pPr><w:numPr><w:numId w:val="99"/></w:numPr></w:pPr>'),
        "'99'",
    ),
    ("alt-text-missing", "pptx", edit(SLIDE, ' descr="What it shows"', ""), "slide 1: 'Table"),
    ("alt-text-missing", "docx", edit(TEXT, 'descr="What it shows"', 'descr="image1.png"'), "a file name"),
    ("slide-title-missing", "pptx", edit(SLIDE, "<a:t>Title 1</a:t>", "<a:t> </a:t>"), "slide 1: it has no title"),
    ("slide-title-missing", "pptx", edit(SLIDE_2, "Title 2", "Title 1"), "slide 2: its title is also that of slide 1"),
    ("slide-title-missing", "docx", edit(CORE, "Good briefing", ""), "properties have no title"),
    ("table-header-missing", "pptx", edit(SLIDE, 'firstRow="1"', ""), "slide 1: table 1 has no header row"),
    ("table-header-missing", "docx", edit(TEXT, "<w:tblHeader/>", ""), "table 1 has no header row"),
]
WARNINGS = {"alt-text-missing", "slide-title-missing", "table-header-missing"}


@pytest.mark.parametrize("kind", ["pptx", "docx"])
def test_good_files_have_no_findings(kind: str) -> None:
    blob = good_deck() if kind == "pptx" else good_briefing()
    assert run_all(blob, kind) == []


@pytest.mark.parametrize(
    ("rule", "kind", "change", "words"), BROKEN, ids=lambda value: value if isinstance(value, str) else ""
)
def test_a_file_broken_on_purpose_is_found_out(rule: str, kind: str, change: Change, words: str) -> None:
    members = unpack(good_deck() if kind == "pptx" else good_briefing())
    change(members)
    blob = pack(members)
    found = registry.load("audits", rule).audit(artifact(blob, kind))
    matching = [finding for finding in found if words in finding.message]
    assert matching, [finding.message for finding in found]
    assert all(finding.rule == rule and f"'deck.en.{kind}'" in finding.message for finding in found)
    if rule in WARNINGS:
        assert {finding.severity for finding in found} == {Severity.WARNING}
    run_all(blob, kind)


def test_every_audit_has_a_case_a_rule_and_a_documentation() -> None:
    assert {rule for rule, *_ in BROKEN} == set(registry.kinds("audits"))
    for name in registry.kinds("audits"):
        module = registry.load("audits", name)
        assert name == module.RULE
        summary, _, body = (module.__doc__ or "").partition("\n\n")
        assert summary
        assert body


def test_a_zip_that_holds_a_part_twice_is_found_out() -> None:
    stream = io.BytesIO(good_deck())
    with zipfile.ZipFile(stream, "a") as archive, pytest.warns(UserWarning, match="Duplicate"):
        archive.writestr(SLIDE, unpack(good_deck())[SLIDE])
    found = registry.load("audits", "package-broken").audit(artifact(stream.getvalue(), "pptx"))
    assert [finding.message for finding in found] == [f"'deck.en.pptx': the zip holds '{SLIDE}' twice"]


@pytest.mark.parametrize("blob", [b"", b"no zip", b"PK\x03\x04" + b"\0" * 100])
def test_what_is_no_package_is_one_finding(blob: bytes) -> None:
    found = run_all(blob, "pptx")
    assert [finding.rule for finding in found] == ["package-broken"]
    assert "cannot be opened" in found[0].message


def test_a_decoration_needs_no_words() -> None:
    members = unpack(good_deck())
    mark = (
        '<p:cNvPr id="6" name="Line"><a:extLst><a:ext uri="{C183D7F6-B498-43B3-948B-1728B52AA6E4}"><adec:decorative '
        f'xmlns:adec="{_package.NAMESPACES["adec"]}" val="1"/></a:ext></a:extLst></p:cNvPr>'
    )
    text = members[SLIDE].decode()
    picture_name = re.search(r"<p:nvPicPr>(<p:cNvPr [^>]*/?>(?:</p:cNvPr>)?)", text)
    assert picture_name
    members[SLIDE] = text.replace(picture_name[1], mark).encode()
    assert registry.load("audits", "alt-text-missing").audit(artifact(pack(members), "pptx")) == []


def test_a_mistake_made_everywhere_is_told_a_bounded_number_of_times() -> None:
    members = unpack(good_deck())
    shape = '<p:sp><p:nvSpPr><p:cNvPr id="2" name="x{}"/></p:nvSpPr><p:spPr/></p:sp>'
    edit(SLIDE, "</p:spTree>", "".join(shape.format(number) for number in range(200)) + "</p:spTree>")(members)
    found = registry.load("audits", "shape-id-repeated").audit(artifact(pack(members), "pptx"))
    assert len(found) == _package.MOST


def test_parts_are_parsed_once_for_all_audits() -> None:
    subject = artifact(good_deck(), "pptx")
    assert _package.open_parts(subject) is _package.open_parts(artifact(good_deck(), "pptx"))
    parts = _package.open_parts(subject)
    assert parts.xml(SLIDE) is parts.xml(SLIDE)


@pytest.mark.skipif(not NASTY.is_dir(), reason="the hostile files are not beside the project")
def test_hostile_files_are_judged_without_exception_and_in_time() -> None:
    for path in sorted(NASTY.iterdir()):
        started = time.process_time()
        findings = run_all(path.read_bytes(), path.suffix.lstrip("."))
        assert time.process_time() - started < 10, path.name
        assert all(finding.rule in registry.kinds("audits") for finding in findings)
        if path.stem.startswith(("truncated", "zero_bytes", "pdf_named", "xxe", "zipbomb", "gitlfs")):
            assert any(finding.severity is Severity.ERROR for finding in findings), path.name
