"""YAML with positions: what a scalar means, where it stands, and that nothing which can be written raises."""

from __future__ import annotations

import time
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from projects import SHARED, told

from briefgen.model import Text
from briefgen.places import KEY, load_yaml


def load(text: str | bytes) -> tuple[Any, list[str]]:
    data, _, findings = load_yaml(text, "x.yaml")
    return data, told(findings)


# ------------------------------------------------------------------------------------------------- scalars


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("NO", "NO"),
        ("yes", "yes"),
        ("on", "on"),
        ("true", True),
        ("False", False),
        ("~", None),
        ("", None),
        ("012", 12),
        ("0o14", 12),
        ("0x1F", 31),
        ("20_000", 20000),
        ("-3", -3),
        ("+4", 4),
        ("1.10", 1.1),
        ("1e3", 1000.0),
        (".5", 0.5),
        ("1_0_", "1_0_"),
        ("12:30:45", "12:30:45"),
        ("2026-01-18", "2026-01-18"),
        ("2025-11", "2025-11"),
        ("15%", "15%"),
        ("'12'", "12"),
        ("!!str 12", "12"),
        ("!!int 12", 12),
        ("<<", "<<"),
        ("1" * 60, "1" * 60),
    ],
)
def test_a_scalar_means_what_yaml_1_2_says(written: str, value: Any) -> None:
    data, findings = load(f"a: {written}")
    assert data == {"a": value}
    assert type(data["a"]) is (Text if isinstance(value, str) else type(value))
    assert findings == []


@pytest.mark.parametrize("written", [".inf", "-.Inf", ".nan", "1e999"])
def test_a_number_that_is_not_finite_is_reported(written: str) -> None:
    data, findings = load(f"a: {written}\nb: 1")
    assert findings == ["1: error[number-not-finite]"]
    assert data == {"a": 0, "b": 1}


def test_keys_keep_the_authors_spelling() -> None:
    assert load("2026: a\ntrue: b\n1.10: c")[0] == {"2026": "a", "true": "b", "1.10": "c"}


# --------------------------------------------------------------------------------------------------- places


def test_every_value_and_key_knows_its_place() -> None:
    _, places, _ = load_yaml("title: One\nlist:\n  - {a: 1, b: [x, y]}\n", "x.yaml")
    assert str(places[("title",)]) == "x.yaml:1:8"
    assert str(places[("title", KEY)]) == "x.yaml:1:1"
    assert str(places[("list", 0, "b", 1)]) == "x.yaml:3:19"
    assert str(places[("list", 0, "b", KEY)]) == "x.yaml:3:12"


@pytest.mark.parametrize(
    ("source", "needle", "place"),
    [
        ("a: on ${x} day", "${x}", "1:7"),
        ("a: 'on ${x} day'", "${x}", "1:8"),
        ("a: 'it''s ${x}'", "${x}", "1:11"),
        ("a: >\n  first line\n  on ${x} day\n", "${x}", "3:6"),
        ("a: |\n    first\n\n    on ${x}\n", "${x}", "4:8"),
        ("a: first line\n  on ${x} day", "${x}", "2:6"),
        ('a: "first\n  on ${x}"', "${x}", "2:6"),
        ("a: >\n  约2万人 ${x}\n", "${x}", "2:8"),
    ],
)
def test_a_text_knows_where_its_words_stand(source: str, needle: str, place: str) -> None:
    data, _, _ = load_yaml(source, "x.yaml")
    start = data["a"].index(needle)
    span = data["a"].part(start, start + len(needle))
    assert f"{span.line}:{span.column}" == place
    assert span.end_column - span.column == len(needle)


