"""Papers as docx, from a template that an office may restyle: names only the faces that office PCs have.

Values are filled in escaped and once: what looks like a placeholder in them stays text.
"""

from io import BytesIO
from pathlib import Path

from docxtpl import DocxTemplate  # type: ignore[import-untyped]  # it has no stubs

from xueheng.publication.papers.paper_words import Paper

TEMPLATE = Path(__file__).resolve().parent / "term_report.docx"


def docx_of(paper: Paper) -> bytes:
    """One pupil's report as a document."""
    document = DocxTemplate(str(TEMPLATE))
    document.render(paper.as_data(), autoescape=True)
    kept = BytesIO()
    document.save(kept)
    return kept.getvalue()
