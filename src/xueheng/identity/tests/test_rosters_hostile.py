"""What is wrong with a zip is said with file, line and column, and nothing of it is stored."""

import io
import stat
import zipfile
from collections.abc import Callable

import pytest

from xueheng.identity.model_organisations import Organisation
from xueheng.identity.model_people import Person
from xueheng.identity.model_rosters import RosterRow
from xueheng.identity.oneroster.csv_reading import csv_rows
from xueheng.identity.oneroster.manifest import manifest_text
from xueheng.identity.oneroster.refusals import RosterRefused
from xueheng.identity.oneroster.roster_reading import read_roster
from xueheng.identity.oneroster.told import rejected_rows
from xueheng.identity.tests.authority import DAY, Authority
from xueheng.identity.tests.roster_zips import FILES, brought, changed, counts, said, told, zipped
from xueheng.identity.viewer import programme_viewer

ORGS = FILES["orgs"]


def packed(change: Callable[[zipfile.ZipFile], None]) -> bytes:
    """A zip with a manifest and whatever a test puts beside it."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("manifest.csv", manifest_text({"orgs": "bulk"}, "", ""))
        made.writestr("orgs.csv", ORGS)
        change(made)
    return out.getvalue()


def linked(made: zipfile.ZipFile) -> None:
    entry = zipfile.ZipInfo("users.csv")
    entry.external_attr = (stat.S_IFLNK | 0o777) << 16
    made.writestr(entry, "/etc/passwd")


def twice(made: zipfile.ZipFile) -> None:
    with pytest.warns(UserWarning, match="Duplicate name"):
        made.writestr("orgs.csv", ORGS)


ZIPS: dict[str, tuple[bytes, str]] = {
    "no zip": (b"PK\x03\x04 nonsense", "not a zip that can be opened"),
    "a bomb": (packed(lambda made: made.writestr("users.csv", b"0" * 30_000_000)), "as a zip bomb does"),
    "a path out": (packed(lambda made: made.writestr("../users.csv", "")), "does not lie at the top"),
    "a folder": (packed(lambda made: made.writestr("roster/users.csv", "")), "does not lie at the top"),
    "a link": (packed(linked), "the zip holds a link, users.csv"),
    "a file of another case": (packed(lambda made: made.writestr("Users.csv", "")), "should be written users.csv"),
    "another file": (packed(lambda made: made.writestr("notes.txt", "")), "notes.txt is no file of OneRoster 1.2"),
    "a file that the manifest calls absent": (
        packed(lambda made: made.writestr("users.csv", "")),
        "file.users: says absent",
    ),
    "no manifest": (zipped({}, manifest=b"x").replace(b"manifest.csv", b"manifesx.csv"), "manifesx.csv is no file"),
}
HEADINGS: dict[str, tuple[str, str]] = {
    "a heading slipped": (
        ORGS.replace("parentSourcedId", "parentSourceId", 1),
        'column 7 is not the binding\'s. Did you mean "parentSourcedId"?',
    ),
    "a heading twice": (ORGS.replace(",identifier,", ",name,", 1), 'orgs.csv line 1: the heading "name" stands twice'),
    "a needed heading lacking": (ORGS.replace(",name,", ",metadata.n,", 1), "orgs.csv line 1: lacks the heading name"),
    "a quote left open": (ORGS + '"open,,,x,school,,\n', "orgs.csv line 5: quotes or commas"),
    "a line break in a cell": (ORGS + 'n,,,"two\nlines",school,,,\n', "orgs.csv line 5: a line break inside a cell"),
    "NUL": (ORGS + "n,,,a\0b,school,,,\n", "orgs.csv line 5: holds a NUL character"),
}
ROWS: dict[str, tuple[dict[str, str], list[str]]] = {
    "a value outside its list": (
        changed("orgs", ",school,RV-01", ",schol,RV-01"),
        ['orgs:2 type "schol" is none of department, school, district, local, state, national. Did you mean "school"?'],
    ),
    "a needed cell empty": (
        changed("users", "u-9,,,true,parent", "u-9,,,,parent"),
        ["users:6 enabledUser must not be empty"],
    ),
    "an id twice": (changed("users", "u-2,,,true", "u-1,,,true"), ["users:3 sourcedId line 2 has this id already"]),
    "a day that is none": (
        changed("enrollments", "2025-10-08", "2025-02-30"),
        ["enrollments:3 beginDate a day is written 2025-09-01"],
    ),
    "a reference to nobody": (
        changed("enrollments", "K4A,S1,u-3", "K4A,S1,u-33"),
        ["enrollments:4 userSourcedId users.csv has no sound row u-33"],
    ),
    "an id with strange signs": (
        changed("categories", "cat-1", "cat 1;"),
        ["categories:2 sourcedId an id takes letters, digits and . - _ / @ alone, at most 255 of them"],
    ),
    "a cell too many": (changed("categories", ",40", ",40,9"), ["categories:2 6 cells under 5 headings"]),
    "deleting in bulk": (
        changed("categories", "cat-1,,", "cat-1,tobedeleted,"),
        ["categories:2 status a bulk file deletes nothing"],
    ),
}  # fmt: skip


@pytest.mark.parametrize("what", ZIPS)
def test_a_zip_that_is_none_is_refused_before_it_is_read(what: str) -> None:
    content, sentence = ZIPS[what]
    with pytest.raises(RosterRefused) as caught:
        read_roster(content)
    assert sentence in caught.value.text.en


def test_the_same_name_twice_is_refused() -> None:
    with pytest.raises(RosterRefused, match=r"orgs\.csv"):
        read_roster(packed(twice))


@pytest.mark.parametrize("what", HEADINGS)
def test_a_file_that_cannot_be_read_names_its_line(what: str) -> None:
    text, sentence = HEADINGS[what]
    with pytest.raises(RosterRefused) as caught:
        read_roster(zipped({"orgs": text.encode()}))
    assert sentence in caught.value.text.en


@pytest.mark.parametrize(("encoding", "sentence"), [("gbk", "perhaps in GBK"), ("utf-16", "encoded in UTF-16")])
def test_another_encoding_is_named(encoding: str, sentence: str) -> None:
    with pytest.raises(RosterRefused) as caught:
        read_roster(zipped({"orgs": "sourcedId,status,dateLastModified,name,type\nn,,,示例,school\n".encode(encoding)}))
    assert sentence in caught.value.text.en


def test_another_version_is_refused() -> None:
    with pytest.raises(RosterRefused, match=r"1\.2"):
        read_roster(zipped({}, manifest=b"propertyName,value\nmanifest.version,1.0\noneroster.version,1.1\n"))


def test_a_million_rows_are_refused_while_they_are_read() -> None:
    rows = csv_rows("users.csv", b"a,b\n" * 600_000)
    with pytest.raises(RosterRefused, match="500,000"):
        for _ in rows:
            pass


@pytest.mark.django_db
@pytest.mark.parametrize("what", ROWS)
def test_a_faulty_row_is_named_with_its_line_and_column(what: str, place: Authority) -> None:
    files, sentences = ROWS[what]
    before = (
        Person.objects.for_the_programme("a test").count(),
        Organisation.objects.for_the_programme("a test").count(),
    )
    batch = brought(programme_viewer(DAY), zipped(files))
    found = said(told(batch, "rejected"))
    assert set(sentences) <= set(found)
    received, new, same, altered, rejected = counts(batch)
    assert (received, rejected) == (new + same + altered + rejected, len(found))
    assert before == (
        Person.objects.for_the_programme("a test").count(),
        Organisation.objects.for_the_programme("a test").count(),
    )
    assert not RosterRow.objects.for_the_programme("a test").exists()


@pytest.mark.django_db
def test_what_hangs_on_a_rejected_row_is_rejected_too(place: Authority) -> None:
    batch = brought(programme_viewer(DAY), zipped(changed("users", "u-2,,,true", "u-2,,,maybe")))
    assert said(told(batch, "rejected")) == [
        "enrollments:3 userSourcedId users.csv has no sound row u-2",
        "roles:3 userSourcedId users.csv has no sound row u-2",
        "users:3 enabledUser should be true or false",
    ]


@pytest.mark.django_db
def test_rejected_rows_come_back_as_text_and_never_as_formulas(place: Authority) -> None:
    batch = brought(programme_viewer(DAY), zipped(changed("categories", "cat-1,,", "=1+1,,")))
    text = rejected_rows(told(batch, "rejected")).decode("utf-8-sig")
    assert "categories,2," in text
    assert all(not cell.startswith("=") for line in text.splitlines() for cell in line.split(","))
