"""The proof on paper: decks and briefings as LibreOffice shows them, against the boxes that the files state.

Nothing here asks the layout whether it is right.  Four themes in four languages stand in the house's template, whole,
and in odd ones made by script, of which every fifth slide is rendered: each template and language begins at another,
so that together they show all.  `rendered.py` says what is looked for.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import built
import odd_templates
import pytest
import rendered

from briefgen.finding import has_errors
from briefgen.model import Template
from briefgen.template import read_template

pytestmark = [
    pytest.mark.office,
    pytest.mark.skipif(rendered.OFFICE is None, reason="LibreOffice is not installed"),
]

THEMES = ("overview", "legislation", "infrastructure", "economy-and-talent")
ODD = (
    "wide", "potx", "a4", "portrait", "a0", "dark", "picture", "panel", "banner", "several-masters", "no-layouts",
    "no-titles", "no-bodies", "odd-idx", "tiny-title", "huge-title", "huge-body", "chinese",
)  # fmt: skip
EVERY = 5
HANGING = "，。、；：！？"
GROUNDS = ("house", "dark", "picture", "panel", "banner")


@dataclass(frozen=True)
class Shown:
    """A deck and what LibreOffice made of it."""

    name: str
    template: Template
    blob: bytes
    pdf: bytes

    @cached_property
    def pages(self) -> list[rendered.RenderedPage]:
        return rendered.read_pdf(self.pdf)

    @cached_property
    def seen(self) -> list[rendered.Seen]:
        return list(rendered.match_shapes(self.blob, self.pages))


def templates() -> Iterator[tuple[str, Template]]:
    template, _ = read_template(built.house("deck"), "deck")
    assert template is not None
    yield "house", template
    for name in ODD:
        template, findings = read_template(odd_templates.decks()[name], "deck", name=name)
        assert template is not None, findings
        yield name, template


@pytest.fixture(scope="module")
def decks(tmp_path_factory: pytest.TempPathFactory) -> list[Shown]:
    blobs: dict[str, bytes] = {}
    known: dict[str, Template] = {}
    pairs = itertools.product(templates(), built.LANGUAGES)
    for number, ((name, template), language) in enumerate(pairs):
        every = 1 if name == "house" else EVERY
        made = built.fill(template, built.document("deck", language, THEMES), number, every)
        assert not has_errors(made.findings), (name, language, built.rules(made.findings))
        blobs[f"{name}.{language}.pptx"] = made.blob
        known[f"{name}.{language}.pptx"] = template
    pdfs = converted(blobs, tmp_path_factory.mktemp("decks"))
    return [Shown(name.removesuffix(".pptx"), known[name], blobs[name], pdfs[name]) for name in blobs]


def converted(blobs: Mapping[str, bytes], folder: Path) -> dict[str, bytes]:
    """The PDFs of all files, by two processes of LibreOffice."""
    halves = [dict(itertools.islice(blobs.items(), first, None, 2)) for first in (0, 1)]
    with ThreadPoolExecutor(2) as pool:
        made = pool.map(rendered.convert_all, halves, (folder / "one", folder / "two"))
        return {name: pdf for half in made for name, pdf in half.items()}


def test_no_word_leaves_its_box(decks: list[Shown]) -> None:
    over = [
        (deck.name, one.slide, one.shape, round(one.over(), 1), one.missing)
        for deck in decks
        for one in rendered.overflows(deck.seen)
    ]
    assert sum(len(deck.seen) for deck in decks) > 5000
    assert not over


def test_no_word_and_no_shape_leaves_its_slide(decks: list[Shown]) -> None:
    assert not [(deck.name, found) for deck in decks for found in rendered.outside(deck.pages)]
    assert not [(deck.name, found) for deck in decks for found in rendered.off_slide(deck.blob)]


def test_nothing_stands_on_anything_else(decks: list[Shown]) -> None:
    assert not [
        (deck.name, one.slide, one.shape, other.shape)
        for deck in decks
        for one, other in rendered.collisions(deck.seen)
    ]
    assert not [(deck.name, found) for deck in decks for found in rendered.crossings(deck.blob)]


def test_words_can_be_told_from_their_ground(decks: list[Shown]) -> None:
    shown = [deck for deck in decks if deck.name.split(".")[0] in GROUNDS and deck.name.endswith((".en", ".zh"))]
    assert not [
        (deck.name, one.slide, one.shape, round(contrast, 2))
        for deck in shown
        for one, contrast in rendered.faint(deck.pdf, deck.seen)
    ]


def test_hardly_a_slide_is_set_smaller_than_it_need_be(decks: list[Shown]) -> None:
    small, slides = [], 0
    for deck in decks:
        unit = (deck.template.width * deck.template.height / (960 * 540)) ** 0.5
        slides += len(deck.pages)
        small += [
            (deck.name, one.slide, one.sizes[0])
            for one in rendered.needlessly_small(deck.seen, deck.template.ladder, 16.8 * unit)
        ]
    assert len(small) < 0.05 * slides, small


# ------------------------------------------------------------------------------------------------------ briefings


@dataclass(frozen=True)
class Bound:
    """A briefing and what LibreOffice made of it."""

    name: str
    blob: bytes
    pages: list[rendered.RenderedPage]


ODD_BRIEFINGS = ("german", "outline-levels", "no-styles", "a5-landscape", "two-sections", "header", "no-section")


@pytest.fixture(scope="module")
def briefings(tmp_path_factory: pytest.TempPathFactory) -> list[Bound]:
    files = {"house": built.house("briefing").read_bytes()}
    files |= {name: odd_templates.briefings()[name] for name in ODD_BRIEFINGS}
    blobs: dict[str, bytes] = {}
    for number, (name, file) in enumerate(files.items()):
        template, findings = read_template(file, "briefing", name=name)
        assert template is not None, findings
        languages = built.LANGUAGES if name == "house" else (built.LANGUAGES[number % 4], "zh")
        for language in dict.fromkeys(languages):
            made = built.fill(template, built.document("briefing", language, THEMES))
            assert not has_errors(made.findings), (name, language, built.rules(made.findings))
            blobs[f"{name}.{language}.docx"] = made.blob
    pdfs = converted(blobs, tmp_path_factory.mktemp("briefings"))
    return [Bound(name.removesuffix(".docx"), blobs[name], rendered.read_pdf(pdfs[name])) for name in blobs]


def test_no_heading_is_left_alone_at_the_foot_of_a_page(briefings: list[Bound]) -> None:
    checked = 0
    for briefing in briefings:
        story = rendered.follow(briefing.blob, briefing.pages)
        headings = [(one, after) for one, after in itertools.pairwise(story) if one.heading]
        checked += len(headings)
        alone = [(briefing.name, one.text, after.noted) for one, after in headings if after.first > one.last]
        # LibreOffice forgets its own rule now and then where a footnote takes the next paragraph's room.
        assert not [one for one in alone if not one[2]]
        assert len(alone) <= 1, alone
    assert checked > 300


def test_the_contents_tell_where_headings_stand(briefings: list[Bound]) -> None:
    """Nobody has updated a field: what is printed is the estimate, in the house's own files a page off at most."""
    off = []
    for briefing in briefings:
        pages = {one.text: one.first + 1 for one in rendered.follow(briefing.blob, briefing.pages) if one.heading}
        listed = rendered.contents(briefing.blob)
        off += [(briefing.name, text, page - pages[text]) for text, page in listed if text in pages]
    own = [by for name, _, by in off if name.startswith("house.")]
    assert len(own) > 80
    assert max(map(abs, own)) <= 1
    assert own.count(0) > 0.6 * len(own)
    assert max(abs(by) for _, _, by in off) <= 3, [one for one in off if abs(one[2]) > 3]


def test_a_table_that_goes_on_repeats_its_header(briefings: list[Bound]) -> None:
    divided = 0
    for briefing in briefings:
        for table in rendered.follow_tables(briefing.blob, briefing.pages):
            assert table.header == () or table.repeats, (briefing.name, table.header)
            for page in range(table.first + 1, table.last + 1):
                divided += 1
                assert rendered.stands_on(briefing.pages[page], table.header), (briefing.name, page + 1, table.header)
    assert divided


def test_nothing_reaches_into_the_margins(briefings: list[Bound]) -> None:
    """But for one mark a line, which Chinese typography hangs beyond it where it may not begin the next."""
    for briefing in briefings:
        left, right = rendered.least_margins(briefing.blob)
        for number, page in enumerate(briefing.pages, 1):
            edge = page.width - right
            beyond = [
                one.text
                for one in page.glyphs
                if one.left < left - 2 or one.right > edge + (14 if one.text in HANGING and one.left < edge + 2 else 2)
            ]
            assert not beyond, (briefing.name, number, "".join(beyond))
