"""Sixty leaves in place over forty evidence types alike: the benchmark's pack as typed definitions."""

from fractions import Fraction
from pathlib import Path

import pytest

from xueheng.language.public import (
    BandScale,
    Comparison,
    EvidenceRows,
    Library,
    Logic,
    NodeResult,
    RowColumn,
    StandardNode,
    load,
)

PACK = Path(__file__).parents[4] / "benchmarks" / "district_year"


@pytest.fixture(scope="module")
def library() -> Library:
    loaded = load(PACK)
    assert [issue.say("en") for issue in loaded.issues] == []
    assert loaded.library is not None
    return loaded.library


@pytest.fixture(scope="module")
def leaves(library: Library) -> dict[str, StandardNode]:
    return {leaf.code: leaf for part in library.standards["district_year.year"].root.parts for leaf in part.parts}


def test_sixty_leaves_have_each_a_measure_and_bands(library: Library, leaves: dict[str, StandardNode]) -> None:
    assert sorted(leaves) == [f"l{number:02}" for number in range(60)]
    for code, leaf in leaves.items():
        assert leaf.measure == f"district_year.year.{code}"
        assert ("district_year.year." + code, "district_year.pupil") in library.measures
        assert isinstance(leaf.scale, BandScale)
        assert (leaf.scale.better, leaf.scale.otherwise) == ("high", Fraction(30))


def test_a_type_like_another_has_its_fields_and_its_verifier(library: Library) -> None:
    alike = library.evidence["district_year.type_39"]
    assert (alike.about, alike.needed, alike.verified_by_anyone) == ("district_year.pupil", ("value",), True)
    assert [(field.name, field.type.decimals, field.type.low) for field in alike.fields] == [("value", 2, Fraction(0))]


def test_folds_are_as_written(library: Library) -> None:
    def fold(code: str) -> object:
        found = library.measures[f"district_year.year.{code}", "district_year.pupil"].fold
        assert found is not None
        return found.kind, found.during.name or found.during.kind, found.records, found.empty

    assert fold("l00") == ("count", "term_2", "verified", "zero")
    assert fold("l12") == ("sum", "term_1", "verified", "zero")
    assert fold("l24") == ("mean", "term_2", "any", "missing")
    assert fold("l37") == ("max", "term_1", "any", "missing")
    assert fold("l48") == ("latest", "period", "any", "missing")
    assert fold("l50") == ("distinct", "period", "verified", "zero")
    assert fold("l54") == ("share", "term_2", "any", "missing")


def test_several_types_are_folded_together(library: Library) -> None:
    fold = library.measures["district_year.year.l27", "district_year.pupil"].fold
    assert fold is not None
    assert fold.rows == EvidenceRows(tuple(f"district_year.type_{number}" for number in ("03", "29", "39")))


def test_a_share_may_ask_whether_a_record_is_verified(library: Library) -> None:
    fold = library.measures["district_year.year.l55", "district_year.pupil"].fold
    assert fold is not None
    assert isinstance(fold.condition, RowColumn)
    assert (fold.condition.name, fold.condition.type.kind.value) == ("verified", "yes_no")


def test_bands_are_exact(leaves: dict[str, StandardNode]) -> None:
    scale = leaves["l58"].scale
    assert isinstance(scale, BandScale)
    assert scale.bands[1] == (Fraction(88, 100), Fraction(85))


def test_weights_policy_and_decimals_come_from_the_right_node(library: Library) -> None:
    root = library.standards["district_year.year"].root
    settled = [f"{part.weight} {part.decimals} {part.if_missing}" for part in root.parts]
    assert settled == ["30 4 zero", "20 4 zero", "20 4 zero", "15 4 zero", "15 4 zero"]
    first = root.parts[0].parts[0]
    assert (first.code, first.weight, first.decimals, first.if_missing) == ("l00", Fraction(1), None, "zero")


def test_the_rules_read_points_of_nodes_below(library: Library) -> None:
    cap, cut = library.standards["district_year.year"].root.rules
    assert (cap.act, cap.amount, cut.act, cut.amount) == ("at_most", Fraction(59), "times", Fraction(8, 10))
    assert isinstance(cap.when, Logic)
    assert isinstance(cap.when.left, Comparison)
    assert isinstance(cap.when.left.left, NodeResult)
    assert (cap.when.left.left.code, cap.when.left.left.what) == ("l00", "points")
    assert cap.title.zh == "至多 59"


def test_groups_and_the_calendar_of_its_own(library: Library) -> None:
    standard = library.standards["district_year.year"]
    assert standard.groups[0] == ("district_year.class", ("count", "mean", "percentiles"))
    school_year = library.calendar_for("district_year").windows["school_year"].spans["2025-2026"]
    assert [day.isoformat() for day in school_year] == ["2025-09-01", "2026-07-31"]
