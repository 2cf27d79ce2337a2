"""The student packs as an office would look them over: what they rest on, what they never read, what two schools
with the same records get. The sums are worked out by hand.
"""

import csv
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

import pytest

from xueheng.cli.main import run
from xueheng.language.public import BandScale, EvidenceRows, Library, Standard, StandardNode, load

STAGES = ("student.primary", "student_junior.junior", "student.senior")
PACKS = ("student", "student_junior", "student_yunling", "student_binjiang")
SHIPPED = Path(__file__).parents[1] / "src" / "xueheng" / "systems"
VILLAGE, TOWN = "示例垫县云岭乡村小学", "示例渝区滨江小学"
ASPECTS = {
    "品德发展": ["理想信念", "社会责任", "行为习惯"],
    "学业发展": ["学习习惯", "创新精神", "学业水平"],
    "身心发展": ["健康生活", "身心素质"],
    "审美素养": ["美育实践", "感受表达"],
    "劳动与社会实践": ["劳动习惯", "社会体验"],
}
DIMENSIONS = {"思想品德", "学业水平", "身心健康", "艺术素养", "社会实践"}


@pytest.fixture(scope="module")
def libraries() -> dict[str, Library]:
    found = {}
    for pack in PACKS:
        loaded = load(pack)
        assert loaded.library, [str(issue) for issue in loaded.issues]
        assert loaded.issues == []  # no warning either: every title in both languages, every type recorded by somebody
        found[pack] = loaded.library
    return found


def stage(libraries: dict[str, Library], name: str) -> Standard:
    return libraries[name.partition(".")[0]].standards[name]


def nodes(node: StandardNode) -> Iterator[StandardNode]:
    yield node
    for part in node.parts:
        yield from nodes(part)


def leaves(standard: Standard) -> Iterator[StandardNode]:
    return (node for node in nodes(standard.root) if node.measure)


# -- what they rest on ----------------------------------------------------------------------------


def test_the_primary_standard_has_the_five_aspects_and_twelve_key_indicators(libraries: dict[str, Library]) -> None:
    root = stage(libraries, "student.primary").root
    assert {part.title.zh: [one.title.zh for one in part.parts] for part in root.parts} == ASPECTS


def test_names_say_how_sure_they_are_and_weights_whose_they_are(libraries: dict[str, Library]) -> None:
    standard = stage(libraries, "student.primary")
    for aspect in standard.root.parts:
        assert (aspect.source.no, aspect.source.status) == ("教基〔2021〕3号", "verified")
        assert {part.source.status for part in aspect.parts} == {"recalled"}
    assert standard.source.status == "decided"
    assert "示例区" in standard.source.doc
    assert standard.source.note
    assert "权重" in standard.source.note.zh


def test_the_junior_standard_is_a_pack_of_its_own_that_says_it_is_to_be_exchanged(
    libraries: dict[str, Library],
) -> None:
    standard = stage(libraries, "student_junior.junior")
    assert {part.title.zh for part in standard.root.parts} == DIMENSIONS
    assert {part.source.status for part in standard.root.parts} == {"verified-secondary"}
    assert standard.source.note
    assert "换成本市的文件" in standard.source.note.zh
    assert not any("student_junior" in dict(libraries[pack].packs["student"].uses) for pack in PACKS)


def test_the_senior_record_is_verified_and_has_no_score_of_any_kind(libraries: dict[str, Library]) -> None:
    standard = stage(libraries, "student.senior")
    assert (standard.source.no, standard.source.status) == ("教基二〔2014〕11号", "verified")
    assert {part.title.zh for part in standard.root.parts} == DIMENSIONS
    for node in nodes(standard.root):
        assert node.scale is None
        assert node.levels == ()
        assert node.rules == ()
        assert node.measure or node.combine == "profile"


# -- what they never read -------------------------------------------------------------------------


def read_by(library: Library, standard: Standard) -> set[str]:
    """The record types that the leaves of a standard fold, in their own measures."""
    folds = (library.measures[leaf.measure or "", standard.of].fold for leaf in leaves(standard))
    return {name for fold in folds if fold and isinstance(fold.rows, EvidenceRows) for name in fold.rows.types}


