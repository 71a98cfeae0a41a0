from __future__ import annotations

import json

from briefgen.finding import Finding, Related, Severity, Span, did_you_mean, render, unique

LINES = {"a.yaml": ["title: Signed on ${ai-law-singed}, the first", "name: 约2万人 ab", "\tkey: value"]}


def show(*findings: Finding, style: str = "text") -> str:
    return render(findings, LINES.get, style)


def test_a_finding_shows_its_line_with_a_caret_below_what_is_meant() -> None:
    span = Span("a.yaml", 1, 18, 1, 34)
    finding = Finding("fact-unknown", "no fact named 'ai-law-singed'", span, hint="did you mean 'ai-law-signed'?")
    assert show(finding) == (
        "a.yaml:1:18: error[fact-unknown] no fact named 'ai-law-singed'\n"
        "    1 | title: Signed on ${ai-law-singed}, the first\n"
        "      |                  ^^^^^^^^^^^^^^^^\n"
        "  hint: did you mean 'ai-law-signed'?"
    )


def test_a_caret_below_chinese_is_as_wide_as_the_characters() -> None:
    excerpt = show(Finding("rule", "message", Span("a.yaml", 2, 12, 2, 14))).splitlines()[1:]
    assert excerpt == ["    2 | name: 约2万人 ab", "      |               ^^"]
    excerpt = show(Finding("rule", "message", Span("a.yaml", 2, 7, 2, 11))).splitlines()[1:]
    assert excerpt[1] == "      |       ^^^^^^^"


def test_findings_come_in_the_order_of_their_places_and_repeats_once() -> None:
    findings = [Finding("rule", "again", Span("a.yaml", 2, column)) for column in range(9, 1, -1)]
    text = show(*findings, Finding("other", "first", Span("a.yaml", 1, 1)))
    assert text.index("other") < text.index("again")
    assert text.count("again") == 1
    assert "also at: a.yaml:2:3, a.yaml:2:4, a.yaml:2:5, a.yaml:2:6, a.yaml:2:7 and 2 more" in text


def test_a_place_without_a_line_and_a_finding_without_a_place_are_shown_without_an_excerpt() -> None:
    assert show(Finding("rule", "gone", Span("missing.yaml", 3, 1))) == "missing.yaml:3:1: error[rule] gone"
    assert show(Finding("rule", "past the end", Span("a.yaml", 99, 1))) == "a.yaml:99:1: error[rule] past the end"
    assert show(Finding("rule", "nowhere", None, Severity.WARNING)) == "warning[rule] nowhere"


def test_related_places_and_the_edition_are_told() -> None:
    related = (Related("the first", Span("a.yaml", 2, 1)),)
    text = show(Finding("rule", "twice", Span("a.yaml", 1, 1), related=related, language="zh"))
    assert "twice [zh]" in text
    assert "  see: the first (a.yaml:2:1)" in text


def test_a_long_line_is_cut_around_what_is_meant() -> None:
    line = "x" * 500 + "HERE" + "y" * 500
    text = render([Finding("rule", "far", Span("b.yaml", 1, 501, 1, 505))], lambda _: [line])
    shown, caret = text.splitlines()[1:]
    assert len(shown) < 160
    assert shown[caret.index("^") :][:4] == "HERE"
    assert caret.endswith(" ^^^^")


def test_json_holds_everything() -> None:
    related = (Related("the first", Span("a.yaml", 2, 1)),)
    finding = Finding("rule", "twice", Span("a.yaml", 1, 2, 1, 3), Severity.WARNING, "do", related, "zh")
    [told] = json.loads(show(finding, style="json"))
    assert told == {
        "rule": "rule",
        "severity": "warning",
        "message": "twice",
        "hint": "do",
        "language": "zh",
        "span": {"path": "a.yaml", "line": 1, "column": 2, "end_line": 1, "end_column": 3},
        "related": [
            {
                "message": "the first",
                "span": {"path": "a.yaml", "line": 2, "column": 1, "end_line": 1, "end_column": 1},
            }
        ],
    }


def test_annotations_escape_what_github_would_take_for_its_own() -> None:
    finding = Finding("rule", "50% of\nit", Span("a,b:c.yaml", 1, 2, 1, 5), Severity.NOTE)
    assert show(finding, style="github") == (
        "::notice file=a%2Cb%3Ac.yaml,line=1,col=2,endLine=1,endColumn=5,title=rule::50%25 of%0Ait"
    )


def test_sarif_names_rules_and_places() -> None:
    log = json.loads(show(Finding("rule", "wrong", Span("a.yaml", 4, 2, 4, 9)), style="sarif"))
    [result] = log["runs"][0]["results"]
    assert log["runs"][0]["tool"]["driver"]["rules"] == [{"id": "rule"}]
    assert result["locations"][0]["physicalLocation"]["region"]["startLine"] == 4


def test_a_finding_of_two_editions_is_told_for_none() -> None:
    both = [Finding("rule", "same", None, language=code) for code in ("en", "zh")]
    assert [finding.language for finding in unique(both)] == [""]
    assert [finding.language for finding in unique(both[:1])] == ["en"]


def test_the_nearest_name_or_what_there_is() -> None:
    assert did_you_mean("singed", ["signed", "other"]) == "did you mean 'signed'?"
    assert did_you_mean("zzz", ["b", "a"]) == "there are: a, b"
    assert did_you_mean("zzz", [f"n{i:02}" for i in range(20)]).endswith("n11 and 8 more")
    assert did_you_mean("zzz", []) == ""
