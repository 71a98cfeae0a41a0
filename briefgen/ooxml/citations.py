"""Where footnote marks stand: after the clause that a citation supports, once for what follows each other."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from briefgen.model import Run
from briefgen.ooxml.script import is_east_asian, note_stops

# A stop ends a clause where a space or nothing follows it and what it closes; Chinese stops end it by themselves.
_CLAUSE_END = re.compile(r"[.,;:!?…](?=[”’»\")\]]*(?:\s|$))|[—–](?=\s)|——|[，。；：！？]")
# What closes a quotation or a parenthesis: an apostrophe has a letter behind it.
_CLOSED = re.compile(r"(?:[’\"](?!\w)|[”»)\]）》」』])*")
# A fact's own text may end its clause; before small letters its stop is that of an abbreviation.
_OWN_END = re.compile(r"[.,;:!?…。，；：！？][’\"”»)\]）》」』]*$")
_SPACES = " \u00a0\u202f"


@dataclass(frozen=True, slots=True)
class Mark:
    """A footnote mark: after how many characters of the paragraph, and the references that it stands for."""

    offset: int
    keys: tuple[str, ...]


def marks(runs: Sequence[Run], language: str) -> list[Mark]:
    """The footnote marks of a paragraph.

    A raised figure right after a number reads as a power, so a mark goes to the end of its clause: after the stop in
    English; before it in Chinese, and in Russian and Kazakh unless it is an exclamation, a question or an ellipsis.
    What closes after the stop, or right after the citation, stays before the mark; a space never does.  A stop inside a
    value (`долл. США`) ends nothing.  Citations that follow each other and name the same references share the last
    one's mark.

    >>> marks([Run("About "), Run("20,000", citations=("a",)), Run(" specialists, it says.")], "en")
    [Mark(offset=25, keys=('a',))]
    """
    text = "".join(run.text for run in runs)
    after_stop = note_stops(language)
    cited: list[tuple[int, int, tuple[str, ...]]] = []
    position = 0
    for run in runs:
        end = position + len(run.text)
        if run.citations:
            own = _OWN_END.search(run.text)
            if own and not text[end:].lstrip()[:1].islower():
                end = position + own.start()
            if cited and cited[-1][2] == run.citations:
                cited[-1] = (cited[-1][0], end, run.citations)
            else:
                cited.append((position, end, run.citations))
        position += len(run.text)
    values = _values(runs)
    found: list[Mark] = []
    for place, (_, end, keys) in enumerate(cited):
        limit = cited[place + 1][0] if place + 1 < len(cited) else len(text)
        stop = _clause_end(text, end, values)
        if stop and stop.start() <= limit:
            closed = _closed(text, stop.end())
            after = stop[0] in after_stop or (is_east_asian(language) and closed > stop.end())
            offset = min(closed if after else stop.start(), limit)
        elif place + 1 < len(cited):
            # The next citation comes in the same clause: the mark must stay on this side of it.
            offset = min(_closed(text, end), limit)
        else:
            offset = len(text)
        while offset > end and text[offset - 1] in _SPACES:
            offset -= 1
        found.append(Mark(max(offset, end), keys))
    return found


def _values(runs: Sequence[Run]) -> list[tuple[int, int]]:
    """Where the words of facts begin and end."""
    found = []
    position = 0
    for run in runs:
        if run.fact:
            found.append((position, position + len(run.text)))
        position += len(run.text)
    return found


def _clause_end(text: str, start: int, values: Sequence[tuple[int, int]]) -> re.Match[str] | None:
    """The first stop from an offset on that ends a clause: none inside a value, nor an abbreviation's at its end."""
    for stop in _CLAUSE_END.finditer(text, start):
        end = _closed(text, stop.end())
        holder = next((last for first, last in values if first <= stop.start() < last), None)
        if holder is None or (end >= holder and not text[end:].lstrip()[:1].islower()):
            return stop
    return None


def _closed(text: str, offset: int) -> int:
    """Where the quotations and parentheses that close right after an offset are closed."""
    closed = _CLOSED.match(text, offset)
    return closed.end() if closed else offset


def cut(runs: Sequence[Run], offsets: Sequence[int]) -> list[list[Run]]:
    """The runs in stretches that end at the offsets, and what is left."""
    stretches: list[list[Run]] = [[]]
    waiting = list(offsets)
    position = 0
    for run in runs:
        text = run.text
        while waiting and waiting[0] <= position + len(text):
            head = text[: waiting[0] - position]
            if head:
                stretches[-1].append(_with_text(run, head))
            stretches.append([])
            position += len(head)
            text = text[len(head) :]
            waiting.pop(0)
        if text:
            stretches[-1].append(_with_text(run, text))
            position += len(text)
    stretches += [[] for _ in waiting]
    return stretches


def _with_text(run: Run, text: str) -> Run:
    if text == run.text:
        return run
    return replace(run, text=text)
