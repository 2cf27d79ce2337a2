"""The index and the lists: what was received and found, and every subject by number, never by result."""

import base64
import hashlib
import re
from pathlib import Path
from typing import Any

from xueheng.cli.documents.pages.writing import write_pages
from xueheng.cli.documents.run_facts import ReceivedFile, RunFacts
from xueheng.cli.tests.documents_sample import (
    ABSENT,
    BOY,
    GIRL,
    absent_row,
    boys_row,
    girls_row,
    sample_evaluation,
    sample_facts,
    sample_library,
)
from xueheng.cli.tests.explanation_sample import boys_explanation
from xueheng.cli.tests.page_reading import Page
from xueheng.wording import Text


def index_of(folder: Path, *, facts: RunFacts | None = None, rows: Any = None) -> str:
    path = write_pages(
        sample_evaluation(rows), [boys_explanation()] if rows is None else [], sample_library(), folder, "zh",
        facts or sample_facts(),
    )  # fmt: skip
    return path.read_text("utf-8")


def test_counts_of_rows_and_subjects_add_up(tmp_path: Path) -> None:
    text = Page(index_of(tmp_path)).text
    assert "收到 4 行 = 读入 3 行 + 退回 1 行" in text
    assert "学生共 3：有总得分 2，有缺项、没有总得分 1，不适用 0" in text


def test_rejected_rows_are_the_next_step_and_their_workbook_is_named(tmp_path: Path) -> None:
    page = Page(index_of(tmp_path))
    assert "先看退回的行" in page.text
    assert "#files" in page.links()
    assert "退回的行和原因见 示例学校 一_批注.xlsx" in page.text


def test_levels_stand_in_the_standard_s_order_with_their_numbers(tmp_path: Path) -> None:
    markup = index_of(tmp_path)
    table = re.search('<table class="bars">.*?</table>', markup)
    assert table
    rows = [Page(row).text for row in re.findall("<tr>.*?</tr>", table.group())]
    assert rows[1:] == [
        "优秀133%", "良好133%", "及格00%", "不及格00%", "没有总得分：有缺133%", "合计3100%",
    ]  # fmt: skip


def test_what_is_missing_is_counted_by_item_with_what_follows(tmp_path: Path) -> None:
    assert "一分钟仰卧起坐1没有总得分" in Page(index_of(tmp_path)).text


def test_subjects_are_listed_by_number_without_any_result(tmp_path: Path) -> None:
    markup = index_of(tmp_path)
    listed = re.search('<ul class="list">.*?</ul>', markup)
    assert listed
    numbers = re.findall(r'data-n="([^"]+)"', listed.group())
    assert numbers == sorted([BOY, GIRL, ABSENT])
    assert Page(listed.group()).text == "".join(numbers)


def test_only_subjects_with_a_page_have_a_link(tmp_path: Path) -> None:
    page = Page(index_of(tmp_path))
    assert [link for link in page.links() if link.startswith("subjects/")] == ["subjects/000001.html"]
    assert "没有链接的编号，本次没有写出单页" in page.text


def test_files_are_named_by_place_in_the_evaluation(tmp_path: Path) -> None:
    rows = [absent_row("../../etc/passwd"), boys_row()]
    write_pages(sample_evaluation(rows), [boys_explanation()], sample_library(), tmp_path, "zh")
    assert [path.name for path in (tmp_path / "subjects").iterdir()] == ["000002.html"]


def test_a_long_list_is_cut_into_small_pages_that_lead_on(tmp_path: Path) -> None:
    rows = [boys_row(number) for number in range(1, 1_001)]
    markup = index_of(tmp_path, rows=rows)
    lists = sorted(tmp_path.glob("list-*.html"))
    assert [path.name for path in lists] == [f"list-{place:04d}.html" for place in (1, 2, 3, 4)]
    assert all(path.stat().st_size < 60_000 for path in tmp_path.glob("*.html"))
    assert 'data-first="1" data-last="300"' in markup  # 2 comes before 10
    assert Page(lists[1].read_text("utf-8")).links()[1:4] == ["list-0001.html", "index.html", "list-0003.html"]


def test_nothing_is_hidden_from_a_reader_without_script(tmp_path: Path) -> None:
    page = Page(index_of(tmp_path))
    assert [form.get("hidden", "shown") for form in page.named("form")] == [None]
    assert all("hidden" not in line for line in page.named("li"))


def test_only_the_page_s_own_script_may_run(tmp_path: Path) -> None:
    markup = index_of(tmp_path)
    script = re.search("<script>(.*?)</script>", markup)
    assert script
    digest = base64.b64encode(hashlib.sha256(script.group(1).encode()).digest()).decode()
    assert f"script-src 'sha256-{digest}'" in markup


def test_names_from_the_data_stay_text(tmp_path: Path) -> None:
    nasty = "<img src=x onerror=alert(1)>.xlsx"
    facts = RunFacts(
        files=(ReceivedFile(nasty, 2, 1, 1, nasty),), notes=(Text(nasty, nasty),), workbook="javascript:alert(1)"
    )
    markup = index_of(tmp_path, facts=facts, rows=[girls_row('"><script>alert(1)</script>')])
    assert "<img" not in markup
    assert "<script>alert" not in markup
    assert "./javascript%3Aalert%281%29" in Page(markup).links()


def test_many_notes_are_folded_after_the_first(tmp_path: Path) -> None:
    notes = tuple(Text(f"说明{number}", f"note {number}") for number in range(12))
    page = Page(index_of(tmp_path, facts=RunFacts(notes=notes)))
    assert "还有 9 条说明" in page.text
    assert page.text.index("说明2") < page.text.index("还有 9 条说明") < page.text.index("说明3")


def test_index_headings_are_in_order(tmp_path: Path) -> None:
    page = Page(index_of(tmp_path))
    assert [level for level, _ in page.headings] == [1, *[2] * (len(page.headings) - 1)]
    assert len(page.ids()) == len(set(page.ids()))


def test_progress_is_told_to_the_end(tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []
    rows = [boys_row(f"G{number}") for number in range(450)]
    pages = (boys_explanation(row["subject"]) for row in rows)

    def tell(_: Text, done: int, of: int) -> None:
        told.append((done, of))

    write_pages(sample_evaluation(rows), pages, sample_library(), tmp_path, "zh", progress=tell)
    assert told == [(200, 450), (400, 450), (450, 450)]
