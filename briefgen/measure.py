"""Fonts measured: how wide a text runs, how high a line stands, and which characters a font lacks.

Nothing here asks the machine for its fonts.  A deck names fonts that readers have (Calibri, Microsoft YaHei); what is
measured are fonts that briefgen ships and whose advances are the same, or, for a font without such a twin, a
stand-in that runs at least as wide.  So the same text breaks alike on every machine that builds.
"""

from __future__ import annotations

import importlib.util
import json
import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

from briefgen.language_files import script_of

FONTS = Path(__file__).parent / "fonts"

LATIN = "Carlito"
CHINESE = "Briefgen Sans SC"
FULL_CHINESE = "Noto Sans SC"
LAST_RESORT = "DejaVu Sans"

_FILES = {
    LATIN: {"regular": "Carlito-Regular.ttf", "bold": "Carlito-Bold.ttf"},
    CHINESE: {"regular": "BriefgenSansSC-Regular.otf", "bold": "BriefgenSansSC-Bold.otf"},
}

CHINESE_LINE = 1.45
"""The line height to budget for Chinese, in em: Microsoft YaHei has 1.32, Noto Sans SC 1.45."""

JOINT = 0.25
"""What Office adds between a Han character and a Latin letter or digit, in em."""


@dataclass(frozen=True, slots=True)
class Twin:
    """Whose advances stand for a family's: `face` × `factor` (`bold_factor` for bold), lines `line` em high.

    `exact` says that the advances are the family's own.  A typewriter font has no `face`: its `factor` is every
    character's advance.
    """

    face: str
    factor: float
    bold_factor: float
    line: float
    exact: bool = False


_SANS, _SERIF = "Liberation Sans", "Liberation Serif"

# Factors are each family's own width over running text in Latin and Cyrillic, from what is published of it, and about
# five in a hundred more.  Those of Georgia, Cambria, Lato, Montserrat and Open Sans were held against the fonts, or
# against free ones of the same widths (Gelasio, Caladea); the other fonts were not at hand.
_TWINS: Mapping[str, Twin] = {
    **dict.fromkeys(("calibri", "carlito"), Twin(LATIN, 1, 1, 1.2207, True)),
    **dict.fromkeys(("arial", "helvetica", "liberation sans", "arimo"), Twin(_SANS, 1, 1, 1.149, True)),
    **dict.fromkeys(("times new roman", "times", "liberation serif", "tinos"), Twin(_SERIF, 1, 1, 1.149, True)),
    "helvetica neue": Twin(_SANS, 1.03, 1.03, 1.2),
    "aptos": Twin(_SANS, 1.02, 1.03, 1.29),
    "aptos display": Twin(_SANS, 1.0, 1.02, 1.29),
    "segoe ui": Twin(_SANS, 1.04, 1.06, 1.33),
    "tahoma": Twin(_SANS, 1.02, 1.12, 1.207),
    "verdana": Twin(_SANS, 1.2, 1.3, 1.215),
    "trebuchet ms": Twin(_SANS, 1.02, 1.04, 1.162),
    "century gothic": Twin(_SANS, 1.12, 1.1, 1.226),
    "corbel": Twin(_SANS, 0.98, 0.98, 1.221),
    "candara": Twin(_SANS, 0.98, 0.98, 1.221),
    "franklin gothic": Twin(_SANS, 1.0, 1.02, 1.14),
    "franklin gothic book": Twin(_SANS, 1.0, 1.02, 1.14),
    "gill sans mt": Twin(_SANS, 0.98, 1.04, 1.16),
    "tw cen mt": Twin(_SANS, 0.96, 0.98, 1.1),
    "impact": Twin(_SANS, 1.0, 1.0, 1.22),
    "lato": Twin(_SANS, 1.01, 1.02, 1.2),
    "roboto": Twin(_SANS, 1.02, 1.02, 1.172),
    "inter": Twin(_SANS, 1.1, 1.1, 1.21),
    "open sans": Twin(_SANS, 1.11, 1.12, 1.362),
    "noto sans": Twin(_SANS, 1.11, 1.12, 1.362),
    "pt sans": Twin(_SANS, 1.0, 1.04, 1.294),
    "source sans pro": Twin(_SANS, 0.96, 1.0, 1.257),
    "montserrat": Twin(_SANS, 1.21, 1.2, 1.219),
    "poppins": Twin(_SANS, 1.18, 1.18, 1.5),
    "raleway": Twin(_SANS, 1.08, 1.08, 1.174),
    "dejavu sans": Twin(_SANS, 1.16, 1.26, 1.164),
    "georgia": Twin(_SERIF, 1.16, 1.26, 1.136),
    "cambria": Twin(_SERIF, 1.08, 1.1, 1.172),
    "constantia": Twin(_SERIF, 1.12, 1.14, 1.221),
    "garamond": Twin(_SERIF, 1.0, 1.02, 1.125),
    "book antiqua": Twin(_SERIF, 1.12, 1.1, 1.25),
    "palatino linotype": Twin(_SERIF, 1.12, 1.1, 1.35),
    "bookman old style": Twin(_SERIF, 1.22, 1.24, 1.17),
    "century schoolbook": Twin(_SERIF, 1.14, 1.16, 1.2),
    "rockwell": Twin(_SERIF, 1.16, 1.2, 1.17),
    "courier new": Twin("", 0.6, 0.6, 1.133, True),
    "liberation mono": Twin("", 0.6, 0.6, 1.133, True),
    "consolas": Twin("", 0.55, 0.55, 1.171, True),
    "lucida console": Twin("", 0.603, 0.603, 1.0, True),
}
# Families without Cyrillic: Office shows those letters in a face about as wide as Arial.
_LATIN_ALONE = frozenset({"tw cen mt", "gill sans mt"})
_CYRILLIC_FACTOR = 1.04
_CYRILLIC = re.compile("[\u0400-\u052f]")
# A font that nobody knows, and that readers will lack, is shown as another: LibreOffice takes DejaVu, wider than most.
# Its widths by those of the stand-in's face, as 95 of 100 sentences in English, Russian and Kazakh run: plain, bold,
# and its line.  Known families are no less high, for they may be lacking as well, but as wide as they are.
_LEAST = {_SANS: (1.16, 1.2, 1.165), _SERIF: (1.28, 1.34, 1.165)}
_UNKNOWN = Twin(_SANS, 1.15, 1.18, 1.3)
_UNKNOWN_SERIF = Twin(_SERIF, 1.18, 1.2, 1.3)
_CHINESE_LATIN = Twin(_SANS, 1.04, 1.08, CHINESE_LINE)
_OWN_CHINESE = Twin(CHINESE, 1, 1, 1.448, True)

