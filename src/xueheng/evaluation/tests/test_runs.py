"""From the record to results and back: a girl of grade 3, her sums worked out by hand beside the standard."""

import json
import shutil
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from types import SimpleNamespace

import pyarrow.parquet as pq
import pytest

from xueheng.evaluation import definitions_kept
from xueheng.evaluation.actions.compare_runs import compare_runs, kept_comparison
from xueheng.evaluation.core.public import Evaluation, LiveStandard, Period, RunError
from xueheng.evaluation.kept_results import own_folders
from xueheng.evaluation.public import (
    Run,
    RunRefused,
    compute_again,
    live_answer,
    results_of,
    results_told,
    run_measure,
    run_standard,
    sees_result,
    standards_seen,
)
from xueheng.evidence.public import SnapshotRefused, append_record, attest_record, correct_record, snapshots_folder
from xueheng.identity.public import Organisation, PermissionRefused, library, programme_viewer
from xueheng.identity.tests.authority import DAY, MOVE, Authority
from xueheng.trust.models import Entry

pytestmark = pytest.mark.django_db
STANDARD, YEAR = "fitness.national", "2025-2026"
PERIOD = Period("school_year", YEAR, date(2025, 9, 1), date(2026, 8, 31))
BY = programme_viewer(DAY)
TESTED, AGAIN = date(2025, 10, 20), date(2026, 2, 26)
MEASURED = {
    "height": 1320, "weight": 330, "vital_capacity": 1350, "run_50m": 109, "sit_and_reach": 105,
    "rope_skip_1min": 152, "sit_up_1min": 33,
}  # fmt: skip
"""In stored units: 132.0 cm, 33.0 kg, 10.9 s, 10.5 cm."""
RETESTED = {"attempt": "retest", "run_50m": 103}


@pytest.fixture(autouse=True)
def own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, settings: SimpleNamespace) -> None:
    monkeypatch.setattr("xueheng.evidence.snapshots.place.data_folder", lambda: tmp_path)
    monkeypatch.setattr("xueheng.evaluation.places.data_folder", lambda: tmp_path)
    monkeypatch.setattr("xueheng.evaluation.definitions_kept.data_folder", lambda: tmp_path)


@pytest.fixture
def live() -> Iterator[LiveStandard]:
    with LiveStandard(library(), STANDARD, PERIOD) as made:
        yield made


def measured_and_verified(place: Authority, word: str = "ann") -> int:
    """The girl's tests and her retest, verified; the number of the first."""
    teacher, office = place.viewer("pe_teacher"), place.viewer("school_admin")
    first = append_record(teacher, type="fitness.fitness_test", subject=place.people[word], day=TESTED, fields=MEASURED)
    second = append_record(teacher, type="fitness.fitness_test", subject=place.people[word], day=AGAIN, fields=RETESTED)
    attest_record(office, first)
    attest_record(office, second)
    return first


def published(run: Run, subject: int) -> dict[str, object]:
    rows = pq.read_table(results_of(run.number) / "results.parquet").to_pylist()
    (row,) = [row for row in rows if row["subject"] == str(subject)]
    return {name: None if cell is None else str(cell) for name, cell in row.items()}


def answered(evaluation: Evaluation, code: str) -> str:
    column = next(each for each in evaluation.columns if each.code == code)
    return str(evaluation.answer_at(0, column).shown)


def test_a_run_gives_what_was_worked_out_by_hand(place: Authority) -> None:
    measured_and_verified(place)
    run = run_standard(BY, STANDARD, YEAR)
    assert (run.state, run.first, run.last) == ("done", PERIOD.start, PERIOD.end)
    girl = published(run, place.people["ann"])
    assert (girl["bmi"], girl["vital_capacity"], girl["run_50m"], girl["sit_and_reach"]) == ("80", "78", "76", "74")
    assert (girl["standard_score"], girl["bonus"], girl["total"], girl["level"]) == ("81.3", "6", "87.3", "good")
    manifest = json.loads((results_of(run.number) / "manifest.json").read_text("utf-8"))
    assert manifest["digests"]["dataset"] == run.snapshot_digest
    assert manifest["known_at"] == run.known_at
    assert [entry.verb for entry in Entry.objects.filter(stream_id="runs").order_by("sequence")] == [
        "begin_run", "end_run",
    ]  # fmt: skip


