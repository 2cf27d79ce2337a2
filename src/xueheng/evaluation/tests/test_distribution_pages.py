"""The pages of distributions, requirements and burden: who sees which groups, and what each number says."""

import re
from pathlib import Path
from types import SimpleNamespace

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from xueheng.evaluation.core.public import write_parquet
from xueheng.evaluation.distributions.counting import COUNTS, SCHEMA
from xueheng.evaluation.kept_results import base_folder
from xueheng.evaluation.public import Run, run_standard
from xueheng.evaluation.tests.test_run_pages import signed_in, unit_words, words
from xueheng.evaluation.tests.test_runs import BY, STANDARD, TESTED, YEAR, measured_and_verified
from xueheng.evidence.public import append_record, attest_record
from xueheng.identity.models import ReadingPurpose
from xueheng.identity.tests.authority import Authority
from xueheng.trust.models import About, Entry
from xueheng.trust.public import now

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, settings: SimpleNamespace) -> None:
    for place in ("evidence.snapshots.place", "evaluation.places", "evaluation.definitions_kept"):
        monkeypatch.setattr(f"xueheng.{place}.data_folder", lambda: tmp_path)
    monkeypatch.setattr("xueheng.evaluation.burdens.counting.data_folder", lambda: tmp_path)


@pytest.fixture
def run(place: Authority) -> Run:
    """A run whose counts are as if the district had three schools: 100 of 200, 30 of 100, and 6 of 6 are good."""
    measured_and_verified(place)
    made = run_standard(BY, STANDARD, YEAR)
    district, units = place.units["district"], place.units
    rows = [
        ("district", district, "", 0, "total", "good", 136, False),
        ("district", district, "", 0, "total", "pass", 170, False),
    ]
    schools = (("first", 100, 100, True), ("nine", 30, 70, False), ("closing", 6, 0, True))
    for word, good, passed, hidden in schools:
        rows.append(("school", units[word], "", district, "total", "good", good, hidden))
        rows.append(("school", units[word], "", district, "total", "pass", passed, hidden))
    for why, of_all, of_nine in (("-nothing", 9, 5), ("-partly", 2, 1), ("-not_applying", 4, 3)):
        rows.append(("district", district, "", 0, "total", why, of_all, False))
        rows.append(("school", units["nine"], "", district, "total", why, of_nine, False))
        rows.append(("school", units["first"], "", district, "total", why, of_all - of_nine, True))
    rows += [("class", units["c3"], "13", units["first"], "total", "good", 40, False)]
    cells = [pa.array(cells, field.type) for cells, field in zip(zip(*rows, strict=True), SCHEMA, strict=True)]
    write_parquet(pa.Table.from_arrays(cells, schema=SCHEMA), base_folder(int(made.number)) / COUNTS)
    return made


def test_a_district_sees_its_schools_with_intervals_and_hides_the_small_one_and_its_neighbour(
    place: Authority, run: Run
) -> None:
    """136 of 306 are good: 44.4 %, by Wilson 39.0 to 50.0. Of the hundred 30 %, 21.9 to 39.6, below the rest."""
    shown = words(signed_in(place, "pe_officer").get(reverse("run_distributions", args=[run.number])))
    assert "良好 44.4%（136 人，很可能在 39.0%～50.0% 之间）" in shown
    assert "30.0% (30) 21.9～39.6 · 低于其余" in shown
    assert shown.count("○ 已隐去") == 2
    assert "50.0% (100)" not in shown


def test_a_district_sees_who_was_not_tested_apart_from_whom_it_does_not_concern(place: Authority, run: Run) -> None:
    """Of the school that is told 100 have a level, 5 no record, 1 a part, 3 are exempt; the hidden one's 4, 1, 1 are
    told by nothing but the sum with the small school's.
    """
    officer, address = signed_in(place, "pe_officer"), reverse("run_distributions", args=[run.number])
    shown = words(officer.get(address))
    assert "不计在内：9 人没有记录，2 人数据不全，4 人不适用；2 组不足 10 人" in shown
    nine, whole = "没有记录 5 数据不全 1 不适用 3", "没有记录 9 数据不全 2 不适用 4"
    assert re.search(rf"30\.0% \(30\).* {nine} 合计 306 .* {whole} ", shown)
    assert "没有记录 4" not in shown


def test_a_run_of_before_says_that_data_is_lacking_and_no_more(place: Authority, run: Run) -> None:
    path = base_folder(run.number) / COUNTS
    told = pq.read_table(path).replace_schema_metadata(None).to_pylist()
    rows = [{**row, "what": "-missing" if row["what"] == "-nothing" else row["what"]} for row in told
            if row["what"] not in ("-partly", "-not_applying")]  # fmt: skip
    write_parquet(pa.Table.from_pylist(rows, schema=SCHEMA.remove_metadata()), path)
    shown = words(signed_in(place, "pe_officer").get(reverse("run_distributions", args=[run.number])))
    assert "不计在内：9 人缺数据；" in shown
    assert "不适用" not in shown


def test_a_class_teacher_sees_which_of_her_pupils_were_not_tested(place: Authority) -> None:
    """Of her three girls one was tested in all items, one in a single one, one not at all."""
    measured_and_verified(place)
    ben, teacher_of_sports = place.people["ben"], place.viewer("pe_teacher")
    fields = {"run_50m": 109}
    made = append_record(teacher_of_sports, type="fitness.fitness_test", subject=ben, day=TESTED, fields=fields)
    attest_record(place.viewer("school_admin"), made)
    run = run_standard(BY, STANDARD, YEAR)
    teacher = signed_in(place, "class_teacher")
    address = reverse("run_distributions", args=[run.number])
    shown = words(teacher.get(f"{address}?unit={place.units['c3']}&pupils=total"))
    assert "有等级的 1 人" in shown
    assert "不计在内：1 人没有记录，1 人数据不全，0 人不适用。" in shown
    names = [place.names[place.people[word]] for word in ("ann", "cai", "ben")]
    assert "良好 1 人 {} 没有等级：没有记录 1 人 {} 没有等级：数据不全 1 人 {}".format(*names) in shown


