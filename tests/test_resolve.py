from __future__ import annotations

import sys
from pathlib import Path

import pytest
from projects import (
    FACTS,
    PROJECT,
    SOURCES,
    THEME,
    passage,
    printed,
    read_project,
    resolved,
    told,
    words,
)

from briefgen.citing import cited_once
from briefgen.facts import check_facts
from briefgen.finding import Severity, Span
from briefgen.inline import loose_digits, parse, references_in
from briefgen.language import language
from briefgen.language_files import codes
from briefgen.model import Document, Group, Para, Passage, Plot, Run
from briefgen.parts import facts_shown, runs_of
from briefgen.read import read_content

CHART = "kind: bar\ntitle: A chart of ${specialists}\nsubtitle: What it measures\npoints: [specialists]\n"

SECTIONS = """
title: Theme
scope: What it covers
bottom-line: |
  All is well since ${signed}.

  And will be.
summary:
  - {title: The claim, text: "Signed on ${signed}", section: first}
  - {title: Another claim, section: second}
sections:
  - id: first
    title: "Signed on ${signed}"
    layout: exhibit
    blocks:
      - points: ["About ${specialists|long}"]
      - chart: people
      - callout: {kind: open, text: Who pays.}
      - prose: |
          The law of ${signed} counts ${specialists}. It is new.

          Once more, ${signed} and ${exports}.
  - id: second
    title: Another claim
    blocks:
      - points: ["No prose here, ${exports-target}"]
      - table: {title: A table, columns: [A, B], rows: [[a, "${exports}"]]}
"""

OTHER = """
title: Other theme
sections:
  - id: third
    title: A third claim
    blocks:
      - points: ["See [the first](#first) or [nothing](#facts)"]
"""

TWO = PROJECT.replace("themes: [theme]", "themes: [theme, other]").replace(
    "template: steppe", "template: steppe\nsummary-title: What it comes to"
)


@pytest.fixture
def both(tmp_path: Path) -> tuple[Document, Document]:
    """The deck and the briefing of two themes."""
    files = {
        "project.yaml": TWO,
        "themes/theme.yaml": SECTIONS,
        "themes/other.yaml": OTHER,
        "charts/people.yaml": CHART,
    }
    content, findings = read_project(tmp_path, files)
    assert findings == []
    assert check_facts(content) == []
    documents = []
    for kind in ("deck", "briefing"):
        document, found = resolved(content, kind)
        assert told(found) == []
        documents.append(document)
    return documents[0], documents[1]


def lines(document: Document, identifier: str) -> list[str]:
    return [line for part in passage(document, identifier).parts for line in printed(part)]


# ------------------------------------------------------------------------------------------------------ deck


def test_a_deck_runs_from_cover_to_sources(both: tuple[Document, Document]) -> None:
    deck, _ = both
    assert [(p.id, p.role, p.number) for p in deck.passages] == [
        ("cover", "cover", 0),
        ("summary", "summary", 0),
        ("theme", "divider", 1),
        ("first", "content", 0),
        ("second", "content", 0),
        ("other", "divider", 2),
        ("third", "content", 0),
        ("disagreements", "disagreements", 0),
        ("sources", "sources", 0),
    ]
    assert (deck.title, deck.author, deck.edition) == ("A project", "The desk", "The edition")
    assert deck.words["source"] == "Source"


def test_the_summary_links_to_its_slides(both: tuple[Document, Document]) -> None:
    deck, _ = both
    assert words(passage(deck, "summary").title) == "What it comes to"
    assert lines(deck, "summary") == [
        "summary",
        "  summary-line #first",
        "    number: <accent>1",
        "    heading: The claim",
        "    body: Signed on 17~November 2025^signed",
        "  summary-line #second",
        "    number: <accent>2",
        "    heading: Another claim",
    ]


