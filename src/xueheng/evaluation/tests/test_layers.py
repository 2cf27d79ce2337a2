"""A school's own layer: written, sent, decided by another, taken by the runs whose period it holds for."""

import json
import shutil
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from types import SimpleNamespace

import pyarrow.parquet as pq
import pytest
from django.urls import reverse

from xueheng.evaluation.actions.decide_layer import approve_layer, send_back_layer
from xueheng.evaluation.actions.end_layer import end_layer
from xueheng.evaluation.actions.save_layer import save_layer
from xueheng.evaluation.actions.send_layer import drop_layer, send_layer, take_back_layer
from xueheng.evaluation.actions.start_layer import start_layer, start_layer_from
from xueheng.evaluation.core.public import Period
from xueheng.evaluation.explained import explained_now, explained_run
from xueheng.evaluation.kept_results import own_folders
from xueheng.evaluation.layers.base_then import changed_since
from xueheng.evaluation.layers.in_force import layered_library, layers_taken
from xueheng.evaluation.layers.laying import head_text, laid, school_of
from xueheng.evaluation.layers.refusals import LayerRefused
from xueheng.evaluation.layers.tables import state_of
from xueheng.evaluation.layers.titles import pack_titles
from xueheng.evaluation.layers.written import Bands, Leaf, Written, written_in
from xueheng.evaluation.model_layers import SchoolLayer
from xueheng.evaluation.own_layers import with_layers
from xueheng.evaluation.public import compute_again, run_standard
from xueheng.evaluation.tests.test_run_pages import signed_in, words
from xueheng.identity.public import Organisation, PermissionRefused, library, programme_viewer
from xueheng.identity.tests.authority import DAY, Authority
from xueheng.language.public import load
from xueheng.trust.models import Entry

pytestmark = pytest.mark.django_db
PRIMARY = "student.primary"
YEAR, NEXT_YEAR = "2025-2026", "2026-2027"
FIRST = date(2026, 9, 1)
NEXT = Period("school_year", NEXT_YEAR, FIRST, date(2027, 8, 31))
MORAL = {"moral": {"ideals": "25", "responsibility": "30", "conduct": "45"}}
MORE_CONDUCT = Written(MORAL)


@pytest.fixture(autouse=True)
def own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, settings: SimpleNamespace) -> None:
    monkeypatch.setattr("xueheng.evidence.snapshots.place.data_folder", lambda: tmp_path)
    monkeypatch.setattr("xueheng.evaluation.places.data_folder", lambda: tmp_path)
    monkeypatch.setattr("xueheng.evaluation.definitions_kept.data_folder", lambda: tmp_path)


def drafted(place: Authority, written: Written = MORE_CONDUCT, reason: str = "品德重行为") -> SchoolLayer:
    admin = place.viewer("school_admin")
    layer = start_layer(admin, PRIMARY)
    return save_layer(admin, layer.number, written, reason)


def adopted(place: Authority, written: Written = MORE_CONDUCT, first: date = FIRST) -> SchoolLayer:
    layer = drafted(place, written)
    send_layer(place.viewer("school_admin"), layer.number)
    return approve_layer(place.viewer("head"), layer.number, first, "校务会 9 号")


def rules(layer: SchoolLayer) -> set[str]:
    return {each.rule for each in laid(layer, school_of(layer)).errors}


