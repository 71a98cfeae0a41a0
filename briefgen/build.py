"""From targets to artifacts: resolved, laid out, drawn, written, audited and handed over.

Content, catalogues, templates and the store are read by the parent.  Only `compose` opens the pictures that an author
names, and so runs where the project's folder is.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from briefgen import registry
from briefgen.files import is_inside
from briefgen.finding import Finding, Span, did_you_mean, unique
from briefgen.house_templates import SHIPPED, find_template, house_templates
from briefgen.manifest import hand_over
from briefgen.model import Artifact, ChartSource, Content, Drawing, Figure, Pages, Plot, Template, Text, plot_key
from briefgen.steps import Report, Runner, Step, workers
from briefgen.store import Store
from briefgen.targets import Target

if TYPE_CHECKING:
    from briefgen.catalog import Catalog

Progress = Callable[[str], None]


def check_templates(root: Path, content: Content, targets: Sequence[Target], override: str = "") -> list[Finding]:
    """Whether there is a template for every target, without opening any."""
    project = content.project
    if project is None:
        return []
    kinds = list(dict.fromkeys(target.document.kind for target in targets))
    if override and kinds and not any(serves(override, kind) for kind in kinds):
        message = f"'{override}' is a template for {'briefings' if kinds == ['deck'] else 'decks'}, and none is built"
        return [Finding("template-unused", message, hint=f"name one for the {kinds[0]}, or build another document")]
    findings: list[Finding] = []
    for kind in kinds:
        name = override if override and serves(override, kind) else project.template
        path = find_template(root, name, kind)
        span = name.span if isinstance(name, Text) else None
        if name is not override and not (is_inside(root, path) or is_inside(SHIPPED, path)):
            message = f"the template '{name}' leads out of the project"
            hint = "copy it into templates/, or name it on the command line with --template"
            findings.append(Finding("path-outside", message, span, hint=hint))
            continue
        if path.is_file():
            continue
        folder = path.parent if path.parent.is_dir() else None
        message = f"the template '{name}' has no {path.name}" if folder else f"no template '{name}'"
        hint = did_you_mean(Path(name).name, house_templates(root))
        hint = f"{hint}{'; ' if hint else ''}or give the path of a .pptx or .docx"
        if folder and (folder / "brand.yml").is_file():
            hint = f"make it: briefgen template make {(folder / 'brand.yml').as_posix()}"
        findings.append(Finding("template-missing", message, span, hint=hint))
    return unique(findings)


def compose(content: Content, target: Target, template: Template, catalog: Catalog) -> tuple[Pages, list[Finding]]:
    """Resolve and lay out one target."""
    from briefgen.glyphs import missing_glyphs
    from briefgen.language import language
    from briefgen.layout import lay_out
    from briefgen.measure import Faces
    from briefgen.proofread import at_catalogue
    from briefgen.resolve import resolve

    document, resolved = resolve(content, target.document, language(target.language), catalog)
    pages, placed = lay_out(document, template, Faces.load())
    placed = [*placed, *missing_glyphs(document, template, Faces.load())]
    findings = at_catalogue([*resolved, *placed], content, catalog)
    return pages, [replace(finding, language=target.language) for finding in findings]


def read_catalogs(
    root: Path, content: Content, targets: Sequence[Target], findings: list[Finding]
) -> dict[str, Catalog]:
    """The catalogue of every language among the targets; the project's first language needs none."""
    from briefgen.catalog import Catalog

    source = content.project.languages[0] if content.project is not None else ""
    catalogs: dict[str, Catalog] = {}
    for code in dict.fromkeys(target.language for target in targets):
        catalogs[code], found = Catalog.load(root, code, source)
        findings.extend(found)
    return catalogs


def check_translations(
    root: Path, content: Content, catalogs: Mapping[str, Catalog], missing: bool = True
) -> list[Finding]:
    """What is wrong with the translations of these languages.

    Without `missing`, not which texts lack one: documents say so themselves, and only of what they show.
    """
    from briefgen import proofread

    translated = {code: catalog for code, catalog in catalogs.items() if not catalog.source}
    found = proofread.check(root, content, list(translated), translated)
    unsaid = () if missing else ("catalogue-missing", "translation-missing")
    return [finding for finding in found if finding.rule not in unsaid]


def draw_figure(
    figure: Figure, style: Any, width: float, height: float, place: Span | None = None
) -> tuple[Drawing, list[Finding]]:
    """Draw one figure at one size; imports Matplotlib only here, where ink is needed.

    `place` is where its chart was written, for what the ink alone brings out.
    """
    from briefgen.draw import draw

    drawing, findings = draw(figure, style, width, height)
    return drawing, [replace(finding, span=finding.span or place) for finding in findings]


def write_file(format: str, pages: Pages, drawings: Mapping[str, Drawing]) -> tuple[bytes, list[Finding]]:
    """Write pages in a format and put the file through every audit."""
    blob, findings = registry.load("formats", format).write(pages, drawings)
    return blob, [*findings, *audit(_artifact(format, pages, blob))]


def _artifact(format: str, pages: Pages, blob: bytes) -> Artifact:
    known = registry.load("formats", format)
    document = pages.document
    name = f"{document.name}.{document.language}.{known.SUFFIX}"
    return Artifact(name, known.MEDIA_TYPE, blob, document.name, document.language)


