"""The proof that all editions say the same: built files are read back and their numbers compared with one another and
with the facts."""

from __future__ import annotations

import datetime
import hashlib
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from pathlib import Path
from typing import Any

from briefgen.finding import Finding, Severity
from briefgen.language import Language, language
from briefgen.manifest import FileEntry, PageEntry, read_manifest
from briefgen.model import Content, Fact, Moment
from briefgen.moments import moment_on
from briefgen.ooxml.wording import Bookmarks
from briefgen.quantities import Quantity, read_quantities
from briefgen.reread import Stretch, UnreadableError, reread
from briefgen.statements import alternatives

DIGIT = re.compile(r"\d")
# Fixed words with a number of their own: they count the document and not the world.
COUNTING_WORDS = ("figure", "table")


@dataclass(frozen=True, slots=True)
class Sighting:
    """A quantity where it stands in a built file; `cited` says that it numbers the paragraph of a source."""

    quantity: Quantity
    stretch: Stretch
    cited: bool = False


@dataclass(slots=True)
class Edition:
    """One built file read back: what it says in which passage."""

    file: str
    document: str
    language: str
    facts: Mapping[str, frozenset[str]]
    sightings: dict[str, list[Sighting]] = field(default_factory=lambda: defaultdict(list))
    stretches: dict[str, list[Stretch]] = field(default_factory=lambda: defaultdict(list))


@dataclass(frozen=True, slots=True)
class Supplied:
    """What may stand in a built file: the values that content supplies, and the paragraphs that its facts cite."""

    values: frozenset[Any]
    paragraphs: frozenset[Any]


def compare_editions(content: Content, output: Path, languages: Sequence[str] = ()) -> tuple[list[Finding], list[str]]:
    """Findings, and a table of what was compared, for every document that was built in the first language.

    Each quantity of the first edition must stand as often in the same passage of every other, with equal value, unit
    and qualifier; and no edition may hold a quantity that neither a fact nor a source's own date supplies.
    """
    project = content.project
    if project is None:
        return [], []
    first = project.languages[0]
    wanted = [code for code in (languages or project.languages) if code != first]
    manifest, findings = read_manifest(output)
    table = [
        f"editions: {'document':<28} {'edition':<8} {'passages':>8} {'checked':>8} {'differ':>7} {'not comparable':>15}"
    ]
    allowed = Supplied(supplied_values(content), cited_paragraphs(content))
    for name in [document.name for document in project.documents]:
        entries = {entry.language: file for file, entry in manifest.items() if entry.document == name}
        if first not in entries:
            continue
        original = _read_edition(output, entries[first], manifest, content, findings)
        if original is None:
            continue
        strangers = _strangers(original, allowed, findings)
        table.append(_row(original, first, len(original.sightings), original, strangers))
        for code in wanted:
            if code not in entries:
                findings.append(
                    Finding(
                        "edition-missing",
                        f"{name} is not built in '{code}', so nothing of it is compared",
                        severity=Severity.WARNING,
                        hint=f"briefgen build {name} --language {code}",
                        language=code,
                    )
                )
                continue
            other = _read_edition(output, entries[code], manifest, content, findings)
            if other is None:
                continue
            differences = [*_compare(original, other), *_dropped(original, other)]
            findings.extend(differences)
            strangers = _strangers(other, allowed, findings)
            table.append(_row(other, code, len(original.sightings), original, len(differences) + strangers))
    if len(table) == 1:
        table.append("editions: nothing is built; 'briefgen build --language all' first")
        findings.append(
            Finding("edition-missing", f"{output} holds no edition in '{first}'", hint="briefgen build --language all")
        )
    return findings, table


def _row(edition: Edition, code: str, passages: int, original: Edition, differ: int) -> str:
    checked = sum(len(sightings) for sightings in edition.sightings.values())
    shown = set().union(*original.facts.values()) if original.facts else set()
    silent = len(shown) - len({name for name in shown if name in _numeric_names(original)})
    return f"editions: {edition.document:<28} {code:<8} {passages:>8} {checked:>8} {differ:>7} {silent:>8} texts"


