"""Lays out the docx template of the term report anew.

    PYTHONPATH=src:. python -m tests.upkeep.term_report_template

writes it. An office may restyle its own copy in Word or WPS as long as the placeholders stay.
"""

from docx import Document
from docx.document import Document as DocumentFile
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.table import Table
from docx.text.paragraph import Paragraph

from tests.house.tree import PACKAGE

TEMPLATE = PACKAGE / "publication" / "papers" / "term_report.docx"
TITLE_FACE, TEXT_FACE, TABLE_FACE, LATIN = "方正小标宋简体", "仿宋", "宋体", "Times New Roman"
WIDTHS = (Mm(60), Mm(100))
"""Of a table's two columns: a thing, and what is said of it."""
FIRST_OF_TWO = 3
"""The row that is repeated for all but the last."""


def _said(paragraph: Paragraph, words: str, size: float, face: str = TEXT_FACE, *, bold: bool = False) -> Paragraph:
    run = paragraph.add_run(words)
    run.font.size, run.font.name, run.bold = Pt(size), LATIN, bold
    fonts = run._element.get_or_add_rPr().get_or_add_rFonts()
    for which in ("w:eastAsia", "w:cs"):
        fonts.set(qn(which), face)
    paragraph.paragraph_format.space_after = Pt(3)
    return paragraph


def _field(paragraph: Paragraph, code: str) -> None:
    """A number that the word processor finds, in a run of its own: else it takes the size of the paragraph."""
    _said(paragraph, "1", 8, TABLE_FACE)
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), code)
    field.append(paragraph.runs[-1]._element)
    paragraph._p.append(field)


def _headed(document: DocumentFile, words: str) -> None:
    """A heading that never stands alone at the foot of a page."""
    paragraph = _said(document.add_paragraph(), words, 12, TEXT_FACE, bold=True)
    paragraph.paragraph_format.space_before = Pt(9)
    paragraph.paragraph_format.keep_with_next = True


def _repeated(table: Table, columns: tuple[str, ...], loop: str) -> None:
    """A row for each thing, none of them torn, all but the last kept with the next one: the tags stand in rows of their
    own, which the setter takes away.
    """
    for words in (f"{{%tr for {loop} %}}", "{%tr if not loop.last %}", columns, "{%tr else %}", columns,
                  "{%tr endif %}", "{%tr endfor %}"):  # fmt: skip
        row = table.add_row()  # type: ignore[no-untyped-call]  # the library gives none
        told = (words, *[""] * (len(columns) - 1)) if isinstance(words, str) else words
        for cell, each, share in zip(row.cells, told, WIDTHS, strict=True):
            cell.width = share
            form = _said(cell.paragraphs[0], each, 10.5, TABLE_FACE).paragraph_format
            form.space_before = form.space_after = Pt(1)
            form.keep_with_next = words is columns and len(table.rows) == FIRST_OF_TWO
        row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))


def _table(document: DocumentFile) -> Table:
    table: Table = document.add_table(rows=0, cols=2, style="Table Grid")
    table.autofit = False
    for column, wide in zip(table.columns, WIDTHS, strict=True):
        column.width = wide
    return table


def _of_an_office(document: DocumentFile) -> None:
    """Chinese for whoever has to choose a face of his own; nothing of the library's own sample document."""
    [language] = document.styles.element.iter(qn("w:lang"))
    language.set(qn("w:eastAsia"), "zh-CN")
    [zoom] = document.settings.element.iter(qn("w:zoom"))
    zoom.set(qn("w:percent"), "100")
    kept = document.core_properties
    kept.author = kept.title = kept.comments = ""
    package = document.part.package
    assert package is not None
    for name, leads in list(package.rels.items()):
        if leads.reltype.endswith("/thumbnail"):
            del package.rels[name]


def build() -> None:
    document = Document()
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = Mm(25)
    head = section.header.paragraphs[0]
    _said(head, "{{ issuer }}  {{ title }}  {{ period }}", 8, TABLE_FACE)
    foot = section.footer.paragraphs[0]
    _said(foot, "{{ foot }}    ", 8, TABLE_FACE)
    _field(foot, "PAGE")
    _said(foot, " / ", 8, TABLE_FACE)
    _field(foot, "NUMPAGES")
    for words, size, face in (
        ("{{ issuer }}", 14, TEXT_FACE),
        ("{{ title }}", 22, TITLE_FACE),
        ("{{ period }}", 14, TEXT_FACE),
    ):
        _said(document.add_paragraph(), words, size, face).alignment = WD_ALIGN_PARAGRAPH.CENTER
    _said(
        document.add_paragraph(),
        "{{ words.name }}{{ words.colon }}{{ name }}　　{{ words.class }}{{ words.colon }}{{ class_name }}",
        12,
    )
    _said(document.add_paragraph(), "{%p for part in parts %}", 10.5)
    _headed(document, "{{ part.title }}　{{ part.note }}")
    _repeated(_table(document), ("{{ row.title }}", "{{ row.value }}"), "row in part.rows")
    _said(document.add_paragraph(), "{%p endfor %}", 10.5)
    _headed(document, "{{ words.works }}")
    _said(document.add_paragraph(), "{%p if not works %}", 10.5)
    _said(document.add_paragraph(), "{{ words.none }}", 12)
    _said(document.add_paragraph(), "{%p else %}", 10.5)
    _repeated(_table(document), ("{{ work.title }} {{ work.note }}", "{{ work.rows[0].value }}"), "work in works")
    _said(document.add_paragraph(), "{%p endif %}", 10.5)
    _headed(document, "{{ words.comment }}")
    _said(document.add_paragraph(), "{{ comment }}", 12)
    signed = "　　　　　　".join(
        f"{{{{ words.{who} }}}}{{{{ words.colon }}}}" for who in ("teacher", "guardian", "day")
    )
    below = _said(document.add_paragraph(), signed, 12).paragraph_format
    below.space_before, below.space_after, below.keep_with_next = Pt(24), Pt(12), True
    _said(document.add_paragraph(), "{{ words.ask }}", 9, TABLE_FACE)
    _of_an_office(document)
    document.save(str(TEMPLATE))


if __name__ == "__main__":
    build()
