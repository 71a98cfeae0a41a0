"""Themes, facts and a language come to a Document: references replaced, citations numbered, parts in order.

The deck shows claims and exhibits and keeps the prose for its speaker; the briefing prints the prose and puts the
exhibits between.  Both are made of the same sections, by the same blocks.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from typing import TYPE_CHECKING

from briefgen.briefing_passages import BriefingComposition
from briefgen.context import EditionContext, Translator
from briefgen.deck_passages import DeckComposition
from briefgen.finding import Finding
from briefgen.model import Content, Document, DocumentSpec, Group, Para, Passage, Run
from briefgen.parts import plain, with_runs
from briefgen.read import OpenFile

if TYPE_CHECKING:
    from briefgen.language import Language


def resolve(
    content: Content,
    document: DocumentSpec,
    language: Language,
    catalog: Translator,
    open_file: OpenFile | None = None,
) -> tuple[Document, list[Finding]]:
    """One document in one language, and everything that its words, facts and charts have against it.

    `open_file` gives the bytes of pictures and data files; by default they are read from the project's folder.
    """
    project = content.project
    if project is None:
        raise ValueError("there is no project to make a document of")
    context = EditionContext(content, language, catalog, open_file)
    themes = [content.themes[slug] for slug in document.themes if slug in content.themes]
    kind = BriefingComposition if document.kind == "briefing" else DeckComposition
    composition = kind(context, project, document, themes)
    passages = _without_dead_links(composition.passages())
    references = context.bibliography.references(passages)
    made = Document(
        name=document.name,
        kind=document.kind,
        language=language.code,
        title=plain(composition.title),
        subtitle=plain(composition.subtitle),
        author=context.plain(project.owner) if project.owner else "",
        edition=context.plain(project.edition) if project.edition else "",
        date=project.date,
        passages=passages,
        references=references,
        words=dict(language.words),
    )
    return made, list(context.findings)


def _without_dead_links(passages: Sequence[Passage]) -> tuple[Passage, ...]:
    """The passages with the words alone where a link leads to what this document does not hold."""
    places = {passage.id for passage in passages}
    # Captions are numbered in a briefing alone.
    groups = [part for passage in passages for part in passage.parts if isinstance(part, Group)]
    places.update(part.id for group in groups for part in group.parts if isinstance(part, Para) and part.id)

    def alive(runs: tuple[Run, ...]) -> tuple[Run, ...]:
        return tuple(
            dataclasses.replace(run, link="") if run.link.startswith("#") and run.link[1:] not in places else run
            for run in runs
        )

    return tuple(with_runs(passage, alive) for passage in passages)