def _numeric_names(edition: Edition) -> frozenset[str]:
    return edition.facts.get("", frozenset())


def _read_edition(
    output: Path, file: str, manifest: Mapping[str, FileEntry], content: Content, findings: list[Finding]
) -> Edition | None:
    entry = manifest[file]
    pages = entry.pages
    passages = list(dict.fromkeys(page.passage for page in pages))
    marks = Bookmarks(passages)
    try:
        blob = (output / file).read_bytes()
        stretches = reread(blob, file.rpartition(".")[2], {marks.name(passage) or "": passage for passage in passages})
    except (OSError, UnreadableError) as error:
        findings.append(Finding("edition-unreadable", f"{file} cannot be read back: {error}", hint="build it again"))
        return None
    if hashlib.sha256(blob).hexdigest() != entry.sha256:
        findings.append(
            Finding(
                "edition-edited",
                f"{file} is not as it was built; it is compared as it is now",
                severity=Severity.NOTE,
                language=entry.language,
            )
        )
    words = language(entry.language)
    facts: dict[str, frozenset[str]] = {}
    for page in pages:
        facts[page.passage] = facts.get(page.passage, frozenset()) | frozenset(page.facts)
    numeric = {name for names in facts.values() for name in names if _is_numeric(content.facts.get(name))}
    edition = Edition(file, entry.document, entry.language, {**facts, "": frozenset(numeric)})
    exempt = _exempt(words, content.names)
    placed = [replace(stretch, passage=_passage(stretch, pages)) for stretch in stretches]
    for stretch in _told_once(placed):
        edition.stretches[stretch.passage].append(stretch)
        text, cited = exempt(stretch.text)
        for quantity in read_quantities(text, words.code):
            if DIGIT.search(quantity.text) or "tens-of" in quantity.qualifier:
                inside = any(start <= quantity.start and quantity.end <= end for start, end in cited)
                edition.sightings[stretch.passage].append(Sighting(quantity, stretch, inside))
    return edition


def _passage(stretch: Stretch, pages: Sequence[PageEntry]) -> str:
    if stretch.page:
        return pages[stretch.page - 1].passage if stretch.page <= len(pages) else ""
    return stretch.passage


def _told_once(stretches: Iterable[Stretch]) -> Iterator[Stretch]:
    """The stretches without what only counts the document, and without what a further slide says again.

    A passage may take two slides in one language and one in another: its title, its sources and its table's header then
    stand twice.
    """
    first_page: dict[str, int] = {}
    said: dict[tuple[str, str, str], list[str]] = defaultdict(list)
    for stretch in stretches:
        if (
            stretch.surface == "text"
            and stretch.place.endswith(("number", "Number"))
            and stretch.text.strip().isdigit()
        ):
            continue
        key = (stretch.passage, stretch.surface, stretch.place.rstrip(" 0123456789"))
        again = stretch.page > first_page.setdefault(stretch.passage, stretch.page)
        if again and (stretch.surface != "table" or stretch.header):
            if any(stretch.text.startswith(text) for text in said[key]):
                continue
        elif not again:
            said[key].append(stretch.text)
        yield stretch


def _is_numeric(fact: Fact | None) -> bool:
    return fact is not None and not isinstance(fact.value, str)


