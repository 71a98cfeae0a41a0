"""Tables that authors bring: CSV in any usual spelling, and workbooks, read into text and numbers.

Every cell keeps the row in which a person would look for it, so that a finding can name row and column.
"""

from __future__ import annotations

import csv
import datetime
import difflib
import io
import itertools
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from briefgen.finding import Finding, Severity, Span
from briefgen.places import MAGNITUDE_HINT, is_tellable

Cell = str | Decimal | datetime.date | None
"""What a cell holds; None where it is empty."""

MISSING = frozenset({"", "-", "–", "—", "..", "...", "…", "*", "n/a", "na", "n.a.", "none", "null", "н/д", "н.д."})
"""What statistical offices write where there is no value, in lower case."""

ROW_LIMIT = 100_000
"""Rows beyond this are not read: a chart of them says nothing, and reading them would stall a build."""

_DELIMITERS = ",;\t|"
_SPACES = re.compile("[\\s\u00a0\u2007\u2009\u202f'’_]")
_DECORATION = re.compile("^[$€£¥₸₽₩]|[$€£¥₸₽₩%‰]$")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f]")


@dataclass(frozen=True, slots=True)
class Dataset:
    """A table with one header row. `numbers` gives the row of each of `rows` as a person counts, from 1."""

    path: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    numbers: tuple[int, ...]
    decimal_comma: bool = False

    def index(self, column: str) -> int | None:
        """The place of a column by its name, by its name in other case or spacing, or by its letters (`C`)."""
        if column in self.columns:
            return self.columns.index(column)
        folded = [_fold(name) for name in self.columns]
        if _fold(column) in folded:
            return folded.index(_fold(column))
        if re.fullmatch(r"[A-Z]{1,2}", column):
            number = 0
            for letter in column:
                number = number * 26 + ord(letter) - 64
            return number - 1 if number <= len(self.columns) else None
        return None

    def place(self, row: int, column: int) -> Span:
        """Where a cell of `rows` stands: the row as line, the column counted from 1."""
        number = self.numbers[row]
        return Span(self.path, number, column + 1, number, column + 2)


def read_dataset(
    blob: bytes, path: str, *, sheet: str = "", header: int = 0, encoding: str = ""
) -> tuple[Dataset | None, list[Finding]]:
    """The table in a CSV file or a workbook, and what is wrong with it.

    `header` is the row that names the columns, counted from 1; 0 takes the first row that is not empty.  Text is read
    as UTF-8; a file that is not is read as windows-1251 or GB 18030, whichever fits, and that is reported.
    """
    findings: list[Finding] = []
    place = Span(path)
    if not blob.strip():
        return None, [Finding("data-empty", "the file is empty", place, hint="save the table again")]
    if blob[:4] == b"PK\x03\x04" or blob[:4] == b"\xd0\xcf\x11\xe0":
        raw, comma = _read_workbook(blob, path, sheet, findings), False
    elif blob[:2] == b"\x1f\x8b":
        return None, [Finding("data-unreadable", "the file is compressed", place, hint="unpack it")]
    elif re.match(rb"(\xef\xbb\xbf)?\s*[\[{]\s*[\[{\"]", blob[:200]):
        return None, [Finding("data-unreadable", "the file is JSON and no table", place, hint="save it as CSV or XLSX")]
    elif re.match(rb"(\xef\xbb\xbf)?\s*<(!doctype|html|table|\?xml)", blob[:200], re.IGNORECASE):
        hint = "open it and save it as CSV or XLSX"
        return None, [Finding("data-unreadable", "the file is a web page, whatever its name says", place, hint=hint)]
    else:
        raw, comma = _read_text(blob, path, encoding, findings)
    if raw is None:
        return None, findings
    return _with_header(raw, path, header, comma, findings), findings


def parse_number(text: str, decimal_comma: bool = False) -> Decimal | None:
    """The number in a cell as people write it, None where it is none.

    >>> parse_number("1 234,5", decimal_comma=True), parse_number("(1,234.50)"), parse_number("12 %")
    (Decimal('1234.5'), Decimal('-1234.50'), Decimal('12'))
    """
    plain = text.strip().replace("\u2212", "-")
    negative = plain.startswith("(") and plain.endswith(")")
    if negative:
        plain = plain[1:-1]
    sign = ""
    if plain[:1] in "+-":
        sign, plain = plain[:1], plain[1:]
    plain = _DECORATION.sub("", _DECORATION.sub("", _SPACES.sub("", plain)))
    if decimal_comma:
        plain = plain.replace(".", "").replace(",", ".") if "," in plain else plain
    elif re.fullmatch(r"[0-9]{1,3}(,[0-9]{3})+(\.[0-9]+)?", plain):
        plain = plain.replace(",", "")
    if not re.fullmatch(r"([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]{1,3})?", plain):
        return None
    try:
        value = Decimal(sign + plain)
    except InvalidOperation:
        return None
    return -value if negative else value


