"""Where things go: what a reader of a slide would notice, asserted on Pages before any file is written."""

from __future__ import annotations

import dataclasses
import subprocess
import sys

import pytest
from layout_cases import (
    BODY,
    STANDARD,
    STYLES,
    TITLE,
    callout,
    document,
    exhibit,
    grid,
    house,
    para,
    passage,
    points,
    region,
    runs,
    template,
    tiles,
)

from briefgen.finding import Finding, Span
from briefgen.fit import set_para
from briefgen.layout import describe, lay_out
from briefgen.measure import Faces
from briefgen.model import Box, Frame, Group, Layout, Page, Para, Passage, Placed, Plot, Run, Shape, Table, Template

THREE = points(
    "**It leads Central Asia** by the article’s account; the index gives rank and score only.",
    "**Uzbekistan aims at the top 50** by 2030; its current rank is not stated.",
    "**No common indicator** exists for the other five countries in the sources.",
)
CLAIM = "Kazakhstan rose 16 places in a year, on an index where lower is better"


def slides(*passages: Passage, on: Template | None = None, language: str = "en") -> tuple[Page, ...]:
    """The pages of a deck that has nothing to complain of."""
    pages, findings = lay_out(document(*passages, language=language), on or house(), Faces.load())
    assert not findings
    return pages.pages


def reported(*passages: Passage, on: Template | None = None, language: str = "en") -> list[Finding]:
    return lay_out(document(*passages, language=language), on or house(), Faces.load())[1]


def found(page: Page, name: str) -> Placed:
    return next(placed for placed in page.placed if placed.name == name)


def names(page: Page) -> list[str]:
    return [placed.name for placed in page.placed]


def words(placed: Placed) -> str:
    assert isinstance(placed.part, Frame)
    return " ".join("".join(run.text for run in one.runs) for one in placed.part.paras)


def sizes(placed: Placed) -> tuple[float, ...]:
    assert isinstance(placed.part, Frame)
    return placed.part.sizes


# ------------------------------------------------------------------------------------------------ a slide


def test_a_claim_with_its_exhibit_and_points() -> None:
    pages, _ = lay_out(document(passage(CLAIM, exhibit(), *THREE)), house(), Faces.load())
    assert describe(pages) == (
        """\
1. passage [Exhibit]: Kazakhstan rose 16 places in a year, on an index where lower is better
   Title #0 @ 54,53 853×70  26 pt, 1 lines: Kazakhstan rose 16 places in a year, on an index where lower is better
   Kicker #13 @ 54,32 640×17  11 pt, 1 lines: Regional comparison
   Exhibit title @ 54,133 505×36  16/12.5 pt, 2 lines: Kazakhstan rose 16 places | Rank of 195 countries
   Exhibit @ 54,177 505×291  figure rank
   Points #1 @ 587,133 320×335  20 pt, 7 lines: """
        """It leads Central Asia by the article’s account; the index gives rank and score only. | Uz…
   Source #14 @ 54,484 853×24  9.5 pt, 1 lines: Source: Kazinform, 27 December 2025
   Footer #11 @ 54,508 640×16  9 pt, 1 lines: Kazakhstan’s digital transformation · January 2026
   Slide number #12 @ 827,508 80×16  9 pt, 1 lines: 1
"""
    )


def test_a_figure_and_its_words_share_their_top_edge_and_the_grid() -> None:
    (page,) = slides(passage(CLAIM, exhibit(), *THREE))
    title, figure, text = (found(page, name) for name in ("Exhibit title", "Exhibit", "Points"))
    assert title.box.x == figure.box.x == found(page, "Title").box.x
    assert title.box.y == text.box.y
    assert text.box.x + text.box.w == pytest.approx(BODY[0] + BODY[2])


def test_a_wide_figure_stands_across_with_the_words_beneath() -> None:
    (page,) = slides(passage(CLAIM, exhibit(aspect=3.2), *THREE))
    figure, text = found(page, "Exhibit"), found(page, "Points")
    assert figure.box.w == pytest.approx(BODY[2])
    assert text.box.y > figure.box.y + figure.box.h


