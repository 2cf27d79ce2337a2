"""Who and what is known here and not in a file: named to those alone who may see them."""

from collections.abc import Sequence

from xueheng.identity.imports.going_through import ROW_LABEL
from xueheng.identity.imports.outcomes import Gone, Judged, told_bytes
from xueheng.identity.imports.registers import layout_named
from xueheng.identity.model_imports import ImportedRow, RegisterImport
from xueheng.identity.model_people import Person
from xueheng.identity.organisations import names_on
from xueheng.identity.people import names_of
from xueheng.identity.viewer import Viewer
from xueheng.trust.public import seal_many
from xueheng.wording import Text
from xueheng.workbooks.public import RegisterRow

MOST_TOLD = 2_000
GONE = Text("表里没有；未作改动", "not in the file; nothing was changed")
NO_SHEET = -1


def gone_rows(by: Viewer, batch: RegisterImport, gone: Sequence[Gone]) -> list[ImportedRow]:
    """The first of those gone, as rows of the import."""
    numbers = [each.number for each in gone[:MOST_TOLD]]
    if layout_named(batch.layout).register == "units":
        names = names_on(numbers, batch.day)
    else:
        seen: dict[int, str] = {}
        for start in range(0, len(numbers), 500):
            rows = Person.objects.visible_to(by).filter(pk__in=numbers[start : start + 500])
            seen |= names_of(list(rows))
        names = seen
    told = [
        Judged(RegisterRow("", at, {}), "gone", names.get(number, ""), (GONE,)) for at, number in enumerate(numbers)
    ]
    sealed = seal_many([(batch.number, ROW_LABEL, told_bytes(each)) for each in told])
    return [ImportedRow(batch=batch, sheet=NO_SHEET, row=at, outcome="gone", told=one) for at, one in enumerate(sealed)]