def test_no_leaf_of_any_stage_reads_remarks_and_none_of_compulsory_education_contests(
    libraries: dict[str, Library],
) -> None:
    for name in STAGES:
        read = read_by(libraries[name.partition(".")[0]], stage(libraries, name))
        assert len(read) >= 8
        assert "student.remark" not in read
        assert ("student.competition" in read) == (name == "student.senior")


def test_what_people_write_is_private_everywhere(libraries: dict[str, Library]) -> None:
    library = libraries["student"]
    written = {
        f"{type.name}.{field.name}": field.private
        for type in library.evidence.values()
        if type.name.startswith("student.")
        for field in type.fields
        if field.text_max is not None
    }
    assert {name for name, private in written.items() if not private} == {"student.reading.book_title"}
    assert {"student.remark.remark_text", "student.reflection.reflection_text"} <= written.keys()


LEAVES_NOBODY_MAY_ADD = {
    "寄语的文字": "{count: remark_text = 'x', from: remark}",
    "反思的文字": "{count: reflection_text = 'x', from: reflection}",
    "免予执行的原因": "{count: kind = 'illness', from: fitness.exemption}",
}


@pytest.mark.parametrize("leaf", LEAVES_NOBODY_MAY_ADD)
def test_a_leaf_on_free_text_or_health_is_refused_by_id(leaf: str, tmp_path: Path) -> None:
    pack = tmp_path / "added"
    pack.mkdir()
    (pack / "pack.yaml").write_text(
        "xueheng: 1\nname: added\ntitle: {zh: 加一项, en: One more}\nversion: 1.0.0\nowner: school\n"
        "uses: {common: 1, fitness: 1, student: 1}\n",
        "utf-8",
    )
    body = LEAVES_NOBODY_MAY_ADD[leaf].replace("from: re", "from: student.re")[1:-1]
    (pack / "standards.yaml").write_text(
        "more:\n  title: {zh: 加一项, en: One more}\n  of: pupil\n  period: school_year\n  missing: zero\n"
        f"  parts:\n    one: {{title: {{zh: {leaf}, en: A leaf}}, {body}, scale: student.by_count}}\n",
        "utf-8",
    )
    loaded = load(pack)
    assert loaded.library is None
    assert {issue.rule[:4] for issue in loaded.issues if issue.severity == "error"} == {"XH-P"}


# -- the worked examples --------------------------------------------------------------------------


def examples_of(libraries: dict[str, Library], name: str) -> list[tuple[str, set[str]]]:
    """Worked examples of a standard: its name, and the codes they answer for."""
    library = libraries[name.partition(".")[0]]
    return [(e.name, {x.code for x in e.expected}) for e in library.examples if e.standard == name and e.expected]


@pytest.mark.parametrize("name", STAGES)
def test_every_stage_has_four_examples_and_every_aspect_one(libraries: dict[str, Library], name: str) -> None:
    examples = examples_of(libraries, name)
    assert len(examples) >= 4
    answered = {code.partition(".")[0] for _, codes in examples for code in codes}
    for aspect in stage(libraries, name).root.parts:
        assert answered & {node.code for node in nodes(aspect)}, aspect.title.zh


def test_every_band_of_every_scale_is_met_by_an_example(libraries: dict[str, Library]) -> None:
    """Every number of points that a band gives is the answer of some example."""
    library = libraries["student"]
    standard = stage(libraries, "student.primary")
    examples = [e for e in library.examples if e.standard == standard.name]
    points = {
        leaf.code: {x.answer for e in examples for x in e.expected if x.code == leaf.code} for leaf in leaves(standard)
    }
    by_scale: dict[BandScale, set[str]] = {}
    for leaf in leaves(standard):
        if isinstance(leaf.scale, BandScale):
            by_scale.setdefault(leaf.scale, set()).update(points[leaf.code])
    assert len(by_scale) == 5
    for scale, met in by_scale.items():
        lacking = {str(p) for _, p in scale.bands} - met
        assert not lacking, (scale, met)


