"""What a layer makes of its base: exact weights, whose decision each change is, what stays as it was."""

from datetime import date
from fractions import Fraction
from itertools import combinations, product
from pathlib import Path
from typing import Literal

import pytest

from xueheng.language.meaning.overlays_bands import looser
from xueheng.language.public import BandScale
from xueheng.language.tests.layered_packs import (
    BASE,
    STANDARDS,
    base_digest,
    changed,
    layer_of,
    library_of_layer,
    load_layer,
    nodes_by_code,
    only,
)
from xueheng.language.tests.small_packs import SOUND, said, write_pack


@pytest.fixture(autouse=True)
def _beside_the_packs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def bands_of(scale: BandScale) -> list[tuple[float, float]]:
    return [(float(bound), float(points)) for bound, points in scale.bands]


def test_a_layer_says_for_whom_it_is_and_who_decided_it(tmp_path: Path) -> None:
    layer = layer_of(tmp_path, {})
    assert (layer.base, layer.entity, layer.subject) == ("visits.contact", "visits.school", "north")
    assert (layer.decision.owner, layer.decision.by, layer.decision.post.zh) == ("school", "head", "校长")
    assert (layer.decision.on, layer.decision.minute) == (date(2025, 9, 10), "校务会 9 号")
    assert layer.title.zh == "北校校本层"


def test_restated_weights_hold_and_those_that_stay_are_not_called_changed(tmp_path: Path) -> None:
    nodes = nodes_by_code(layer_of(tmp_path, {}).own.root)
    assert [nodes[code].weight for code in ("made", "long", "kept")] == [45, 35, 20]
    (made,) = nodes["made"].changed
    assert (made.what, made.before, str(made.decision.place)) == ("weigh", "50", "own/overlay.yaml:6:13")
    assert nodes["kept"].changed == ()


def test_an_added_leaf_takes_its_share_and_the_others_share_the_rest_as_before(tmp_path: Path) -> None:
    # 1 : 3 of 80 per cent is 20 and 60
    nodes = nodes_by_code(layer_of(tmp_path, {}).own.root)
    assert [nodes[code].weight for code in ("calls", "late", "garden")] == [20, 60, 20]
    assert nodes["garden"].measure == "own.garden_days"
    assert nodes["garden"].if_missing == "block"
    assert [one.what for one in nodes["garden"].changed] == ["add"]
    assert [(one.what, one.before) for one in nodes["late"].changed] == [("weigh", "3")]


def test_shares_that_do_not_divide_stay_fractions(tmp_path: Path) -> None:
    changes = "  talking:\n    add: {garden: {title: {zh: 农场, en: Garden}, share: 12.5, measure: garden_days}}\n"
    nodes = nodes_by_code(layer_of(tmp_path, {"overlay.yaml": only(changes)}).own.root)
    # 87.5 per cent in the proportion 1 : 3
    assert [nodes[code].weight for code in ("calls", "late")] == [Fraction(175, 8), Fraction(525, 8)]


def test_in_rows_of_weights_every_row_makes_room(tmp_path: Path) -> None:
    rows = "      weights: [{when: sex = 'male', weigh: {calls: 1, late: 3}}, {when: all, weigh: {late: 4}}]\n"
    base = {"standards.yaml": changed("      open: {add: 20}\n", f"      open: {{add: 20}}\n{rows}", STANDARDS)}
    write_pack(tmp_path, {**BASE, **base})
    now = base_digest(tmp_path)
    overlay = changed("DIGEST", f"sha256:{now}")
    talking = nodes_by_code(layer_of(tmp_path, {"overlay.yaml": overlay}, base).own.root)["talking"]
    assert [dict(row.weigh) for row in talking.weights] == [
        {"calls": 20, "late": 60, "garden": 20},
        {"late": 80, "garden": 20},
    ]


