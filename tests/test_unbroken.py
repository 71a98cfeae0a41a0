"""Values stay on one line: measured so, written so, and read back as they were."""

from __future__ import annotations

import dataclasses
import io
import re
import zipfile
from collections.abc import Callable
from types import ModuleType

import pytest
import sample_pages as sample
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from uniseg.linebreak import line_break_boundaries

from briefgen.breaks import line_breaks
from briefgen.formats import docx, pptx
from briefgen.model import Box, Page, Pages, Para, Placed, Run
from briefgen.reread import reread
from briefgen.unbroken import bind, offsets_inside, seen

VALUES = [
    ("ru", "с 76-го места на 60-е место"),
    ("kk", "195 ел ішінде 60-орында, 15%-ға"),
    ("kk", "АҚШ-тың 80 млн-нан астамы, 98 000 га-дан"),
    ("ru", "экономия 15–30\u00a0% в 2026–2030 годах"),
    ("zh", "数字白俄罗斯（2026—2030年），15%—30%"),
    ("en", "a 5-year plan of 2026-01-18, 15–30%"),
]
LETTERS = st.text(alphabet="абв ab1 29%-–—\u00a0年国,.", max_size=20)


def pieces(text: str, language: str) -> list[str]:
    ends = line_breaks(text, language)
    return [text[start:end].strip(" ") for start, end in zip((0, *ends), ends, strict=False)]


@pytest.mark.parametrize(("language", "text"), VALUES)
def test_no_line_is_measured_to_end_inside_a_value(language: str, text: str) -> None:
    assert not [piece for piece in pieces(text, language) if re.search(r"[\w%][-–—]$|^[-–—]\w", piece)]


def test_other_hyphens_and_dashes_may_end_a_line() -> None:
    assert pieces("бизнес-процессы и IT-рынок", "ru") == ["бизнес-", "процессы", "и", "IT-", "рынок"]
    assert pieces("план — это цель", "ru") == ["план", "—", "это", "цель"]


@pytest.mark.parametrize("text", [text for _, text in VALUES])
def test_programs_that_obey_unicode_break_where_it_was_measured(text: str) -> None:
    whole = "".join(run.text for run in bind([Run(text)]))
    allowed = {len(seen(whole[:offset])) for offset in line_break_boundaries(whole)}
    assert not allowed & offsets_inside(text)


@given(st.lists(LETTERS, max_size=4))
def test_binding_is_undone_by_reading_and_knows_no_run_borders(texts: list[str]) -> None:
    bound = bind([Run(text, strong=bool(place % 2)) for place, text in enumerate(texts)])
    assert [seen(run.text) for run in bound] == texts
    assert "".join(run.text for run in bound) == "".join(run.text for run in bind([Run("".join(texts))]))


@pytest.mark.parametrize(
    ("writer", "pages", "part"),
    [(docx, sample.briefing, "word/document.xml"), (pptx, sample.deck, "ppt/slides/slide1.xml")],
)
def test_writers_bind_values_and_readers_see_them_plain(
    writer: ModuleType, pages: Callable[[], Pages], part: str
) -> None:
    para = Para("body", (Run("С 60"), Run("-го места: 15–", strong=True), Run("30 %")))
    placed = Placed(sample.frame(para), Box(0, 0, 450, 20), "Text")
    page = Page("only", "only", 6 if writer is pptx else None, (placed,))
    blob, _ = writer.write(dataclasses.replace(pages(), pages=(page,)), sample.drawings())
    with zipfile.ZipFile(io.BytesIO(blob)) as package:
        root = etree.fromstring(package.read(part))
    written = "".join(
        "\u2011" if str(element.tag).endswith("}noBreakHyphen") else element.text or ""
        for element in root.iter("{*}t", "{*}noBreakHyphen")
    )
    assert "С 60\u2011го места: 15–\u200d30 %" in written
    stretches = reread(blob, writer.SUFFIX)
    assert "С 60-го места: 15–30 %" in [stretch.text for stretch in stretches]
