"""The document as another word processor sets it: LibreOffice, where it is installed."""

import io
import shutil
import subprocess
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
from docx import Document
from docx.oxml.ns import qn
from pypdf import PdfReader

from xueheng.publication.papers.docx_paper import TEMPLATE, docx_of
from xueheng.publication.papers.paper_words import Paper, Part, Row
from xueheng.publication.tests.test_papers import LONG, PAPER, RARE

SOFFICE = shutil.which("soffice")
ROWS = {f"第{at}部分": tuple(Row(f"第{at}部分之{row}", "3天") for row in range(at % 7 + 1)) for at in range(30)}
"""Tables of one to seven rows, over some pages."""
FULL = replace(
    PAPER, name=RARE + LONG, works=PAPER.parts, parts=tuple(Part(title, "", rows) for title, rows in ROWS.items())
)
SECONDS = 180


def pages_of(paper: Paper, folder: Path) -> list[str]:
    """The words of each page that LibreOffice makes of it."""
    (folder / "paper.docx").write_bytes(docx_of(paper))
    own = f"-env:UserInstallation={(folder / 'office').as_uri()}"
    words = [
        str(SOFFICE),
        own,
        "--headless",
        "--convert-to",
        "pdf",
        "--outdir",
        str(folder),
        str(folder / "paper.docx"),
    ]
    subprocess.run(words, check=True, capture_output=True, timeout=SECONDS)
    pages = PdfReader(folder / "paper.pdf").pages
    assert {(round(float(page.mediabox.width)), round(float(page.mediabox.height))) for page in pages} == {(595, 842)}
    return ["".join(page.extract_text().split()) for page in pages]


@pytest.mark.skipif(SOFFICE is None, reason="no soffice here: LibreOffice is not installed")
def test_no_sign_is_lost_and_no_table_is_torn_nor_parted_from_its_heading(tmp_path: Path) -> None:
    pages = pages_of(FULL, tmp_path)
    together = "".join(pages).replace("\n", "")
    assert RARE + LONG in together
    for heading, rows in ROWS.items():
        whole = heading + "".join(row.title + row.value for row in rows)
        assert [page for page in pages if whole in page], heading
    assert len(pages) > 3
    assert [page[-3:] for page in pages] == [f"{at + 1}/{len(pages)}" for at in range(len(pages))]


def test_whoever_chooses_a_face_is_told_that_it_is_chinese() -> None:
    document = Document(str(TEMPLATE))
    assert [each.get(qn("w:eastAsia")) for each in document.styles.element.iter(qn("w:lang"))] == ["zh-CN"]


def test_the_document_brings_nothing_of_a_sample() -> None:
    made = docx_of(PAPER)
    assert not [name for name in zipfile.ZipFile(io.BytesIO(made)).namelist() if "thumbnail" in name]
    kept = Document(io.BytesIO(made)).core_properties
    assert (kept.author, kept.title, kept.comments) == ("", "", "")


def test_the_sign_after_a_word_follows_the_language() -> None:
    words = {**PAPER.words, "teacher": "Class teacher", "colon": ": "}
    document = Document(io.BytesIO(docx_of(replace(PAPER, words=words))))
    signed = next(each.text for each in document.paragraphs if "Class teacher" in each.text)
    assert signed.startswith("Class teacher: ")
    assert "：" not in signed
