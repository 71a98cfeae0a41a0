"""Datasets: the spellings of tables that people have, and what is wrong with those that cannot be read."""

from __future__ import annotations

import io
from decimal import Decimal
from pathlib import Path

import pytest
from projects import SHARED

from briefgen.dataset import Dataset, column_of, numbers_of, parse_number, read_dataset
from briefgen.finding import Finding, Span

ZOO = SHARED / "zoo" / "data"


def table(blob: bytes | str, **options: object) -> Dataset:
    data, findings = read_dataset(blob.encode() if isinstance(blob, str) else blob, "data/t.csv", **options)  # type: ignore[arg-type]
    assert findings == []
    assert data is not None
    return data


def column(data: Dataset, name: str) -> list[Decimal | None]:
    findings: list[Finding] = []
    index = column_of(data, name, None, findings)
    assert index is not None
    values = numbers_of(data, index, findings)
    assert findings == []
    return values


def rules(blob: bytes | str, **options: object) -> list[str]:
    _, findings = read_dataset(blob.encode() if isinstance(blob, str) else blob, "data/t.csv", **options)  # type: ignore[arg-type]
    return [finding.rule for finding in findings]


@pytest.mark.parametrize(
    "text",
    [
        "name,value\nA,1.5\nB,2\n",
        "﻿name,value\nA,1.5\nB,2\n",
        "name;value\r\nA;1,5\r\nB;2\r\n",
        "name\tvalue\nA\t1.5\nB\t2\n",
        "name|value\rA|1.5\rB|2\r",
        "\n\nname,value\n\nA,1.5\nB,2\n\n",
        '"name","value"\n"A","1.5"\n"B","2"',
        "name,value\nA,1.5\nB,2\nSource: nobody\n",
    ],
)
def test_a_table_is_read_however_it_is_spelt(text: str) -> None:
    data = table(text)
    assert data.columns == ("name", "value")
    assert [row[0] for row in data.rows] == ["A", "B"]
    assert column(data, "value") == [Decimal("1.5"), Decimal(2)]


@pytest.mark.parametrize("encoding", ["utf-16", "utf-8-sig"])
def test_a_byte_order_mark_names_the_encoding(encoding: str) -> None:
    assert table("страна,x\nКазахстан,1\n".encode(encoding)).rows[0][0] == "Казахстан"


@pytest.mark.parametrize(
    ("encoding", "text"),
    [
        ("cp1251", "Страна;Население\nКазахстан;18,5\nУзбекистан;33,1\n"),
        ("gb18030", "国家,人口\n哈萨克斯坦,18.5\n乌兹别克斯坦,33.1\n"),
    ],
)
def test_old_encodings_are_recognised_and_told(encoding: str, text: str) -> None:
    blob = text.encode(encoding)
    data, findings = read_dataset(blob, "data/t.csv")
    assert data is not None
    assert data.columns == tuple(text.splitlines()[0].replace(";", ",").split(","))
    assert [(finding.rule, finding.severity.value) for finding in findings] == [("data-encoding", "warning")]
    assert encoding in findings[0].hint
    assert numbers_of(data, 1, []) == [Decimal("18.5"), Decimal("33.1")]
    assert rules(blob, encoding=encoding) == []


@pytest.mark.parametrize(
    ("text", "comma", "value"),
    [
        ("1234", False, "1234"),
        ("1,234,567.5", False, "1234567.5"),
        ("1\u202f234,5", True, "1234.5"),
        ("1.234,5", True, "1234.5"),
        ("12,5 %", True, "12.5"),
        ("$1,250", False, "1250"),
        ("(300)", False, "-300"),
        ("\u221242", False, "-42"),
        ("+7", False, "7"),
        ("1.5e3", False, "1.5e3"),
    ],
)
def test_numbers_are_read_as_people_write_them(text: str, comma: bool, value: str) -> None:
    assert parse_number(text, comma) == Decimal(value)


@pytest.mark.parametrize("text", ["many", "1,2,3", "12 apples", "", "--5", "1e9999999", "٣", "nan"])
def test_what_is_no_number_is_none(text: str) -> None:
    assert parse_number(text) is None


@pytest.mark.parametrize("cell", ["", "-", "–", "…", "..", "n/a", "NA", "н/д"])
def test_an_empty_cell_is_no_mistake(cell: str) -> None:
    assert column(table(f"name,value\nA,1\nB,{cell}\n"), "value") == [Decimal(1), None]


