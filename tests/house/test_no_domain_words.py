"""What a standard says stands in its pack, never in Python.

Taken from the shipped packs: their names, and the names of their standards, measures, nodes,
levels, codes, evidence types, fields, tables and populations; the Chinese headings of their layouts;
the numbers of their tables and bands. None may stand in the product's Python, as a literal or as a name.
Docstrings are left out: they explain with examples.

Numbers: 60, 80 and 90 stand in every standard and in every programme, and so does nearly every whole
number below a thousand: a search for them finds only noise. A fraction or a larger number with three
or more digits that count (23.9, 48.25, 3180) is a table's own. The few that also mean something to a
programme are named in `EVERYBODYS_NUMBERS`.
"""

import ast
import re
from collections.abc import Iterator
from decimal import Decimal, InvalidOperation
from pathlib import Path

import pytest

from tests.house.pack_words import PackWords, packs_under, words_of
from tests.house.tree import PACKAGE, ROOT, product_files

# Words that packs share with the language or with any programme, each group with its reason.
EVERYBODYS_WORDS: dict[str, str] = {
    word: reason
    for reason, words in {
        "keys, windows and words that the language itself defines": (
            "better counts duty high level low max min none pass public recorder school_year status value weight"
        ),
        "units and owners of the language's closed lists": "class district people pupil pupils school year",
        "levels of government and of schooling, in which units are kept": "city county stage",
        "plain words that any programme uses of its own things": (
            "attention code common full head height home kind left name ratios reading theme"
        ),
        "Django's own: primary_key, csrf_exempt": "primary exempt",
        "the post that setting up an authority gives": "data_officer",
    }.items()
    for word in words.split()
}
EVERYBODYS_HEADINGS = {
    heading: reason
    for reason, headings in {
        "what a level is called in every standard": "等级",
        "plain words of every screen": "名称 岗位 网址 关系 年级 姓名 登录名 密码 单位名称 身份证件号",
        "what no leaf may read, whoever heads a column so": "健康状况",
        "names of numbers that the kernel itself checks": "社会信用代码 统一社会信用代码 标识码 学校标识码",
    }.items()
    for heading in headings.split()
}
KERNELS_OWN = "common"
"""The pack of units, people and posts, in whose words the server's rooms keep them."""
REGISTER_WORDS = "language/register_words.py"
"""What layouts may fill the kernel's registers with."""
SERVER = ("trust", "identity", "shell", "evidence", "publication", "web")
EVERYBODYS_NUMBERS: dict[Decimal, str] = {
    Decimal(1460): "the days of four years, the leap day not counted",
    Decimal(1970): "the year that day numbers are counted from",
}


def literals_and_names(tree: ast.Module) -> Iterator[tuple[int, str, str | Decimal]]:
    """(line, "text" | "name" | "number", what) for everything written in a module but docstrings."""
    explained = {id(node) for node in _docstrings(tree)}
    for node in ast.walk(tree):
        line = getattr(node, "lineno", 0)
        match node:
            case ast.Constant(value=str(text)) if id(node) not in explained:
                yield line, "text", text
                yield from ((line, "number", number) for number in _as_number(text))
            case ast.Constant(value=int() | float() as number) if not isinstance(number, bool):
                yield line, "number", Decimal(str(number))
            case ast.Name(id=name) | ast.Attribute(attr=name) | ast.arg(arg=name) | ast.keyword(arg=str(name)):
                yield line, "name", name
            case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
                yield line, "name", name


def _docstrings(tree: ast.Module) -> Iterator[ast.Constant]:
    for node in ast.walk(tree):
        body = getattr(node, "body", None)
        if isinstance(body, list):
            for statement in body:  # also the sentence under an attribute
                if isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant):
                    yield statement.value


def _as_number(text: str) -> list[Decimal]:
    try:
        return [Decimal(text.strip())]
    except InvalidOperation:
        return []


def domain_words_in(path: Path, words: PackWords) -> list[str]:
    """What of `words` stands in one Python file. The server's rooms may name what the pack of units names."""
    complaints = []
    inside = path.relative_to(PACKAGE) if path.is_relative_to(PACKAGE) else path
    of_the_server = inside.parts[0] in SERVER or inside.as_posix() == REGISTER_WORDS
    for line, kind, what in literals_and_names(ast.parse(path.read_text("utf-8"))):
        for word, home in _found(kind, what, words):
            if of_the_server and home.parent.name == KERNELS_OWN:
                continue
            complaints.append(f"{path.name}:{line} {kind} {word!r} belongs to {home.parent.name}/{home.name}")
    return complaints


def _found(kind: str, what: str | Decimal, words: PackWords) -> Iterator[tuple[str, Path]]:
    if isinstance(what, Decimal):
        if what in words.numbers and what not in EVERYBODYS_NUMBERS:
            yield str(what), words.numbers[what]
        return
    for name in sorted(_spoken(kind, what, words)):
        if name not in EVERYBODYS_WORDS:
            yield name, words.names[name]
    if kind == "text":
        for heading, home in words.headings.items():
            if heading in EVERYBODYS_HEADINGS:
                continue
            if heading == what.strip() or (len(heading) > 2 and heading in what):
                yield heading, home