def _exempt(words: Language, names: Iterable[str]) -> Callable[[str], tuple[str, list[tuple[int, int]]]]:
    """How numbers that no fact supplies are blanked out: those of proper names, and those that count the document.

    The paragraph that a citation names stays as a bare number, whatever words the language has around it; where such
    numbers stand is given beside the text.
    """
    counting = "|".join(
        sorted([*map(re.escape, names), *(_worded(words, key) for key in COUNTING_WORDS)], key=len, reverse=True)
    )
    cited = "|".join(_worded(words, key) for key in ("paragraph", "paragraphs", "paragraphs-cited"))
    pattern = re.compile(f"(?P<cited>{cited})|{counting}")

    def blank(match: re.Match[str]) -> str:
        return re.sub(r"\D" if match["cited"] else r"[\s\S]", " ", match.group())

    return lambda text: (
        pattern.sub(blank, text),
        [match.span() for match in pattern.finditer(text) if match["cited"]],
    )


def _worded(words: Language, key: str) -> str:
    """A pattern for a fixed word of the language with any number in it, or any numbers."""
    around = words.word(key, number="\0", numbers="\1")
    return re.escape(around).replace("\0", r"\d+").replace("\1", r"\d+(?:(?:, |、|–)\d+)*")


def key_of(quantity: Quantity) -> tuple[Any, str, tuple[str, ...]]:
    """What must be equal in all editions: value, unit and qualifiers; nouns that are merely counted are no unit."""
    return _plain(quantity.value), quantity.unit, tuple(sorted(quantity.qualifier))


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal):
        return value.normalize()
    if isinstance(value, Moment):
        return ("date", value.year, value.month, value.day)
    if isinstance(value, tuple):
        return tuple(_plain(end) for end in value)
    return value


def _compare(original: Edition, other: Edition) -> list[Finding]:
    findings = []
    for passage in dict.fromkeys([*original.sightings, *other.sightings]):
        ours = Counter(key_of(sighting.quantity) for sighting in original.sightings.get(passage, ()))
        theirs = Counter(key_of(sighting.quantity) for sighting in other.sightings.get(passage, ()))
        lacking = list((ours - theirs).elements())
        surplus = list((theirs - ours).elements())
        for key in lacking:
            near = _nearest(key, surplus)
            if near is not None:
                surplus.remove(near)
            findings.append(_difference(original, other, passage, key, near))
        findings.extend(_difference(original, other, passage, None, key) for key in surplus)
    return findings


def _nearest(key: tuple[Any, str, tuple[str, ...]], candidates: Sequence[Any]) -> Any:
    """The quantity of the other edition that most likely stands for this one: equal value first, then equal unit."""
    same_value = [other for other in candidates if other[0] == key[0]]
    same_unit = [other for other in candidates if other[1] == key[1] and isinstance(other[0], type(key[0]))]
    for found in ([other for other in same_value if other[1] == key[1]], same_value, same_unit):
        if found:
            return found[0]
    return None


def _difference(original: Edition, other: Edition, passage: str, ours: Any, theirs: Any) -> Finding:
    here = _sighting(original, passage, ours)
    there = _sighting(other, passage, theirs)
    if here is None and there is not None:
        rule, message = "edition-surplus", f"'{there.quantity.text}' stands there and not in {original.file}"
    elif there is None and here is not None:
        rule, message = "edition-lacks", f"'{here.quantity.text}' of {original.file} is missing"
    elif here is not None and there is not None:
        rule = "edition-differs"
        aspect = "value" if ours[0] != theirs[0] else "unit" if ours[1] != theirs[1] else "qualifier"
        message = f"'{there.quantity.text}' differs in its {aspect} from '{here.quantity.text}' of {original.file}"
    else:
        raise ValueError("a difference has at least one side")
    shown = there or here
    assert shown is not None, "one side is there, as checked above"
    return Finding(
        rule,
        f"{other.file}, {_place(passage, shown.stretch)}: {message}",
        hint=f"the text there: “{_around(shown)}”",
        language=other.language,
    )


def _sighting(edition: Edition, passage: str, key: Any) -> Sighting | None:
    if key is None:
        return None
    return next(sighting for sighting in edition.sightings[passage] if key_of(sighting.quantity) == key)


