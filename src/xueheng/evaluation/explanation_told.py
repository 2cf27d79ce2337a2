"""A page's explanation for a reader: the trees, base and own side by side, with all that proves them."""

from dataclasses import dataclass

from django.db import transaction
from django.urls import reverse

from xueheng.errors import XuehengError
from xueheng.evaluation.core.public import Period, period_for
from xueheng.evaluation.explained import Data, explained_now, shown_of_run
from xueheng.evaluation.explanation_page import NodeShown, node_shown, way_of
from xueheng.evaluation.explanation_words import layer_said, owner_said, source_said, text_of
from xueheng.evaluation.model_runs import Run
from xueheng.evaluation.subject_results import subject_words
from xueheng.evaluation.visibility import sees_result
from xueheng.identity.public import Viewer, library, note_reading, sees_pupils_by_purpose
from xueheng.wording import Text

RESULT = "result"
"""What the journal calls a result that is read under a purpose."""
HOME, RESULTS, GROWTH = Text("工作台", "Home"), Text("评价结果", "Results"), Text("成长", "Growth")


@dataclass(frozen=True, slots=True)
class Told:
    """All that the page says. `refused`: why there is no tree; `own`: the layer's tree beside the base's."""

    subject: int
    name: str
    title: Text
    period: Period
    run: Run | None
    root: NodeShown | None
    own: NodeShown | None
    layer: Text | None
    decided: Text | None
    owner: Text
    source: Text | None
    version: str
    proofs: tuple[tuple[Text, str], ...]
    command: str
    refused: XuehengError | None
    way: tuple[tuple[Text, str], ...]

    @property
    def headline(self) -> NodeShown | None:
        """What the page is about."""
        return self.root or self.own


def told_of_run(viewer: Viewer, number: int, subject: int, leaf: str) -> Told | None:
    """None for a run or a subject out of sight."""
    run = Run.objects.visible_to(viewer).filter(pk=number, what="standard", state="done").first()
    if run is None or run.standard not in library().standards or not sees_result(viewer, run.standard, subject):
        return None
    _note(viewer, run.standard, subject)
    try:
        data, refused = shown_of_run(run, subject), None
    except XuehengError as fault:
        data, refused = None, fault
    return _told(viewer, run.standard, run.period, subject, data, run, refused, leaf)


def told_now(viewer: Viewer, standard: str, subject: int, leaf: str) -> Told | None:
    """None for a standard or a subject out of sight."""
    known = library().standards.get(standard)
    if known is None or known.unused or not sees_result(viewer, standard, subject):
        return None
    _note(viewer, standard, subject)
    try:
        period = period_for(library(), standard, None, viewer.day)
        data, refused = explained_now(standard, period, subject), None
    except XuehengError as fault:
        period, data, refused = Period(known.period, "", viewer.day, viewer.day), None, fault
    return _told(viewer, standard, period, subject, data, None, refused, leaf)


def _note(viewer: Viewer, standard: str, subject: int) -> None:
    """Whoever sees pupils under a purpose alone is noted before anything of one is shown. Raises PurposeMissing."""
    person = library().entities[library().standards[standard].of].person
    if person and viewer.post is not None and sees_pupils_by_purpose(viewer):
        with transaction.atomic():
            note_reading(viewer, [subject], [RESULT])


def _told(
    viewer: Viewer, standard: str, period: Period, subject: int, data: Data | None, run: Run | None,
    refused: XuehengError | None, leaf: str,
) -> Told:  # fmt: skip
    definition = library().standards[standard]
    way = way_of(viewer, data, leaf) if data else None
    overlay = data.get("overlay") if data else None
    return Told(
        subject=subject,
        name=subject_words(viewer, subject),
        title=definition.title,
        period=period,
        run=run,
        root=node_shown(data["root"], way) if data and way and data.get("root") else None,
        own=node_shown(data["own"], way) if data and way and data.get("own") else None,
        layer=text_of(overlay["title"]) if overlay else None,
        decided=layer_said(overlay["decision"]) if overlay else None,
        owner=owner_said(str(data["standard"]["owner"]) if data else definition.owner),
        source=source_said(data["standard"]["source"]) if data else None,
        version=str(data["standard"]["version"]) if data else definition.version,
        proofs=_proofs(data, run),
        command=_command(standard, run, period, subject),
        refused=refused,
        way=_way(viewer, subject),
    )


def _proofs(data: Data | None, run: Run | None) -> tuple[tuple[Text, str], ...]:
    found: list[tuple[Text, str]] = []
    if data is not None:
        found += [
            (Text("业务包的含义", "What the pack means"), str(data["standard"]["digest_meaning"])),
            (Text("业务包的文件", "The pack's files"), str(data["standard"]["digest_bytes"])),
        ]
    if run is not None:
        found.append((Text("快照", "Snapshot"), run.snapshot_digest))
        found += [(Text(f"批次：{name}", f"Run: {name}"), digest) for name, digest in sorted(run.digests.items())]
    return tuple((title, digest) for title, digest in found if digest)


def _command(standard: str, run: Run | None, period: Period, subject: int) -> str:
    """What computes it again where the record lies."""
    of = f"--run {run.number}" if run is not None else f"--period {period.label}"
    return f"./xueheng explain-record {standard} {of} --subject {subject}"


def _way(viewer: Viewer, subject: int) -> tuple[tuple[Text, str], ...]:
    if subject in viewer.own_people:
        return ((GROWTH, reverse("growth_of", args=[subject])),)
    return ((RESULTS, reverse("subject_results", args=[subject])),)
