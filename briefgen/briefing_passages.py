"""A briefing's passages: the bottom line first, prose with numbered exhibits, and the annexes that carry every fact."""

from __future__ import annotations

import dataclasses
import re
from collections import Counter
from collections.abc import Sequence

from briefgen.citing import cited_last, cited_once
from briefgen.context import EditionContext
from briefgen.facts import WORDED_UNITS
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
    Picture,
    Plot,
    Project,
    Run,
    Section,
    Theme,
)
from briefgen.parts import facts_shown
from briefgen.passages import Composition
from briefgen.statements import disagrees


class BriefingComposition(Composition):
    """The bottom line first, then prose with numbered exhibits, and the annexes that carry every fact."""

    def __init__(
        self, context: EditionContext, project: Project, document: DocumentSpec, themes: Sequence[Theme]
    ) -> None:
        super().__init__(context, project, document, themes)
        self.numbers: Counter[str] = Counter()

    def passages(self) -> tuple[Passage, ...]:
        body: list[Passage] = []
        for number, theme in enumerate(self.themes, 1):
            body.append(self.theme(theme, number))
            body.extend(self.section(theme, section) for section in theme.sections)
        front = [self.cover(), *self.bottom_line()]
        annex = self.disagreements([*front, *body])
        annex.extend(self.facts([*front, *body, *annex]))
        annex.extend(self.sources())
        annex.extend(self.gaps())
        return tuple(cited_once(passage) for passage in [*front, self.contents([*body, *annex]), *body, *annex])

    def bottom_line(self) -> list[Passage]:
        """The themes' summary lines as bullets, each claim with its sentence; nothing where no theme has any."""
        lines = []
        for line in self.summary_lines():
            heading = next(part for part in line.parts if isinstance(part, Para) and part.role == "heading")
            runs = tuple(dataclasses.replace(run, strong=True, link=line.link) for run in heading.runs)
            text = next((part.runs for part in line.parts if isinstance(part, Para) and part.role == "body"), ())
            if text:
                end, space = self.context.wording.sentence_ends[0], self.context.wording.sentence_space
                runs = (*runs, Run(end + space, strong=True, language=self.context.language), *text)
            lines.append(Para("bullet", cited_last(runs)))
        if not lines:
            return []
        title = self.summary_heading("bottom-line")
        return [Passage("summary", "summary", title, tuple(lines), self.document.span)]

    def contents(self, passages: Sequence[Passage]) -> Passage:
        """The headings, each leading to its passage."""
        entries = []
        for passage in passages:
            link = f"#{passage.id}"
            runs = tuple(dataclasses.replace(run, link=link, citations=(), strong=False) for run in passage.title)
            entries.append(Para("contents", runs, level=passage.level - 1))
        return Passage("contents", "contents", self.words("contents"), tuple(entries), self.document.span)

    def theme(self, theme: Theme, number: int) -> Passage:
        """The heading of a theme, and what it comes to."""
        parts: list[Part] = []
        if theme.bottom_line is not None:
            label = tuple(dataclasses.replace(run, strong=True) for run in self.words("bottom-line"))
            paras = [Para("callout", runs) for runs in self.context.paragraphs(theme.bottom_line)]
            parts.append(Group("callout", (Para("label", label), *paras), tone="accent"))
        return Passage(
            theme.slug,
            "divider",
            self.context.runs(theme.title),
            tuple(parts),
            theme.title.span,
            number=0 if self.alone else number,
            theme=theme.slug,
        )

    def section(self, theme: Theme, section: Section) -> Passage:
        """Prose with its exhibits after the first paragraph, which mentions them; points only where there is none."""
        title = self.context.runs(section.title)
        lowered = self.lowered(section)
        prose = [part for part in lowered if isinstance(part, Para) and part.role == "prose"]
        exhibits: list[Part] = []
        after: list[Part] = []
        labels: list[Run] = []
        for part in lowered:
            if isinstance(part, Para) and (part.role == "prose" or (prose and part.role in ("bullet", "statement"))):
                continue
            if isinstance(part, Group) and part.role in ("callout", "quote"):
                after.append(part)
            elif isinstance(part, Group) and part.role == "exhibit":
                captioned, label = self.captioned(part)
                exhibits.append(captioned)
                labels.append(label)
            else:
                exhibits.append(part)
        if prose and labels:
            prose[0] = self.mentioning(prose[0], labels)
        parts = (*prose[:1], *exhibits, *prose[1:], *after)
        return Passage(section.id, "content", title, parts, section.span, level=2, theme=theme.slug)

    def captioned(self, group: Group) -> tuple[Group, Run]:
        """The exhibit with its number and title as caption, and the words that refer to it."""
        drawn = any(isinstance(part, Plot | Picture) for part in group.parts)
        kind = "figure" if drawn else "table"
        self.numbers[kind] += 1
        identifier = f"{kind}-{self.numbers[kind]}"
        label = Run(self.context.word(kind, number=str(self.numbers[kind])), language=self.context.language)
        title = next((part.runs for part in group.parts if isinstance(part, Para) and part.role == "exhibit-title"), ())
        runs = [dataclasses.replace(label, strong=True)]
        if title:
            joiner = self.context.word("caption", label="", text="")
            runs += [Run(joiner, strong=True, language=self.context.language), *title]
        caption = Para("caption", tuple(runs), id=identifier)
        rest = [part for part in group.parts if not (isinstance(part, Para) and part.role == "exhibit-title")]
        return dataclasses.replace(group, parts=(caption, *rest), id=identifier), dataclasses.replace(
            label, link=f"#{identifier}"
        )

    def mentioning(self, para: Para, labels: Sequence[Run]) -> Para:
        """The paragraph with `(Figure 1)` before its last stop."""
        stand_ins = [chr(0xE000 + index) for index in range(len(labels))]
        words = self.context.word("parenthesis", text="", note=self.context.wording.join(stand_ins))
        mention = tuple(
            labels[stand_ins.index(part)] if part in stand_ins else Run(part, language=self.context.language)
            for part in re.split("([\ue000-\uf8ff])", words)
            if part
        )
        runs = list(para.runs)
        while runs and not runs[-1].text.strip():
            runs.pop()
        if not runs:
            return dataclasses.replace(para, runs=mention)
        last = dataclasses.replace(runs.pop(), text=para.runs[len(runs)].text.rstrip())
        words = last.text.rstrip(self.context.wording.sentence_ends)
        head = (dataclasses.replace(last, text=words),) if words else ()
        # A sentence may end with a fact's own text; its stop is no part of what is cited.
        stop = dataclasses.replace(last, text=last.text[len(words) :], fact="", citations=())
        return dataclasses.replace(para, runs=(*runs, *head, *mention, *((stop,) if stop.text else ())))

    def facts(self, passages: Sequence[Passage]) -> list[Passage]:
        """Every fact that the briefing shows, by theme: what it is, its value, as of when, of what kind, from where."""
        shown: dict[str, str] = {}
        for passage in sorted(passages, key=lambda passage: not passage.theme):
            elsewhere = "#facts-disputed" if passage.role == "disagreements" else "#bottom-line"
            for name in facts_shown(passage):
                shown.setdefault(name, passage.theme or elsewhere)
        headed = {theme.slug: self.context.runs(theme.title) for theme in self.themes}
        headed |= {f"#{word}": self.words(word) for word in ("bottom-line", "facts-disputed")}
        parts: list[Part] = []
        for group, heading in headed.items():
            rows = [self._fact_row(name) for name, shown_in in shown.items() if shown_in == group]
            if rows:
                if self.alone is None or (parts and group.startswith("#")):
                    parts.append(Para("exhibit-title", heading))
                parts.append(self._facts_grid(rows))
        return [self.annex("facts", "facts-annex", parts)] if parts else []

    def _facts_grid(self, rows: Sequence[tuple[Cell, ...]]) -> Grid:
        when = (*self.words("date"), Run(" · "), *self.words("kind"))
        columns = tuple(Column(runs) for runs in (self.words("fact"), self.words("value"), when, self.words("source")))
        return Grid("facts", columns, tuple(rows), self.context.word("facts-annex"))

    def _fact_row(self, name: str) -> tuple[Cell, ...]:
        context = self.context
        fact = context.content.facts[name]
        when = [Para("note", self.words(self._kind(fact)))]
        if fact.as_of is not None:
            as_of = Run(context.date(fact.as_of, "short"), fact=name, language=context.language)
            when.insert(0, Para("body", (as_of,)))
        return (
            Cell((Para("body", (self.label(fact),)),)),
            Cell((*self._value(fact), *self.caveat(fact))),
            Cell(tuple(when)),
            Cell((Para("body", context.bibliography.source_runs((name,), brief=True)),)),
        )

    @staticmethod
    def _kind(fact: Fact) -> str:
        """The word for what kind of fact it is: what is no number is no result that was reached."""
        return "kind-fact" if fact.kind == "result" and fact.unit in {*WORDED_UNITS, "date"} else f"kind-{fact.kind}"

    def _value(self, fact: Fact) -> tuple[Para, ...]:
        if fact.on_conflict == "both" and disagrees(fact):
            return self.versions(fact, brief=True)
        return (Para("body", self.worded(fact)),)