# ---------------------------------------------------------------------------------------------- bad files


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("a: 1\na: 2\nb: 3", ["2: error[key-duplicate]"]),
        ("a:\n\t- b", ["2: error[yaml-tab]"]),
        ("a: b: c", ["1: error[yaml-syntax]"]),
        ("a: [1, 2\nb: 3", ["2: error[yaml-syntax]"]),
        ("a: 'open", ["1: error[yaml-syntax]"]),
        ("a: @b", ["1: error[yaml-syntax]"]),
        ("", ["1: error[file-empty]"]),
        ("# nothing\n", ["1: error[file-empty]"]),
        ("a: 1\n---\nb: 2", ["2: error[file-several-documents]"]),
        ("a: !!python/object:os.system [x]", ["1: error[yaml-tag]"]),
        ("a: !local x", ["1: error[yaml-tag]"]),
        ("? [a, b]\n: 1\nc: 2", ["1: error[yaml-key]"]),
        ("a: *none", ["1: error[yaml-alias]"]),
        ("a: &x\n  b: *x", ["2: error[yaml-alias]"]),
        ("a: x\x07y", ["1: error[text-control-character]"]),
        ('a: "x\\x07y"', ["1: error[text-control-character]"]),
        ("a: x\u202ey", ["1: error[text-control-character]"]),
        ("a: " + "[" * 60 + "]" * 60, ["1: error[yaml-too-deep]"]),
        (b"\xef\xbb\xbfa: 1", ["1: note[file-byte-order-mark]"]),
        ("ab: Отчёт".encode("cp1251"), ["1: error[file-not-utf8]"]),
        ("a: 1".encode("utf-16"), ["1: error[file-not-utf8]"]),
    ],
)
def test_a_bad_file_gives_findings_with_their_line(source: str | bytes, expected: list[str]) -> None:
    assert load(source)[1] == expected


def test_what_can_be_used_of_a_bad_file_is_used() -> None:
    assert load("a: 1\na: 2\nb: *none\nc: 3")[0] == {"a": 1, "b": None, "c": 3}
    assert load("a: x\x07y")[0] == {"a": "x y"}


def test_a_reference_without_quotes_in_a_flow_mapping_is_explained() -> None:
    _, _, [finding] = load_yaml("a: {text: on ${day}, b: c}", "x.yaml")
    assert finding.rule == "yaml-syntax"
    assert "${…} needs quotes" in finding.hint


def test_the_place_of_a_byte_that_is_no_utf8_counts_characters() -> None:
    _, _, [finding] = load_yaml("a: ж\nб: ".encode() + b"\xcf", "x.yaml")
    assert str(finding.span) == "x.yaml:2:4"


def test_an_alias_is_a_copy_with_its_own_context() -> None:
    data, findings = load("a: &x [one]\nb: *x")
    assert data == {"a": ["one"], "b": ["one"]}
    assert data["a"][0] is not data["b"][0]
    assert findings == []


def test_aliases_cannot_multiply_without_end() -> None:
    bomb = "a: &a [x,x,x,x,x,x,x,x,x]\n" + "".join(
        f"{name}: &{name} [{','.join([f'*{before}'] * 9)}]\n"
        for before, name in zip("abcdefgh", "bcdefghi", strict=True)
    )
    started = time.process_time()
    data, findings = load(bomb)
    assert data is None
    assert [finding.split(": ")[1] for finding in findings] == ["error[yaml-too-much]"]
    assert time.process_time() - started < 5
    deep = "a0: &a0 [x]\n" + "".join(f"a{i}: &a{i} [*a{i - 1}]\n" for i in range(1, 60))
    assert [finding.split(": ")[1] for finding in load(deep)[1]] == ["error[yaml-too-deep]"]


@settings(max_examples=150, deadline=None)
@given(
    st.one_of(
        st.text(max_size=80), st.text(alphabet="ab:-[]{}&*!|>'\"#\n\t ,?%@\\x0", max_size=80), st.binary(max_size=60)
    )
)
def test_nothing_that_can_be_written_raises(source: str | bytes) -> None:
    data, places, findings = load_yaml(source, "x.yaml")
    assert data is not None or findings or places
    assert all(finding.span is not None and finding.span.line >= 1 for finding in findings)


@pytest.mark.skipif(
    not (SHARED / "zoo" / "nasty").is_dir(), reason="the zoo of hostile files is not beside the project"
)
@pytest.mark.parametrize("folder", ["yaml_hostile", "yaml_suite"])
def test_hostile_files_of_others_are_read_or_refused(folder: str) -> None:
    files = sorted((SHARED / "zoo" / "nasty" / folder).glob("*.yaml"))
    assert files
    for path in files:
        data, _, findings = load_yaml(path.read_bytes(), path.name)
        assert data is not None or findings or "null" in path.read_text(errors="replace"), path.name
