"""A template told to its designer: what briefgen sees in it, what it lacks and what would look wrong."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from briefgen.color import MARK_CONTRAST, TEXT_CONTRAST, contrast
from briefgen.finding import Finding, Severity
from briefgen.model import Layout, Template, TextStyle
from briefgen.package import open_package

_TOLD_TONES = ("ink", "paper", "accent", "strong", "plan", "open", "done", "muted", "line", "panel", "ground")
_AT_HAND_NAMES = """
    arial | arial black | arial narrow | bahnschrift | book antiqua | bookman old style | calibri | calibri light |
    cambria | candara | century | century gothic | century schoolbook | comic sans ms | consolas | constantia |
    corbel | courier new | franklin gothic book | franklin gothic medium | garamond | georgia | gill sans mt |
    helvetica | impact | lucida sans unicode | microsoft sans serif | palatino linotype | rockwell | segoe ui |
    segoe ui light | segoe ui semibold | sylfaen | tahoma | times | times new roman | trebuchet ms | tw cen mt |
    verdana | microsoft yahei | 微软雅黑 | microsoft jhenghei | simsun | 宋体 | simhei | 黑体 | dengxian | 等线 |
    kaiti | 楷体 | fangsong | 仿宋 | ms gothic | ms mincho | yu gothic | malgun gothic | batang | gulim | pmingliu
"""
"""Families that come with Windows or Office for Windows and Mac; Aptos only with new ones, so it is not here."""
_EAST_ASIAN_NAMES = """
    microsoft yahei | 微软雅黑 | simsun | 宋体 | nsimsun | simhei | 黑体 | dengxian | 等线 | kaiti | 楷体 | fangsong |
    仿宋 | microsoft jhenghei | pmingliu | 新細明體 | noto sans sc | noto sans cjk sc | source han sans |
    source han sans sc | 思源黑体 | pingfang sc | stheiti | stsong | 华文细黑
"""


def show(template: Template) -> str:
    """The template as a person reads it: page, fonts, colours; then each layout's role and regions, or the styles."""
    body = template.styles["body"]
    kind = "deck" if template.kind == "deck" else "briefing"
    lines = [
        f"{template.name}: {kind}, {template.width:g} x {template.height:g} pt "
        f"({template.width / 72:.2f} x {template.height / 72:.2f} in)",
        f"  text     {body.font}, Chinese in {body.east_asian}; sizes "
        f"{', '.join(f'{size:g}' for size in template.ladder)} pt",
        "  colours  " + "  ".join(f"{tone} {template.colors[tone]}" for tone in _TOLD_TONES if tone in template.colors),
    ]
    if template.kind == "deck":
        lines += _shown_layouts(template.layouts)
    else:
        if template.body is not None:
            box = template.body
            lines.append(f"  page     text from {box.x:g}, {box.y:g} pt, {box.w:g} x {box.h:g} pt")
        lines += _shown_styles(template.styles)
    return "\n".join(lines)


def _shown_layouts(layouts: Sequence[Layout]) -> list[str]:
    lines = []
    for layout in sorted(layouts, key=lambda layout: layout.index):
        ground = f"{layout.ground}{', dark' if layout.dark else ''}"
        lines += ["", f"  {layout.index + 1:>2}  {layout.role:<11} {layout.name or '(no name)'}  [{ground}]"]
        for region in layout.regions:
            box, style = region.box, region.style
            told = region.name if region.role == "other" else region.role
            source = "derived" if region.placeholder is None else f"placeholder {region.placeholder}"
            text = f"{style.size:g} pt {style.font}{' bold' if style.bold else ''}"
            place = f"{box.x:>6.0f},{box.y:>4.0f} {box.w:>5.0f} x {box.h:<4.0f}"
            lines.append(f"        {told:<14} {place}  {text:<28} {source}")
    return lines


def _shown_styles(styles: Mapping[str, TextStyle]) -> list[str]:
    lines = [""]
    for role, style in styles.items():
        text = f"{style.size:g} pt {style.font}{' bold' if style.bold else ''}"
        lines.append(f"  {role:<18} {style.style_id:<22} {text:<28} {style.color}")
    return lines


def check(template: Template) -> list[Finding]:
    """What the template lacks and what would look wrong in it, with the way out; nothing here stops a build."""
    findings = _check_fonts(template)
    findings += _check_deck(template) if template.kind == "deck" else _check_briefing(template)
    findings += _check_links(template)
    return findings


def _warning(rule: str, message: str, hint: str, severity: Severity = Severity.WARNING) -> Finding:
    return Finding(rule, message, severity=severity, hint=hint)


def _check_fonts(template: Template) -> list[Finding]:
    findings = []
    if not template.traits.east_asian_font:
        message = f"the theme of '{template.name}' names no East Asian font, so Office chooses one for Chinese"
        hint = "set one in the theme's fonts (Customize Fonts, East Asian), for instance Microsoft YaHei"
        findings.append(_warning("template-east-asian-missing", message, hint))
    elif not _is_among(template.styles["body"].east_asian, _EAST_ASIAN_NAMES):
        message = f"'{template.styles['body'].east_asian}' is set for Chinese, but is not known to hold it"
        hint = "set Microsoft YaHei as the theme's East Asian font"
        findings.append(_warning("template-east-asian-missing", message, hint))
    used = {style.font for style in template.styles.values()}
    used |= {region.style.font for layout in template.layouts for region in layout.regions}
    for family in sorted(used):
        if not _is_among(family, _AT_HAND_NAMES):
            message = f"readers may lack the font '{family}'; their Office then puts another in its place"
            hint = "choose Calibri, Arial or another family that comes with Office, or hand out the PDF"
            findings.append(_warning("template-font-rare", message, hint))
    return findings


