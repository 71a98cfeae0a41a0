"""From targets to artifacts: which steps there are, which of them are remembered, and who runs them.

A step is a pure function from values to values, so any `concurrent.futures.Executor` can run it: content, catalogues,
templates and the store are read by the parent.  Only `compose` opens the pictures that an author names, and so runs
where the project's folder is.
"""

from __future__ import annotations

import errno
import fnmatch
import hashlib
import json
import os
import pickle
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import BrokenExecutor, Executor
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from briefgen.finding import Finding, Related, Severity, did_you_mean, has_errors, unique
from briefgen.house_templates import find_template, house_templates
from briefgen.model import (
    Artifact,
    Content,
    Document,
    DocumentSpec,
    Drawing,
    Figure,
    Frame,
    Pages,
    Plot,
    Template,
    Text,
    plot_key,
)
from briefgen.store import Store, code_digest, digest, write_all

if TYPE_CHECKING:
    from briefgen.catalog import Catalog

FORMATS: Mapping[str, str] = {"deck": "pptx", "briefing": "docx"}
MEDIA_TYPES: Mapping[str, str] = {
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}


@dataclass(frozen=True, slots=True)
class Target:
    """One file to make: a document in one language."""

    document: DocumentSpec
    language: str

    @property
    def format(self) -> str:
        """The format that this kind of document is written in."""
        return FORMATS[self.document.kind]

    @property
    def file_name(self) -> str:
        """The name below the output folder, as `deck.en.pptx`."""
        return f"{self.document.name}.{self.language}.{self.format}"


@dataclass(frozen=True, slots=True)
class Step:
    """A pure function and its arguments; `function` returns (value, findings) and can be sent to another process."""

    name: str
    function: Callable[..., tuple[Any, list[Finding]]]
    arguments: tuple[Any, ...]

    @property
    def key(self) -> str:
        """The digest of everything that the result depends on."""
        return digest(self.function.__module__, self.function.__qualname__, self.arguments, code_digest())


@dataclass
class Report:
    """What a build did: for the summary, for progress and for tests."""

    findings: list[Finding] = field(default_factory=list)
    artifacts: list[Artifact] = field(default_factory=list)
    pages: dict[str, Pages] = field(default_factory=dict)
    written: list[Path] = field(default_factory=list)
    ran: list[str] = field(default_factory=list)
    strict: bool = False
    remembered: list[str] = field(default_factory=list)

    @property
    def failed(self) -> bool:
        """Whether anything was wrong enough that no file is replaced; when strict, a warning is."""
        return has_errors(self.findings) or (
            self.strict and any(finding.severity is Severity.WARNING for finding in self.findings)
        )


Progress = Callable[[str], None]


def choose_targets(
    content: Content,
    names: Sequence[str] = (),
    themes: Sequence[str] = (),
    languages: Sequence[str] = (),
    formats: Sequence[str] = (),
) -> tuple[list[Target], list[Finding]]:
    """The files that these words of the command line ask for, in the project's order.

    A name (or a pattern as `deck-*`) that a document has wins over a kind, so that `build deck` makes the document
    `deck` and not every deck of the project.  Themes keep of each document only what they name.
    """
    project = content.project
    if project is None:
        return [], []
    findings: list[Finding] = []
    documents = _choose_documents(project.documents, names, findings)
    findings.extend(_unknown("theme", theme, content.themes) for theme in themes if theme not in content.themes)
    wanted = list(languages) or [project.languages[0]]
    if "all" in wanted:
        wanted = list(project.languages)
    findings.extend(_unknown("language", code, project.languages) for code in wanted if code not in project.languages)
    findings.extend(
        _unknown("format", suffix, FORMATS.values()) for suffix in formats if suffix not in FORMATS.values()
    )
    targets: dict[str, Target] = {}
    for document in documents:
        restricted = _restrict(document, themes)
        if restricted is None or (formats and FORMATS[document.kind] not in formats):
            continue
        for language in wanted:
            target = Target(restricted, language)
            targets.setdefault(target.file_name, target)
    return list(targets.values()), findings


def _choose_documents(
    documents: Sequence[DocumentSpec], names: Sequence[str], findings: list[Finding]
) -> list[DocumentSpec]:
    if not names:
        return list(documents)
    chosen: dict[str, DocumentSpec] = {}
    for name in names:
        found = [document for document in documents if fnmatch.fnmatchcase(document.name, name)]
        found = found or [document for document in documents if document.kind == name]
        if not found:
            findings.append(_unknown("document", name, [document.name for document in documents]))
        chosen.update({document.name: document for document in found})
    return [document for document in documents if document.name in chosen]


