"""Names that say their subject, functions one can read at a glance, and nothing about where it was written.

As in the test of the import order, each rule is also tried on something that breaks it.
"""

import ast
import re
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest

from tests.house.import_graph import all_imports
from tests.house.tree import PACKAGE, ROOT, SOURCE, files_under, product_files, texts_under

VAGUE = {"utils", "util", "helpers", "helper", "common", "misc", "base", "tools", "stuff"}
NAMED_BY_DJANGO = {"web/kept_sqlite3/base.py"}
"""Django finds an engine's connection under this name alone."""
LONGEST_FILE = 600
LONGEST_FUNCTION = 60

# Absolute places on somebody's machine. Written so that it does not match itself.
MACHINE_PATH = re.compile(r"(?<![\w.~:/)}*>-])(?:/(?:home|Users|root|work|tmp|opt|mnt)/|[A-Z]:\\Users\\)")
REGISTRY = re.compile(
    r"(?:files\.)?python(?:hosted)\.org|\bpypi\.(?:org|python)|registry\.npm(?:js)\.|/simple/(?=\s|$)"
)
ADDRESS = re.compile(r"\w+://|--(?:extra-)?index-url|--find-links|--trusted-host")


@cache
def functions_of(path: Path) -> list[ast.FunctionDef | ast.AsyncFunctionDef]:
    tree = ast.parse(path.read_text("utf-8"), str(path))
    return [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]


def length_of(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Lines of the body, the docstring not counted."""
    body = function.body[1:] if ast.get_docstring(function) and len(function.body) > 1 else function.body
    return (body[-1].end_lineno or 0) - body[0].lineno + 1


def vague_names(package: Path) -> list[str]:
    """A file is named after its subject."""
    found = [path for path in files_under(package) if path.suffix == ".py" and path.stem in VAGUE]
    return [str(path) for path in found if path.relative_to(package).as_posix() not in NAMED_BY_DJANGO]


def imports_inside(package: Path) -> list[str]:
    """What a module needs stands at its top."""
    return [f"{found.module}:{found.line} {found.target}" for found in all_imports(package.parent) if found.inside]


def long_files(package: Path) -> list[str]:
    counts = {path: len(path.read_text("utf-8").splitlines()) for path in files_under(package) if path.suffix == ".py"}
    return [f"{path} has {count} lines" for path, count in counts.items() if count > LONGEST_FILE]


def long_functions(package: Path) -> list[str]:
    return [
        f"{path}:{function.lineno} {function.name} has {length_of(function)} lines"
        for path in product_files(package)
        for function in functions_of(path)
        if length_of(function) > LONGEST_FUNCTION
    ]


def untyped_returns(package: Path) -> list[str]:
    return [
        f"{path}:{function.lineno} {function.name}"
        for path in files_under(package)
        if path.suffix == ".py"
        for function in functions_of(path)
        if function.returns is None
    ]


def machine_paths(folder: Path) -> list[str]:
    """No file knows the machine that it was written on."""
    return [
        f"{path}:{number} {line.strip()[:80]}"
        for path, text in texts_under(folder)
        for number, line in enumerate(text.splitlines(), 1)
        if MACHINE_PATH.search(line)
    ]


def registry_hosts(folder: Path) -> list[str]:
    """Where packages come from is the business of the machine's own pip."""
    return [
        f"{path}:{number} {line.strip()[:80]}"
        for path, text in texts_under(folder)
        for number, line in enumerate(text.splitlines(), 1)
        if REGISTRY.search(line)
    ]


def addresses_in_locks(folder: Path) -> list[str]:
    """A lock has versions and hashes, no addresses."""
    return [
        f"{path}:{number} {line.strip()[:80]}"
        for path in sorted((folder / "requirements").glob("*.*"))
        if path.suffix in {".txt", ".in"}
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1)
        if ADDRESS.search(line)
    ]


Rule = Callable[[Path], list[str]]
OF_THE_CODE: list[Rule] = [vague_names, imports_inside, long_files, long_functions, untyped_returns]
OF_THE_TREE: list[Rule] = [machine_paths, registry_hosts, addresses_in_locks]


@pytest.mark.parametrize("rule", OF_THE_CODE)
def test_the_code_keeps(rule: Rule) -> None:
    complaints = rule(PACKAGE)
    assert not complaints, "\n".join(complaints)


@pytest.mark.parametrize("rule", OF_THE_TREE)
def test_the_tree_keeps(rule: Rule) -> None:
    complaints = rule(ROOT)
    assert not complaints, "\n".join(complaints)


BROKEN: list[tuple[Rule, str, str, str]] = [
    (vague_names, "utils.py", "", "utils.py"),
    (vague_names, "language/helpers.py", "", "helpers.py"),
    (imports_inside, "a.py", "def f() -> None:\n    import json\n", "a:2 json"),
    (imports_inside, "a.py", "class C:\n    def f(self) -> None:\n        from json import loads\n", "a:3 json.loads"),
    (long_files, "a.py", "x = 1\n" * 601, "has 601 lines"),
    (long_functions, "a.py", "def f() -> None:\n" + "    x = 1\n" * 61, "a.py:1 f has 61 lines"),
    (untyped_returns, "a.py", "class C:\n    def f(self):\n        pass\n", "a.py:2 f"),
    (untyped_returns, "tests/test_a.py", "async def f():\n    pass\n", "test_a.py:1 f"),
    (machine_paths, "README.md", "See /home" + "/li/notes.\n", "README.md:1"),
    (machine_paths, "a.py", 'X = "/tmp' + '/x"\n', "a.py:1"),
    (machine_paths, "a.py", r'X = "C:\Us' + r'ers\li"', "a.py:1"),
    (registry_hosts, "README.md", "pip install -i https://pypi." + "org/simple/\n", "README.md:1"),
    (addresses_in_locks, "requirements/run.txt", "x==1 @ https" + "://a.example/x.whl\n", "run.txt:1"),
    (addresses_in_locks, "requirements/run.txt", "--index-url file\n", "run.txt:1"),
]


@pytest.mark.parametrize(("rule", "name", "text", "complaint"), BROKEN)
def test_one_thing_wrong_is_seen(rule: Rule, name: str, text: str, complaint: str, tmp_path: Path) -> None:
    path = tmp_path / "house" / name
    path.parent.mkdir(parents=True)
    path.write_text(text, "utf-8")
    assert complaint in "\n".join(rule(tmp_path / "house")).replace("house.", "")


def test_every_rule_is_tried() -> None:
    assert {rule for rule, *_ in BROKEN} == {*OF_THE_CODE, *OF_THE_TREE}


def test_a_docstring_is_not_counted_as_length() -> None:
    (function,) = ast.parse('def f():\n    """One.\n\n    Two.\n    """\n    return 1\n').body
    assert isinstance(function, ast.FunctionDef)
    assert length_of(function) == 1


def test_relative_files_and_addresses_of_papers_are_no_machine_paths() -> None:
    for line in ("docs/work/plan.md", "https://example.org/home/page", "src/tmp/", "~/work/x", "`{tmp_path}/work/x`"):
        assert not MACHINE_PATH.search(line), line


def test_the_product_is_read() -> None:
    """A rule over an empty list would always pass."""
    assert len(product_files()) > 10
    assert SOURCE.is_dir()