def numbers_of(dataset: Dataset, column: int, findings: list[Finding]) -> list[Decimal | None]:
    """The numbers of a column, None where the table gives none; a cell that is no number is a finding."""
    cells = [row[column] for row in dataset.rows]
    comma = dataset.decimal_comma or any(isinstance(cell, str) and _looks_decimal_comma(cell) for cell in cells)
    values: list[Decimal | None] = []
    bad: list[tuple[int, str, str]] = []
    for number, cell in enumerate(cells):
        value = cell if isinstance(cell, Decimal) else None
        if value is not None and not value.is_finite():
            value = None
            bad.append((number, "data-nan", str(cell)))
        elif isinstance(cell, str) and cell.strip().lower() not in MISSING:
            value = parse_number(cell, comma)
            if value is None:
                infinite = re.fullmatch(r"[+-]?(nan|inf(inity)?)", cell.strip().lower())
                rule = "data-nan" if infinite else "data-not-number"
                bad.append((number, rule, cell))
        elif isinstance(cell, datetime.date):
            bad.append((number, "data-not-number", cell.isoformat()))
        if value is not None and not is_tellable(value):
            bad.append((number, "number-magnitude", str(cell)))
            value = None
        values.append(value)
    findings.extend(_bad_cells(dataset, column, bad, any(value is not None for value in values)))
    return values


def column_of(dataset: Dataset, column: str, span: Span | None, findings: list[Finding]) -> int | None:
    """The place of a column that a spec names; a finding at the spec where there is none or more than one."""
    index = dataset.index(column)
    if index is None:
        near = difflib.get_close_matches(column, dataset.columns, 1)
        listed = ", ".join(f"'{name}'" for name in dataset.columns[:12])
        hint = f"did you mean '{near[0]}'?" if near else f"the columns are {listed}"
        findings.append(Finding("column-unknown", f"no column '{column}' in {dataset.path}", span, hint=hint))
    elif dataset.columns.count(dataset.columns[index]) > 1 and dataset.columns[index] == column:
        hint = "rename one of them, or name the column by its letter (A, B, …)"
        findings.append(Finding("column-ambiguous", f"two columns of {dataset.path} are '{column}'", span, hint=hint))
    return index


_CELLS_TOLD = 10


def _bad_cells(
    dataset: Dataset, column: int, bad: Sequence[tuple[int, str, str]], has_numbers: bool
) -> Iterator[Finding]:
    """Each bad cell; of many only the first ones, and of a column of words that it is the wrong column."""
    if len(bad) > 1 and not has_numbers and any(rule != "number-magnitude" for _, rule, _ in bad):
        row, _, cell = bad[0]
        told = f"row {dataset.numbers[row]} has '{_shortened(cell)}'"
        message = f"the column '{_column_name(dataset, column)}' holds no number: {told}"
        hint = "name the column of the numbers with `value:`"
        yield Finding("data-not-number", message, dataset.place(row, column), hint=hint)
        return
    for row, rule, cell in bad[:_CELLS_TOLD]:
        yield _bad_cell(dataset, row, column, rule, cell)
    if len(bad) > _CELLS_TOLD:
        row = bad[_CELLS_TOLD][0]
        message = f"{len(bad) - _CELLS_TOLD:,} more cells of '{_column_name(dataset, column)}' are not numbers"
        yield Finding("data-not-number", message, dataset.place(row, column), hint="name another column with `value:`?")


def _shortened(cell: str) -> str:
    return cell if len(cell) <= 40 else cell[:39] + "…"


def _column_name(dataset: Dataset, column: int) -> str:
    return dataset.columns[column] or f"column {column + 1}"


def _bad_cell(dataset: Dataset, row: int, column: int, rule: str, cell: str) -> Finding:
    name = _column_name(dataset, column)
    if rule == "number-magnitude":
        message = f"row {dataset.numbers[row]}, column '{name}': {cell} is no number that a reader can take in"
        return Finding(rule, message, dataset.place(row, column), hint=MAGNITUDE_HINT)
    return Finding(
        rule,
        f"row {dataset.numbers[row]}, column '{name}': '{_shortened(cell)}' is not a number",
        dataset.place(row, column),
        hint="correct the cell, or leave it empty where there is no value",
    )


