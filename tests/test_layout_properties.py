"""Any mix of parts, lengths, languages, tables and templates gives pages that hold, or findings; never an exception."""

from __future__ import annotations

import dataclasses

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from layout_cases import (
    BODY,
    COLORS,
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
    region,
    template,
    tiles,
)

from briefgen.finding import Finding
from briefgen.layout import describe, lay_out
from briefgen.measure import Faces
from briefgen.model import Box, Frame, Group, Layout, Pages, Part, Passage, Picture, Placed, Raw, Shape, Table, Template

TEXTS = {
    "en": "The law took force on 18 January 2026 and forbids certain uses of artificial intelligence in the state",
    "ru": "Закон вступил в силу 18 января 2026 года и запрещает отдельные способы применения искусственного",
    "kk": "Заң 2026 жылғы 18 қаңтарда күшіне енді және жасанды интеллектіні қолданудың кейбір түрлеріне тыйым",
    "zh": "该法于2026年1月18日生效，禁止国家机关 以某些方式使用人工智能。 投资约15亿美元 服务 平台 数据中心",
}
LONG_WORD = "Donaudampfschifffahrtsgesellschaftskapitänswitwenversicherungsgesetz"


def _scaled(factor: float) -> dict[str, object]:
    return {role: dataclasses.replace(style, size=style.size * factor) for role, style in STYLES.items()}


def _odd_templates() -> dict[str, Template]:
    """Templates that a designer would not make on purpose, but that turn up."""
    words, small = STYLES["body"], STYLES["meta"]
    body = region("Body", "body", BODY, 1, words)
    return {
        "house": house(),
        "blank": template("blank", 960, 540),
        "no-title": template("no-title", 960, 540, (Layout("Body", "content", 0, (body,)),)),
        "no-body": template("no-body", 960, 540, (Layout("Title", "title-only", 0, (TITLE,)),)),
        "old": template(
            "old", 720, 540,
            (Layout("Old", "content", 0, (
                region("Title", "title", (36, 21, 648, 90), 0, dataclasses.replace(STYLES["title"], size=44)),
                region("Body", "body", (36, 126, 648, 356), 1, words),
                region("Date", "date", (36, 500, 168, 28), 10, small),
                region("Footer", "footer", (246, 500, 228, 28), 11, small),
                region("Number", "number", (516, 500, 168, 28), 12, small),
            )),),
        ),
        "portrait": template("portrait", 540, 960, (Layout("Upright", "content", 0, (
            region("Title", "title", (40, 40, 460, 110), 0, STYLES["title"]),
            region("Body", "body", (40, 170, 460, 700), 1, words),
        )),)),
        "tiny": template("tiny", 288, 162, (), _scaled(0.5), (10.0, 9.0)),
        "poster": template("poster", 2384, 3370, (), _scaled(3.5), (70.0, 63.0, 56.0, 49.0)),
        "body-over-title": template("body-over-title", 960, 540, (Layout("Over", "content", 0, (
            region("Title", "title", (54, 40, 850, 60), 0, STYLES["title"]),
            region("Body", "body", (0, 0, 960, 540), 1, words),
            *STANDARD[2:],
        )),)),
        "off-page": template("off-page", 960, 540, (Layout("Off", "content", 0, (
            region("Title", "title", (-200, -30, 1400, 120), 0, STYLES["title"]),
            region("Body", "body", (500, 300, 900, 700), 1, words),
            region("Footer", "footer", (54, 700, 640, 16), 11, small),
        )),)),
        "title-at-side": template("title-at-side", 960, 540, (Layout("Side", "content", 0, (
            region("Title", "title", (30, 40, 220, 440), 0, STYLES["title"]),
            region("Body", "body", (280, 40, 640, 440), 1, words),
        ), COLORS["ground"], True),)),
        "small-body": template("small-body", 960, 540, (Layout("Caption", "picture", 0, (
            TITLE, region("Body", "body", (700, 300, 120, 60), 1, words),
        )),)),
        "no-styles": template("no-styles", 960, 540, (Layout("Body", "content", 0, (TITLE, body)),), {}, ()),
    }  # fmt: skip


