"""The documentation holds: its examples are read, its lists are complete, its links and commands lead somewhere."""

from __future__ import annotations

import ast
import dataclasses
import re
import shlex
import shutil
import typing
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
import yaml
from click.testing import CliRunner
from PIL import Image
from pydantic import BaseModel, RootModel

import briefgen
from briefgen import registry, schema
from briefgen.brand import load_brand
from briefgen.check import check_documents
from briefgen.cli import THINGS, main
from briefgen.facts import check_facts
from briefgen.finding import Finding
from briefgen.language import CASES, STYLES, language
from briefgen.read import read_content
from briefgen.sheets import read_sheet
from briefgen.template import read_template

ROOT = Path(__file__).parents[1]
DOCS = sorted((ROOT / "docs").glob("*.md"))
PAGES = [ROOT / "README.md", *DOCS]
NAME = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)+")


@dataclasses.dataclass(frozen=True)
class Fence:
    """An example of a page: its language, its text, and the words before it on the page."""

    language: str
    body: str
    before: str

    @property
    def file(self) -> str:
        """The file that the example is, as its first line says."""
        found = re.match(r"# ([\w./-]+\.ya?ml)\n", self.body)
        return found[1] if found else ""


def page(name: str) -> str:
    return (ROOT / "docs" / name).read_text("utf-8")


def fences(text: str) -> list[Fence]:
    pattern = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
    return [Fence(match[1], match[2], text[: match.start()]) for match in pattern.finditer(text)]


def section(text: str, heading: str) -> str:
    """What stands below a heading, up to the next one as high; a comment in an example is no heading."""
    level = len(heading.split(" ")[0])
    lines: list[str] = []
    inside = fenced = False
    for line in text.splitlines(keepends=True):
        fenced ^= line.startswith("```")
        if not fenced and re.match(rf"#{{1,{level}}} ", line):
            inside = line.rstrip() == heading
        elif inside:
            lines.append(line)
    assert lines, f"nothing below '{heading}'"
    return "".join(lines)


def write_files(folder: Path, examples: list[Fence]) -> None:
    for fence in examples:
        if fence.language == "yaml" and fence.file.startswith("content/"):
            path = folder / fence.file
            assert not path.exists(), f"two examples are {fence.file}"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(fence.body, "utf-8")


def everything_said(folder: Path) -> list[Finding]:
    """What a check of the content says, below the command line."""
    content, findings = read_content(folder)
    return [*findings, *check_facts(content), *check_documents(folder, content, [])[0]]


# ------------------------------------------------------------------------------------------------- content.md


def blocks_of(examples: list[Fence]) -> list[str]:
    return [fence.body for fence in examples if fence.language == "yaml" and not fence.file]