_CHINESE_FAMILIES = re.compile(
    r"yahei|雅黑|simsun|宋|simhei|黑体|kaiti|楷|fangsong|仿宋|dengxian|等线|pingfang|苹方|heiti|songti|mingliu|jhenghei|"
    r"(noto|source) ?(sans|serif) (cjk|sc|tc|hc)|source han|思源|han sans|yu gothic|meiryo|malgun|"
    r"ms p?(gothic|mincho)|st(hei|song|kai|xihei|zhongsong|fangsong)|briefgen sans sc|arial unicode"
)
_LIGHTER = re.compile(r"\s+(light|semilight|extralight|thin|regular|book|medium|headings?|body)$")
_HEAVIER = re.compile(r"\s+(semibold|demi ?bold|demi|bold|extrabold|ultrabold|heavy|black)$")
_NARROWER = re.compile(r"\s+(narrow|condensed|cond)$")

_WIDE = (
    "\u1100-\u115f\u2e80-\u2fdf\u2ff0-\u303f\u3041-\u33ff\u3400-\u4dbf\u4e00-\u9fff\ua960-\ua97f\uac00-\ud7af\uf900-\ufaff"
    "\ufe30-\ufe6f\uff01-\uff60\uffe0-\uffe6\U0001f300-\U0001faff\U00020000-\U0003ffff"
)
_WIDE_IN_CHINESE = "“”‘’—…·℃①-⑳"
_HAN = "\u3005\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"

_EAST_ASIAN = re.compile(f"[{_WIDE}]")
_PIECES = re.compile(f"([{_WIDE}]+)")
_PIECES_CHINESE = re.compile(f"([{_WIDE}{_WIDE_IN_CHINESE}]+)")
_JOINTS = re.compile(f"[{_HAN}](?=[^\\W_{_HAN}])|[^\\W_{_HAN}](?=[{_HAN}])")

