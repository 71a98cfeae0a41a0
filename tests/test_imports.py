"""Who may import whom: imports go down the table, and slow libraries are loaded by those alone who need them."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from small_project import write_project

PACKAGE = Path(__file__).parents[1] / "briefgen"

LAYERS = """
cli
check listing
editions preview
build
audits formats manifest steps targets
layout
draw resolve
blocks charts proofread translate
appraisal catalog fit glyphs reread template
house
brand facts language ooxml
dataset measure numerals read scales sentences sheets
language_files
formula inline package parts registry schema statements store tones unbroken
color files moments places
model
finding
"""
"""From the doors down to the nouns; a module may import what stands in a lower line, and nothing of its own line."""

FAMILIES = {
    "resolve": {"briefing_passages", "citing", "context", "deck_passages", "passages"},
    "layout": {"arrange", "boxes", "cards", "exhibits", "flow", "grids", "pieces", "surround", "typeset"},
    "template": {
        "briefing_mends",
        "briefing_parts",
        "briefing_styles",
        "briefing_template",
        "deck_layouts",
        "deck_parts",
        "deck_template",
        "deck_text",
        "layout_regions",
        "layout_roles",
        "office_mends",
        "office_theme",
        "style_names",
        "template_settings",
    },
    "house": {
        "house_briefing",
        "house_deck",
        "house_layouts",
        "house_parts",
        "house_shapes",
        "house_styles",
        "house_templates",
        "ornament",
    },
    "fit": {"breaks", "columns"},
    "language_files": {"language_spec"},
    "language": {"dates", "endings", "quantities"},
}
"""Modules that are one tool together: they stand where their head stands, and may import each other."""

OPEN_SETS = {"blocks", "charts", "formats", "audits"}
RANKS = {name: -rank for rank, line in enumerate(LAYERS.split("\n")) for name in line.split()}


def modules() -> list[Path]:
    return sorted(path for path in PACKAGE.rglob("*.py") if "__pycache__" not in path.parts)


def head(parts: tuple[str, ...]) -> str:
    """The name in the table under which a module stands."""
    return next((family for family, members in FAMILIES.items() if parts[0] in members), parts[0])


def imports(path: Path) -> Iterator[str]:
    """Every module that a file imports, at its top or inside a function, but not for type checking alone."""
    for node in running(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def running(node: ast.AST) -> Iterator[ast.AST]:
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.If) and "TYPE_CHECKING" in ast.unparse(child.test):
            continue
        yield child
        yield from running(child)


def own(path: Path) -> Iterator[tuple[str, ...]]:
    """The modules of briefgen that a file imports, as their parts below the package."""
    for name in imports(path):
        parts = name.split(".")
        if parts[0] == "briefgen" and len(parts) > 1:
            yield tuple(parts[1:])


@pytest.mark.parametrize("path", modules(), ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_imports_go_down(path: Path) -> None:
    importer = path.relative_to(PACKAGE).with_suffix("").parts
    if importer[-1] in {"__init__", "__main__"}:
        return
    for imported in own(path):
        if imported[0] == "__version__":
            continue
        ours, theirs = head(importer), head(imported)
        if ours in OPEN_SETS and ours == theirs:
            assert imported[1].startswith("_"), f"members of {ours}/ are strangers"
        elif ours != theirs:
            assert RANKS[theirs] < RANKS[ours], f"{'.'.join(importer)} may not import {'.'.join(imported)}"


def test_no_modules_import_each_other_in_a_circle() -> None:
    """Families may import within themselves, and a function what its file does not: neither closes a ring."""
    needs: dict[str, set[str]] = {}
    files = {".".join(path.relative_to(PACKAGE).with_suffix("").parts): path for path in modules()}
    for module, path in files.items():
        named = {".".join(parts[:length]) for parts in own(path) for length in range(1, len(parts) + 1)}
        needs[module] = named & files.keys() - {module}
    while free := {module for module, needed in needs.items() if not needed}:
        needs = {module: needed - free for module, needed in needs.items() if module not in free}
    assert sorted(needs) == [], "these import each other in a circle, or what stands in one"


def test_every_module_stands_in_the_table() -> None:
    for path in modules():
        parts = path.relative_to(PACKAGE).with_suffix("").parts
        assert parts[-1].startswith("__") or head(parts) in RANKS, path


@pytest.mark.parametrize(
    ("library", "allowed"),
    [
        ("babel.messages", {"sheets"}),
        ("matplotlib", {"draw", "charts"}),
        ("pptx", set()),
        ("docx", set()),
        ("lxml", {"package", "ooxml", "reread", "template"}),
        ("pydantic", {"schema", "blocks", "charts", "language_files", "read", "template"}),
        ("click", {"cli"}),
        ("rich", {"cli"}),
        ("subprocess", {"preview"}),
    ],
)
def test_a_library_is_used_where_it_belongs(library: str, allowed: set[str]) -> None:
    users = {
        head(path.relative_to(PACKAGE).with_suffix("").parts)
        for path in modules()
        for name in imports(path)
        if f"{name}.".startswith(f"{library}.")
    }
    assert users <= allowed


def test_nobody_draws_with_the_state_machine() -> None:
    assert not [path for path in modules() if "pyplot" in path.read_text("utf-8").replace("never pyplot", "")]


HEAVY = ("matplotlib", "numpy", "pptx", "docx", "PIL", "rich", "lxml", "fontTools")


@pytest.mark.parametrize("command", [["check"], ["list"], ["--help"], ["translate", "status"]])
def test_questions_load_nothing_that_draws_or_writes(tmp_path: Path, command: list[str]) -> None:
    write_project(tmp_path)
    program = (
        "import sys\nfrom briefgen.cli import main\n"
        f"try:\n    main({command!r})\nexcept SystemExit as end:\n    code = end.code\n"
        f"print([name for name in {HEAVY!r} if name in sys.modules], code)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=tmp_path, capture_output=True, encoding="utf-8", check=False
    )
    assert done.stdout.splitlines()[-1] == "[] 0", done.stdout + done.stderr
