"""Our own units, people, enrolments and posts as rows, under ids made from their numbers."""

from collections.abc import Iterable, Sequence
from datetime import date

from xueheng.identity.holding import post_holds
from xueheng.identity.imports.refusals import ImportRefused
from xueheng.identity.model_accounts import Account
from xueheng.identity.model_people import Enrolment, Person
from xueheng.identity.model_posts import Post
from xueheng.identity.oneroster.outgoing import Outgoing, until
from xueheng.identity.oneroster.own_ids import own_id, own_ids
from xueheng.identity.oneroster.words import name_out, roster_words
from xueheng.identity.packs_in_force import library
from xueheng.identity.people import names_of
from xueheng.identity.periods import holds_on
from xueheng.wording import Text

WHY = "what goes out as a roster"
CLASS, SCHOOL, PERSON, ENROLMENT, POST, ORGANISATION = "class", "school", "person", "enrolment", "post", "organisation"
COMMON = "common"
"""The pack of units, whose calendar the classes follow."""


def add_units(out: Outgoing) -> None:
    """orgs, and for our own classes sessions, courses and classes."""
    words = roster_words()
    orgs = out.of_kinds(words.units_out)
    schools = {number: out.units.school_of(number) for number in out.of_kinds([CLASS])}
    classes = [number for number, school in schools.items() if school in out.units.kinds]
    _name(out, ORGANISATION, [*orgs, *classes])
    for number in orgs:
        if (ORGANISATION, number) not in out.kept:
            _add_org(out, number)
    own = [number for number in classes if (ORGANISATION, number) not in out.kept]
    if not own:
        return
    terms = _add_sessions(out)
    for school in sorted({schools[number] or 0 for number in own}):
        values = {
            "sourcedId": own_id(words.school_course["kind"], school),
            "title": words.school_course["title"],
            "orgSourcedId": out.ids[ORGANISATION, school],
        }
        out.add(words.school_course["file"], values, out.when((ORGANISATION, school)))
    for number in own:
        _add_class(out, number, schools[number] or 0, terms)


def _name(out: Outgoing, kind: str, numbers: Iterable[int]) -> None:
    """Give ids to those of our things that go out under none yet."""
    new = [number for number in numbers if (kind, number) not in out.ids]
    for number, written in own_ids(kind, new).items():
        out.ids[kind, int(number)] = written


def _add_org(out: Outgoing, number: int) -> None:
    above = out.units.parents.get(number)
    while above is not None and (ORGANISATION, above) not in out.ids:
        above = out.units.parents.get(above)
    values = {
        "sourcedId": out.ids[ORGANISATION, number], "name": out.units.names[number],
        "type": roster_words().units_out[out.units.kinds[number]], "identifier": out.units.codes[number],
        "parentSourcedId": out.ids[ORGANISATION, above] if above is not None and above in out.units.kinds else "",
    }  # fmt: skip
    out.add("orgs", values, out.when((ORGANISATION, number)))


def _add_sessions(out: Outgoing) -> list[str]:
    """The school year of the day and its terms; the terms' ids. Raises ImportRefused outside the calendar."""
    words = roster_words().sessions
    calendar = library().calendar_for(COMMON)
    years = calendar.windows[words["year"]]
    label, span = next(
        ((label, span) for label, span in years.spans.items() if span[0] <= out.day <= span[1]), ("", None)
    )
    if span is None:
        raise ImportRefused(
            Text(f"校历里没有 {out.day} 所在的学年", f"the calendar has no school year around {out.day}"),
            Text("请在业务包 common 的 calendar.yaml 里补上。", "Add it to calendar.yaml of the pack common."),
        )
    year = str(span[1].year)
    above = own_id("session", f"{years.name} {label}")
    _add_session(out, above, f"{years.title.zh} {label}", words["year_type"], span, "", year)
    terms = []
    for name in calendar.terms:
        window = calendar.windows[name]
        if label in window.spans:
            terms.append(own_id("session", f"{name} {label}"))
            _add_session(
                out, terms[-1], f"{label} {window.title.zh}", words["term_type"], window.spans[label], above, year
            )
    return terms or [above]


def _add_session(
    out: Outgoing, own: str, title: str, kind: str, span: tuple[date, date], above: str, year: str
) -> None:
    values = {
        "sourcedId": own, "title": title, "type": kind, "startDate": str(span[0]), "endDate": until(span[1]),
        "parentSourcedId": above, "schoolYear": year,
    }  # fmt: skip
    out.add("academicSessions", values)


def _add_class(out: Outgoing, number: int, school: int, terms: Sequence[str]) -> None:
    grade = str(out.units.attributes.get(number, {}).get("grade", ""))
    values = {
        "sourcedId": out.ids[ORGANISATION, number], "title": out.units.names[number],
        "grades": roster_words().grades_out.get(grade, ""),
        "courseSourcedId": own_id(roster_words().school_course["kind"], school),
        "classCode": out.units.codes[number], "classType": roster_words().homeroom,
        "schoolSourcedId": out.ids[ORGANISATION, school], "termSourcedIds": ",".join(terms),
    }  # fmt: skip
    out.add("classes", values, out.when((ORGANISATION, number)))


