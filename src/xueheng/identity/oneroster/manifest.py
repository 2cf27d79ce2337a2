"""manifest.csv: which files a zip holds, and whether each is whole (bulk) or the changes alone (delta)."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from xueheng.identity.oneroster.binding import ABSENT, binding
from xueheng.identity.oneroster.csv_reading import csv_rows, csv_text
from xueheng.identity.oneroster.refusals import file_refused
from xueheng.identity.oneroster.zip_reading import MANIFEST
from xueheng.language.public import did_you_mean

HEADINGS = ("propertyName", "value")
OF_MANIFEST, OF_ONEROSTER = "manifest.version", "oneroster.version"
FILE = "file."
LONGEST_NAME = 120


@dataclass(frozen=True, slots=True)
class Manifest:
    """The mode of every file, absent ones too, and what the sending program calls itself."""

    modes: Mapping[str, str]
    system_name: str = ""
    system_code: str = ""
    properties: Mapping[str, str] = field(default_factory=dict)


def read_manifest(content: bytes) -> Manifest:
    """The manifest. Raises RosterRefused naming the line."""
    rows = list(csv_rows(MANIFEST, content))
    if not rows or tuple(rows[0][1]) != HEADINGS:
        raise file_refused(MANIFEST, "第一行应为 propertyName,value", "its first line should be propertyName,value", 1)
    found: dict[str, str] = {}
    allowed = _properties()
    for line, cells in rows[1:]:
        if len(cells) != len(HEADINGS):
            raise file_refused(MANIFEST, "这一行应为两格", "this line should hold two cells", line)
        name, value = cells
        if name == HEADINGS[0] and value == HEADINGS[1]:
            continue
        if name in found:
            raise file_refused(MANIFEST, "这一项写了两次", "this property stands twice", line, name[:60])
        if name not in allowed:
            hint = did_you_mean(name, allowed)
            raise file_refused(
                MANIFEST, f"不认识这一项{hint.zh}", f"a property that is not known{hint.en}", line, name[:60]
            )
        if name.startswith(FILE) and value not in binding().modes:
            modes = " / ".join(binding().modes)
            raise file_refused(MANIFEST, f"应为 {modes}", f"should be one of {modes}", line, name)
        found[name] = value
    return _manifest(found)


def _properties() -> list[str]:
    files = [f"{FILE}{name}" for name in binding().files]
    return [OF_MANIFEST, OF_ONEROSTER, *files, *binding().source]


def _manifest(found: Mapping[str, str]) -> Manifest:
    if found.get(OF_MANIFEST) != binding().manifest_version:
        raise file_refused(
            MANIFEST, f"应为 {binding().manifest_version}", f"should be {binding().manifest_version}", 0, OF_MANIFEST
        )
    if found.get(OF_ONEROSTER) != binding().oneroster_version:
        raise file_refused(
            MANIFEST, "只读 OneRoster 1.2", "OneRoster 1.2 alone is read", 0,
            f"{OF_ONEROSTER} = {found.get(OF_ONEROSTER, '')[:20]}",
        )  # fmt: skip
    name, code = binding().source
    return Manifest(
        {file: found.get(f"{FILE}{file}", ABSENT) for file in binding().files},
        found.get(name, "").strip()[:LONGEST_NAME], found.get(code, "").strip()[:LONGEST_NAME], dict(found),
    )  # fmt: skip


def manifest_text(modes: Mapping[str, str], system_name: str, system_code: str) -> bytes:
    """manifest.csv: the versions, every file of the binding in its order, and who sends it."""
    name, code = binding().source
    rows: list[tuple[str, str]] = [
        HEADINGS, (OF_MANIFEST, binding().manifest_version), (OF_ONEROSTER, binding().oneroster_version),
    ]  # fmt: skip
    rows += [(f"{FILE}{file}", modes.get(file, ABSENT)) for file in binding().files]
    return csv_text([*rows, (name, system_name), (code, system_code)])
