"""A class's reports from the first click to the family's reading: who may what, and what stands in them."""

import io
import zipfile
from dataclasses import dataclass
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from docx import Document
from pypdf import PdfReader

from xueheng.evidence.public import retract_record
from xueheng.identity.public import PermissionRefused, Viewer
from xueheng.identity.tests.authority import Authority, authority
from xueheng.publication.kept_files import drop_old_files, path_of
from xueheng.publication.public import (
    PUBLICATION_ERASER,
    ClassReports,
    ReportFile,
    ReportPick,
    ReportRefused,
    TermReport,
    draft_reports,
    finish_reports,
    make_report_files,
    open_class_reports,
    open_report_file,
    own_paper,
    pick_works,
    review_report,
    write_comment,
)
from xueheng.publication.tests.a_class_term import ANN, BEN, CAI, PERIOD, TERM, live_through
from xueheng.publication.told_reports import Told, told_reports
from xueheng.publication.works import choosable
from xueheng.trust.public import Erasing, read_stream
from xueheng.wording import Text

pytestmark = pytest.mark.django_db
WHY = "a test looks"


def quiet(done: int, total: int, said: Text) -> None:
    """Progress that nobody watches."""


@dataclass
class Scene:
    place: Authority
    works: dict[str, int]
    found: ClassReports

    @property
    def teacher(self) -> Viewer:
        return self.place.viewer("class_teacher")

    def report(self, word: str) -> TermReport:
        rows = TermReport.objects.for_the_programme(WHY).select_related("reports")
        found: TermReport = rows.get(reports=self.found, pupil=self.place.people[word])
        return found

    def number(self, word: str) -> int:
        return int(self.report(word).pk)


@pytest.fixture
def scene() -> Scene:
    place = authority()
    works = live_through(place)
    found = open_class_reports(place.viewer("class_teacher"), place.units["c3"], TERM)
    draft_reports(place.viewer("class_teacher"), int(found.pk), quiet)
    return Scene(place, works, found)


def told(scene: Scene, word: str, viewer: Viewer | None = None) -> Told:
    return told_reports(viewer or scene.teacher, [scene.report(word)])[0]


def lines(scene: Scene, word: str) -> dict[str, str]:
    return {line.title.zh: line.value.zh for section in told(scene, word).sections for line in section.lines}


def test_the_class_list_has_every_pupil_in_order(scene: Scene) -> None:
    rows = TermReport.objects.visible_to(scene.teacher, act="list").filter(reports=scene.found).order_by("place")
    assert [row.pupil for row in rows] == [scene.place.people[word] for word in (ANN, BEN, CAI)]


def test_facts_of_the_term_are_counted_by_hand(scene: Scene) -> None:
    said = lines(scene, ANN)
    assert said["应到天数"] == "38 天"
    assert said["请假天数"] == "1 天"
    assert said["无故缺席天数"] == "0 天"
    assert said["阅读登记"] == "7 次"
    assert said["阅读天数"] == "7 天"
    assert said["劳动记录"] == "3 次"


def test_aspects_are_told_in_words_without_a_total(scene: Scene) -> None:
    """Two outstanding observations of study (100, weight 50), 7 days of reading (30, weight 30), 2 reflections (60,
    weight 20): 100×0.5 + 30×0.3 + 60×0.2 = 71 of the habits of study, whose weight of 40 is not half of the whole.
    """
    said = lines(scene, ANN)
    assert said["学业发展"] == "记录少，暂不下结论"
    assert "总评" not in [
        line.title.zh for s in told(scene, ANN).sections if s.title.zh == "小学生发展评价" for line in s.lines
    ]
    assert not any("分" in value.split()[-1:] for value in said.values())


def test_a_comment_is_composed_of_the_packs_sentences_that_fit(scene: Scene) -> None:
    comment = told(scene, ANN).comment
    assert "登记了 7 天的阅读，每天再多读十分钟吧。" in comment
    assert "劳动中肯动手，家里和学校都留下了你的身影。" in comment
    assert comment.endswith("新学期给自己定一个小目标，做到一件，再做下一件。")
    assert told(scene, BEN).comment == "新学期给自己定一个小目标，做到一件，再做下一件。"


def test_what_the_teacher_wrote_is_kept_when_drafts_are_made_again(scene: Scene) -> None:
    write_comment(scene.teacher, scene.number(ANN), "我自己的话")
    draft_reports(scene.teacher, int(scene.found.pk), quiet)
    assert told(scene, ANN).comment == "我自己的话"