def test_a_slide_has_claim_exhibit_and_the_sources_of_its_numbers(both: tuple[Document, Document]) -> None:
    deck, _ = both
    slide = passage(deck, "first")
    assert words(slide.title) == "Signed on 17~November 2025^signed"
    assert words(slide.kicker) == "Theme"
    assert (slide.layout, slide.theme) == ("exhibit", "theme")
    assert lines(deck, "first")[:4] == [
        "bullet: About about 20,000 people^specialists",
        "exhibit people",
        "  exhibit-title: A chart of about 20,000^specialists",
        "  exhibit-subtitle: What it measures",
    ]
    assert words(slide.sources) == "Source: Agency, 27~Dec 2025, ¶~2, 12"
    assert words(passage(deck, "second").sources) == ("Sources: Agency, “The path”, ¶~12, 33; Agency, 27~Dec 2025, ¶~4")
    assert facts_shown(slide) == ("signed", "specialists")


def test_prose_becomes_the_speakers_notes_with_caveats_and_sources(both: tuple[Document, Document]) -> None:
    deck, _ = both
    assert [note.role for note in passage(deck, "first").notes] == ["prose", "prose", "source"]
    caveat = passage(deck, "second").notes[0]
    assert (caveat.role, words(caveat.runs)) == ("note", "**IT exports: **The base is not stated.^exports")


def test_a_disagreement_names_each_source_and_what_we_do(both: tuple[Document, Document]) -> None:
    deck, _ = both
    [_, header, row] = lines(deck, "disagreements")
    assert header == "  | Fact (left) | What the sources say (left) | What we do (left)"
    assert row == (
        "  | body: **IT exports^exports** | "
        "body: Over 1.5~billion US dollars^exports<muted> (Agency, 27~Dec 2025, ¶~4) / "
        "body: Over 1~billion US dollars^exports<muted> (Agency, “The path”, ¶~12) | "
        "body: Each version is shown / note: The base is not stated.^exports"
    )


def test_links_to_sections_that_are_not_there_are_words(both: tuple[Document, Document]) -> None:
    deck, _ = both
    assert lines(deck, "third") == ["bullet: See [the first](#first) or nothing"]


LINKED = """
title: "Of [others](#third)"
scope: "Beside [others](#third)"
bottom-line: "All is as [elsewhere](#third)"
summary:
  - {title: "The [claim](#third)", text: "As in [the other](#third)", section: third}
sections:
  - id: first
    title: "More than [elsewhere](#third)"
    blocks:
      - points: ["One [point](#third)"]
      - statement: "One [sentence](#third)"
      - callout: {kind: open, text: "Open [there](#third)"}
      - key-figures: [{fact: exports-target, label: "of [goods](#third)", note: "by [plan](#figure-9)"}]
      - table:
          title: "A [table](#third)"
          subtitle: "What [it](#third) measures"
          columns: ["A [column](#third)", "B"]
          rows: [["a [cell](#third)", "b"]]
          note: "A [note](#figure-9)"
      - chart: people
      - prose: "Told [there](#third), as ${exports} are."
"""
LINKED_FILES = {
    "project.yaml": PROJECT.replace("  deck:", "  both: {kind: deck, themes: [theme, other]}\n  deck:"),
    "themes/theme.yaml": LINKED,
    "themes/other.yaml": OTHER,
    "facts/facts.yaml": FACTS.replace("The base is not stated.", "'The base is told [there](#third).'"),
    "charts/people.yaml": CHART.replace("What it measures", "'What [it](#third) measures'")
    + "note: 'As [there](#third)'\n",
}


def places_linked(document: Document) -> set[str]:
    """Where the links within a document lead, from whatever part they do."""
    runs = [
        run for one in document.passages for run in (*runs_of(one), *(run for note in one.notes for run in note.runs))
    ]
    groups = [part for one in document.passages for part in one.parts if isinstance(part, Group)]
    inner = [part for group in groups for part in group.parts if isinstance(part, Group)]
    return {held.link for held in (*runs, *groups, *inner) if held.link.startswith("#")}


