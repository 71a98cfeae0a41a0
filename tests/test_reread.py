from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from briefgen.reread import Stretch, UnreadableError, reread

BOOKMARKS = {"exports_grow": "exports-grow", "services_online": "services-online", "facts": "facts"}


def texts(stretches: list[Stretch], **where: object) -> list[str]:
    return [
        stretch.text.replace("\u00a0", " ")
        for stretch in stretches
        if all(getattr(stretch, name) == value for name, value in where.items())
    ]


@pytest.fixture(scope="module")
def deck(built: Path) -> list[Stretch]:
    return reread((built / "output" / "deck.en.pptx").read_bytes(), "pptx")


@pytest.fixture(scope="module")
def briefing(built: Path) -> list[Stretch]:
    return reread((built / "output" / "briefing.en.docx").read_bytes(), "docx", BOOKMARKS)


def test_a_slide_is_read_on_all_its_surfaces(deck: list[Stretch]) -> None:
    assert texts(deck, page=3, place="Title") == ["Exports of services reached over $1.5 billion"]
    assert "Exports came to over $1.5 billion" in texts(deck, page=3, surface="text")
    [alt] = texts(deck, page=3, surface="alt")
    assert "Target: $5 billion" in alt
    assert texts(deck, page=3, surface="notes")[1] == "The country counts about 20,000 people."
    assert texts(deck, page=4, surface="table") == [
        "Measure",
        "Value",
        "Services online",
        "92%",
        "Law signed",
        "17 November 2025",
    ]
    assert texts(deck, page=4, header=True) == ["Measure", "Value"]


def test_slide_numbers_are_no_words(deck: list[Stretch]) -> None:
    assert not [stretch for stretch in deck if "number" in stretch.place.lower() and stretch.page > 2]


def test_a_briefing_is_read_by_passages_with_its_footnotes(briefing: list[Stretch]) -> None:
    prose = texts(briefing, passage="exports-grow", surface="text")
    assert any(text.startswith("Exports came to over $1.5 billion, and the target is $5 billion") for text in prose)
    assert texts(briefing, passage="exports-grow", surface="footnote")[0].endswith("paragraph 2")
    assert "92%" in texts(briefing, passage="services-online", surface="table")
    assert "1.5 billion US dollars" in " ".join(texts(briefing, passage="facts", surface="table"))
    assert {stretch.page for stretch in briefing} == {0}


def test_numbers_that_count_the_document_are_left_out(briefing: list[Stretch]) -> None:
    [caption] = [text for text in texts(briefing, surface="text") if "What is known" in text]
    assert not any(character.isdigit() for character in caption)


def test_the_contents_are_words_without_page_numbers(briefing: list[Stretch]) -> None:
    titles = [text for text in texts(briefing) if text.strip() == "Nearly all services are online"]
    assert len(titles) == 2


@pytest.mark.parametrize("suffix", ["pptx", "docx"])
def test_a_damaged_file_is_told_apart_from_an_empty_one(built: Path, suffix: str) -> None:
    [name] = (built / "output").glob(f"*.en.{suffix}")
    whole = name.read_bytes()
    for broken in (b"", b"PK", whole[: len(whole) // 2], b"<html/>"):
        with pytest.raises(UnreadableError):
            reread(broken, suffix)
    bad = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(whole)) as source, zipfile.ZipFile(bad, "w") as target:
        for member in source.namelist():
            data = source.read(member)
            target.writestr(member, data[:-9] if member.endswith(("slide1.xml", "document.xml")) else data)
    with pytest.raises(UnreadableError):
        reread(bad.getvalue(), suffix)


def test_numbers_of_headings_and_pages_in_the_contents_are_no_words() -> None:
    namespace = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    field = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'
    page = f"{field.format('begin')}<w:r><w:instrText> PAGEREF a </w:instrText></w:r>{field.format('separate')}"
    tabs = '<w:pPr><w:tabs><w:tab w:val="left" w:pos="400"/></w:tabs></w:pPr>'
    entry = (
        f"{tabs}<w:r><w:t>1.2</w:t></w:r><w:r><w:tab/></w:r><w:r><w:t>In 5G, 20 firms</w:t></w:r><w:r><w:tab/></w:r>"
    )
    plain = "<w:p><w:r><w:t>1.5 billion</w:t></w:r></w:p>"
    body = f"<w:p>{entry}{page}<w:r><w:t>7</w:t></w:r>{field.format('end')}</w:p>{plain}"
    blob = io.BytesIO()
    with zipfile.ZipFile(blob, "w") as package:
        package.writestr("word/document.xml", f"<w:document {namespace}><w:body>{body}</w:body></w:document>")
    assert [stretch.text.strip() for stretch in reread(blob.getvalue(), "docx")] == ["In 5G, 20 firms", "1.5 billion"]
