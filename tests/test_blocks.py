"""Every kind of block: a good example with the parts that it comes to, and the mistakes that it refuses.

`good.yaml` is a list of blocks and `good.txt` the parts that they come to; `bad.yaml` names on each line the findings
that it expects.  With the environment variable UPDATE_CASES set, the goldens are written instead of compared.
"""

from __future__ import annotations

import io
import os
import struct
import textwrap
import zlib
from pathlib import Path

import pytest
from projects import expected_findings, passage, printed, read_project, resolved, told

from briefgen import registry
from briefgen.finding import Finding
from briefgen.model import Document, Run

CASES = Path(__file__).parent / "cases" / "blocks"
KINDS = [kind.replace("-", "_") for kind in registry.kinds("blocks")]
THEME = "title: Theme\nsections:\n  - id: first\n    title: A claim\n    blocks:\n"
HEAD = THEME.count("\n")
CHART = "kind: bar\ntitle: A chart\nsubtitle: What it measures\npoints: [specialists]\nnote: A note.\n"


def png(width: int, height: int) -> bytes:
    """A picture whose header promises this size, with the pixels of a small one."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    rows = zlib.compress(b"".join(b"\0" + b"\x00\x80\xff" * min(width, 8) for _ in range(min(height, 8))))
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def pictures(folder: Path) -> None:
    from PIL import Image

    jpeg = io.BytesIO()
    Image.new("RGB", (6, 4), "teal").save(jpeg, "JPEG")
    files = {
        "good.png": png(8, 5),
        "good.jpg": jpeg.getvalue(),
        "cut.png": png(8, 8)[:45],
        "huge.png": png(40_000, 40_000),
        "text.png": b"no picture",
        "drawing.svg": b"<svg xmlns='http://www.w3.org/2000/svg'/>",
    }
    (folder / "content" / "images").mkdir(parents=True)
    for name, data in files.items():
        (folder / "content" / "images" / name).write_bytes(data)


def lower(folder: Path, blocks: str, language: str = "en") -> tuple[Document, list[Finding]]:
    pictures(folder)
    files = {"themes/theme.yaml": THEME + textwrap.indent(blocks, "      "), "charts/exports.yaml": CHART}
    content, findings = read_project(folder, files)
    document, more = resolved(content, code=language)
    return document, [*findings, *more]


@pytest.mark.parametrize("kind", KINDS)
def test_a_kind_comes_to_its_parts(kind: str, tmp_path: Path) -> None:
    document, findings = lower(tmp_path, (CASES / kind / "good.yaml").read_text("utf-8"))
    assert told(findings) in ([], ["4: warning[section-empty]"])
    slide = passage(document, "first")
    lines = [line for part in slide.parts for line in printed(part)]
    lines += ["notes:", *(line for para in slide.notes for line in printed(para, "  "))]
    golden = CASES / kind / "good.txt"
    if "UPDATE_CASES" in os.environ:
        golden.write_text("\n".join(lines) + "\n", "utf-8")
    assert "\n".join(lines) + "\n" == golden.read_text("utf-8")


@pytest.mark.parametrize("kind", KINDS)
def test_a_kind_refuses_what_it_cannot_show(kind: str, tmp_path: Path) -> None:
    text = (CASES / kind / "bad.yaml").read_text("utf-8")
    _, findings = lower(tmp_path, text)
    expected = [
        f"{int(number) + HEAD}: {rest}" for number, rest in (line.split(": ", 1) for line in expected_findings(text))
    ]
    told_here = [line for line in told(findings) if "section-empty" not in line]
    assert told_here == sorted(expected)


@pytest.mark.parametrize("kind", KINDS)
def test_a_kind_speaks_every_language(kind: str, tmp_path: Path) -> None:
    document, findings = lower(tmp_path, (CASES / kind / "good.yaml").read_text("utf-8"), "zh")
    assert {finding.rule for finding in findings} <= {"section-empty"}
    text = "\n".join(line for part in passage(document, "first").parts for line in printed(part))
    assert "Source" not in text
    assert "<muted>not stated" not in text


def test_a_kind_says_what_it_is() -> None:
    for kind in registry.kinds("blocks"):
        module = registry.load("blocks", kind)
        assert module.__doc__
        assert module.Spec.__doc__
        assert module.lower.__doc__


@pytest.mark.parametrize(
    ("text", "large"),
    [
        ("over 200,000", "200,000"),
        ("$4.3 billion", "$4.3"),
        ("15–30%", "15–30%"),
        ("86th", "86th"),
        ("86-е место", "86-е"),
        ("около 10\u00a0%", "10\u00a0%"),
        ("200 000-нан астам", "200 000"),
        ("超过8.4亿美元", "8.4"),
        ("17 Oct 2025", "17 Oct 2025"),
        ("2025年10月17日", "20251017"),
    ],
)
def test_the_digits_of_a_key_figure_are_larger_than_its_words(text: str, large: str) -> None:
    from briefgen.blocks.key_figures import _digits_first

    runs = _digits_first((Run(text, citations=("a",)),))
    assert "".join(run.text for run in runs) == text
    assert "".join(run.text for run in runs if run.scale == 1) == large
    assert [run.citations for run in runs] == [()] * (len(runs) - 1) + [("a",)]


def test_chinese_units_within_a_date_are_set_small() -> None:
    from briefgen.blocks.key_figures import _digits_first
    from briefgen.model import Run

    cut = _digits_first((Run("2026年1月至2028年", fact="term", citations=("a",)),))
    assert [run.text for run in cut if run.scale == 1.0] == ["2026", "1", "2028"]
    assert "".join(run.text for run in cut) == "2026年1月至2028年"
    assert [run.citations for run in cut][-1] == ("a",)
