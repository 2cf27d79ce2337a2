"""Rows that other programs gave us go back as they came, with what was changed here written over."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from xueheng.identity.model_people import Enrolment, Person
from xueheng.identity.model_posts import Post
from xueheng.identity.model_rosters import RosterRow, RosterSource
from xueheng.identity.oneroster.binding import SOURCED_ID, binding
from xueheng.identity.oneroster.cell_checks import items
from xueheng.identity.oneroster.kept_rows import fact, opened_rows
from xueheng.identity.oneroster.outgoing import Outgoing, until
from xueheng.identity.oneroster.own_ids import own_id
from xueheng.identity.oneroster.people_acts import is_number
from xueheng.identity.oneroster.words import name_out, roster_words
from xueheng.identity.people import names_of

WHY = "rows of other programs go back to them"
BLOCK = 2_000
DEMOGRAPHICS = "demographics"
PASSWORD = "password"  # noqa: S105 — a heading
"""Never sent back but with all that is sensitive."""


@dataclass(slots=True)
class Opened:
    """A kept row with what it says, and what the thing was like here when it came."""

    row: RosterRow
    values: dict[str, str]
    fact: str
    whole: bool = True
    """Whether what it became, if it became anything, is in this roster."""


@dataclass(slots=True)
class Facts:
    """What our things of some rows are now."""

    people: Mapping[int, str] = field(default_factory=dict)
    spans: Mapping[int, tuple[int, date]] = field(default_factory=dict)
    """Enrolment → its class, its last day."""
    posts: Mapping[int, date] = field(default_factory=dict)


def add_kept(out: Outgoing, source: str | None) -> None:
    """Add the rows of the sources (or of one) that belong to the units of this roster."""
    sources = list(_sources(out, source))
    for one in sources:
        for file, headings in one.files.items():
            out.sent.add(file)
            known = out.headings.setdefault(file, [])
            known += [heading for heading in headings if heading not in known]
    rows = RosterRow.objects.for_the_programme(WHY).filter(source__in=sources).order_by("source", "place", "pk")
    files: dict[str, list[Opened]] = {name: [] for name in binding().files}
    for start in range(0, len(keys := list(rows.values_list("pk", flat=True))), BLOCK):
        some = list(
            RosterRow.objects.for_the_programme(WHY)
            .filter(pk__in=keys[start : start + BLOCK])
            .order_by("source", "place", "pk")
        )
        for row, opened in zip(some, opened_rows(some), strict=True):
            if opened is not None and row.file in files:
                files[row.file].append(Opened(row, *opened))
    _keep_apart(files)
    if not out.sensitive:
        files[DEMOGRAPHICS] = []
    for name, rows_of_file in files.items():
        files[name] = _current(out, rows_of_file)
    if out.of is not None or not out.by.is_programme:
        _within(files)
    for name, rows_of_file in files.items():
        for each in rows_of_file:
            _add(out, name, each)


def _keep_apart(files: Mapping[str, list[Opened]]) -> None:
    """Where two programs use one id, the later one's ids are all marked as its own, wherever they stand."""
    taken: dict[str, int] = {}
    clashing: set[int] = set()
    for name, opened in files.items():
        for each in opened:
            first = taken.setdefault(f"{name} {each.values[SOURCED_ID]}", each.row.source_id)
            if first != each.row.source_id:
                clashing.add(each.row.source_id)
    marks = {source: f"@{own_id('source', source)[:8]}" for source in clashing}
    for name, opened in files.items():
        columns = [SOURCED_ID, *(column.name for column in binding().files[name].columns if column.refers)]
        for each in opened:
            mark = marks.get(each.row.source_id)
            for column in columns if mark else ():
                if column in each.values:
                    each.values[column] = ",".join(f"{one}{mark}" for one in items(each.values[column]))


def _sources(out: Outgoing, source: str | None) -> Sequence[RosterSource]:
    rows = RosterSource.objects.for_the_programme(WHY).order_by("organisation", "code")
    if not out.by.is_programme:
        rows = rows.filter(organisation__in=list(out.units.kinds) or [0])
    return list(rows.filter(code=source) if source is not None else rows)


def _add(out: Outgoing, name: str, each: Opened) -> None:
    row, values = each.row, each.values
    if not out.sensitive:
        values = _without_numbers(values)
    gone = row.gone is not None or not each.whole
    if row.kind and row.thing is not None and not gone:
        out.kept[row.kind, row.thing] = values[SOURCED_ID]
        out.ids[row.kind, row.thing] = values[SOURCED_ID]
    about = (
        row.kind if row.kind in ("organisation", "person", "post") else "person",
        row.thing if row.kind != "enrolment" else row.subject,
    )
    out.add(name, values, max(row.modified, row.gone or 0, out.when(about)), gone=gone)
    if row.subject != row.source_id:
        out.people.add(row.subject)


def _without_numbers(values: dict[str, str]) -> dict[str, str]:
    """A row without identity numbers and passwords."""
    kept = {heading: value for heading, value in values.items() if heading != PASSWORD}
    for heading in ("identifier", "userMasterIdentifier"):
        if is_number(kept.get(heading, "")):
            del kept[heading]
    ids = items(kept.get("userIds", ""))
    if any(is_number(one.strip("{}").partition(":")[2]) for one in ids):
        kept["userIds"] = ",".join(one for one in ids if not is_number(one.strip("{}").partition(":")[2]))
    return kept


