"""From the author's files to `Content`: what `places` reads is validated and put together, and nothing raised."""

from __future__ import annotations

import datetime
import hashlib
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any, TypeVar

from briefgen import registry
from briefgen.files import is_inside, read_bytes
from briefgen.finding import Finding, Related, Severity, Span, closest, did_you_mean
from briefgen.language_files import LanguageMissing, language_spec
from briefgen.model import (
    Block,
    ChartSource,
    Citation,
    Content,
    DocumentSpec,
    Fact,
    Moment,
    Project,
    Section,
    Source,
    SummaryLine,
    Text,
    Theme,
)
from briefgen.moments import WRITTEN, in_order, parse_moment
from briefgen.places import KEY, LARGEST_FILE, Loc, Places, load_yaml, set_context

if TYPE_CHECKING:
    from pydantic import BaseModel

    from briefgen.schema import FactSpec, ProjectSpec

_NAME = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_FILES = ("names.yaml", "project.yaml", "sources.yaml")
_FOLDERS = ("charts", "facts", "themes")
_LARGEST_DATA = 64 * 2**20
_MAPPING = "begin each line with a key and a colon, as 'title: …'"
_OF_WORDS = frozenset({"text", "name", "stage"})
_NUMBER_LIKE = re.compile(r"[-+~$€£¥₸]?\d")
_GROUPED = re.compile(r"([-+]?\d{1,3}(?:[ \u00a0\u2009\u202f',.]\d{3})+)")


def project_path(root: Path, name: str) -> Path | None:
    """The file of this name below `content/`, or None when the name leads out of the project.

    Absolute names, drive letters, `..` and links that point out are refused, whatever stands there.
    """
    pure = PurePosixPath(name.replace("\\", "/"))
    if not name or "\0" in name or pure.is_absolute() or ".." in pure.parts or re.match(r"[A-Za-z]:", name):
        return None
    path = root / "content" / Path(*pure.parts)
    return path if is_inside(root, path) else None


def read_file(root: Path, name: Text) -> tuple[bytes | None, list[Finding]]:
    """The bytes of a data file or picture that the author names, relative to `content/`."""
    if not name:
        return None, [Finding("text-empty", "the name of the file is empty", name.span, hint="name a file of content/")]
    path = project_path(root, name)
    if path is None:
        return None, [
            Finding("path-outside", f"'{name}' leads out of the project", name.span, hint="copy the file into content/")
        ]
    if not path.is_symlink() and not path.exists():
        near = did_you_mean(path.name, _files_in(path.parent)) or "put it there, or correct the name"
        return None, [Finding("file-missing", f"no file content/{name}", name.span, hint=near)]
    if path.is_dir():
        hint = did_you_mean("", _files_in(path)) or "name a file"
        return None, [Finding("file-missing", f"content/{name} is a folder", name.span, hint=hint)]
    data = read_bytes(root, path, _LARGEST_DATA, name.span)
    return (None, [data]) if isinstance(data, Finding) else (data, [])


def _files_in(folder: Path) -> list[str]:
    try:
        return [path.name for path in folder.iterdir() if path.is_file()]
    except OSError:
        return []


def read_content(root: Path) -> tuple[Content, list[Finding]]:
    """Everything that the authors of a project wrote, with all that is wrong with it."""
    return _Reader(root).read()


Spec = TypeVar("Spec", bound="BaseModel")


@dataclass(frozen=True, slots=True)
class _File:
    path: str
    data: Any
    places: Places

    def span(self, loc: Loc, key: bool = False) -> Span:
        """The place of what stands at `loc`, of its key, or of the nearest thing around it that has one."""
        wanted = (*loc, KEY) if key else loc
        while wanted not in self.places:
            if not loc:
                return Span(self.path)
            loc = loc[:-1]
            wanted = loc
        return self.places[wanted]