def _restrict(document: DocumentSpec, themes: Sequence[str]) -> DocumentSpec | None:
    if not themes:
        return document
    kept = tuple(theme for theme in document.themes if theme in themes)
    if not kept:
        return None
    if kept == document.themes:
        return document
    return replace(document, name="-".join([document.name, *kept]), themes=kept)


def _unknown(noun: str, name: str, known: Iterable[str]) -> Finding:
    return Finding(f"{noun}-unknown", f"no {noun} named '{name}'", hint=did_you_mean(name, known))


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
        if path.is_file():
            continue
        span = name.span if isinstance(name, Text) else None
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
    from briefgen.resolve import resolve

    document, resolved = resolve(content, target.document, language(target.language), catalog)
    pages, placed = lay_out(document, template, Faces.load())
    placed = [*placed, *missing_glyphs(document, template, Faces.load())]
    if not catalog.source:
        placed = [_for_translator(finding, content, catalog) for finding in placed]
    return pages, [replace(finding, language=target.language) for finding in [*resolved, *placed]]


def _for_translator(finding: Finding, content: Content, catalog: Catalog) -> Finding:
    """A text that does not fit in a translation is mended there: its finding names the catalogue's line."""
    from briefgen.catalog import place_of

    if finding.rule != "text-overflow" or finding.span is None:
        return finding
    place = place_of(finding.span, content, catalog)
    return finding if place is None else replace(finding, span=place, related=(Related("the source", finding.span),))


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


def draw_figure(figure: Any, style: Any, width: float, height: float) -> tuple[Drawing, list[Finding]]:
    """Draw one figure at one size; imports Matplotlib only here, where ink is needed."""
    from briefgen.draw import draw

    return draw(figure, style, width, height)


def write_file(format: str, pages: Pages, drawings: Mapping[str, Drawing]) -> tuple[bytes, list[Finding]]:
    """Write pages in a format and put the file through every audit."""
    from briefgen import registry

    blob, findings = registry.load("formats", format).write(pages, drawings)
    artifact = Artifact(
        f"{pages.document.name}.{pages.document.language}.{format}",
        MEDIA_TYPES[format],
        blob,
        pages.document.name,
        pages.document.language,
    )
    return blob, [*findings, *audit(artifact)]


def audit(artifact: Artifact) -> list[Finding]:
    """What any audit has to say about a file."""
    from briefgen import registry

    findings: list[Finding] = []
    for kind in registry.kinds("audits"):
        findings.extend(registry.load("audits", kind).audit(artifact))
    return findings


class Runner:
    """Runs steps: answers from the store what is remembered, and spreads the rest over an executor."""

    def __init__(self, store: Store, executor: Executor | None, report: Report) -> None:
        self.store = store
        self.executor = executor
        self.report = report

    def run(
        self, steps: Sequence[Step], remember: bool = True, announce: Callable[[int], None] | None = None
    ) -> list[Any]:
        """The steps' values in order; their findings go to the report.

        `announce` is told how many steps must really be run.  A result with findings is not remembered: the next build
        finds them again, at the lines where they then are.
        """
        values: list[Any] = [None] * len(steps)
        pending: list[tuple[int, Step, str]] = []
        for index, step in enumerate(steps):
            key = step.key if remember else ""
            known = self.store.get(key) if remember else None
            if known is not None:
                values[index] = pickle.loads(known)
                self.report.remembered.append(step.name)
            else:
                pending.append((index, step, key))
        if pending and announce is not None:
            announce(len(pending))
        for (index, step, key), (value, findings) in zip(pending, self._results(pending), strict=True):
            values[index] = value
            self.report.ran.append(step.name)
            self.report.findings.extend(findings)
            if remember and not findings:
                self.store.put(key, pickle.dumps(value))
        return values

    def _results(self, pending: Sequence[tuple[int, Step, str]]) -> Iterator[tuple[Any, list[Finding]]]:
        if self.executor is None or len(pending) < 2:
            return (step.function(*step.arguments) for _, step, _ in pending)
        futures = [self.executor.submit(step.function, *step.arguments) for _, step, _ in pending]
        return (future.result() for future in futures)


