"""Write the two made-up counties as ordinary files: python -m examples.balance_county FOLDER [--seed 1].

Lists of counties, schools and sections go to `名册`, the yearly reports to `年报`: a workbook of resources, CSV for the
rest. All of it is made up.
"""

import argparse
import csv
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from random import Random

import xlsxwriter

from examples.balance_schools import EAST, PLANTED, WANTED, WEST, School, provision, report, schools, sections
from xueheng.wording import Text, reader_language

LISTS, REPORTS = "名册", "年报"
CENSUS, AUTUMN, WINTER, SPRING, SUMMER = "2025-09-05", "2025-11-20", "2025-12-15", "2026-04-10", "2026-07-01"
SCHOOL_ITEMS = (
    "制定学校章程",
    "实现管理与教学信息化",
    "教师熟练运用信息化手段且设施设备利用率较高",
    "德育工作、校园文化建设水平良好以上",
    "课程开齐开足、教学秩序规范、综合实践活动有效开展",
    "无过重课业负担",
)
COUNTY_ITEMS = (
    "义务教育学校规划布局合理",
    "城乡学校建设标准统一",
    "城乡教师编制标准统一",
    "城乡生均公用经费基准定额统一且不低于国家标准",
    "城乡基本装备配置标准统一",
    "足额核定绩效工资总量",
    "县级教育部门统筹分配各校教职工编制和岗位数量",
    "优质高中招生名额向农村初中倾斜",
    "留守儿童关爱体系健全",
    "通过义务教育基本均衡发展认定三年以上",
    "认定后年度监测持续保持较高水平",
)
GROUPS = {"学生": 400, "家长": 400, "教师": 140, "校长": 20, "人大代表": 20, "政协委员": 20}
"""Group → valid answers a county."""
APPROVING = {EAST: 92, WEST: 83}
"""County → of a hundred answers so many are satisfied."""
SECTION, SCHOOL, COUNTY = ("学部", "日期", "审核"), ("学校", "日期", "审核"), ("区县", "日期", "审核")
"""The first headings of every report: whom it is about, its day, whether it is verified."""
RESOURCES = (
    "在校生数", "高于规定学历教师", "县级以上骨干教师", "体育艺术专任教师", "教学及辅助用房面积", "其中室内体育用房",
    "运动场馆面积", "教学仪器设备值（原值）", "网络多媒体教室", "最大班额",
)  # fmt: skip
SCHOOL_NUMBERS = (
    "义务教育班数", "音乐专用教室", "美术专用教室", "核定公用经费人数", "专任教师数", "近5年满360学时专任教师数",
    "持教师资格证专任教师数", "符合交流条件教师数", "实际交流轮岗教师数", "交流轮岗骨干教师数", "教师培训经费",
    "年度公用经费预算总额",
)  # fmt: skip
COUNTY_NUMBERS = {
    "特教学生数": 85,
    "特教公用经费总额": 765000,
    "义务教育教师年平均工资收入": 98600,
    "当地公务员年平均工资收入": 97200,
    "优质高中招生计划数": 1200,
    "分配到初中的指标数": 640,
    "符合条件随迁子女数": 310,
    "公办和政府购买学位就读人数": 290,
    "适龄残疾儿童少年总数": 60,
    "已入学（含随班就读、送教上门、特教）": 58,
}

Row = Sequence[str | int]


def write_counties(folder: Path, *, seed: int = 1) -> tuple[Path, Path]:
    """Write everything; gives back the folders of the lists and of the reports."""
    random = Random(seed)
    lists, reports = folder / LISTS, folder / REPORTS
    lists.mkdir(parents=True, exist_ok=True)
    reports.mkdir(parents=True, exist_ok=True)
    found = schools()
    _csv(lists / "区县.csv", ("区县",), [(EAST,), (WEST,)])
    kinds = [(s.number, s.county, s.kind, "是" if s.public else "否") for s in found]
    _csv(lists / "学校.csv", ("学校", "区县", "办学类型", "公办"), kinds)
    parts = [(number, school.number, school.county, stage) for number, school, stage, _ in sections(found)]
    _csv(lists / "学部.csv", ("学部", "学校", "区县", "学段"), parts)
    _write_sections(reports, found, random)
    _write_schools(reports, [school for school in found if school.compulsory], random)
    _write_counties(reports)
    return lists, reports