TEMPLATES = _odd_templates()


@st.composite
def texts(draw: st.DrawFn, language: str, most: int) -> str:
    count = draw(st.integers(1, most))
    start = draw(st.integers(0, 15))
    words = TEXTS[language].split()
    chosen = [words[(start + index) % len(words)] for index in range(count)]
    if draw(st.integers(0, 19)) == 0:
        chosen.append(LONG_WORD)
    return ("" if language == "zh" else " ").join(chosen)


@st.composite
def parts(draw: st.DrawFn, language: str) -> Part:
    def words(most: int) -> str:
        return draw(texts(language, most))

    kind = draw(
        st.sampled_from(
            ("points", "prose", "exhibit", "tiles", "callout", "table", "board", "quote", "disagreement", "statement",
             "summary", "picture", "columns", "sources", "unknown", "raw", "nothing")
        )
    )  # fmt: skip
    count = draw(st.integers(1, 7))
    match kind:
        case "points":
            return Group("points", tuple(para("bullet", words(30)) for _ in range(count)))
        case "prose":
            return para("body", words(400))
        case "exhibit":
            return exhibit(f"figure-{count}", draw(st.sampled_from((0.4, 1.0, 1.5, 3.0, 12.0))), words(20))
        case "tiles":
            return tiles(*((words(2), words(12)) for _ in range(count)))
        case "callout":
            return callout(words(60), draw(st.sampled_from(("means", "open", ""))))
        case "table" | "sources":
            columns = draw(st.integers(1, 12))
            rows = draw(st.sampled_from((0, 1, 4, 30)))
            cell = words(20)
            return grid(tuple(words(2) for _ in range(columns)), ((cell,) + (words(3),) * (columns - 1),) * rows, kind)
        case "board":
            return grid(("", *(words(1) for _ in range(count))), ((words(5),) + ("●",) * count,) * 3, "status-board")
        case "quote":
            return Group("quote", (para("quote", words(60)), para("attribution", words(6))))
        case "disagreement":
            claims = tuple(Group("claim", (para("body", words(40)), para("note", words(5)))) for _ in range(count))
            return Group("disagreement", (*claims, Group("resolution", (para("body", words(20)),))))
        case "statement":
            return para("statement", words(25))
        case "summary":
            line = (para("heading", words(12)), para("note", words(20)))
            return Group("summary", tuple(Group("summary-line", line, link="#other") for _ in range(count * 2)))
        case "picture":
            return Picture(b"", "image/png", "A picture", *draw(st.sampled_from(((1600, 900), (10, 3000), (0, 0)))))
        case "columns":
            column = Group("column", tuple(para("body", words(30)) for _ in range(2)))
            return Group("columns", (column,) * count)
        case "raw":
            return Raw("pptx", "<p:sp/>", "A shape")
        case "unknown":
            return Group("something-new", (para("body", words(20)), exhibit()))
        case _:
            return Group("tiles", ())


@st.composite
def passages(draw: st.DrawFn, language: str) -> Passage:
    found = draw(st.lists(parts(language), max_size=4))
    role = draw(
        st.sampled_from(("content",) * 6 + ("cover", "divider", "summary", "closing", "sources", "disagreements"))
    )
    title = draw(st.one_of(texts(language, 18), st.just("")))
    hint = draw(st.sampled_from(("",) * 8 + ("two-column", "Exhibit", "no such layout")))
    sources = draw(st.one_of(st.just(""), texts(language, 60)))
    made = passage(title, *found, role=role, sources=sources, layout=hint, number=draw(st.integers(0, 12)))
    return dataclasses.replace(made, subtitle=made.title if draw(st.booleans()) else ())


@st.composite
def cases(draw: st.DrawFn) -> tuple[str, str, Passage]:
    language = draw(st.sampled_from(tuple(TEXTS)))
    return draw(st.sampled_from(tuple(TEMPLATES))), language, draw(passages(language))


@settings(max_examples=250, deadline=None, suppress_health_check=list(HealthCheck))
@given(cases())
def test_any_deck_holds_or_is_reported(case: tuple[str, str, Passage]) -> None:
    name, language, made = case
    pages, findings = lay_out(document(made, language=language), TEMPLATES[name], Faces.load())
    problems = faults(pages, findings)
    assert not problems, "\n".join([*problems, describe(pages)])


