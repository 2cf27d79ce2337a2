"""What units meet and fall short of, for a reader: the last run of each standard of units, block by block."""

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Max
from django.urls import reverse

from xueheng.evaluation.explanation_words import text_of
from xueheng.evaluation.kept_results import base_folder
from xueheng.evaluation.model_runs import STANDARD, Run
from xueheng.evaluation.requirements.keeping import KEPT, MET, MISSING, NOT_APPLYING, SHORT, TOLD
from xueheng.evaluation.run_tables import standard_title
from xueheng.evaluation.visibility import groups_seen, standards_seen
from xueheng.identity.public import Organisation, Viewer, library, names_on
from xueheng.shell.public import Status
from xueheng.wording import Text
from xueheng.workbooks.public import unit_word

Kept = Mapping[str, Any]
STATES = {
    MET: Status("ok", Text("达到", "met")),
    SHORT: Status("fault", Text("未达到", "falls short")),
    MISSING: Status("unknown", Text("未报或未定", "not reported, or not settled")),
    NOT_APPLYING: Status("unknown", Text("不适用", "does not apply")),
    TOLD: Status("going", Text("只列数值", "told only")),
}
FEW_SUBJECTS = 3
"""Up to so many units of a standard are told one by one; of more, how many meet each requirement."""
YES, NO = Text("是", "yes"), Text("否", "no")
_WHY = "units are listed by their codes"


@dataclass(frozen=True, slots=True)
class CellTold:
    """One requirement of one unit. `gap`: how far it is from the limit; `address`: where it is taken apart."""

    title: Text
    depth: int
    leaf: bool
    state: Status | None
    value: Text
    limit: str
    gap: Text
    unit: Text
    address: str


@dataclass(frozen=True, slots=True)
class UnitTold:
    """One unit with every requirement of a standard. `counts`: state → how many."""

    name: str
    number: int
    cells: tuple[CellTold, ...]
    counts: Mapping[str, int]

    @property
    def short(self) -> tuple[CellTold, ...]:
        """What it falls short of."""
        return tuple(cell for cell in self.cells if cell.state == STATES[SHORT])


@dataclass(frozen=True, slots=True)
class CountTold:
    """One requirement over many units: how many meet it, fall short, lack data, and to how many it does not apply."""

    title: Text
    depth: int
    leaf: bool
    met: int
    short: int
    missing: int
    not_applying: int
    address: str


@dataclass(frozen=True, slots=True)
class Block:
    """A standard's last run. Either `units`, one by one, or `lines` over all `many` of them."""

    run: Run
    title: Text
    of: Text
    finding: Text
    units: tuple[UnitTold, ...]
    lines: tuple[CountTold, ...]
    many: int


def last_runs(viewer: Viewer) -> list[Run]:
    """The last finished run of each standard of units whose results the viewer may see: those first that
    sum up what comes before them in the packs.
    """
    known = library()
    wanted = [
        name
        for name in known.standards
        if name in standards_seen(viewer) and not known.entities[known.standards[name].of].person
    ]
    rows = Run.objects.visible_to(viewer).filter(what=STANDARD, state="done", standard__in=wanted)
    last = rows.order_by().values("standard").annotate(last=Max("begun")).values("last")
    found = {run.standard: run for run in rows.filter(begun__in=last)}
    return [found[name] for name in reversed(wanted) if name in found]


def blocks_told(viewer: Viewer, runs: Sequence[Run]) -> list[Block]:
    """A block for each run that has something of the viewer's units; the districts' first, then the schools'."""
    seen = set(groups_seen(viewer))
    kept = [(run, found) for run in runs if (found := _kept(run, seen)) is not None]
    names = names_on({each["unit"] for _, found in kept for each in found["subjects"]}, viewer.day)
    return [_block(run, found, names) for run, found in kept]


def unit_lines(viewer: Viewer, run: Run, code: str) -> tuple[Text, list[UnitTold]] | None:
    """One requirement in every unit, by the units' codes; None for one that is none."""
    found = _kept(run, set(groups_seen(viewer)))
    node = next((n for n in found["nodes"] if n["code"] == code and n["leaf"]), None) if found else None
    if found is None or node is None:
        return None
    units = {each["unit"] for each in found["subjects"]}
    names = names_on(units, viewer.day)
    codes = dict(Organisation.objects.for_the_programme(_WHY).filter(pk__in=units).values_list("pk", "code"))
    by_code = sorted(found["subjects"], key=lambda each: (codes.get(each["unit"]) or "", names.get(each["unit"], "")))
    return text_of(node["title"]), [_unit(run, each, [node], found["by"], names) for each in by_code]


