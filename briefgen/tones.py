"""A house's tones: what each of its colours means, and what it becomes where it must be read.

A house with a brand.yml names its tones; for any other they are picked from the theme of its file.
"""

from __future__ import annotations

import colorsys
from collections.abc import Mapping, Sequence

from briefgen.color import MARK_CONTRAST, TEXT_CONTRAST, channels, contrast, is_dark, mix, readable

TONES = ("ink", "ground", "strong", "accent", "plan", "open", "done", "muted", "line", "panel", "paper")
_CALM = {
    "ink": "1F2A30",
    "ground": "24495A",
    "strong": "24495A",
    "accent": "2E7D9A",
    "plan": "C28A19",
    "open": "B4532A",
    "done": "24495A",
    "muted": "5B6B73",
    "paper": "FFFFFF",
}
"""What a house that leaves a tone open is given."""


def palette(tones: Mapping[str, str]) -> dict[str, str]:
    """The tones as they may be used: marks at 3:1 and words at 4.5:1 against the paper.

    Beside the tones themselves it gives, for the tones that also colour words, `accent-text`, `strong-text`,
    `plan-text`, `open-text` and `done-text`; and for covers `on-ground`, `on-ground-muted` and `on-ground-accent`.

    >>> palette({"paper": "FFFFFF", "accent": "0099AD"})["accent-text"]
    '008294'
    """
    full = {**_CALM, **tones}
    paper = full["paper"]
    full.setdefault("panel", mix(paper, full["ground"], 0.06))
    full.setdefault("line", mix(paper, full["muted"], 0.28))
    ground_for_text = full["panel"] if contrast(full["panel"], full["ink"]) < contrast(paper, full["ink"]) else paper
    colors = dict(full)
    for tone in ("accent", "strong", "plan", "open", "done"):
        colors[tone] = readable(full[tone], paper, MARK_CONTRAST)
        colors[f"{tone}-text"] = readable(full[tone], paper, TEXT_CONTRAST)
    colors["ink"] = readable(full["ink"], ground_for_text, TEXT_CONTRAST)
    colors["muted"] = readable(full["muted"], ground_for_text, TEXT_CONTRAST)
    ground = full["ground"]
    words = "FFFFFF" if is_dark(ground) else full["ink"] if contrast(full["ink"], ground) >= TEXT_CONTRAST else "000000"
    if contrast(words, ground) < TEXT_CONTRAST:
        ground = readable(ground, words, TEXT_CONTRAST)
    colors["ground"] = ground
    colors["on-ground"] = words
    colors["on-ground-muted"] = readable(mix(words, ground, 0.25), ground, TEXT_CONTRAST)
    colors["on-ground-accent"] = readable(full["plan"], ground, MARK_CONTRAST)
    return colors


def foreign_palette(theme: Mapping[str, str]) -> dict[str, str]:
    """The tones of a house that has no brand.yml, picked from its theme by lightness and hue.

    `theme` holds the colours by slot (tx1, bg1 … accent6) and `ground`, the colour of the master's background.
    """
    paper, ink = theme["ground"], theme["tx1"]
    if contrast(ink, paper) < TEXT_CONTRAST:
        ink = max(
            (theme["bg1"], theme["tx2"], theme["bg2"], "000000", "FFFFFF"), key=lambda color: contrast(color, paper)
        )
    accents = [theme[f"accent{number}"] for number in range(1, 7)]
    vivid = [color for color in accents if _saturation(color) > 0.2 and contrast(color, paper) > 1.6]
    accent = next(iter(vivid or accents))
    dark_enough = [theme["tx2"], theme["bg2"], *accents]
    strong = next(
        (color for color in dark_enough if contrast(color, paper) >= TEXT_CONTRAST and _saturation(color) > 0.15), ink
    )
    others = [color for color in vivid if color != accent]
    tones = {
        "paper": paper,
        "ink": ink,
        "accent": accent,
        "strong": strong,
        "ground": strong if strong != ink else accent,
        "done": strong if strong != ink else accent,
        "muted": mix(ink, paper, 0.35),
        "line": mix(paper, ink, 0.18),
        "panel": mix(paper, ink, 0.05),
    }
    plan = _nearest_hue(others, 42.0, 40.0)
    if plan:
        tones["plan"] = plan
    warm = _nearest_hue([color for color in others if color != plan], 12.0, 35.0)
    if warm:
        tones["open"] = warm
    return palette(tones)


def _saturation(color: str) -> float:
    red, green, blue = channels(color)
    return max(red, green, blue) - min(red, green, blue)


def _nearest_hue(colors: Sequence[str], degrees: float, within: float) -> str:
    def away(color: str) -> float:
        hue = colorsys.rgb_to_hls(*channels(color))[0] * 360
        return min(abs(hue - degrees), 360 - abs(hue - degrees))

    near = [color for color in colors if away(color) <= within]
    return min(near, key=away) if near else ""
