"""Packs with one fault where values are composed: `by`, results of other standards, registers, inputs, examples."""

from xueheng.language.tests.broken_packs import EXAMPLES, MEASURES, STANDARDS, Broken, measure, more, swap, tree

REGISTER = "listed: {title: {zh: 名单, en: List}, of: school, fields: {ground: {title: {zh: 事由, en: G}, text: {}}}}\n"
BY_SEX = "x: {title: {zh: 甲, en: X}, of: school, by: sex, count: all, from: pupils}\n"
ROW = "".join(
    f"x{n}: {{title: {{zh: 甲, en: X}}, of: pupil, value: {f'x{n - 1}' if n else 'visits'} + 1}}\n" for n in range(40)
)
SCHOOLS = """\
work:
  title: {zh: 工作, en: Work}
  of: school
  period: school_year
  missing: block
  parts:
    girls: {title: {zh: 女生, en: Girls}, KEYS}
"""


def listed(keys: str) -> dict[str, str]:
    """One more measure over a register."""
    return {**measure(keys), "registers.yaml": REGISTER}


def by_sex(*measures: str) -> dict[str, str]:
    """A measure `x` of schools by sex, and others after it."""
    return more(MEASURES, BY_SEX + "".join(f"{one}\n" for one in measures))


def of_schools(keys: str) -> dict[str, str]:
    """The sound standard, and one of schools by sex with one leaf."""
    return {**by_sex(), **more(STANDARDS, SCHOOLS.replace("KEYS", keys))}


def inputs(written: str, leaf: str = "measure: coverage") -> dict[str, str]:
    """A standard of schools that pins another's results."""
    added = SCHOOLS.replace("KEYS", leaf).replace("  missing", f"  inputs: {{{written}}}\n  missing")
    return more(STANDARDS, added)


def answers(then: str) -> dict[str, str]:
    """An example of the measure `x` by sex."""
    example = (
        "split:\n  title: {zh: 分, en: Split}\n  run: {measure: x, period: 2025-2026}\n"
        "  given: {pupil: {p1: {sex: male, school: y}}}\n"
        f"  then: {{y: {then}}}\n  sum: 一名。\n"
    )
    return {**by_sex(), **more(EXAMPLES, example)}


def results(written: str) -> dict[str, str]:
    """The sound example with a value given for p1."""
    return swap(EXAMPLES, "    pupil: {p1:", f"    results: {{p1: {{{written}}}}}\n    pupil: {{p1:")