def test_units_and_enrolments_are_those_of_the_day_that_is_asked_for(place: Authority) -> None:
    """A boy of the top class who went over to the nine-year school in the winter."""
    before, after = run_standard(BY, STANDARD, YEAR, as_of=MOVE - timedelta(days=1)), run_standard(BY, STANDARD, YEAR)
    grounds = [pq.read_table(results_of(run.number) / "ground.parquet").to_pylist() for run in (before, after)]
    boy = str(place.people["moved"])
    classes = [row["g_common.class"] for ground in grounds for row in ground if row["subject"] == boy]
    assert classes == [str(place.units["c6"]), str(place.units["nine_c6"])]
    assert (before.tree_day, after.tree_day) == (MOVE - timedelta(days=1), PERIOD.end)
    again = compute_again(BY, int(before.number))
    assert again.same is True
    with pytest.raises(RunRefused, match="不在周期"):
        run_standard(BY, STANDARD, YEAR, as_of=date(2025, 8, 31))


def test_the_live_answer_is_that_of_the_run_to_the_last_digit(place: Authority, live: LiveStandard) -> None:
    measured_and_verified(place)
    measured_and_verified(place, "ben")
    run = run_standard(BY, STANDARD, YEAR)
    for word in ("ann", "ben"):
        subject = place.people[word]
        now = live_answer(live, subject)
        row = published(run, subject)
        told = {c.code: now.answer_at(0, c).shown for c in now.columns if c.has_points}
        assert told
        assert {code: row[code] for code in told} == {
            code: None if shown is None else str(shown) for code, shown in told.items()
        }


def test_a_correction_is_live_at_once_and_in_the_next_run_while_the_earlier_run_stays(
    place: Authority, live: LiveStandard
) -> None:
    first = measured_and_verified(place)
    ann = place.people["ann"]
    before = run_standard(BY, STANDARD, YEAR)
    # Rope skipping 139 instead of 152: still 100 points, and no longer 13 above, so no bonus: 81.3.
    corrected = correct_record(
        place.viewer("pe_teacher"), first, fields={**MEASURED, "rope_skip_1min": 139}, reason="抄错了", day=TESTED
    )
    attest_record(place.viewer("school_admin"), corrected)
    assert answered(live_answer(live, ann), "bonus") == "0"
    after = run_standard(BY, STANDARD, YEAR)
    assert published(after, ann)["total"] == "81.3"
    assert published(before, ann)["total"] == "87.3"
    assert after.snapshot_digest != before.snapshot_digest


def test_the_same_record_gives_the_same_digests(place: Authority) -> None:
    measured_and_verified(place)
    one, two = run_standard(BY, STANDARD, YEAR), run_standard(BY, STANDARD, YEAR)
    assert one.digests == two.digests
    assert {"dataset", "leaves", "results", "pack_meaning"} <= set(one.digests)


def test_what_is_not_verified_is_no_result(place: Authority, live: LiveStandard) -> None:
    append_record(
        place.viewer("pe_teacher"),
        type="fitness.fitness_test",
        subject=place.people["ann"],
        day=TESTED,
        fields=MEASURED,
    )
    run = run_standard(BY, STANDARD, YEAR)
    assert published(run, place.people["ann"])["total"] is None


def test_a_run_that_cannot_be_made_says_why_and_is_kept(place: Authority) -> None:
    with pytest.raises(RunError, match="XH-T004"):
        run_standard(BY, STANDARD, "1999-2000")
    measured_and_verified(place)
    files = list((snapshots_folder() / "files").glob("*")) if snapshots_folder().exists() else []
    assert files == []


@pytest.mark.parametrize("post", ["bureau_head", "head", "class_teacher", "pe_officer"])
def test_runs_are_made_by_the_districts_data_officer_and_by_nobody_else(place: Authority, post: str) -> None:
    measured_and_verified(place)
    with pytest.raises(PermissionRefused):
        run_standard(place.viewer(post), STANDARD, YEAR)
    made = run_standard(place.viewer("data_officer"), STANDARD, YEAR)
    assert made.state == "done"


def test_who_was_granted_nothing_of_a_standard_does_not_see_its_runs(place: Authority) -> None:
    measured_and_verified(place)
    run_standard(BY, STANDARD, YEAR)
    for post, many in (("data_officer", 1), ("pe_officer", 1), ("head", 0), ("nine_branch_secretary", 0)):
        assert Run.objects.visible_to(place.viewer(post)).count() == many, post


