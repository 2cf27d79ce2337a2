"""A register's file received, checked and stored in one go: for commands, where nobody is there to confirm."""

from datetime import date

from xueheng.identity.actions.check_register import check_reading, own_import, silent
from xueheng.identity.actions.receive_register import receive_register
from xueheng.identity.actions.store_register import store_reading
from xueheng.identity.imports.going_through import read_again
from xueheng.identity.imports.outcomes import Progress
from xueheng.identity.imports.refusals import ImportRefused
from xueheng.identity.model_imports import RegisterImport
from xueheng.identity.viewer import Viewer
from xueheng.wording import Text


def bring_register(
    by: Viewer,
    layout: str,
    name: str,
    content: bytes,
    day: date,
    organisation: int | None = None,
    progress: Progress = silent,
) -> RegisterImport:
    """What `receive_register`, `check_register` and `store_register` do one after the other, the file read once.

    Raises what they raise, and ImportRefused where headings must be settled first.
    """
    number = receive_register(by, layout, name, content, day, organisation)
    batch = own_import(by, number, ("received",))
    reading = read_again(batch)
    if check_reading(by, batch, reading, progress) != "checked":
        unknown = "、".join(reading.of_role("unknown"))
        raise ImportRefused(
            Text(f"有不认识的列：{unknown}", f"some headings are not known: {unknown}"),
            Text("请在网页上导入，说明一次。", "Import it on the page, and say once what they are."),
        )
    return store_reading(by, batch, reading, progress)