@pytest.fixture(scope="module")
def example_project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The project whose files and blocks stand on the page, every block and chart in a section of its own."""
    folder = tmp_path_factory.mktemp("content")
    examples = fences(page("content.md"))
    write_files(folder, examples)
    for fence in examples:
        if fence.language == "csv":
            name = re.findall(r"`(content/data/[^`]+)`", fence.before)[-1]
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_text(fence.body, "utf-8")
    (folder / "content/images").mkdir()
    Image.new("RGB", (40, 30), "teal").save(folder / "content/images/tram.png")
    charts = [f"- chart: {path.stem}\n" for path in sorted((folder / "content/charts").glob("*.yaml"))]
    lines = ["title: Kinds", "sections:"]
    for place, body in enumerate([*blocks_of(examples), *charts]):
        lines += [f"  - id: example-{chr(97 + place // 26)}{chr(97 + place % 26)}", "    title: An example"]
        lines += ["    blocks:", "      - statement: An example", *(f"      {line}" for line in body.splitlines())]
    (folder / "content/themes/kinds.yaml").write_text("\n".join(lines) + "\n", "utf-8")
    return folder


def test_the_examples_of_the_reference_are_clean(example_project: Path) -> None:
    assert everything_said(example_project) == []


def test_an_error_in_an_example_would_be_found(example_project: Path) -> None:
    path = example_project / "content/charts/rank.yaml"
    before = path.read_text("utf-8")
    path.write_text(before.replace("gain: rank-gain", "gain: rank-gian"), "utf-8")
    try:
        assert "fact-unknown" in {finding.rule for finding in everything_said(example_project)}
    finally:
        path.write_text(before, "utf-8")


@pytest.mark.parametrize("kind", registry.kinds("blocks"))
def test_every_kind_of_block_has_its_keys_and_an_example(kind: str) -> None:
    text = section(page("content.md"), f"### {kind}")
    assert any(kind in item for body in blocks_of(fences(text)) for item in yaml.safe_load(body))
    shared = section(page("content.md"), "## Blocks").partition("###")[0]
    missing = [key for key in keys_of(registry.load("blocks", kind).Spec) if not is_told(key, text + shared)]
    assert not missing


@pytest.mark.parametrize("kind", registry.kinds("charts"))
def test_every_kind_of_chart_has_its_keys_and_an_example(kind: str) -> None:
    text = section(page("content.md"), f"### {kind}")
    assert any(yaml.safe_load(fence.body).get("kind") == kind for fence in fences(text) if fence.file)
    shared = section(page("content.md"), "## Charts").partition("###")[0] + section(page("content.md"), "## Tables")
    missing = [key for key in keys_of(registry.load("charts", kind).Spec) if not is_told(key, text + shared)]
    assert not missing


@pytest.mark.parametrize(
    ("heading", "spec"),
    [
        ("## project.yaml", schema.ProjectSpec),
        ("## sources.yaml", schema.SourceSpec),
        ("## Facts", schema.FactSpec),
        ("## Themes", schema.ThemeSpec),
        ("## Themes", schema.SectionSpec),
    ],
)
def test_every_key_of_the_other_files_is_told(heading: str, spec: type[BaseModel]) -> None:
    text = section(page("content.md"), heading)
    assert not [key for key in keys_of(spec) if not is_told(key, text)]


def keys_of(kind: object) -> set[str]:
    """The keys that an author may type in a mapping of this kind and in those inside it."""
    keys: set[str] = set()
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        wrapper = issubclass(kind, RootModel)
        for name, field in kind.model_fields.items():
            keys |= set() if wrapper else {field.alias or name}
            keys |= keys_of(field.annotation)
    for inner in typing.get_args(kind):
        keys |= keys_of(inner)
    return keys


def is_told(key: str, text: str) -> bool:
    return re.search(rf"(?<![\w-])`?{re.escape(key)}(?=[`:])", text) is not None


def table_names(text: str, column: int = 0) -> list[str]:
    """The words set as code in one column of the tables of a text."""
    rows = [line.replace("\\|", "¦") for line in text.splitlines() if line.startswith("|")]
    return [name for row in rows for name in re.findall(r"`([\w-]+)`", row.strip("|").split("|")[column])]


def test_every_style_is_told() -> None:
    told = table_names(section(page("content.md"), "## Texts"))
    assert sorted(told) == sorted(style.name for style in (*STYLES, *CASES))


def test_the_examples_of_styles_are_what_english_says() -> None:
    from briefgen.language import style_examples

    rows = [line for line in section(page("content.md"), "## Texts").splitlines() if line.startswith("| `")]
    shown = {row.split("`")[1]: row.rstrip(" |").rpartition("| ")[2] for row in rows}
    for style, example in style_examples("en"):
        words = example.replace("\u00a0", " ")
        if words and style not in CASES and style.name != "kind":
            assert set(words.split(" · ")) <= set(shown[style.name].split(" · ")), style.name


def test_every_unit_qualifier_kind_and_stage_is_told() -> None:
    facts = section(page("content.md"), "## Facts")
    english = language("en")
    units = [*table_names(facts.partition("**Units.**")[2], 1)]
    currencies = {unit for unit in units if unit.isupper()}
    assert sorted(units) == sorted(english.units)
    assert currencies <= set(english.units)
    stages = [word.removeprefix("stage-") for word in english.words if word.startswith("stage-")]
    for word in (*schema.QUALIFIERS, "result", "target", "plan", "opinion", *stages):
        assert f"`{word}`" in facts, word


# ------------------------------------------------------------------------------------------------ tutorial.md


@pytest.fixture
def tutorial(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The tutorial's project, typed in as it says."""
    examples = fences(page("tutorial.md"))
    write_files(tmp_path, examples)
    (tmp_path / "sources").mkdir()
    text = next(fence.body for fence in examples if fence.language == "text")
    (tmp_path / "sources/annual-report.txt").write_text(text, "utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_the_tutorial_checks_clean_and_prints_what_it_shows(tutorial: Path) -> None:
    result = CliRunner().invoke(main, ["--project", str(tutorial), "check", "--sources", str(tutorial / "sources")])
    assert result.exit_code == 0
    shown = next(fence.body for fence in fences(page("tutorial.md")) if "no findings" in fence.body)
    assert sorted(result.output.splitlines()) == sorted(shown.splitlines())


def test_the_tutorials_mistakes_are_found_where_it_says(tutorial: Path) -> None:
    facts, theme = tutorial / "content/facts/tram.yaml", tutorial / "content/themes/tram.yaml"
    facts.write_text(facts.read_text("utf-8").replace("1_500_000", "1_600_000"), "utf-8")
    theme.write_text(theme.read_text("utf-8").replace("since ${line-opened}**", "with 24 stops**"), "utf-8")
    result = CliRunner().invoke(main, ["--project", str(tutorial), "check", "--sources", str(tutorial / "sources")])
    assert result.exit_code == 1
    shown = next(fence.body for fence in fences(page("tutorial.md")) if "evidence-value" in fence.body)
    assert shown.strip() in result.output
    assert "error[number-unsourced] '24' comes from no fact" in result.output


# ---------------------------------------------------------------------------- translating.md and templates.md


def test_the_catalogues_on_the_page_can_be_read() -> None:
    examples = [fence.body for fence in fences(page("translating.md")) if fence.language == "po"]
    assert examples
    for body in examples:
        entries, findings = read_sheet(body.encode(), "example.po", "ru")
        assert not findings
        assert all(entry.translation for entry in entries)
    assert any(entry.previous for entry in entries)


def test_the_words_of_values_on_the_page_are_what_languages_say() -> None:
    from decimal import Decimal

    from briefgen.finding import Span
    from briefgen.model import Fact, Moment, Text

    def fact(value: object, unit: str, *qualifier: str) -> Fact:
        return Fact("sample", Text("sample"), value, unit, "result", (), Span(""), qualifier=qualifier)

    def words(code: str, sample: Fact, style: str = "default") -> str:
        return language(code).value(sample, style).replace("\u00a0", " ")

    text = page("translating.md")
    for sample, style in (
        (fact(Decimal(1_500_000), "person", "over"), "long"),
        (fact(Decimal(80_000_000), "USD", "about"), "default"),
    ):
        row = " | ".join(words(code, sample, style) for code in ("en", "ru", "kk", "zh"))
        assert row in text
    for moment in (Moment(2026, 1, 18), Moment(2026, 1), Moment(2026)):
        row = " | ".join(words("ru", fact(moment, "date"), style) for style in ("default", "genitive", "when"))
        assert row in text
    rank = fact(Decimal(60), "rank")
    assert f"| {words('ru', rank)} | {words('ru', rank, 'genitive')} |" in text
    for sample, style in (
        (fact(Decimal(15), "percent"), "dative"),
        (fact(Decimal(80_000_000), "USD"), "dative"),
        (fact(Moment(2023, 6, 2), "date"), "locative"),
    ):
        assert f"`{words('kk', sample, style)}`" in text


def test_the_brand_on_the_page_is_one(tmp_path: Path) -> None:
    body = next(fence.body for fence in fences(page("templates.md")) if fence.file == "brand.yml")
    (tmp_path / "brand.yml").write_text(body, "utf-8")
    Image.new("RGB", (40, 30), "teal").save(tmp_path / "logo.png")
    brand, findings = load_brand(tmp_path / "brand.yml")
    assert findings == []
    assert brand is not None
    assert brand.logo is not None


def test_the_settings_on_the_page_hold(tmp_path: Path) -> None:
    body = next(fence.body for fence in fences(page("templates.md")) if fence.file == "template.yaml")
    shutil.copy(ROOT / "templates/steppe/deck.pptx", tmp_path)
    (tmp_path / "template.yaml").write_text(body, encoding="utf-8")
    template, findings = read_template(tmp_path / "deck.pptx", "deck")
    assert findings == []
    assert template is not None
    roles = {layout.name: layout.role for layout in template.layouts}
    assert roles["Statement"] == "content"
    assert template.ladder == (22.0, 18.0, 16.0)


def test_every_role_and_tone_is_told() -> None:
    from briefgen.model import ROLES
    from briefgen.tones import TONES

    for word in (*ROLES, *TONES):
        assert f"`{word}`" in page("templates.md"), word


# -------------------------------------------------------------------------------------------------- checks.md


def test_every_rule_is_explained_and_no_other() -> None:
    told = {name for name in table_names(page("checks.md").partition("## Rules")[2]) if NAME.fullmatch(name)}
    used = rules_used()
    assert sorted(used - told) == [], "rules that docs/checks.md does not explain"
    assert sorted(told - used) == [], "rules that docs/checks.md explains and nothing reports"


def test_no_rule_is_explained_twice() -> None:
    told = [name for name in table_names(page("checks.md").partition("## Rules")[2]) if NAME.fullmatch(name)]
    assert sorted({name for name in told if told.count(name) > 1}) == []


REPORTERS = re.compile(r"Finding|FormulaError|PydanticCustomError|_?report\w*|_?finding|_?warning|_?abort|_bad_cell")


def rules_used() -> set[str]:
    """The rules that the source can report, as it names them where findings are made."""
    rules: set[str] = set()
    for path in sorted(Path(briefgen.__file__).parent.rglob("*.py")):
        tree = ast.parse(path.read_text("utf-8"))
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and REPORTERS.fullmatch(called(node)):
                rules |= {name for argument in node.args for name in names_in(argument)}
            elif isinstance(node, ast.Assign):
                rules |= assigned_rules(node)
            elif isinstance(node, ast.FunctionDef):
                rules |= set(composed_rules(node, tree))
    return rules


def called(node: ast.Call) -> str:
    if isinstance(node.func, ast.Attribute):
        return node.func.attr
    return node.func.id if isinstance(node.func, ast.Name) else ""


def names_in(node: ast.expr) -> set[str]:
    """The rule that an expression is, or the two between which it chooses."""
    if isinstance(node, ast.IfExp):
        return names_in(node.body) | names_in(node.orelse)
    value = node.value if isinstance(node, ast.Constant) else None
    return {value} if isinstance(value, str) and NAME.fullmatch(value) else set()


def assigned_rules(node: ast.Assign) -> set[str]:
    """`rule = …`, `RULE = …`, or `rule, message = …`."""
    target, value = node.targets[0], node.value
    if isinstance(target, ast.Tuple) and isinstance(value, ast.Tuple):
        target, value = target.elts[0], value.elts[0]
    is_rule = isinstance(target, ast.Name) and target.id in ("rule", "RULE")
    return names_in(value) if is_rule else set()


def composed_rules(function: ast.FunctionDef, tree: ast.Module) -> Iterator[str]:
    """Rules such as `f"{noun}-name"`, for every noun with which the function is called."""
    names = [argument.arg for argument in function.args.args if argument.arg != "self"]
    for node in ast.walk(function):
        if not (isinstance(node, ast.Call) and node.args and REPORTERS.fullmatch(called(node))):
            continue
        match node.args[0]:
            case ast.JoinedStr([ast.FormattedValue(ast.Name(noun)), ast.Constant(str() as ending)]):
                for call in ast.walk(tree):
                    if isinstance(call, ast.Call) and called(call) == function.name:
                        for given in (argument for place, argument in enumerate(call.args) if names[place] == noun):
                            if isinstance(given, ast.Constant) and isinstance(given.value, str):
                                yield given.value + ending


# ------------------------------------------------------------------------------------------ links and commands


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.name)
def test_links_between_pages_lead_somewhere(path: Path) -> None:
    text = re.sub(r"^```.*?^```$", "", path.read_text("utf-8"), flags=re.MULTILINE | re.DOTALL)
    dead = []
    for target in re.findall(r"(?<!!)\[[^\]]+\]\(([^)\s]+)\)", re.sub(r"`[^`\n]*`", "", text)):
        if target.startswith(("http://", "https://", "mailto:")):
            continue
        name, _, anchor = target.partition("#")
        file = (path.parent / name).resolve() if name else path
        if not file.exists() or (anchor and anchor not in anchors(file.read_text("utf-8"))):
            dead.append(target)
    assert dead == []