def test_nothing_of_a_report_stands_in_clear(scene: Scene) -> None:
    write_comment(scene.teacher, scene.number(ANN), "只给本人看的话")
    pick_works(scene.place.pupil(ANN), scene.number(ANN), [scene.works["garden"]])
    row = scene.report(ANN)
    kept = (
        bytes(row.facts)
        + bytes(row.comment)
        + bytes(ReportPick.objects.for_the_programme(WHY).get(report=row.pk).words)
    )
    for words in ("只给本人看的话", "应到天数", "我种的菜"):
        assert words.encode() not in kept


def test_a_pupil_chooses_only_her_own_works_of_the_period(scene: Scene) -> None:
    pupil = scene.place.pupil(ANN)
    assert {work.record for work in choosable(pupil, scene.report(ANN))} == {scene.works["garden"], scene.works["book"]}
    with pytest.raises(ReportRefused):
        pick_works(pupil, scene.number(ANN), [scene.works["before"]])
    with pytest.raises(ReportRefused):
        pick_works(pupil, scene.number(BEN), [])
    pick_works(pupil, scene.number(ANN), [scene.works["garden"]])
    work = told(scene, ANN).works[0]
    assert work.record == scene.works["garden"]
    assert "我种的菜发芽了" in work.words.zh


def test_a_work_that_was_taken_back_falls_out_until_the_report_is_given_out(scene: Scene) -> None:
    pick_works(scene.place.pupil(ANN), scene.number(ANN), [scene.works["garden"], scene.works["book"]])
    retract_record(scene.place.pupil(ANN), scene.works["garden"], reason="不想放了")
    assert [work.record for work in told(scene, ANN).works] == [scene.works["book"]]


def test_a_guardian_chooses_for_her_child_and_for_no_other(scene: Scene) -> None:
    pick_works(scene.place.guardian("mother"), scene.number(ANN), [scene.works["book"]])
    with pytest.raises(ReportRefused):
        pick_works(scene.place.guardian("mother"), scene.number(BEN), [])


def test_sent_back_the_pupil_chooses_again(scene: Scene) -> None:
    pick_works(scene.place.pupil(ANN), scene.number(ANN), [])
    review_report(scene.teacher, scene.number(ANN), "again")
    assert (scene.report(ANN).state, scene.report(ANN).chosen) == ("again", False)
    pick_works(scene.place.pupil(ANN), scene.number(ANN), [scene.works["book"]])
    assert (scene.report(ANN).state, scene.report(ANN).chosen) == ("writing", True)


def checked(scene: Scene) -> None:
    for word in (ANN, BEN, CAI):
        review_report(scene.teacher, scene.number(word), "check")


def test_a_class_is_given_out_only_when_all_are_checked(scene: Scene) -> None:
    review_report(scene.teacher, scene.number(ANN), "check")
    with pytest.raises(ReportRefused, match="还有 2 份没有审完"):
        finish_reports(scene.teacher, int(scene.found.pk))
    checked(scene)
    assert finish_reports(scene.teacher, int(scene.found.pk)) == 3
    with pytest.raises(ReportRefused):
        write_comment(scene.teacher, scene.number(ANN), "改一下")


def seen(viewer: Viewer) -> set[int]:
    return {int(one) for one in TermReport.objects.visible_to(viewer).values_list("pupil", flat=True)}


def test_who_reads_what_before_and_after(scene: Scene) -> None:
    place, people = scene.place, scene.place.people
    everybody = {people[word] for word in (ANN, BEN, CAI)}
    families = {"pupil": place.pupil(ANN), "mother": place.guardian("mother"), "father": place.guardian("father")}
    assert seen(scene.teacher) == everybody
    assert {who: seen(viewer) for who, viewer in families.items()} == {who: set() for who in families}
    assert seen(place.viewer("head")) == set()
    checked(scene)
    assert seen(place.viewer("head")) == seen(place.viewer("school_admin")) == everybody
    assert seen(place.pupil(ANN)) == set()
    finish_reports(scene.teacher, int(scene.found.pk))
    assert {who: seen(viewer) for who, viewer in families.items()} == {who: {people[ANN]} for who in families}
    for word in ("other_class_teacher", "subject_teacher", "nine_head", "bureau_head", "data_officer", "system_admin"):
        assert seen(place.viewer(word)) == set()
    review_report(scene.teacher, scene.number(ANN), "take_back")
    assert seen(place.guardian("mother")) == set()


def test_only_the_class_teacher_of_the_class_writes(scene: Scene) -> None:
    for word in ("head", "school_admin", "other_class_teacher", "subject_teacher"):
        with pytest.raises(ReportRefused):
            write_comment(scene.place.viewer(word), scene.number(ANN), "别人写的")
        with pytest.raises(PermissionRefused):
            open_class_reports(scene.place.viewer(word), scene.place.units["c3"], TERM)