# Characters that Office sets from another character's glyph where the font has none.
_SUBSTITUTES = str.maketrans({"\u00a0": " ", "\u2011": "-", "\u00ad": "", "\u200b": "", "\u2060": "", "\ufeff": ""})
_DRAWN_OTHERWISE = frozenset("\u00a0\u2011₽")
_FALLBACK_ADVANCE = 0.62


class Faces:
    """The fonts that texts are measured with.  Load them once a process with `Faces.load()`.

    All lengths are points.  `family` and `east_asian` are the names that the document carries; `language` is that of
    the text, for in Chinese quotation marks and dashes are as wide as a character.
    """

    def __init__(self, folder: Path = FONTS) -> None:
        self._folder = folder
        self._shapers: dict[tuple[str, bool], _Shaper] = {}
        self._tables: dict[str, Any] | None = None
        self._em = lru_cache(maxsize=1 << 17)(self._measure)

    @staticmethod
    def load() -> Faces:
        """The faces that briefgen ships; the same object every time, for it remembers what it measured."""
        return _shipped()

    def __reduce__(self) -> tuple[Any, ...]:
        return (Faces, (self._folder,))

    def advance(
        self, text: str, family: str, east_asian: str, size: float, bold: bool = False, language: str = "en"
    ) -> float:
        """How far `text` runs on one line, in points.

        Each script is measured in its own font, as Office sets it: East Asian characters are 1 em wide whatever the
        `east_asian` font is, the rest comes from `family`, and a quarter em stands between Han and Latin or digits.
        """
        del east_asian  # every East Asian font in use has square characters
        return self._em(text, family, bold, script_of(language) == "han") * size

    def line_height(self, family: str, east_asian: str, size: float, has_cjk: bool = False) -> float:
        """How high one single-spaced line stands, in points.  One that holds Chinese is as high as its font wants."""
        line = twin(family).line
        if has_cjk:
            line = max(line, _OWN_CHINESE.line if east_asian == CHINESE else CHINESE_LINE)
        return line * size

    def joint(self, before: str, after: str) -> bool:
        """Whether Office adds a gap between these two characters when they stand on one line."""
        return bool(before and after and _JOINTS.match(before[-1] + after[0]))

    def _measure(self, text: str, family: str, bold: bool, chinese: bool) -> float:
        text = text.translate(_SUBSTITUTES)
        total = 0.0
        for index, piece in enumerate((_PIECES_CHINESE if chinese else _PIECES).split(text)):
            if index % 2:
                total += sum(not unicodedata.combining(character) for character in piece)
            elif piece:
                total += self._latin(piece, family, bold)
        if total and _EAST_ASIAN.search(text):
            total += JOINT * sum(1 for _ in _JOINTS.finditer(text))
        return total

    def _latin(self, text: str, family: str, bold: bool) -> float:
        stand_in = twin(family)
        heavy = bold or _is_heavy(family)
        factor = stand_in.bold_factor if heavy else stand_in.factor
        if factor < _CYRILLIC_FACTOR and family.casefold() in _LATIN_ALONE and _CYRILLIC.search(text):
            factor = _CYRILLIC_FACTOR
        if stand_in.face in _FILES:
            return self._shaper(stand_in.face, heavy).advance(text) * factor
        if not stand_in.face:
            return factor * sum(not unicodedata.combining(character) for character in text)
        advances, units = self._table(stand_in.face, heavy)
        return factor * sum(advances.get(character) or _guess(character) * units for character in text) / units

    def _shaper(self, face: str, bold: bool) -> _Shaper:
        shaper = self._shapers.get((face, bold))
        if shaper is None:
            shaper = _Shaper(self.font_files()[face]["bold" if bold else "regular"])
            self._shapers[face, bold] = shaper
        return shaper

    def _table(self, face: str, bold: bool) -> tuple[Mapping[str, float], int]:
        if self._tables is None:
            self._tables = json.loads((self._folder / "widths.json").read_text("utf-8"))
        entry = self._tables[f"{face.replace(' ', '')}-{'Bold' if bold else 'Regular'}"]
        return entry["advances"], entry["units"]

    def missing_glyphs(self, text: str, families: Iterable[str]) -> list[str]:
        """The characters of `text` that none of `families` can show, each once, in the order in which they come.

        A family that is on the reader's machine and not here is judged by its twin; Chinese families of Windows and
        macOS by GBK, which all of them cover.  Spaces, joiners and marks without ink are never missing.
        """
        covers = [self._coverage(family) for family in families]
        missing: dict[str, None] = {}
        for character in dict.fromkeys(text):
            if unicodedata.category(character) in ("Cf", "Cc", "Zl", "Zp") or "\ufe00" <= character <= "\ufe0f":
                continue
            if not any(covered(character) for covered in covers):
                missing[character] = None
        return list(missing)

    def _coverage(self, family: str) -> Any:
        name = family.casefold().strip()
        if family in self.font_files():
            points = self._shaper(family, False).points
            return lambda character: ord(character) in points
        if name == LAST_RESORT.casefold():
            points = _last_resort_points()
            return lambda character: ord(character) in points
        if _CHINESE_FAMILIES.search(name):
            return _in_gbk
        stand_in = twin(family)
        latin = self._shaper(LATIN, False).points
        if stand_in.face == LATIN or not stand_in.exact or not stand_in.face:
            return lambda character: ord(character) in latin or character in _DRAWN_OTHERWISE
        advances, _ = self._table(stand_in.face, False)
        return lambda character: character in advances or character in _DRAWN_OTHERWISE

    def stand_in(self, family: str) -> str:
        """The font whose advances are used for `family`, with how much they are widened: `Liberation Sans × 1.15`."""
        found = twin(family)
        if not found.face:
            return f"{found.factor:g} em a character"
        return found.face if found.factor == 1 else f"{found.face} × {found.factor:g}"

    def is_exact(self, family: str) -> bool:
        """Whether `family` is measured with its own advances; if not, a wider stand-in is used."""
        return twin(family).exact

    def font_files(self) -> dict[str, dict[str, Path]]:
        """The font files at hand by family, then `regular` and `bold`; the full Chinese one if it is installed."""
        files = {
            family: {weight: self._folder / name for weight, name in files.items()} for family, files in _FILES.items()
        }
        full = full_chinese()
        return files if full is None else {**files, FULL_CHINESE: {"regular": full, "bold": full}}

    def write_fontconfig(self, folder: Path, system: bool = True) -> Path:
        """Write a fontconfig file into `folder` under which LibreOffice finds the shipped fonts; its path.

        Set `FONTCONFIG_FILE` to it.  Fonts that documents name and the machine lacks are taken from their twins.
        With `system=False` no font of the machine is seen, so that a rendering depends on the shipped fonts alone.
        """
        folder.mkdir(parents=True, exist_ok=True)
        folders = [self._folder, *([Path("/usr/share/fonts"), Path("/usr/local/share/fonts")] if system else [])]
        twins = {name: [found.face, LATIN] for name, found in _TWINS.items() if found.face in (LATIN, _SANS, _SERIF)}
        twins |= {name: [CHINESE] for name in _CHINESE_NAMES}
        lines = [
            "<?xml version='1.0'?><!DOCTYPE fontconfig SYSTEM 'urn:fontconfig:fonts.dtd'><fontconfig>",
            *(f"<dir>{escape(str(path.resolve()))}</dir>" for path in folders),
            f"<cachedir>{escape(str((folder / 'fontconfig-cache').resolve()))}</cachedir>",
        ]
        for name, faces in sorted(twins.items()):
            families = "".join(f"<family>{face}</family>" for face in faces if face.casefold() != name)
            lines.append(f"<alias binding='same'><family>{escape(name)}</family><accept>{families}</accept></alias>")
        lines.extend(
            f"<match target='pattern'><edit name='family' mode='append_last'><string>{family}</string></edit></match>"
            for family in (LATIN, CHINESE)
        )
        path = folder / "fonts.conf"
        path.write_text("\n".join([*lines, "</fontconfig>"]), encoding="utf-8")
        return path