def _fold(name: str) -> str:
    return " ".join(name.split()).casefold()


def _looks_decimal_comma(cell: str) -> bool:
    """Whether a comma in the cell can only be a decimal mark, as in `12,5` or `1 234,50`."""
    plain = _DECORATION.sub("", _SPACES.sub("", cell.strip().lstrip("-+\u2212(").rstrip(")")))
    return bool(re.fullmatch(r"\d+(\.\d{3})*,(\d{1,2}|\d{4,})", plain))


def _decode(blob: bytes, path: str, encoding: str, findings: list[Finding]) -> str | None:
    place = Span(path)
    if encoding:
        try:
            return blob.decode(encoding)
        except LookupError:
            message, hint = f"no encoding '{encoding}'", "use utf-8, cp1251 or gb18030"
        except UnicodeDecodeError as error:
            message = f"the file is not {encoding}: byte {error.start + 1} cannot be read"
            hint = "leave `encoding` out, or save the file as UTF-8"
        findings.append(Finding("data-encoding", message, place, hint=hint))
        return None
    if blob[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return blob.decode("utf-16", errors="replace")
    try:
        return blob.decode("utf-8-sig")
    except UnicodeDecodeError:
        pass
    name = _guess(blob)
    if name is None:
        message = "the file is not UTF-8, nor any encoding that is known here"
        findings.append(Finding("data-encoding", message, place, hint="save it as UTF-8"))
        return None
    shown = {"cp1251": "windows-1251 (Cyrillic)", "gb18030": "GB 18030 (Chinese)"}[name]
    hint = f"save it as UTF-8, or write `encoding: {name}`"
    findings.append(
        Finding("data-encoding", f"the file is not UTF-8; it is read as {shown}", place, Severity.WARNING, hint)
    )
    return blob.decode(name)


def _guess(blob: bytes) -> str | None:
    """windows-1251 where nearly all high bytes are Cyrillic letters, else GB 18030 where that can be read."""
    sample = blob[:100_000]
    high = [byte for byte in sample if byte >= 0x80]
    letters = sum(byte >= 0xC0 or byte in (0xA8, 0xB8) for byte in high)
    # In Russian a capital hardly ever follows a small letter; in Chinese bytes read as Cyrillic it does all the time.
    broken = sum(a >= 0xE0 and 0xC0 <= b < 0xE0 for a, b in itertools.pairwise(sample))
    cyrillic = bool(high) and letters / len(high) > 0.9 and broken / len(high) < 0.05
    for name in ("cp1251", "gb18030") if cyrillic else ("gb18030", "cp1251"):
        try:
            blob.decode(name)
        except UnicodeDecodeError:
            continue
        if name == "cp1251" and letters / len(high) < 0.6:
            continue
        return name
    return None


Raw = list[tuple[int, list[Cell]]]


def _read_text(blob: bytes, path: str, encoding: str, findings: list[Finding]) -> tuple[Raw | None, bool]:
    text = _decode(blob, path, encoding, findings)
    if text is None:
        return None, False
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    if found := _CONTROL.search(text):
        line = text.count("\n", 0, found.start()) + 1
        message = f"control character U+{ord(found.group()):04X} in the table"
        findings.append(Finding("data-control-character", message, Span(path, line), hint="remove it"))
        return None, False
    delimiter = _delimiter(text)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    rows: Raw = []
    try:
        before = 0
        for cells in reader:
            rows.append((before + 1, [cell.strip() or None for cell in cells]))
            before = reader.line_num
            if len(rows) > ROW_LIMIT:
                findings.append(_too_long(path))
                return None, False
    except csv.Error as error:
        message = f"the table cannot be read: {error}"
        findings.append(Finding("data-unreadable", message, Span(path, reader.line_num), hint="check the quotes"))
        return None, False
    return rows, delimiter == ";" and _semicolon_comma(rows)


def _delimiter(text: str) -> str:
    """The mark that cuts the first lines into the same, largest number of cells."""
    head = "\n".join(text.split("\n", 40)[:40])
    best, best_score = ",", 0.0
    for mark in _DELIMITERS:
        try:
            counts = [len(row) for row in csv.reader(io.StringIO(head, newline=""), delimiter=mark) if row]
        except csv.Error:
            continue
        usual = max(set(counts), key=counts.count, default=1)
        score = (usual - 1) * counts.count(usual) / max(len(counts), 1)
        if usual > 1 and score > best_score:
            best, best_score = mark, score
    return best


def _semicolon_comma(rows: Raw) -> bool:
    """Semicolons between cells mean decimal commas, unless a cell shows a decimal point."""
    cells = [cell for _, row in rows[1:200] for cell in row if isinstance(cell, str)]
    points = sum(bool(re.fullmatch(r"[+-]?\d+\.\d+", cell)) for cell in cells)
    return not points


def _too_long(path: str) -> Finding:
    message = f"the table has more than {ROW_LIMIT:,} rows"
    return Finding("data-too-long", message, Span(path), hint="summarise it before it is charted")


def _read_workbook(blob: bytes, path: str, sheet: str, findings: list[Finding]) -> Raw | None:
    from python_calamine import CalamineError, CalamineWorkbook

    place = Span(path)
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(blob))
        names = list(book.sheet_names)
        if sheet and sheet not in names:
            near = difflib.get_close_matches(sheet, names, 1)
            hint = f"did you mean '{near[0]}'?" if near else "the sheets are " + ", ".join(f"'{n}'" for n in names[:12])
            findings.append(Finding("sheet-unknown", f"no sheet '{sheet}'", place, hint=hint))
            return None
        if not names:
            findings.append(Finding("data-empty", "the workbook has no sheet", place))
            return None
        table = book.get_sheet_by_name(sheet or names[0])
        if table.total_height > ROW_LIMIT:
            findings.append(_too_long(path))
            return None
        rows = table.to_python(skip_empty_area=False)
    except (CalamineError, ValueError, OSError, OverflowError) as error:
        kind = "the workbook needs a password" if "password" in str(error).lower() else "the workbook cannot be read"
        findings.append(Finding("data-unreadable", kind, place, hint="save it again as XLSX or CSV"))
        return None
    return [(number, [_workbook_cell(cell) for cell in row]) for number, row in enumerate(rows, 1)]


