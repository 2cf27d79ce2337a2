"""A pupil's page: the numbers add up on it, absences are told in words, and nothing from the data runs."""

import re
import time
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from xueheng.cli.documents.pages.writing import write_pages
from xueheng.cli.documents.run_facts import RunFacts
from xueheng.cli.tests.documents_sample import boys_row, sample_evaluation, sample_facts, sample_library
from xueheng.cli.tests.explanation_sample import boys_explanation, explanation_without_total, inner, leaf
from xueheng.cli.tests.page_reading import Page
from xueheng.wording import Language

NASTY = "<script>alert('x')</script>\"&"


def page_of(folder: Path, explanation: dict[str, Any], language: Language = "both", **facts: Any) -> str:
    """The page as written for one subject."""
    run = RunFacts(**facts) if facts else sample_facts()
    evaluation = sample_evaluation([boys_row(explanation["subject"])])
    write_pages(evaluation, [explanation], sample_library(), folder, language, run)
    return (folder / "subjects" / "000001.html").read_text("utf-8")


def test_the_total_stands_first_and_its_parts_add_up(tmp_path: Path) -> None:
    text = Page(page_of(tmp_path, boys_explanation(), "zh")).text
    assert "91.5优秀" in text
    assert "标准分 88.5 + 附加分 3 = 91.5" in text
    assert "15 + 12 + 16 + 8 + 8.5 + 10 + 19 = 88.5" in text
    assert text.index("91.5") < text.index("逐项拆开")


def test_each_item_shows_value_points_weight_and_what_it_counts_for(tmp_path: Path) -> None:
    markup = page_of(tmp_path, boys_explanation(), "zh")
    row = next(row for row in re.findall("<tr>.*?</tr>", markup) if "立定跳远" in row)
    assert Page(f"<table>{row}</table>").text == "立定跳远205 厘米85 良好10%8.5"


def test_a_contribution_without_end_is_marked_and_given_as_a_fraction(tmp_path: Path) -> None:
    explanation = boys_explanation()
    part = explanation["root"]["parts"][0]["parts"][0]
    part |= {"share": "1/3", "contribution": "100/3"}
    text = Page(page_of(tmp_path, explanation, "zh")).text
    assert "≈33.3333%" in text
    assert "≈33.3333 (100/3)" in text


def test_a_missing_item_is_named_with_what_to_do_and_is_not_a_nought(tmp_path: Path) -> None:
    text = Page(page_of(tmp_path, explanation_without_total(), "zh")).text
    assert "没有总得分" in text
    assert "缺：一分钟仰卧起坐" in text
    assert "补上记录后重新评价一次" in text
    assert "缺了这一项，上一级就没有得分；它不按零分计" in text
    assert "有缺，所以没有合计" in text


def test_what_does_not_apply_is_named_and_has_no_line(tmp_path: Path) -> None:
    page = Page(page_of(tmp_path, boys_explanation(), "zh"))
    assert "不适用（不要求，连同权重一起不计）：一分钟跳绳、一分钟仰卧起坐" in page.text
    assert not any("一分钟跳绳" in heading for _, heading in page.headings)


def test_a_standard_that_does_not_apply_says_so(tmp_path: Path) -> None:
    explanation = boys_explanation()
    explanation["root"] |= {"state": "not_applying", "shown": None, "points": None, "level": None, "parts": []}
    text = Page(page_of(tmp_path, explanation, "zh")).text
    assert "不适用于这个对象" in text
    assert "这不是零分" in text


def test_a_missing_part_that_counts_as_zero_says_both(tmp_path: Path) -> None:
    explanation = boys_explanation()
    explanation["root"]["parts"][1]["parts"][0] |= {
        "state": "missing", "points": "0", "shown": "0", "zeroed": True, "value": None, "value_shown": None,
    }  # fmt: skip
    text = Page(page_of(tmp_path, explanation, "zh")).text
    assert "缺，按 0 计" in text
    assert "测得的值仍然是“缺”" in text


def test_a_rule_that_acted_shows_before_and_after(tmp_path: Path) -> None:
    explanation = boys_explanation()
    explanation["root"] |= {
        "points": "79.9", "shown": "79.9", "level": {"code": "pass", "title": {"zh": "及格", "en": "Pass"}},
        "rule": {
            "act": "at_most", "amount": "79.9", "before": "91.5", "after": "79.9",
            "title": {"zh": "有违纪不评优", "en": "no distinction"},
        },
    }  # fmt: skip
    text = Page(page_of(tmp_path, explanation, "zh")).text
    assert "规则生效（不超过 79.9）：91.5 → 79.9 有违纪不评优" in text
    assert "= 79.9" not in text  # 88.5 + 3 is not 79.9, and the page does not say so


def test_rounding_on_publication_is_shown_once(tmp_path: Path) -> None:
    explanation = boys_explanation()
    explanation["root"] |= {"points": "91.45", "shown": "91.5"}
    assert "公布时四舍五入到 1 位小数：91.45 → 91.5" in Page(page_of(tmp_path, explanation, "zh")).text


def test_parts_side_by_side_make_no_total(tmp_path: Path) -> None:
    part = leaf("run_50m", "8.2", 80, None)
    explanation = boys_explanation()
    explanation["root"] = inner("total", {"zh": "标准", "en": "Standard"}, [part], combine="profile")
    text = Page(page_of(tmp_path, explanation, "zh")).text
    assert "各项并列，不合成一个总数" in text
    assert "合计" not in text


