"""Finding by a part of a name: units by what they are called, people inside one school, whose names are opened here."""

import unicodedata

from django.db.models import Q

from xueheng.identity.model_organisations import Organisation, OrganisationName
from xueheng.identity.model_people import Person
from xueheng.identity.people import PersonFound, classes_on, names_of
from xueheng.identity.periods import holds_on
from xueheng.identity.viewer import Viewer

MOST_OPENED = 3_000
"""Names opened for one search: a school's. Whoever sees more people finds them by their whole name."""
WHY = "names of units among those that the viewer sees"


def find_people_by_part(by: Viewer, part: str, most: int) -> tuple[PersonFound, ...]:
    """At most `most` of the people whom the viewer sees and whose name holds this part, by name; nobody where she sees
    more people than a school has.
    """
    wanted = _written(part)
    people = list(Person.objects.visible_to(by).filter(merged_into=None, erased=None)[: MOST_OPENED + 1])
    if not wanted or len(people) > MOST_OPENED:
        return ()
    names = {number: name for number, name in names_of(people).items() if wanted in name}
    chosen = sorted(names, key=lambda number: (names[number], number))[:most]
    classes = classes_on(chosen, by.day)
    return tuple(PersonFound(number, names[number], classes.get(number)) for number in chosen)


def find_units_by_part(by: Viewer, part: str, most: int) -> list[tuple[int, str]]:
    """At most `most` of the units that the viewer sees today and whose name holds this part: number and name."""
    wanted = _written(part)
    if not wanted:
        return []
    seen = Organisation.objects.visible_to(by)
    rows = OrganisationName.objects.for_the_programme(WHY).filter(
        holds_on(by.day), Q(name__icontains=wanted) | Q(short__icontains=wanted), organisation__in=seen.values("pk")
    )
    return list(rows.order_by("name", "organisation").values_list("organisation", "name")[:most])


def _written(part: str) -> str:
    """As names are kept: composed, without blanks at the ends."""
    return unicodedata.normalize("NFC", part).strip()