def test_each_layer_weighs_adds_and_raises_elsewhere_and_says_who_decided(libraries: dict[str, Library]) -> None:
    changed = {}
    for pack, school in (("student_yunling", VILLAGE), ("student_binjiang", TOWN)):
        layer = libraries[pack].overlays[pack]
        assert layer.subject == school
        assert layer.decision.on
        assert layer.decision.minute
        changed[pack] = {(c.what, node.code) for node in nodes(layer.own.root) for c in node.changed}
        assert {what for what, _ in changed[pack]} == {"weigh", "add", "raise"}
        assert sum(e.refusal is not None for e in libraries[pack].examples) >= 4
    assert not changed["student_yunling"] & changed["student_binjiang"]


# -- two schools, the same records ----------------------------------------------------------------

PUPILS = "学生,性别,年级,学籍状态,学校\nA,女,15,在籍在校,示例垫县云岭乡村小学\nB,男,15,在籍在校,示例渝区滨江小学\n"
SHEETS = {
    "团队与主题教育活动": ("活动类别", ["少先队活动"] * 3),
    "志愿服务": ("服务时数（小时）", ["12"]),
    "教师观察": ("观察点,表现", ["行为习惯,稳定"]),
    "艺术活动": ("艺术门类", ["音乐"] * 8),
    "作品展示": ("展示于", ["班级"]),
    "社会实践": ("实践天数（天）", ["3"]),
}


@pytest.fixture(scope="module")
def two_schools(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, dict[str, str]]]:
    """Results by layer and pupil."""
    folder = tmp_path_factory.mktemp("two schools")
    (folder / "学生.csv").write_text(PUPILS, "utf-8")
    (folder / "记录").mkdir()
    for name, (headings, cells) in SHEETS.items():
        lines = [f"{pupil},2025-12-{day:02d},{cell}" for pupil in "AB" for day, cell in enumerate(cells, 1)]
        (folder / "记录" / f"{name}.csv").write_text("\n".join([f"学生,日期,{headings}", *lines]) + "\n", "utf-8")
    words = ["--records", folder / "记录", "--subjects", folder / "学生.csv", "--period", "2025-2026"]
    layers = [word for pack in ("student_yunling", "student_binjiang") for word in ("--overlay", str(SHIPPED / pack))]
    assert run(["evaluate", "student.primary", *map(str, words), *layers, "--out", str(folder / "结果")]) == 0
    return {
        "base": rows(folder / "结果" / "base"),
        VILLAGE: rows(folder / "结果" / "own" / "student_yunling"),
        TOWN: rows(folder / "结果" / "own" / "student_binjiang"),
    }


def rows(folder: Path) -> dict[str, dict[str, str]]:
    with (folder / "results.csv").open(encoding="utf-8-sig", newline="") as file:
        return {row["subject"]: row for row in csv.DictReader(file)}


def test_pupils_of_two_schools_with_the_same_records_have_the_same_base(
    two_schools: dict[str, dict[str, dict[str, str]]],
) -> None:
    base = two_schools["base"]
    assert {k: v for k, v in base["A"].items() if k != "subject"} == {
        k: v for k, v in base["B"].items() if k != "subject"
    }
    # 70×30% + 85×30% + 85×40% = 80.5; (100 + 70) ÷ 2 = 85; 3 days 85
    assert [Fraction(base["A"][code]) for code in ("moral", "arts", "labour")] == [Fraction("80.5"), 85, 85]
    assert {base["A"]["total"], base["B"]["total"]} == {""}  # five aspects side by side: nothing to rank by


def test_and_differ_on_their_own_schools_results(two_schools: dict[str, dict[str, dict[str, str]]]) -> None:
    village, town = two_schools[VILLAGE], two_schools[TOWN]
    assert village.keys() == {"A"}
    assert town.keys() == {"B"}
    # the village weighs conduct 45: 70×25% + 85×30% + 85×45% = 81.25, shown 81.3; its garden has no record
    assert [village["A"][code] for code in ("moral", "arts", "labour")] == ["81.3", "85.0", "85.0"]
    # the town weighs practice of arts 60: 100×60% + 70×40% = 88; 3 days of practice are 70 there
    assert [town["B"][code] for code in ("moral", "arts", "labour")] == ["80.5", "88.0", "70.0"]