class _Reader:
    def __init__(self, root: Path) -> None:
        self.root = root
        self.findings: list[Finding] = []
        self.files: dict[str, str] = {}
        self.rejected: set[str] = set()
        self.facts: dict[str, Fact] = {}
        self.fact_places: dict[str, Span] = {}

    def read(self) -> tuple[Content, list[Finding]]:
        from briefgen.formula import derive

        project = self.project()
        sources = self.sources()
        names = self.names()
        for file in self.folder("facts"):
            self.facts_of(file)
        charts = dict(self.charts())
        themes = dict(self.themes())
        facts, findings = derive(self.facts, frozenset(self.rejected))
        self.findings.extend(findings)
        self.rejected.update(f"fact/{name}" for name in self.facts if name not in facts)
        self.cross_check(project, themes)
        self.strays(project)
        content = Content(
            root=str(self.root),
            project=project,
            themes=themes,
            charts=charts,
            facts=facts,
            sources=sources,
            names=names,
            files=self.files,
            rejected=frozenset(self.rejected),
        )
        return content, sorted(self.findings, key=Finding.sort_key)

    def report(self, rule: str, message: str, span: Span, hint: str = "", related: tuple[Related, ...] = ()) -> None:
        self.findings.append(Finding(rule, message, span, hint=hint, related=related))

    # files

    def file(self, path: Path, required: bool = False) -> _File | None:
        name = path.relative_to(self.root).as_posix()
        if not path.exists() and not path.is_symlink():
            if required:
                hint = "begin one: title, date, languages, template and documents; README.md shows how"
                self.report("file-missing", f"there is no {name}", Span(name), hint=hint)
            return None
        data = read_bytes(self.root, path, LARGEST_FILE)
        if isinstance(data, Finding):
            self.findings.append(data)
            return None
        self.files[name] = hashlib.sha256(data).hexdigest()
        value, places, findings = load_yaml(data, name)
        self.findings.extend(findings)
        return None if value is None else _File(name, value, places)

    def folder(self, name: str) -> Iterable[_File]:
        folder = self.root / "content" / name
        if not folder.is_dir():
            return
        for path in sorted(folder.iterdir()):
            if path.suffix == ".yml":
                shown = path.relative_to(self.root).as_posix()
                self.report("file-ignored", f"{shown} is not read", Span(shown), hint="name it .yaml")
            if path.suffix != ".yaml" or path.name.startswith("."):
                continue
            file = self.file(path)
            if file is None:
                self.rejected.update((name, f"{name}/{path.stem}", f"{name.removesuffix('s')}/{path.stem}"))
            elif not isinstance(file.data, dict):
                from briefgen.schema import found_words

                self.rejected.update((name, f"{name}/{path.stem}", f"{name.removesuffix('s')}/{path.stem}"))
                self.report(
                    "type-wrong", f"expected a mapping, found {found_words(file.data)}", file.span(()), _MAPPING
                )
            else:
                yield file

    def mapping(self, name: str, required: bool = False) -> _File | None:
        file = self.file(self.root / "content" / name, required)
        if file is not None and not isinstance(file.data, dict):
            from briefgen.schema import found_words

            self.report("type-wrong", f"expected a mapping, found {found_words(file.data)}", file.span(()), _MAPPING)
            return None
        return file

    def valid(self, kind: type[Spec], file: _File, data: Any, loc: Loc) -> Spec | None:
        from briefgen.schema import validate

        spec, findings = validate(kind, data, file.span, loc)
        self.findings.extend(findings)
        return spec

    def named(self, name: str, noun: str, span: Span) -> bool:
        if _NAME.fullmatch(name):
            return True
        better = re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")
        hint = f"write '{better}'" if better else "use small Latin letters, digits and hyphens"
        self.report(f"{noun}-name", f"'{name}' cannot name a {noun}", span, hint=hint)
        return False

    def strays(self, project: Project | None) -> None:
        """Tell of what looks like content where nobody reads it; data, pictures and remarks may be anywhere."""
        content = self.root / "content"
        for path in _entries(content):
            if path.is_dir():
                if path.name not in (*_FOLDERS, "locales") and any(_like_content(inner) for inner in path.rglob("*")):
                    self.stray(path, did_you_mean(path.name, _FOLDERS))
            elif _like_content(path) and path.name not in _FILES:
                near = closest(path.name.partition(".")[0], [name.removesuffix(".yaml") for name in _FILES])
                elsewhere = "move it into facts/, charts/ or themes/, or name it .md"
                self.stray(path, f"did you mean '{near}.yaml'?" if near else elsewhere)
        for folder in _FOLDERS:
            for path in _entries(content / folder):
                if path.is_dir() and any(_like_content(inner) for inner in path.rglob("*")):
                    self.stray(path, f"put its files into content/{folder}/ itself")
                elif path.is_file() and _like_content(path) and path.suffix not in (".yaml", ".yml"):
                    self.stray(path, "name it .yaml")
        if project is None or "project" in self.rejected:
            return
        for path in _entries(content / "locales"):
            if path.name not in project.languages[1:] and (path.is_dir() or _like_content(path)):
                near = did_you_mean(path.name, project.languages[1:])
                self.stray(path, near or "name its language in languages: of project.yaml")

    def stray(self, path: Path, hint: str) -> None:
        shown = path.relative_to(self.root).as_posix()
        message = f"nobody reads {shown}{'/' if path.is_dir() else ''}"
        self.findings.append(Finding("file-ignored", message, Span(shown), Severity.WARNING, hint))

    # project.yaml, sources.yaml, names.yaml

    def project(self) -> Project | None:
        from briefgen.schema import ProjectSpec

        file = self.mapping("project.yaml", required=True)
        if file is None:
            return None
        set_context(file.data, "project")
        spec = self.valid(ProjectSpec, file, file.data, ())
        if spec is None:
            self.rejected.add("project")
            spec = self.usable_part(file)
        if spec is None:
            return None
        date = self.day(spec.date, file.span(("date",)))
        documents = tuple(
            DocumentSpec(
                name,
                entry.kind,
                self.each_once(entry.themes),
                entry.title,
                entry.subtitle,
                file.span(("documents", name), True),
            )
            for name, entry in spec.documents.items()
            if self.named(name, "document", file.span(("documents", name), True))
        )
        if file.data.get("documents") == {}:
            self.findings.append(
                Finding(
                    "document-missing",
                    "the project has no documents, and nothing can be built",
                    file.span(("documents",), True),
                    Severity.WARNING,
                    hint="add one: 'deck: {kind: deck, themes: […]}'",
                )
            )
        return Project(
            title=spec.title,
            subtitle=spec.subtitle,
            owner=spec.owner,
            edition=spec.edition,
            date=date,
            languages=self.languages(self.each_once(spec.languages)),
            template=spec.template,
            documents=documents,
            span=file.span(()),
            summary_title=spec.summary_title,
        )

    def usable_part(self, file: _File) -> ProjectSpec | None:
        """What can be used of a project.yaml with mistakes, so that other files are checked in the same run."""
        from briefgen.schema import DocumentEntry, ProjectSpec, validate

        usable: dict[str, Any] = {
            "title": Text("untitled", file.span(())),
            "date": "1970-01-01",
            "languages": [Text("en", file.span(()))],
            "template": Text("steppe", file.span(())),
            "documents": {},
        }
        for key, value in file.data.items():
            if key == "documents" and isinstance(value, dict):
                value = {
                    name: entry
                    for name, entry in value.items()
                    if validate(DocumentEntry, entry, file.span, ("documents", name))[0] is not None
                }
            if validate(ProjectSpec, usable | {key: value}, file.span)[0] is not None:
                usable[key] = value
        return validate(ProjectSpec, usable, file.span)[0]

    def each_once(self, names: Iterable[Text]) -> tuple[Text, ...]:
        """The names without those that stand a second time, which are reported."""
        kept: dict[Text, Text] = {}
        for name in names:
            if name in kept:
                first = Related("the first", kept[name].span)
                self.report("name-repeated", f"'{name}' stands here a second time", name.span, "delete it", (first,))
            kept.setdefault(name, name)
        return tuple(kept)

    def languages(self, codes: Iterable[Text]) -> tuple[str, ...]:
        """The languages that there are usable files for; any other is reported and left out."""
        usable: list[str] = []
        for code in codes:
            try:
                language_spec(str(code))
            except LanguageMissing as error:
                self.report("language-missing", str(error), code.span, hint=error.hint)
            else:
                usable.append(str(code))
        return tuple(dict.fromkeys(usable)) or ("en",)

    def day(self, value: Any, span: Span) -> datetime.date:
        moment = self.moment(value, span)
        if moment is not None and (moment.month is None or moment.day is None):
            self.report("date-bad", f"expected a day, found '{value}'", span, hint="write it as 2026-01-31")
        if moment is None or moment.month is None or moment.day is None:
            return datetime.date(1970, 1, 1)
        return datetime.date(moment.year, moment.month, moment.day)

    def moment(self, value: Any, span: Span) -> Moment | None:
        moment = parse_moment(value)
        if moment is None:
            shown = f"'{value}'" if isinstance(value, str | int | float) else "what stands here"
            self.report("date-bad", f"{shown} is no date", span, hint="write it as 2026-01-31, 2026-01 or 2026")
        return moment

    def sources(self) -> dict[str, Source]:
        from briefgen.schema import SourceSpec

        file = self.mapping("sources.yaml")
        if file is None:
            if (self.root / "content" / "sources.yaml").exists():
                self.rejected.add("sources")
            return {}
        sources: dict[str, Source] = {}
        for name, data in file.data.items():
            place = file.span((name,), True)
            set_context(data, f"source/{name}")
            spec = self.valid(SourceSpec, file, data, (name,))
            if not self.named(name, "source", place) or spec is None:
                self.rejected.add(f"source/{name}")
                continue
            published = spec.published
            if isinstance(published, int):
                published = Text(str(published), file.span((name, "published")), f"source/{name}")
            if not isinstance(published, Text):
                self.moment(published, file.span((name, "published")))
                published = Text("")
            elif WRITTEN.fullmatch(published):
                self.moment(published, published.span)
            sources[name] = Source(
                name=str(name),
                title=spec.title,
                publisher=spec.publisher,
                language=str(spec.language),
                published=published,
                span=place,
                file=str(spec.file or ""),
                url=str(spec.url or ""),
                note=spec.note,
            )
        return sources

    def names(self) -> frozenset[str]:
        file = self.file(self.root / "content" / "names.yaml")
        if file is None:
            return frozenset()
        if not isinstance(file.data, list):
            self.report("type-wrong", "expected a list of texts", file.span(()), "begin each name with '- '")
            return frozenset()
        for index, name in enumerate(file.data):
            if not isinstance(name, Text):
                from briefgen.schema import found_words

                message = f"expected a text, found {found_words(name)}"
                self.report("type-wrong", message, file.span((index,)), hint="put it in quotes")
        return frozenset(str(name).strip() for name in file.data if isinstance(name, Text) and name.strip())

    # facts/*.yaml

    def facts_of(self, file: _File) -> None:
        from briefgen.schema import FactSpec

        for name, data in file.data.items():
            place = file.span((name,), True)
            set_context(data, f"fact/{name}")
            spec = self.valid(FactSpec, file, data, (name,))
            valid_name = self.named(name, "fact", place)
            if name in self.fact_places:
                first = self.fact_places[name]
                self.report(
                    "fact-duplicate",
                    f"the fact '{name}' exists already",
                    place,
                    hint="rename one of the two, or delete it",
                    related=(Related("the first", first),),
                )
                continue
            self.fact_places[name] = place
            fact = self.fact(name, spec, file) if spec is not None and valid_name else None
            if fact is None:
                self.rejected.add(f"fact/{name}")
            else:
                self.facts[name] = fact

    def fact(self, name: str, spec: FactSpec, file: _File) -> Fact | None:
        unit = str(spec.unit)
        failures = len(self.findings)
        value = self.value(spec.value, unit, file, (name, "value"))
        if spec.value is None and not spec.formula:
            hint = "add value:, or formula: where other facts give it"
            self.report("key-missing", "'value' is missing", file.span((name,), True), hint)
        if spec.digits is not None and not spec.formula:
            message, hint = "'digits' rounds what a formula comes to, and there is none", "write the value rounded"
            self.report("value-wrong", message, file.span((name, "digits")), hint=hint)
        as_of = None if spec.as_of is None else self.moment(spec.as_of, file.span((name, "as-of")))
        citations = []
        single = isinstance(file.data[name].get("cite"), dict)
        for index, cite in enumerate(spec.cite):
            loc: Loc = (name, "cite") if single else (name, "cite", index)
            citations.append(
                Citation(
                    source=cite.source,
                    paragraph=cite.paragraph,
                    evidence=cite.evidence,
                    span=cite.evidence.span,
                    value=self.value(cite.value, unit, file, (*loc, "value")),
                    qualifier=tuple(cite.qualifier),
                )
            )
        conflict = spec.on_conflict
        if len(self.findings) > failures:
            return None
        return Fact(
            name=str(name),
            label=spec.label,
            value=value,
            unit=unit,
            kind=spec.kind,
            citations=tuple(citations),
            span=file.span((name,), True),
            qualifier=tuple(spec.qualifier),
            as_of=as_of,
            of=self.out_of(spec.of, file, (name, "of")),
            speaker=spec.speaker,
            place=spec.place,
            stage=spec.stage,
            formula=str(spec.formula or ""),
            digits=spec.digits,
            on_conflict="" if conflict is None else conflict if isinstance(conflict, str) else str(conflict.prefer),
            caveat=spec.caveat,
            places={key: file.span((name, key)) for key in file.data[name]},
        )

    def out_of(self, value: Any, file: _File, loc: Loc) -> Any:
        if value is None or isinstance(value, Text):
            return value
        return self.value(value, "", file, loc)

    def value(self, value: Any, unit: str, file: _File, loc: Loc) -> Any:
        """A fact's value as `model.Fact` holds it, or None after reporting."""
        from briefgen.schema import found_words

        span = file.span(loc)
        if value is None:
            return None
        if isinstance(value, list):
            if len(value) != 2:
                hint = "write [low, high]"
                self.report("type-wrong", f"expected two ends of a range, found {len(value)}", span, hint)
                return None
            ends = tuple(self.value(end, unit, file, (*loc, index)) for index, end in enumerate(value))
            if None in ends:
                return None
            low, high = ends
            if type(low) is not type(high) or isinstance(low, Text | tuple):
                hint = "write both ends alike, as [15, 30]"
                self.report("type-wrong", "expected two numbers or two dates as the ends of a range", span, hint)
                return None
            if not in_order(low, high):
                self.report("range-reversed", "the range begins above its end", span, hint="write [low, high]")
                return None
            return ends
        if isinstance(value, bool) or not isinstance(value, int | float | Text):
            message = f"expected a number, a date, a text or [low, high], found {found_words(value)}"
            self.report("type-wrong", message, span, hint="write it bare, as 20_000 or 2026-01-31")
            return None
        if unit == "date":
            return self.moment(value, span)
        if isinstance(value, Text):
            if unit and unit not in _OF_WORDS and _NUMBER_LIKE.match(value):
                message = f"'{value}' is a text, but '{unit}' counts or measures"
                self.report("fact-unit", message, span, hint=f"write {_bare(value)}, without quotes and spaces")
                return None
            return value
        return Decimal(str(value))

    # charts/*.yaml and themes/*.yaml

    def charts(self) -> Iterable[tuple[str, ChartSource]]:
        from briefgen.schema import usable_part

        for file in self.folder("charts"):
            name = Path(file.path).stem
            context = f"chart/{name}"
            set_context(file.data, context)
            kind = file.data.get("kind")
            if not self.named(name, "chart", Span(file.path)):
                continue
            self.rejected.add(context)
            if not isinstance(kind, Text):
                self.report("key-missing", "'kind' is missing", file.span(()), hint=_all_kinds("charts"))
            elif kind not in registry.kinds("charts"):
                self.report(
                    "chart-unknown-kind",
                    f"no chart of kind '{kind}'",
                    kind.span,
                    hint=did_you_mean(kind, registry.kinds("charts"), 20),
                )
            else:
                spec = self.known_part(registry.load("charts", kind).Spec, file, file.data, ())
                whole = spec is not None
                spec = spec or usable_part(registry.load("charts", kind).Spec, file.data)
                if whole:
                    self.rejected.discard(context)
                if spec is not None:
                    yield name, ChartSource(name, str(kind), spec, context, Span(file.path), partial=not whole)

    def themes(self) -> Iterable[tuple[str, Theme]]:
        from briefgen.schema import ThemeSpec

        for file in self.folder("themes"):
            slug = Path(file.path).stem
            if not self.named(slug, "theme", Span(file.path)):
                continue
            set_context(file.data, slug)
            sections_data = file.data.get("sections")
            spec = self.known_part(ThemeSpec, file, file.data, ())
            sections = []
            if isinstance(sections_data, list):
                for index, data in enumerate(sections_data):
                    section = self.section(slug, file, data, ("sections", index))
                    if section is not None:
                        sections.append(section)
            if spec is None:
                self.rejected.add(f"themes/{slug}")
                continue
            yield (
                slug,
                Theme(
                    slug=slug,
                    title=spec.title,
                    scope=spec.scope,
                    bottom_line=spec.bottom_line,
                    summary=tuple(SummaryLine(line.title, line.text, line.section) for line in spec.summary),
                    sections=tuple(sections),
                    span=file.span(()),
                    summary_title=spec.summary_title,
                ),
            )

    def section(self, slug: str, file: _File, data: Any, loc: Loc) -> Section | None:
        from briefgen.schema import SectionSpec

        identifier = data.get("id") if isinstance(data, dict) else None
        context = f"{slug}/{identifier}" if isinstance(identifier, Text) else slug
        set_context(data, context)
        spec = self.known_part(SectionSpec, file, data, loc)
        blocks = []
        blocks_data = data.get("blocks") if isinstance(data, dict) else None
        if isinstance(blocks_data, list):
            for index, item in enumerate(blocks_data):
                block = self.block(context, file, item, (*loc, "blocks", index))
                if block is not None:
                    blocks.append(block)
                if (block is None or block.partial) and isinstance(identifier, Text):
                    self.rejected.add(f"block/{identifier}")
        if isinstance(identifier, Text):
            self.rejected.add(f"section/{identifier}")
        if spec is None:
            return None
        self.named(spec.id, "section", spec.id.span)
        self.rejected.discard(f"section/{identifier}")
        return Section(
            id=str(spec.id), title=spec.title, blocks=tuple(blocks), span=spec.title.span, layout=spec.layout
        )

    def block(self, context: str, file: _File, data: Any, loc: Loc) -> Block | None:
        from briefgen.schema import usable_part

        if not isinstance(data, dict) or len(data) != 1:
            found = f"a mapping of {len(data)} keys" if isinstance(data, dict) else "something else"
            if isinstance(data, str) and data in registry.kinds("blocks"):
                found = f"'{data}' without content"
            self.report(
                "block-shape",
                f"a block is one key, its kind, with its content; found {found}",
                file.span(loc),
                hint="begin each block with '- kind:'",
            )
            return None
        kind, content = next(iter(data.items()))
        place = file.span((*loc, kind), True)
        if kind not in registry.kinds("blocks"):
            hint = did_you_mean(kind, registry.kinds("blocks"), 20)
            self.report("block-unknown", f"no block of kind '{kind}'", place, hint=hint)
            return None
        block_context = f"{context}/{kind}"
        set_context(content, block_context)
        shape = registry.load("blocks", kind).Spec
        spec = self.known_part(shape, file, content, (*loc, kind))
        usable = spec or usable_part(shape, content)
        return None if usable is None else Block(str(kind), usable, block_context, place, partial=spec is None)

    def known_part(self, kind: type[Spec], file: _File, data: Any, loc: Loc) -> Spec | None:
        """The data as a model even where it has keys that are not known: what else stands there is still checked."""
        from briefgen.schema import without_unknown_keys

        return self.valid(kind, file, data, loc) or without_unknown_keys(kind, data)

    # names that point from one file to another

    def cross_check(self, project: Project | None, themes: Mapping[str, Theme]) -> None:
        places: dict[str, Span] = {}
        reserved = {"cover", "summary", "contents", "disagreements", "facts", "sources", "untranslated"} | set(themes)
        for theme in themes.values():
            for section in theme.sections:
                if section.id in reserved:
                    self.report(
                        "section-name",
                        f"the section id '{section.id}' is taken by a theme or by a part of every document",
                        section.span,
                        hint="choose another",
                    )
                elif section.id in places:
                    self.report(
                        "section-duplicate",
                        f"the section id '{section.id}' exists already",
                        section.span,
                        hint="rename one of the two",
                        related=(Related("the first", places[section.id]),),
                    )
                places.setdefault(section.id, section.span)
        for theme in themes.values():
            for line in theme.summary:
                if line.section not in places and f"section/{line.section}" not in self.rejected:
                    self.report(
                        "section-unknown",
                        f"no section with the id '{line.section}'",
                        line.section.span,
                        hint=did_you_mean(line.section, places) or "add sections: with this id",
                    )
        for document in project.documents if project else ():
            for slug in document.themes:
                if slug not in themes and f"themes/{slug}" not in self.rejected:
                    span = slug.span if isinstance(slug, Text) else document.span
                    hint = did_you_mean(slug, themes) or f"write content/themes/{slug}.yaml"
                    self.report("theme-unknown", f"no theme named '{slug}'", span, hint=hint)


