"""Lines, sizes and divisions: the arithmetic of text in boxes."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from uniseg.linebreak import line_break_boundaries

from briefgen.fit import (
    USABLE,
    Setting,
    cell_widths,
    choose_size,
    column_widths,
    excess_characters,
    line_breaks,
    measure_columns,
    phrase_breaks,
    row_heights,
    sentence_ends,
    set_para,
    set_paras,
    sizes_at,
    split_para,
    split_paras,
    with_breaks,
)
from briefgen.measure import Faces
from briefgen.model import Cell, Column, Grid, Para, Run, TextStyle
from briefgen.unbroken import offsets_inside

FACES = Faces.load()
BODY = TextStyle("Calibri", "Microsoft YaHei", 20)
BULLET = replace(BODY, bullet="•", indent=18, hanging=18, space_before=6)
STYLES = {"body": BODY, "bullet": BULLET, "heading": replace(BODY, size=24, bold=True)}
ENGLISH = "The AI law took force on 18 January 2026, the first of its kind in Central Asia. "
CHINESE = "哈萨克斯坦《人工智能法》于2026年1月18日生效，该法把人工智能视为服务于人的工具。"


def para(text: str, role: str = "body", level: int = 0) -> Para:
    return Para(role, (Run(text),), level)


def broken(text: str, language: str = "en") -> list[str]:
    ends = line_breaks(text, language)
    return [text[start:end] for start, end in zip((0, *ends), ends, strict=False)]


def texts(setting: Setting) -> list[str]:
    return [line.text for line in setting.lines]


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


def test_no_chinese_line_begins_with_a_closing_mark_or_ends_with_an_opening_one() -> None:
    generator = random.Random(7)
    for _ in range(40):
        words = ["".join(generator.choices("国法数智转型", k=generator.randint(1, 4))) for _ in range(30)]
        text = "".join(
            generator.choice(["{}，", "“{}”", "《{}》", "（{}）。", "{}1.5", "{}……"]).format(word) for word in words
        )
        for size in (12.0, 17.0, 23.0):
            for line in texts(set_para(para(text), BODY, size, 140, FACES, "zh")):
                assert line[0] not in "，。”》）…"
                assert line[-1] not in "“《（"


def test_lines_stay_within_98_percent_of_the_width_and_lose_no_word() -> None:
    for language, text in (("en", ENGLISH * 3), ("zh", CHINESE * 3)):
        setting = set_para(para(text), BODY, 16, 300, FACES, language)
        assert max(setting.widths) <= 300 * USABLE
        joined = "".join(texts(setting))
        assert joined.replace(" ", "") == text.replace(" ", "")
        assert setting.forced == 0


def test_a_bullet_narrows_its_lines_and_a_first_line_indent_widens_the_first() -> None:
    plain = set_para(para(ENGLISH * 4), BODY, 20, 300, FACES)
    bulleted = set_para(para(ENGLISH * 4, "bullet"), replace(BULLET, indent=90, hanging=18), 20, 300, FACES)
    deeper = set_para(para(ENGLISH * 4, "bullet", 2), replace(BULLET, indent=90, hanging=18), 20, 300, FACES)
    assert len(plain.lines) < len(bulleted.lines) < len(deeper.lines)
    hanging = set_para(para(ENGLISH * 4), replace(BODY, indent=90, hanging=90), 20, 300, FACES)
    assert hanging.widths[0] > (300 - 90) * USABLE
    assert max(hanging.widths[1:]) <= (300 - 90) * USABLE


def test_spacing_stands_between_paragraphs_and_not_around_them() -> None:
    style = replace(BODY, space_before=6, space_after=4)
    line = FACES.line_height("Calibri", "", 20)
    one = set_paras([para("one")], [style], None, 300, FACES)
    three = set_paras([para("one"), para("two"), para("three")], [style] * 3, None, 300, FACES, gap=3)
    assert one.height == pytest.approx(line)
    assert three.height == pytest.approx(3 * line + 2 * (6 + 4 + 3))
    loose = set_paras([para("one")], [replace(style, line_spacing=1.5)], None, 300, FACES)
    assert loose.height == pytest.approx(1.5 * line)


def test_sizes_may_be_one_for_all_one_each_or_the_styles_own() -> None:
    paras = [para("Heading", "heading"), para("text")]
    own = set_paras(paras, STYLES, None, 300, FACES)
    each = set_paras(paras, STYLES, [24, 20], 300, FACES)
    shared = set_paras(paras, STYLES, 10, 300, FACES)
    assert own == each
    assert shared.height == pytest.approx(2 * FACES.line_height("Calibri", "", 10))
    assert sizes_at(paras, STYLES, 16, 20) == (24, 16)


def test_strong_words_and_capitals_are_measured_as_they_are_set() -> None:
    plain = set_para(para("minister of digital development"), BODY, 20, 900, FACES)
    strong = set_para(
        Para("body", (Run("minister of ", strong=True), Run("digital development"))), BODY, 20, 900, FACES
    )
    assert set_para(para("comparison"), replace(BODY, caps=True), 20, 110, FACES).forced
    assert not set_para(para("comparison"), BODY, 20, 110, FACES).forced
    capitals = set_para(para("minister of digital development"), replace(BODY, caps=True), 20, 900, FACES)
    assert plain.width < strong.width < capitals.width


def test_a_word_wider_than_the_box_is_cut_and_counted() -> None:
    setting = set_para(para("see https://example.org/" + "averylongaddress" * 6 + " there"), BODY, 20, 150, FACES)
    assert setting.forced > 3
    assert max(setting.widths) <= 150 * USABLE
    assert texts(setting)[0] == "see"
    assert "".join(texts(setting)).endswith("there")


def test_an_empty_paragraph_is_one_line_and_a_break_begins_another() -> None:
    assert len(set_para(Para("body", ()), BODY, 20, 300, FACES).lines) == 1
    assert texts(set_para(para("one\vtwo\n"), BODY, 20, 300, FACES)) == ["one", "two"]


def test_a_line_with_chinese_is_higher() -> None:
    setting = set_para(para("Plan 数字"), BODY, 20, 300, FACES, "zh")
    assert setting.height == pytest.approx(29)


@given(st.text(max_size=80), st.sampled_from(["en", "ru", "kk", "zh"]), st.floats(5, 500), st.floats(6, 60))
def test_any_text_can_be_set(text: str, language: str, width: float, size: float) -> None:
    setting = set_para(para(text), BODY, size, width, FACES, language)
    assert setting.lines
    assert setting.lines[0].start == 0
    assert setting.lines[-1].end == len(text)
    for upper, lower in zip(setting.lines, setting.lines[1:], strict=False):
        assert upper.end == lower.start < lower.end


def test_the_largest_step_that_fits_is_chosen() -> None:
    paras = [para(ENGLISH * 4)]
    steps = (20, 18, 16, 14)
    sizes = [choose_size(paras, STYLES, 300, height, steps, FACES)[0] for height in (400, 200, 150, 110, 60)]
    assert sizes[0] == 20
    assert sizes[-1] is None
    numbers = [size for size in sizes if size]
    assert numbers == sorted(numbers, reverse=True)
    for height in (400, 200, 150):
        size, setting = choose_size(paras, STYLES, 300, height, steps, FACES)
        assert setting.height <= height + 0.1
        larger = [step for step in steps if size and step > size]
        assert all(set_paras(paras, STYLES, step, 300, FACES).height > height for step in larger)


def test_a_smaller_step_is_better_than_a_cut_word() -> None:
    size, setting = choose_size([para("Telecommunications")], STYLES, 150, 100, (24, 20, 16), FACES)
    assert size == 16
    assert setting.forced == 0
    size, setting = choose_size([para("x" * 60)], STYLES, 150, 200, (24, 20), FACES)
    assert size == 24
    assert setting.forced


def test_lines_can_be_limited() -> None:
    size, setting = choose_size([para(ENGLISH)], STYLES, 400, 500, (26, 20, 14), FACES, max_lines=2)
    assert size is not None
    assert len(setting.lines) <= 2


def test_what_to_cut_is_enough_and_not_far_too_much() -> None:
    for language, text in (("en", ENGLISH * 5), ("zh", CHINESE * 5)):
        excess = excess_characters([para(text)], STYLES, 300, 100, 16, FACES, language)
        shorter = text[:-excess]
        assert set_paras([para(shorter)], STYLES, 16, 300, FACES, language).height <= 100
        slightly = text[: -excess // 2]
        assert set_paras([para(slightly)], STYLES, 16, 300, FACES, language).height > 100
    assert excess_characters([para("short")], STYLES, 300, 100, 16, FACES) == 0


def test_sentences_end_where_a_reader_would_say() -> None:
    def sentences(text: str) -> list[str]:
        ends = (*sentence_ends(text), len(text))
        return [text[start:end].strip() for start, end in zip((0, *ends), ends, strict=False)]

    assert sentences("It was U.S. policy. No. 5 is here! Is it?") == ["It was U.S. policy.", "No. 5 is here!", "Is it?"]
    assert sentences("В 2025 г. Казахстан вырос. А. Иванов сказал: «Да». Потом.") == [
        "В 2025 г. Казахстан вырос.",
        "А. Иванов сказал: «Да».",
        "Потом.",
    ]
    assert sentences("法律生效。“可以。”他说。") == ["法律生效。", "“可以。”", "他说。"]
    assert sentences("Growth of 12.5 percent e.g. here") == ["Growth of 12.5 percent e.g. here"]


def test_a_paragraph_is_cut_without_losing_its_marking() -> None:
    whole = Para("body", (Run("One. ", strong=True), Run("Two three.")), id="p")
    head, tail = split_para(whole, 5)
    assert [(run.text, run.strong) for run in head.runs] == [("One.", True)]
    assert [run.text for run in tail.runs] == ["Two three."]
    assert (head.id, tail.id) == ("p", "")
    head, tail = split_para(whole, 9)
    assert [run.text for run in head.runs] == ["One. ", "Two"]


def test_what_spills_is_cut_between_bullets_and_not_after_a_heading() -> None:
    bullets = [para(ENGLISH, "bullet") for _ in range(6)]
    head, tail = split_paras(bullets, STYLES, 400, 250, 20, FACES)
    assert (*head, *tail) == tuple(bullets)
    assert 2 <= len(head) < 6
    assert set_paras(head, STYLES, 20, 400, FACES).height <= 250
    headed = [para(ENGLISH * 2), para("Heading", "heading"), para(ENGLISH * 6)]
    height = set_paras(headed[:2], STYLES, 20, 400, FACES).height + 1
    head, tail = split_paras(headed, STYLES, 400, height, 20, FACES)
    assert head == tuple(headed[:1])
    assert tail[0].role == "heading"


def test_a_bullet_below_another_stays_with_it_where_it_can() -> None:
    bullets = [para(ENGLISH, "bullet", level) for level in (0, 0, 1, 1, 0, 1)]
    lines = set_paras(bullets[:4], STYLES, 20, 400, FACES).height + 1
    head, tail = split_paras(bullets, STYLES, 400, lines, 20, FACES)
    assert tail[0].level == 0
    assert len(head) == 4


def test_a_long_paragraph_is_cut_at_a_sentence_and_a_long_sentence_is_not() -> None:
    for language, text in (("en", ENGLISH * 8), ("zh", CHINESE * 8)):
        head, tail = split_paras([para(text)], STYLES, 400, 130, 20, FACES, language)
        assert head
        assert tail
        assert head[0].runs[0].text[-1] in ".。"
        assert set_paras(head, STYLES, 20, 400, FACES, language).height <= 130
    head, tail = split_paras([para("word " * 200)], STYLES, 400, 130, 20, FACES)
    assert head == ()
    assert len(tail) == 1


def test_what_fits_is_not_divided() -> None:
    paras = (para("one"), para("two"))
    assert split_paras(paras, STYLES, 400, 130, 20, FACES) == (paras, ())
    assert split_paras((), STYLES, 400, 130, 20, FACES) == ((), ())


def test_short_columns_keep_their_line_and_long_ones_share_the_rest() -> None:
    widths = column_widths([40, 60, 50], [60, 600, 90], 500)
    assert sum(widths) == pytest.approx(500)
    assert widths[0] == pytest.approx(60, abs=0.01)
    assert widths[2] == pytest.approx(90, abs=0.01)


@given(st.lists(st.tuples(st.floats(5, 200), st.floats(0, 400)), min_size=1, max_size=9), st.floats(100, 900))
def test_widths_add_up_and_hold_the_longest_word_where_there_is_room(
    columns: list[tuple[float, float]], total: float
) -> None:
    narrowest = [low for low, _ in columns]
    natural = [low + more for low, more in columns]
    widths = column_widths(narrowest, natural, total)
    assert sum(widths) == pytest.approx(total)
    if sum(narrowest) <= total:
        assert all(width >= low - 0.1 for width, low in zip(widths, narrowest, strict=True))


def test_cells_are_measured_by_their_longest_word_and_line() -> None:
    low, high = cell_widths([para("short longestword of all")], BODY, 20, FACES)
    assert low == pytest.approx(FACES.advance("longestword", "Calibri", "", 20) / USABLE, abs=0.1)
    assert high == pytest.approx(FACES.advance("short longestword of all", "Calibri", "", 20) / USABLE, rel=0.02)
    low, high = cell_widths([para("人工智能与数字发展部")], BODY, 20, FACES, "zh")
    assert low >= 80
    assert high >= 200


def test_rows_are_as_high_as_their_fullest_cell_and_the_header_comes_first() -> None:
    header = replace(BODY, bold=True)
    rows = tuple((Cell((para("one"),)), Cell((para(ENGLISH * count),))) for count in (1, 2))
    grid = Grid("table", (Column((Run("A"),)), Column((Run("Law"),))), rows)
    low, high = measure_columns(grid, BODY, header, 14, 14, FACES)
    widths = column_widths(low, high, 300)
    heights = row_heights(grid, widths, BODY, header, 14, 14, FACES)
    assert len(heights) == 3
    assert heights[0] == pytest.approx(FACES.line_height("Calibri", "", 14) + 7.2)
    assert heights[1] < heights[2]
    bare = replace(grid, columns=(Column(()), Column(())))
    assert len(row_heights(bare, widths, BODY, header, 14, 14, FACES)) == 2
    larger = row_heights(grid, widths, BODY, header, 14, 14, FACES, sizes={"body": 20})
    assert larger[1] > heights[1]


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [
        ("阿拉套市的资料很少：来源没有说明资金与时间表", 420, ["阿拉套市的资料很少：", "来源没有说明资金与时间表"]),
        (
            "哈萨克斯坦政府人工智能就绪指数排名在一年内上升十六位",
            300,
            ["哈萨克斯坦政府", "人工智能就绪指数排名", "在一年内上升十六位"],
        ),
        ("IT服务出口额超过15亿美元，六年内增长六十倍", 380, ["IT服务出口额超过15亿美元，", "六年内增长六十倍"]),
    ],
)
def test_chinese_headlines_break_at_phrases(text: str, width: float, lines: list[str]) -> None:
    title = para(text, "title")
    breaks = phrase_breaks(title, BODY, 26, width, FACES)
    plain = set_para(title, BODY, 26, width, FACES, "zh")
    phrased = set_para(with_breaks(title, breaks), BODY, 26, width, FACES, "zh")
    assert texts(phrased) == lines
    assert len(phrased.lines) == len(plain.lines)


def test_names_are_kept_whole_and_short_headlines_are_left_alone() -> None:
    title = para("托卡耶夫总统签署乌兹别克与哈萨克斯坦协议文件", "title")
    width = 26 * 12.5
    for offset in phrase_breaks(title, BODY, 26, width, FACES, words=["哈萨克斯坦协议"]):
        assert "哈萨克斯坦协议" in title.runs[0].text[:offset] or "哈萨克斯坦协议" in title.runs[0].text[offset:]
    assert phrase_breaks(para("人工智能法", "title"), BODY, 26, 400, FACES) == ()


def test_breaks_are_put_into_the_run_in_which_they_fall() -> None:
    title = Para("title", (Run("数字"), Run("转型 法典", strong=True)))
    assert [run.text for run in with_breaks(title, (2, 5)).runs] == ["数字\v", "转型\v法典"]
    assert with_breaks(title, ()) == title


def test_a_run_is_as_wide_as_its_share_of_the_size() -> None:
    whole = set_para(Para("figure", (Run("over 90%"),)), BODY, 40, 500, FACES)
    less = set_para(Para("figure", (Run("over ", scale=0.5), Run("90%"))), BODY, 40, 500, FACES)
    small = set_para(Para("figure", (Run("over "), Run("90%"))), BODY, 20, 500, FACES)
    assert small.width < less.width < whole.width
    assert less.height == whole.height