def test_on_an_upright_page_words_stand_beneath_any_figure() -> None:
    upright = template(
        "upright", 540, 960,
        (Layout("Upright", "content", 0, (
            region("Title", "title", (40, 40, 460, 110), 0, STYLES["title"]),
            region("Body", "body", (40, 170, 460, 700), 1, STYLES["body"]),
        )),),
    )  # fmt: skip
    (page,) = slides(passage("A claim", exhibit(), *THREE), on=upright)
    assert found(page, "Points").box.y > found(page, "Exhibit").box.y + found(page, "Exhibit").box.h


def test_the_slide_names_its_sources_once() -> None:
    (page,) = slides(passage(CLAIM, exhibit(), *THREE))
    assert sum("Source" in words(placed) for placed in page.placed if isinstance(placed.part, Frame)) == 1
    (bare,) = slides(passage(CLAIM, exhibit(), *THREE, sources=""))
    assert words(found(bare, "Exhibit note")) == "Source: Oxford Insights"


def test_without_a_region_for_sources_a_strip_is_kept_at_the_foot_of_the_body() -> None:
    body = region("Body", "body", BODY, 1, STYLES["body"])
    (page,) = slides(
        passage(CLAIM, exhibit(), *THREE), on=template("plain", 960, 540, (Layout("L", "content", 0, (TITLE, body)),))
    )
    source = found(page, "Source")
    assert source.placeholder is None
    assert source.box.y + source.box.h <= BODY[1] + BODY[3] + 0.1
    assert all(placed.box.y + placed.box.h <= source.box.y for placed in page.placed if placed is not source)


def test_a_long_source_line_grows_upwards_and_takes_from_the_body() -> None:
    short, long = (passage(CLAIM, exhibit(), sources="Kazinform, 27 December 2025; " * count) for count in (1, 24))
    (low,), (high,) = slides(short), slides(long)
    source = found(high, "Source")
    assert source.lines > 1
    assert source.slack >= 0
    assert source.box.y + source.box.h == pytest.approx(found(low, "Source").box.y + found(low, "Source").box.h)
    assert found(high, "Exhibit").box.h < found(low, "Exhibit").box.h


def test_callouts_stand_a_little_below_the_step_of_the_words() -> None:
    (page,) = slides(passage(CLAIM, exhibit(), *THREE, callout("**What it means.** Rank is not performance.")))
    assert set(sizes(found(page, "Points"))) == {20.0}
    assert set(sizes(found(page, "Callout"))) == {18.0}


def test_few_words_take_the_top_of_the_ladder_and_no_longer_lines_than_can_be_read() -> None:
    (page,) = slides(passage(CLAIM, *THREE))
    text = found(page, "Points")
    assert set(sizes(text)) == {20.0}
    assert text.box.w <= 35 * 20


def test_tiles_are_of_one_height_and_their_numbers_of_one_size() -> None:
    (page,) = slides(
        passage(
            "Nine in ten",
            tiles(("over 90%", "online"), ("51.5 million", "delivered in 2025, in all"), ("49 million", "x")),
        )
    )
    cards = [placed.box for placed in page.placed if isinstance(placed.part, Shape) and placed.part.fill == "panel"]
    assert len(cards) == 3
    assert len({(round(card.y, 3), round(card.h, 3), round(card.w, 3)) for card in cards}) == 1
    assert len({sizes(found(page, f"Figure {number}"))[0] for number in (1, 2, 3)}) == 1
    assert [found(page, f"Figure {number}").lines for number in (1, 3)] == [2, 2]