def test_a_link_to_another_document_is_words_wherever_it_stands(tmp_path: Path) -> None:
    content, read = read_project(tmp_path, LINKED_FILES)
    assert told(read) == []
    deck, findings = resolved(content, "deck")
    assert told(findings) == []
    assert places_linked(deck) == set()
    assert "  | a cell" in "\n".join(lines(deck, "first")).replace("body: ", "")
    briefing, findings = resolved(content, "briefing")
    assert told(findings) == []
    headings = {f"#{one.id}" for one in briefing.passages}
    assert places_linked(briefing) <= {*headings, "#figure-1", "#table-1"}
    assert "#third" not in headings
    both, _ = resolved(content, "both")
    assert places_linked(both) == {"#third", "#first"}


def test_a_deck_of_one_theme_speaks_as_the_theme(tmp_path: Path) -> None:
    content, _ = read_project(tmp_path)
    deck, findings = resolved(content)
    assert findings == []
    assert [p.role for p in deck.passages] == ["cover", "summary", "content", "sources"]
    cover = passage(deck, "cover")
    assert (words(cover.kicker), words(cover.title), words(cover.subtitle)) == ("A project", "Theme", "What it covers")
    assert deck.title == "Theme"


# -------------------------------------------------------------------------------------------------- briefing


def test_a_briefing_puts_the_bottom_line_first(both: tuple[Document, Document]) -> None:
    _, briefing = both
    assert [(p.id, p.role, p.level) for p in briefing.passages] == [
        ("cover", "cover", 1),
        ("summary", "summary", 1),
        ("contents", "contents", 1),
        ("theme", "divider", 1),
        ("first", "content", 2),
        ("second", "content", 2),
        ("other", "divider", 1),
        ("third", "content", 2),
        ("disagreements", "disagreements", 1),
        ("facts", "facts", 1),
        ("sources", "sources", 1),
    ]
    assert lines(briefing, "summary")[0] == "bullet: [**The claim**](#first)**. **Signed on 17~November 2025^signed"
    assert lines(briefing, "theme") == [
        "callout accent",
        "  label: **Bottom line**",
        "  callout: All is well since 17~November 2025^signed.",
        "  callout: And will be.",
    ]


def test_the_contents_list_and_link_every_heading(both: tuple[Document, Document]) -> None:
    _, briefing = both
    contents = [part for part in passage(briefing, "contents").parts if isinstance(part, Para)]
    assert [(para.level, words(para.runs)) for para in contents[:3]] == [
        (0, "[Theme](#theme)"),
        (1, "[Signed on ](#first)[17~November 2025^signed](#first)"),
        (1, "[Another claim](#second)"),
    ]


def test_prose_carries_the_briefing_with_exhibits_between(both: tuple[Document, Document]) -> None:
    _, briefing = both
    shown = lines(briefing, "first")
    assert shown[0].endswith("It is new ([Figure~1](#figure-1)).") or shown[0].endswith(
        "It is new ([Figure~1](#figure-1))."
    )
    assert shown[1:3] == ["exhibit figure-1", "  caption: **Figure~1****: **A chart of about 20,000^specialists"]
    assert not any(line.startswith("bullet") for line in shown)
    assert [line.split(":")[0] for line in shown[-4:]] == [
        "prose",
        "callout open",
        "  label",
        "  callout",
    ]
    assert not passage(briefing, "first").notes


@pytest.mark.parametrize("code", codes())
def test_a_label_stands_before_its_text_in_every_language(code: str) -> None:
    words = language(code).words["labelled"]
    assert words.startswith("{label}")
    assert words.endswith("{text}")


def test_points_stay_where_there_is_no_prose(both: tuple[Document, Document]) -> None:
    _, briefing = both
    shown = lines(briefing, "second")
    assert shown[0] == "bullet: No prose here, $5~billion^exports-target"
    assert shown[1:3] == ["exhibit table-1", "  caption: **Table~1****: **A table"]


