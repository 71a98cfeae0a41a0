"""Where lines and sentences may end."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from uniseg.linebreak import line_break_boundaries

from briefgen.breaks import line_breaks, sentence_ends
from briefgen.unbroken import offsets_inside


def broken(text: str, language: str = "en") -> list[str]:
    ends = line_breaks(text, language)
    return [text[start:end] for start, end in zip((0, *ends), ends, strict=False)]


@pytest.mark.parametrize(
    ("language", "text", "pieces"),
    [
        ("en", "and/or well-known facts", ["and/or ", "well-", "known ", "facts"]),
        ("en", "in 2026–2030 (see “notes”)", ["in ", "2026–2030 ", "(see ", "“notes”)"]),
        ("en", "$1.5 billion—over 12.5%", ["$1.5 ", "billion", "—", "over ", "12.5%"]),
        ("ru", "«Об ИИ» — 1,5\u00a0млрд", ["«Об ", "ИИ» ", "— ", "1,5\u00a0млрд"]),
        ("kk", "Қазақстан өңірлері", ["Қазақстан ", "өңірлері"]),
        ("zh", "约15亿美元。", ["约", "15", "亿", "美", "元。"]),
        ("zh", "《法典》（草案）", ["《法", "典》", "（草", "案）"]),
        ("zh", "实施“数字化”计划", ["实", "施", "“数", "字", "化”", "计", "划"]),
        ("zh", "Kazakhstan’s AI法", ["Kazakhstan’s ", "AI", "法"]),
        ("en", "one\vtwo", ["one\v", "two"]),
    ],
)
def test_where_lines_may_break(language: str, text: str, pieces: list[str]) -> None:
    assert broken(text, language) == pieces


@given(
    st.lists(st.sampled_from([*"aZжҚ中国1 290", *"  .,;:!?()[]«»“”‘’—–-%$€№/·…、。《》", "\u00a0", "é"]), max_size=40)
)
def test_breaks_are_those_of_uax_14_but_for_the_ones_refused(characters: list[str]) -> None:
    text = "".join(characters)
    expected = {
        offset
        for offset in line_break_boundaries(text)
        if 0 < offset < len(text)
        and text[offset - 1] != "/"
        and not (text[offset - 1] in "–-" and text[offset].isdigit())
        and offset not in offsets_inside(text)
    }
    assert set(line_breaks(text, "en")) - {len(text)} == expected


def test_sentences_end_where_a_reader_would_say() -> None:
    def sentences(text: str, language: str = "en") -> list[str]:
        ends = (*sentence_ends(text, language), len(text))
        return [text[start:end].strip() for start, end in zip((0, *ends), ends, strict=False)]

    assert sentences("It was U.S. policy. No. 5 is here! Is it?") == ["It was U.S. policy.", "No. 5 is here!", "Is it?"]
    assert sentences("В 2025 г. Казахстан вырос. А. Иванов сказал: «Да». Потом.", "ru") == [
        "В 2025 г. Казахстан вырос.",
        "А. Иванов сказал: «Да».",
        "Потом.",
    ]
    assert sentences("法律生效。“可以。”他说。") == ["法律生效。", "“可以。”", "他说。"]
    assert sentences("Growth of 12.5 percent e.g. here") == ["Growth of 12.5 percent e.g. here"]