@settings(max_examples=80, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.sampled_from(tuple(TEXTS)).flatmap(lambda language: st.tuples(st.just(language), passages(language))))
def test_any_briefing_stays_within_its_measure(case: tuple[str, Passage]) -> None:
    language, made = case
    paper = template("paper", 595, 842, (), None, (11.0,), "briefing", Box(71, 71, 453, 700))
    pages, _ = lay_out(document(made, language=language, kind="briefing"), paper, Faces.load())
    for page in pages.pages:
        measure = 700.0 if page.landscape else 453.0
        assert all(placed.box.w <= measure + 0.5 for placed in page.placed), describe(pages)
        assert len({placed.name for placed in page.placed}) == len(page.placed)


def faults(pages: Pages, findings: list[Finding]) -> list[str]:
    """What a reader would see go wrong: things off the page, over each other, higher than their box, too small."""
    found: list[str] = []
    width, height = pages.template.width, pages.template.height
    reported = any(finding.rule == "text-overflow" for finding in findings)
    for page in pages.pages:
        inks = [placed for placed in page.placed if not isinstance(placed.part, Shape)]
        names = [placed.name for placed in page.placed]
        if len(set(names)) != len(names):
            found.append(f"names repeat: {names}")
        slots = [placed.placeholder for placed in page.placed if placed.placeholder is not None]
        if len(set(slots)) != len(slots):
            found.append(f"placeholders repeat: {slots}")
        for placed in page.placed:
            box = placed.box
            if box.w <= 0 or box.h <= 0:
                found.append(f"{placed.name} has no size: {box}")
            if box.x < -0.1 or box.y < -0.1 or box.x + box.w > width + 0.1 or box.y + box.h > height + 0.1:
                found.append(f"{placed.name} leaves the page: {box}")
            if placed.slack < -1e-6 and not reported:
                found.append(f"{placed.name} overflows silently: {placed.slack}")
            found += small(placed, pages.template)
        for index, one in enumerate(inks):
            found += [
                f"{one.name} stands over {other.name}: {one.box} {other.box}"
                for other in inks[index + 1 :]
                if shared(one.box, other.box) > 1.0
            ]
        for shape in page.placed:
            if isinstance(shape.part, Shape):
                found += [
                    f"{shape.name} cuts {ink.name}"
                    for ink in inks
                    if shared(shape.box, ink.box) > 1.0 and not inside(ink.box, shape.box)
                ]
    return found


def small(placed: Placed, house: Template) -> list[str]:
    least = min(9.0, *(style.size for style in house.styles.values()), *house.ladder, 9.0)
    part = placed.part
    sizes = part.sizes if isinstance(part, Frame) else (part.size, part.header_size) if isinstance(part, Table) else ()
    return [f"{placed.name} is set at {size}" for size in sizes if size < least - 0.01]


def shared(one: Box, other: Box) -> float:
    width = min(one.x + one.w, other.x + other.w) - max(one.x, other.x)
    height = min(one.y + one.h, other.y + other.h) - max(one.y, other.y)
    return width * height if width > 0.1 and height > 0.1 else 0.0


def inside(inner: Box, outer: Box) -> bool:
    return (
        inner.x >= outer.x - 0.1
        and inner.y >= outer.y - 0.1
        and inner.x + inner.w <= outer.x + outer.w + 0.1
        and inner.y + inner.h <= outer.y + outer.h + 0.1
    )


@pytest.mark.parametrize("name", TEMPLATES)
def test_every_odd_template_holds_an_ordinary_slide(name: str) -> None:
    made = passage(
        "Kazakhstan rose 16 places in a year",
        exhibit(),
        para("bullet", "It leads Central Asia by the article’s account"),
        para("bullet", "Uzbekistan aims at the top 50 by 2030"),
    )
    pages, findings = lay_out(document(made), TEMPLATES[name], Faces.load())
    assert not faults(pages, findings), describe(pages)
    assert not findings
