"""An upload from the file to the record: what is new, what is known, what goes back; nothing twice."""

import io
from datetime import date

import openpyxl
import pytest

from xueheng.evidence.actions.return_upload import make_return, open_return
from xueheng.evidence.actions.store_upload import store_upload
from xueheng.evidence.actions.withdraw_upload import withdraw_upload
from xueheng.evidence.catalogue import evidence_type
from xueheng.evidence.counting import standing_facts
from xueheng.evidence.intake import kept_workbooks
from xueheng.evidence.intake.outcomes import CONTRADICTS, DIFFERS, UNKNOWN, RowOutcome, opened_outcomes
from xueheng.evidence.intake.refusals import UploadRefused, UploadUnknown
from xueheng.evidence.model_batches import Batch, BatchRow
from xueheng.evidence.model_records import Record, RecordLink
from xueheng.evidence.public import IncomingFile, append_record, check_upload, receive_upload, records
from xueheng.evidence.tests.office import count_of_records, state_of
from xueheng.evidence.tests.workbooks_to_upload import (
    HEADS,
    LAYOUT,
    TESTED,
    checked,
    counts,
    pupil_number,
    received,
    row_of,
    workbook,
)
from xueheng.identity.public import PermissionRefused
from xueheng.identity.tests.authority import Authority
from xueheng.trust.models import Detail, Entry
from xueheng.workbooks.public import WorkbookRefused

pytestmark = pytest.mark.django_db
FIRST_SCHOOL = ("ann", "ben", "cai", "dan")


def outcomes(batch: Batch) -> list[RowOutcome]:
    rows = BatchRow.objects.for_the_programme("a test looks").filter(batch=batch.pk).order_by("sheet", "row")
    return opened_outcomes(rows)


def stored(batch: Batch) -> list[Record]:
    return list(Record.objects.for_the_programme("a test looks").filter(batch=batch.pk).order_by("number"))


def test_every_row_is_new_and_then_in_the_record(place: Authority) -> None:
    by = place.viewer("pe_teacher")
    batch = checked(by, workbook([row_of(place, word) for word in FIRST_SCHOOL]))
    assert counts(batch) == (4, 4, 0, 0)
    assert count_of_records() == 0
    batch = store_upload(by, int(batch.pk))
    assert (batch.state, counts(batch)) == ("visible", (4, 4, 0, 0))
    assert [(each.provenance, each.day, each.act) for each in stored(batch)] == [("upload", TESTED, "fact")] * 4
    assert {each.subject for each in stored(batch)} == {place.people[word] for word in FIRST_SCHOOL}
    assert records(place.viewer("school_admin")).count() == 4


def test_what_is_wrong_is_said_by_row_and_the_rest_is_stored(place: Authority, elsewhere: Authority) -> None:
    by = place.viewer("pe_teacher")
    wrong_digit = pupil_number(place, "ben")[:-1] + ("0" if pupil_number(place, "ben")[-1] != "0" else "1")
    rows = [
        row_of(place, "ann"),
        row_of(place, "ben", 1.65),
        row_of(place, "cai", 姓名="示例另一人"),
        row_of(place, "dan", 性别=1),
        row_of(place, "hua"),
        row_of(place, "ben", 学籍号=pupil_number(elsewhere, "ann", 2), 姓名=elsewhere.names[elsewhere.people["ann"]]),
        row_of(place, "ben", 学籍号=wrong_digit),
        row_of(place, "ben", 学籍号=""),
    ]
    batch = checked(by, workbook(rows))
    assert counts(batch) == (8, 1, 0, 7)
    found = {each.row: each for each in outcomes(batch)}
    assert found[3].outcome == "new"
    assert found[4].kind == "身高"
    assert "165" in found[4].problems[0].remedy.zh
    assert (found[5].kind, found[5].problems[0].heading) == (CONTRADICTS, "姓名")
    assert (found[6].kind, found[6].problems[0].heading) == (CONTRADICTS, "性别")
    assert found[7].kind == found[8].kind == UNKNOWN
    assert found[7].problems[0].reason.zh.replace(pupil_number(place, "hua"), "") == found[8].problems[
        0
    ].reason.zh.replace(pupil_number(elsewhere, "ann", 2), "")
    assert "校验码" in found[9].problems[0].reason.zh
    assert batch.said["kinds"] == {"身高": 1, CONTRADICTS: 2, UNKNOWN: 3, "学籍号": 1}
    assert counts(store_upload(by, int(batch.pk))) == (8, 1, 0, 7)
    assert count_of_records() == 1