def test_a_cell_that_is_no_number_is_named_by_row_and_column() -> None:
    data = table("name,value\nA,1\nB,many\nC,NaN\nD,inf\n")
    findings: list[Finding] = []
    assert numbers_of(data, 1, findings) == [Decimal(1), None, None, None]
    assert [finding.rule for finding in findings] == ["data-not-number", "data-nan", "data-nan"]
    assert findings[0].message == "row 3, column 'value': 'many' is not a number"
    assert findings[0].span == Span("data/t.csv", 3, 2, 3, 3)


def test_rows_are_counted_as_a_person_counts_them() -> None:
    data = table('name,value\n"A\nB",1\n\nC,many\n')
    findings: list[Finding] = []
    numbers_of(data, 1, findings)
    assert findings[0].span is not None
    assert findings[0].span.line == 5


@pytest.mark.parametrize(
    ("blob", "rule"),
    [
        (b"", "data-empty"),
        (b" \n \n", "data-empty"),
        (b"name,value\n", "data-empty"),
        (b"name,value\nA\n", "data-ragged"),
        (b"name,value\nA,1,2\nB,3\n", "data-ragged"),
        (b"<html><table></table></html>", "data-unreadable"),
        (b"name,value\nA\x07,1\n", "data-control-character"),
        (b"PK\x03\x04 this is no workbook", "data-unreadable"),
        (b"\xd0\xcf\x11\xe0 nor is this", "data-unreadable"),
    ],
)
def test_what_cannot_be_read_is_told_and_never_raised(blob: bytes, rule: str) -> None:
    assert rules(blob) == [rule]


def test_a_ragged_table_names_its_first_row_and_the_way_out() -> None:
    _, findings = read_dataset(b"World Bank\n\nname,value\nA,1\n", "data/t.csv")
    assert findings[0].span is not None
    assert (findings[0].rule, findings[0].span.line) == ("data-ragged", 3)
    assert "header:" in findings[0].hint
    assert table(b"World Bank\n\nname,value\nA,1\n", header=3).columns == ("name", "value")


def test_a_table_that_is_too_long_is_refused() -> None:
    assert rules("name,value\n" + "A,1\n" * 100_001) == ["data-too-long"]


def test_an_unknown_encoding_is_told() -> None:
    assert rules(b"a,b\n1,2\n", encoding="klingon") == ["data-encoding"]
    assert rules("я,b\n1,2\n".encode("cp1251"), encoding="utf-8") == ["data-encoding"]


def test_columns_are_found_by_name_letter_and_whatever_case() -> None:
    data = table("Country,Value of it\nA,1\n")
    assert (data.index("Country"), data.index("value  OF it"), data.index("B"), data.index("C")) == (0, 1, 1, None)
    findings: list[Finding] = []
    span = Span("content/charts/c.yaml", 3, 5)
    assert column_of(data, "Contry", span, findings) is None
    assert (findings[0].rule, findings[0].span, findings[0].hint) == ("column-unknown", span, "did you mean 'Country'?")
    twice = table("a,a\n1,2\n")
    column_of(twice, "a", span, findings)
    assert findings[1].rule == "column-ambiguous"


def workbook(sheets: dict[str, list[list[object]]]) -> bytes:
    xlsxwriter = pytest.importorskip("xlsxwriter")
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as book:
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for number, row in enumerate(rows):
                sheet.write_row(number, 0, row)
    return buffer.getvalue()


def test_workbooks_are_read_by_sheet() -> None:
    blob = workbook({"First": [["x"], [1]], "Data": [["name", "value"], ["A", 68.66499999999999], ["B", 3]]})
    assert table(blob).columns == ("x",)
    data = table(blob, sheet="Data")
    assert column(data, "value") == [Decimal("68.665"), Decimal(3)]
    _, findings = read_dataset(blob, "data/t.xlsx", sheet="Dta")
    assert (findings[0].rule, findings[0].hint) == ("sheet-unknown", "did you mean 'Data'?")
    assert rules(workbook({"Empty": []})) == ["data-empty"]


@pytest.mark.skipif(not ZOO.exists(), reason="needs the test material beside the project")
def test_no_table_that_others_wrote_raises() -> None:
    seen = 0
    for path in sorted(ZOO.iterdir()):
        if path.suffix in (".csv", ".xlsx", ".xlsm", ".xls", ".ods", ".bad-format"):
            data, findings = read_dataset(path.read_bytes(), path.name)
            assert data is not None or findings, path.name
            assert len(findings) <= 2, path.name
            if data is not None:
                for index in range(len(data.columns)):
                    numbers_of(data, index, [])
            seen += 1
    assert seen > 40


def test_the_gallerys_table_is_read() -> None:
    path = Path(__file__).parents[1] / "briefgen" / "gallery" / "content" / "data" / "services.csv"
    assert column(table(path.read_bytes()), "services")[13] is None
