"""What `briefgen check` and `briefgen list` ask of the stages, each answer with what it covered."""

from __future__ import annotations

import inspect
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from briefgen.finding import Finding
from briefgen.house_templates import SHIPPED, house_templates
from briefgen.model import Content

if TYPE_CHECKING:
    from briefgen.build import Target

Answer = tuple[list[Finding], list[str]]


def check_sources(content: Content, folder: Path) -> Answer:
    """Whether every fact's evidence stands in the paragraph that it names and comes to the fact's value."""
    from briefgen.facts import check_evidence
    from briefgen.read import read_source_texts

    texts, findings = read_source_texts(content, folder)
    found, coverage = check_evidence(content, texts)
    return [*findings, *found], [f"evidence: {coverage}"]


def check_documents(root: Path, content: Content, languages: Sequence[str]) -> Answer:
    """Whether every document can be worded in every language; needs no template and draws nothing."""
    from briefgen.build import check_templates, choose_targets

    targets, findings = choose_targets(content, languages=languages or ["all"])
    findings.extend(check_templates(root, content, targets))
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
    from briefgen.build import read_catalogs
    from briefgen.catalog import check as check_catalogs
    from briefgen.language import language
    from briefgen.resolve import resolve

    findings: list[Finding] = []
    catalogs = read_catalogs(root, content, targets, findings)
    for target in targets:
        _, found = resolve(content, target.document, language(target.language), catalogs[target.language])
        findings.extend(finding for finding in found if finding.rule != "translation-missing")
    translated = {code: catalog for code, catalog in catalogs.items() if not catalog.source}
    return [*findings, *check_catalogs(root, content, list(translated), translated)]


def word_spare_parts(root: Path, content: Content) -> list[Finding]:
    """What is wrong with facts, charts and themes that no document shows yet: their authors are not done, and ask."""
    from briefgen.build import Target, read_catalogs
    from briefgen.language import language
    from briefgen.model import DocumentSpec
    from briefgen.resolve import Edition

    project = content.project
    if project is None:
        return []
    shown = {slug for document in project.documents for slug in document.themes}
    spare = tuple(slug for slug in content.themes if slug not in shown)
    target = Target(DocumentSpec("spare", "briefing", spare, None, None, project.span), project.languages[0])
    findings: list[Finding] = word_targets(root, content, [target]) if spare else []
    catalogs = read_catalogs(root, content, [target], [])
    edition = Edition(content, language(target.language), catalogs[target.language])
    for fact in content.facts.values():
        edition.value(fact.name, at=fact.span)
    for chart in content.charts.values():
        edition.exhibit(chart.name, chart.span)
    return [*findings, *edition.findings]


def leave_out_parts(targets: Sequence[Target]) -> list[Target]:
    """The targets without those whose themes all stand in another target of the same kind and language."""
    kept: list[Target] = []
    for target in targets:
        themes = set(target.document.themes)
        if not any(
            themes < set(other.document.themes)
            and other.document.kind == target.document.kind
            and other.language == target.language
            for other in targets
        ):
            kept.append(target)
    return kept


def check_fit(root: Path, content: Content, languages: Sequence[str], template: str) -> Answer:
    """Whether every text fits in every language, and how full the fullest box is."""
    from briefgen.build import choose_targets, compose_all, slack_by_language

    targets, findings = choose_targets(content, languages=languages or ["all"])
    pages, found = compose_all(root, content, leave_out_parts(targets), template)
    findings.extend(finding for finding in found if finding.rule != "translation-missing")
    told = [
        f"fit [{code}]: fullest box '{name}' on '{page}', {slack:.0%} of its height free"
        for code, (slack, page, name) in slack_by_language(pages).items()
    ]
    return findings, told


def slack_when_built(output: Path, languages: Sequence[str]) -> list[str]:
    """How full the fullest box of each language was in the files that were built last, as the manifest keeps it."""
    from briefgen.build import read_manifest

    fullest: dict[str, tuple[float, str, str, str]] = {}
    for file, entry in read_manifest(output).items():
        slack = entry.get("slack")
        if slack and entry["language"] in (languages or [entry["language"]]):
            candidate = (*slack, file)
            fullest[entry["language"]] = min(fullest.get(entry["language"], candidate), candidate)
    return [
        f"fit [{code}], as last built: fullest box '{name}' on '{page}' of {file}, {slack:.0%} of its height free"
        for code, (slack, page, name, file) in fullest.items()
    ]


def check_editions(content: Content, languages: Sequence[str], output: Path) -> Answer:
    """Whether the built files of all languages show the same facts with the same values."""
    from briefgen.editions import compare_editions

    findings, table = compare_editions(content, output, languages)
    return findings, table


def list_thing(thing: str, root: Path, content: Content) -> list[tuple[str, str]]:
    """The rows of one list: a name, and what there is to say about it."""
    from briefgen import registry

    if thing == "documents" and content.project is not None:
        return [
            (document.name, f"{document.kind}: {', '.join(document.themes)}") for document in content.project.documents
        ]
    if thing == "themes":
        return [
            (slug, f"{theme.title} ({len(theme.sections)} section{'s' if len(theme.sections) != 1 else ''})")
            for slug, theme in sorted(content.themes.items())
        ]
    if thing == "facts":
        return [(name, f"{fact.label} ({fact.span})") for name, fact in sorted(content.facts.items())]
    if thing in {"charts", "blocks"}:
        return [(kind, _first_line(registry.load(thing, kind).__doc__)) for kind in registry.kinds(thing)]
    if thing == "templates":
        return [
            (name, "comes with briefgen" if folder.parent == SHIPPED else ", ".join(_file_names(folder)))
            for name, folder in house_templates(root).items()
        ]
    if thing == "styles":
        from briefgen.language import style_examples

        first = content.project.languages[0] if content.project is not None else "en"
        return [
            (f"${{fact|{style.name}}}", f"{style.description}: {example}") for style, example in style_examples(first)
        ]
    if thing == "languages" and content.project is not None:
        from briefgen.language import language

        return [(code, language(code).name) for code in content.project.languages]
    return []


def _file_names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir() if path.is_file())


def _first_line(text: str | None) -> str:
    return inspect.cleandoc(text or "").partition("\n")[0]