def test_the_same_file_twice_stores_nothing_twice(place: Authority) -> None:
    by, book = place.viewer("pe_teacher"), workbook([row_of(place, word) for word in FIRST_SCHOOL])
    first, second = checked(by, book), checked(by, book)
    assert counts(second) == (4, 4, 0, 0)  # neither is stored yet
    assert second.said["sent_before"] == str(first.pk)
    store_upload(by, int(first.pk))
    assert counts(store_upload(by, int(second.pk))) == (4, 0, 4, 0)
    third = checked(place.viewer("school_admin"), book)
    assert counts(third) == (4, 0, 4, 0)
    assert {each.record for each in outcomes(third)} == {each.number for each in stored(first)}
    assert counts(store_upload(place.viewer("school_admin"), int(third.pk))) == (4, 0, 4, 0)
    assert count_of_records() == 4
    assert RecordLink.objects.for_the_programme("test").count() == 0


def test_of_a_corrected_file_only_what_was_sent_back_is_new(place: Authority) -> None:
    by = place.viewer("pe_teacher")
    rows = [row_of(place, "ann"), row_of(place, "ben"), row_of(place, "cai", 1.42)]
    store_upload(by, int(checked(by, workbook(rows)).pk))
    rows[2] = row_of(place, "cai", 142)
    batch = checked(by, workbook(rows))
    assert counts(batch) == (3, 1, 2, 0)
    assert counts(store_upload(by, int(batch.pk))) == (3, 1, 2, 0)
    assert count_of_records() == 3


def test_a_changed_row_is_offered_as_a_correction(place: Authority) -> None:
    by = place.viewer("pe_teacher")
    first = store_upload(by, int(checked(by, workbook([row_of(place, "ann"), row_of(place, "ben")])).pk))
    changed = workbook([row_of(place, "ann", 151.5), row_of(place, "ben")])
    second = checked(by, changed)
    assert counts(second) == (2, 0, 1, 1)
    assert [each.kind for each in outcomes(second)] == [DIFFERS, ""]
    assert counts(store_upload(by, int(second.pk))) == (2, 0, 1, 1)
    assert count_of_records() == 2
    third = store_upload(by, int(checked(by, changed).pk), corrections=True)
    assert counts(third) == (2, 1, 1, 0)
    correction = Record.objects.for_the_programme("test").get(act="correction")
    old = next(each for each in stored(first) if each.subject == place.people["ann"])
    assert (correction.target, state_of(old.number).corrected_by) == (old.number, correction.number)
    assert len(standing_facts()) == 2


def test_one_fact_for_a_window_is_not_doubled_by_another_workbook(place: Authority) -> None:
    by = place.viewer("class_teacher")
    type_ = "student.monthly_attendance"
    number = append_record(
        by, type=type_, subject=place.people["ann"], day=date(2026, 1, 20), fields={"days_due": 20, "days_absent": 0}
    )
    fields = {each.name: each.title.zh for each in evidence_type(type_).fields}
    heads = ("学籍号", fields["days_due"], fields["days_absent"])
    rows = [(pupil_number(place, "ann"), 20, 3), (pupil_number(place, "ben"), 20, 0)]
    file = IncomingFile("出勤.xlsx", workbook(rows, heads))
    batch = check_upload(by, int(receive_upload(by, file, type_, date(2026, 1, 22)).pk))
    assert counts(batch) == (2, 1, 0, 1)
    assert outcomes(batch)[0].record == number
    assert counts(store_upload(by, int(batch.pk))) == (2, 1, 0, 1)
    assert count_of_records() == 2


def test_nobody_else_sees_an_upload_before_it_is_whole(place: Authority, monkeypatch: pytest.MonkeyPatch) -> None:
    by, admin = place.viewer("pe_teacher"), place.viewer("school_admin")
    batch = checked(by, workbook([row_of(place, word) for word in FIRST_SCHOOL]))
    monkeypatch.setattr("xueheng.evidence.actions.store_upload.rows_at_once", lambda: 1)
    seen = []

    def stopped(done: int, total: int, said: object) -> None:
        seen.append(records(admin).count())
        if done == 3:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        store_upload(by, int(batch.pk), stopped)
    assert (len(stored(batch)), seen) == (3, [0, 0, 0])
    assert counts(store_upload(by, int(batch.pk))) == (4, 4, 0, 0)  # it goes on where it was
    assert records(admin).count() == len(stored(batch)) == 4
    entries = Detail.objects.filter(entry__verb="record").count()
    assert entries == 4  # one a transaction


