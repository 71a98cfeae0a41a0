"""Lines, sizes and divisions: the arithmetic of text in boxes."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefgen.fit import (
    USABLE,
    Setting,
    excess_characters,
    phrase_breaks,
    set_para,
    set_paras,
    sizes_at,
    split_para,
    split_paras,
    with_breaks,
)
from briefgen.measure import Faces
from briefgen.model import Para, Run, TextStyle

FACES = Faces.load()
BODY = TextStyle("Calibri", "Microsoft YaHei", 20)
BULLET = replace(BODY, bullet="•", indent=18, hanging=18, space_before=6)
STYLES = {"body": BODY, "bullet": BULLET, "heading": replace(BODY, size=24, bold=True)}
ENGLISH = "The AI law took force on 18 January 2026, the first of its kind in Central Asia. "
CHINESE = "哈萨克斯坦《人工智能法》于2026年1月18日生效，该法把人工智能视为服务于人的工具。"


def para(text: str, role: str = "body", level: int = 0) -> Para:
    return Para(role, (Run(text),), level)


def texts(setting: Setting) -> list[str]:
    return [line.text for line in setting.lines]


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


def test_what_to_cut_is_enough_and_not_far_too_much() -> None:
    for language, text in (("en", ENGLISH * 5), ("zh", CHINESE * 5)):
        excess = excess_characters([para(text)], STYLES, 300, 100, 16, FACES, language)
        shorter = text[:-excess]
        assert set_paras([para(shorter)], STYLES, 16, 300, FACES, language).height <= 100
        slightly = text[: -excess // 2]
        assert set_paras([para(slightly)], STYLES, 16, 300, FACES, language).height > 100
    assert excess_characters([para("short")], STYLES, 300, 100, 16, FACES) == 0


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
    breaks = phrase_breaks(title, BODY, 26, width, FACES, "zh")
    plain = set_para(title, BODY, 26, width, FACES, "zh")
    phrased = set_para(with_breaks(title, breaks), BODY, 26, width, FACES, "zh")
    assert texts(phrased) == lines
    assert len(phrased.lines) == len(plain.lines)


def test_names_are_kept_whole_and_short_headlines_are_left_alone() -> None:
    title = para("托卡耶夫总统签署乌兹别克与哈萨克斯坦协议文件", "title")
    width = 26 * 12.5
    for offset in phrase_breaks(title, BODY, 26, width, FACES, "zh", words=["哈萨克斯坦协议"]):
        assert "哈萨克斯坦协议" in title.runs[0].text[:offset] or "哈萨克斯坦协议" in title.runs[0].text[offset:]
    assert phrase_breaks(para("人工智能法", "title"), BODY, 26, 400, FACES, "zh") == ()


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
