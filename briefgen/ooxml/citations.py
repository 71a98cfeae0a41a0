"""Where footnote marks stand: after the clause that a citation supports, once for what follows each other."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from briefgen.model import Run
from briefgen.ooxml.script import is_east_asian

# A mark ends a clause where a space or nothing follows it; Chinese marks end it by themselves.
_CLAUSE_END = re.compile(r"[.,;:!?](?=[\s\u00a0]|[”»\")]*$)|[—–](?=\s)|[，。；：！？]")


@dataclass(frozen=True, slots=True)
class Mark:
    """A footnote mark: after how many characters of the paragraph, and the references that it stands for."""

    offset: int
    keys: tuple[str, ...]


def marks(runs: Sequence[Run], language: str) -> list[Mark]:
    """The footnote marks of a paragraph.

    A raised figure right after a number reads as a power, so a mark goes to the end of its clause: after the full
    stop or comma in English, before it in Russian, Kazakh and Chinese.  Citations that follow each other and name the
    same references share the last one's mark.

    >>> marks([Run("About "), Run("20,000", citations=("a",)), Run(" specialists, it says.")], "en")
    [Mark(offset=25, keys=('a',))]
    """
    text = "".join(run.text for run in runs)
    after_stop = not is_east_asian(language) and language.split("-")[0] not in {"ru", "kk"}
    cited: list[tuple[int, int, tuple[str, ...]]] = []
    position = 0
    for run in runs:
        end = position + len(run.text)
        if run.citations:
            if cited and cited[-1][2] == run.citations:
                cited[-1] = (cited[-1][0], end, run.citations)
            else:
                cited.append((position, end, run.citations))
        position = end
    found: list[Mark] = []
    for place, (_, end, keys) in enumerate(cited):
        limit = cited[place + 1][0] if place + 1 < len(cited) else len(text)
        stop = _CLAUSE_END.search(text, end)
        if stop and stop.start() <= limit:
            offset = min(stop.end() if after_stop and text[stop.start()] in ".,;:!?" else stop.start(), limit)
        elif place + 1 < len(cited):
            # The next citation comes in the same clause: the mark must stay on this side of it.
            offset = end
        else:
            offset = len(text.rstrip())
        found.append(Mark(max(offset, end), keys))
    return found


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
    return Run(text, run.strong, run.emphasis, run.tone, run.link, run.fact, run.citations, run.language, run.span)
