"""Papers: faces, rare signs, long names, hostile words; forty-five of them in time."""

import io
import time
from dataclasses import replace

import pytest
from docx import Document
from docx.oxml.ns import qn
from pypdf import PdfReader

from xueheng.publication.papers.docx_paper import TEMPLATE, docx_of
from xueheng.publication.papers.paper_words import Paper, Part, Row, clean, file_name
from xueheng.publication.papers.pdf_paper import pdf_of

HOSTILE = '{{7*7}} {% raw %} <script>alert(1)</script> #read("/etc/passwd") $x$ @a *b* \\n =SUM(1) </w:t>'
LONG = "阿卜杜热依木·买买提江·艾力肯木·吐尔逊"
RARE = "示例𬭎㛃"
HEADS = "name class works comment teacher guardian day none ask colon"
PAPER = Paper(
    issuer="示例小学", title="小学生素质发展报告书", period="2025—2026学年第一学期", name=RARE, class_name="三（1）班",
    parts=(Part("出勤", "", (Row("应到天数", "38 天"), Row("请假天数", "1 天"), Row("无故缺席天数", "0 天"))),),
    works=(), comment="你读了很多书。", foot="评价批次 7（abc） · 摘要 0123456789ab",
    words={word: word for word in HEADS.split()},
)  # fmt: skip


def text_of(pdf: bytes) -> str:
    return "".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages).replace(" ", "").replace("\n", "")


def faces_of(pdf: bytes) -> set[str]:
    return {
        str(font.get_object()["/BaseFont"])
        for page in PdfReader(io.BytesIO(pdf)).pages
        for font in page["/Resources"]["/Font"].values()  # type: ignore[index]  # a dictionary of PDF
    }


def test_the_shipped_face_is_embedded_and_no_other() -> None:
    faces = faces_of(pdf_of([PAPER]))
    assert faces
    assert all("NotoSerifCJKsc" in face for face in faces)


@pytest.mark.parametrize("name", [RARE, LONG, HOSTILE])
def test_a_name_is_printed_as_it_is(name: str) -> None:
    assert name.replace(" ", "") in text_of(pdf_of([replace(PAPER, name=name)]))
    document = Document(io.BytesIO(docx_of(replace(PAPER, name=name))))
    assert any(name in paragraph.text for paragraph in document.paragraphs)


def test_hostile_words_in_every_place_stay_text() -> None:
    part = Part(HOSTILE, HOSTILE, (Row(HOSTILE, HOSTILE),))
    paper = replace(
        PAPER, issuer=HOSTILE, title=HOSTILE, period=HOSTILE, class_name=HOSTILE, parts=(part,), works=(part,),
        comment=HOSTILE, foot=HOSTILE,
    )  # fmt: skip
    assert "49" not in text_of(pdf_of([paper]))
    document = Document(io.BytesIO(docx_of(paper)))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    assert HOSTILE in cells
    assert "root:" not in text_of(pdf_of([paper]))


def test_each_paper_counts_its_own_pages() -> None:
    long = replace(PAPER, name="长", comment="字" * 1000 + "\n" + "行\n" * 60)
    pages = PdfReader(io.BytesIO(pdf_of([PAPER, long, PAPER]))).pages
    feet = [page.extract_text().replace(" ", "").rstrip()[-3:] for page in pages]
    assert feet[0] == "1/1"
    assert feet[-1] == "1/1"
    assert feet[1] == f"1/{len(pages) - 2}"
    assert feet[-2] == f"{len(pages) - 2}/{len(pages) - 2}"


def test_the_page_is_a4_with_margins_of_25_mm() -> None:
    box = PdfReader(io.BytesIO(pdf_of([PAPER]))).pages[0].mediabox
    assert (round(float(box.width)), round(float(box.height))) == (595, 842)
    section = Document(str(TEMPLATE)).sections[0]
    sides = (section.left_margin, section.right_margin, section.top_margin, section.bottom_margin)
    assert {round(side.mm) for side in sides if side is not None} == {25}


def test_the_document_names_the_faces_of_the_office() -> None:
    document = Document(io.BytesIO(docx_of(PAPER)))
    named = {
        fonts.get(qn("w:eastAsia")) for fonts in document.element.iter(qn("w:rFonts")) if fonts.get(qn("w:eastAsia"))
    }
    assert {"方正小标宋简体", "仿宋", "宋体"} <= named


def test_control_signs_are_taken_out_before_they_break_a_document() -> None:
    assert clean("a\x07\x0bb\ud800c\u202ed") == "abcd"


def test_names_in_the_archive_are_harmless_and_differ() -> None:
    taken: set[str] = set()
    names = [file_name(replace(PAPER, name=name), 1, taken) for name in ("../../etc/passwd", "甲", "甲", '<>:"')]
    assert names == ["01_etcpasswd", "01_甲", "01_甲_", "01"]


def test_a_class_of_forty_five_is_set_in_time() -> None:
    papers = [replace(PAPER, name=f"示例{at}") for at in range(45)]
    begun = time.monotonic()
    pdf_of(papers)
    for paper in papers:
        docx_of(paper)
        pdf_of([paper])
    assert time.monotonic() - begun < 30