def test_the_words_beside_a_figures_digits_take_their_share_of_the_line() -> None:
    plain = Group("tile", (para("figure", "over 2,000,000 million"), para("label", "x")))
    figure = plain.parts[0]
    assert isinstance(figure, Para)
    text = ("over ", "2,000,000", " million")
    scaled = dataclasses.replace(
        figure,
        runs=tuple(Run(words, scale=share) for words, share in zip(text, (0.6, 1.0, 0.6), strict=True)),
    )
    other = dataclasses.replace(plain, parts=(scaled, plain.parts[1]))
    (one,) = slides(passage("A", Group("tiles", (plain, plain, plain))))
    (two,) = slides(passage("B", Group("tiles", (other, other, other))))
    assert sizes(found(two, "Figure 1"))[0] > sizes(found(one, "Figure 1"))[0]
    assert found(two, "Figure 1").lines == 2


def test_callouts_side_by_side_have_rules_of_one_height() -> None:
    (page,) = slides(passage("A claim", tiles(("1", "one"), ("2", "two")), callout("Short."), callout("Long. " * 30)))
    rules = [placed.box for placed in page.placed if placed.name.startswith("Callout rule")]
    assert len(rules) == 2
    assert (rules[0].y, rules[0].h) == (rules[1].y, rules[1].h)


def test_two_lines_are_about_alike() -> None:
    title = "The AI law is in force and the supercomputer runs; most of what is to come after that is still a plan"
    (page,) = slides(
        passage(
            title, *THREE, callout("One word more than fits on a line of this length here, and so it is broken in two")
        )
    )
    style = STYLES["title"]
    placed = found(page, "Title")
    assert placed.lines == 2
    lines = set_para(para("title", title), style, 26, placed.box.w, Faces.load()).lines
    assert lines[1].width > 0.75 * lines[0].width


def test_a_line_that_is_hardly_too_long_is_not_broken_on_purpose() -> None:
    faces, style = Faces.load(), STYLES["title"]
    words = "Kazakhstan rose in a year"
    while set_para(para("title", words + "i"), style, 26, BODY[2], faces).lines[0].text == words + "i":
        words += "i"
    (page,) = slides(passage(words + "i i", *THREE))
    assert found(page, "Title").box.w == TITLE.box.w


def test_rows_of_a_board_are_of_one_height() -> None:
    rows = (("Law", "●", "● and a word below it, so that it is higher than all of the others"), ("Code", "○", "○"))
    (page,) = slides(passage("Stages", grid(("", "Drafted", "Signed"), rows, "status-board")))
    table = found(page, "Table").part
    assert isinstance(table, Table)
    assert len({round(height, 3) for height in table.heights[1:]}) == 1


def test_a_derived_body_begins_where_the_others_do() -> None:
    bare = Layout(
        "Bare", "title-only", 1, (*STANDARD, region("Body", "body", (54, 142, 853.2, 326), None, STYLES["body"]))
    )
    content = Layout("Content", "content", 0, (*STANDARD, region("Body", "body", BODY, 1, STYLES["body"])))
    table = grid(("Country", "Target"), (("Kazakhstan", "5"),) * 3)
    (page,) = slides(passage("A table", table), on=template("t", 960, 540, (content, bare)))
    assert page.layout == 1
    assert found(page, "Table").box.y == BODY[1]


def test_a_statement_stands_under_a_rule_above_the_middle() -> None:
    (page,) = slides(passage("The evidence is thin", para("statement", "All that is said stands in two paragraphs")))
    rule, words = found(page, "Statement rule").box, found(page, "Statement").box
    assert rule.y + rule.h < words.y
    assert words.y + words.h / 2 < BODY[1] + BODY[3] / 2


def test_room_is_not_left_empty_beside_a_figure() -> None:
    (page,) = slides(passage(CLAIM, exhibit(aspect=2.1), callout("A few words.")))
    assert found(page, "Exhibit").box.w == pytest.approx(BODY[2])


def test_an_annex_is_set_as_large_as_what_is_read() -> None:
    rows = (("A fact " * 3, "What is said about it, and by whom. " * 3, "What we do."),) * 8
    pages = slides(passage("Annex", grid(("Fact", "Said", "Done"), rows, "disagreements"), role="disagreements"))
    tables = [placed.part for page in pages for placed in page.placed if isinstance(placed.part, Table)]
    assert min(table.size for table in tables) >= 12


