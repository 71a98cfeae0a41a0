"""Translations proofread: what is missing or stale, refers to other facts, is marked up otherwise or mistyped."""

from __future__ import annotations

import dataclasses
import difflib
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from briefgen import inline
from briefgen.catalog import Catalog, Message, differing, extract, language_missing, worded_by
from briefgen.finding import Finding, Related, Severity, Span, did_you_mean
from briefgen.language import Language, language
from briefgen.language_files import LanguageMissing
from briefgen.model import Content
from briefgen.sentences import letters_in, sentences_in
from briefgen.sheets import FOLDER, Entry, place_in

_LINK = re.compile(r"\[[^\[\]]*\]\(([^()\s]*)\)")
_TARGET = re.compile(r"(?<=\])\([^()\s]*\)")
_STRONG = re.compile(r"\*\*(?=\S)[^*]+?\*\*")
_EMPHASIS = re.compile(r"(?<![*\w])\*(?=[^\s*])[^*]+?\*(?!\*)")
# Latin letters that pass for Cyrillic ones, and the Cyrillic letters they pass for.
_LATIN_TWINS = "ABCEHIJKMOPSTXYaceijopsxyəhü"
_CYRILLIC_TWINS = "АВСЕНІЈКМОРЅТХУасеіјорѕхуәһұ"
_TWINS = {
    **dict(zip(_LATIN_TWINS, _CYRILLIC_TWINS, strict=True)),
    **dict(zip(_CYRILLIC_TWINS, _LATIN_TWINS, strict=True)),
}
# Words of one letter in Russian and Kazakh: a Latin one between Cyrillic words is a slip of the keyboard.
_ONE_LETTER = frozenset("aceiopxyBCKO")
_LATIN = re.compile("[A-Za-zÀ-ÖØ-öø-ʯ]")
_CYRILLIC = re.compile("[Ѐ-ԯ]")
_WORD = re.compile(r"[^\W\d_]+")
# Of 3,500 paragraphs in three languages, none that lost nothing and has fewer sentences is shorter than 0.82 of what is
# usual, and none that has more is longer than 1.18.
_SHORTEST, _LONGEST = 0.75, 1.33
_LONG_TEXT = 40
_TOLD_OF_TRANSLATIONS = frozenset({"fact-unknown", "number-unsourced", "reference-malformed", "style-unknown"})
_OF_WORDS = _TOLD_OF_TRANSLATIONS | {"link-unknown", "style-empty", "text-overflow"}
_ENOUGH_TEXTS = 20


def check(
    root: Path, content: Content, languages: Sequence[str], loaded: Mapping[str, Catalog] | None = None
) -> list[Finding]:
    """What is wrong with the translations, at the catalogue's own lines; missing and stale ones are warnings.

    `loaded` are catalogues that were read already, and of which their readers told what was wrong with the files.
    """
    sheets = extract(content)
    findings: list[Finding] = []
    exempt = inline.exempt(content.names)
    for code in languages:
        try:
            language(code)
        except LanguageMissing as error:
            findings.append(language_missing(error, content))
            continue
        read = ((loaded or {})[code], []) if code in (loaded or {}) else Catalog.load(root, code, source="")
        findings += _check_language(root, content, sheets, code, exempt, *read)
    return sorted(findings, key=Finding.sort_key)


def at_catalogue(findings: Iterable[Finding], content: Content, catalog: Catalog) -> list[Finding]:
    """The findings of a document, those about the words of a translation at the catalogue's line, to be mended there.

    What `check` has to say of the same words is left out.
    """
    findings = list(findings)
    if catalog.source or not any(finding.rule in _OF_WORDS for finding in findings):
        return findings
    entries = worded_by(catalog, content)
    placed = []
    for finding in findings:
        entry = entries.get(finding.span) if finding.span is not None and finding.rule in _OF_WORDS else None
        # A translation that says the same as its source, or a part of it, is at fault as its source is.
        if finding.span is None or entry is None or entry.translation in entry.text:
            placed.append(finding)
        elif entry.fuzzy or finding.rule not in _TOLD_OF_TRANSLATIONS:
            related = (Related("the source", finding.span),)
            placed.append(dataclasses.replace(finding, span=entry.span, related=related, language=catalog.language))
    return placed


