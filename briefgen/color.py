"""Colours as RRGGBB: luminance, contrast, mixing, and the nearest colour that can be read on a ground."""

from __future__ import annotations

import colorsys
import re

_HEX = re.compile(r"#?([0-9A-Fa-f]{6})([0-9A-Fa-f]{2})?\Z")
_SHORT_HEX = re.compile(r"#([0-9A-Fa-f])([0-9A-Fa-f])([0-9A-Fa-f])\Z")

TEXT_CONTRAST = 4.5
"""WCAG 2.2 AA for words of ordinary size."""
MARK_CONTRAST = 3.0
"""WCAG 2.2 AA for marks of a chart, rules, and words of 18 pt and more."""


def parse_color(text: str) -> str | None:
    """`RRGGBB` in capitals for `#rrggbb`, `rrggbb`, `#rgb` or `#rrggbbaa`; None for anything else."""
    short = _SHORT_HEX.match(text.strip())
    if short:
        return "".join(digit * 2 for digit in short.groups()).upper()
    match = _HEX.match(text.strip())
    return match.group(1).upper() if match else None


def channels(color: str) -> tuple[float, float, float]:
    """Red, green and blue from 0 to 1."""
    return int(color[0:2], 16) / 255, int(color[2:4], 16) / 255, int(color[4:6], 16) / 255


def from_channels(red: float, green: float, blue: float) -> str:
    """RRGGBB for channels from 0 to 1; what lies outside is cut off."""
    return "".join(f"{round(min(max(value, 0.0), 1.0) * 255):02X}" for value in (red, green, blue))


def linear(value: float) -> float:
    """A channel of sRGB as linear light."""
    return value / 12.92 if value <= 0.04045 else float(((value + 0.055) / 1.055) ** 2.4)


def companded(value: float) -> float:
    """Linear light as a channel of sRGB: the inverse of `linear`."""
    return value * 12.92 if value <= 0.0031308 else float(1.055 * value ** (1 / 2.4) - 0.055)


def luminance(color: str) -> float:
    """WCAG's relative luminance: 0 for black, 1 for white."""
    red, green, blue = (linear(value) for value in channels(color))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(first: str, second: str) -> float:
    """WCAG's contrast ratio, from 1 (alike) to 21 (black on white)."""
    low, high = sorted((luminance(first), luminance(second)))
    return (high + 0.05) / (low + 0.05)


def is_dark(color: str) -> bool:
    """Whether white words stand out better on it than black ones."""
    return contrast(color, "FFFFFF") > contrast(color, "000000")


def mix(first: str, second: str, share: float) -> str:
    """`share` of the second colour over the first, in sRGB."""
    pairs = zip(channels(first), channels(second), strict=True)
    red, green, blue = (a + (b - a) * share for a, b in pairs)
    return from_channels(red, green, blue)


def with_lightness(color: str, lightness: float) -> str:
    """The same hue and saturation at another HSL lightness (0 to 1)."""
    hue, _, saturation = colorsys.rgb_to_hls(*channels(color))
    return from_channels(*colorsys.hls_to_rgb(hue, min(max(lightness, 0.0), 1.0), saturation))


def readable(color: str, ground: str, ratio: float = TEXT_CONTRAST) -> str:
    """The colour of the same hue, nearest in lightness, that reaches `ratio` on `ground`.

    Where the hue cannot reach it, black or white, whichever stands out more.

    >>> readable("0099AD", "FFFFFF")
    '008090'
    >>> readable("10242E", "FFFFFF")
    '10242E'
    """
    if contrast(color, ground) >= ratio:
        return color
    lightness = colorsys.rgb_to_hls(*channels(color))[1]
    step = -0.005 if not is_dark(ground) else 0.005
    for count in range(1, 201):
        candidate = with_lightness(color, lightness + step * count)
        if contrast(candidate, ground) >= ratio:
            return candidate
        if not 0 < lightness + step * count < 1:
            break
    return "FFFFFF" if is_dark(ground) else "000000"
