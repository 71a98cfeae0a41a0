"""What `briefgen check` and `briefgen list` ask of the stages, each answer with what it covered."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from briefgen.finding import Finding
from briefgen.model import Content

if TYPE_CHECKING:
    from briefgen.targets import Target

Answer = tuple[list[Finding], list[str]]


def _all_languages(content: Content) -> Sequence[str]:
    return content.project.languages if content.project is not None else ()


def check_sources(content: Content, folder: Path) -> Answer:
    """Whether every fact's evidence stands in the paragraph that it names and comes to the fact's value."""
    from briefgen.facts import check_evidence
    from briefgen.read import read_source_texts

    texts, findings = read_source_texts(content, folder)
    found, coverage = check_evidence(content, texts)
    return [*findings, *found], [f"evidence: {coverage}"]


def check_documents(root: Path, content: Content, languages: Sequence[str], template: str = "") -> Answer:
    """Whether every document can be worded in every language; needs no template and draws nothing."""
    from briefgen.build import check_templates
    from briefgen.targets import choose_targets, leave_out_parts

    targets, findings = choose_targets(content, languages=languages or _all_languages(content))
    findings.extend(check_templates(root, content, targets, template))
    widest = leave_out_parts(targets)
    findings.extend(word_targets(root, content, widest))
    findings.extend(word_spare_parts(root, content))
    left = len(targets) - len(widest)
    worded = ", ".join(dict.fromkeys(target.language for target in widest))
    return findings, [
        f"documents: {len(widest)} worded in {worded}"
        + (f"; {left} more hold only what stands in these" if left else "")
        if targets
        else "documents: the project has none"
    ]


def word_targets(root: Path, content: Content, targets: Sequence[Target]) -> list[Finding]:
    """What is wrong with the words of these documents, even where parts of the content could not be used."""
    from briefgen.build import check_translations, read_catalogs
    from briefgen.language import language
    from briefgen.proofread import at_catalogue
    from briefgen.resolve import resolve

    findings: list[Finding] = []
    catalogs = read_catalogs(root, content, targets, findings)
    for target in targets:
        catalog = catalogs[target.language]
        _, found = resolve(content, target.document, language(target.language), catalog)
        said = [finding for finding in found if finding.rule != "translation-missing"]
        findings.extend(at_catalogue(said, content, catalog))
    return [*findings, *check_translations(root, content, catalogs)]


def word_spare_parts(root: Path, content: Content) -> list[Finding]:
    """What is wrong with facts, charts and themes that no document shows yet: their authors are not done, and ask."""
    from briefgen.build import read_catalogs
    from briefgen.context import EditionContext
    from briefgen.language import language
    from briefgen.model import DocumentSpec
    from briefgen.targets import Target

    project = content.project
    if project is None:
        return []
    shown = {slug for document in project.documents for slug in document.themes}
    spare = tuple(slug for slug in content.themes if slug not in shown)
    target = Target(DocumentSpec("spare", "briefing", spare, None, None, project.span), project.languages[0])
    findings: list[Finding] = word_targets(root, content, [target]) if spare else []
    catalogs = read_catalogs(root, content, [target], [])
    context = EditionContext(content, language(target.language), catalogs[target.language])
    for fact in content.facts.values():
        context.value(fact.name, at=fact.span)
    for chart in content.charts.values():
        context.exhibit(chart.name, chart.span)
    return [*findings, *context.findings]


def check_fit(root: Path, content: Content, languages: Sequence[str], template: str) -> Answer:
    """Whether every text fits in every language, and how full the fullest box is."""
    from briefgen.build import compose_all
    from briefgen.manifest import slack_by_language
    from briefgen.targets import choose_targets, leave_out_parts

    targets, findings = choose_targets(content, languages=languages or _all_languages(content))
    pages, found = compose_all(root, content, leave_out_parts(targets), template)
    findings.extend(finding for finding in found if finding.rule != "translation-missing")
    told = [
        f"fit [{code}]: fullest box '{name}' on '{page}', {slack:.0%} of its height free"
        for code, (slack, page, name) in slack_by_language(pages).items()
    ]
    return findings, told


def slack_when_built(content: Content, output: Path, languages: Sequence[str]) -> Answer:
    """How full the fullest box of each language was in the files that were built last, as the manifest keeps it.

    Of files that stand there and are no document of the project, as the gallery, nothing is said.
    """
    from briefgen.manifest import read_manifest

    fullest: dict[str, tuple[float, str, str, str]] = {}
    manifest, findings = read_manifest(output)
    own = [document.name for document in content.project.documents] if content.project is not None else []
    for file, entry in manifest.items():
        # A build of some themes only is named after its document and them.
        if not any(entry.document == name or entry.document.startswith(f"{name}-") for name in own):
            continue
        if entry.slack and entry.language in (languages or [entry.language]):
            candidate = (*entry.slack, file)
            fullest[entry.language] = min(fullest.get(entry.language, candidate), candidate)
    return findings, [
        f"fit [{code}], as last built: fullest box '{name}' on '{page}' of {file}, {slack:.0%} of its height free"
        for code, (slack, page, name, file) in fullest.items()
    ]


def check_editions(content: Content, languages: Sequence[str], output: Path) -> Answer:
    """Whether the built files of all languages show the same facts with the same values."""
    from briefgen.editions import compare_editions

    findings, table = compare_editions(content, output, languages)
    return findings, table