def test_citations_are_numbered_as_they_are_met_once_a_passage(both: tuple[Document, Document]) -> None:
    _, briefing = both
    assert [reference.number for reference in briefing.references] == list(range(1, len(briefing.references) + 1))
    assert words(briefing.references[0].runs) == "Agency, “The year”, 27~December 2025, paragraph~12"
    first = passage(briefing, "first")
    prose = [part for part in first.parts if isinstance(part, Para)]
    assert [run.citations for para in prose for run in para.runs if run.fact] == [
        ("year-12",),
        ("year-2",),
        (),
        ("year-4", "path-12"),
    ]
    exhibit = next(part for part in first.parts if isinstance(part, Group) and part.role == "exhibit")
    assert not any(run.citations for part in exhibit.parts if not isinstance(part, Plot) for run in runs_of(part))
    assert not any(run.citations for run in first.title)


def test_a_citation_stands_at_the_last_of_its_facts_in_a_sentence() -> None:
    words = [
        ("For ", ""),
        ("2025", "path-12"),
        (" one article has over ", ""),
        ("15", "year-4"),
        (", the other over ", ""),
    ]
    words += [("10", "path-12"), (". Then ", ""), ("2026", "path-12"), (" comes.", "")]
    runs = tuple(Run(text, fact="fact" if key else "", citations=(key,) if key else ()) for text, key in words)
    passage = Passage("one", "content", (), (Para("prose", runs),), Span("x"))
    (para,) = cited_once(passage).parts
    assert isinstance(para, Para)
    assert [run.citations for run in para.runs if run.fact] == [(), ("year-4",), ("path-12",), ()]


def test_the_annex_tells_every_fact_that_was_shown(both: tuple[Document, Document]) -> None:
    _, briefing = both
    shown = lines(briefing, "facts")
    assert shown[2] == "  | Fact (left) | Value (left) | Date · Kind (left) | Source (left)"
    assert shown[3].startswith("  | body: **Signature of the law^signed** | body: 17~November 2025^signed | note: Fact")
    assert any("note: Target | body: Agency, undated, ¶~33" in line for line in shown)
    [exports] = [line for line in shown if line.startswith("  | body: **IT exports^")]
    assert exports.split(" | ")[2] == (
        "body: Over 1.5~billion US dollars^exports<muted> (Agency, 27~Dec 2025, ¶~4) / "
        "body: Over 1~billion US dollars^exports<muted> (Agency, undated, ¶~12) / "
        "note: The base is not stated.^exports"
    )
    listed = {run.fact for part in passage(briefing, "facts").parts for run in runs_of(part) if run.fact}
    everywhere = {name for one in briefing.passages for name in facts_shown(one)}
    assert listed == everywhere


DISPUTED = """
stage:
  label: stage
  value: past the trials
  unit: text
  cite:
    - {source: path, paragraph: 8, evidence: x}
    - {source: path, paragraph: 15, evidence: y, value: "still to be built in, as a whole"}
  on-conflict: both
chief:
  label: chief
  value: Ministry of AI
  unit: name
  cite:
    - {source: year, paragraph: 8, evidence: x}
    - {source: path, paragraph: 15, evidence: y, value: AI ministry}
  on-conflict: {prefer: path}
"""
CHINESE = {
    "Agency": "通讯社", "The path": "道路", "The year": "年度", "stage": "阶段", "chief": "主管部门",
    "past the trials": "已走出试验", "still to be built in, as a whole": "有待全面融入",
    "Ministry of AI": "人工智能部", "AI ministry": "智能部", "A claim": "主张", "Theme": "主题",
    "${stage} (${chief})": "${stage}（${chief}）",
}  # fmt: skip


