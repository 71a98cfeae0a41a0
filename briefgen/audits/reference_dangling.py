"""Footnotes, comments, lists and bookmarks that a Word text names are there, under ids that Word can hold.

Word reports a file as corrupt when a footnote or comment is missing, when an id is repeated or goes beyond 32,767, and
drops a link or a list's numbers silently when their bookmark or definition is missing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from briefgen.audits._package import Parts, Problem, collect, integer, open_parts, tag
from briefgen.finding import Finding, Severity
from briefgen.model import Artifact

RULE = "reference-dangling"

_NOTES = (
    ("footnotes", "w:footnote", "w:footnoteReference", "footnote"),
    ("endnotes", "w:endnote", "w:endnoteReference", "endnote"),
    ("comments", "w:comment", "w:commentReference", "comment"),
)
_LARGEST_NOTE = 32_767


def audit(artifact: Artifact) -> list[Finding]:
    """References that lead nowhere."""
    return collect(artifact, RULE, _problems(open_parts(artifact)))


def _problems(parts: Parts) -> Iterator[Problem]:
    root = parts.xml(parts.main)
    if root is None or not parts.word:
        return
    main = parts.main
    for kind, entry, reference, word in _NOTES:
        defined: Counter[str] = Counter()
        for part in parts.related(main, kind):
            notes = parts.xml(part)
            defined.update(note.get(tag("w:id"), "") for note in (notes.iter(tag(entry)) if notes is not None else ()))
        for identity, count in defined.items():
            number = integer(identity)
            if count > 1:
                yield Problem(main, f"{count} {word}s have the id {identity}")
            if number is None or (word != "comment" and number > _LARGEST_NOTE):
                yield Problem(main, f"a {word} has the id '{identity}', which is no number up to {_LARGEST_NOTE:,}")
        for used in root.iter(tag(reference)):
            if used.get(tag("w:id"), "") not in defined:
                yield Problem(main, f"the {word} '{used.get(tag('w:id'))}' is not there")
    yield from _bookmarks(parts)
    yield from _numbering(parts)


def _bookmarks(parts: Parts) -> Iterator[Problem]:
    root = parts.xml(parts.main)
    starts = list(root.iter(tag("w:bookmarkStart")))
    for identity, count in Counter(start.get(tag("w:id"), "") for start in starts).items():
        if count > 1:
            yield Problem(parts.main, f"{count} bookmarks have the id {identity}")
    names = Counter(start.get(tag("w:name"), "") for start in starts)
    for name, count in names.items():
        if count > 1:
            yield Problem(parts.main, f"{count} bookmarks are named '{name}'")
    for link in root.iter(tag("w:hyperlink")):
        anchor = link.get(tag("w:anchor"))
        if anchor and anchor != "_top" and link.get(tag("r:id")) is None and anchor not in names:
            yield Problem(parts.main, f"a link leads to the bookmark '{anchor}', which is not there", Severity.WARNING)


def _numbering(parts: Parts) -> Iterator[Problem]:
    defined = {"0"}
    for part in parts.related(parts.main, "numbering"):
        numbering = parts.xml(part)
        if numbering is not None:
            defined.update(entry.get(tag("w:numId"), "") for entry in numbering.iter(tag("w:num")))
    for used in parts.xml(parts.main).iter(tag("w:numId")):
        identity = used.get(tag("w:val"), "")
        if identity not in defined:
            yield Problem(parts.main, f"the list '{identity}' is not defined", Severity.WARNING)
