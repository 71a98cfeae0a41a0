"""Inline Markdown and `${references}` of one text, as pieces: what the author's few signs mean, and nothing more."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

REFERENCE = re.compile(r"\$\{\s*([^{}|\s][^{}|]*?)\s*(?:\|\s*([^{}]*?)\s*)?\}")

_SIGNS = re.compile(r"[*_`\[\]\\&<]")
_TARGET = re.compile(r"(?<=\])\([^()\s]*\)|<?https?://\S+")
_REFUSED = re.compile(r"(?<!\\)\[[^\]]+\]\(\s*(?:javascript|vbscript|file|data):[^)]*\)", re.IGNORECASE)
# Digits in disguise: ½ ① Ⅻ, and raised or lowered ones that are no part of a unit or a formula (km², CO₂).
_DISGUISED = "\u00bc-\u00be\u2150-\u218b\u2460-\u249b\u24ea-\u24ff\u2776-\u2793\u3220-\u3229\u3280-\u3289"
_RAISED = r"(?<![^\W\d_])[\u00b2\u00b3\u00b9\u2070\u2074-\u2079\u2080-\u2089]"
_DIGIT = re.compile(rf"\d|[{_DISGUISED}]|{_RAISED}")
_DIGITS = re.compile(rf"\d(?:[\d.,:/\u00a0\u202f%]*[\d%])?|[{_DISGUISED}]|{_RAISED}")
_WIDE = "\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef"
_LINE_END = re.compile(rf"(?<=[{_WIDE}])[ \t]*\n\s*(?=[{_WIDE}])|\s*\n\s*()")
# Stand-ins for references while Markdown is read: private characters that no parser takes for a sign.
_FIRST_STAND_IN = 0xF0000


@dataclass(frozen=True, slots=True)
class Piece:
    """Words that are set alike; `reference` is the index of a reference that stands here instead of words."""

    text: str
    strong: bool = False
    emphasis: bool = False
    link: str = ""
    reference: int = -1


@dataclass(frozen=True, slots=True)
class Reference:
    """`${name|style}` and where it stands in the text."""

    name: str
    style: str
    start: int
    end: int


# Deck and briefing word the same texts, and a check words both in every language: what was read once is kept.
_remembered = lru_cache(maxsize=8192)


@_remembered
def references_in(text: str) -> tuple[Reference, ...]:
    """The references of a text, in order.

    >>> [(r.name, r.style) for r in references_in("Since ${ai-law-signed|month}, ${x}")]
    [('ai-law-signed', 'month'), ('x', 'default')]
    """
    return tuple(
        Reference(match.group(1), match.group(2) or "default", *match.span()) for match in REFERENCE.finditer(text)
    )


def broken_references(text: str) -> Iterator[tuple[int, int]]:
    """Where `${` begins no reference: a brace that is not closed, a name that is not there."""
    if "${" not in text:
        return
    taken = {match.start() for match in REFERENCE.finditer(text)}
    for match in re.finditer(r"\$\{", text):
        if match.start() not in taken:
            yield match.span()


def unclosed_strong(text: str) -> int:
    """Where `**` stands that opens or closes nothing; -1 where none does."""
    if "**" not in text or "\\*" in text:
        return -1
    return text.rfind("**") if any("**" in piece.text for piece in parse(text)) else -1


def refused_links(text: str) -> Iterator[re.Match[str]]:
    """What is written as a link and is none: an address of a kind that no document should open."""
    if "](" in text:
        yield from _REFUSED.finditer(text)


@_remembered
def loose_digits(text: str, names: re.Pattern[str] | None) -> tuple[re.Match[str], ...]:
    """Digits that neither a reference nor an exempt name nor a link's address accounts for."""

    def blank(match: re.Match[str]) -> str:
        return " " * len(match.group())

    if not _DIGIT.search(text):
        return ()
    masked = _TARGET.sub(blank, REFERENCE.sub(blank, text))
    if names is not None:
        masked = names.sub(blank, masked)
    return tuple(_DIGITS.finditer(masked))


@_remembered
def paragraphs_in(text: str) -> tuple[tuple[int, str], ...]:
    """The paragraphs of a text with their offsets; a folded YAML text keeps one line end for each blank line."""
    separator = re.compile(r"\n[ \t]*\n\s*") if re.search(r"\n[ \t]*\n", text) else re.compile(r"\n")
    found: list[tuple[int, str]] = []
    start = 0
    for match in [*separator.finditer(text), None]:
        end = match.start() if match else len(text)
        part = text[start:end]
        if part.strip():
            found.append((start + len(part) - len(part.lstrip()), part.strip()))
        start = match.end() if match else end
    return tuple(found)


@_remembered
def parse(text: str) -> tuple[Piece, ...]:
    """The pieces of a text: emphasis and links taken out, references left as their index, line ends as spaces.

    >>> [(p.text, p.strong) for p in parse("**Signed** on ${day}")]
    [('Signed', True), (' on ', False), ('', False)]
    """
    counter = iter(range(len(text)))
    text = REFERENCE.sub(lambda _: chr(_FIRST_STAND_IN + next(counter)), text)
    text = _LINE_END.sub(lambda match: "" if match.group(1) is None else " ", text).strip()
    if not _SIGNS.search(text):
        return tuple(_split(text, Piece("")))
    return tuple(piece for marked in _marked(text) for piece in _split(marked.text, marked))


def _split(text: str, like: Piece) -> Iterator[Piece]:
    """The text of one piece, parted at the stand-ins for references."""
    for part in re.split(r"([\U000f0000-\U000ffffd])", text):
        if not part:
            continue
        code = ord(part[0]) - _FIRST_STAND_IN
        if len(part) == 1 and 0 <= code < 0xFFFE:
            yield Piece("", like.strong, like.emphasis, like.link, code)
        else:
            yield Piece(part, like.strong, like.emphasis, like.link)


@cache
def _markdown() -> Any:
    """Only what stands in a line: emphasis, links, code, escapes.  HTML stays the letters that it is."""
    from markdown_it import MarkdownIt
    from mdit_py_cjk_friendly import cjk_friendly

    return MarkdownIt("zero").enable(["emphasis", "link", "backticks", "escape", "entity"]).use(cjk_friendly)


def _marked(text: str) -> Iterator[Piece]:
    strong = emphasis = 0
    links: list[str] = []
    for block in _markdown().parseInline(text):
        for token in block.children or ():
            match token.type:
                case "strong_open" | "strong_close":
                    strong += token.nesting
                case "em_open" | "em_close":
                    emphasis += token.nesting
                case "link_open":
                    links.append(str(token.attrGet("href") or ""))
                case "link_close":
                    links.pop()
                case "softbreak" | "hardbreak":
                    yield Piece(" ", strong > 0, emphasis > 0, links[-1] if links else "")
                case _ if token.content:
                    yield Piece(token.content, strong > 0, emphasis > 0, links[-1] if links else "")


def exempt(names: frozenset[str]) -> re.Pattern[str] | None:
    """A pattern of the names that may stand with their digits, longest first; a name inside a word does not count."""
    if not names:
        return None
    listed = "|".join(re.escape(name) for name in sorted(names, key=lambda name: (-len(name), name)))
    return re.compile(rf"(?<![0-9A-Za-z])(?:{listed})(?![0-9A-Za-z])")
