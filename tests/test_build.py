"""Builds as a whole: what runs again and what is remembered, the same bytes everywhere, whole files or none."""

from __future__ import annotations

import hashlib
import json
import os
import pickle
import re
import shutil
import zipfile
from collections.abc import Iterable
from concurrent.futures import Executor, ThreadPoolExecutor
from pathlib import Path

import pytest
from small_project import briefgen, briefgen_process, write_project

from briefgen import build as building
from briefgen.build import Report, Runner, Step, build, choose_targets, serves
from briefgen.finding import Finding, Severity
from briefgen.house_templates import SHIPPED, find_template, house_templates
from briefgen.model import Content
from briefgen.read import read_content
from briefgen.store import Store


def read(folder: Path) -> Content:
    content, findings = read_content(folder)
    assert findings == []
    return content


def made(folder: Path, store: Store | None = None, names: Iterable[str] = ("deck",)) -> Report:
    """Build into the project's output folder and give the report."""
    content = read(folder)
    targets, findings = choose_targets(content, list(names))
    assert findings == []
    report = build(folder, content, targets, folder / "output", store=store)
    assert not report.failed, report.findings
    return report


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")


def contents(folder: Path) -> dict[str, str]:
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in sorted(folder.iterdir())}


# ----------------------------------------------------------------------------------------------------- targets


@pytest.fixture(scope="module")
def content(tmp_path_factory: pytest.TempPathFactory) -> Content:
    project = """
    title: A project
    date: 2026-01-31
    languages: [en, zh]
    template: steppe
    documents:
      deck: {kind: deck, themes: [economy, law]}
      briefing: {kind: briefing, themes: [economy, law]}
      deck-law: {kind: deck, themes: [law]}
      short: {kind: deck, themes: [economy]}
    """
    law = "title: Law\nsections:\n  - {id: law-one, title: A law, blocks: [{statement: It is one}]}\n"
    folder = write_project(tmp_path_factory.mktemp("targets"), {"project.yaml": project, "themes/law.yaml": law})
    return read(folder)


@pytest.mark.parametrize(
    ("words", "files"),
    [
        ({}, ["deck.en.pptx", "briefing.en.docx", "deck-law.en.pptx", "short.en.pptx"]),
        ({"names": ["deck"]}, ["deck.en.pptx"]),
        ({"names": ["deck*"]}, ["deck.en.pptx", "deck-law.en.pptx"]),
        ({"names": ["briefing", "short"]}, ["briefing.en.docx", "short.en.pptx"]),
        ({"languages": ["all"], "names": ["deck"]}, ["deck.en.pptx", "deck.zh.pptx"]),
        ({"languages": ["zh"], "formats": ["docx"]}, ["briefing.zh.docx"]),
        ({"themes": ["law"], "names": ["deck"]}, ["deck-law.en.pptx"]),
        ({"themes": ["law"]}, ["deck-law.en.pptx", "briefing-law.en.docx"]),
        ({"themes": ["law"], "names": ["short"]}, []),
        ({"names": ["deck", "deck"], "languages": ["en", "en"]}, ["deck.en.pptx"]),
    ],
)
def test_words_of_the_command_choose_files(content: Content, words: dict[str, list[str]], files: list[str]) -> None:
    targets, findings = choose_targets(content, **words)
    assert [target.file_name for target in targets] == files
    assert findings == []


def test_a_kind_is_a_name_for_all_of_it_where_no_document_has_that_name(tmp_path: Path) -> None:
    folder = write_project(tmp_path)
    edit(folder / "content" / "project.yaml", "  deck: {kind: deck", "  slides: {kind: deck")
    targets, findings = choose_targets(read(folder), ["deck"])
    assert [target.file_name for target in targets] == ["slides.en.pptx"]
    assert findings == []


@pytest.mark.parametrize(
    ("words", "rule", "hint"),
    [
        ({"names": ["dek"]}, "document-unknown", "did you mean 'deck'?"),
        ({"themes": ["economics"]}, "theme-unknown", "did you mean 'economy'?"),
        ({"languages": ["fr"]}, "language-unknown", "there are: en, zh"),
        ({"formats": ["pdf"]}, "format-unknown", "there are: docx, pptx"),
    ],
)
def test_a_word_that_names_nothing_is_a_finding(
    content: Content, words: dict[str, list[str]], rule: str, hint: str
) -> None:
    _, [finding] = choose_targets(content, **words)
    assert (finding.rule, finding.hint, finding.severity) == (rule, hint, Severity.ERROR)