def _write_sections(folder: Path, found: tuple[School, ...], random: Random) -> None:
    resources: list[Row] = []
    admissions: list[Row] = []
    cohorts: list[Row] = []
    for number, school, stage, pupils in sections(found):
        if stage not in WANTED:
            continue
        has = provision(school, stage, pupils, random)
        verified = "否" if school.number == PLANTED["初中部的年报没有核验"] else "是"
        resources.append((
            number, CENSUS, verified, pupils, has.qualified, has.backbone, has.sport_art, has.teaching_area,
            has.indoor_sport, has.sport_area, has.equipment, has.media_rooms, has.largest_class,
        ))  # fmt: skip
        boards = "是" if school.boarding else "否"
        near = pupils if stage == "小学" else pupils * 97 // 100
        admissions.append((number, CENSUS, "是", school.place, boards, near))
        if stage == "初中":
            entrants = pupils // 3
            cohorts.append((number, SUMMER, "是", entrants - 4, 2, 3, entrants, 0))
    _workbook(folder / "学部资源年报.xlsx", "学部资源年报", (*SECTION, *RESOURCES), resources)
    _csv(folder / "划片入学年报.csv", (*SECTION, "城乡分类", "寄宿制学校", "划片范围内学生数"), admissions)
    heads = (*SECTION, "毕业生数", "三年转入", "三年转出", "三年前初一在校生", "死亡")
    _csv(folder / "初中三年巩固情况.csv", heads, cohorts)


def _write_schools(folder: Path, found: Sequence[School], random: Random) -> None:
    reports: list[Row] = []
    items: list[Row] = []
    for school in found:
        has = report(school, random)
        reports.append((
            school.number, CENSUS, "是", has.classes, has.rooms, has.rooms, has.funded, has.teachers, has.teachers,
            has.teachers, has.due, has.rotated, has.rotated_backbone, has.training_funds, has.public_funds,
        ))  # fmt: skip
        for place, item in enumerate(SCHOOL_ITEMS):
            bare = school.number == PLANTED["课程开设答“是”而没有佐证"] and item.startswith("课程")
            items.append((school.number, AUTUMN, "是", item, "是", "" if bare else f"校证〔2025〕{place + 1}号"))
    _csv(folder / "学校年报.csv", (*SCHOOL, *SCHOOL_NUMBERS), reports)
    _csv(folder / "学校定性指标认定.csv", (*SCHOOL, "指标", "是否达到", "佐证文号"), items)


def _write_counties(folder: Path) -> None:
    """What the counties report themselves. The western one says no to an item and has a veto."""
    both = (EAST, WEST)
    numbers: list[Row] = [(county, WINTER, "是", *COUNTY_NUMBERS.values()) for county in both]
    _csv(folder / "县域年报.csv", (*COUNTY, *COUNTY_NUMBERS), numbers)
    claims = [
        (county, WINTER, "是", item, "否" if county == WEST and item.startswith("留守") else "是", f"府证〔2025〕{n}号")
        for county in both
        for n, item in enumerate(COUNTY_ITEMS, 1)
    ]
    _csv(folder / "县域定性指标认定.csv", (*COUNTY, "指标", "是否达到", "佐证文号"), claims)
    spreads = (("语文", "0.112"), ("数学", "0.138"))
    tested = [(county, WINTER, "是", subject, 3, spread) for county in both for subject, spread in spreads]
    _csv(folder / "国家义务教育质量监测结果.csv", (*COUNTY, "科目", "学业水平（级）", "校际差异率"), tested)
    answers = [
        (county, SPRING, "是", group, number, number * APPROVING[county] // 100)
        for county in both
        for group, number in GROUPS.items()
    ]
    _csv(folder / "社会认可度问卷.csv", (*COUNTY, "人群", "有效问卷", "其中满意"), answers)
    findings = [(WEST, SPRING, "是", "school_choice", "督查〔2026〕2号")]
    _csv(folder / "一票否决情形.csv", (*COUNTY, "情形", "佐证文号"), findings)


def _csv(path: Path, heads: Sequence[str], rows: Iterable[Row]) -> None:
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        written = csv.writer(file)
        written.writerow(heads)
        written.writerows(rows)


def _workbook(path: Path, name: str, heads: Sequence[str], rows: Iterable[Row]) -> None:
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet(name)
        sheet.write_string(0, 0, "示例数据（合成）")
        for number, row in enumerate((heads, *rows), 1):
            sheet.write_row(number, 0, row)


def main() -> int:
    """Write the files and say how to evaluate them."""
    parser = argparse.ArgumentParser(prog="python -m examples.balance_county", description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    lists, reports = write_counties(asked.folder, seed=asked.seed)
    files = f"--records {reports} --subjects {lists} --period 2025-2026"
    command = f"./xueheng evaluate balance.county_standard {files} --out DIR"
    said = Text(
        f"已写好两个县的名册和年报。接着：\n{command}",
        f"Wrote lists and reports of two counties. Next:\n{command}",
    )
    sys.stdout.write(said.say(reader_language(), "\n") + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
