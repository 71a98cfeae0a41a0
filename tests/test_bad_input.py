"""What authors get wrong: every mistake is told in one run, at its line, and nobody sees a traceback.

Each fixture of cases/bad-input/ holds files of content/ that replace those of the small project; `# error[rule]` stands
on the line on which the finding is expected, and no other finding may come.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from projects import SHARED, expected_findings
from small_project import PROJECT, briefgen, write_project

from briefgen import registry
from briefgen.reread import reread

CASES = Path(__file__).parent / "cases" / "bad-input"
ENGLISH = {"project.yaml": PROJECT.replace("[en, zh]", "[en]")}

_FILE = re.compile(r"^# ==> content/(\S+)\n", re.MULTILINE)
_MARK = re.compile(r"[ \t]+# (?:(?:error|warning|note)\[[a-z-]+\] ?)+$", re.MULTILINE)


def check(folder: Path, files: Mapping[str, str | bytes]) -> list[dict[str, Any]]:
    """The findings of `briefgen check` on the small project with these files."""
    outcome = briefgen("check", "--style", "json", project=write_project(folder, {**ENGLISH, **files}))
    findings = json.loads(outcome.out)
    assert outcome.code == (1 if any(finding["severity"] == "error" for finding in findings) else 0)
    assert isinstance(findings, list)
    return findings


def rules(findings: list[dict[str, Any]]) -> list[str]:
    return sorted({finding["rule"] for finding in findings})


@pytest.mark.parametrize("case", sorted(path.name for path in CASES.glob("*.yaml")))
def test_every_mistake_is_told_at_its_line_and_nothing_else(case: str, tmp_path: Path) -> None:
    _, *parts = _FILE.split((CASES / case).read_text("utf-8"))
    files = dict(zip(parts[::2], parts[1::2], strict=True))
    expected = sorted(f"content/{name}:{line}" for name, text in files.items() for line in expected_findings(text))
    assert expected
    found = check(tmp_path, {name: _MARK.sub("", text) for name, text in files.items()})
    told = sorted(
        f"{finding['span']['path']}:{finding['span']['line']}: {finding['severity']}[{finding['rule']}]"
        for finding in found
    )
    assert told == expected


def test_a_foreign_yaml_file_is_told_what_a_theme_holds(tmp_path: Path) -> None:
    found = check(tmp_path, {"themes/economy.yaml": "slides:\n  - title: One\n"})
    assert rules(found) == ["key-missing", "key-unknown"]
    unknown = next(finding for finding in found if finding["rule"] == "key-unknown")
    assert unknown["message"] == "no key named 'slides'"
    assert "sections" in unknown["hint"]


def test_hints_name_what_was_meant(tmp_path: Path) -> None:
    _, *parts = _FILE.split((CASES / "unknown-names.yaml").read_text("utf-8"))
    files = {name: _MARK.sub("", text) for name, text in zip(parts[::2], parts[1::2], strict=True)}
    hints = {finding["message"]: finding["hint"] for finding in check(tmp_path, files)}
    for message, hint in {
        "no theme named 'econmy'": "did you mean 'economy'?",
        "no fact named 'exprts'": "did you mean 'exports' (content/facts/economy.yaml:8:1)?",
        "no chart named 'export-chart'": "did you mean 'exports-chart'?",
        "no block of kind 'charts'": "did you mean 'chart'?",
        "no chart of kind 'colum'": "did you mean 'column'?",
        "no key named 'lable'": "did you mean 'label'?",
        "no style named 'dey'": "did you mean 'day'?",
        "no source named 'yaer'": "did you mean 'year'?",
        "no unit named 'persn'": "did you mean 'person'?",
    }.items():
        assert hints[message].startswith(hint)


def test_findings_are_told_as_people_read_them(tmp_path: Path) -> None:
    write_project(tmp_path, {**ENGLISH, "charts/online-chart.yaml": "kind: column\ntitle: A chart\npoints: [onlin]\n"})
    assert briefgen("check", project=tmp_path).err == (
        "content/charts/online-chart.yaml:3:10: error[fact-unknown] no fact named 'onlin'\n"
        "    3 | points: [onlin]\n"
        "      |          ^^^^^\n"
        "  hint: did you mean 'online' (content/facts/economy.yaml:22:1)?\n"
        "1 error\n"
    )


@pytest.mark.parametrize(
    ("block", "rule"),
    [
        ('points: ["Half of it, ½, is done"]', "number-unsourced"),
        ('points: ["① comes first"]', "number-unsourced"),
        ('points: ["Chapter Ⅻ"]', "number-unsourced"),
        ('points: ["Twice squared is ²"]', "number-unsourced"),
        ('points: ["A km² of CO₂"]', ""),
        ("points: ['', A]", "text-empty"),
        ("points: [' ', A]", "text-empty"),
        ('points: ["\u200b", A]', "text-empty"),
        ("table: {columns: [A, B], rows: [[null, ''], [null, null]]}", "text-empty"),
        ('points: ["**Open to the end"]', "markup-unclosed"),
        ('points: ["A ** B"]', "markup-unclosed"),
        ('points: ["**Closed** at once"]', ""),
    ],
)
def test_what_says_nothing_or_hides_a_number_is_told(tmp_path: Path, block: str, rule: str) -> None:
    theme = f"title: Economy\nsections:\n  - id: one\n    title: A claim\n    blocks:\n      - {block}\n"
    found = check(tmp_path, {"themes/economy.yaml": theme})
    assert [name for name in rules(found) if not name.startswith(("chart-", "fact-", "theme-"))] == [rule][: bool(rule)]


# ------------------------------------------------------------------------------------------------------- tables


def table(name: str, label: str = "A", value: str = "B") -> dict[str, str]:
    data = f'{{file: "data/{name}", label: {label}, value: {value}}}'
    return {"charts/online-chart.yaml": f"kind: column\ntitle: A chart\nsource: year\nunit: count\ndata: {data}\n"}


@pytest.mark.parametrize(
    ("data", "rule", "message"),
    [
        (b"", "data-empty", "the file is empty"),
        (b"a,b\n", "data-empty", "the table has a header and no rows"),
        (b"a,b\nx,1\ny,many\n", "data-not-number", "row 3, column 'b': 'many' is not a number"),
        (b"a,b\nx,1\n\n\ny,NaN\n", "data-nan", "row 5, column 'b': 'NaN' is not a number"),
        (b"a,b\nx,u\ny,v\n", "data-not-number", "the column 'b' holds no number: row 2 has 'u'"),
        (b"a,b\nx,1\ny,1\x07\n", "data-control-character", "control character U+0007 in the table"),
        (b"a,b\nx,1,2\n", "data-ragged", "row 2 has 3 cells where the header has 2"),
        (b"\x1f\x8b\x08\0\0\0\0\0", "data-unreadable", "the file is compressed"),
        (b'[{"a": 1}]', "data-unreadable", "the file is JSON and no table"),
        (b"<html><table></table></html>", "data-unreadable", "the file is a web page, whatever its name says"),
        (b"PK\x03\x04torn", "data-unreadable", "the workbook cannot be read"),
    ],
)
def test_a_bad_table_is_told_by_row_and_column(tmp_path: Path, data: bytes, rule: str, message: str) -> None:
    [finding] = check(tmp_path, {**table("x.csv"), "data/x.csv": data})
    assert (finding["rule"], finding["message"]) == (rule, message)
    assert finding["span"]["path"] == "content/data/x.csv"
    assert finding["hint"]


def test_a_table_full_of_words_does_not_flood_the_screen(tmp_path: Path) -> None:
    rows = b"".join(b"x%d,%s\n" % (number, b"1" if number == 0 else b"word") for number in range(500))
    found = check(tmp_path, {**table("x.csv"), "data/x.csv": b"a,b\n" + rows})
    assert len(found) == 11
    assert found[-1]["message"] == "489 more cells of 'b' are not numbers"


ZOO = SHARED / "zoo"
needs_zoo = pytest.mark.skipif(not ZOO.is_dir(), reason="the zoo of other people's files is not beside the project")

REFUSED = {
    "all_missing_column.csv": "data-not-number",
    "emissions.csv.gz": "data-unreadable",
    "empty.csv": "data-empty",
    "header_only.csv": "data-empty",
    "html_named_xls.xls": "data-unreadable",
    "one_cell.csv": "data-empty",
    "ragged_rows.csv": "data-ragged",
    "spectrum_location_coordinates.csv": "data-not-number",
    "vega_countries.json": "data-unreadable",
    "wdi_style_preamble_footnotes.csv": "data-ragged",
    "xlsx_empty_sheet.xlsx": "data-empty",
    "xlsx_error_cells_text_numbers.xlsx": "data-not-number",
    "xlsx_merged_two_row_header_ru.xlsx": "data-ragged",
}
READ = {
    "categories_60_long_labels.csv": set(),
    "cr_only_line_ends.csv": set(),
    "mathtext_in_labels.csv": set(),
    "npoi_50096.xlsx": set(),
    "ru_cp1251_semicolon_decimalcomma.csv": {"data-encoding", "mark-duplicate"},
    "ru_utf8bom_nnbsp_thousands.csv": {"mark-duplicate"},
    "spectrum_newlines.csv": set(),
    "tab_table-with-ints-floats-dates.ods": set(),
    "thousands_quoted_percent_currency.csv": set(),
    "zh_gbk_comma.csv": {"data-encoding", "mark-duplicate"},
}


@needs_zoo
def test_other_peoples_tables_are_read_or_refused(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {}
    names = {}
    for number, path in enumerate(sorted((ZOO / "data").iterdir())):
        if path.suffix not in {".tsv", ".py"}:
            names[f"content/data/{path.name}"] = path.name
            files[f"data/{path.name}"] = path.read_bytes()
            files[f"charts/chart-{number}.yaml"] = table(path.name)["charts/online-chart.yaml"]
    told: dict[str, set[str]] = {name: set() for name in names.values()}
    for finding in check(tmp_path, files):
        name = names.get(finding["span"]["path"])
        if name is not None:
            told[name].add(finding["rule"])
    assert {name: told[name] for name in REFUSED} == {name: {rule} for name, rule in REFUSED.items()}
    assert {name: told[name] for name in READ} == READ


@needs_zoo
def test_odd_but_good_tables_are_drawn(tmp_path: Path) -> None:
    names = (
        "mathtext_in_labels.csv",
        "categories_60_long_labels.csv",
        "negative_zero_tiny_range.csv",
        "single_row.csv",
    )
    blocks = []
    files: dict[str, str | bytes] = {**ENGLISH}
    for number, name in enumerate(names):
        files[f"data/{name}"] = (ZOO / "data" / name).read_bytes()
        files[f"charts/odd-{number}.yaml"] = table(name)["charts/online-chart.yaml"]
        blocks.append(f"  - {{id: s{number}, title: Claim {'abcd'[number]}, blocks: [{{chart: odd-{number}}}]}}\n")
    files["themes/economy.yaml"] = "title: Economy\nsections:\n" + "".join(blocks)
    outcome = briefgen("build", "deck", "--jobs", "1", project=write_project(tmp_path, files))
    assert outcome.code == 0, outcome.err
    assert set(re.findall(r"(?:error|warning)\[([a-z-]+)\]", outcome.err)) <= {"chart-crowded"}


# ----------------------------------------------------------------------------------------------------- pictures


def picture(name: str) -> dict[str, str]:
    blocks = f"[{{picture: {{file: images/{name}, alt: A picture}}}}]"
    return {"themes/economy.yaml": f"title: Economy\nsections:\n  - {{id: one, title: A claim, blocks: {blocks}}}\n"}


@needs_zoo
@pytest.mark.parametrize(
    ("name", "rule"),
    [
        ("good.png", ""),
        ("one_pixel.png", ""),
        ("dpi_zero.png", ""),
        ("bad_crc.png", "picture-broken"),
        ("truncated_half.png", "picture-broken"),
        ("bomb_12000x12000_1bit.png", "picture-broken"),
        ("text_named.png", "picture-kind"),
        ("zero_bytes.png", "picture-kind"),
        ("simple.svg", "picture-kind"),
    ],
)
def test_other_peoples_pictures_are_shown_or_refused(tmp_path: Path, name: str, rule: str) -> None:
    files = {**picture(name), f"images/{name}": (ZOO / "nasty" / "images" / name).read_bytes()}
    found = check(tmp_path, files)
    assert rules(found) == ([rule] if rule else [])
    if rule:
        assert name in found[0]["message"]
        assert str(found[0]["span"]["path"]) == "content/themes/economy.yaml"
    else:
        outcome = briefgen("build", "--jobs", "1", project=tmp_path)
        assert outcome.code == 0, outcome.err


# --------------------------------------------------------------------------------------------- shapes of content


def one_section(blocks: Any) -> dict[str, str]:
    section = {"id": "one", "title": "A claim", "blocks": blocks}
    return {"themes/economy.yaml": json.dumps({"title": "Economy", "sections": [section]}, ensure_ascii=False)}


def test_a_huge_table_is_split_with_its_header_and_nothing_is_lost(tmp_path: Path) -> None:
    rows = [
        [f"row {'abcdefghij'[n // 20]}{'abcdefghij'[n // 2 % 10]} " + "long name " * (n % 5)] + ["x"] * 5
        for n in range(200)
    ]
    files = one_section([{"table": {"columns": list("abcdef"), "rows": rows}}])
    outcome = briefgen("build", "--jobs", "1", project=write_project(tmp_path, {**ENGLISH, **files}))
    assert outcome.code == 0
    assert "overflow" not in outcome.err
    for name, suffix in (("deck.en.pptx", "pptx"), ("briefing.en.docx", "docx")):
        stretches = reread((tmp_path / "output" / name).read_bytes(), suffix)
        cells = [stretch.text.strip() for stretch in stretches if stretch.surface == "table"]
        assert sum(cell.startswith("row ") for cell in cells) == 200
    deck = reread((tmp_path / "output" / "deck.en.pptx").read_bytes(), "pptx")
    pages = {stretch.page for stretch in deck if stretch.text.startswith("row ")}
    assert len(pages) > 3
    assert {stretch.page for stretch in deck if stretch.header and stretch.text == "a"} == pages


def test_a_word_that_no_slide_can_hold_says_how_much_to_cut(tmp_path: Path) -> None:
    files = one_section([{"statement": "It stands"}])
    files["themes/economy.yaml"] = files["themes/economy.yaml"].replace("A claim", "W" * 400)
    outcome = briefgen("build", "deck", project=write_project(tmp_path, {**ENGLISH, **files}))
    assert outcome.code == 1
    assert "error[text-overflow] 'Title' does not fit" in outcome.err
    assert re.search(r"hint: cut about \d+ characters", outcome.err)
    assert not (tmp_path / "output").exists()


def test_the_smallest_theme_is_a_deck(tmp_path: Path) -> None:
    files = one_section([{"points": ["x"]}])
    outcome = briefgen("build", "--jobs", "1", project=write_project(tmp_path, {**ENGLISH, **files}))
    assert (outcome.code, outcome.err.count("warning")) == (0, 0)


@needs_zoo
def test_other_peoples_structures_are_no_themes_and_say_so(tmp_path: Path) -> None:
    for path in sorted((ZOO / "nasty" / "structures").glob("*.yaml")):
        found = check(tmp_path / path.stem, {"themes/economy.yaml": path.read_bytes()})
        assert {"key-missing", "key-unknown"} <= set(rules(found)), path.name


@needs_zoo
def test_other_peoples_strings_are_written_or_refused(tmp_path: Path) -> None:
    lines = (ZOO / "nasty" / "strings_public.jsonl").read_text("utf-8").splitlines()
    strings = [string for line in lines if isinstance(string := _string(json.loads(line)), str) and string.strip()]
    assert len(strings) > 30
    points = [{"points": [string]} for string in strings]
    files = one_section(points)
    found = check(tmp_path, files)
    allowed = {"text-control-character", "number-unsourced", "reference-malformed", "link-unknown", "fact-unknown"}
    assert set(rules(found)) <= allowed | {"style-unknown", "glyph-missing"}


def _string(entry: Any) -> Any:
    return entry.get("s", entry.get("string", entry.get("text"))) if isinstance(entry, dict) else entry


# ------------------------------------------------------------------------------------------- whatever is written

WORDS = st.one_of(
    st.sampled_from(
        ["x", "", "${exports}", "${none}", "${", "**a**", "[a](#one)", "12", "年", "points", "online", "a: b"]
    ),
    st.integers(-5, 5),
    st.none(),
    st.booleans(),
)


def _keys() -> list[str]:
    """Every key that blocks and charts know."""
    found: set[str] = set()
    for package in ("blocks", "charts"):
        for kind in registry.kinds(package):
            schema = registry.load(package, kind).Spec.model_json_schema()
            for part in (schema, *schema.get("$defs", {}).values()):
                found.update(part.get("properties", ()))
    return sorted(found)


KEYS = st.sampled_from(_keys())
TREES = st.recursive(
    WORDS,
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(KEYS, inner, max_size=4)),
    max_leaves=12,
)
BLOCKS = st.lists(st.dictionaries(st.sampled_from(registry.kinds("blocks")), TREES, min_size=1, max_size=1), max_size=3)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(blocks=BLOCKS, chart=TREES, kind=st.sampled_from(registry.kinds("charts")), fact=TREES)
def test_whatever_is_written_is_content_or_a_finding(
    tmp_path: Path, blocks: list[Any], chart: Any, kind: str, fact: Any
) -> None:
    charted = {"kind": kind, "title": "A chart", **(chart if isinstance(chart, dict) else {"points": chart})}
    files: dict[str, str | bytes] = {
        **one_section(blocks),
        "charts/online-chart.yaml": json.dumps(charted, ensure_ascii=False),
        "facts/more.yaml": json.dumps({"more": fact}, ensure_ascii=False),
    }
    for finding in check(tmp_path, files):
        span = finding["span"]
        assert span is not None
        assert (tmp_path / span["path"]).exists()
        assert finding["message"][0] not in "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
        assert not finding["message"].endswith(".")