_CHINESE_NAMES = (
    *("Microsoft YaHei", "微软雅黑", "Microsoft YaHei UI", "SimSun", "宋体", "SimHei", "黑体", "DengXian", "等线"),
    *("KaiTi", "楷体", "FangSong", "仿宋", "PingFang SC", "Noto Sans SC", "Noto Sans CJK SC", "Source Han Sans SC"),
)


class _Shaper:
    """One font file behind HarfBuzz: advances with kerning, without ligatures, for PowerPoint sets none."""

    def __init__(self, path: Path) -> None:
        import uharfbuzz

        self._harfbuzz = uharfbuzz
        face = uharfbuzz.Face(uharfbuzz.Blob.from_file_path(str(path)))
        self._font = uharfbuzz.Font(face)
        self._units = face.upem
        self.points = frozenset(face.unicodes)
        self._features = {"kern": True, "liga": False, "clig": False}

    def advance(self, text: str) -> float:
        """The advance in em; a character that the font lacks counts as a wide letter."""
        absent = [character for character in text if ord(character) not in self.points]
        if absent:
            text = "".join(character for character in text if ord(character) in self.points)
        width = sum(map(_guess, absent))
        if not text:
            return width
        buffer = self._harfbuzz.Buffer()
        buffer.add_str(text)
        buffer.guess_segment_properties()
        self._harfbuzz.shape(self._font, buffer, self._features)
        shaped: float = sum(position.x_advance for position in buffer.glyph_positions) / self._units
        return width + shaped