@pytest.mark.parametrize(
    ("code", "point", "value", "chief", "sources"),
    [
        (
            "en",
            "Past the trials; still to be built in, as a whole^stage (AI ministry^chief)",
            "Past the trials^stage<muted> (Agency, undated, ¶~8) / "
            "body: Still to be built in, as a whole^stage<muted> (Agency, undated, ¶~15)",
            "AI ministry^chief",
            "Sources: Agency, “The path”, ¶~8, 15; Agency, 27~Dec 2025, ¶~8",
        ),
        (
            "zh",
            "已走出试验或有待全面融入^stage（智能部^chief）",
            "已走出试验^stage<muted>（通讯社，未注明日期，第8段） / "
            "body: 有待全面融入^stage<muted>（通讯社，未注明日期，第15段）",
            "智能部^chief",
            "资料来源：通讯社，《道路》，第8、15段；通讯社，2025年12月27日，第8段",
        ),
    ],
)
def test_every_version_of_a_disputed_text_is_told(
    tmp_path: Path, code: str, point: str, value: str, chief: str, sources: str
) -> None:
    theme = THEME.replace("[One point]", '["${stage} (${chief})"]')
    content, _ = read_project(tmp_path, {"themes/theme.yaml": theme, "facts/more.yaml": DISPUTED})
    translations = CHINESE if code == "zh" else None
    deck, briefing = (resolved(content, kind, code, translations)[0] for kind in ("deck", "briefing"))
    assert lines(deck, "first") == [f"bullet: {point}"]
    assert words(passage(deck, "first").sources) == sources
    shown = [line.split(" | ")[2] for line in lines(briefing, "facts") if "^stage" in line or "^chief" in line]
    assert shown == [f"body: {value}", f"body: {chief}"]


@pytest.mark.parametrize(
    ("prose", "end"),
    [
        ("It stands. ${view}", "The law follows the risk^view ([Table~1](#table-1))."),
        ("It stands", "It stands ([Table~1](#table-1))"),
        ("It stands. ", "It stands ([Table~1](#table-1))."),
        ("So **it stands.**", "So **it stands** ([Table~1](#table-1))**.**"),
    ],
)
def test_an_exhibit_is_mentioned_before_the_last_stop(tmp_path: Path, prose: str, end: str) -> None:
    blocks = f"      - table: {{title: A table, columns: [A, B], rows: [[a, b]]}}\n      - prose: {prose!r}\n"
    content, _ = read_project(tmp_path, {"themes/theme.yaml": THEME + blocks})
    assert lines(resolved(content, "briefing")[0], "first")[0].endswith(end)


# ------------------------------------------------------------------------------------------------------ words


def sentence(folder: Path, text: str, files: dict[str, str] | None = None) -> tuple[str, list[str]]:
    """The first point of the first slide, worded, and the findings about it."""
    theme = THEME.replace("[One point]", f"[{text!r}]")
    content, read = read_project(folder, {"themes/theme.yaml": theme, **(files or {})})
    document, findings = resolved(content)
    return lines(document, "first")[0].removeprefix("bullet: "), told([*read, *findings])


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("**${specialists}** people", "**About 20,000^specialists** people"),
        ("${exports}", "Over $1.5~billion or over $1~billion^exports"),
        ("Now ${exports}", "Now over $1.5~billion or over $1~billion^exports"),
        ("${exports|caveat}", "The base is not stated.^exports"),
        ("${view}", "The law follows the risk.^view"),
        ("${ministry} and G42", "Ministry of AI^ministry and G42"),
        ("[${specialists}](https://example.org/1)", "[About 20,000^specialists](https://example.org/1)"),
        ("a < b & c", "a < b & c"),
        ("**重要：**增长", "**重要：**增长"),
        ("snake_case_name", "snake_case_name"),
    ],
)
def test_a_text_is_worded(tmp_path: Path, text: str, shown: str) -> None:
    assert sentence(tmp_path, text, {"names.yaml": "- G42\n"}) == (shown, [])


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("In 2025", "number-unsourced"),
        ("About 15%", "number-unsourced"),
        ("G42 and G420", "number-unsourced"),
        ("${none}", "fact-unknown"),
        ("${specialists|none}", "style-unknown"),
        ("${specialists|place}", "style-empty"),
        ("${}", "reference-malformed"),
        ("${specialists", "reference-malformed"),
    ],
)
def test_a_text_with_a_mistake_is_found_at_its_place(tmp_path: Path, text: str, rule: str) -> None:
    theme = THEME.replace("[One point]", f"[{text!r}]")
    content, _ = read_project(tmp_path, {"themes/theme.yaml": theme, "names.yaml": "- G42\n"})
    [finding] = [finding for finding in resolved(content)[1] if finding.severity is Severity.ERROR]
    assert finding.rule == rule
    assert finding.span is not None
    line = theme.lstrip("\n").splitlines()[finding.span.line - 1]
    marked = line[finding.span.column - 1 : finding.span.end_column - 1]
    assert marked in text
    assert marked[0] in "$0123456789"


