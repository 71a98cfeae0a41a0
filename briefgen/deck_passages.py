"""A deck's passages: the claims and exhibits for the room, the prose for the speaker."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence

from briefgen.finding import Severity
from briefgen.model import Group, Para, Passage, Run, Section, Theme
from briefgen.parts import facts_shown
from briefgen.passages import Composition

_SILENT = frozenset({"prose", "sources"})
"""Kinds of blocks that may come to nothing on a slide; nothing from any other means that the reason was reported."""


class DeckComposition(Composition):
    """Cover, summary, a divider a theme, one claim a slide, what the sources do not agree on, the sources."""

    def passages(self) -> tuple[Passage, ...]:
        passages = [self.cover(), *self.summary()]
        for number, theme in enumerate(self.themes, 1):
            if self.alone is None:
                passages.append(self.divider(theme, number))
            passages.extend(self.slide(theme, section) for section in theme.sections)
        passages.extend(self.disagreements(passages))
        passages.extend(self.sources())
        passages.extend(self.gaps())
        return tuple(passages)

    def summary(self) -> list[Passage]:
        """The themes' summary lines on one slide; nothing where no theme has any."""
        lines = self.summary_lines()
        if not lines:
            return []
        title = self.summary_heading("summary")
        kicker = self.words("summary") if self.summary_title is not None else ()
        group = Group("summary", tuple(lines))
        return [Passage("summary", "summary", title, (group,), self.document.span, kicker=kicker)]

    def divider(self, theme: Theme, number: int) -> Passage:
        """The slide that opens one theme of several."""
        scope = self.context.runs(theme.scope) if theme.scope is not None else ()
        return Passage(
            theme.slug,
            "divider",
            self.context.runs(theme.title),
            (),
            theme.title.span,
            subtitle=scope,
            number=number,
            theme=theme.slug,
        )

    def slide(self, theme: Theme, section: Section) -> Passage:
        """One claim, its exhibits and points, and the source of every number on it; the prose goes to the notes."""
        context = self.context
        drawn, named = len(context.drawn), len(context.bibliography.named)
        title = context.runs(section.title)
        told = len(context.findings)
        lowered = self.lowered(section)
        prose = [part for part in lowered if isinstance(part, Para) and part.role == "prose"]
        parts = tuple(part for part in lowered if not (isinstance(part, Para) and part.role == "prose"))
        silent = all(block.kind in _SILENT for block in section.blocks) and not context.errors_since(told)
        if not parts and silent and f"block/{section.id}" not in context.content.rejected:
            context.report(
                "section-empty",
                f"the slide '{section.id}' has a title and nothing below it",
                section.span,
                "add points, a chart or another block",
                Severity.WARNING,
            )
        passage = Passage(
            section.id,
            "content",
            title,
            parts,
            section.span,
            kicker=context.runs(theme.title),
            layout=section.layout or "",
            level=2,
            theme=theme.slug,
        )
        shown = tuple(dict.fromkeys((*facts_shown(passage), *context.drawn[drawn:])))
        sources = context.source_line(shown, tuple(dict.fromkeys(context.bibliography.named[named:])))
        return dataclasses.replace(passage, notes=self.notes(prose, shown, sources), sources=sources)

    def notes(self, prose: Sequence[Para], shown: Sequence[str], sources: tuple[Run, ...]) -> tuple[Para, ...]:
        """What a speaker needs: the prose, what is doubtful about the figures shown, and where they are from."""
        notes = list(prose)
        for name in shown:
            fact = self.context.content.facts[name]
            if fact.caveat is not None:
                label = f"{self.label(fact).text}{self.joiner()}"
                head = Run(label, strong=True, language=self.context.language)
                notes.append(Para("note", (head, *self.context.spoken(fact, fact.caveat))))
        if sources:
            notes.append(Para("source", sources))
        return tuple(notes)