BROKEN = (
    Broken(
        "XH-M014",
        measure("of: school, by: sx, count: all, from: pupils"),
        "visits/measures.yaml:3:44",
        "“sx”不是 pupils 的字段，也不是 pupil 的属性或统计项。是不是“sex”？",
        '"sx" is not a field of pupils nor an attribute of pupil. Did you mean "sex"?',
    ),
    Broken(
        "XH-M032",
        measure("of: school, by: stage, count: all, from: aims"),
        "visits/measures.yaml:3:44",
        "“stage”不是 aims 的列。",
        '"stage" is not a column of aims.',
    ),
    Broken(
        "XH-M035",
        by_sex("y: {title: {zh: 乙, en: Y}, of: school, value: x * 2}"),
        "visits/measures.yaml:4:47",
        "“x”按“sex”分，这里没有“sex”，不知道要哪一个的值",
        '"x" is by sex; nothing here says for which sex it is read',
    ),
    Broken(
        "XH-M035",
        by_sex("y: {title: {zh: 乙, en: Y}, of: pupil, value: school.x * 2}"),
        "visits/measures.yaml:4:53",
        "“x”按“sex”分，这里没有“sex”，不知道要哪一个的值",
        '"x" is by sex; nothing here says for which sex it is read',
    ),
    Broken(
        "XH-M035",
        of_schools("measure: x"),
        "visits/standards.yaml:21:50",
        "“x”按“sex”分，这里没有“sex”，不知道要哪一个的值",
        '"x" is by sex; nothing here says for which sex it is read',
    ),
    Broken(
        "XH-M036",
        measure("of: pupil, by: minutes, count: all, from: home_visit"),
        "visits/measures.yaml:3:43",
        "“minutes”没有一套代码，不能按它分",
        '"minutes" has no list of codes: nothing can be divided by it',
    ),
    Broken(
        "XH-M036",
        measure("of: pupil, by: mode, value: visits * 2"),
        "visits/measures.yaml:3:1",
        "“mode”没有一套代码，不能按它分",
        '"mode" has no list of codes: nothing can be divided by it',
    ),
    Broken(
        "XH-M031",
        listed("of: school, latest: ground, from: listed"),
        "visits/measures.yaml:3:40",
        "“latest”要有日子的行；listed 的行没有日子",
        '"latest" needs rows with a day; rows of listed have none',
    ),
    Broken(
        "XH-M031",
        measure("of: pupil, first: points, from: contact"),
        "visits/measures.yaml:3:39",
        "“first”要有日子的行；contact 的行没有日子",
        '"first" needs rows with a day; rows of contact have none',
    ),
    Broken(
        "XH-M016",
        measure("of: teacher, count: all, from: contact"),
        "visits/measures.yaml:3:59",
        "contact 属于 pupil，通不到 teacher；一个标准的结果折到它所评的主体或其上级",
        "records about pupil do not lead to teacher; results fold into whom the standard is of, or above",
    ),
    Broken(
        "XH-M018",
        {**measure("of: pupil, value: contact.total"), **swap(STANDARDS, "measure: visits", "measure: x")},
        "visits/standards.yaml:8:62",
        "定义成了圈：x → contact → x",
        "measures go in a circle: x → contact → x",
    ),
    Broken(
        "XH-M018",
        {
            **measure("of: school, mean: points, from: contact"),
            **swap(STANDARDS, "measure: visits", "value: school.x"),
        },
        "visits/standards.yaml:8:67",
        "定义成了圈：x → contact → contact.made → x",
        "measures go in a circle: x → contact → contact.made → x",
    ),
    Broken(
        "XH-M037",
        more(MEASURES, ROW),
        "visits/measures.yaml:32:1",
        "要走 30 多步才算得出“x29”",
        'more than 30 definitions in a row lead to "x29"',
    ),
    Broken(
        "XH-N006",
        {"registers.yaml": REGISTER.replace("ground:", "since:")},
        "visits/registers.yaml:1:58",
        "“since”是每条记录自带的列，字段不能用这个名称",
        '"since" is a column that every record has; a field cannot be called so',
    ),
    Broken(
        "XH-S013",
        measure("of: pupil, value: contact.mad"),
        "visits/measures.yaml:3:54",
        "标准“contact”没有节点“mad”。是不是“made”？",
        'standard "contact" has no node "mad". Did you mean "made"?',
    ),
    Broken(
        "XH-S014",
        measure("of: pupil, count: contact.made.level = 'good', from: home_visit"),
        "visits/measures.yaml:3:59",
        "标准“contact”的“made”没有等级",
        '"made" of standard "contact" has no levels',
    ),
    Broken(
        "XH-S014",
        measure("of: pupil, value: contact.total.value"),
        "visits/measures.yaml:3:60",
        "标准“contact”的“total”没有值（不是观测点）",
        '"total" of standard "contact" has no value (it is no leaf)',
    ),
    Broken(
        "XH-S014",
        {**tree("  combine: profile\n  parts: {a: {measure: visits}}\n"), **measure("of: pupil, value: contact.total")},
        "visits/measures.yaml:3:54",
        "标准“contact”的“total”没有分数",
        '"total" of standard "contact" has no points',
    ),
    Broken(
        "XH-S014",
        {
            **tree(
                "  combine: profile\n  levels: {good: [0, {zh: 好, en: Good}]}\n"
                "  parts: {a: {measure: visits, scale: {points: value}}}\n"
            ),
            **measure("of: pupil, count: contact.level = 'good', from: home_visit"),
        },
        "visits/measures.yaml:3:54",
        "标准“contact”的“total”没有等级",
        '"total" of standard "contact" has no levels',
    ),
    Broken(
        "XH-S015",
        measure("of: school, value: contact.total"),
        "visits/measures.yaml:3:47",
        "标准“contact”评的是 pupil，这里要 school 的结果",
        'standard "contact" is of pupil, here one of school is wanted',
    ),
    Broken(
        "XH-N011",
        inputs("contacts: {}"),
        "visits/standards.yaml:19:12",
        "没有叫“contacts”的标准。是不是“contact”？",
        'standard "contacts" is not defined. Did you mean "contact"?',
    ),
    Broken(
        "XH-S016",
        inputs("contact: {of: previous school_year}"),
        "visits/standards.yaml:19:12",
        "inputs 里的“contact”没有一处读到",
        'input "contact" is read nowhere in this standard',
    ),
    Broken(
        "XH-T001",
        inputs("contact: {of: schol_year}", "mean: contact.total, from: pupils"),
        "visits/standards.yaml:19:26",
        "校历里没有“schol_year”这个时段。是不是“school_year”？",
        'window "schol_year" is not in the calendar. Did you mean "school_year"?',
    ),
    Broken(
        "XH-T002",
        measure("of: pupil, share: contact.total >= 60, from: months"),
        "visits/measures.yaml:3:46",
        "“contact”的时段是固定的，不能按月逐一来问",
        '"contact" has a fixed window and cannot be asked for each month',
    ),
    Broken(
        "XH-T011",
        inputs("contact: {of: last 3 months}"),
        "visits/standards.yaml:19:26",
        "contact 的结果属于一个时期，“last 3 months”不是时期",
        'results of contact are of a period; "last 3 months" is none',
    ),
    Broken(
        "XH-T012",
        measure("of: pupil, by: sex, count: all, from: weeks"),
        "visits/measures.yaml:3:43",
        "“by: sex”对 weeks 没有意义",
        '"by: sex" means nothing for weeks',
    ),
    Broken(
        "XH-T012",
        measure("of: pupil, max: points, from: contact, during: term_1"),
        "visits/measures.yaml:3:67",
        "“during: term_1”对 contact 没有意义",
        '"during: term_1" means nothing for contact',
    ),
    Broken(
        "XH-T012",
        listed("of: school, count: all, from: listed, on: any_day"),
        "visits/measures.yaml:3:66",
        "“on: any_day”对 listed 没有意义",
        '"on: any_day" means nothing for listed',
    ),
    Broken(
        "XH-W003",
        answers("{x.male: 1, y.male: 1}"),
        "visits/worked/visits.yaml:13:25",
        "算例“split”要“y.male”的答案，x 没有它。",
        'example "split" asks for "y.male", which x does not have.',
    ),
    Broken(
        "XH-W007",
        swap(EXAMPLES, "period: 2025-2026}", "period: 2025-2026, overlay: yes}"),
        "visits/worked/visits.yaml:3:8",
        "算例“two_visits”要带校本层运行，这个包没有校本层",
        'example "two_visits" runs with a layer, and this pack has none',
    ),
    Broken(
        "XH-W005",
        answers("{x: 1}"),
        "visits/worked/visits.yaml:13:14",
        "算例“split”的“x”按“sex”分，没有写是哪一个",
        'example "split": "x" is by sex, and it is not said which',
    ),
    Broken(
        "XH-E003",
        answers("{x.mal: 1}"),
        "visits/worked/visits.yaml:13:16",
        "“sex”的代码是 male, female；没有“mal”。是不是“male”？",
        'sex is a code of male, female; "mal" is none of them. Did you mean "male"?',
    ),
    Broken(
        "XH-M012",
        results("vists: 3"),
        "visits/worked/visits.yaml:5:20",
        "没有叫“vists”的统计项。是不是“visits”？",
        'measure "vists" is not defined. Did you mean "visits"?',
    ),
    Broken(
        "XH-S013",
        results("contact.lang: 3"),
        "visits/worked/visits.yaml:5:28",
        "标准“contact”没有节点“lang”。是不是“long”？",
        'standard "contact" has no node "lang". Did you mean "long"?',
    ),
    Broken(
        "XH-E008",
        results("visits: some"),
        "visits/worked/visits.yaml:5:28",
        "“some”不是数（“visits”）",
        '"some" is not a number (visits)',
    ),
    Broken(
        "XH-W004",
        swap(EXAMPLES, "    pupil: {p1:", "    results: {p9: {visits: 3}}\n    pupil: {p1:"),
        "visits/worked/visits.yaml:5:15",
        "算例“two_visits”用到的“p9”没有给出。是不是“p1”？",
        'example "two_visits" speaks of "p9", which is not given. Did you mean "p1"?',
    ),
)