def _check_language(
    root: Path,
    content: Content,
    sheets: Mapping[str, Sequence[Message]],
    code: str,
    exempt: re.Pattern[str] | None,
    catalog: Catalog,
    found: Sequence[Finding],
) -> Iterator[Finding]:
    yield from found
    usual = _usual_length(catalog.entries.values())
    for sheet, messages in sheets.items():
        name = f"{FOLDER}/{code}/{sheet}.po"
        path = root / FOLDER / code / f"{sheet}.po"
        if name in catalog.unreadable:
            continue
        if not path.exists():
            yield Finding(
                "catalogue-missing",
                f"no catalogue for the {len(messages)} texts of '{sheet}'",
                Span(name),
                Severity.WARNING,
                "run 'briefgen translate update' and fill it in",
                language=code,
            )
            continue
        lines = path.read_text("utf-8-sig").split("\n")
        for message in messages:
            entry = catalog.entries.get(message.key)
            yield from _check_message(message, entry, content, code, lines, exempt, usual)


def _check_message(
    message: Message,
    entry: Entry | None,
    content: Content,
    code: str,
    lines: Sequence[str],
    exempt: re.Pattern[str] | None,
    usual: float,
) -> Iterator[Finding]:
    source = Related("the text stands here", message.spans[0])

    def finding(rule: str, problem: str, needle: str, hint: str, severity: Severity = Severity.ERROR) -> Finding:
        assert entry is not None
        return Finding(rule, problem, place_in(lines, entry.span, needle), severity, hint, (source,), code)

    if entry is None:
        hint = "run 'briefgen translate update'"
        problem = f"the text is not in the {code} catalogue yet"
        yield Finding("translation-missing", problem, message.spans[0], Severity.WARNING, hint, (), code)
        return
    if not entry.translation:
        hint = "fill in msgstr"
        yield finding("translation-missing", "the text is not translated", "", hint, Severity.WARNING)
        return
    if entry.fuzzy:
        hint = "adapt msgstr and delete the fuzzy mark"
        yield finding("translation-stale", "the text has changed since it was translated", "", hint, Severity.WARNING)
        return
    for start, end in inline.broken_references(entry.translation):
        needle = entry.translation[start:end]
        yield finding("reference-malformed", "'${' begins no reference here", needle, "write ${name} or ${name|style}")
    lost, added = differing(entry)
    unknown = [name for name in added if name not in content.facts]
    for name in unknown:
        hint = did_you_mean(name, [*lost, *content.facts])
        yield finding("fact-unknown", f"no fact named '{name}'", name, hint)
    # A misspelt name is the one that is lost: said once.
    spelled = {match for name in unknown for match in difflib.get_close_matches(name, lost, 1, 0.6)}
    for name in lost:
        if name not in spelled:
            problem = f"the translation lacks '${{{name}}}', which its source has"
            yield finding("reference-lost", problem, "", "refer to the fact, in any style")
    for name in added:
        if name not in unknown:
            problem = f"the translation refers to '{name}', which its source does not"
            yield finding("reference-added", problem, name, "delete the reference, or add it to the source text")
    for reference in inline.references_in(entry.translation):
        if not Language.knows_style(reference.style):
            shown = f"no style named '{reference.style}'"
            yield finding("style-unknown", shown, f"|{reference.style}", "'briefgen list styles' lists them")
    yield from _check_wording(entry, finding, exempt)
    yield from _check_sentences(entry, finding, usual)


def _check_wording(entry: Entry, finding: Any, exempt: re.Pattern[str] | None) -> Iterator[Finding]:
    yield from _check_markup(entry, finding)
    wanted_paragraphs, paragraphs = (len(inline.paragraphs_in(text)) for text in (entry.text, entry.translation))
    if wanted_paragraphs != paragraphs:
        problem = f"the source has {wanted_paragraphs} paragraphs, the translation {paragraphs}"
        yield finding("markup-differs", problem, "", "part it where the source is parted", Severity.WARNING)
    own = Counter(match.group() for match in inline.loose_digits(entry.text, exempt))
    for match in inline.loose_digits(entry.translation, exempt):
        digits = match.group()
        if own[digits] > 0:
            own[digits] -= 1
            continue
        hint = "refer to the fact with ${name}; ${name|number} gives the bare number"
        yield finding("number-unsourced", f"'{digits}' comes from no fact", digits, hint)
    for word, letters in mixed_scripts(entry.translation):
        listed = ", ".join(f"'{letter}' is {unicodedata.name(letter).lower()}" for letter in letters)
        yield finding("script-mixed", f"'{word}' mixes letters that look alike: {listed}", word, "type the word again")


