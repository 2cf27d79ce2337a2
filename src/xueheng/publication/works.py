"""What a pupil may put into her report, and what she put: her own records that stand, of the types the pack names."""

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from xueheng.evidence.public import Described, described_records, records, shown_in_report, standing_facts
from xueheng.identity.public import Viewer
from xueheng.publication.model_reports import FINISHED, ReportPick, TermReport
from xueheng.publication.periods import report_of
from xueheng.trust.public import seal, unseal_many
from xueheng.wording import Text

MOST = 12
"""Works in one report."""
_LISTED = 200
_WHY = "works that a pupil put into her report"


@dataclass(frozen=True, slots=True)
class Work:
    """A work as it stands in a report: what it is, its day, what it says, how many files it has."""

    record: int
    title: Text
    day: str
    words: Text


def choosable(viewer: Viewer, report: TermReport) -> list[Work]:
    """The works that may go into a report, the latest first, as their own subject reads them."""
    kind = report_of(report.kind)
    if kind is None:
        return []
    period = report.reports.period
    facts = standing_facts().filter(
        subject=report.pupil, type__in=kind.works, day__gte=period.start, day__lte=period.end
    )
    rows = records(viewer).filter(pk__in=facts.values("number")).select_related("batch").order_by("-day", "-number")
    return [_work(each) for each in described_records(viewer, list(rows[:_LISTED]), with_private=True)]


def _work(told: Described) -> Work:
    said = [
        Text(_line(x.value.zh, x.unit.zh), _line(x.value.en or x.value.zh, x.unit.en))
        for x in told.lines
        if not x.is_file
    ]
    if any(line.is_file for line in told.lines):
        said.append(Text("（另有作品文件）", "(with a file)"))
    zh = "；".join(each.zh for each in said if each.zh)
    en = "; ".join(each.en for each in said if each.en)
    return Work(told.number, told.type_title, told.record.day.isoformat(), Text(zh, en))


def _line(value: str, unit: str) -> str:
    return f"{value}{unit}".strip()


def _label(report: int, record: int) -> str:
    return f"report work|{report}|{record}"


def keep_picks(report: TermReport, works: Sequence[Work]) -> None:
    """Put these in place of those chosen before."""
    ReportPick.objects.for_the_programme(_WHY).filter(report=report.pk).delete()
    rows = []
    for work in works:
        plain = json.dumps([work.title.zh, work.title.en, work.day, work.words.zh, work.words.en], ensure_ascii=False)
        sealed = seal(int(report.pupil), _label(int(report.pk), work.record), plain.encode())
        rows.append(ReportPick(report=report, record=work.record, words=sealed))
    ReportPick.objects.bulk_create(rows)


def picked(reports: Sequence[TermReport]) -> Mapping[int, list[Work]]:
    """The works in each report by its number, by day; what was taken back or corrected since falls out until the report
    is given out. Three queries whatever their number.
    """
    owners = {int(report.pk): report for report in reports}
    rows = list(ReportPick.objects.for_the_programme(_WHY).filter(report__in=list(owners)))
    standing = _standing([int(row.record) for row in rows])
    rows = [r for r in rows if int(r.record) in standing or owners[int(r.report_id)].state == FINISHED]
    sealed = [
        (int(owners[int(r.report_id)].pupil), _label(int(r.report_id), int(r.record)), bytes(r.words)) for r in rows
    ]
    found: dict[int, list[Work]] = {number: [] for number in owners}
    for row, plain in zip(rows, unseal_many(sealed), strict=True):
        if plain is not None:
            zh, en, day, words_zh, words_en = json.loads(plain)
            found[int(row.report_id)].append(Work(int(row.record), Text(zh, en), day, Text(words_zh, words_en)))
    return {number: sorted(works, key=lambda work: (work.day, work.record)) for number, works in found.items()}


def _standing(numbers: Collection[int]) -> set[int]:
    if not numbers:
        return set()
    return {int(one) for one in standing_facts().filter(number__in=numbers).values_list("number", flat=True)}


def first_picks(report: TermReport, works: Sequence[Work]) -> list[int]:
    """What the page of choosing opens with: what was chosen; before that, what the pupil marked for her report."""
    numbers = [work.record for work in works]
    if report.chosen:
        rows = ReportPick.objects.for_the_programme(_WHY).filter(report=report.pk, record__in=numbers)
        return [int(one) for one in rows.values_list("record", flat=True)]
    return [number for number, wanted in shown_in_report(numbers).items() if wanted][:MOST]
