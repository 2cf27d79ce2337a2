"""How much of an untrusted file is read before it is refused."""

from dataclasses import dataclass

MIB = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds on one workbook. Sizes in bytes, times in seconds.

    `file` on disk, `inflated` all parts of an xlsx together, `ratio` inflated to packed size of a
    part over 4 MiB; `rows` and `columns` of a sheet, `cells` of a whole file, `text` the worker's
    answer; `memory` address space and `processor` time of the worker, `wall` until it is stopped;
    `form` and `form_elements` of an appointment form.
    """

    file: int = 100 * MIB
    inflated: int = 1024 * MIB
    ratio: int = 300
    parts: int = 5_000
    rows: int = 1_048_576
    columns: int = 1_000
    cells: int = 12_000_000
    cell_characters: int = 32_767
    text: int = 512 * MIB
    memory: int = 1536 * MIB
    processor: int = 150
    wall: int = 180
    own_workbook_rows: int = 5_000
    form: int = 8 * MIB
    form_elements: int = 5_000