def _kept(run: Run, seen: set[int]) -> dict[str, Any] | None:
    """What the run keeps of the units seen, without those that its standard does not apply to at all."""
    path = base_folder(run.number) / KEPT
    if not path.is_file():
        return None
    found: dict[str, Any] = json.loads(path.read_text("utf-8"))
    found["subjects"] = [
        each
        for each in found["subjects"]
        if each["unit"] in seen and any(cell["state"] != NOT_APPLYING for cell in each["cells"].values())
    ]
    return found if found["subjects"] else None


def _block(run: Run, kept: Kept, names: Mapping[int, str]) -> Block:
    subjects, of = kept["subjects"], library().entities[library().standards[run.standard].of].title
    few = len({each["unit"] for each in subjects}) <= FEW_SUBJECTS
    units = tuple(_unit(run, each, kept["nodes"], kept["by"], names) for each in subjects) if few else ()
    lines = () if few else tuple(_count(run, node, subjects) for node in kept["nodes"])
    return Block(run, standard_title(run.standard), of, _finding(subjects, of, few), units, lines, len(subjects))


def _finding(subjects: Sequence[Kept], of: Text, few: bool) -> Text:
    """What the block comes to, in a sentence."""
    if few:
        counts = Counter(cell["state"] for each in subjects for cell in each["cells"].values())
        if not counts[MET] + counts[SHORT] + counts[MISSING]:
            return Text(
                f"只列数值，没有要达到的界限：{counts[TOLD]} 项", f"{counts[TOLD]} values, told without a limit"
            )
        return Text(
            f"达到 {counts[MET]} 项，未达到 {counts[SHORT]} 项，未报或未定 {counts[MISSING]} 项",
            f"{counts[MET]} met, {counts[SHORT]} short, {counts[MISSING]} not reported or not settled",
        )
    short = sum(any(cell["state"] == SHORT for cell in each["cells"].values()) for each in subjects)
    open_ = sum(any(cell["state"] == MISSING for cell in each["cells"].values()) for each in subjects)
    return Text(
        f"{of.zh}共 {len(subjects)}：有未达到的项的 {short}，有未报或未定的项的 {open_}",
        f"of {len(subjects)}, {short} fall short of something, {open_} have something not reported or not settled",
    )


def _unit(run: Run, subject: Kept, nodes: Iterable[Kept], by: str, names: Mapping[int, str]) -> UnitTold:
    pair = _pair_title(by, subject["pair"]) if subject["pair"] else None
    name = names.get(subject["unit"], str(subject["unit"]))
    cells = tuple(_cell(run, subject, node) for node in nodes)
    counts = Counter(cell["state"] for cell in subject["cells"].values())
    return UnitTold(f"{name} · {pair.zh}" if pair else name, subject["unit"], cells, counts)


def _cell(run: Run, subject: Kept, node: Kept) -> CellTold:
    cell: Kept = subject["cells"].get(node["code"], {}) if node["leaf"] else {}
    value, unit = cell.get("value", ""), unit_word(cell.get("unit"))
    said = {"true": YES, "false": NO}.get(value, Text(value, value))
    gap = cell.get("gap", "")
    address = "" if subject["pair"] or not cell else _explanation(run, subject["unit"], node["code"])
    return CellTold(
        text_of(node["title"]), node["depth"], node["leaf"], STATES.get(cell.get("state", "")), said,
        cell.get("limit", ""), Text(f"差 {gap}", f"short by {gap}") if gap else Text("", ""), unit, address,
    )  # fmt: skip


def _explanation(run: Run, unit: int, code: str) -> str:
    return f"{reverse('run_explanation', args=[run.number, unit])}?leaf={code}#node-{code}"


def _count(run: Run, node: Kept, subjects: Sequence[Kept]) -> CountTold:
    states = Counter(each["cells"].get(node["code"], {}).get("state", "") for each in subjects)
    address = reverse("requirement_units", args=[run.number, node["code"]]) if node["leaf"] else ""
    return CountTold(
        text_of(node["title"]), node["depth"], node["leaf"], states[MET] + states[TOLD], states[SHORT],
        states[MISSING], states[NOT_APPLYING], address,
    )  # fmt: skip


def _pair_title(by: str, code: str) -> Text:
    """What a code of the further dimension is called."""
    known = library()
    fields = [
        *(a for e in known.entities.values() for a in e.attributes),
        *(f for e in known.evidence.values() for f in e.fields),
    ]
    for field in fields:
        if field.name == by and code in dict(field.titles):
            return dict(field.titles)[code]
    return Text(code, code)