def test_an_unknown_fact_is_told_with_the_place_of_the_near_one(tmp_path: Path) -> None:
    theme = THEME.replace("[One point]", "['Signed on ${singed}']")
    content, _ = read_project(tmp_path, {"themes/theme.yaml": theme})
    finding = next(f for f in resolved(content)[1] if f.rule == "fact-unknown")
    assert finding.hint == f"did you mean 'signed' ({content.facts['signed'].span})?"


@pytest.mark.parametrize("kind", ["deck", "briefing"])
def test_a_summary_line_without_a_word_is_no_crash(tmp_path: Path, kind: str) -> None:
    theme = THEME.replace('title: The claim, text: "Signed on ${signed}"', 'title: "${none}"')
    content, _ = read_project(tmp_path, {"themes/theme.yaml": theme})
    assert told(resolved(content, kind)[1]) == ["5: error[fact-unknown]"]


def test_a_fact_that_was_refused_is_not_called_unknown(tmp_path: Path) -> None:
    facts = FACTS.replace("label: AI specialists", "lable: AI specialists")
    theme = THEME.replace("[One point]", "['${specialists}']")
    content, read = read_project(tmp_path, {"facts/facts.yaml": facts, "themes/theme.yaml": theme})
    assert {finding.rule for finding in read} == {"key-unknown"}
    assert resolved(content)[1] == []


def test_facts_that_speak_of_each_other_end(tmp_path: Path) -> None:
    facts = FACTS + (
        "a: {label: a, value: 'see ${b}', unit: text, cite: {source: year, paragraph: 1, evidence: x}}\n"
        "b: {label: b, value: 'see ${a}', unit: text, cite: {source: year, paragraph: 1, evidence: x}}\n"
    )
    _, findings = sentence(tmp_path, "${a}", {"facts/facts.yaml": facts})
    assert "error[fact-cyclic]" in {finding.split(": ")[1] for finding in findings}


def test_a_preferred_source_is_the_one_that_is_shown(tmp_path: Path) -> None:
    facts = FACTS.replace("on-conflict: both", "on-conflict: {prefer: path}")
    shown, findings = sentence(tmp_path, "${exports}", {"facts/facts.yaml": facts})
    assert (shown, findings) == ("Over $1~billion^exports", [])


def test_a_missing_translation_falls_back_visibly(tmp_path: Path) -> None:
    content, _ = read_project(tmp_path)
    document, findings = resolved(content, "deck", "zh", {"A claim": "一个论断 ${signed}"})
    title = passage(document, "first").title
    assert words(title) == "一个论断 2025年11月17日^signed"
    assert {run.language for run in title} == {"zh"}
    [point] = [part for part in passage(document, "first").parts if isinstance(part, Para)]
    assert point.runs[0].language == "en"
    assert {finding.rule for finding in findings} == {"translation-missing"}
    assert all(finding.severity is Severity.WARNING for finding in findings)


