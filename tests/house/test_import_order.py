"""The order of the rooms: who may import whom, and by which door.

Each rule is a function from a source folder to complaints. It is held against the house, and
against small made-up houses with one thing wrong, so that a rule that sees nothing fails here.
"""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.house.import_graph import all_imports, circles, edges, modules_under, own_module, reachable
from tests.house.rooms import DATA_FOLDERS, ORDER, ROOT_MODULES, WITHOUT_DJANGO, door_of, room_of

SOURCE = Path(__file__).resolve().parents[2] / "src"
# Packages of other people that cannot be imported without Django.
DJANGO = ("django", "ninja", "allauth", "axes", "rest_framework")

Rule = Callable[[Path], list[str]]


def against_the_order(source: Path) -> list[str]:
    """A room imports only rooms that stand before it."""
    modules = modules_under(source)
    complaints = []
    for found in all_imports(source):
        here, there = room_of(found.module), room_of(own_module(found.target, modules) or "")
        if here and there and ORDER.index(there) > ORDER.index(here):
            complaints.append(f"{found.module}:{found.line} {here} imports {there}, which comes after it")
    return complaints


def by_the_side_door(source: Path) -> list[str]:
    """From outside, a room is entered through its public module."""
    modules = modules_under(source)
    complaints = []
    for found in all_imports(source):
        target = own_module(found.target, modules) or ""
        there = room_of(target)
        if there and there != room_of(found.module) and target != door_of(there):
            complaints.append(f"{found.module}:{found.line} imports {target}; the door is {door_of(there)}")
    return complaints


def root_into_rooms(source: Path) -> list[str]:
    """What lies beneath all rooms imports none of them."""
    modules = modules_under(source)
    return [
        f"{found.module}:{found.line} imports {found.target}"
        for found in all_imports(source)
        if found.module.removeprefix("xueheng.") in ROOT_MODULES and room_of(own_module(found.target, modules) or "")
    ]


def unknown_places(source: Path) -> list[str]:
    """Every module stands in a room of the list or is a known root module."""
    known = {"xueheng", "xueheng.__main__", *(f"xueheng.{name}" for name in ROOT_MODULES)}
    return [
        f"{module} stands in no room" for module in modules_under(source) if module not in known and not room_of(module)
    ]


def brings_django(source: Path) -> list[str]:
    """The rooms an analyst uses alone never reach Django, not through another module either."""
    graph, imports = edges(source), all_imports(source)
    with_django = {i.module: i for i in imports if i.target.split(".")[0].startswith(DJANGO)}
    return [
        f"{module} brings Django in by {reached} (line {with_django[reached].line})"
        for module in graph
        if room_of(module) in WITHOUT_DJANGO
        for reached in sorted(reachable(graph, module) & set(with_django))
    ]


def in_circles(source: Path) -> list[str]:
    """No modules import each other in a circle."""
    return [" ↔ ".join(group) for group in circles(edges(source))]


def computed_names(source: Path) -> list[str]:
    """Every import can be read in the text."""
    return [f"{i.module}:{i.line} imports a computed name" for i in all_imports(source) if i.computed]


def python_among_data(source: Path) -> list[str]:
    """Packs and tables are text."""
    return [
        f"{path.relative_to(source)} is Python among data"
        for folder in DATA_FOLDERS
        for path in sorted((source / "xueheng" / folder).rglob("*.py*"))
        if "__pycache__" not in path.parts
    ]


RULES: list[Rule] = [
    against_the_order,
    by_the_side_door,
    root_into_rooms,
    unknown_places,
    brings_django,
    in_circles,
    computed_names,
    python_among_data,
]


@pytest.mark.parametrize("rule", RULES)
def test_the_house_keeps(rule: Rule) -> None:
    complaints = rule(SOURCE)
    assert not complaints, "\n".join(complaints)


def test_the_rooms_of_this_step_are_read() -> None:
    """A rule that looks at an empty house would always pass."""
    rooms = {room_of(module) for module in modules_under(SOURCE)}
    assert {"language", "workbooks", "evaluation.core", "cli"} <= rooms


A_SOUND_HOUSE = {
    "wording.py": "",
    "errors.py": "from xueheng.wording import Text",
    "language/public.py": "from xueheng.language import typed",
    "language/typed.py": "from xueheng.errors import XuehengError",
    "workbooks/public.py": "from xueheng.language.public import Layout",
    "evaluation/core/public.py": "from xueheng.evaluation.core import plan",
    "evaluation/core/plan.py": "import sqlglot\nfrom xueheng.language.public import Measure",
    "evaluation/runs.py": "import django\nfrom xueheng.evaluation.core.public import evaluate",
    "cli/main.py": "from xueheng.evaluation.core import public",
    "__main__.py": "from xueheng.cli.main import main",
    "systems/a_pack/pack.yaml": "",
}