def audit(artifact: Artifact) -> list[Finding]:
    """What any audit has to say about a file."""
    findings: list[Finding] = []
    for kind in registry.kinds("audits"):
        findings.extend(registry.load("audits", kind).audit(artifact))
    return findings


def build(
    root: Path,
    content: Content,
    targets: Sequence[Target],
    output: Path,
    *,
    template: str = "",
    jobs: int = 1,
    store: Store | None = None,
    progress: Progress | None = None,
    strict: bool = False,
) -> Report:
    """Make the targets and hand them over; with an error anywhere, every file stays as it was.

    `template` replaces the project's own for documents of the kind that it serves.
    """
    report = Report(strict=strict)
    if not targets:
        return report
    progress = progress or (lambda message: None)  # noqa: ARG005
    templates = _read_templates(root, content, targets, template, report)
    catalogs = read_catalogs(root, content, targets, report.findings)
    report.findings.extend(check_translations(root, content, catalogs, strict))
    if report.failed:
        return report
    with workers(jobs) as executor:
        runner = Runner(store or Store(None), executor, report)
        progress(f"laying out {len(targets)} document{'s' if len(targets) != 1 else ''}")
        composed = runner.run(
            [
                Step(
                    f"lay out {target.name}",
                    compose,
                    (content, target, templates[target.document.kind], catalogs[target.language]),
                )
                for target in targets
            ],
            remember=False,
        )
        if report.failed:
            return report
        drawings = _draw(composed, content.charts, runner, progress)
        if report.failed:
            return report
        writing = [
            (name, file, pages, drawn)
            for target, pages, drawn in zip(targets, composed, drawings, strict=True)
            for name, file in target.files.items()
        ]
        blobs = runner.run(
            [Step(f"write {file}", write_file, (name, pages, drawn)) for name, file, pages, drawn in writing],
            announce=lambda number: progress(f"writing {number} file{'s' if number != 1 else ''}"),
        )
    for (name, file, pages, _), blob in zip(writing, blobs, strict=True):
        report.pages[file] = pages
        report.artifacts.append(_artifact(name, pages, blob))
    if not report.failed:
        report.written, found = hand_over(
            output, [(artifact, report.pages[artifact.name]) for artifact in report.artifacts]
        )
        report.findings.extend(found)
    return report


def compose_all(
    root: Path, content: Content, targets: Sequence[Target], template: str = ""
) -> tuple[list[Pages], list[Finding]]:
    """Lay out targets without drawing or writing, for questions about how they fit."""
    report = Report()
    laid_out: list[Pages] = []
    templates = _read_templates(root, content, targets, template, report)
    catalogs = read_catalogs(root, content, targets, report.findings)
    for target in targets:
        if target.document.kind in templates:
            pages, findings = compose(content, target, templates[target.document.kind], catalogs[target.language])
            laid_out.append(pages)
            report.findings.extend(findings)
    return laid_out, report.findings


def _read_templates(
    root: Path, content: Content, targets: Sequence[Target], override: str, report: Report
) -> dict[str, Template]:
    from briefgen.template import read_template

    templates: dict[str, Template] = {}
    missing = check_templates(root, content, targets, override)
    report.findings.extend(missing)
    if missing:
        return templates
    for kind in dict.fromkeys(target.document.kind for target in targets):
        project = content.project
        assert project is not None, "targets come from a project"
        path = find_template(root, project.template, kind)
        if override and serves(override, kind):
            path = find_template(root, override, kind)
        found, findings = read_template(path, kind)
        report.findings.extend(findings)
        if found is not None:
            templates[kind] = found
    return templates


def serves(template: str, kind: str) -> bool:
    """Whether a template named on the command line is for documents of this kind; a folder or a brand serves both."""
    suffix = Path(template).suffix.lower()
    if suffix in {".docx", ".dotx", ".docm", ".dotm", ".doc", ".dot", ".odt", ".rtf"}:
        return kind == "briefing"
    return kind == "deck" or suffix in {"", ".yml"}


def _draw(
    composed: Sequence[Pages], charts: Mapping[str, ChartSource], runner: Runner, progress: Progress
) -> list[dict[str, Drawing]]:
    """The drawings of each document by their `plot_key`; what several documents show alike is drawn once."""
    plots = [_plots(pages, charts) for pages in composed]
    steps: dict[str, Step] = {}
    for step in (step for found in plots for step in found.values()):
        steps.setdefault(step.identity, step)

    def announce(number: int) -> None:
        progress(f"drawing {number} chart{'s' if number != 1 else ''}")

    drawn = dict(zip(steps, runner.run(list(steps.values()), announce=announce), strict=True))
    return [{key: drawn[step.identity] for key, step in found.items()} for found in plots]


def _plots(pages: Pages, charts: Mapping[str, ChartSource]) -> dict[str, Step]:
    """The step that draws each plot of the pages, by the key under which the writer looks for it."""
    return {
        plot_key(placed.part.figure.name, placed.box): Step(
            f"draw {placed.part.figure.name}",
            draw_figure,
            (
                _inked(placed.part.figure),
                pages.template.chart_style,
                round(placed.box.w, 1),
                round(placed.box.h, 1),
                charts[placed.part.figure.name].spec.title.span if placed.part.figure.name in charts else None,
            ),
        )
        for page in pages.pages
        for placed in page.placed
        if isinstance(placed.part, Plot)
    }


def _inked(figure: Figure) -> Figure:
    """What of a figure is drawn: its words for those who cannot see it may change without new ink."""
    return replace(figure, alt="", table=None)
