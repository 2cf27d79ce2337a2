"""What the home page shows to families: the next step of each child, consents to decide on, where their pages are."""

from collections.abc import Iterator

from django.urls import reverse

from xueheng.evaluation.public import first_step
from xueheng.identity.public import CONSENTS, GUARDIAN, PUPIL, Person, Viewer, consent_states, names_of
from xueheng.web.home_lines import Line, things
from xueheng.wording import Text

WARDS = "names of wards"
"""Where a viewer keeps the names of her children."""


def next_steps(viewer: Viewer) -> Iterator[Line]:
    """The next step of each child of the account, from her own records; about as long as a form takes."""
    if viewer.role not in (PUPIL, GUARDIAN):
        return
    names = _wards(viewer) or {viewer.person: ""}
    for pupil, name in names.items():
        step = first_step(viewer, pupil)
        if step is not None:
            whose = Text(f"{name}：" if name else "", f"{name}: " if name else "")
            words = Text(f"{whose.zh}{step.words.zh}", f"{whose.en}{step.words.en}")
            yield Line(words, step.address or reverse("growth_of", args=[pupil]), 1)


def consents_lacking(viewer: Viewer) -> Iterator[Line]:
    """The children for whom a guardian has consents to decide on."""
    names = _wards(viewer)
    for ward, states in consent_states(names, CONSENTS, viewer.day).items() if names else ():
        lacking = [kind for kind, state in states.items() if state == "missing"]
        if lacking:
            words = Text(
                f"{names[ward]}：{len(lacking)} 项同意书待您决定",
                f"{names[ward]}: {things(str(len(lacking)), 'consent')} to decide on",
            )
            yield Line(words, reverse("family", args=[ward]), 2)


def family_places(viewer: Viewer) -> Iterator[Line]:
    """Where the pages of the children are, and a pupil's own."""
    if viewer.role in (PUPIL, GUARDIAN):
        yield Line(Text("成长页", "Growth"), reverse("growth"))
    for ward, name in _wards(viewer).items():
        yield Line(Text(f"{name}的页面", f"{name}'s page"), reverse("person", args=[ward]))
    if viewer.is_self:
        yield Line(Text("我的页面", "My page"), reverse("person", args=[viewer.person]))


def _wards(viewer: Viewer) -> dict[int, str]:
    """The names of a guardian's children; opened once for all bands."""
    found: dict[int, str] | None = viewer.memo.get(WARDS)
    if found is None:
        rows = Person.objects.visible_to(viewer).filter(pk__in=viewer.wards) if viewer.wards else ()
        found = viewer.memo[WARDS] = names_of(list(rows))
    return found