@contextmanager
def workers(jobs: int) -> Iterator[Executor | None]:
    """An executor of `jobs` processes; None for one job, which runs in this process.

    On Linux the workers are forked, so that what is imported already is not imported again in each; a process that
    has threads cannot be forked safely, and begins its workers anew.
    """
    if jobs < 2:
        yield None
        return
    import multiprocessing

    executor = _pool(jobs)
    try:
        yield executor
    except BaseException:
        # Whoever stops a build does not want to wait for what its workers have begun.
        for process in multiprocessing.active_children():
            process.terminate()
        executor.shutdown(wait=False, cancel_futures=True)
        raise
    executor.shutdown()


def _pool(jobs: int) -> Executor:
    """Processes that Ctrl-C passes by: it reaches all of a terminal, but only their parent is to answer it."""
    import multiprocessing
    import signal
    import sys
    import threading
    from concurrent.futures import ProcessPoolExecutor

    class Pool(ProcessPoolExecutor):
        def submit(self, function: Any, /, *arguments: Any, **named: Any) -> Any:
            # The first call begins the workers; they inherit what is blocked here.
            before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
            try:
                return super().submit(function, *arguments, **named)
            finally:
                signal.pthread_sigmask(signal.SIG_SETMASK, before)

    forks = sys.platform == "linux" and threading.active_count() == 1
    context = multiprocessing.get_context("fork" if forks else "spawn")
    return (Pool if hasattr(signal, "pthread_sigmask") else ProcessPoolExecutor)(jobs, context)


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
    if strict:
        from briefgen import catalog

        translated = {code: known for code, known in catalogs.items() if not known.source}
        report.findings.extend(catalog.check(root, content, list(translated), translated))
    if report.failed:
        return report
    with workers(jobs) as executor:
        runner = Runner(store or Store(None), executor, report)
        progress(f"laying out {len(targets)} document{'s' if len(targets) != 1 else ''}")
        composed = runner.run(
            [
                Step(
                    f"lay out {target.file_name}",
                    compose,
                    (content, target, templates[target.document.kind], catalogs[target.language]),
                )
                for target in targets
            ],
            remember=False,
        )
        if report.failed:
            return report
        drawings = _draw(composed, runner, progress)
        if report.failed:
            return report
        blobs = runner.run(
            [
                Step(
                    f"write {target.file_name}",
                    write_file,
                    (target.format, pages, {key: drawings[identity] for key, identity in _plots(pages)}),
                )
                for target, pages in zip(targets, composed, strict=True)
            ],
            announce=lambda number: progress(f"writing {number} file{'s' if number != 1 else ''}"),
        )
    for target, pages, blob in zip(targets, composed, blobs, strict=True):
        report.pages[target.file_name] = pages
        report.artifacts.append(
            Artifact(target.file_name, MEDIA_TYPES[target.format], blob, target.document.name, target.language)
        )
    if not report.failed:
        _hand_over(output, report)
    return report


def compose_all(
    root: Path, content: Content, targets: Sequence[Target], template: str = ""
) -> tuple[dict[str, Pages], list[Finding]]:
    """Lay out targets without drawing or writing, for questions about how they fit; pages by file name."""
    report = Report()
    templates = _read_templates(root, content, targets, template, report)
    catalogs = read_catalogs(root, content, targets, report.findings)
    for target in targets:
        if target.document.kind in templates:
            pages, findings = compose(content, target, templates[target.document.kind], catalogs[target.language])
            report.pages[target.file_name] = pages
            report.findings.extend(findings)
    return report.pages, report.findings


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


def _plots(pages: Pages) -> list[tuple[str, str]]:
    """The drawings that pages need: the key that the writer looks up, and what identifies the drawing."""
    found: dict[str, str] = {}
    for page in pages.pages:
        for placed in page.placed:
            if isinstance(placed.part, Plot):
                found[plot_key(placed.part.figure.name, placed.box)] = _identity(pages, placed.part, placed.box)
    return list(found.items())


def _identity(pages: Pages, plot: Plot, box: Any) -> str:
    return digest(_inked(plot.figure), pages.template.chart_style, round(box.w, 1), round(box.h, 1))


def _inked(figure: Figure) -> Figure:
    """What of a figure is drawn: its words for those who cannot see it may change without new ink."""
    return replace(figure, alt="", table=None)


def _draw(composed: Sequence[Pages], runner: Runner, progress: Progress) -> dict[str, Drawing]:
    steps: dict[str, Step] = {}
    for pages in composed:
        for page in pages.pages:
            for placed in page.placed:
                if isinstance(placed.part, Plot):
                    figure = placed.part.figure
                    identity = _identity(pages, placed.part, placed.box)
                    steps.setdefault(
                        identity,
                        Step(
                            f"draw {figure.name}",
                            draw_figure,
                            (
                                _inked(figure),
                                pages.template.chart_style,
                                round(placed.box.w, 1),
                                round(placed.box.h, 1),
                            ),
                        ),
                    )

    def announce(number: int) -> None:
        progress(f"drawing {number} chart{'s' if number != 1 else ''}")

    return dict(zip(steps, runner.run(list(steps.values()), announce=announce), strict=True))