def _current(out: Outgoing, opened: list[Opened]) -> list[Opened]:
    """Rows as they are now; those of people whom the viewer may not see are left out."""
    facts = _facts(out, opened)
    found = []
    for each in opened:
        row = each.row
        if row.kind == "organisation" and row.thing is not None:
            each.whole = row.thing in out.units.kinds
            _unit_now(out, each) if each.whole else None
        elif row.kind == "person" and row.thing is not None:
            if row.thing not in facts.people:
                continue
            _person_now(each, facts.people[row.thing])
        elif row.kind == "enrolment" and row.thing is not None:
            _enrolment_now(out, each, facts)
        elif row.kind == "post" and row.thing is not None and row.thing in facts.posts:
            _end_now(each, facts.posts[row.thing])
        found.append(each)
    return found


def _facts(out: Outgoing, opened: Sequence[Opened]) -> Facts:
    numbers = {each.row.kind: [] for each in opened}  # type: dict[str, list[int]]
    for each in opened:
        if each.row.thing is not None:
            numbers[each.row.kind].append(each.row.thing)
    people: dict[int, str] = {}
    spans: dict[int, tuple[int, date]] = {}
    posts: dict[int, date] = {}
    for some in _blocks(numbers.get("person", [])):
        people |= names_of(
            list(Person.objects.visible_to(out.by, act="see").filter(pk__in=some))
            if not out.by.is_programme
            else list(Person.objects.for_the_programme(WHY).filter(pk__in=some))
        )
    for some in _blocks(numbers.get("enrolment", [])):
        rows = Enrolment.objects.for_the_programme(WHY).filter(pk__in=some)
        spans |= {pk: (unit, last) for pk, unit, last in rows.values_list("pk", "organisation", "to_day")}
    for some in _blocks(numbers.get("post", [])):
        held = Post.objects.for_the_programme(WHY).filter(pk__in=some)
        posts |= {
            pk: min(last, out.day) if ended else last
            for pk, last, ended in held.values_list("pk", "to_day", "ended_at")
        }
    return Facts({number: said for number, said in people.items() if said}, spans, posts)


def _blocks(numbers: Sequence[int]) -> list[Sequence[int]]:
    return [numbers[start : start + 500] for start in range(0, len(numbers), 500)]


def _unit_now(out: Outgoing, each: Opened) -> None:
    """Name and grade are written over where they were changed here since the row came."""
    number, values = int(each.row.thing or 0), each.values
    name = out.units.names.get(number, "")
    grade = str(out.units.attributes.get(number, {}).get("grade", "")) if each.row.file == "classes" else ""
    if each.fact == fact(name, grade):
        return
    if each.fact != fact(name, _was(each, 1)):
        values["name" if each.row.file == "orgs" else "title"] = name
    if _was(each, 1) != grade and grade in roster_words().grades_out:
        values["grades"] = roster_words().grades_out[grade]


def _was(each: Opened, at: int) -> str:
    """A part of what the thing was like when the row came."""
    parts: list[str] = json.loads(each.fact) if each.fact else []
    return parts[at] if at < len(parts) else ""


def _person_now(each: Opened, name: str) -> None:
    if each.fact != fact(name):
        each.values["givenName"], each.values["familyName"] = name_out(name)


def _enrolment_now(out: Outgoing, each: Opened, facts: Facts) -> None:
    span = facts.spans.get(int(each.row.thing or 0))
    each.whole = span is not None and span[0] in out.units.kinds
    if span is not None and each.fact != fact(*span):
        each.values["endDate"] = until(span[1])


def _end_now(each: Opened, last: date) -> None:
    """The end that it has here, where it is another than when the row came."""
    if each.fact != fact(last):
        each.values["endDate"] = until(last)


def _within(files: dict[str, list[Opened]]) -> None:
    """Leave out rows that belong to other units: those that became nothing here stay only with what they refer to, or
    what refers to them; a reference to a row that is left out is left empty where it may be.
    """
    here = {
        name: {each.values[SOURCED_ID] for each in opened if each.row.kind and each.whole}
        for name, opened in files.items()
    }
    loose = {name: [each for each in opened if not each.row.kind] for name, opened in files.items()}
    named = _named_by(files, here)
    grown = True
    while grown:
        grown = False
        for name, opened in loose.items():
            for each in opened:
                own = each.values[SOURCED_ID]
                if own not in here[name] and (own in named.get(name, ()) or _rests_on(each, name, here)):
                    here[name].add(own)
                    grown = True
        named = _named_by(files, here) if grown else named
    for name, opened in files.items():
        files[name] = [each for each in opened if each.values[SOURCED_ID] in here[name]]
        for each in files[name]:
            _cut(each, name, here)


def _rests_on(each: Opened, name: str, here: Mapping[str, set[str]]) -> bool:
    """Whether all that a row must refer to is here, and that is something."""
    needed = [
        column
        for column in binding().files[name].columns
        if column.refers and column.required and column.refers != "academicSessions"
    ]
    if name == DEMOGRAPHICS:
        return each.values[SOURCED_ID] in here["users"]
    return bool(needed) and all(
        one in here[column.refers]
        for column in needed
        for one in (items(each.values.get(column.name, "")) if column.several else [each.values.get(column.name, "")])
    )


def _named_by(files: Mapping[str, list[Opened]], here: Mapping[str, set[str]]) -> dict[str, set[str]]:
    """File → ids that rows which are here refer to, units aside."""
    found: dict[str, set[str]] = {}
    for name, opened in files.items():
        columns = [column for column in binding().files[name].columns if column.refers and column.refers != "orgs"]
        for each in opened:
            if each.values[SOURCED_ID] in here[name]:
                for column in columns:
                    found.setdefault(column.refers, set()).update(items(each.values.get(column.name, "")))
    return found


def _cut(each: Opened, name: str, here: Mapping[str, set[str]]) -> None:
    for column in binding().files[name].columns:
        if not column.refers or column.name not in each.values:
            continue
        left = [one for one in items(each.values[column.name]) if one in here[column.refers]]
        if len(left) < len(items(each.values[column.name])):
            each.values[column.name] = ",".join(left)
