"""Records planted in both authorities, with words in their private fields that few may ever read."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from io import BytesIO

from PIL import Image

from xueheng.evidence.model_records import Attachment
from xueheng.evidence.public import IncomingFile, append_record
from xueheng.identity.tests.authority import DAY, Authority
from xueheng.identity.viewer import Viewer, programme_viewer

OBSERVATION, REFLECTION, SERVICE = "student.observation", "student.reflection", "student.volunteering"
LATE = "moved_late"
"""What the new school noted about the pupil who moved: nothing for the former one."""
TEACHERS = {
    "ann": "class_teacher", "dan": "other_class_teacher", "eve": "closing_class_teacher", "hua": "nine_class_teacher",
}  # fmt: skip
"""Who observed whom."""
_BEFORE_THE_MOVE = date(2025, 12, 10)


@dataclass(frozen=True, slots=True)
class Planted:
    """The records of one authority. `records`, `attachments`, `services`: by the pupil's word; `secrets`: private
    text → word.
    """

    records: Mapping[str, int]
    attachments: Mapping[str, int]
    services: Mapping[str, int]
    secrets: Mapping[str, str]


def plant(place: Authority) -> Planted:
    """Each pupil observed by the class teacher, privately; a photo of each pupil's own work."""
    records: dict[str, int] = {}
    secrets = {f"{place.title}密语{word}": word for word in (*TEACHERS, "moved", LATE)}
    private = {word: text for text, word in secrets.items()}
    for word, teacher in TEACHERS.items():
        records[word] = _observed(place.viewer(teacher), place.people[word], DAY, private[word])
    moved = place.people["moved"]
    _observed(place.viewer("other_class_teacher", _BEFORE_THE_MOVE), moved, _BEFORE_THE_MOVE, private["moved"])
    records["moved"] = _observed(programme_viewer(DAY), moved, DAY, private[LATE])
    pupils = (*TEACHERS, "moved")
    works, services = {word: _work(place, word) for word in pupils}, {word: _service(place, word) for word in pupils}
    return Planted(records, works, services, secrets)


def _observed(by: Viewer, pupil: int, day: date, private: str) -> int:
    fields = {"habit": "conduct", "level": "steady", "seen_case": private}
    return append_record(by, type=OBSERVATION, subject=pupil, day=day, fields=fields)


def _service(place: Authority, word: str) -> int:
    """Two hours of service that the pupil recorded herself: somebody verifies it, and may draw it for a second look."""
    return append_record(
        place.pupil(word), type=SERVICE, subject=place.people[word], day=DAY, fields={"hours_served": 20}
    )


def _work(place: Authority, word: str) -> int:
    """A photo that the pupil added herself; its number."""
    drawn = BytesIO()
    Image.new("RGB", (8, 8), "white").save(drawn, "JPEG")
    photo = IncomingFile(f"{place.title}作品{word}.jpg", drawn.getvalue())
    record = append_record(
        place.pupil(word), type=REFLECTION, subject=place.people[word], day=DAY, fields={"on_aspect": "beauty"},
        files={"work_file": [photo]},
    )  # fmt: skip
    found = Attachment.objects.for_the_programme("planted for the matrix").filter(record=record)
    return int(found.values_list("pk", flat=True)[0])
