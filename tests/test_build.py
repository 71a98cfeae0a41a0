"""Builds as a whole: what runs again and what is remembered, the same bytes everywhere, whole files or none."""

from __future__ import annotations

import os
import pickle
import re
import shutil
import zipfile
from collections.abc import Iterable
from concurrent.futures import Executor, ThreadPoolExecutor
from pathlib import Path

import pytest
from small_project import briefgen, briefgen_process, contents, edit, read, write_project

from briefgen.build import build, compose, read_catalogs, serves
from briefgen.house_templates import SHIPPED, find_template, house_templates
from briefgen.steps import Report, Runner, Step
from briefgen.store import Store
from briefgen.targets import choose_targets
from briefgen.template import read_template


def made(folder: Path, store: Store | None = None, names: Iterable[str] = ("deck",)) -> Report:
    """Build into the project's output folder and give the report."""
    content = read(folder)
    targets, findings = choose_targets(content, list(names))
    assert findings == []
    report = build(folder, content, targets, folder / "output", store=store)
    assert not report.failed, report.findings
    return report


# ------------------------------------------------------------------------------------------------------ templates


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


# ---------------------------------------------------------------------------------------------------------- steps


def test_all_that_a_step_takes_and_gives_can_cross_to_another_process(project: Path) -> None:
    sent: list[Step] = []

    class Witness(Executor):
        def submit(self, function, /, *arguments, **named):  # type: ignore[no-untyped-def]
            sent.append(pickle.loads(pickle.dumps(Step("", function, arguments))))
            with ThreadPoolExecutor(1) as one:
                return one.submit(function, *arguments, **named)

    content = read(project)
    targets, _ = choose_targets(content, languages=["en", "zh"])
    report = Report()
    runner = Runner(Store(None), Witness(), report)
    templates = {kind: read_template(find_template(project, "steppe", kind), kind)[0] for kind in ("deck", "briefing")}
    catalogs = read_catalogs(project, content, targets, report.findings)
    steps = [
        Step(
            target.name,
            compose,
            (content, target, templates[target.document.kind], catalogs[target.language]),
        )
        for target in targets
    ]
    assert len(runner.run(steps, remember=False)) == len(sent) == 4
    assert report.findings == []


# ---------------------------------------------------------------------------------- what is built again, and what not


LAY_OUT = ["lay out deck.en"]
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
    assert re.search(r"economy\.yaml:\d+:13: error\[layout-unknown\]", outcome.err)
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
