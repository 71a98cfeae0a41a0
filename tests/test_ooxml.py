"""What both writers stand on: scripts, colours, marks, names and parts."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefgen.color import contrast
from briefgen.model import Para, Run
from briefgen.ooxml.citations import cut, marks
from briefgen.ooxml.markup import clean, emu, escape, shares_emu
from briefgen.ooxml.outline import numbered_caption
from briefgen.ooxml.palette import Palette
from briefgen.ooxml.parts import Names, Relations
from briefgen.ooxml.script import split
from briefgen.ooxml.wording import Bookmarks
from briefgen.package import Package

# -------------------------------------------------------------------------------------------------------- script


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("Plain text, 2025.", "en", [("Plain text, 2025.", "en-GB")]),
        ("In 阿斯塔纳 today", "en", [("In ", "en-GB"), ("阿斯塔纳", "zh-CN"), (" today", "en-GB")]),
        ("the Заң bill", "en", [("the ", "en-GB"), ("Заң", "kk-KZ"), (" bill", "en-GB")]),
        ("проект Alem.ai запущен", "ru", [("проект ", "ru-RU"), ("Alem.ai", "en-GB"), (" запущен", "ru-RU")]),
        ("издание 报告", "ru", [("издание ", "ru-RU"), ("报告", "zh-CN")]),
        ("15 млрд", "kk", [("15 млрд", "kk-KZ")]),
        ("人工智能（AI）法", "zh", [("人工智能（", "zh-CN"), ("AI", "en-GB"), ("）法", "zh-CN")]),
        ("“数字”——2025年", "zh", [("“数字”——2025年", "zh-CN")]),
        ("由 Freedom Holding 建", "zh", [("由 ", "zh-CN"), ("Freedom Holding", "en-GB"), (" 建", "zh-CN")]),
    ],
)
def test_each_script_is_a_stretch_with_its_language(text: str, language: str, expected: list[tuple[str, str]]) -> None:
    assert [(stretch.text, stretch.tag) for stretch in split(text, language)] == expected


@given(st.text(), st.sampled_from(["en", "ru", "kk", "zh", "de"]))
def test_splitting_loses_nothing(text: str, language: str) -> None:
    assert "".join(stretch.text for stretch in split(text, language)) == text


def test_only_east_asian_stretches_take_the_east_asian_slot() -> None:
    assert [stretch.east_asian for stretch in split("由Alem建", "zh")] == [True, False, True]
    assert not split("дом", "ru")[0].east_asian


# --------------------------------------------------------------------------------------------------------- markup


@given(st.text())
def test_escaped_text_can_be_parsed_again(text: str) -> None:
    from lxml import etree

    element = etree.fromstring(f'<a b="{escape(text)}">{escape(text)}</a>'.encode())
    assert (element.text or "").replace("\r", "\n") == clean(text).replace("\r\n", "\n").replace("\r", "\n")


def test_control_characters_are_left_out() -> None:
    assert escape('a\x00b\x0bc<&>"') == "abc&lt;&amp;&gt;&quot;"


@given(st.lists(st.floats(0.1, 500), min_size=1, max_size=12))
def test_shares_add_up_to_the_whole(lengths: list[float]) -> None:
    total = 0.0
    for length in lengths:
        total += length
    assert sum(shares_emu(tuple(lengths))) == emu(total)


# ------------------------------------------------------------------------------------------------------ citations


def mark_text(runs: list[Run], language: str) -> str:
    found = marks(runs, language)
    stretches = cut(runs, [mark.offset for mark in found])
    pieces = []
    for index, stretch in enumerate(stretches):
        pieces.append("".join(run.text for run in stretch))
        if index < len(found):
            pieces.append(f"[{'+'.join(found[index].keys)}]")
    return "".join(pieces)


@pytest.mark.parametrize(
    ("language", "words", "expected"),
    [
        ("en", ["About ", "20,000*a", " people, it says."], "About 20,000 people,[a] it says."),
        ("en", ["It is ", "5.5*a"], "It is 5.5[a]"),
        ("en", ["It is ", "5.5*a", "."], "It is 5.5.[a]"),
        ("ru", ["Около ", "20*a", " человек, и всё."], "Около 20 человек[a], и всё."),
        ("zh", ["约", "2万*a", "人。"], "约2万人[a]。"),
        ("en", ["From ", "76*a", " to ", "60*b", " now"], "From 76[a] to 60 now[b]"),
        ("en", ["From ", "76*a", " to ", "60*a", " now. More"], "From 76 to 60 now.[a] More"),
        ("en", ["No source here."], "No source here."),
        ("ru", ["В ", "2026*a", " году\u00a0— это план."], "В 2026 году[a]\u00a0— это план."),
        ("kk", ["Экспорт ", "5\u00a0млрд*a", " – мақсат."], "Экспорт 5\u00a0млрд[a] – мақсат."),
        ("en", ["By ", "2030*a", " – a plan"], "By 2030[a] – a plan"),
        ("en", ["He said: “It is ", "20*a", ".” Then more."], "He said: “It is 20.”[a] Then more."),
        ("ru", ["Он сказал: «Их ", "20*a", "»."], "Он сказал: «Их 20»[a]."),
        ("ru", ["«Их ", "20*a", "!» Так он сказал."], "«Их 20!»[a] Так он сказал."),
        ("ru", ["Дня (", "17*a", ") и (", "23*b", ")."], "Дня (17)[a] и (23)[b]."),
        ("en", ["Kazakhstan*a", "’s ", "20*b"], "Kazakhstan[a]’s 20[b]"),
        ("zh", ["他说：“约", "2万*a", "人。”此后"], "他说：“约2万人。”[a]此后"),
        ("zh", ["约（", "2万*a", "人），", "3*b", "家。"], "约（2万人）[a]，3家[b]。"),
        ("zh", ["他说：", "已准备周全。*a", "此后"], "他说：已准备周全[a]。此后"),
        ("zh", ["“已准备周全。”*a", "此后"], "“已准备周全。”[a]此后"),
        ("ru", ["Итак: ", "всё готово.*a"], "Итак: всё готово[a]."),
        ("ru", ["Итак: ", "всё готово.*a", " Далее"], "Итак: всё готово[a]. Далее"),
        ("ru", ["До ", "2026 г.*a", " готово."], "До 2026 г. готово[a]."),
        ("en", ["So: ", "all is done.*a", " Then"], "So: all is done.[a] Then"),
        ("zh", ["约", "2万*a", "人——这是计划。"], "约2万人[a]——这是计划。"),
        ("zh", ["有", "2*a", "家，即", "3*b", "人；后来"], "有2家[a]，即3人[b]；后来"),
        (
            "ru",
            ["За ", "2025*a", " год более ", "1 млрд долл. США*", ", не менее."],
            "За 2025 год более 1 млрд долл. США[a], не менее.",
        ),
        ("ru", ["Её ", "дочь*a", " (", "группа G42, ОАЭ*", ") вошла."], "Её дочь (группа G42, ОАЭ) вошла[a]."),
        ("ru", ["С ", "1 млрд*a", " и ", "2 млрд долл.*", " за год."], "С 1 млрд и 2 млрд долл. за год[a]."),
    ],
)
def test_marks_stand_at_the_end_of_the_clause(language: str, words: list[str], expected: str) -> None:
    runs = []
    for word in words:
        text, value, key = word.partition("*")
        runs.append(Run(text, fact="fact" if value else "", citations=(key,) if key else ()))
    assert mark_text(runs, language) == expected


@given(st.lists(st.tuples(st.text(max_size=12), st.sampled_from(["", "a", "b"])), max_size=8))
def test_marking_changes_no_word(words: list[tuple[str, str]]) -> None:
    runs = [Run(text, citations=(key,) if key else ()) for text, key in words]
    for language in ("en", "ru", "zh"):
        offsets = [mark.offset for mark in marks(runs, language)]
        assert offsets == sorted(offsets)
        cited = {sum(len(run.text) for run in runs[: place + 1]) for place, run in enumerate(runs) if run.citations}
        text = "".join(run.text for run in runs)
        assert all(offset in cited or text[offset - 1] not in " \u00a0" for offset in offsets)
        whole = "".join(run.text for stretch in cut(runs, offsets) for run in stretch)
        assert whole == "".join(text for text, _ in words)


@pytest.mark.parametrize(
    ("text", "pieces", "label"),
    [("Figure 12", ["Figure ", "12"], 2), ("12-сурет", ["12", "-сурет"], 2), ("图12", ["图", "12"], 2)],
)
def test_the_number_of_a_caption_is_a_run_of_its_own(text: str, pieces: list[str], label: int) -> None:
    found = numbered_caption(Para("caption", (Run(text), Run(": title")), id="figure-12"))
    assert found is not None
    runs, count = found
    assert [run.text for run in runs] == [*pieces, ": title"]
    assert count == label
    assert [run.text for run in runs if run.link == "seq:figure"] == ["12"]


def test_other_paragraphs_are_no_captions() -> None:
    assert numbered_caption(Para("prose", (Run("Figure 1"),), id="figure-1")) is None
    assert numbered_caption(Para("caption", (Run("Map"),), id="figure-1")) is None


# ------------------------------------------------------------------------------------------------------- palette


def test_every_tone_can_be_read_on_a_dark_ground() -> None:
    palette = Palette({"ink": "10242E", "paper": "FFFFFF", "accent": "0099AD", "plan": "D99A1C", "muted": "5B6B73"})
    for tone in ("ink", "accent", "plan", "muted", "unheard-of"):
        assert contrast(palette.text(tone, "0B4F5C"), "0B4F5C") >= 4.5
    assert palette.text("ink", "0B4F5C") == "FFFFFF"


def test_words_take_the_text_variant_of_a_tone() -> None:
    palette = Palette({"accent": "0099AD", "accent-text": "008294"})
    assert (palette.color("accent"), palette.text("accent")) == ("0099AD", "008294")


def test_a_header_is_filled_only_for_light_words() -> None:
    palette = Palette({"strong": "0B4F5C"})
    assert palette.header_ground("FFFFFF") == "0B4F5C"
    assert palette.header_ground("0B4F5C") == ""


def test_theme_colours_are_named() -> None:
    palette = Palette({"accent": "0099AD"}, {"0099AD": "accent1"})
    assert palette.fill("0099AD") == '<a:solidFill><a:schemeClr val="accent1"/></a:solidFill>'
    assert palette.fill("123456") == '<a:solidFill><a:srgbClr val="123456"/></a:solidFill>'


# --------------------------------------------------------------------------------------------------------- parts


def test_a_relationship_is_made_once() -> None:
    relations = Relations()
    first = relations.relate("image", "ppt/media/image1.png")
    assert relations.relate("image", "ppt/media/image1.png") == first
    assert relations.relate("image", "ppt/media/image2.png") != first
    assert Relations(relations.items).relate("slide", "x") == "rId3"


def test_new_parts_avoid_names_in_use_and_images_are_kept_once() -> None:
    package = Package({"ppt/media/image1.png": b"old"})
    names = Names(package)
    first = names.add_image("ppt/media", "image/png", b"new")
    assert first == "ppt/media/image2.png"
    assert names.add_image("ppt/media", "image/png", b"new") == first
    assert names.add_image("ppt/media", "image/png", b"newer") == "ppt/media/image3.png"
    assert package.content_type(first) == "image/png"


@given(st.lists(st.text(min_size=1, max_size=60), max_size=20, unique=True))
def test_bookmarks_are_what_word_allows(ids: list[str]) -> None:
    bookmarks = Bookmarks(ids)
    names = [bookmarks.name(id_) or "" for id_ in ids]
    assert all(re.fullmatch(r"[A-Za-z][A-Za-z0-9_]{0,39}", name) for name in names)
    assert len({name.lower() for name in names}) == len(ids)