def _workbook_cell(cell: object) -> Cell:
    """Numbers as the person sees them, truth values as words, empty text as nothing."""
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, int | float):
        # A workbook stores binary fractions and shows fifteen digits of them: 68.665, not 68.66499999999999.
        return Decimal(f"{cell:.15g}") if isinstance(cell, float) else Decimal(cell)
    if isinstance(cell, datetime.datetime):
        return cell.date()
    if isinstance(cell, datetime.date):
        return cell
    text = "" if cell is None else str(cell).strip()
    return _CONTROL.sub("", text) or None


def _with_header(raw: Raw, path: str, header: int, comma: bool, findings: list[Finding]) -> Dataset | None:
    filled = [(number, row) for number, row in raw if any(cell is not None for cell in row)]
    if header:
        filled = [(number, row) for number, row in filled if number >= header]
    if not filled:
        findings.append(Finding("data-empty", "the table is empty", Span(path)))
        return None
    number, names = filled[0]
    width = max((place + 1 for place, cell in enumerate(names) if cell is not None), default=0)
    if len(filled) == 1:
        hint = "add rows below the header"
        findings.append(Finding("data-empty", "the table has a header and no rows", Span(path, number), hint=hint))
        return None
    while len(filled) > 2 and width > 1 and _is_note(filled[-1][1]):
        filled.pop()
    rows: list[tuple[Cell, ...]] = []
    numbers: list[int] = []
    ragged: list[int] = []
    for number, row in filled[1:]:
        filled_width = max((place + 1 for place, cell in enumerate(row) if cell is not None), default=0)
        if filled_width > width or len(row) < width:
            ragged.append(number)
        rows.append((*row[:width], *(None,) * (width - len(row))))
        numbers.append(number)
    if ragged:
        findings.append(_ragged(path, ragged, width, raw))
        return None
    return Dataset(path, tuple(_name(cell) for cell in names[:width]), tuple(rows), tuple(numbers), comma)


def _is_note(row: Sequence[Cell]) -> bool:
    """Whether a line below the table is no row of it: words without a separator, as the footnotes of a download are."""
    return len(row) == 1 and isinstance(row[0], str)


def _ragged(path: str, ragged: Sequence[int], width: int, raw: Iterable[tuple[int, list[Cell]]]) -> Finding:
    length = next(len(row) for number, row in raw if number == ragged[0])
    others = f" (and {len(ragged) - 1} further rows)" if len(ragged) > 1 else ""
    return Finding(
        "data-ragged",
        f"row {ragged[0]} has {length} cells where the header has {width}{others}",
        Span(path, ragged[0]),
        hint="quote text that holds the separator, or name the header's row with `header:` where notes stand above it",
    )


def _name(cell: Cell) -> str:
    return "" if cell is None else str(cell).strip()