def _check_markup(entry: Entry, finding: Any) -> Iterator[Finding]:
    # Few texts have any, and there are thousands.
    if not any(sign in text for text in (entry.text, entry.translation) for sign in ("*", "](")):
        return
    bare = _bare(entry.text), _bare(entry.translation)
    for what, pattern in (("strong words", _STRONG), ("emphasis", _EMPHASIS), ("links", _LINK)):
        wanted, has = (pattern.findall(text) for text in bare)
        same = sorted(wanted) == sorted(has) if what == "links" else len(wanted) == len(has)
        if not same:
            problem = f"the source has {len(wanted)} × {what}, the translation {len(has)}"
            if what == "links" and len(wanted) == len(has):
                problem = "the links of the translation lead elsewhere"
            hint = "mark the same words up"
            yield finding("markup-differs", problem, "", hint, Severity.WARNING)


def _check_sentences(entry: Entry, finding: Any, usual: float) -> Iterator[Finding]:
    """A paragraph that lost or gained a sentence: its marks say so, and so does its length.

    Neither alone would do: translators part and join sentences, and some say in half as many words what others say.
    """
    paragraphs = inline.paragraphs_in(entry.text), inline.paragraphs_in(entry.translation)
    if len(paragraphs[0]) != len(paragraphs[1]):
        return
    for (_, ours), (_, theirs) in zip(*paragraphs, strict=True):
        length = letters_in(ours) * usual
        written = letters_in(theirs)
        if not length or _SHORTEST * length <= written <= _LONGEST * length:
            continue
        wanted, has = sentences_in(ours), sentences_in(theirs)
        if written < length and has.most < wanted.least:
            hint = "translate every sentence; a semicolon may join two"
        elif written > length and has.least > wanted.most:
            hint = "leave out what the source does not say, or say it there too"
        else:
            continue
        problem = (
            f"the source has {wanted.least} sentence{'s' if wanted.least != 1 else ''}, the translation {has.least} "
            f"and {written / length:.0%} of the usual length"
        )
        yield finding("sentences-differ", problem, theirs.split("\n")[0][:20], hint, Severity.WARNING)


def _usual_length(entries: Iterable[Entry]) -> float:
    """How long a translation of this language usually is, its source being 1: the median of the longer texts.

    A handful of texts is no measure: then both are taken to be as long.
    """
    ratios = sorted(
        letters_in(entry.translation) / length
        for entry in entries
        if entry.translation and not entry.fuzzy and (length := letters_in(entry.text)) >= _LONG_TEXT
    )
    return ratios[len(ratios) // 2] if len(ratios) >= _ENOUGH_TEXTS else 1.0


def _bare(text: str) -> str:
    """The text with its references as one letter, so that markup around them still counts."""
    return inline.REFERENCE.sub("x", text)


def mixed_scripts(text: str) -> list[tuple[str, str]]:
    """Words that mix Latin and Cyrillic letters, each with the letters of the script that is fewer in it.

    A single Latin letter between Cyrillic words that looks like one of their words (c for с) counts too.
    """
    found = []
    plain = inline.REFERENCE.sub(" ", _TARGET.sub(" ", text))
    if not (_CYRILLIC.search(plain) and _LATIN.search(plain)):
        return []
    cyrillic_text = len(_CYRILLIC.findall(plain)) > len(_LATIN.findall(plain))
    for word in _WORD.findall(plain):
        latin, cyrillic = _LATIN.findall(word), _CYRILLIC.findall(word)
        if latin and cyrillic:
            fewer = min(latin, cyrillic, key=len) if len(latin) != len(cyrillic) else latin + cyrillic
            strange = [letter for letter in fewer if letter in _TWINS] or fewer
            found.append((word, "".join(dict.fromkeys(strange))))
        elif cyrillic_text and word in _ONE_LETTER:
            found.append((word, word))
    return found