def test_the_columns_of_a_small_table_are_shifted_until_it_is_low() -> None:
    rows = (
        ("President of Kazakhstan", "Kassym-Jomart Tokayev", "Signed the AI law and asked for a law on Alatau City"),
        (
            "Minister of Artificial Intelligence and Digital Development",
            "Zhaslan Madiyev",
            "Heads the ministry and is Deputy",
        ),
    )
    (page,) = slides(passage("Who", grid(("Office", "Who", "What"), rows)))
    table = found(page, "Table").part
    assert isinstance(table, Table)
    assert table.widths[1] < min(table.widths[0], table.widths[2])


def test_callouts_stand_beneath_what_they_comment_on() -> None:
    (page,) = slides(passage("A claim", callout("What it means."), tiles(("1", "one"), ("2", "two"))))
    assert found(page, "Callout").box.y > found(page, "Figure 1 card").box.y + found(page, "Figure 1 card").box.h


def test_claims_stand_side_by_side_with_the_resolution_beneath() -> None:
    claims = [Group("claim", (para("body", text), para("label", "Kazinform"))) for text in ("One.", "Another. " * 20)]
    (page,) = slides(
        passage("They disagree", Group("disagreement", (*claims, Group("resolution", (para("callout", "Both."),)))))
    )
    one, two = found(page, "Claim 1 card").box, found(page, "Claim 2 card").box
    assert (one.y, one.h) == (two.y, two.h)
    assert found(page, "Resolution").box.y >= one.y + one.h


def test_summary_lines_lead_to_their_sections() -> None:
    lines = [
        Group("summary-line", (para("heading", f"Claim {number}"), para("body", "Why")), link=f"#s{number}")
        for number in range(1, 7)
    ]
    (page,) = slides(passage("Summary", Group("summary", tuple(lines)), role="summary"))
    assert [found(page, f"Line {number}").link for number in (1, 6)] == ["#s1", "#s6"]
    assert found(page, "Line 1").box.y == found(page, "Line 2").box.y < found(page, "Line 3").box.y
    heading, why = sizes(found(page, "Line 1"))
    assert why < heading


def test_a_summary_grows_smaller_before_it_takes_a_second_slide() -> None:
    long = "Some words that say more of it, at the length that they take in a language of long words. " * 2
    lines = [
        Group("summary-line", (para("heading", f"Claim {number}"), para("body", long)), link=f"#s{number}")
        for number in range(1, 11)
    ]
    (page,) = slides(passage("Summary", Group("summary", tuple(lines)), role="summary"))
    assert min(sizes(found(page, "Line 10"))) >= 11


# ------------------------------------------------------------------------------------------------- titles


@pytest.mark.parametrize(("count", "size"), [(8, 26.0), (24, 24.0), (26, 22.0)])
def test_a_long_title_steps_down_its_own_ladder(count: int, size: float) -> None:
    (page,) = slides(passage("claims " * count, *THREE))
    assert sizes(found(page, "Title")) == (size,)


def test_a_title_that_does_not_fit_is_an_error_that_says_how_much_to_cut() -> None:
    (finding,) = reported(passage("Утверждение " * 22, *THREE), language="ru")
    assert (finding.rule, finding.language) == ("text-overflow", "ru")
    assert finding.span is not None
    assert "cut about" in finding.hint


def test_titles_agree_on_a_size_from_slide_to_slide() -> None:
    long = [passage("claims " * 24, *THREE) for _ in range(3)]
    pages = slides(passage("Short", *THREE), *long)
    assert {sizes(found(page, "Title")) for page in pages} == {(24.0,)}


def test_a_single_long_title_leaves_the_others_as_they_are() -> None:
    pages = slides(passage("claims " * 24, *THREE), *(passage("Short", *THREE) for _ in range(10)))
    assert [sizes(found(page, "Title")) for page in pages[:2]] == [(24.0,), (26.0,)]


