"""The nine slide layouts of a house, on a grid in points on a page of 960 x 540.

Another brand gets the same grid in its own colours.
"""

from __future__ import annotations

from collections.abc import Sequence
from xml.sax.saxutils import quoteattr

from briefgen.brand import Brand
from briefgen.color import TEXT_CONTRAST, contrast, is_dark, mix, readable
from briefgen.house_shapes import Slot, fill, logo_picture, mosaic, placeholder, rectangle, tree
from briefgen.ooxml.markup import DECLARATION

WIDTH, HEIGHT = 960.0, 540.0
LEFT, RIGHT = 54.0, 907.2
BODY_TOP, BODY_BOTTOM = 133.2, 468.0
GUTTER = 36.0
NAMESPACES = (
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main"'
)
_KICKER = Slot("Kicker", "body", 13, (LEFT, 32.4, 640, 17), "Theme", 11, "accent6", True, True, "t", plain=True)
TITLE = Slot("Title", "title", 0, (LEFT, 53.3, RIGHT - LEFT, 78), "The claim, in one or two lines")
_SOURCE = Slot(
    "Source", "body", 14, (LEFT, 483.84, RIGHT - LEFT, 24), "Source", 9.5, "accent5", False, plain=True, spacing=0.9
)
FOOTER = Slot("Footer", "ftr", 11, (LEFT, 508.3, 640, 16), "", 9, "accent5")
NUMBER = Slot("Slide number", "sldNum", 12, (RIGHT - 80, 508.3, 80, 16), "", 9, "accent5", align="r")