def test_an_upload_is_taken_back_before_and_after(place: Authority) -> None:
    by, admin = place.viewer("pe_teacher"), place.viewer("school_admin")
    book = workbook([row_of(place, word) for word in FIRST_SCHOOL])
    unstored = checked(by, book)
    assert withdraw_upload(by, int(unstored.pk), reason="传错了文件").state == "withdrawn"
    assert not kept_workbooks.has(int(unstored.pk), kept_workbooks.BOOK)
    with pytest.raises(UploadRefused):
        store_upload(by, int(unstored.pk))
    batch = store_upload(by, int(checked(by, book).pk))
    assert withdraw_upload(by, int(batch.pk), reason="日期填错了").state == "retracted"
    assert len(standing_facts()) == 0
    assert all(state_of(each.number).retracted_by for each in stored(batch))
    assert records(admin).filter(act="retraction").count() == 4
    again = checked(by, book)
    assert counts(again) == (4, 4, 0, 0)  # what was taken back may come again


def test_the_workbook_comes_back_marked(place: Authority) -> None:
    by = place.viewer("pe_teacher")
    store_upload(by, int(checked(by, workbook([row_of(place, "ann")])).pk))
    rows = [row_of(place, "ann"), row_of(place, "ben", 1.65), row_of(place, "hua"), row_of(place, "cai")]
    batch = store_upload(by, int(checked(by, workbook(rows)).pk))
    make_return(by, int(batch.pk))
    name, pieces = open_return(by, int(batch.pk))
    assert name == "体质健康_核对结果.xlsx"
    book = openpyxl.load_workbook(io.BytesIO(b"".join(pieces)))
    assert book.sheetnames == ["说明", "体质"]
    sheet = book["体质"]
    told = [[str(cell.value or "") for cell in row[len(HEADS) :]] for row in sheet.iter_rows(min_row=2)]
    assert told[0] == ["处理结果", "原因", "怎么改"]
    assert [row[0] for row in told[1:]] == ["已有相同，不重复入库", "退回", "退回", "已入库"]
    assert "身高" in told[2][1]
    assert "不在名册里" in told[3][1]
    marked = sheet.cell(4, HEADS.index("身高") + 1)
    assert marked.fill.fgColor.rgb != "00000000"
    assert sheet.cell(4, HEADS.index("学籍号") + 1).value == pupil_number(place, "ben")
    with pytest.raises(UploadUnknown):
        open_return(place.viewer("school_admin"), int(batch.pk))


def test_who_may_not_record_may_not_upload(place: Authority) -> None:
    book = workbook([row_of(place, "ann")])
    for viewer in (
        place.viewer("class_teacher"),
        place.viewer("inspector"),
        place.pupil("ann"),
        place.guardian("mother"),
    ):
        with pytest.raises(PermissionRefused):
            received(viewer, book)
    assert not list(kept_workbooks.folder().glob("*.book")) or Batch.objects.for_the_programme("test").count() == 0


def test_an_upload_of_another_is_as_none_at_all(place: Authority) -> None:
    batch = received(place.viewer("pe_teacher"), workbook([row_of(place, "ann")]))
    for viewer in (place.viewer("school_admin"), place.viewer("nine_admin")):
        for act in (check_upload, store_upload):
            with pytest.raises(UploadUnknown):
                act(viewer, int(batch.pk))


def test_nothing_lies_open_on_the_disk(place: Authority) -> None:
    by = place.viewer("pe_teacher")
    batch = checked(by, workbook([row_of(place, "ann"), row_of(place, "hua")]))
    make_return(by, int(batch.pk))
    number, name = pupil_number(place, "ann"), place.names[place.people["ann"]]
    lying = list(kept_workbooks.folder().rglob(f"{batch.pk}.*"))
    assert len(lying) == 4
    for path in lying:
        assert not any(word.encode() in path.read_bytes() for word in (number, name, "PK\x03\x04"))
    row = BatchRow.objects.for_the_programme("test").exclude(reasons=None).get(batch=batch.pk)
    assert pupil_number(place, "hua").encode() not in bytes(row.reasons or b"")
    told = " ".join(Detail.objects.values_list("text", flat=True))
    assert name not in told
    assert Entry.objects.filter(verb="receive_upload").count() == 1


def test_a_file_that_is_no_workbook_is_refused_in_words(place: Authority) -> None:
    by = place.viewer("pe_teacher")
    with pytest.raises(UploadRefused, match="空文件"):
        received(by, b"")
    batch = received(by, b"%PDF-1.4 not a workbook", "C:\\fakepath\\体质.xlsx")
    with pytest.raises(WorkbookRefused) as refused:
        check_upload(by, int(batch.pk))
    assert "“体质.xlsx”" in refused.value.text.zh
    batch.refresh_from_db()
    assert batch.state == "failed"
    assert "体质.xlsx" in batch.said["refused"]["zh"]
    assert "/" not in batch.said["refused"]["zh"].replace("CSV", "")


def test_a_layout_that_nobody_declares(place: Authority) -> None:
    with pytest.raises(UploadRefused, match="还没有到"):
        receive_upload(place.viewer("pe_teacher"), IncomingFile("x.xlsx", b"x"), LAYOUT, date(2999, 1, 1))
