"""What schools of the example region's first district report of themselves for balanced schooling: resources of each
section, the yearly report and the yes-or-no items. Some have not reported all; some fall short of something.

All of it is made up.
"""

from collections.abc import Callable, Mapping
from datetime import date
from random import Random

from examples.server_records import SchoolPeople
from xueheng.evidence.public import append_record, attest_record
from xueheng.identity.public import Viewer, attributes_on, library, viewer_for

AUTUMN, WINTER = date(2025, 11, 20), date(2025, 12, 15)
FEN = 100
AREA = 100
"""Areas are stored in hundredths of a square metre."""
PUPILS = (380, 520, 760, 240)
SHORT = 5
"""Every fifth section lacks sports area and equipment."""
NOT_DIGITAL = 4
"""Every fourth school says no to one item."""


def fill_school(
    people: SchoolPeople, school: int, sections: list[int], inspects: Viewer, at: int, *, whole: bool
) -> None:
    """The reports of one school, the `at`-th of its district: recorded by its office, verified by its head. `whole`:
    not its resources alone.
    """
    if not {"school_admin", "head"} <= people.holders.keys():
        return
    office, head = (viewer_for(*people.holders[role]) for role in ("school_admin", "head"))
    random = Random(f"school {at}")
    stages = attributes_on(sections, WINTER)
    total = 0
    for place, section in enumerate(sections):
        if stages.get(section, {}).get("stage") in ("primary", "junior"):
            pupils = PUPILS[(at + place) % len(PUPILS)]
            total += pupils
            fields = _resources(pupils, random, short=(at + place) % SHORT == SHORT - 1)
            attest_record(
                head, append_record(office, type="balance.resources", subject=section, day=AUTUMN, fields=fields)
            )
    if total and whole:
        fields = _report(total, random)
        attest_record(
            head, append_record(office, type="balance.school_report", subject=school, day=WINTER, fields=fields)
        )
        _items(office, inspects, school, at)


def _resources(pupils: int, random: Random, *, short: bool) -> Mapping[str, object]:
    def each(wanted: float) -> int:
        return round(pupils * wanted * random.uniform(1.02, 1.25))

    return {
        "pupils": pupils,
        "qualified_teachers": each(0.058),
        "backbone_teachers": each(0.012) + 1,
        "sport_art_teachers": each(0.0095) + 1,
        "teaching_area": each(6.1 * AREA),
        "indoor_sport_area": 0,
        "sport_area": each((5.0 if short else 10.4) * AREA),
        "equipment": each((1500 if short else 2700) * FEN),
        "media_rooms": each(0.026) + 1,
        "largest_class": random.choice((43, 44, 45, 45, 49)),
    }


def _report(pupils: int, random: Random) -> Mapping[str, object]:
    classes, teachers = -(-pupils // 44), -(-pupils // 16)
    return {
        "class_count": classes, "music_rooms": -(-classes // 12),
        "art_rooms": -(-classes // 12) - random.choice((0, 0, 0, 1)),
        "full_time_teachers": teachers, "trained_teachers": teachers, "certified_teachers": teachers,
        "due_teachers": teachers // 4, "rotated_teachers": teachers // 20 + 1, "rotated_backbones": 1,
        "training_funds": 62_000 * FEN, "public_funds": 1_000_000 * FEN,
    }  # fmt: skip


def _items(office: Viewer, inspects: Viewer, school: int, at: int) -> None:
    (codes,) = [
        field.type.codes for field in library().evidence["balance.school_item"].fields if field.name == "item_code"
    ]
    record: Callable[..., int] = append_record
    for place, code in enumerate(codes):
        met = not (at % NOT_DIGITAL == NOT_DIGITAL - 1 and place == 1)
        fields: dict[str, object] = {"item_code": code, "is_met": met}
        if met:
            fields["document_no"] = f"校证〔2025〕{place + 1}号"
        attest_record(inspects, record(office, type="balance.school_item", subject=school, day=WINTER, fields=fields))
