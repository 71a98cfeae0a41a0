"""Tones as colours: the house's palette, which of it the theme names, and what can be read on what."""

from __future__ import annotations

from collections.abc import Mapping

from briefgen.color import TEXT_CONTRAST, contrast, mix

_FALLBACK = {"ink": "1A1A1A", "paper": "FFFFFF", "line": "D0D0D0", "panel": "F2F2F2", "muted": "5F5F5F"}


# Colours so far from paper are ink: what is as dark as black has no hue to keep.
_INK_CONTRAST = 12.0


class Palette:
    """The colours of a template by tone; `scheme` gives the theme's own name for a colour that it holds."""

    def __init__(self, colors: Mapping[str, str], scheme: Mapping[str, str] | None = None) -> None:
        self._colors = {**_FALLBACK, **{tone: color.lstrip("#").upper() for tone, color in colors.items()}}
        self.scheme = scheme or {}

    def color(self, tone: str) -> str:
        """RRGGBB of a tone; a tone that the house does not have is ink."""
        return self._colors.get(tone) or self._colors["ink"]

    def text(self, tone: str, ground: str = "") -> str:
        """The colour of words of a tone: the house's variant for text, readable on a ground."""
        color = self._colors.get(f"{tone}-text") or self.color(tone)
        return self.legible(color, ground) if ground else color

    @property
    def header(self) -> str:
        """The ground of a filled header row."""
        return self._colors.get("strong") or self._colors["ink"]

    def header_ground(self, text: str) -> str:
        """The ground of a header row whose words have this colour: none for words that are made for paper."""
        return self.header if contrast(text, self.header) > contrast(text, self.color("paper")) else ""

    def ground(self, tone: str) -> str:
        """The ground of a cell of this tone: panels as they are, other tones thinned so that text stays readable."""
        if tone == "header":
            return self.header
        if tone in {"panel", "paper"}:
            return self.color(tone)
        return mix(self.color("paper"), self.color(tone), 0.14)

    def text_on(self, ground: str) -> str:
        """Ink or paper, whichever reads better on a ground."""
        ink, paper = self.color("ink"), self.color("paper")
        return ink if contrast(ink, ground) >= contrast(paper, ground) else paper

    def legible(self, color: str, ground: str) -> str:
        """A colour made readable (4.5 : 1) on a ground: ink turns to paper, others are moved towards it."""
        if contrast(color, ground) >= TEXT_CONTRAST:
            return color
        text = self.text_on(ground)
        if contrast(color, text) >= _INK_CONTRAST:
            return text
        for share in (0.8, 0.6, 0.4, 0.2):
            mixed = mix(text, color, share)
            if contrast(mixed, ground) >= TEXT_CONTRAST:
                return mixed
        return text

    def drawing_color(self, color: str) -> str:
        """DrawingML for a colour: the theme's name where it has one, so that a change of theme is followed."""
        name = self.scheme.get(color)
        return f'<a:schemeClr val="{name}"/>' if name else f'<a:srgbClr val="{color}"/>'

    def fill(self, color: str) -> str:
        """DrawingML for a solid fill."""
        return f"<a:solidFill>{self.drawing_color(color)}</a:solidFill>"
