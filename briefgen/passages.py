"""What the passages of decks and briefings share: the cover, the sections' parts, the annexes."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Sequence

from briefgen import inline, registry
from briefgen.context import EditionContext
from briefgen.model import (
    Cell,
    Column,
    DocumentSpec,
    Fact,
    Grid,
    Group,
    Para,
    Part,
    Passage,
    Project,
    Run,
    Section,
    Text,
    Theme,
)
from briefgen.parts import facts_shown
from briefgen.statements import disagrees, statements

_MOST_GAPS = 12
"""So many texts without translation are listed by name."""


class Composition:
    """A document in the making: its themes in order, alone or one of several, in one language."""

    def __init__(
        self, context: EditionContext, project: Project, document: DocumentSpec, themes: Sequence[Theme]
    ) -> None:
        self.context = context
        self.project = project
        self.document = document
        self.themes = themes
        self.alone = alone = themes[0] if len(themes) == 1 else None
        title = document.title or (alone.title if alone else project.title)
        subtitle = document.subtitle or (alone.scope if alone else project.subtitle)
        self.summary_title = alone.summary_title if alone else project.summary_title
        self.title = context.runs(title)
        self.subtitle = context.runs(subtitle) if subtitle is not None else ()

    def passages(self) -> tuple[Passage, ...]:
        """The document's passages, in order."""
        raise NotImplementedError

    def words(self, key: str, **values: str) -> tuple[Run, ...]:
        """A fixed word of the language."""
        return (Run(self.context.word(key, **values), language=self.context.language),)

    def joiner(self) -> str:
        """What the language sets between a label and its text: a colon and its space in English."""
        return self.context.word("labelled", label="", text="")

    def cover(self) -> Passage:
        """Titles, the edition and whose it is; a document of one theme says of which project."""
        parts = [Para("meta", self.context.runs(text)) for text in (self.project.edition, self.project.owner) if text]
        own_title = self.alone is not None and self.document.title is None
        kicker = self.context.runs(self.project.title) if own_title else ()
        return Passage(
            "cover", "cover", self.title, tuple(parts), self.document.span, kicker=kicker, subtitle=self.subtitle
        )

    def summary_lines(self) -> list[Group]:
        """The themes' summary lines, numbered, each leading to its section where the document holds it."""
        lines = []
        sections = {section.id for theme in self.themes for section in theme.sections}
        for number, line in enumerate((line for theme in self.themes for line in theme.summary), 1):
            parts = [
                Para("number", (Run(str(number), tone="accent", language=self.context.language),)),
                Para("heading", self.context.runs(line.title)),
            ]
            if line.text is not None:
                parts.append(Para("body", self.context.runs(line.text)))
            link = f"#{line.section}" if line.section in sections else ""
            lines.append(Group("summary-line", tuple(parts), link=link))
        return lines

    def summary_heading(self, key: str) -> tuple[Run, ...]:
        """The author's title of the summary, or else a fixed word."""
        return self.context.runs(self.summary_title) if self.summary_title is not None else self.words(key)

    def lowered(self, section: Section) -> list[Part]:
        """The section's parts in the author's order."""
        parts: list[Part] = []
        for block in section.blocks:
            told = len(self.context.findings)
            parts.extend(registry.load("blocks", block.kind).lower(block.spec, self.context, block))
            if block.partial:
                self.context.keep_named(told)
        return parts

    def disputed(self, passages: Iterable[Passage]) -> list[Fact]:
        """The facts on which sources differ, as far as the document speaks of them."""
        shown = dict.fromkeys(self.context.asked)
        shown.update(dict.fromkeys(name for passage in passages for name in facts_shown(passage)))
        return [fact for fact in (self.context.content.facts[name] for name in shown) if disagrees(fact)]

    def disagreements(self, passages: Sequence[Passage]) -> list[Passage]:
        """What the sources say, and what we do about it; nothing where they agree."""
        rows = [
            (
                Cell((Para("body", (self.label(fact),)),)),
                Cell(self.versions(fact)),
                Cell((Para("body", self.decision(fact)), *self.caveat(fact))),
            )
            for fact in self.disputed(passages)
        ]
        if not rows:
            return []
        columns = tuple(Column(self.words(key)) for key in ("fact", "sources-say", "we-do"))
        grid = Grid("disagreements", columns, tuple(rows), self.context.word("disagreements"))
        return [self.annex("disagreements", "disagreements", (grid,))]

    def annex(self, role: str, title: str, parts: Sequence[Part]) -> Passage:
        """A passage at the end, under a fixed word as its title."""
        return Passage(role, role, self.words(title), tuple(parts), self.document.span, kicker=self.words("annex"))

    def gaps(self) -> list[Passage]:
        """The texts that no catalogue translates and that are shown as they were written; nothing if there are none."""
        shown = [_sketch(text) for text in list(self.context.gaps)[:_MOST_GAPS]]
        if len(self.context.gaps) > _MOST_GAPS:
            shown.append("…")
        source = self.context.source_language
        paras = [Para("bullet", (Run(text, language=source),)) for text in shown]
        return [self.annex("untranslated", "untranslated", paras)] if paras else []

    def sources(self) -> list[Passage]:
        """All that the document has cited so far; nothing if there is none."""
        grid = self.context.sources_grid()
        return [self.annex("sources", "sources", (grid,))] if grid.rows else []

    # a fact in a table or a note

    def label(self, fact: Fact) -> Run:
        """The fact's label, strong, as it stands at a beginning."""
        label = Run(self.context.label(fact), strong=True, language=self.context.language)
        return dataclasses.replace(self.context.capital((label,))[0], fact=fact.name)

    def worded(self, fact: Fact) -> tuple[Run, ...]:
        """The value in full, without its citations, for a cell that names the source itself."""
        if isinstance(fact.value, Text) and not disagrees(fact):
            return self.context.capital(self.context.spoken(fact, fact.value))
        worded = self.context.worded(fact, "long")
        return self.context.capital((Run(worded, fact=fact.name, language=self.context.language),))

    def versions(self, fact: Fact, brief: bool = False) -> tuple[Para, ...]:
        """Every value that sources give for a fact, and who gives it."""
        versions = []
        for statement in statements(fact):
            alone = dataclasses.replace(
                fact, value=statement.value, qualifier=statement.qualifier, citations=(), on_conflict=""
            )
            listed = self.context.bibliography.list_cited(statement.citations, brief)
            words = self.context.word("parenthesis", text="", note=listed)
            source = (Run(words, tone="muted", language=self.context.language),) if listed else ()
            versions.append(Para("body", (*self.worded(alone), *source)))
        return tuple(versions)

    def decision(self, fact: Fact) -> tuple[Run, ...]:
        """What we do about sources that differ."""
        if fact.on_conflict in ("both", "range", ""):
            return self.words(f"conflict-{fact.on_conflict or 'both'}")
        source = self.context.content.sources.get(fact.on_conflict)
        name = self.context.bibliography.short_source(source) if source else fact.on_conflict
        return self.words("conflict-prefer", source=name)

    def caveat(self, fact: Fact) -> list[Para]:
        """What is doubtful about the fact, if anything is."""
        return [Para("note", self.context.spoken(fact, fact.caveat))] if fact.caveat is not None else []


def _sketch(text: str) -> str:
    """A text without its markup and values, by which a translator knows it."""
    return "".join("…" if piece.reference >= 0 else piece.text for piece in inline.parse(text))