@pytest.mark.parametrize("kind", ["deck", "briefing"])
def test_what_is_not_translated_yet_is_listed_in_the_file(tmp_path: Path, kind: str) -> None:
    content, _ = read_project(tmp_path)
    document, _ = resolved(content, kind, "zh", {"A claim": "一个论断 ${signed}"})
    last = document.passages[-1]
    assert (last.role, words(last.title)) == ("untranslated", "尚未翻译")
    listed = [words(part.runs) for part in last.parts if isinstance(part, Para)]
    assert "One point" in listed
    assert "Signed on …" in listed
    assert "A claim" not in listed
    whole, _ = resolved(content, kind, "en")
    assert whole.passages[-1].role != "untranslated"


def test_a_long_list_of_gaps_is_cut(tmp_path: Path) -> None:
    points = [f"Point {letter}" for letter in "abcdefghijklmnopqrst"]
    content, _ = read_project(
        tmp_path, {"themes/theme.yaml": THEME.replace("[One point]", f"[{', '.join(points[:12])}]")}
    )
    document, _ = resolved(content, "deck", "zh", {})
    listed = [words(part.runs) for part in document.passages[-1].parts if isinstance(part, Para)]
    assert len(listed) == 13
    assert listed[-1] == "…"


def test_names_keep_their_small_letter_at_a_beginning(tmp_path: Path) -> None:
    facts = FACTS.replace("value: Ministry of AI", "value: eGov").replace("unit: text", "unit: text")
    assert sentence(tmp_path / "a", "${ministry} works", {"facts/facts.yaml": facts})[0] == "eGov^ministry works"
    facts = FACTS.replace("value: The law follows the risk.", "value: the law follows the risk")
    assert sentence(tmp_path / "b", "${view}", {"facts/facts.yaml": facts})[0] == "The law follows the risk^view"
    assert (
        sentence(tmp_path / "c", "Here ${view}", {"facts/facts.yaml": facts})[0] == "Here the law follows the risk^view"
    )


def test_a_summary_with_a_title_of_its_own_says_that_it_is_one(tmp_path: Path) -> None:
    content, _ = read_project(tmp_path, {"themes/theme.yaml": "summary-title: All is well\n" + THEME})
    summary = passage(resolved(content)[0], "summary")
    assert (words(summary.kicker), words(summary.title)) == ("Summary", "All is well")


def test_a_bottom_line_has_one_note_at_its_end(both: tuple[Document, Document]) -> None:
    _, briefing = both
    for part in passage(briefing, "summary").parts:
        assert isinstance(part, Para)
        assert not any(run.citations for run in part.runs[:-1])
    assert any(part.runs[-1].citations for part in passage(briefing, "summary").parts if isinstance(part, Para))


def test_a_translation_is_held_to_the_same_rules(tmp_path: Path) -> None:
    content, _ = read_project(tmp_path)
    translations = {"A claim": "到2030年", "One point": "${signd}"}
    findings = [f for f in resolved(content, "deck", "zh", translations)[1] if f.severity is Severity.ERROR]
    assert sorted(finding.rule for finding in findings) == ["fact-unknown", "number-unsourced"]


def test_the_undated_source_says_what_is_known_of_its_date(tmp_path: Path) -> None:
    sources = SOURCES.replace("published: not stated", 'published: "not stated; after ${signed}"')
    theme = THEME.replace("[One point]", "['${view}']")
    content, _ = read_project(tmp_path, {"sources.yaml": sources, "themes/theme.yaml": theme})
    document, findings = resolved(content)
    assert findings == []
    assert "not stated; after 17~November 2025^signed" in "\n".join(lines(document, "sources"))


def test_an_unknown_chart_is_told_at_every_place_that_names_it(tmp_path: Path) -> None:
    theme = THEME.replace("- points: [One point]", "- points: [One point]\n      - chart: none\n      - chart: none")
    content, _ = read_project(tmp_path, {"themes/theme.yaml": theme})
    assert told(resolved(content)[1]) == ["11: error[chart-unknown]", "12: error[chart-unknown]"]


