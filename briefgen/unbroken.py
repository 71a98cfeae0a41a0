"""Where a value has a hyphen or a dash inside it, at which no line may end.

One rule for both sides: `fit` breaks no line there while it measures, and the writers say so in characters that
Office obeys.  Everywhere else texts keep plain hyphens and dashes, so that they can be compared and drawn.  Chinese
numbers may part from what they count in: a character without width inside each `2025年` would keep readers from
finding it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from briefgen.model import Run

NO_BREAK_HYPHEN = "\u2011"
# Word's own "no-width non break", which UAX #14 (LB8a) obeys as well.  The word joiner U+2060 is meant for this, but
# Word does not offer it and Calibri's twin has no glyph for it.
JOINER = "\u200d"

_INSIDE = re.compile(
    # 60-е, 60-орын, 15%-ға, 2026-01-18
    r"(?<=[\d%²])-(?=\w)"
    # млн-нан, га-дан: case endings of abbreviations; other short endings stay with their word as well
    r"|(?<=[^\W\d_])-(?=[а-яёәғқңөұүһі]{1,4}(?!\w))"
    # 15–30 %, 2026—2030年
    r"|(?<=[\d%])[–—](?=\d)"
)
# A line may end before a long dash as well as after it.
_BOUND = {"-": NO_BREAK_HYPHEN, "–": f"–{JOINER}", "—": f"{JOINER}—{JOINER}"}
_SEEN = {ord(NO_BREAK_HYPHEN): "-", ord(JOINER): None}


def offsets_inside(text: str) -> frozenset[int]:
    """The offsets beside the hyphens and dashes of values, at which no line may end.

    >>> sorted(offsets_inside("60-е место, 15–30 %"))
    [2, 3, 14, 15]
    """
    return frozenset(offset for match in _INSIDE.finditer(text) for offset in match.span())


def bind(runs: Sequence[Run]) -> tuple[Run, ...]:
    """The runs of a paragraph with characters that allow no break inside values; a value may be of several runs."""
    text = "".join(run.text for run in runs)
    letters = list(text)
    for match in _INSIDE.finditer(text):
        letters[match.start()] = _BOUND[match[0]]
    bound: list[Run] = []
    start = 0
    for run in runs:
        words = "".join(letters[start : start + len(run.text)])
        bound.append(run if words == run.text else replace(run, text=words))
        start += len(run.text)
    return tuple(bound)


def seen(text: str) -> str:
    """A text of a built file as its reader sees it: what `bind` has put in is gone."""
    return text.translate(_SEEN)