def add_people(out: Outgoing) -> None:
    """enrollments, users and roles of pupils and staff; demographics where they are asked for."""
    words = roster_words()
    classes = {number for number in out.of_kinds([CLASS]) if out.units.school_of(number) in out.units.kinds}
    enrolled = _enrolled(out, classes)
    posts = [post for post in _posts(out) if post.role in words.posts_out]
    people = _visible(out, {row.pupil_id for row in enrolled} | {post.person_id for post in posts})
    _name(out, PERSON, people)
    places: dict[int, dict[int, str]] = {}
    for row in enrolled:
        school = out.units.school_of(row.organisation_id)
        if row.pupil_id in people and school is not None:
            places.setdefault(row.pupil_id, {})[school] = words.pupil
            if (ENROLMENT, row.pk) not in out.kept:
                _add_enrolment(out, row, school)
    for post in posts:
        at = out.units.school_of(post.organisation_id) or post.organisation_id
        if post.person_id in people and at in out.units.kinds:
            places.setdefault(post.person_id, {}).setdefault(at, words.posts_out[post.role])
    _add_teachers(out, [post for post in posts if post.person_id in people and post.organisation_id in classes])
    grades = {row.pupil_id: _grade(out, row.organisation_id) for row in enrolled}
    _add_users(out, people, places, grades)
    _add_roles(out, places)


def _enrolled(out: Outgoing, classes: set[int]) -> list[Enrolment]:
    found: list[Enrolment] = []
    numbers = sorted(classes)
    for start in range(0, len(numbers), 500):
        rows = Enrolment.objects.for_the_programme(WHY).filter(organisation__in=numbers[start : start + 500])
        found += rows.filter(holds_on(out.day)).order_by("pk")
    return found


def _posts(out: Outgoing) -> list[Post]:
    found: list[Post] = []
    numbers = sorted(out.units.kinds)
    for start in range(0, len(numbers), 500):
        rows = Post.objects.for_the_programme(WHY).filter(
            post_holds(out.day), organisation__in=numbers[start : start + 500]
        )
        found += rows.filter(delegated_from=None).order_by("pk")
    return sorted(found, key=lambda post: (post.from_day, post.pk))


def _visible(out: Outgoing, numbers: set[int]) -> dict[int, str]:
    """The names of those whom the viewer may see; the erased have none and are left out."""
    found: dict[int, str] = {}
    wanted = sorted(numbers)
    for start in range(0, len(wanted), 500):
        rows = Person.objects.for_the_programme(WHY) if out.by.is_programme else Person.objects.visible_to(out.by)
        found |= names_of(list(rows.filter(pk__in=wanted[start : start + 500], merged_into=None)))
    return {number: name for number, name in found.items() if name}


def _grade(out: Outgoing, unit: int) -> str:
    return roster_words().grades_out.get(str(out.units.attributes.get(unit, {}).get("grade", "")), "")


def _add_enrolment(out: Outgoing, row: Enrolment, school: int) -> None:
    values = {
        "sourcedId": own_id(ENROLMENT, row.pk), "classSourcedId": out.ids[ORGANISATION, row.organisation_id],
        "schoolSourcedId": out.ids[ORGANISATION, school], "userSourcedId": out.ids[PERSON, row.pupil_id],
        "role": roster_words().pupil, "beginDate": str(row.from_day), "endDate": until(row.to_day),
    }  # fmt: skip
    out.add("enrollments", values, out.when((PERSON, row.pupil_id)))


def _add_teachers(out: Outgoing, posts: Sequence[Post]) -> None:
    """Posts at classes; of several main ones in a class the longest held is the primary teacher."""
    words, led = roster_words(), set()
    for post in posts:
        main = post.role == words.main_post and post.organisation_id not in led
        if main:
            led.add(post.organisation_id)
        school = out.units.school_of(post.organisation_id)
        if (POST, post.number) in out.kept or school is None:
            continue
        values = {
            "sourcedId": own_id(POST, post.number), "classSourcedId": out.ids[ORGANISATION, post.organisation_id],
            "schoolSourcedId": out.ids[ORGANISATION, school], "userSourcedId": out.ids[PERSON, post.person_id],
            "role": words.teaching_role, "primary": "true" if main else "false", "beginDate": str(post.from_day),
            "endDate": until(post.to_day),
        }  # fmt: skip
        out.add("enrollments", values, out.when((POST, post.number), (PERSON, post.person_id)))


def _add_users(
    out: Outgoing, people: dict[int, str], places: dict[int, dict[int, str]], grades: dict[int, str]
) -> None:
    own = [number for number in people if (PERSON, number) not in out.kept and number in places]
    logins: dict[int, str] = {}
    for start in range(0, len(own), 500):
        rows = Account.objects.filter(person__in=own[start : start + 500])
        logins |= dict(rows.values_list("person_id", "login"))
    for number in own:
        given, family = name_out(people[number])
        first = next(iter(places[number]))
        values = {
            "sourcedId": out.ids[PERSON, number], "enabledUser": "true",
            "username": logins.get(number, out.ids[PERSON, number]), "givenName": given, "familyName": family,
            "grades": grades.get(number, ""), "primaryOrgSourcedId": out.ids[ORGANISATION, first],
        }  # fmt: skip
        out.add("users", values, out.when((PERSON, number)))
        out.people.add(number)


def _add_roles(out: Outgoing, places: dict[int, dict[int, str]]) -> None:
    """One primary role for each person and unit, where the source of the person has none there."""
    said = {(row.values.get("userSourcedId", ""), row.values.get("orgSourcedId", "")) for row in out.rows["roles"]}
    for number, units in places.items():
        for unit, role in units.items():
            who, where = out.ids[PERSON, number], out.ids[ORGANISATION, unit]
            if (who, where) not in said:
                values = {
                    "sourcedId": own_id("role", f"{number} {unit}"), "userSourcedId": who, "roleType": "primary",
                    "role": role, "orgSourcedId": where,
                }  # fmt: skip
                out.add("roles", values, out.when((PERSON, number)))