def test_a_class_teacher_sees_her_own_class_alone(place: Authority, run: Run) -> None:
    teacher = signed_in(place, "class_teacher")
    shown = words(teacher.get(reverse("run_distributions", args=[run.number])))
    assert "有等级的 40 人" in shown
    above = reverse("run_distributions", args=[run.number]) + f"?unit={place.units['first']}"
    assert teacher.get(above).status_code == 404


def test_another_schools_numbers_are_not_there_for_a_school(place: Authority, run: Run) -> None:
    office = signed_in(place, "school_admin")
    address = reverse("run_distributions", args=[run.number])
    assert office.get(f"{address}?unit={place.units['nine']}").status_code == 404
    # Among three schools one could tell which dot is which.
    assert office.get(f"{address}?unit={place.units['district']}").status_code == 404
    for sent in ("?unit=-1", "?unit=九", f"?unit={9**30}", "?export=nothing"):
        assert office.get(address + sent).status_code == 404


def test_whoever_sees_pupils_under_a_purpose_alone_is_told_so_and_sees_no_name(place: Authority, run: Run) -> None:
    address = reverse("run_distributions", args=[run.number]) + f"?unit={place.units['c3']}&pupils=total"
    shown = words(signed_in(place, "pe_officer").get(address))
    assert "只在批准的查阅目的之内" in shown
    assert place.names[place.people["ann"]] not in shown
    seen = words(signed_in(place, "class_teacher").get(address))
    assert place.names[place.people["ann"]] in seen


def test_a_reading_of_pupils_under_a_purpose_stands_in_the_journal(place: Authority, run: Run) -> None:
    """Of the class's three girls the purpose covers one: she is named, and one entry says who read of her and why."""
    ann, officer = place.people["ann"], signed_in(place, "pe_officer")
    purpose = ReadingPurpose.objects.create(
        post_id=place.posts["pe_officer"], purpose="check", reason="核对免测名单", asked_at=now(), until=now() + 10**12,
        subject=ann, approved_by_id=place.posts["bureau_head"],
    )  # fmt: skip
    address = reverse("run_distributions", args=[run.number]) + f"?unit={place.units['c3']}&pupils=total"
    assert "在这个目的之内查看" in words(officer.get(address))
    readings = Entry.objects.filter(verb="read")
    assert not readings.exists()
    shown = words(officer.get(f"{address}&purpose={purpose.number}"))
    assert place.names[ann] in shown
    assert place.names[place.people["ben"]] not in shown
    assert "这次查阅已记入日志" in shown
    (entry,) = readings
    assert (entry.actor, entry.post) == (place.people["pe_officer"], place.posts["pe_officer"])
    assert set(About.objects.filter(entry=entry).values_list("kind", "number")) == {
        ("person", ann),
        ("purpose", purpose.number),
    }
    # What her name leads to opens under the same purpose alone, and is noted too.
    hers = reverse("run_explanation", args=[run.number, ann])
    assert officer.get(hers).status_code == 404
    assert f"{hers}?purpose={purpose.number}" in officer.get(f"{address}&purpose={purpose.number}").content.decode()
    assert officer.get(f"{hers}?purpose={purpose.number}").status_code == 200
    noted = readings.all().count()
    assert noted == 3
    # Somebody else's purpose opens nothing and notes nothing.
    ReadingPurpose.objects.for_the_programme("held by another").update(post_id=place.posts["inspector"])
    assert place.names[ann] not in words(officer.get(f"{address}&purpose={purpose.number}"))
    assert officer.get(f"{hers}?purpose={purpose.number}").status_code == 404
    assert readings.all().count() == noted


def test_a_workbook_of_the_table_is_made(place: Authority, run: Run) -> None:
    answer = signed_in(place, "pe_officer").get(reverse("run_distributions", args=[run.number]) + "?export=total")
    assert answer["Content-Type"].endswith("spreadsheetml.sheet")


def test_a_page_of_distributions_asks_the_database_the_same_however_many_groups_there_are(
    place: Authority, run: Run
) -> None:
    officer = signed_in(place, "pe_officer")
    address = reverse("run_distributions", args=[run.number])
    officer.get(address)
    with CaptureQueriesContext(connection) as many:
        officer.get(f"{address}?unit={place.units['first']}")
    with CaptureQueriesContext(connection) as few:
        officer.get(f"{address}?unit={place.units['nine']}")
    assert len(many) == len(few)


def test_the_burden_is_counted_with_the_run(place: Authority, run: Run) -> None:
    """Two tests of a girl, a minute each as the pack declares: two records at the first school."""
    shown = words(signed_in(place, "head").get(reverse("burdens") + f"?period={YEAR}"))
    assert "2 条记录" in shown
    assert "体质测试" in shown
    assert unit_words(place, "nine") not in shown
    assert "还没有被用到" in shown


def test_what_a_district_meets_is_told_apart_from_what_is_not_reported(place: Authority) -> None:
    run_standard(BY, "balance.county_standard", YEAR)
    shown = words(signed_in(place, "inspector").get(reverse("requirements")))
    assert "无一票否决情形" in shown
    assert "未达到 0 项" in shown
    assert "未报或未定" in shown