def has_cjk(text: str) -> bool:
    """Whether any character is East Asian, which makes its line as high as the East Asian font wants."""
    return _EAST_ASIAN.search(text) is not None


@cache
def full_chinese() -> Path | None:
    """The whole of Noto Sans SC, for characters outside GB2312; None unless the extra `rare-chinese` is installed."""
    package = importlib.util.find_spec("pylopdf_fonts_zh_cn")
    if package is None or package.origin is None:
        return None
    path = Path(package.origin).parent / "NotoSansSC-Regular.otf"
    return path if path.is_file() else None


@lru_cache(maxsize=1024)
def twin(family: str) -> Twin:
    """Whose advances stand for `family`'s letters; a name that nobody knows gets a stand-in wider than most fonts."""
    name = " ".join(family.casefold().split()) or "calibri"
    if name == CHINESE.casefold():
        return _OWN_CHINESE
    found = _TWINS.get(name)
    if found is not None:
        return found if found.exact else _high(found)
    if _CHINESE_FAMILIES.search(name):
        return _CHINESE_LATIN
    for pattern in (_LIGHTER, _HEAVIER):
        base = pattern.sub("", name)
        if base != name:
            found = twin(base)
            widen = 1.25 if name.endswith(("black", "heavy")) else 1.03
            return _high(Twin(found.face, found.factor * widen, found.bold_factor * widen, found.line))
    base = _NARROWER.sub("", name)
    if base != name and base in _TWINS:
        found = _TWINS[base]
        return Twin(found.face, found.factor * 0.88, found.bold_factor * 0.88, found.line)
    serif = re.search(r"serif|roman|slab|antiqua|schoolbook", name.replace("sans serif", ""))
    return _careful(_UNKNOWN_SERIF if serif else _UNKNOWN)


def _careful(found: Twin) -> Twin:
    """A stand-in no narrower and no lower than what readers without the font see in its place."""
    least, bold, line = _LEAST[found.face]
    return Twin(found.face, max(found.factor, least), max(found.bold_factor, bold), max(found.line, line))


def _high(found: Twin) -> Twin:
    """A stand-in whose lines are no lower than those of what readers without the font see."""
    line = _LEAST[found.face][2] if found.face in _LEAST else 0.0
    return Twin(found.face, found.factor, found.bold_factor, max(found.line, line), found.exact)


def _is_heavy(family: str) -> bool:
    return _HEAVIER.search(family.casefold()) is not None


def _guess(character: str) -> float:
    """A careful advance, in em, for a character that the measured font lacks."""
    if unicodedata.combining(character) or unicodedata.category(character) in ("Cf", "Cc"):
        return 0.0
    if unicodedata.east_asian_width(character) in "WF":
        return 1.0
    category = unicodedata.category(character)
    return 0.33 if category == "Zs" else 0.9 if category in ("So", "Sm") else _FALLBACK_ADVANCE


def _in_gbk(character: str) -> bool:
    try:
        character.encode("gbk")
    except UnicodeEncodeError:
        return character in "\u00a0€¥"
    return True


@cache
def _last_resort_points() -> frozenset[int]:
    """What DejaVu Sans covers, the font inside Matplotlib; found without importing Matplotlib."""
    import uharfbuzz

    specification = importlib.util.find_spec("matplotlib")
    if specification is None or specification.origin is None:
        return frozenset()
    path = Path(specification.origin).parent / "mpl-data" / "fonts" / "ttf" / "DejaVuSans.ttf"
    if not path.is_file():
        return frozenset()
    return frozenset(uharfbuzz.Face(uharfbuzz.Blob.from_file_path(str(path))).unicodes)


@cache
def _shipped() -> Faces:
    return Faces()
