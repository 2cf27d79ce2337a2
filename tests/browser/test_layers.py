"""A school's own layer in the browser: written, refused, mended, tried on the past, sent, adopted by another person."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import DESK, PHONE, signed_in
from tests.browser.running_server import RunningServer, running

Look = Callable[[Page, str], None]


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningServer]:
    """The server over a small authority."""
    with running(tmp_path_factory.mktemp("layers") / "data", fill=["tests.browser.layers_site"]) as started:
        yield started


def test_a_school_writes_its_layer_and_another_person_adopts_it(
    office: RunningServer, window: Callable[..., Page], look: Look, tmp_path: Path
) -> None:
    page = signed_in(window(DESK), office, "school_admin")
    page.goto(office.address + "/layers/")
    look(page, "01-nothing-yet")
    page.get_by_role("link", name="新起一份").first.click()
    page.locator("#id_standard").select_option("student.primary")
    page.get_by_role("button", name="起草").click()
    look(page, "02-editor")
    editor = page.url
    # What the base forbids is said while it is typed, beside the field, with the base's own line.
    page.locator("#id_weight-moral-ideals").fill("15")
    said = page.locator("#said-weight-moral-ideals")
    expect(said).to_contain_text("不在 20–40 之内")
    expect(said.locator("code")).to_contain_text("ideals: [20, 40]")
    expect(page.locator("#total-sum-moral")).to_contain_text("合计 85，应为 100")
    look(page, "03-refused")
    page.locator("#id_weight-moral-ideals").fill("25")
    page.locator("#id_weight-moral-conduct").fill("45")
    expect(page.locator("#total-sum-moral")).to_contain_text("合计 100")
    page.locator("#id_reason").fill("品德重行为，不重口头")
    page.get_by_role("button", name="保存并给劳动习惯加观测点").click()
    page.locator("#id_what").select_option("evidence:student.volunteering")
    page.locator("#id_zh").fill("志愿服务")
    page.locator("#id_share").fill("15")
    look(page, "04-leaf")
    page.get_by_role("button", name="加上").click()
    expect(page.locator("#checked")).to_contain_text("核对通过")
    expect(page.locator("#id_weight-moral-ideals")).to_have_value("25")
    look(page, "05-with-leaf")
    page.get_by_role("link", name="与基准对比").click()
    expect(page.get_by_role("cell", name="新增的指标")).to_be_visible()
    look(page, "06-beside-the-base")
    page.get_by_role("link", name="回测").click()
    page.get_by_role("button", name="回测").click()
    expect(page.get_by_role("link", name="看结果")).to_be_visible(timeout=120_000)
    page.get_by_role("link", name="看结果").click()
    expect(page.get_by_text("那时没有“志愿服务”的记录：不是按 0 分算")).to_be_visible()
    expect(page.get_by_text("不足 10 人，不显示").first).to_be_visible()
    look(page, "07-backtest")
    page.goto(editor)
    page.get_by_role("button", name="送审已保存的草稿").click()
    expect(page.get_by_text("已送审。")).to_be_visible()
    look(page, "08-sent")
    head = signed_in(window(DESK), office, "head")
    head.goto(editor)
    head.get_by_role("link", name="决定是否采用").click()
    head.get_by_label("同意采用").check()
    head.locator("#id_minute").fill("校务会 9 号")
    head.locator("#id_from_day").fill("2020-01-01")
    head.get_by_role("button", name="定下").click()
    expect(head.locator("[data-problems]")).to_contain_text("日期不能早于")
    look(head, "09-too-early")
    head.locator("#id_from_day").fill("2050-09-01")
    head.get_by_role("button", name="定下").click()
    expect(head.get_by_text("自 2050-09-01 起生效")).to_be_visible()
    look(head, "10-adopted")
    head.get_by_role("link", name="停用").click()
    look(head, "11-ending")
    district = signed_in(window(PHONE), office, "bureau_head")
    district.goto(office.address + "/layers/")
    look(district, "12-district")
    stranger = signed_in(window(DESK), office, "nine_admin")
    answer = stranger.goto(editor)
    assert answer is not None
    assert answer.status == 404


def test_without_scripts_the_check_is_a_button_and_two_editors_are_noticed(
    office: RunningServer, window: Callable[..., Page]
) -> None:
    admin, head = signed_in(window(DESK), office, "school_admin"), signed_in(window(DESK), office, "head")
    admin.goto(office.address + "/layers/new/")
    admin.locator("#id_standard").select_option("student.primary")
    admin.get_by_role("button", name="起草").click()
    admin.wait_for_url("**/layers/*/")
    head.goto(admin.url)
    head.locator("#id_weight-arts-arts_practice").fill("<b>六十</b>")
    head.get_by_role("button", name="核对").click()
    expect(head.locator("#said-weight-arts-arts_practice")).to_contain_text("这里要写数")
    expect(head.locator("#id_weight-arts-arts_practice")).to_have_value("<b>六十</b>")
    admin.locator("#id_weight-arts-arts_practice").fill("55")
    admin.locator("#id_weight-arts-arts_response").fill("45")
    admin.get_by_role("button", name="保存草稿").click()
    expect(admin.get_by_text("已保存。")).to_be_visible()
    head.get_by_role("button", name="保存草稿").click()
    expect(head.locator("[data-problems]")).to_contain_text("别人改过它")
    expect(head.get_by_text("现在存的是：55")).to_be_visible()
    expect(head.locator("#id_weight-arts-arts_practice")).to_have_value("<b>六十</b>")