@pytest.mark.parametrize(
    ("template", "kinds"),
    [
        ("house.pptx", ["deck"]),
        ("house.POTX", ["deck"]),
        ("house.docx", ["briefing"]),
        ("house.dotm", ["briefing"]),
        ("steppe", ["deck", "briefing"]),
        ("steppe/brand.yml", ["deck", "briefing"]),
    ],
)
def test_a_template_serves_documents_of_its_own_kind(template: str, kinds: list[str]) -> None:
    assert [kind for kind in ("deck", "briefing") if serves(template, kind)] == kinds


def test_a_projects_own_template_is_found_before_the_house_template(tmp_path: Path) -> None:
    assert find_template(tmp_path, "steppe", "deck") == SHIPPED / "steppe" / "brand.yml"
    assert house_templates(tmp_path) == {"steppe": SHIPPED / "steppe"}
    own = tmp_path / "templates" / "steppe"
    own.mkdir(parents=True)
    (own / "briefing.docx").write_bytes(b"")
    assert find_template(tmp_path, "steppe", "deck") == own / "deck.pptx"
    assert house_templates(tmp_path) == {"steppe": own}
    (tmp_path / "house.pptx").write_bytes(b"")
    assert find_template(tmp_path, "house.pptx", "deck") == tmp_path / "house.pptx"


# ------------------------------------------------------------------------------------------------------- steps


def add(first: int, second: int) -> tuple[int, list[Finding]]:
    return first + second, []


def complain(value: int) -> tuple[int, list[Finding]]:
    return value, [Finding("value-odd", f"{value} is odd", severity=Severity.WARNING)]


def test_a_step_runs_once_for_the_same_values(tmp_path: Path) -> None:
    store = Store(tmp_path)
    first, second = Report(), Report()
    assert Runner(store, None, first).run([Step("a", add, (1, 2)), Step("b", add, (2, 2))]) == [3, 4]
    assert Runner(store, None, second).run([Step("a", add, (1, 2)), Step("c", add, (2, 3))]) == [3, 5]
    assert (first.ran, first.remembered) == (["a", "b"], [])
    assert (second.ran, second.remembered) == (["c"], ["a"])


def test_a_step_with_findings_runs_again_and_tells_them_again(tmp_path: Path) -> None:
    for _ in range(2):
        report = Report()
        Runner(Store(tmp_path), None, report).run([Step("odd", complain, (3,))])
        assert report.ran == ["odd"]
        assert [finding.message for finding in report.findings] == ["3 is odd"]


def test_a_damaged_memory_is_not_believed(tmp_path: Path) -> None:
    step = Step("a", add, (1, 2))
    Runner(Store(tmp_path), None, Report()).run([step])
    for path in tmp_path.rglob(step.key):
        path.write_bytes(path.read_bytes()[:-1] + b"?")
    report = Report()
    assert Runner(Store(tmp_path), None, report).run([step]) == [3]
    assert report.ran == ["a"]