def test_a_slide_without_content_is_a_warning(tmp_path: Path) -> None:
    theme = THEME.replace("- points: [One point]", "- prose: Only notes")
    content, _ = read_project(tmp_path, {"themes/theme.yaml": theme})
    assert told(resolved(content)[1]) == ["8: warning[section-empty]"]


@pytest.mark.parametrize(
    ("blocks", "files"),
    [
        ("- chart: bad", {"charts/bad.yaml": CHART.replace("points", "piont")}),
        ("- key-figures: [{fact: specialists}]", {"facts/facts.yaml": FACTS.replace("unit: person", "unit: persn")}),
        ("- sources: [yaer]", {}),
    ],
)
def test_a_slide_whose_content_could_not_be_used_is_not_called_empty(
    tmp_path: Path, blocks: str, files: dict[str, str]
) -> None:
    slides = THEME.replace("- points: [One point]", blocks)
    again = slides[slides.index("  - id: first") :].replace("first", "second")
    content, read = read_project(tmp_path, {"themes/theme.yaml": slides + again, **files})
    found = [*read, *resolved(content)[1]]
    assert any(finding.severity is Severity.ERROR for finding in found)
    assert "section-empty" not in {finding.rule for finding in found}


# ----------------------------------------------------------------------------------------------------- inline


def test_digits_of_references_names_and_addresses_are_not_loose() -> None:
    text = "${a-2025|b} [x](https://a.org/1) https://b.org/22 and 3.5% or 1,000"
    assert [match.group() for match in loose_digits(text, None)] == ["3.5%", "1,000"]


def test_references_are_found_with_their_style() -> None:
    assert [(r.name, r.style) for r in references_in("${a} ${ b | long }")] == [("a", "default"), ("b", "long")]


def test_emphasis_spans_references_and_lines_join() -> None:
    pieces = parse("*all ${a}\nof it* 中\n文")
    assert [(p.text, p.emphasis, p.reference) for p in pieces] == [
        ("all ", True, -1),
        ("", True, 0),
        (" of it", True, -1),
        (" 中文", False, -1),
    ]


# ------------------------------------------------------------------------------------------------ real content


def test_the_projects_own_documents_have_no_errors() -> None:
    content, _ = read_content(Path(__file__).parents[1])
    assert content.project is not None
    for kind in ("deck", "briefing"):
        document, findings = resolved(content, kind)
        assert [finding for finding in findings if finding.severity is Severity.ERROR] == []
        assert len(document.passages) > 40
        ids = [one.id for one in document.passages]
        assert len(ids) == len(set(ids))


def test_reading_and_resolving_import_no_heavy_library(tmp_path: Path) -> None:
    import subprocess

    read_project(tmp_path, {"charts/people.yaml": CHART, "themes/theme.yaml": SECTIONS})
    code = (
        "import sys; from pathlib import Path; sys.path.insert(0, sys.argv[2])\n"
        "from briefgen.read import read_content; from projects import resolved\n"
        "content, findings = read_content(Path(sys.argv[1])); resolved(content)\n"
        "print(sorted({'matplotlib', 'pptx', 'docx'} & set(sys.modules)), findings)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path), str(Path(__file__).parent)],
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.strip() == "[] []"


def test_no_line_ends_between_a_value_and_the_word_for_year(tmp_path: Path) -> None:
    from projects import DictCatalog

    from briefgen.context import EditionContext
    from briefgen.language import language
    from briefgen.model import Text

    content, _ = read_project(tmp_path)
    text = Text("It was in ${signed|year}")
    catalog = DictCatalog({text: "Это было в ${signed|year} году и годится"})
    context = EditionContext(content, language("ru"), catalog)
    assert context.plain(text) == "Это было в 2025\u00a0году и годится"
