"""Lays out the docx template of the term report anew.

    PYTHONPATH=src:. python -m tests.upkeep.term_report_template

writes it. An office may restyle its own copy in Word or WPS as long as the placeholders stay.
"""

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.table import Table, _Cell
from docx.text.paragraph import Paragraph

from tests.house.tree import PACKAGE

TEMPLATE = PACKAGE / "publication" / "papers" / "term_report.docx"
TITLE_FACE, TEXT_FACE, TABLE_FACE, LATIN = "方正小标宋简体", "仿宋", "宋体", "Times New Roman"


def _said(paragraph: Paragraph, words: str, size: float, face: str = TEXT_FACE, *, bold: bool = False) -> Paragraph:
    run = paragraph.add_run(words)
    run.font.size, run.font.name, run.bold = Pt(size), LATIN, bold
    fonts = run._element.get_or_add_rPr().get_or_add_rFonts()
    for which in ("w:eastAsia", "w:cs"):
        fonts.set(qn(which), face)
    paragraph.paragraph_format.space_after = Pt(3)
    return paragraph


def _field(paragraph: Paragraph, code: str) -> None:
    for kind in ("begin", None, "end"):
        run = paragraph.add_run()
        run.font.size = Pt(9)
        if kind is None:
            text = OxmlElement("w:instrText")
            text.text = code
            run._element.append(text)
        else:
            mark = OxmlElement("w:fldChar")
            mark.set(qn("w:fldCharType"), kind)
            run._element.append(mark)


def _fill(cell: _Cell, words: str, size: float = 10.5, face: str = TABLE_FACE, *, bold: bool = False) -> None:
    _said(cell.paragraphs[0], words, size, face, bold=bold)


def _repeated(table: Table, columns: tuple[str, ...], loop: str) -> None:
    """A row for each thing: the tags stand in rows of their own, which the setter takes away."""
    for words in (f"{{%tr for {loop} %}}", columns, "{%tr endfor %}"):
        cells = table.add_row().cells  # type: ignore[no-untyped-call]  # the library gives none
        if isinstance(words, str):
            _fill(cells[0], words)
        else:
            for cell, each in zip(cells, words, strict=True):
                _fill(cell, each)


def _keep_whole(table: Table) -> None:
    for row in table.rows:
        mark = OxmlElement("w:cantSplit")
        row._tr.get_or_add_trPr().append(mark)


def build() -> None:
    document = Document()
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = Mm(25)
    head = section.header.paragraphs[0]
    _said(head, "{{ issuer }}  {{ title }}  {{ period }}", 9, TABLE_FACE)
    foot = section.footer.paragraphs[0]
    _said(foot, "{{ foot }}    ", 8, TABLE_FACE)
    _field(foot, "PAGE")
    _said(foot, " / ", 9, TABLE_FACE)
    _field(foot, "NUMPAGES")
    for words, size, face in (
        ("{{ issuer }}", 14, TEXT_FACE),
        ("{{ title }}", 22, TITLE_FACE),
        ("{{ period }}", 14, TEXT_FACE),
    ):
        _said(document.add_paragraph(), words, size, face).alignment = WD_ALIGN_PARAGRAPH.CENTER
    _said(document.add_paragraph(), "{{ words.name }}：{{ name }}　　{{ words.class }}：{{ class_name }}", 12)
    _said(document.add_paragraph(), "{%p for part in parts %}", 10.5)
    _said(document.add_paragraph(), "{{ part.title }}　{{ part.note }}", 12, TEXT_FACE, bold=True)
    table = document.add_table(rows=0, cols=2, style="Table Grid")
    _repeated(table, ("{{ row.title }}", "{{ row.value }}"), "row in part.rows")
    _keep_whole(table)
    _said(document.add_paragraph(), "{%p endfor %}", 10.5)
    _said(document.add_paragraph(), "{{ words.works }}", 12, TEXT_FACE, bold=True)
    _said(document.add_paragraph(), "{%p if not works %}", 10.5)
    _said(document.add_paragraph(), "{{ words.none }}", 12)
    _said(document.add_paragraph(), "{%p else %}", 10.5)
    table = document.add_table(rows=0, cols=2, style="Table Grid")
    _repeated(table, ("{{ work.title }} {{ work.note }}", "{{ work.rows[0].value }}"), "work in works")
    _said(document.add_paragraph(), "{%p endif %}", 10.5)
    _said(document.add_paragraph(), "{{ words.comment }}", 12, TEXT_FACE, bold=True)
    _said(document.add_paragraph(), "{{ comment }}", 12)
    _said(
        document.add_paragraph(),
        "{{ words.teacher }}：　　　　　　{{ words.guardian }}：　　　　　　{{ words.day }}：",
        12,
    )
    _said(document.add_paragraph(), "{{ words.ask }}", 9, TABLE_FACE)
    document.core_properties.author = document.core_properties.title = ""
    document.save(str(TEMPLATE))


if __name__ == "__main__":
    build()