BROKEN: list[tuple[Rule, dict[str, str], str]] = [
    (against_the_order, {"language/typed.py": "from xueheng.workbooks.public import read"}, "workbooks, which comes"),
    (against_the_order, {"language/typed.py": "def f():\n    import xueheng.cli.main"}, "typed:2 language imports cli"),
    (
        against_the_order,
        {"workbooks/public.py": "if TYPE_CHECKING:\n    from xueheng.evaluation.core.public import Evaluation"},
        "public:2 workbooks imports evaluation.core",
    ),
    (
        against_the_order,
        {"workbooks/public.py": "class R:\n  def f(self):\n    return importlib.import_module('xueheng.cli.main')"},
        "public:3 workbooks imports cli",
    ),
    (against_the_order, {"language/typed.py": "from ..workbooks import public"}, "language imports workbooks"),
    (
        against_the_order,
        {"evaluation/core/plan.py": "from xueheng.evaluation import runs"},
        "evaluation.core imports evaluation,",
    ),
    (
        by_the_side_door,
        {"workbooks/public.py": "from xueheng.language.typed import Field"},
        "imports xueheng.language.typed; the door is xueheng.language.public",
    ),
    (
        by_the_side_door,
        {"cli/main.py": "import xueheng.evaluation.core.plan as p"},
        "the door is xueheng.evaluation.core",
    ),
    (
        by_the_side_door,
        {"cli/main.py": "from xueheng.language import typed"},
        "cli.main:1 imports xueheng.language.typed",
    ),
    (by_the_side_door, {"__main__.py": "from xueheng.language.typed import Field"}, "__main__:1"),
    (root_into_rooms, {"errors.py": "def f():\n    from xueheng.language.public import Issue"}, "xueheng.errors:2"),
    (unknown_places, {"helpers.py": ""}, "xueheng.helpers stands in no room"),
    (unknown_places, {"newroom/public.py": ""}, "xueheng.newroom.public stands in no room"),
    (brings_django, {"language/typed.py": "import django.conf"}, "language.typed (line 1)"),
    (brings_django, {"evaluation/core/plan.py": "def f():\n    from django.db import models"}, "core.plan (line 2)"),
    (brings_django, {"errors.py": "import django"}, "xueheng.workbooks.public brings Django in by xueheng.errors"),
    (brings_django, {"workbooks/public.py": "try:\n    import django_cotton\nexcept ImportError:\n    pass"}, "line 2"),
    (brings_django, {"language/typed.py": "m = __import__('django')"}, "language.typed (line 1)"),
    (
        in_circles,
        {
            "evaluation/core/a.py": "from xueheng.evaluation.core import b",
            "evaluation/core/b.py": "from xueheng.evaluation.core.c import x",
            "evaluation/core/c.py": "def f():\n    from xueheng.evaluation.core.a import y",
        },
        "xueheng.evaluation.core.a ↔ xueheng.evaluation.core.b ↔ xueheng.evaluation.core.c",
    ),
    (computed_names, {"cli/main.py": "import importlib\nimportlib.import_module(name)"}, "cli.main:2"),
    (python_among_data, {"systems/a_pack/rules.py": ""}, "rules.py is Python among data"),
    (python_among_data, {"reference/__init__.py": ""}, "reference/__init__.py"),
]


def build(folder: Path, files: dict[str, str]) -> Path:
    """A source folder with the given modules of a package `xueheng`."""
    for name, text in files.items():
        path = folder / "xueheng" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    return folder


@pytest.mark.parametrize("rule", RULES)
def test_a_sound_house_draws_no_complaint(rule: Rule, tmp_path: Path) -> None:
    assert rule(build(tmp_path, A_SOUND_HOUSE)) == []


@pytest.mark.parametrize(("rule", "change", "complaint"), BROKEN)
def test_one_thing_wrong_is_seen(rule: Rule, change: dict[str, str], complaint: str, tmp_path: Path) -> None:
    assert complaint in "\n".join(rule(build(tmp_path, A_SOUND_HOUSE | change)))


def test_every_rule_is_tried_on_a_broken_house() -> None:
    assert {rule for rule, _, _ in BROKEN} == set(RULES)


WITHOUT_DJANGO_AT_RUN_TIME = """
import importlib, sys
class Refuse:
    def find_spec(self, name, path=None, target=None):
        if name.split(".")[0].startswith({django}):
            raise AssertionError("asked for " + name)
sys.meta_path.insert(0, Refuse())
for module in sys.argv[1:]:
    importlib.import_module(module)
"""


def test_the_analysts_rooms_start_where_django_is_refused() -> None:
    """What a package of other people brings in is only seen when it runs."""
    script = WITHOUT_DJANGO_AT_RUN_TIME.format(django=DJANGO)
    done = subprocess.run(
        [sys.executable, "-c", script, *(door_of(room) for room in WITHOUT_DJANGO)],
        env=os.environ | {"PYTHONPATH": str(SOURCE)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