MANIFEST = "manifest.json"


def _hand_over(output: Path, report: Report) -> None:
    files = [(output / artifact.name, artifact.blob) for artifact in report.artifacts]
    manifest = {name: entry for name, entry in read_manifest(output).items() if (output / name).is_file()} | {
        artifact.name: describe(artifact, report.pages[artifact.name]) for artifact in report.artifacts
    }
    body = json.dumps(dict(sorted(manifest.items())), ensure_ascii=False, indent=1) + "\n"
    write_all([*files, (output / MANIFEST, body.encode())])
    report.written = [path for path, _ in files]


def read_manifest(output: Path) -> dict[str, Any]:
    """What the output folder's manifest says of each file; empty when there is none that can be read."""
    try:
        manifest = json.loads((output / MANIFEST).read_bytes())
    except (OSError, ValueError):
        return {}
    return manifest if isinstance(manifest, dict) else {}


def describe(artifact: Artifact, pages: Pages) -> dict[str, Any]:
    """An artifact's entry in the manifest: what it is, and which facts each page shows."""
    return {
        "document": artifact.document,
        "language": artifact.language,
        "sha256": hashlib.sha256(artifact.blob).hexdigest(),
        "bytes": len(artifact.blob),
        "template": pages.template.name,
        "slack": slack_by_language({artifact.name: pages}).get(artifact.language),
        "pages": [
            {"passage": page.passage, "title": page.title, "facts": sorted(_facts(pages.document, page.passage))}
            for page in pages.pages
        ],
    }


def _facts(document: Document, passage_id: str) -> set[str]:
    from briefgen.facts import facts_shown

    return {name for passage in document.passages if passage.id == passage_id for name in facts_shown(passage)}


def default_jobs() -> int:
    """As many workers as there are processors for this process."""
    try:
        return len(os.sched_getaffinity(0))
    except AttributeError:
        return os.cpu_count() or 1


def slack_by_language(report_pages: Mapping[str, Pages]) -> dict[str, tuple[float, str, str]]:
    """For each language its fullest box: the share of its height left free, its page's id and its name."""
    fullest: dict[str, tuple[float, str, str]] = {}
    # A briefing flows on, and a table is as high as its rows: only text in the boxes of slides can be full.
    for pages in (pages for pages in report_pages.values() if pages.template.kind == "deck"):
        for page in pages.pages:
            for placed in (placed for placed in page.placed if isinstance(placed.part, Frame)):
                candidate = (placed.slack, page.id, placed.name)
                language = pages.document.language
                if language not in fullest or candidate < fullest[language]:
                    fullest[language] = candidate
    return fullest


def machine_finding(error: Exception) -> Finding:
    """What the machine refused, or where briefgen itself failed, in one line."""
    if isinstance(error, OSError):
        reason = (error.strerror or str(error)).lower()
        place = f": {error.filename}" if error.filename else ""
        hint = _OUT_OF_MACHINE.get(error.errno or 0, "look at the folder, or choose another with --output")
        return Finding("machine-refused", f"{reason}{place}", hint=hint)
    if isinstance(error, MemoryError | BrokenExecutor):
        return Finding(
            "machine-refused", "a process ran out of memory or was ended", hint="close programs, or build with --jobs 1"
        )
    return Finding(
        "briefgen-fault",
        f"briefgen itself failed: {type(error).__name__}: {error}",
        hint="this is no mistake of yours; set BRIEFGEN_TRACEBACK=1, run it again and report what it prints",
    )


_OUT_OF_MACHINE: Mapping[int, str] = {
    errno.ENOSPC: "free some space, or choose another folder with --output",
    errno.EDQUOT: "free some space, or choose another folder with --output",
    errno.EACCES: "allow writing there, or choose another folder with --output",
    errno.EPERM: "allow writing there, or choose another folder with --output",
    errno.EROFS: "allow writing there, or choose another folder with --output",
    errno.EEXIST: "move away what stands in its place, or choose another folder with --output",
    errno.ENOTDIR: "move away what stands in its place, or choose another folder with --output",
    errno.EISDIR: "move away what stands in its place, or choose another folder with --output",
    errno.ETXTBSY: "close the file in the program that has it open",
}