def anchors(text: str) -> set[str]:
    """The anchors of a page's headings, as GitHub makes them."""
    headings = re.findall(r"^#+ (.+)$", re.sub(r"^```.*?^```$", "", text, flags=re.MULTILINE | re.DOTALL), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def commands_on(path: Path) -> list[str]:
    """Every `briefgen …` of a page, in its examples and in its sentences."""
    text = path.read_text("utf-8")
    examples = [line for fence in fences(text) if fence.language == "sh" for line in fence.body.splitlines()]
    lines = [line.partition(" #")[0] for line in examples if line.startswith("briefgen ")]
    outside = re.sub(r"^```.*?^```$", "", text, flags=re.MULTILINE | re.DOTALL)
    return [*lines, *re.findall(r"`(briefgen [^`]+)`", outside)]


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.name)
def test_commands_and_their_options_exist(path: Path) -> None:
    wrong = []
    for line in commands_on(path):
        command: click.Command = main
        for word in shlex.split(line)[1:]:
            if word.startswith("-"):
                known = {option for parameter in command.params for option in parameter.opts}
                wrong += [line] if word.partition("=")[0] not in known else []
            elif isinstance(command, click.Group):
                if word not in command.commands:
                    wrong.append(line)
                    break
                command = command.commands[word]
            elif command.name == "list" and word not in THINGS:
                wrong.append(line)
    assert wrong == []