def test_a_layer_goes_from_a_draft_to_a_run_that_takes_it(place: Authority) -> None:
    layer = adopted(place)
    run = run_standard(programme_viewer(DAY), PRIMARY, NEXT_YEAR)
    assert list(own_folders(run.number)) == [layer.pack]
    mine = {
        row["subject"] for row in pq.read_table(own_folders(run.number)[layer.pack] / "results.parquet").to_pylist()
    }
    assert str(place.people["ann"]) in mine
    assert str(place.people["gao"]) not in mine
    assert f"own.{layer.pack}.results" in run.digests
    assert compute_again(programme_viewer(DAY), run.number).same
    assert pack_titles(own_folders(run.number))[layer.pack].zh == "示例一区第一小学校本指标"
    data, live = explained_run(run, place.people["ann"]), explained_now(PRIMARY, NEXT, place.people["ann"])
    for each in (data, live):
        decision = each["overlay"]["decision"]
        assert (decision["by"], decision["on"], decision["minute"]) == ("head", DAY.isoformat(), "校务会 9 号")
    assert live["own"]["points"] == data["own"]["points"]
    verbs = Entry.objects.filter(stream_id="layers").order_by("sequence").values_list("verb", flat=True)
    assert list(verbs) == ["start_layer", "save_layer", "send_layer", "approve_layer"]


def test_what_the_base_forbids_is_refused_with_its_line(place: Authority) -> None:
    wrong = {
        "XH-O004": Written({"moral": {"ideals": "15", "responsibility": "40", "conduct": "45"}}),
        # three thirds written short: the sum is no longer the base's
        "XH-O012": Written({"moral": {"ideals": "33.33", "responsibility": "33.33", "conduct": "33.33"}}),
        "XH-O003": Written({"labour": {"labour_habits": "60", "social_experience": "40"}}),
        "XH-O005": Written(bands={"labour.social_experience": Bands((("4", "100"), ("3", "85"), ("2", "70")), "30")}),
        "XH-O006": Written(leaves={"labour.labour_habits": (leaf("15"), leaf("10", "own2"))}),
        "XH-O007": Written(leaves={"arts": (leaf("5"),)}),
        "XH-O018": Written(leaves={"labour.labour_habits": (leaf("5", "labour_seen"),)}),
    }
    for rule, written in wrong.items():
        layer = drafted(place, written)
        assert rule in rules(layer)
        with pytest.raises(LayerRefused):
            send_layer(place.viewer("school_admin"), layer.number)
    typed = drafted(place, Written({"moral": {"ideals": "<b>x</b>", "responsibility": "", "conduct": "45"}}))
    assert rules(typed)
    assert written_in(typed.text).weights["moral"]["ideals"] == "<b>x</b>"


def leaf(share: str, code: str = "own1") -> Leaf:
    bands = Bands((("8", "100"), ("5", "85")), "30")
    return Leaf(code, "志愿服务", "Service", share, evidence="student.volunteering", bands=bands)


def test_the_text_is_what_a_pack_would_be_and_checks_alike(place: Authority, tmp_path: Path) -> None:
    written = Written(
        MORAL,
        {"labour.labour_habits": (leaf("15"),)},
        {"labour.social_experience": Bands((("6", "100"), ("4", "85")), "30")},
    )
    layer = drafted(place, written)
    assert written_in(layer.text) == written
    folder = tmp_path / layer.pack
    folder.mkdir()
    (folder / "pack.yaml").write_text(head_text(layer, school_of(layer)), "utf-8")
    (folder / "overlay.yaml").write_text(layer.text, "utf-8")
    loaded = load(folder)
    here = laid(layer, school_of(layer))
    assert loaded.library is not None
    assert here.overlay is not None
    assert here.pack is not None
    there = loaded.library.packs[layer.pack]
    assert (here.pack.digest_meaning, here.pack.digest_bytes) == (there.digest_meaning, there.digest_bytes)
    assert here.overlay.own.digest_meaning == loaded.library.overlays[layer.pack].own.digest_meaning


def test_hostile_words_stay_words(place: Authority) -> None:
    hostile = "}], x: '<script>alert(1)</script>\n# {"
    layer = drafted(place, Written(leaves={"labour.labour_habits": (replace(leaf("15"), zh=hostile, en="a: b"),)}))
    (kept,) = written_in(layer.text).leaves["labour.labour_habits"]
    assert (kept.zh, kept.en) == ("}], x: '<script>alert(1)</script> # {", "a: b")
    assert rules(layer) == set()