def test_a_run_of_last_month_comes_out_the_same_though_the_record_went_on(place: Authority) -> None:
    first = measured_and_verified(place)
    before = run_standard(BY, STANDARD, YEAR)
    correct_record(
        place.viewer("pe_teacher"), first, fields={**MEASURED, "rope_skip_1min": 139}, reason="抄错了", day=TESTED
    )
    checked = compute_again(BY, before.number)
    assert (checked.same, checked.digests) == (True, before.digests)
    assert published(before, place.people["ann"])["total"] == "87.3"


def test_a_file_of_the_snapshot_that_was_changed_is_named_and_nothing_is_computed(place: Authority) -> None:
    measured_and_verified(place)
    run = run_standard(BY, STANDARD, YEAR)
    changed = next((snapshots_folder() / "files").glob("fitness.fitness_test-*"))
    content = bytearray(changed.read_bytes())
    content[len(content) // 2] ^= 1
    changed.write_bytes(content)
    with pytest.raises(SnapshotRefused, match="fitness"):
        compute_again(BY, run.number)
    assert Run.objects.for_the_programme("a test looks").get(pk=run.number).same is None


def test_what_was_known_then_is_evaluated_as_it_was_known_then(place: Authority) -> None:
    measured_and_verified(place)
    early = run_standard(BY, STANDARD, YEAR)
    measured_and_verified(place, "ben")
    late = run_standard(BY, STANDARD, YEAR)
    then = run_standard(BY, STANDARD, YEAR, known_at=early.known_at)
    assert (then.snapshot, then.digests) == (early.snapshot, early.digests)
    assert published(then, place.people["ben"])["total"] is None
    assert published(late, place.people["ben"])["total"] == "87.3"
    with pytest.raises(RunRefused, match="还没有快照"):
        run_standard(BY, STANDARD, YEAR, known_at=early.known_at - 1)


def test_a_run_that_broke_off_with_its_job_does_not_seem_to_go_on(
    place: Authority, monkeypatch: pytest.MonkeyPatch
) -> None:
    measured_and_verified(place)
    left = run_standard(BY, STANDARD, YEAR, job=7)
    Run.objects.for_the_programme("a test breaks it off").filter(pk=left.pk).update(state="running", ended=None)
    again = run_standard(BY, STANDARD, YEAR, job=7)
    states = Run.objects.for_the_programme("a test looks").in_bulk([left.pk, again.pk])
    assert (states[left.pk].state, states[again.pk].state) == ("failed", "done")
    assert "中断" in states[left.pk].said["zh"]


def test_the_difference_between_two_runs_names_the_leaf_and_no_pupil(place: Authority) -> None:
    first = measured_and_verified(place)
    before = run_standard(BY, STANDARD, YEAR)
    corrected = correct_record(
        place.viewer("pe_teacher"), first, fields={**MEASURED, "rope_skip_1min": 139}, reason="抄错了", day=TESTED
    )
    attest_record(place.viewer("school_admin"), corrected)
    after = run_standard(BY, STANDARD, YEAR)
    officer = place.viewer("data_officer")
    compare_runs(officer, before.number, after.number)
    kept = kept_comparison(officer, before.number, after.number)
    assert kept is not None
    assert (kept["changes"], kept["same_data"]) == ([], False)
    # 87.3 was good and 81.3 is good: nobody moved, one pupil has other points.
    assert [(each["moved"], each["points_only"]) for each in kept["movements"]] == [(0, 1)]
    assert str(place.people["ann"]) not in json.dumps(kept)
    with pytest.raises(PermissionRefused):
        compare_runs(place.viewer("head"), before.number, after.number)


def test_a_result_is_seen_by_the_pupil_her_guardians_and_teachers_and_by_nobody_further(place: Authority) -> None:
    measured_and_verified(place)
    run_standard(BY, STANDARD, YEAR)
    ann = place.people["ann"]
    seen = {
        "mother": place.guardian("mother"), "mother of twins": place.guardian("mother_of_twins"),
        "pe teacher": place.viewer("pe_teacher"), "another class's teacher": place.viewer("other_class_teacher"),
        "inspector": place.viewer("inspector"), "head": place.viewer("head"),
    }  # fmt: skip
    assert {who: sees_result(viewer, STANDARD, ann) for who, viewer in seen.items()} == {
        "mother": True, "mother of twins": False, "pe teacher": True, "another class's teacher": False,
        "inspector": False, "head": False,
    }  # fmt: skip
    (told,) = [each for each in results_told(seen["mother"], ann) or [] if each.run is not None]
    assert (told.nodes[0].in_run, told.nodes[0].live) == ("87.3", "87.3")
    assert results_told(seen["mother of twins"], ann) is None


def test_a_schools_own_layer_is_computed_beside_the_base_for_its_own_pupils_alone(place: Authority) -> None:
    code = library().overlays["student_binjiang"].subject
    units = Organisation.objects.for_the_programme("the example layer's school stands here")
    units.filter(pk=place.units["first"]).update(code=code)
    run = run_standard(BY, "student.primary", YEAR)
    own = own_folders(run.number)
    assert list(own) == ["student_binjiang"]
    mine = {row["subject"] for row in pq.read_table(own["student_binjiang"] / "results.parquet").to_pylist()}
    assert str(place.people["ann"]) in mine
    assert str(place.people["gao"]) not in mine
    assert {"results", "own.student_binjiang.results"} <= set(run.digests)
    assert compute_again(BY, run.number).same


def test_a_run_is_computed_again_by_its_own_packs_and_tables_whatever_is_installed_now(
    place: Authority, monkeypatch: pytest.MonkeyPatch
) -> None:
    measured_and_verified(place)
    run = run_standard(BY, STANDARD, YEAR)
    kept = definitions_kept.definitions_folder() / run.definitions
    # Another release is installed: nothing of what is in force is what the run was made by.
    monkeypatch.setattr(definitions_kept, "_in_force", dict)
    assert compute_again(BY, run.number).same
    # The same packs with another national table: what was worth 80 points for girls of her grade is worth 70.
    other = kept.with_name("other")
    shutil.copytree(kept, other)
    table = other / "reference" / "01_fitness_bmi.csv"
    said = table.read_text("utf-8")
    assert "BMI,女,小学三年级,80," in said
    table.write_text(said.replace("BMI,女,小学三年级,80,", "BMI,女,小学三年级,70,"), "utf-8")
    for layer in library().overlays:  # they name the digest of what they lie over
        shutil.rmtree(other / "systems" / layer)
    sources = {"reference": other / "reference", **{f"systems/{p.name}": p for p in (other / "systems").iterdir()}}
    digest = definitions_kept.digest_of(sources)
    other.rename(kept.with_name(digest))
    Run.objects.for_the_programme("a test").filter(pk=run.pk).update(definitions=digest)
    assert compute_again(BY, run.number).same is False


def test_packs_that_were_changed_after_they_were_kept_are_refused(
    place: Authority, monkeypatch: pytest.MonkeyPatch
) -> None:
    measured_and_verified(place)
    run = run_standard(BY, STANDARD, YEAR)
    monkeypatch.setattr(definitions_kept, "_in_force", dict)
    kept = definitions_kept.definitions_folder() / run.definitions
    with (kept / "systems" / "fitness" / "standards.yaml").open("a", encoding="utf-8") as file:
        file.write("# one line more\n")
    with pytest.raises(definitions_kept.DefinitionsGone, match=run.definitions[:12]):
        compute_again(BY, run.number)


def test_a_figure_comes_out_the_same_when_its_run_is_computed_again(place: Authority) -> None:
    measured_and_verified(place)
    made = run_measure(BY, "fitness.tested_share", YEAR)
    schools = {subject: value.exact for (entity, subject), value in made.values.items() if entity == "common.school"}
    # Nobody of the nine-year school was tested: nought, and not missing.
    assert schools[str(place.units["nine"])] == "0"
    assert compute_again(BY, made.run.number).same


def test_a_run_from_which_somebody_was_taken_out_says_so_instead_of_seeming_wrong(place: Authority) -> None:
    measured_and_verified(place)
    run = run_standard(BY, STANDARD, YEAR)
    Run.objects.for_the_programme("somebody was erased").filter(pk=run.pk).update(erased=1)
    with pytest.raises(RunRefused, match="不能再重算：已删除 1 人"):
        compute_again(BY, run.number)
    assert Run.objects.for_the_programme("a test looks").get(pk=run.pk).same is None


def test_whoever_decides_on_a_standard_does_not_see_single_results_by_that(place: Authority) -> None:
    assert "student.primary" not in standards_seen(place.viewer("bureau_head"))
    assert "student.primary" in standards_seen(place.viewer("bureau_head"), ("groups",))


def test_a_period_before_a_schools_own_layer_holds_is_evaluated_without_it(place: Authority) -> None:
    code = library().overlays["student_binjiang"].subject
    units = Organisation.objects.for_the_programme("the example layer's school stands here")
    units.filter(pk=place.units["first"]).update(code=code)
    run = run_standard(BY, "student.primary", "2024-2025")
    assert (run.state, own_folders(run.number)) == ("done", {})
