"""A table of contents that is filled in: entries, numbers and pages stand there before any field is updated."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from briefgen.model import Para, Run
from briefgen.ooxml.briefing import Briefing
from briefgen.ooxml.markup import twips
from briefgen.ooxml.outline import Outline
from briefgen.ooxml.styles import Stylesheet
from briefgen.ooxml.wording import FIELD_END, Bookmarks, Wording, field, field_start, paragraph
from briefgen.unbroken import bind


def heading_style(sheet: Stylesheet, level: int) -> str:
    """The id of the style of headings of a level; deeper ones than the house has look like its deepest."""
    return sheet.id(f"heading-{min(level, 3)}", "heading")


def target(para: Para) -> str:
    """The id that an entry leads to, or an empty string."""
    return next((run.link[1:] for run in para.runs if run.link.startswith("#")), "")


def contents_table(
    paras: Sequence[Para], wording: Wording, briefing: Briefing, outline: Outline, bookmarks: Bookmarks
) -> list[str]:
    """The paragraphs of the table: no program has to update it, and none asks to.

    The field begins in the first paragraph and ends in the last; pages are estimates until a program breaks pages.
    """
    levels = [max(para.level, 0) + 1 for para in paras]
    blocks = []
    for index, (para, level) in enumerate(zip(paras, levels, strict=True)):
        id_ = target(para)
        name = bookmarks.name(id_)
        words = "".join(wording.runs(replace(run, link="")) for run in bind(para.runs))
        label = _label(id_, level, briefing, outline)
        if label:
            words = f"{wording.runs(Run(label))}<w:r><w:tab/></w:r>{words}"
        if name:
            page = field(f"PAGEREF {name} \\h", wording.runs(Run(str(outline.pages[id_]))))
            words = f'<w:hyperlink w:anchor="{name}" w:history="1">{words}<w:r><w:tab/></w:r>{page}</w:hyperlink>'
        begin = field_start(f'TOC \\o "1-{max(levels)}" \\h \\z \\u') if index == 0 else ""
        end = FIELD_END if index + 1 == len(paras) else ""
        style_id = briefing.styles.id(f"toc-{level}", "toc-2", "contents")
        tabs = _tabs(level, bool(label), briefing.section.text_width)
        blocks.append(paragraph(style_id, f"{begin}{words}{end}", extra=tabs))
    return blocks


def _tabs(level: int, numbered: bool, width: float) -> str:
    """Tabs and indents of an entry, whose words hang behind its number."""
    start, words = 360 * (level - 1) - (80 if level > 1 else 0), 80 + 360 * level + (160 if level > 1 else 0)
    left = f'<w:tab w:val="left" w:pos="{words}"/>' if numbered else ""
    indent = f'w:left="{words}" w:hanging="{words - start}"' if numbered else f'w:left="{start}"'
    return f'<w:tabs>{left}<w:tab w:val="right" w:leader="dot" w:pos="{twips(width)}"/></w:tabs><w:ind {indent}/>'


def _label(id_: str, level: int, briefing: Briefing, outline: Outline) -> str:
    """The number that Word will set before a heading."""
    counts = outline.numbers.get(id_)
    if not counts:
        return ""
    number, depth = briefing.styles.numbering(heading_style(briefing.styles, level))
    return briefing.numbering.label(number, depth, counts) if number else ""