def test_a_title_that_grows_by_its_mark_costs_no_later_slide_its_room() -> None:
    """A title that fills its line has two once it says that the slide goes on."""
    for length in range(28, 52, 2):
        rows = tuple((f"Row {number}", "Words that say something " * 3) for number in range(14))
        pages = slides(passage("claim " * (length // 6), grid(("One", "Two"), rows)), on=narrow_title())
        assert len(pages) > 1
        assert min(placed.slack for page in pages for placed in page.placed) > -1e-6


def narrow_title() -> Template:
    """A layout with a title of one line, into whose growth the body gives way."""
    title = region("Title", "title", (54, 40, 300, 36), 0, STYLES["title"])
    body = region("Body", "body", (54, 90, 850, 220), 1, STYLES["body"])
    return template("narrow", 960, 540, (Layout("Narrow", "content", 0, (title, body)),))


def test_a_subtitle_without_a_region_is_aligned_as_its_title() -> None:
    centred = dataclasses.replace(STYLES["title"], align="center")
    title = region("Title", "title", (54, 160, 850, 80), 0, centred)
    front = Passage("one", "cover", runs("Title"), (), Span("x"), subtitle=runs("What it is about"))
    (page,) = slides(front, on=template("front", 960, 540, (Layout("Front", "cover", 0, (title,)),)))
    frame = found(page, "Subtitle").part
    assert isinstance(frame, Frame)
    assert frame.styles[0].align == "center"


def test_a_chinese_title_breaks_between_phrases() -> None:
    text = "人工智能法已经生效，数字法典仍在参议院审议之中，后者的内容在签署之前都只是计划而已"
    (page,) = slides(passage(text, *points("该法已生效")), language="zh")
    assert "，\n" in words(found(page, "Title"))
    assert page.title == text


def test_short_chinese_remarks_break_between_phrases_and_never_inside_a_value() -> None:
    text = "该法以风险为导向，国家对人工智能不加限制，但把影响人权的行为明确划定出来，并要求标注与问责"
    (page,) = slides(passage("法律", *points("该法已生效"), callout(text)), language="zh")
    lines = words(found(page, "Callout")).split("\n")
    assert len(lines) > 1
    assert all(line.endswith(("，", "。")) for line in lines[:-1])
    opening = "国家超级计算机集群一台已建成，其用户和费用的情况均未说明，另据年度文章的报道该机系"
    for length in range(12, len(opening)):
        said = (Run(opening[:length]), Run("2025年7月9日", fact="start"), Run("启用"))
        remark = Group("callout", (Para("callout", said),))
        (page,) = slides(passage("法律", *points("该法已生效"), remark), language="zh")
        assert "2025年7月9日" in words(found(page, "Callout"))


def test_without_a_title_region_one_is_derived_above_the_body() -> None:
    body = region("Body", "body", (54, 100, 850, 380), 1, STYLES["body"])
    (page,) = slides(passage(CLAIM, *THREE), on=template("t", 960, 540, (Layout("L", "content", 0, (body,)),)))
    title = found(page, "Title")
    assert title.placeholder is None
    assert title.box.y + title.box.h <= found(page, "Points").box.y


# ---------------------------------------------------------------------------------------------- layouts


@pytest.mark.parametrize("hint", ["two-column", "Two columns", "TWO COLUMNS"])
def test_an_author_may_choose_a_layout_by_role_or_by_name(hint: str) -> None:
    (page,) = slides(passage(CLAIM, *THREE, layout=hint))
    assert page.layout == 3


def test_an_unknown_layout_lists_those_that_there_are() -> None:
    (finding,) = reported(passage(CLAIM, *THREE, layout="Exhibits"))
    assert finding.rule == "layout-unknown"
    assert "did you mean 'Exhibit'?" in finding.hint
    assert "two-column" in finding.hint


def test_a_layout_whose_title_stands_elsewhere_is_not_chosen_unasked() -> None:
    side = Layout(
        "Caption", "exhibit", 1,
        (
            region("Title", "title", (40, 200, 240, 100), 0, STYLES["title"]),
            region("Body", "body", (300, 40, 600, 440), 1, STYLES["body"]),
        ),
    )  # fmt: skip
    content = Layout("Content", "content", 0, (*STANDARD, region("Body", "body", BODY, 1, STYLES["body"])))
    (page,) = slides(passage(CLAIM, exhibit(), *THREE), on=template("t", 960, 540, (side, content)))
    assert page.layout == 0


def test_a_layout_with_two_columns_gives_its_columns() -> None:
    (page,) = slides(passage(CLAIM, exhibit(), *THREE, layout="two-column"))
    figure, text = found(page, "Exhibit").box, found(page, "Points").box
    assert figure.w == pytest.approx(text.w, abs=1)


def test_a_cover_fills_the_regions_that_it_has() -> None:
    (page,) = slides(
        passage(
            "Kazakhstan’s digital transformation", para("meta", "January 2026"), role="cover", sources="",
            subtitle=runs("Law and people"),
        )
    )  # fmt: skip
    assert [(placed.name, placed.placeholder) for placed in page.placed] == [
        ("Title", 0),
        ("Subtitle", 1),
        ("Details", 15),
    ]
    title = found(page, "Title").part
    assert isinstance(title, Frame)
    assert title.on_dark
    assert title.styles[0].color == "FFFFFF"


def test_a_divider_shows_number_title_and_scope() -> None:
    (page,) = slides(passage("Legislation", role="divider", number=2, subtitle=runs("In force"), sources=""))
    assert (found(page, "Number").placeholder, words(found(page, "Number"))) == (16, "2")
    assert (found(page, "Subtitle").placeholder, words(found(page, "Subtitle"))) == (1, "In force")
    assert not {"Footer", "Slide number"} & set(names(page))


def test_a_slide_that_is_nothing_but_a_statement_sets_it_as_the_title() -> None:
    (page,) = slides(passage("", para("statement", "The law is in force; the code is not."), sources=""))
    assert page.layout == 5
    assert words(found(page, "Title")) == page.title == "The law is in force; the code is not."


def test_words_on_a_dark_ground_are_in_the_colour_of_paper() -> None:
    dark = Layout("Dark", "content", 0, (TITLE, region("Body", "body", BODY, 1, STYLES["body"])), "0B4F5C", True)
    (page,) = slides(passage(CLAIM, *THREE), on=template("dark", 960, 540, (dark,)))
    frame = found(page, "Points").part
    assert isinstance(frame, Frame)
    assert frame.on_dark
    assert {style.color for style in frame.styles} == {"FFFFFF"}


# ---------------------------------------------------------------------------------------- further slides


def test_what_spills_over_goes_on_with_the_title_marked() -> None:
    many = points(
        *(
            f"**Point {number}** " + "says what it has to say at some length, and then more. " * 3
            for number in range(12)
        )
    )
    made = dataclasses.replace(passage(CLAIM, exhibit(), *many), notes=(para("body", "Spoken"),))
    pages = slides(made)
    assert len(pages) > 1
    assert [page.id for page in pages[:2]] == ["passage", "passage-2"]
    assert [page.continued for page in pages[:2]] == [False, True]
    assert words(found(pages[1], "Title")).endswith("(continued)")
    assert len({page.title for page in pages}) == len(pages)
    assert [bool(page.notes) for page in pages[:2]] == [True, False]
    assert [page.number for page in pages] == list(range(1, len(pages) + 1))
    said = " ".join(words(placed) for page in pages for placed in page.placed if placed.name.startswith("Points"))
    assert [f"Point {number} " in said for number in range(12)] == [True] * 12


def test_slides_that_a_passage_takes_are_evenly_filled() -> None:
    many = points(
        *("says what it has to say at some length, and then a little more than that. " * 3 for _ in range(16))
    )
    pages = slides(passage(CLAIM, *many))
    counts = [
        sum(
            len(placed.part.paras)
            for placed in page.placed
            if isinstance(placed.part, Frame) and "Points" in placed.name
        )
        for page in pages
    ]
    assert sum(counts) == 16
    assert max(counts) - min(counts) <= 2


def test_a_long_table_repeats_its_header_and_keeps_its_columns() -> None:
    rows = tuple((f"Row {number}", "what it says, which is more than a line can hold " * 2) for number in range(40))
    made = dataclasses.replace(grid(("Name", "What"), rows), own_rows=(0, 39))
    pages = slides(passage("Many rows", made))
    tables = [found(page, "Table").part for page in pages]
    assert len(tables) > 1
    assert all(isinstance(table, Table) and len(table.heights) == len(table.grid.rows) + 1 for table in tables)
    assert len({table.widths for table in tables if isinstance(table, Table)}) == 1
    assert sum(len(table.grid.rows) for table in tables if isinstance(table, Table)) == 40
    last = tables[-1]
    assert isinstance(last, Table)
    assert last.grid.own_rows == (len(last.grid.rows) - 1,)


def test_a_table_is_set_smaller_before_it_is_divided() -> None:
    rows = tuple((f"Row {number}", "short") for number in range(14))
    (page,) = slides(passage("Rows", grid(("Name", "What"), rows)))
    table = found(page, "Table").part
    assert isinstance(table, Table)
    assert 12 <= table.size < 16


def test_a_table_with_too_many_columns_goes_on_with_its_first_column() -> None:
    header = tuple(f"Measurement{number}" for number in range(24))
    pages = slides(passage("Wide", grid(header, (header,) * 2)))
    tables = [placed.part.grid for page in pages for placed in page.placed if isinstance(placed.part, Table)]
    assert len(tables) > 1
    assert {"".join(run.text for run in table.columns[0].header) for table in tables} == {"Measurement0"}


def test_a_row_that_no_slide_can_hold_is_reported() -> None:
    (finding,) = reported(passage("Rows", grid(("A", "B", "C", "D"), (("long words " * 300,) * 4,))))
    assert finding.rule == "text-overflow"
    assert "'Table'" in finding.message


def test_a_paragraph_higher_than_a_slide_is_divided_at_a_sentence() -> None:
    pages = slides(passage("Prose", para("body", "A sentence of some words stands here. " * 150)))
    texts = [words(placed) for page in pages for placed in page.placed if placed.name.startswith("Text")]
    assert len(pages) > 1
    assert all(text.rstrip().endswith(".") for text in texts)


def test_a_heading_does_not_stand_last_on_a_slide() -> None:
    parts: list[Para] = []
    for number in range(12):
        parts += [para("heading", f"Heading {number}"), para("body", "Words that follow it, at length. " * 9)]
    for page in slides(passage("Headed", *parts)):
        texts = [placed.part for placed in page.placed if placed.name.startswith("Text")]
        assert isinstance(texts[-1], Frame)
        assert texts[-1].paras[-1].role != "heading"


def test_slack_is_recorded_and_kept() -> None:
    (page,) = slides(passage(CLAIM, exhibit(), *THREE, *THREE, *THREE))
    assert all(placed.slack >= 0.03 for placed in page.placed if placed.name.startswith("Points"))


# --------------------------------------------------------------------------------------------- briefings


def paper() -> Template:
    styles = {**STYLES, **{role: dataclasses.replace(STYLES[role], size=11) for role in ("body", "bullet", "prose")}}
    return template("paper", 595, 842, (), styles, (11.0,), "briefing", Box(71, 71, 453, 700))


def leaves(*passages: Passage) -> tuple[Page, ...]:
    pages, findings = lay_out(document(*passages, kind="briefing"), paper(), Faces.load())
    assert not findings
    return pages.pages


def test_a_briefing_gives_its_parts_in_flow() -> None:
    (page,) = leaves(passage("The AI law", para("prose", "Words. " * 80), exhibit(), level=2))
    heading = found(page, "Title").part
    assert isinstance(heading, Frame)
    assert [(one.role, one.level, one.id) for one in heading.paras] == [("heading", 1, "passage")]
    figure = next(placed for placed in page.placed if isinstance(placed.part, Plot))
    assert (figure.box.w, round(figure.box.h)) == (453, 208)
    tops = [placed.box.y for placed in page.placed]
    assert tops == sorted(tops)


def test_a_table_that_is_too_wide_gets_a_turned_page_of_its_own() -> None:
    header = tuple(f"Measurement{number}" for number in range(8))
    pages = leaves(passage("Wide", para("prose", "Before."), grid(header, (header,)), para("prose", "After.")))
    assert [(page.landscape, page.continued) for page in pages] == [(False, False), (True, True), (False, True)]
    table = found(pages[1], "Table").part
    assert isinstance(table, Table)
    assert 453 < sum(table.widths) <= 700.1


def test_a_turned_page_begins_with_the_heading_of_its_table() -> None:
    header = tuple(f"Measurement{number}" for number in range(8))
    (page,) = leaves(passage("Wide", grid(header, (header,))))
    assert page.landscape
    assert names(page) == ["Title", "Table", "Source"]


@pytest.mark.parametrize(("kind", "highest"), [("slope", 213), ("timeline", 227), ("map", 283), ("bar", 386)])
def test_a_figure_in_a_briefing_is_no_higher_than_its_kind_needs(kind: str, highest: float) -> None:
    made = exhibit(aspect=0.4)
    plot = next(part for part in made.parts if isinstance(part, Plot))
    other = Plot(dataclasses.replace(plot.figure, kind=kind))
    (page,) = leaves(passage("A", Group("exhibit", (other,))))
    assert found(page, "Exhibit").box.h <= highest


def test_facts_stay_on_an_upright_page_in_columns_that_are_alike() -> None:
    header = ("Fact", "Value", "Date · Kind", "Source")
    rows = (("A fact", "Some value of it, at length " * 3, "27 Dec 2025", "Kazinform, 27 Dec 2025, ¶ 4"),) * 3
    short = (("A", "B", "2025", "K"),)
    (page,) = leaves(passage("Facts", grid(header, rows, "facts"), grid(header, short, "facts"), role="facts"))
    assert not page.landscape
    one, two = (placed.part for placed in page.placed if isinstance(placed.part, Table))
    assert one.widths == two.widths
    assert one.size == 8.5


def test_dates_in_a_table_of_facts_stay_on_one_line() -> None:
    header = ("Fact", "Value", "Date · Kind", "Source")
    (page,) = leaves(passage("Facts", grid(header, (("A", "B", "on the 27th of December", "K"),), "facts")))
    table = found(page, "Table").part
    assert isinstance(table, Table)
    words = set_para(para("body", "on the 27th of December"), STYLES["body"], 8.5, table.widths[2] - 8.5, Faces.load())
    assert len(words.lines) == 1


def test_four_tiles_stand_in_one_row_and_their_figures_on_one_line() -> None:
    (page,) = leaves(passage("Figures", tiles(*(("over 200,000,000", "x"),) * 4)))
    table = found(page, "Table").part
    assert isinstance(table, Table)
    assert len(table.grid.columns) == 4
    assert table.sizes["figure"] < STYLES["figure"].size


def test_tiles_become_a_table_without_a_header() -> None:
    (page,) = leaves(passage("Figures", tiles(("90%", "online"), ("51.5 million", "delivered"), ("13", "more"))))
    table = found(page, "Table").part
    assert isinstance(table, Table)
    assert (table.grid.role, len(table.heights), len(set(table.widths))) == ("tiles", 1, 1)


def test_a_callout_keeps_its_role_and_tone() -> None:
    (page,) = leaves(passage("A claim", callout("Nothing is known.", "open")))
    frame = found(page, "Callout").part
    assert isinstance(frame, Frame)
    assert (frame.role, frame.tone) == ("callout", "open")


def test_layout_needs_neither_matplotlib_nor_office_libraries() -> None:
    heavy = ("matplotlib", "pptx", "docx", "pydantic")
    code = f"import sys, briefgen.layout; print([name for name in {heavy} if name in sys.modules])"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "[]\n"