def test_the_records_behind_are_named_by_file_sheet_and_row(tmp_path: Path) -> None:
    page = Page(page_of(tmp_path, boys_explanation(), "zh"))
    assert "示例学校 一.xlsx · 体质健康数据 · 第 5 行" in page.text
    assert "肺活量 2900" in page.text
    assert "#r1" in page.links()
    assert "r1" in page.ids()


def test_a_recalled_source_is_told_at_the_top_and_at_the_item(tmp_path: Path) -> None:
    text = Page(page_of(tmp_path, boys_explanation(), "zh")).text
    assert text.index("凭记忆写下，尚未对照原文（recalled）") < text.index("逐项拆开")
    assert "依据 1、2（recalled）" in text
    assert "国家学生体质健康标准（2014年修订），教体艺〔2014〕5号：已对照原文核实" in text


def test_the_command_to_check_names_this_subject_and_is_quoted(tmp_path: Path) -> None:
    explanation = boys_explanation("G1; rm -rf '~'")
    text = Page(page_of(tmp_path, explanation, "zh")).text
    assert "./xueheng explain fitness --records '示例渝区/示例学校 一.xlsx'" in text
    assert "--subject 'G1; rm -rf '\"'\"'~'\"'\"''" in text
    assert "b7" * 32 in text


def test_nothing_from_the_data_becomes_markup_or_a_file_name(tmp_path: Path) -> None:
    explanation = boys_explanation(NASTY)
    explanation["records"][0] |= {"ref": NASTY, "fields": {NASTY: NASTY}, "type_title": {"zh": NASTY, "en": ""}}
    node = explanation["root"]["parts"][0]["parts"][0]
    node |= {"title": {"zh": NASTY, "en": NASTY}, "value_shown": NASTY, "unit": NASTY, "code": NASTY}
    node["measure"] |= {"formula": NASTY, "words": {"zh": NASTY, "en": NASTY + "2"}}
    node["scale"]["words"] = {"zh": NASTY, "en": ""}
    node["source"] = {"doc": NASTY, "no": NASTY, "status": NASTY}
    markup = page_of(tmp_path, explanation, command=("x", NASTY), workbook=NASTY)
    assert "<script" not in markup
    assert "alert('x')" not in markup.replace("alert(&#x27;x&#x27;)", "")
    assert [path.name for path in (tmp_path / "subjects").iterdir()] == ["000001.html"]
    assert all(link.startswith(("#", "../index.html")) for link in Page(markup).links())


@pytest.mark.parametrize("explanation", [boys_explanation(), explanation_without_total()], ids=["total", "missing"])
def test_headings_landmarks_tables_and_ids_are_in_order(tmp_path: Path, explanation: dict[str, Any]) -> None:
    page = Page(page_of(tmp_path, explanation))
    levels = [level for level, _ in page.headings]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))
    assert all(said.strip() for _, said in page.headings)
    assert [len(page.named(tag)) for tag in ("main", "header", "footer", "nav")] == [1, 1, 1, 1]
    assert all(head.get("scope") in ("row", "col") for head in page.named("th"))
    assert len(page.ids()) == len(set(page.ids()))
    assert {link[1:] for link in page.links() if link.startswith("#")} <= set(page.ids())
    assert page.named("a")[0]["class"] == "skip"
    assert page.open == []


def test_a_page_is_small_fetches_nothing_and_runs_nothing(tmp_path: Path) -> None:
    markup = page_of(tmp_path, boys_explanation())
    assert len(markup.encode()) < 60_000
    assert "://" not in markup
    assert "url(" not in markup
    assert not Page(markup).named("script")
    assert "default-src 'none'" in markup
    assert not any("src" in attributes for _, attributes in Page(markup).tags)


def test_chinese_leads_and_the_english_half_bears_its_language(tmp_path: Path) -> None:
    markup = page_of(tmp_path, boys_explanation())
    assert '<html lang="zh-Hans">' in markup
    assert '优秀 <span class="en" lang="en">Excellent</span>' in markup


def test_an_english_page_has_no_chinese_of_its_own(tmp_path: Path) -> None:
    markup = page_of(tmp_path, boys_explanation(), "en")
    assert '<html lang="en">' in markup
    text = Page(markup).text
    assert "Taken apart" in text
    assert "逐项拆开" not in text


def test_a_subject_with_many_records_is_told_where_the_rest_are(tmp_path: Path) -> None:
    explanation = boys_explanation()
    explanation["records"] = [explanation["records"][0] | {"id": number} for number in range(1, 101)]
    markup = page_of(tmp_path, explanation)
    assert "还有 60 条记录没有列出" in Page(markup).text
    assert len(markup.encode()) < 60_000


def test_rendering_is_fast_enough_for_a_whole_region(tmp_path: Path) -> None:
    """Well under the promised millisecond a page on a quiet machine; four times that is still told apart."""
    subjects = [f"G{number:018d}" for number in range(300)]
    evaluation = sample_evaluation([boys_row(subject) for subject in subjects])
    explanation = boys_explanation()
    before = time.process_time()
    write_pages(evaluation, (explanation | {"subject": s} for s in subjects), sample_library(), tmp_path, "both")
    assert time.process_time() - before < 300 * 0.004
