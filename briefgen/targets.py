"""What is to be made: the documents and languages that the words of the command line ask for."""

from __future__ import annotations

import fnmatch
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from briefgen import registry
from briefgen.finding import Finding, did_you_mean
from briefgen.model import Content, DocumentSpec


@dataclass(frozen=True, slots=True)
class Target:
    """A document to make in one language: laid out once, written in the formats asked for or in all of its kind."""

    document: DocumentSpec
    language: str
    formats: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """The name of its files without their ending, as `deck.en`."""
        return f"{self.document.name}.{self.language}"

    @property
    def files(self) -> dict[str, str]:
        """The files to make below the output folder, by their format: `{"pptx": "deck.en.pptx"}`."""
        return {
            name: f"{self.name}.{registry.load('formats', name).SUFFIX}"
            for name in formats_of(self.document.kind)
            if not self.formats or name in self.formats
        }


def formats_of(kind: str) -> tuple[str, ...]:
    """The formats that documents of this kind are written in; asking loads what writes them."""
    return tuple(name for name in registry.kinds("formats") if kind == registry.load("formats", name).KIND)


def choose_targets(
    content: Content,
    names: Sequence[str] = (),
    themes: Sequence[str] = (),
    languages: Sequence[str] = (),
    formats: Sequence[str] = (),
) -> tuple[list[Target], list[Finding]]:
    """What these words of the command line ask for, in the project's order; without languages, in its first.

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
    findings.extend(_unknown("language", code, project.languages) for code in wanted if code not in project.languages)
    known = registry.kinds("formats") if formats else ()
    findings.extend(_unknown("format", name, known) for name in formats if name not in known)
    targets: dict[tuple[str, str, str], Target] = {}
    for document in documents:
        restricted = _restrict(document, themes)
        if restricted is None or (formats and not set(formats) & set(formats_of(document.kind))):
            continue
        for language in wanted:
            target = Target(restricted, language, tuple(formats))
            targets.setdefault((document.kind, restricted.name, language), target)
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