def test_somebody_else_decides(place: Authority) -> None:
    admin, head = place.viewer("school_admin"), place.viewer("head")
    layer = drafted(place)
    with pytest.raises(LayerRefused, match="没有在送审"):
        approve_layer(head, layer.number, FIRST)
    send_layer(admin, layer.number)
    with pytest.raises(PermissionRefused):
        approve_layer(admin, layer.number, FIRST)
    with pytest.raises(LayerRefused, match="不能早于"):
        approve_layer(head, layer.number, DAY - timedelta(days=1))
    with pytest.raises(LayerRefused, match="退回要写明原因"):
        send_back_layer(head, layer.number, "  ")
    assert send_back_layer(head, layer.number, "理由写清楚").state == "draft"
    save_layer(head, layer.number, Written(MORAL), "校长改的理由")
    send_layer(admin, layer.number)
    with pytest.raises(LayerRefused, match="另一个人"):
        approve_layer(head, layer.number, FIRST)
    for stranger in ("nine_head", "bureau_head", "class_teacher"):
        with pytest.raises((LayerRefused, PermissionRefused)):
            approve_layer(place.viewer(stranger), layer.number, FIRST)


def test_a_draft_needs_a_change_and_a_reason_and_can_be_taken_back_and_dropped(place: Authority) -> None:
    admin = place.viewer("school_admin")
    with pytest.raises(LayerRefused, match="什么也没有改"):
        send_layer(admin, drafted(place, Written()).number)
    with pytest.raises(LayerRefused, match="没有写理由"):
        send_layer(admin, drafted(place, reason=" ").number)
    layer = send_layer(admin, drafted(place).number)
    with pytest.raises(LayerRefused, match="已经不是草稿"):
        save_layer(admin, layer.number, Written(), "")
    take_back_layer(admin, layer.number)
    assert drop_layer(admin, layer.number).state == "withdrawn"


def test_two_who_edit_one_draft_are_noticed(place: Authority) -> None:
    layer = drafted(place)
    seen = layer.changed
    save_layer(place.viewer("head"), layer.number, Written(), "另一个人改了", seen)
    with pytest.raises(LayerRefused, match="别人改过"):
        save_layer(place.viewer("school_admin"), layer.number, Written(MORAL), "我改的", seen)


def test_nobody_touches_another_schools_layer(place: Authority, elsewhere: Authority) -> None:
    layer = drafted(place)
    for stranger in (place.viewer("nine_admin"), elsewhere.viewer("school_admin"), place.viewer("class_teacher")):
        for act in (send_layer, drop_layer, start_layer_from):
            with pytest.raises((LayerRefused, PermissionRefused)):
                act(stranger, layer.number)
    seen = SchoolLayer.objects.visible_to(place.viewer("bureau_head"))
    assert list(seen) == [layer]
    assert not SchoolLayer.objects.visible_to(place.viewer("bureau_head"), act="open").exists()
    assert not SchoolLayer.objects.visible_to(place.viewer("nine_admin")).exists()
    with pytest.raises(LayerRefused, match="没有这个标准"):
        start_layer(place.viewer("school_admin"), "balance.county")


def test_a_layer_counts_only_for_periods_that_it_holds_for_from_end_to_end(place: Authority) -> None:
    layer = adopted(place, first=DAY)
    this_year = Period("school_year", YEAR, date(2025, 9, 1), date(2026, 8, 31))
    assert layers_taken(PRIMARY, this_year) == []
    assert [each.name for each in layers_taken(PRIMARY, NEXT)] == [layer.pack]
    head = place.viewer("head")
    with pytest.raises(LayerRefused, match="不能早于"):
        end_layer(head, layer.number, DAY - timedelta(days=1))
    assert end_layer(head, layer.number, date(2027, 8, 30)).to_day == date(2027, 8, 30)
    assert layers_taken(PRIMARY, NEXT) == []