def _spoken(kind: str, what: str, words: PackWords) -> set[str]:
    """The names of packs in a literal or an identifier.

    A joined name (`lap_time`) is seen anywhere. A plain word is a name where it is the whole of a
    literal; as an identifier, or a part of one, it counts where the pack judges by it (a pack,
    standard, measure or node): a local variable `left` says nothing about a code `left` of some list.
    """
    if kind == "text":
        inside = set(re.findall(r"[a-z][a-z0-9_]*", what))
        return {name for name in inside & words.names.keys() if "_" in name or name == what.strip()}
    low = what.lower().strip("_")
    whole = {name for name in {low} & words.names.keys() if "_" in name}
    return whole | (({low, *low.split("_")}) & words.judged)


@pytest.fixture(scope="module")
def shipped() -> PackWords:
    packs = packs_under(PACKAGE / "systems") + packs_under(ROOT / "benchmarks") + packs_under(ROOT / "examples")
    return words_of(packs, [PACKAGE / "reference"])


def test_no_word_of_a_shipped_pack_stands_in_python(shipped: PackWords) -> None:
    complaints = [complaint for path in product_files() for complaint in domain_words_in(path, shipped)]
    assert not complaints, "\n".join(complaints)


def test_the_shipped_packs_were_read(shipped: PackWords) -> None:
    """A search for nothing would always pass."""
    assert {"fitness", "bmi", "vital_capacity", "standing_long_jump", "excellent"} <= shipped.names.keys()
    assert {"学籍号", "肺活量", "一分钟仰卧起坐"} <= shipped.headings.keys()
    assert Decimal("17.4") in shipped.numbers  # a primary school boy's body mass index
    assert len(shipped.numbers) > 200


A_PACK = {
    "pack.yaml": "xueheng: 1\nname: swimming\n",
    "evidence.yaml": "lap_test:\n  about: pupil\n  fields:\n    lap_time: {number: {decimals: 1}}\n"
    "    stroke: {one_of: {back_crawl: 仰泳}}\n",
    "measures.yaml": "best_lap: {of: pupil, best: lap_time, from: lap_test}\n",
    "standards.yaml": "badge:\n  of: pupil\n  parts:\n    speed_part: {measure: best_lap}\n"
    "  levels: {golden: [90, 金]}\n",
    "scales.yaml": "by_speed: {bands: [[31.7, 100], [60, 80]]}\n",
    "layouts.yaml": "sheet:\n  find: {by: 泳者号}\n  columns: {lap_time: {heads: [百米用时]}}\n",
    "laps.csv": "grade,seconds\n1,48.25\n2,60\n",
}


@pytest.mark.parametrize(
    ("code", "complaint"),
    [
        ("x = 'swimming'", "text 'swimming' belongs to"),
        ("x = load('swimming.badge')", None),  # two plain words in one text: not told from a sentence
        ("sql = 'SELECT lap_time FROM t'", "text 'lap_time' belongs to swimming/evidence.yaml"),
        ("def best_lap(): ...", "name 'best_lap' belongs to swimming/measures.yaml"),
        ("x['stroke']", "text 'stroke' belongs to swimming/evidence.yaml"),
        ("stroke = 1", None),  # a plain word, and no figure hangs on it
        ("def points_for_swimming(): ...", "name 'swimming' belongs to swimming/pack.yaml"),
        ("f(speed_part=1)", "name 'speed_part' belongs to swimming/standards.yaml"),
        ("BACK_CRAWL = 1", "name 'back_crawl' belongs to swimming/evidence.yaml"),
        ("x = 'golden'", "text 'golden' belongs to swimming/standards.yaml"),
        ("x = '请填写百米用时'", "text '百米用时' belongs to swimming/layouts.yaml"),
        ("x = f'{row}泳者号'", "text '泳者号' belongs to swimming/layouts.yaml"),
        ("if x > 31.7: ...", "number '31.7' belongs to swimming/scales.yaml"),
        ("x = Decimal('48.25')", "number '48.25' belongs to swimming/laps.csv"),
        ("x = 60", None),
        ("'''One swimming badge, lap_time 31.7.'''", None),
        ("x = 'the stroke of a pen'", None),
    ],
)
def test_a_word_of_a_pack_is_seen(code: str, complaint: str | None, tmp_path: Path) -> None:
    pack = tmp_path / "swimming"
    pack.mkdir()
    for name, text in A_PACK.items():
        (pack / name).write_text(text, "utf-8")
    module = tmp_path / "module.py"
    module.write_text(code, "utf-8")
    complaints = domain_words_in(module, words_of([pack], []))
    assert any(complaint in found for found in complaints) if complaint else complaints == []


def test_every_exception_is_needed(shipped: PackWords) -> None:
    """An exception that no pack calls for any more is taken off the list."""
    assert EVERYBODYS_WORDS.keys() <= shipped.names.keys()
    assert EVERYBODYS_HEADINGS.keys() <= shipped.headings.keys()
    assert EVERYBODYS_NUMBERS.keys() <= shipped.numbers.keys()
