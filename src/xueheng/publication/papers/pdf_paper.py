"""Papers as PDF, set by typst from a fixed template: data goes in as JSON and is never read as markup.

The face is shipped and embedded, and no other is asked for: what is printed looks alike on every machine.
"""

import json
from collections.abc import Sequence
from functools import cache
from pathlib import Path

import typst

from xueheng.publication.papers.paper_words import Paper

_HERE = Path(__file__).resolve().parent
TEMPLATE = _HERE / "term_report.typ"
FONTS = _HERE / "fonts"


@cache
def _fonts() -> typst.Fonts:
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(FONTS)])


def pdf_of(papers: Sequence[Paper]) -> bytes:
    """One PDF; every paper begins on a page of its own and counts its own pages."""
    data = json.dumps([paper.as_data() for paper in papers], ensure_ascii=False)
    made = typst.compile(
        str(TEMPLATE), root=str(_HERE), font_paths=_fonts(), ignore_system_fonts=True, format="pdf",
        sys_inputs={"papers": data},
    )  # fmt: skip
    if not isinstance(made, bytes):
        raise TypeError("typst gave no single document")
    return made