def _entries(folder: Path) -> list[Path]:
    try:
        return sorted(path for path in folder.iterdir() if not path.name.startswith("."))
    except OSError:
        return []


def _like_content(path: Path) -> bool:
    """Whether a file looks like one that somebody meant to be read, also under a name that editors make of it."""
    name = path.name.lower()
    return not name.startswith(".") and name.endswith((".yaml", ".yml", ".yaml.txt", ".yml.txt", ".po"))


def _bare(value: str) -> str:
    """How a number that was typed as people write it is typed here: `1 500 000` as `1_500_000`."""
    if _GROUPED.fullmatch(value.strip()):
        return re.sub(r"[^\d+-]", "_", value.strip())
    decimal = re.fullmatch(r"([-+]?\d+),(\d+)", value.strip())
    return f"{decimal[1]}.{decimal[2]}" if decimal else "the number bare, as 1_500_000"


def _all_kinds(package: str) -> str:
    return f"there are: {', '.join(registry.kinds(package))}"


def read_source_texts(content: Content, folder: Path) -> tuple[dict[str, str], list[Finding]]:
    """The texts of the sources that stand in a folder beside the project, by the source's name."""
    texts: dict[str, str] = {}
    findings: list[Finding] = []
    for name, source in content.sources.items():
        path = folder / source.file
        if source.file and path.is_file():
            try:
                texts[name] = path.read_bytes().decode("utf-8-sig")
            except UnicodeDecodeError:
                message = f"the text of '{name}', {source.file}, is not UTF-8, and its citations are skipped"
                hint = f"save {path.as_posix()} as UTF-8"
                findings.append(Finding("file-not-utf8", message, source.span, hint=hint))
        elif source.file:
            hint = f"put {source.file} into {folder.as_posix()}"
            message = f"no text of '{name}' at hand"
            findings.append(Finding("source-text-missing", message, source.span, Severity.NOTE, hint))
    return texts, findings


OpenFile = Callable[[Text], tuple[bytes | None, list[Finding]]]
"""How a stage that touches no disk itself gets a file that the author names."""
