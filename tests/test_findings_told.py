"""How mistakes are told: in their own place, once, with something to do, and without what merely follows from them."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from small_project import CHARTS, FACTS, PROJECT, THEME, briefgen, edit, write_project
from test_bad_input import check, one_section, rules

DERIVED = "derived:\n  label: a sum\n  unit: person\n  formula: "


def only(found: list[dict[str, Any]], rule: str) -> dict[str, Any]:
    [finding] = [finding for finding in found if finding["rule"] == rule]
    return finding


def theme_of(blocks: str) -> dict[str, str]:
    return {
        "themes/economy.yaml": f"title: Economy\nsections:\n  - id: one\n    title: A claim\n    blocks: {blocks}\n"
    }


# ---------------------------------------------------------------------------------------- what nobody reads is told


@pytest.mark.parametrize(
    ("name", "told", "hint"),
    [
        ("theme/x.yaml", "content/theme/", "did you mean 'themes'?"),
        ("fcats/y.yaml", "content/fcats/", "did you mean 'facts'?"),
        ("Facts/y.yml", "content/Facts/", "did you mean 'facts'?"),
        ("nmaes.yaml", "content/nmaes.yaml", "did you mean 'names.yaml'?"),
        ("tram.yaml", "content/tram.yaml", "move it into facts/, charts/ or themes/, or name it .md"),
        ("facts/sub/y.yaml", "content/facts/sub/", "put its files into content/facts/ itself"),
        ("themes/tram.yaml.txt", "content/themes/tram.yaml.txt", "name it .yaml"),
        ("locales/zn/x.po", "content/locales/zn/", "name its language in languages: of project.yaml"),
    ],
)
def test_content_that_nobody_reads_is_told(tmp_path: Path, name: str, told: str, hint: str) -> None:
    [finding] = check(tmp_path, {name: "a: 1\n"})
    assert (finding["rule"], finding["severity"]) == ("file-ignored", "warning")
    assert (finding["message"], finding["hint"]) == (f"nobody reads {told}", hint)


def test_remarks_data_and_pictures_may_stand_anywhere(tmp_path: Path) -> None:
    names = ("README", "notes.md", "facts/README.md", "facts/x.csv", "data/deep/x.xlsx", "images/x.png", ".old/x.yaml")
    assert check(tmp_path, {**dict.fromkeys(names, "a,b\n"), "facts/.x.yaml": "a"}) == []


@pytest.mark.parametrize(
    ("project", "line"),
    [
        (PROJECT.replace("[en, zh]", "[en, en]"), 6),
        (PROJECT.replace("[en, zh]", "[en]").replace("themes: [economy]", "themes: [economy, economy]", 1), 9),
    ],
)
def test_a_name_that_stands_twice_is_told(tmp_path: Path, project: str, line: int) -> None:
    [finding] = check(tmp_path, {"project.yaml": project})
    assert (finding["rule"], finding["span"]["line"], finding["hint"]) == ("name-repeated", line, "delete it")


def test_a_project_without_documents_is_told_at_its_place(tmp_path: Path) -> None:
    project = PROJECT.partition("documents:")[0].replace("[en, zh]", "[en]") + "documents: {}\n"
    [finding] = check(tmp_path, {"project.yaml": project})
    assert (finding["rule"], finding["severity"], finding["span"]["line"]) == ("document-missing", "warning", 8)
    assert "warning[document-missing]" in briefgen("build", project=tmp_path).err


@pytest.mark.parametrize("name", ["all", "cover", "summary", "manifest", "briefing"])
def test_a_document_may_have_any_name(tmp_path: Path, name: str) -> None:
    project = PROJECT.partition("documents:")[0].replace("[en, zh]", "[en]")
    write_project(tmp_path, {"project.yaml": f"{project}documents:\n  {name}: {{kind: deck, themes: [economy]}}\n"})
    assert briefgen("check", project=tmp_path).code == 0
    outcome = briefgen("build", name, "--jobs", "1", "--quiet", project=tmp_path)
    assert outcome.code == 0, outcome.err
    assert f"{name}.en.pptx" in outcome.out
    assert briefgen("check", "--editions", project=tmp_path).code == 0


@pytest.mark.parametrize("command", [["check"], ["build"]])
@pytest.mark.parametrize("linked", [False, True])
def test_a_template_of_the_project_stays_in_the_project(tmp_path: Path, command: list[str], linked: bool) -> None:
    house = tmp_path / "house"
    house.mkdir()
    (house / "brand.yml").write_text("color: {}\n")
    project = write_project(tmp_path / "project")
    name = "house" if linked else str(house)
    if linked:
        (project / "templates").mkdir()
        (project / "templates" / "house").symlink_to(house)
    edit(project / "content/project.yaml", "template: steppe", f"template: {name}")
    outcome = briefgen(*command, project=project)
    assert outcome.code == 1
    assert re.search(
        r"^content/project.yaml:7:11: error\[path-outside\] the template '.*house'", outcome.err, re.MULTILINE
    )


# ------------------------------------------------------------------------------------------ nothing follows from it


def test_an_empty_file_of_facts_makes_no_chart_empty(tmp_path: Path) -> None:
    assert rules(check(tmp_path, {"facts/economy.yaml": ""})) == ["file-empty"]


def test_a_mistyped_key_is_not_missing_besides(tmp_path: Path) -> None:
    chart = "kind: column\ntitel: A chart\npoints: [nowhere]\n"
    found = check(tmp_path, {"charts/online-chart.yaml": chart})
    assert rules(found) == ["fact-unknown", "key-unknown"]
    assert only(found, "key-unknown")["hint"] == "did you mean 'title'?"


@pytest.mark.parametrize(
    ("value", "better"),
    [
        ("1 500 000", "1_500_000"),
        ("'1,500,000'", "1_500_000"),
        ("'2,5'", "2.5"),
        ("1.5 million", "the number bare, as 1_500_000"),
    ],
)
def test_a_number_as_people_write_it_is_told_as_it_is_typed_here(tmp_path: Path, value: str, better: str) -> None:
    found = check(tmp_path, {"facts/economy.yaml": FACTS.replace("value: 20_000", f"value: {value}")})
    assert rules(found) == ["fact-unit"]
    assert found[0]["hint"] == f"write {better}, without quotes and spaces"


def test_facts_that_speak_of_each_other_are_told_and_nothing_more(tmp_path: Path) -> None:
    circle = "".join(
        f"{name}:\n  label: see ${{{other}|label}}\n  value: 1\n  unit: count\n"
        "  cite: {source: year, paragraph: 1, evidence: 一}\n"
        for name, other in (("left", "right"), ("right", "left"))
    )
    found = check(tmp_path, {"facts/more.yaml": circle, **theme_of("[{points: ['${left|label}']}]")})
    assert rules(found) == ["fact-cyclic"]


def test_a_mistake_of_shape_hides_no_other(tmp_path: Path) -> None:
    chart = """
    kind: map
    subtitle: [no text]
    places: [{name: Astanna, label: Here}, 5, {name: Almaty, lable: There}]
    countries: [{code: XX, label: 12}, {code: YY, label: Nowhere}]
    """
    callout = "{callout: {kind: warning, text: 'See ${nowhere}'}}"
    table = "{table: {columns: [A], rows: [[x, y], ['${gone}'], 5]}}"
    found = check(tmp_path, {"charts/online-chart.yaml": chart, **theme_of(f"[{callout}, {table}]")})
    names = [finding["message"] for finding in found if re.match("(country|place|fact)-unknown", finding["rule"])]
    assert sorted(names) == [
        "no country 'XX'",
        "no country 'YY'",
        "no fact named 'gone'",
        "no fact named 'nowhere'",
        "the atlas has no 'Astanna'",
    ]
    # That rows do not fit, or that there is nothing to draw, may come of what was left out.
    shapes = [rule for rule in rules(found) if not re.match("(country|place|fact)-unknown", rule)]
    assert shapes == ["key-missing", "key-unknown", "type-wrong", "value-unknown"]


# --------------------------------------------------------------------------------------- each says what to do about it


@pytest.mark.parametrize(
    ("files", "rule", "hint"),
    [
        ({"themes/economy.yaml": "title: Economy\n"}, "key-missing", "add 'sections:' with a list"),
        (theme_of("[{points: one}]"), "type-wrong", "begin each item with '- ', or write [one, other]"),
        (theme_of("[{points: []}]"), "length-wrong", "add what is missing, or delete the whole"),
        (theme_of("[{chart: [a]}]"), "type-wrong", "write one name"),
        ({"themes/economy.yaml": THEME.replace("title: Economy", "title: ' '")}, "text-empty", "say it, or delete"),
        (
            {"facts/economy.yaml": FACTS.replace("paragraph: 1", "paragraph: 0", 1)},
            "value-wrong",
            "write a number greater than or equal to 1",
        ),
        ({"facts/more.yaml": DERIVED + "specialists +"}, "formula-malformed", "write names of facts and numbers"),
        ({"facts/more.yaml": DERIVED + "derived + 1"}, "formula-cyclic", "give one of them its value"),
        ({"facts/more.yaml": DERIVED + "specialists + 1\n  value: 3"}, "formula-value", "correct one of the two"),
        ({"charts/online-chart.yaml": "kind: column\ntitle: A chart\n"}, "chart-data", "give it in one way"),
        (
            {"sources.yaml": "{}\n", "facts/economy.yaml": FACTS.partition("exports:")[0], **theme_of("[]")},
            "source-unknown",
            "add it to content/sources.yaml",
        ),
        ({"facts/economy.yaml": "{}\n"}, "fact-unknown", "add it to content/facts/"),
        ({"facts/more.yaml": DERIVED + "nowhere * 2"}, "fact-unknown", ""),
    ],
)
def test_a_finding_says_what_to_do(tmp_path: Path, files: dict[str, str], rule: str, hint: str) -> None:
    hints = [finding["hint"] for finding in check(tmp_path, files) if finding["rule"] == rule]
    assert hints
    assert all(told and told.startswith(hint) for told in hints)


def test_a_theme_that_there_is_not_is_to_be_written(tmp_path: Path) -> None:
    write_project(tmp_path)
    (tmp_path / "content/themes/economy.yaml").unlink()
    assert "hint: write content/themes/economy.yaml" in briefgen("check", project=tmp_path).err


@pytest.mark.parametrize(
    ("unit", "meant"),
    [("usd", "USD"), ("people", "person"), ("km", "kilometre"), ("'%'", "percent"), ("Percent", "percent")],
)
def test_a_unit_by_its_usual_name_is_told_by_the_one_here(tmp_path: Path, unit: str, meant: str) -> None:
    found = check(tmp_path, {"facts/economy.yaml": FACTS.replace("unit: person", f"unit: {unit}")})
    assert rules(found) == ["unit-unknown"]
    assert (found[0]["hint"], found[0]["span"]["line"]) == (f"did you mean '{meant}'?", 4)


def test_a_way_out_of_a_conflict_that_there_is_not(tmp_path: Path) -> None:
    found = check(tmp_path, {"facts/economy.yaml": FACTS.replace("  qualifier: about", "  on-conflict: bth")})
    assert only(found, "value-unknown")["hint"] == "did you mean 'both'?"


# ------------------------------------------------------------------------------------------------- in its own place


def test_a_fact_is_told_at_the_key_that_is_wrong(tmp_path: Path) -> None:
    facts = FACTS.replace("  value: 92\n  unit: percent\n", "  value: 92\n  unit: percent\n  of: 50\n")
    finding = only(check(tmp_path, {"facts/economy.yaml": facts}), "fact-of")
    assert (finding["span"]["line"], finding["span"]["column"]) == (26, 7)


def test_a_list_of_wrong_length_is_told_at_its_key(tmp_path: Path) -> None:
    finding = only(check(tmp_path, theme_of("\n      - points:\n" + "          - one\n" * 13)), "length-wrong")
    assert (finding["span"]["line"], finding["span"]["column"], finding["hint"]) == (6, 9, "drop some")


def test_what_drawing_brings_out_is_told_at_the_chart(tmp_path: Path) -> None:
    chart = CHARTS["online-chart"].replace("label: This year", 'label: "\U00012000"')
    write_project(tmp_path, {"charts/online-chart.yaml": chart, "project.yaml": PROJECT.replace("[en, zh]", "[en]")})
    outcome = briefgen("build", "deck", "--jobs", "1", project=tmp_path)
    assert re.search(r"^content/charts/online-chart.yaml:2:8: \w+\[glyph-missing\]", outcome.err, re.MULTILINE)


# -------------------------------------------------------------------------------------------------------- translations


@pytest.mark.parametrize(
    ("old", "new", "rule"),
    [
        ("**出口额**${exports}", "**出口额**", "reference-lost"),
        ("**出口额**${exports}", "**出口额**${exports} ${online}", "reference-added"),
        ("**出口额**${exports}", "**出口额**${exprts}", "fact-unknown"),
        ("**出口额**${exports}", "**出口额**${exports|lnog}", "style-unknown"),
        ("**出口额**${exports}", "**出口额**${exports} 15", "number-unsourced"),
    ],
)
def test_a_translation_with_an_error_is_told_once_and_not_handed_out(
    project: Path, old: str, new: str, rule: str
) -> None:
    edit(project / "content/locales/zh/economy.po", old, new)
    before = (project / "output/deck.zh.pptx").read_bytes()
    told = {}
    for words in (["check"], ["build", "deck", "--language", "zh"], ["translate", "check"]):
        outcome = briefgen(*words, project=project)
        assert outcome.code == 1
        told[words[0]] = re.findall(r"^(\S+:\d+:\d+): error\[([a-z-]+)\]|also at: (.*)", outcome.err, re.MULTILINE)
    assert told["check"] == told["build"] == told["translate"]
    [(place, found, _)] = told["check"]
    assert place.startswith("content/locales/zh/economy.po:")
    assert found == rule
    assert (project / "output/deck.zh.pptx").read_bytes() == before
    # What is wrong in one language stops no other.
    assert briefgen("build", "deck", project=project).code == 0


def test_a_translation_that_is_merely_odd_is_told_and_handed_out(project: Path) -> None:
    edit(project / "content/locales/zh/economy.po", "**出口额**${exports}", "出口额${exports}")
    outcome = briefgen("build", "deck", "--language", "zh", project=project)
    assert outcome.code == 0
    assert "warning[markup-differs]" in outcome.err
    assert briefgen("build", "deck", "--language", "zh", "--strict", project=project).code == 1


def test_build_tells_all_that_check_tells(tmp_path: Path) -> None:
    files = {
        "project.yaml": PROJECT.replace("[en, zh]", "[en]").replace("template: steppe", "template: stepe"),
        "facts/more.yaml": "odd:\n  label: odd\n  value: 1\n  unit: persn\n"
        "  cite: {source: year, paragraph: 1, evidence: 一}\n",
        **one_section([{"points": ["In 2025"]}]),
    }
    write_project(tmp_path, files)
    told = [
        sorted(re.findall(r"error\[([a-z-]+)\]", briefgen(command, project=tmp_path).err))
        for command in ("check", "build")
    ]
    assert told == [["number-unsourced", "template-missing", "unit-unknown"]] * 2