def test_the_files_have_each_pupil_and_say_what_they_rest_on(scene: Scene) -> None:
    pick_works(scene.place.pupil(ANN), scene.number(ANN), [scene.works["garden"]])
    number = int(scene.found.pk)
    assert make_report_files(scene.teacher, number, quiet) == 3
    pdf = PdfReader(io.BytesIO(b"".join(open_report_file(scene.teacher, number, "pdf"))))
    text = "".join(page.extract_text() for page in pdf.pages).replace(" ", "")
    for words in (
        "示例一区第一小学",
        "小学生素质发展报告书",
        "2025—2026",
        "示例一区学生01号",
        "我种的菜发芽了",
        "摘要",
    ):
        assert words in text
    archive = zipfile.ZipFile(io.BytesIO(b"".join(open_report_file(scene.teacher, number, "bundle"))))
    assert sorted(archive.namelist()) == sorted(
        f"{at:02d}_示例一区学生{at:02d}号.{ending}" for at in (1, 2, 3) for ending in ("docx", "pdf")
    )
    document = Document(io.BytesIO(archive.read("01_示例一区学生01号.docx")))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    assert "38 天" in cells
    assert told(scene, ANN).digest in document.sections[0].footer.paragraphs[0].text


def test_reading_and_taking_away_are_noted(scene: Scene) -> None:
    checked(scene)
    finish_reports(scene.teacher, int(scene.found.pk))
    assert own_paper(scene.place.guardian("mother"), scene.number(ANN)).startswith(b"%PDF")
    before = len(list(read_stream("reading")))
    assert own_paper(scene.place.viewer("head"), scene.number(ANN)).startswith(b"%PDF")
    after = read_stream("reading")[:-before] if before else read_stream("reading")
    assert [entry.verb for entry in after] == ["export", "read"]
    assert all(("person", scene.place.people[ANN]) in entry.about for entry in after)


def test_a_class_page_asks_as_often_for_three_pupils_as_for_one(scene: Scene) -> None:
    with CaptureQueriesContext(connection) as few:
        told_reports(scene.teacher, [scene.report(ANN)])
    rows = TermReport.objects.for_the_programme(WHY).select_related("reports").filter(reports=scene.found)
    with CaptureQueriesContext(connection) as many:
        told_reports(scene.teacher, list(rows))
    assert len(many) == len(few)
    assert told(scene, ANN).period.zh == PERIOD
    assert scene.found.last == date(2026, 2, 8)


def test_erasing_a_pupil_takes_her_report_and_every_file_she_is_printed_in(scene: Scene) -> None:
    number = int(scene.found.pk)
    make_report_files(scene.teacher, number, quiet)
    files = [path_of(int(one)) for one in ReportFile.objects.for_the_programme(WHY).values_list("pk", flat=True)]
    assert all(path.is_file() for path in files)
    assert len(files) == 2
    erasing = Erasing((scene.place.people[ANN],))
    assert [one.count for one in PUBLICATION_ERASER.count(erasing)] == [1, 2]
    assert PUBLICATION_ERASER.erase(erasing) == 3
    assert not any(path.exists() for path in files)
    left = TermReport.objects.for_the_programme(WHY).filter(reports=scene.found).values_list("pupil", flat=True)
    assert set(left) == {scene.place.people[word] for word in (BEN, CAI)}
    assert PUBLICATION_ERASER.erase(erasing) == 0


def test_a_work_whose_time_is_over_goes_with_the_files(scene: Scene) -> None:
    pick_works(scene.place.pupil(ANN), scene.number(ANN), [scene.works["garden"], scene.works["book"]])
    make_report_files(scene.teacher, int(scene.found.pk), quiet)
    assert PUBLICATION_ERASER.expire is not None
    assert PUBLICATION_ERASER.expire([scene.works["garden"]]) == 3
    assert [work.record for work in told(scene, ANN).works] == [scene.works["book"]]


def test_files_go_when_their_time_is_over(scene: Scene) -> None:
    number = int(scene.found.pk)
    make_report_files(scene.teacher, number, quiet)
    rows = ReportFile.objects.for_the_programme(WHY)
    assert all(b"%PDF" not in path_of(int(one)).read_bytes() for one in rows.values_list("pk", flat=True))
    rows.update(until=1)
    with pytest.raises(ReportRefused, match="已过期销毁"):
        open_report_file(scene.teacher, number, "pdf")
    assert drop_old_files() == 2
    assert not rows.exists()
