"""What is brought to be recorded, and what became of each."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from xueheng.evidence.files.incoming import IncomingFile
from xueheng.evidence.refusals import EvidenceRejected, FieldFault
from xueheng.evidence.stored_values import Fields

MOST_AT_ONCE = 500
"""Facts of one transaction: more would keep a class sheet waiting."""
PROVENANCES = ("form", "sheet", "upload", "import", "api")


@dataclass(frozen=True, slots=True)
class Checked:
    """What an earlier check of a fact came to: its fields as they are stored, the unit where it belonged, by which
    meaning of its pack, and what makes it like others. Where unit and meaning still hold, its fields are not checked
    again.
    """

    fields: Fields
    unit: int | None
    meaning: str
    fingerprint: bytes
    once: bytes | None


@dataclass(frozen=True, slots=True)
class NewFact:
    """One fact to record. `fields` in stored units (see `stored_values`); `files` by file field; `client`: the sender's
    own id of it, at most 36 characters, so that sending twice stores once; `checked`: by the programme, by the same
    recorder.
    """

    type: str
    subject: int
    day: date
    fields: Mapping[str, object]
    client: str | None = None
    files: Mapping[str, Sequence[IncomingFile]] = field(default_factory=dict)
    checked: Checked | None = None


@dataclass(frozen=True, slots=True)
class Recorded:
    """A fact that is in the record now. `is_new` False: it was stored before, under the same client id or by an upload
    that said the same.

    `same_as`: the record of another source that says the same (this one is linked and not counted again). `differs`:
    another source says otherwise about what the type takes one fact for; somebody must settle it.
    """

    number: int
    is_new: bool = True
    same_as: int | None = None
    differs: bool = False


@dataclass(frozen=True, slots=True)
class Refused:
    """A fact that was not recorded, and everything that is wrong with it. `by_record`: the record in its way."""

    faults: tuple[FieldFault, ...]
    by_record: int | None = None

    def error(self) -> EvidenceRejected:
        """The refusal as an error."""
        return EvidenceRejected(self.faults)


Outcome = Recorded | Refused
