"""A small pack about home visits without a fault in it, and a way to write it with some files changed."""

from collections.abc import Mapping
from pathlib import Path

from xueheng.language.issues import Issue
from xueheng.language.public import Library, Loaded, load

PACK = """\
xueheng: 1
name: visits
title: {zh: 家访, en: Visits}
version: 1.2.0
owner: district
"""
SOUND: dict[str, str] = {
    "pack.yaml": PACK,
    "entities.yaml": """\
district: {title: {zh: 区县, en: District}}
school:
  title: {zh: 学校, en: School}
  belongs_to: [district]
  attributes:
    kind: {title: {zh: 类型, en: Kind}, code: kinds}
    open_since: {title: {zh: 开办日, en: Opened}, date: {}}
class: {title: {zh: 班级, en: Class}, belongs_to: [school]}
pupil:
  title: {zh: 学生, en: Pupil}
  person: minor
  belongs_to: [class]
  attributes:
    sex: {title: {zh: 性别, en: Sex}, one_of: {male: 男, female: 女}}
    grade: {title: {zh: 年级, en: Grade}, code: grades}
    born: {title: {zh: 出生日, en: Born}, date: {}}
teacher: {title: {zh: 教师, en: Teacher}, person: adult, belongs_to: [school]}
""",
    "calendar.yaml": """\
windows:
  school_year: {title: {zh: 学年, en: School year}, 2025-2026: [2025-09-01, 2026-08-31]}
  term_1: {title: {zh: 第一学期, en: First term}, within: school_year, 2025-2026: [2025-09-01, 2026-01-31]}
terms: [term_1]
days:
  census: {title: {zh: 统计日, en: Census}, 2025-2026: 2025-09-05}
""",
    "tables.yaml": """\
grades:
  title: {zh: 年级, en: Grades}
  key: [code]
  columns: {code: {text: {}}, stage: {one_of: {primary: 小学, junior: 初中}}}
  rows: [['11', primary], ['12', primary], ['21', junior]]
kinds:
  title: {zh: 类型, en: Kinds}
  key: [code]
  columns: {code: {text: {}}}
  rows: [['211'], ['311']]
aims:
  title: {zh: 目标, en: Aims}
  key: [sex, grade, points]
  columns: {sex: {one_of: {male: 男, female: 女}}, grade: {code: grades}, points: {integer: {}}, least: {integer: {}}}
  rows:
    - [male, '11', 100, 4]
    - [male, '11', 60, 1]
    - [female, '11', 100, 3]
""",
    "evidence.yaml": """\
home_visit:
  title: {zh: 家访, en: Home visit}
  about: pupil
  needed: [mode]
  fields:
    mode:
      title: {zh: 方式, en: Mode}
      one_of: {in_person: 上门, video: 视频, phone: 电话}
      worth: {in_person: 3, phone: 0.5}
    minutes: {title: {zh: 时长, en: Minutes}, integer: {min: 5, max: 240}, unit: min}
    hours: {title: {zh: 时数, en: Hours}, number: {decimals: 1}, unit: h}
    score: {title: {zh: 评分, en: Score}, number: {decimals: 2, min: -5, max: 5}, better: low}
    at: {title: {zh: 时间, en: Time}, time: {}}
    note: {title: {zh: 纪要, en: Note}, text: {max: 100}, private: true}
guidance:
  title: {zh: 指导, en: Guidance}
  about: school
  fields: {families: {title: {zh: 家庭, en: Families}, integer: {}, unit: family}}
""",
    "populations.yaml": """\
pupils: {title: {zh: 学生, en: Pupils}, of: pupil, where: sex is known}
""",
    "measures.yaml": """\
visits: {title: {zh: 家访次数, en: Visits}, of: pupil, count: all, from: home_visit}
coverage: {title: {zh: 覆盖率, en: Coverage}, of: [class, school], share: visits >= 1, from: pupils}
""",
    "posts.yaml": """\
class_teacher:
  title: {zh: 班主任, en: Class teacher}
  at: class
  records: [home_visit, guidance]
  sees: [home_visit, contact]
head: {title: {zh: 校长, en: Head}, at: school, verifies: [home_visit], sees: [coverage]}
""",
    "scales.yaml": """\
by_aim:
  title: {zh: 按目标, en: By aim}
  takes: [extra]
  table: aims
  where: sex = subject.sex and grade = subject.grade
  reach: least
  points: points + extra
""",
    "standards.yaml": """\
contact:
  title: {zh: 家校, en: Contact}
  of: pupil
  period: school_year
  missing: block
  decimals: 1
  parts:
    made: {title: {zh: 家访, en: Visits}, weight: 60, measure: visits, scale: {use: by_aim, extra: 0}}
    long:
      title: {zh: 时长, en: Minutes}
      weight: 40
      sum: minutes
      from: home_visit
      scale: {title: {zh: 分档, en: Bands}, bands: [[120, 100], [60, 60]], else: 0}
""",
    "worked/visits.yaml": """\
two_visits:
  title: {zh: 两次家访, en: Two visits}
  run: {standard: contact, period: 2025-2026}
  given:
    pupil: {p1: {sex: male, grade: '11'}}
    home_visit: [{times: 2, pupil: p1, day: 2025-10-10, verified: true, mode: in_person, minutes: 30}]
  then: {p1: {made: 60, long: 60, total: 60}}
  sum: 2 次，60 分；60 分钟，60 分；60×0.6 + 60×0.4 = 60。
""",
}


def write_pack(home: Path, files: Mapping[str, str], name: str = "visits") -> Path:
    """Writes the sound pack into `home`/`name`, with `files` in place of its own of that name ('' = left out)."""
    folder = home / name
    for path, text in {**SOUND, **files}.items():
        if text:
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / path).write_text(text, "utf-8")
    return folder


def load_files(home: Path, files: Mapping[str, str]) -> Loaded:
    """The sound pack with these files changed, loaded; paths in messages begin with `visits/`."""
    folder = write_pack(home, files)
    here = Path.cwd()
    return load(folder.relative_to(here) if folder.is_relative_to(here) else folder)


def library_of_files(home: Path, files: Mapping[str, str]) -> Library:
    """As `load_files`, for packs that are sound."""
    loaded = load_files(home, files)
    assert [issue.say("en") for issue in loaded.issues] == []
    assert loaded.library is not None
    return loaded.library


def said(issues: list[Issue]) -> list[str]:
    return [issue.say("en") for issue in issues]