def _is_among(family: str, names: str) -> bool:
    return family.casefold() in (name.strip() for name in names.split("|"))


def _check_deck(template: Template) -> list[Finding]:
    findings = []
    roles = {layout.role for layout in template.layouts}
    for role, what in (("cover", "a cover"), ("section", "a divider"), ("content", "a title and a body")):
        if role not in roles:
            message = f"no layout looks like {what}; the nearest is used"
            hint = f"add one in PowerPoint, or name one in template.yaml: layouts: {{NAME: {role}}}"
            findings.append(_warning("template-role-missing", message, hint, Severity.NOTE))
    names: dict[str, list[str]] = {}
    for layout in sorted(template.layouts, key=lambda layout: layout.index):
        if layout.name:
            names.setdefault(layout.name, []).append(str(layout.index + 1))
        if layout.role not in ("blank", "other"):
            findings += _check_layout(layout, f"layout {layout.index + 1} '{layout.name}'")
    for name, numbers in names.items():
        if len(numbers) > 1:
            message = f"layouts {', '.join(numbers)} are all named '{name}'; by name only the first can be chosen"
            findings.append(_warning("template-name-repeated", message, "rename the others", Severity.NOTE))
    return findings


def _check_layout(layout: Layout, shown: str) -> list[Finding]:
    findings = []
    for region in layout.regions:
        if region.role == "title" and region.placeholder is None:
            message = f"{shown} has no placeholder for a title, so its slides have none in outline and contents"
            findings.append(_warning("template-title-missing", message, "add a title placeholder to it"))
        if region.role == "body" and region.style.size < 12:
            message = f"{shown} sets its body in {region.style.size:g} pt, which is hard to read on a screen"
            findings.append(_warning("template-body-small", message, "set it in 14 pt or more"))
        if region.role in ("title", "body", "subtitle", "kicker", "source") and region.placeholder is not None:
            large = region.style.size >= 18 or (region.style.bold and region.style.size >= 14)
            needed = MARK_CONTRAST if large else TEXT_CONTRAST
            color, ground = region.style.color, region.ground or layout.ground
            ratio = contrast(color, ground)
            if ratio < needed:
                message = f"{shown}: the {region.role}'s {color} on {ground} has a contrast of {ratio:.1f}:1"
                message += f", below {needed:g}:1"
                findings.append(_warning("template-contrast-low", message, "darken the text or lighten the ground"))
    if layout.role in ("content", "two-column", "exhibit", "figures") and not any(
        region.role == "number" for region in layout.regions
    ):
        message = f"{shown} has no slide number"
        findings.append(_warning("template-number-missing", message, "add it on the slide master", Severity.NOTE))
    return findings


def _check_briefing(template: Template) -> list[Finding]:
    findings = []
    paper = template.colors["paper"]
    body = template.styles["body"]
    if body.size < 10:
        message = f"the body is set in {body.size:g} pt, small for a page that is read on paper"
        findings.append(_warning("template-body-small", message, f"set the style '{body.style_id}' in 10.5 pt or more"))
    for role in ("title", "heading-1", "heading-2", "heading-3", "body", "caption", "source"):
        style = template.styles[role]
        ratio = contrast(style.color, paper)
        if role not in template.traits.shaded and ratio < (MARK_CONTRAST if style.size >= 18 else TEXT_CONTRAST):
            message = (
                f"the style '{style.style_id}' ({role}) in {style.color} has a contrast of {ratio:.1f}:1 on the page"
            )
            findings.append(_warning("template-contrast-low", message, "give it a darker colour"))
    if not template.traits.page_number:
        message = "no header or footer holds a page number"
        hint = "add one in Word (Insert, Page Number)"
        findings.append(_warning("template-number-missing", message, hint, Severity.NOTE))
    if template.body is not None:
        characters = template.body.w / (body.size * 0.49)
        if characters > 105:
            message = f"a line of the body holds about {characters:.0f} characters; past 90 the eye loses its way back"
            findings.append(_warning("template-line-long", message, "widen the margins or enlarge the body's text"))
    return findings


def _check_links(template: Template) -> list[Finding]:
    package, _ = open_package(template.blob, template.name)
    if package is None:
        return []
    findings = []
    for part in sorted(package.parts):
        if part.endswith(".rels"):
            continue
        for item in package.relationships(part):
            if item.external and item.kind != "hyperlink":
                message = f"the part '{part}' takes its {item.kind} from outside the file ({item.target[:80]})"
                hint = "embed it: in PowerPoint File, Info, Edit Links to Files, Break Link"
                findings.append(_warning("template-part-linked", message, hint))
    return findings