def _place(passage: str, stretch: Stretch) -> str:
    where = f"slide {stretch.page}, {stretch.place}" if stretch.page else f"section {passage or 'at the front'}"
    return f"{where} ({stretch.surface})"


def _around(sighting: Sighting) -> str:
    quantity = sighting.quantity
    text = sighting.stretch.text
    start, end = max(0, quantity.start - 30), quantity.end + 30
    return ("…" if start else "") + text[start:end].strip() + ("…" if end < len(text) else "")


def _dropped(original: Edition, other: Edition) -> Iterator[Finding]:
    """Passages, paragraphs and cells that one edition has and the other has not, whether or not they hold numbers."""
    for passage in original.facts:
        if passage not in other.facts:
            message = f"{other.file} has no passage '{passage}', which {original.file} has"
            yield Finding("edition-lacks", message, language=other.language)
            continue
        ours, theirs = (
            Counter(stretch.surface for stretch in edition.stretches.get(passage, ())) for edition in (original, other)
        )
        for surface in ours.keys() | theirs.keys():
            if ours[surface] > theirs[surface]:
                last = next(s for s in reversed(original.stretches[passage]) if s.surface == surface)
                yield Finding(
                    "edition-lacks",
                    f"{other.file}, {_place(passage, last)}: {_counted(theirs[surface])} where {original.file} has "
                    f"{ours[surface]}",
                    hint="look for what was left out",
                    language=other.language,
                )


def _counted(number: int) -> str:
    return f"{number} paragraph{'s' if number != 1 else ''}"


def supplied_values(content: Content) -> frozenset[Any]:
    """Every value that may stand in a text: the facts', their parts, the sources' dates and the edition's."""
    values: set[Any] = set()
    for fact in content.facts.values():
        for value in [*(said.value for said in alternatives(fact)), fact.value, fact.of, fact.as_of]:
            _add(values, value)
        for citation in fact.citations:
            _add(values, citation.value)
    for source in content.sources.values():
        try:
            _add(values, datetime.date.fromisoformat(str(source.published)))
        except ValueError:
            continue
    if content.project is not None:
        _add(values, content.project.date)
    return frozenset(values)


def cited_paragraphs(content: Content) -> frozenset[Any]:
    """The numbers of all paragraphs that facts cite: they may stand where a paragraph is named, and nowhere else."""
    return frozenset(
        _plain(Decimal(citation.paragraph)) for fact in content.facts.values() for citation in fact.citations
    )


def _add(values: set[Any], value: Any) -> None:
    if isinstance(value, datetime.date):
        value = moment_on(value)
    if isinstance(value, tuple):
        values.add(_plain(value))
        for end in value:
            _add(values, end)
    elif isinstance(value, Moment):
        # A text may give a date less precisely than the fact has it, and without its year.
        for year in (value.year, 0):
            values.add(_plain(Moment(year, value.month, value.day)))
            values.add(_plain(Moment(year, value.month)))
        values.add(_plain(Moment(value.year)))
        values.add(_plain(Decimal(value.year)))
    elif isinstance(value, int | Decimal) and not isinstance(value, bool):
        values.add(_plain(Decimal(value)))


def _strangers(edition: Edition, allowed: Supplied, findings: list[Finding]) -> int:
    """Report quantities that no fact supplied; the number of them."""
    reported = 0
    for passage, sightings in edition.sightings.items():
        for sighting in sightings:
            value = _plain(sighting.quantity.value)
            ends = value if isinstance(value, tuple) and value and isinstance(value[0], Decimal | tuple) else (value,)
            known = allowed.paragraphs if sighting.cited else allowed.values
            if value in known or all(end in known for end in ends):
                continue
            findings.append(
                Finding(
                    "edition-unsourced",
                    f"{edition.file}, {_place(passage, sighting.stretch)}: no fact supplies '{sighting.quantity.text}'",
                    hint=f"the text there: “{_around(sighting)}”",
                    language=edition.language,
                )
            )
            reported += 1
    return reported
