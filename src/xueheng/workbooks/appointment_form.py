"""A cadre appointment form (.lrmx): one person as XML. Its elements are read as a sheet of one row below their names.

Only the worker process calls this. Entities and document types are refused; pictures and the tables inside the form
(the family, say) are named, so that they can be told as dropped, and their content is left in the file.
"""

from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from xueheng.workbooks.raw_cells import tagged
from xueheng.workbooks.sheet_xml import Refusal

LONGEST = 2_000
"""Characters of an element that are read; longer ones are pictures."""
LONGEST_NAME = 80


def form_columns(path: str, most_bytes: int, most_elements: int) -> list[list[str | None]]:
    """The form as columns of two cells, name and text. Raises Refusal."""
    content = Path(path).read_bytes()
    if len(content) > most_bytes:
        raise Refusal("text", limit=most_bytes // (1024 * 1024))
    try:
        root: Element = fromstring(content, forbid_dtd=True)
    except (ParseError, DefusedXmlException, ValueError, LookupError) as fault:
        raise Refusal("damaged", detail=type(fault).__name__) from fault
    elements: list[Any] = list(root.iter())
    if len(elements) > most_elements:
        raise Refusal("damaged", detail="elements")
    columns = [[tagged(_name(found)), _text(found)] for found in root]
    return columns or [[tagged(_name(root)), None]]


def _name(element: Element) -> str:
    """The element's own name, without a namespace."""
    return str(element.tag).rpartition("}")[2][:LONGEST_NAME]


def _text(element: Element) -> str | None:
    """What stands directly in it; nothing for tables and pictures."""
    said = (element.text or "").strip()
    return tagged(said) if not len(element) and len(said) <= LONGEST else None