def test_raised_bands_stand_in_place_of_the_bases(tmp_path: Path) -> None:
    long = nodes_by_code(layer_of(tmp_path, {}).own.root)["long"]
    assert isinstance(long.scale, BandScale)
    assert bands_of(long.scale) == [(150, 100), (60, 85), (30, 50)]
    raised = next(one for one in long.changed if one.what == "raise")
    assert raised.before == "bands: [[120, 100], [60, 85], [30, 60]], else: 20"


def test_low_bands_are_raised_by_asking_less_time(tmp_path: Path) -> None:
    changes = "  talking.late: {raise: {bands: [[0.5, 100], [2, 60]], else: 0}}\n"
    late = nodes_by_code(layer_of(tmp_path, {"overlay.yaml": only(changes)}).own.root)["late"]
    assert isinstance(late.scale, BandScale)
    assert late.scale.better == "low"
    assert bands_of(late.scale) == [(0.5, 100), (2, 60)]


BOUNDS = (Fraction(1), Fraction(2), Fraction(3))
POINTS = (Fraction(0), Fraction(50), Fraction(100))
NUMBERS = [Fraction(n, 4) for n in range(17)]  # on every edge, and beside each on both sides


def points_of(scale: BandScale, value: Fraction) -> Fraction:
    low = scale.better == "low"
    reached = (points for bound, points in scale.bands if (value <= bound if low else value >= bound))
    return next(reached, scale.otherwise)


@pytest.mark.parametrize("better", ["high", "low"])
def test_looser_bands_are_those_that_give_some_value_more(better: Literal["high", "low"]) -> None:
    """Every pair of scales with up to two bands: what the edges say is what trying all values says."""
    edges = [(b,) for b in BOUNDS] + list(combinations(BOUNDS, 2))
    scales = [
        BandScale(tuple(zip(sorted(e, reverse=better == "high"), p, strict=True)), otherwise, better)
        for e in edges
        for p in product(POINTS, repeat=len(e))
        for otherwise in POINTS[:2]
    ]
    for new, old in product(scales[::3], scales[::2]):
        tried = any(points_of(new, value) > points_of(old, value) for value in NUMBERS)
        assert bool(list(looser(new, old))) == tried, (new, old)


def test_the_base_itself_stays_as_it_is(tmp_path: Path) -> None:
    library = library_of_layer(tmp_path, {})
    base = library.standards["visits.contact"]
    assert [node.weight for node in nodes_by_code(base.root)["visiting"].parts] == [50, 30, 20]
    assert all(node.changed == () for node in nodes_by_code(base.root).values())
    assert library.overlays["own"].own.digest_meaning != base.digest_meaning


def test_what_a_base_opens_is_part_of_its_meaning_and_a_title_is_not(tmp_path: Path) -> None:
    wider = {"standards.yaml": changed("made: [40, 60]", "made: [30, 60]", STANDARDS)}
    renamed = {"standards.yaml": changed("en: Visiting", "en: Home visits", STANDARDS)}
    assert "XH-O001" in said(load_layer(tmp_path, {}, wider).issues)[0]
    assert said(load_layer(tmp_path, {}, renamed).issues) == []


def test_a_record_type_that_the_base_reads_is_part_of_its_meaning(tmp_path: Path) -> None:
    evidence = {"evidence.yaml": changed("integer: {min: 5, max: 240}", "integer: {min: 5}", SOUND["evidence.yaml"])}
    assert "XH-O001" in said(load_layer(tmp_path, {}, evidence).issues)[0]


def test_an_example_of_a_refusal_holds_when_that_id_refuses_it(tmp_path: Path) -> None:
    worked = """\
too_much:
  title: {zh: 超出, en: Too much}
  refuse: {changes: {visiting: {weigh: {made: 61, long: 19, kept: 20}}}, error: XH-O004}
  sum: 61 大于 60，19 小于 20。
negative:
  title: {zh: 负数, en: Negative}
  refuse: {changes: {talking: {add: {garden: {share: -5, measure: garden_days}}}}, error: XH-K017}
  sum: 占比不能是负数。
"""
    assert said(load_layer(tmp_path, {"worked/layer.yaml": worked}).issues) == []
