"""Lines as measured against lines as LibreOffice sets them."""

from __future__ import annotations

import io
import itertools
from pathlib import Path

import pytest
from rendered import OFFICE, look_at

from briefgen.fit import set_paras
from briefgen.measure import Faces
from briefgen.model import Para, Run, TextStyle

TEXTS = {
    "en": "The AI law took force on 18 January 2026 and treats artificial intelligence as a tool that serves people, "
    "not as a subject of rights; high-risk systems (see “Provisions”) stay under state supervision.",
    "ru": "Закон «Об искусственном интеллекте» вступил в силу 18 января 2026 года: системы высокого риска остаются "
    "под государственным надзором, а экспорт ИТ-услуг превысил 1,5 млрд долл. США.",
    "kk": "«Жасанды интеллект туралы» Заң 2026 жылғы 18 қаңтарда күшіне енді; ол жасанды интеллектіні құқық субъектісі "
    "емес, адамдарға қызмет ететін құрал ретінде қарастырады, өңірлер үшін ұлттық платформа құрылды.",
    "zh": "哈萨克斯坦《人工智能法》于2026年1月18日生效，该法把人工智能视为服务于人的工具，而不是权利主体；"
    "高风险系统仍由国家监督（见“主要规定”），IT服务出口额超过15亿美元，AI专业人才约2万人。",
}
STYLE = TextStyle("Calibri", "Microsoft YaHei", 20)
CASES = list(itertools.product(TEXTS, (12.0, 16.0, 20.0), (150.0, 230.0, 330.0, 460.0)))


def deck() -> bytes:
    """One box a slide, holding one text at one size and width, without insets and without autofit."""
    from pptx import Presentation
    from pptx.enum.text import MSO_AUTO_SIZE
    from pptx.util import Pt

    presentation = Presentation()
    for language, size, width in CASES:
        slide = presentation.slides.add_slide(presentation.slide_layouts[6])
        box = slide.shapes.add_textbox(Pt(20), Pt(20), Pt(width), Pt(480))
        frame = box.text_frame
        frame.word_wrap, frame.auto_size = True, MSO_AUTO_SIZE.NONE
        frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0
        run = frame.paragraphs[0].add_run()
        run.text, run.font.size, run.font.name = TEXTS[language], Pt(size), STYLE.font
        properties = run._r.get_or_add_rPr()
        properties.set("lang", {"en": "en-GB", "ru": "ru-RU", "kk": "kk-KZ", "zh": "zh-CN"}[language])
        east_asian = properties.makeelement("{http://schemas.openxmlformats.org/drawingml/2006/main}ea", {})
        east_asian.set("typeface", STYLE.east_asian)
        properties.append(east_asian)
    stream = io.BytesIO()
    presentation.save(stream)
    return stream.getvalue()


@pytest.mark.office
@pytest.mark.skipif(OFFICE is None, reason="LibreOffice is not installed")
def test_measured_lines_are_never_fewer_than_rendered_ones(tmp_path: Path) -> None:
    seen = look_at(deck(), tmp_path)
    assert len(seen) == len(CASES)
    faces = Faces.load()
    differences = []
    too_high = 0
    for (language, size, width), found in zip(CASES, seen, strict=True):
        assert not found.missing
        setting = set_paras([Para("body", (Run(TEXTS[language]),))], [STYLE], size, width, faces, language)
        if len(setting.lines) < len(found.lines) or setting.height < found.bottom - 20:
            differences.append((language, size, width, len(setting.lines), found.lines))
        too_high += len(setting.lines) > len(found.lines)
        assert len(setting.lines) <= len(found.lines) + 1
    assert not differences
    assert too_high <= len(CASES) / 6