def test_new_code_is_not_answered_with_an_old_result(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    step = Step("a", add, (1, 2))
    Runner(Store(tmp_path), None, Report()).run([step])
    monkeypatch.setattr(building, "code_digest", lambda: "another version")
    report = Report()
    Runner(Store(tmp_path), None, report).run([step])
    assert report.ran == ["a"]


def test_any_executor_gives_the_values_in_order() -> None:
    with ThreadPoolExecutor(2) as executor:
        report = Report()
        steps = [Step(str(number), add, (number, 1)) for number in range(20)]
        assert Runner(Store(None), executor, report).run(steps) == list(range(1, 21))


def test_all_that_a_step_takes_and_gives_can_cross_to_another_process(project: Path) -> None:
    sent: list[Step] = []

    class Witness(Executor):
        def submit(self, function, /, *arguments, **named):  # type: ignore[no-untyped-def]
            sent.append(pickle.loads(pickle.dumps(Step("", function, arguments))))
            with ThreadPoolExecutor(1) as one:
                return one.submit(function, *arguments, **named)

    content = read(project)
    targets, _ = choose_targets(content, languages=["all"])
    report = Report()
    runner = Runner(Store(None), Witness(), report)
    from briefgen.template import read_template

    templates = {kind: read_template(find_template(project, "steppe", kind), kind)[0] for kind in ("deck", "briefing")}
    catalogs = building.read_catalogs(project, content, targets, report.findings)
    steps = [
        Step(
            target.file_name,
            building.compose,
            (content, target, templates[target.document.kind], catalogs[target.language]),
        )
        for target in targets
    ]
    assert len(runner.run(steps, remember=False)) == len(sent) == 4
    assert report.findings == []


# ---------------------------------------------------------------------------------- what is built again, and what not


LAY_OUT = ["lay out deck.en.pptx"]
WRITE = ["write deck.en.pptx"]


def rebuilt(project: Path) -> list[str]:
    """What runs when the deck is built again."""
    return made(project, Store(project / ".briefgen")).ran


def test_a_build_without_change_draws_and_writes_nothing(project: Path) -> None:
    report = made(project, Store(project / ".briefgen"))
    assert report.ran == LAY_OUT
    assert sorted(report.remembered) == ["draw exports-chart", "draw online-chart", *WRITE]


def test_comments_and_moved_lines_draw_and_write_nothing(project: Path) -> None:
    content = project / "content"
    for path in ("themes/economy.yaml", "facts/economy.yaml", "charts/online-chart.yaml", "project.yaml"):
        (content / path).write_text("# a remark\n\n\n" + (content / path).read_text("utf-8"), "utf-8")
    edit(content / "facts" / "economy.yaml", "value: 92\n", "value: 92   # still\n")
    assert rebuilt(project) == LAY_OUT


def test_a_changed_fact_draws_only_what_shows_it(project: Path) -> None:
    edit(project / "content" / "facts" / "economy.yaml", "value: 92", "value: 93")
    assert rebuilt(project) == [*LAY_OUT, "draw online-chart", *WRITE]


def test_a_changed_fact_that_no_chart_shows_draws_nothing(project: Path) -> None:
    edit(project / "content" / "facts" / "economy.yaml", "value: 20_000", "value: 21_000")
    assert rebuilt(project) == [*LAY_OUT, *WRITE]


def test_a_fact_that_nothing_shows_changes_nothing(project: Path) -> None:
    with (project / "content" / "facts" / "economy.yaml").open("a") as file:
        file.write(
            "spare:\n  {label: spare, value: 1, unit: count, cite: {source: year, paragraph: 1, evidence: 约}}\n"
        )
    assert rebuilt(project) == LAY_OUT


def test_a_charts_headline_is_set_beside_it_and_needs_no_new_ink(project: Path) -> None:
    edit(project / "content" / "charts" / "online-chart.yaml", "Services moved online", "Most services are online")
    assert rebuilt(project) == [*LAY_OUT, *WRITE]


def test_another_kind_of_chart_draws_that_chart_alone(project: Path) -> None:
    edit(project / "content" / "charts" / "online-chart.yaml", "kind: column", "kind: bar")
    assert rebuilt(project) == [*LAY_OUT, "draw online-chart", *WRITE]


def test_what_was_deleted_comes_back_from_memory(project: Path) -> None:
    before = contents(project / "output")
    shutil.rmtree(project / "output")
    assert rebuilt(project) == LAY_OUT
    assert contents(project / "output")["deck.en.pptx"] == before["deck.en.pptx"]


def test_a_build_without_memory_gives_the_same_bytes(project: Path) -> None:
    before = contents(project / "output")
    report = made(project, Store(None))
    assert len(report.ran) == 4
    assert contents(project / "output") == before


# --------------------------------------------------------------------------------------------------- same bytes


def test_the_same_content_gives_the_same_bytes_in_any_place_and_process(built: Path, tmp_path: Path) -> None:
    elsewhere = Path(shutil.copytree(built, tmp_path / "other place é"))
    shutil.rmtree(elsewhere / "output")
    environment = {"TZ": "Pacific/Kiritimati", "LC_ALL": "C", "PYTHONHASHSEED": "77", "SOURCE_DATE_EPOCH": "1"}
    done = briefgen_process(
        "build", "--language", "all", "--fresh", "--jobs", "2", folder=elsewhere, environment=environment, umask=0o077
    )
    assert done.code == 0, done.err
    assert contents(elsewhere / "output") == contents(built / "output")
    assert (elsewhere / "output" / "deck.en.pptx").stat().st_mode & 0o777 == 0o600


def test_the_files_tell_nothing_of_the_machine_and_its_clock(built: Path) -> None:
    for path in sorted((built / "output").glob("*.??.*")):
        with zipfile.ZipFile(path) as package:
            assert len({member.date_time for member in package.infolist()}) == 1
            for name in package.namelist():
                data = package.read(name)
                assert str(built).encode() not in data, name
                assert os.uname().nodename.encode() not in data or len(os.uname().nodename) < 6, name


def test_the_manifest_says_what_each_page_shows(built: Path) -> None:
    manifest = json.loads((built / "output" / "manifest.json").read_text("utf-8"))
    assert sorted(manifest) == ["briefing.en.docx", "briefing.zh.docx", "deck.en.pptx", "deck.zh.pptx"]
    entry = manifest["deck.zh.pptx"]
    assert entry["sha256"] == contents(built / "output")["deck.zh.pptx"]
    assert (entry["document"], entry["language"]) == ("deck", "zh")
    pages = {page["passage"]: page["facts"] for page in entry["pages"]}
    assert pages["exports-grow"] == ["exports", "exports-target", "specialists"]
    assert pages["services-online"] == ["gain", "online", "signed"]


# ---------------------------------------------------------------------------------------- whole files or none


def test_a_failed_build_leaves_the_last_good_files(project: Path) -> None:
    before = contents(project / "output")
    edit(project / "content" / "themes" / "economy.yaml", "${specialists|long}", "${specialist|long}")
    outcome = briefgen("build", "--language", "all", project=project)
    assert outcome.code == 1
    assert "no file was written, the last good ones stay" in outcome.err
    assert contents(project / "output") == before


def test_one_bad_document_holds_back_all_that_were_asked_for(project: Path) -> None:
    before = contents(project / "output")
    edit(project / "content" / "facts" / "economy.yaml", "value: 92", "value: 93")
    edit(
        project / "content" / "themes" / "economy.yaml",
        "title: Nearly all",
        "layout: no-such-layout\n    title: Nearly all",
    )
    outcome = briefgen("build", "--jobs", "2", project=project)
    assert outcome.code == 1
    assert "layout-unknown" in outcome.err
    assert contents(project / "output") == before


def test_a_strict_build_refuses_warnings(project: Path) -> None:
    before = contents(project / "output")
    edit(project / "content" / "themes" / "economy.yaml", "title: Nearly all", "title: Now nearly all")
    strict = briefgen("build", "deck", "--language", "zh", "--strict", project=project)
    assert strict.code == 1
    assert "warning[translation-missing]" in strict.err
    assert contents(project / "output") == before
    lax = briefgen("build", "deck", "--language", "zh", project=project)
    assert lax.code == 0
    assert "warning[translation-missing]" in lax.err
    assert contents(project / "output") != before


def test_a_text_that_does_not_fit_in_a_translation_is_told_at_the_catalogues_line(tmp_path: Path) -> None:
    write_project(tmp_path)
    assert briefgen("translate", "update", project=tmp_path).code == 0
    path = tmp_path / "content" / "locales" / "zh" / "economy.po"
    lines = path.read_text("utf-8").splitlines()
    title = next(index for index, line in enumerate(lines) if "Exports of services reached" in line)
    references = "".join(re.findall(r"\$\{[^}]*\}", lines[title]))
    lines[title + 1] = 'msgstr "' + "出口增长" * 60 + references + '"'
    path.write_text("\n".join(lines) + "\n", "utf-8")
    outcome = briefgen("check", "--fit", "--language", "zh", project=tmp_path)
    assert "error[text-overflow]" in outcome.err
    place = next(line for line in outcome.err.splitlines() if "text-overflow" in line)
    assert place.startswith("content/locales/zh/economy.po:")


def test_a_strict_build_refuses_stale_translations(tmp_path: Path) -> None:
    write_project(tmp_path)
    assert briefgen("translate", "update", project=tmp_path).code == 0
    for path in (tmp_path / "content" / "locales" / "zh").glob("*.po"):
        text = path.read_text("utf-8")
        path.write_text(
            text.replace('msgstr ""', 'msgstr "译文"').replace('msgid ""\nmsgstr "译文"', 'msgid ""\nmsgstr ""', 1)
        )
    outcome = briefgen("build", "deck", "--language", "zh", "--strict", project=tmp_path)
    assert outcome.code == 1
    assert "content/locales/zh/" in outcome.err