def test_the_next_layer_ends_the_one_before_it(place: Authority) -> None:
    first = adopted(place, first=DAY)
    second = adopted(place, Written({"moral": {"ideals": "20", "responsibility": "35", "conduct": "45"}}))
    first.refresh_from_db()
    assert (first.to_day, second.to_day) == (date(2026, 8, 31), None)
    assert [each.name for each in layers_taken(PRIMARY, NEXT)] == [second.pack]


def test_a_layer_kept_here_takes_the_place_of_the_one_in_a_pack(place: Authority) -> None:
    code = library().overlays["student_binjiang"].subject
    Organisation.objects.for_the_programme("the example layer's school stands here").filter(
        pk=place.units["first"]
    ).update(code=code)
    layer = adopted(place)
    _, names = with_layers(layered_library(PRIMARY, NEXT), PRIMARY, NEXT)
    assert names == [layer.pack]
    this_year = Period("school_year", YEAR, date(2025, 9, 1), date(2026, 8, 31))
    assert with_layers(layered_library(PRIMARY, this_year), PRIMARY, this_year)[1] == ["student_binjiang"]


def test_what_changed_in_the_base_since_then_is_listed(place: Authority, tmp_path: Path) -> None:
    """Then the ideals weighed 35 and not 30, there was no innovation, and something else was asked besides."""
    layer, old = adopted(place), "0" * 64
    kept = tmp_path / "runs" / "layers" / "bases" / f"{layer.digest}.json"
    tree = json.loads(kept.read_text("utf-8"))
    nodes = {node["code"]: node for node in tree["nodes"]}
    nodes["ideals"]["weight"] = "35"
    gone = {**nodes["labour_done"], "code": "gardening", "title": {"zh": "种植", "en": "Gardening"}}
    tree["nodes"] = [*(node for node in tree["nodes"] if node["code"] != "innovation"), gone]
    tree["standard"]["digest_meaning"] = old
    assert changed_since(layer) == []
    rows = SchoolLayer.objects.for_the_programme("the base has changed since")
    rows.filter(pk=layer.pk).update(digest=old)
    layer.refresh_from_db()
    assert changed_since(layer) is None
    kept.with_name(f"{old}.json").write_text(json.dumps(tree), "utf-8")
    told = {(each["title"].zh, each["what"].zh): (each["before"].zh, each["after"].zh)
            for each in changed_since(layer) or []}  # fmt: skip
    assert set(told) == {("理想信念", "权重"), ("创新精神", "新增的指标"), ("种植", "去掉的指标")}
    assert told["理想信念", "权重"] == ("35", "30")
    client = signed_in(place, "head")
    for page in ("layer", "layer_comparison"):
        shown = words(client.get(reverse(page, args=[layer.number])))
        assert "理想信念 权重 35 30" in shown
        assert "种植 去掉的指标" in shown


def test_the_base_of_a_layer_of_before_is_found_in_a_run(place: Authority, tmp_path: Path) -> None:
    layer = adopted(place)
    shutil.rmtree(tmp_path / "runs" / "layers")
    assert changed_since(layer) is None
    run_standard(programme_viewer(DAY), PRIMARY, YEAR)
    assert changed_since(layer) == []


def test_a_base_that_means_something_else_makes_it_to_be_re_adopted(place: Authority) -> None:
    layer = adopted(place)
    assert layers_taken(PRIMARY, NEXT)
    rows = SchoolLayer.objects.for_the_programme("the base has changed since")
    old = "0" * 64
    rows.filter(pk=layer.pk).update(digest=old, text=layer.text.replace(layer.digest, old))
    layer.refresh_from_db()
    assert state_of(layer, DAY).words.zh == "要重新采用"
    assert layers_taken(PRIMARY, NEXT) == []
    again = start_layer_from(place.viewer("school_admin"), layer.number)
    assert rules(again) == set()
    assert written_in(again.text).weights == MORAL
    assert (again.follows, again.reason) == (layer.number, layer.reason)