def house_layouts(brand: Brand, colors: dict[str, str]) -> list[str]:
    """The nine layouts, in the order in which a deck meets them."""
    ground, words = colors["ground"], colors["on-ground"]
    muted = colors["on-ground-muted"]
    lift = "FFFFFF" if is_dark(ground) else "000000"
    tones = (mix(ground, "000000", 0.15), mix(ground, lift, 0.10))
    decorated = brand.ornament != "none"
    width, height = RIGHT - LEFT, BODY_BOTTOM - BODY_TOP
    half = (width - GUTTER) / 2
    exhibit = round(width * 0.6 - GUTTER / 3, 1)
    points = width - exhibit - GUTTER
    standard = (FOOTER, NUMBER)
    heading = heading_color(colors)

    cover = (
        mosaic(20, 2, 4, 690, 0, 135, tones) if decorated else rectangle(20, "Panel", (690, 0, 270, 540), tones[0])
    ) + rectangle(30, "Rule", (LEFT, 322, 72, 3), "accent3")
    kicker_left = LEFT
    if brand.logo:
        mark, mark_width = logo_picture(31, brand.logo, LEFT, 45)
        cover, kicker_left = cover + mark, LEFT + mark_width + 14
    panel = rectangle(20, "Panel", (0, 0, 320, 540), "tx2")
    strip = mosaic(21, 1, 12, 275, 0, 45, tones) if decorated else ""
    rule = rectangle(30, "Rule", (384, 262, 72, 3), "accent3")
    closing = (mosaic(20, 15, 1, 0, 476, 64, tones) if decorated else "") + rectangle(
        30, "Rule", (LEFT, 262, 72, 3), "accent3"
    )
    statement = rectangle(20, "Rule", (LEFT, 140, 72, 3), "accent3")
    return [
        _layout(
            "Cover",
            (
                Slot(
                    "Kicker",
                    "body",
                    13,
                    (kicker_left, 54, LEFT + 560 - kicker_left, 17),
                    "Who hands it out",
                    11,
                    muted,
                    True,
                    True,
                    "t",
                    plain=True,
                ),
                Slot("Title", "ctrTitle", 0, (LEFT, 116, 580, 190), "Title", 44, words, True, anchor="b", spacing=0.9),
                Slot("Subtitle", "subTitle", 1, (LEFT, 342, 540, 84), "Subtitle", 18, words, False, plain=True),
                Slot(
                    "Meta",
                    "body",
                    15,
                    (LEFT, 468, 560, 36),
                    "Edition and date",
                    11,
                    muted,
                    False,
                    anchor="b",
                    plain=True,
                ),
            ),
            cover,
            "tx2",
            "title",
            master=False,
        ),
        _layout(
            "Section",
            (
                Slot(
                    "Number",
                    "body",
                    16,
                    (LEFT, 134, 200, 124),
                    "1",
                    96,
                    muted,
                    True,
                    anchor="b",
                    plain=True,
                    spacing=0.85,
                    heading_font=True,
                ),
                Slot("Title", "title", 0, (384, 112, 510, 136), "Theme", 40, heading, True, anchor="b", spacing=0.9),
                Slot(
                    "Scope", "body", 1, (384, 282, 470, 140), "What this part covers", 18, "accent5", False, plain=True
                ),
                Slot("Footer", "ftr", 11, (384, 508.3, 420, 16), "", 9, "accent5"),
                NUMBER,
            ),
            panel + strip + rule,
            "bg2",
            "secHead",
            master=False,
        ),
        _layout(
            "Content",
            (_KICKER, TITLE, _body((LEFT, BODY_TOP, width, height), kind=""), _SOURCE, *standard),
            kind="obj",
        ),
        _layout(
            "Two columns",
            (
                _KICKER,
                TITLE,
                _body((LEFT, BODY_TOP, half, height), 1, ""),
                _body((LEFT + half + GUTTER, BODY_TOP, half, height), 2, ""),
                _SOURCE,
                *standard,
            ),
            kind="twoObj",
        ),
        _layout(
            "Exhibit",
            (
                _KICKER,
                TITLE,
                Slot("Exhibit", "pic", 15, (LEFT, BODY_TOP, exhibit, height), "Chart or picture", 14, plain=True),
                _body((LEFT + exhibit + GUTTER, BODY_TOP, points, height)),
                _SOURCE,
                *standard,
            ),
        ),
        _layout(
            "Figures",
            (
                _KICKER,
                TITLE,
                Slot("Figures", "", 15, (LEFT, BODY_TOP, width, 168), "", 18, plain=False),
                _body((LEFT, BODY_TOP + 168 + 24, width, height - 168 - 24)),
                _SOURCE,
                *standard,
            ),
        ),
        _layout(
            "Statement",
            (
                _KICKER,
                Slot(
                    "Title",
                    "title",
                    0,
                    (LEFT, 164, 760, 220),
                    "One sentence that carries the deck",
                    36,
                    heading,
                    True,
                    anchor="t",
                    spacing=0.95,
                ),
                _SOURCE,
                *standard,
            ),
            statement,
        ),
        _layout(
            "Closing",
            (
                Slot(
                    "Title", "title", 0, (LEFT, 96, 700, 150), "Closing words", 36, words, True, anchor="b", spacing=0.9
                ),
                Slot(
                    "Body",
                    "body",
                    1,
                    (LEFT, 282, 640, 150),
                    "Contact, licence, next edition",
                    16,
                    muted,
                    False,
                    plain=True,
                ),
            ),
            closing,
            "tx2",
            master=False,
        ),
        _layout("Title only", (_KICKER, TITLE, _SOURCE, *standard), kind="titleOnly"),
    ]


def _layout(
    name: str, slots: Sequence[Slot], shapes: str = "", ground: str = "", kind: str = "", master: bool = True
) -> str:
    flags = ("" if kind else ' userDrawn="1"') + ("" if master else ' showMasterSp="0"')
    shapes_and_slots = [shapes, *(placeholder(identity, slot) for identity, slot in enumerate(slots, 2))]
    background = f"<p:bg><p:bgPr>{fill(ground)}<a:effectLst/></p:bgPr></p:bg>" if ground else ""
    return (
        f'{DECLARATION}<p:sldLayout {NAMESPACES}{f" type={quoteattr(kind)}" if kind else ""} preserve="1"'
        f"{flags}>"
        f"<p:cSld name={quoteattr(name)}>{background}{tree(shapes_and_slots)}</p:cSld>"
        "<p:clrMapOvr><a:masterClrMapping/></p:clrMapOvr></p:sldLayout>"
    )


def _body(box: tuple[float, float, float, float], idx: int = 1, kind: str = "body") -> Slot:
    return Slot("Body" if idx == 1 else f"Body {idx}", kind, idx, box, "")


def heading_color(colors: dict[str, str]) -> str:
    """The ground's colour where it can be read on paper and panel, else the strong tone darkened until it can."""
    if min(contrast(colors["ground"], colors[tone]) for tone in ("paper", "panel")) >= TEXT_CONTRAST:
        return "tx2"
    return readable(colors["strong-text"], colors["panel"], TEXT_CONTRAST)
