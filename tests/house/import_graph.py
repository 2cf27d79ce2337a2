"""Who imports whom, read from the text of the modules: nothing is run, and nothing can hide.

Counted are imports at the top, inside functions, under TYPE_CHECKING, in `try`, and names given as
text to `importlib.import_module` or `__import__`. A name that is computed cannot be read and is
reported as such.
"""

import ast
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

DYNAMIC = {"import_module", "__import__"}


@dataclass(frozen=True, slots=True)
class Import:
    """One import: `target` as written, made absolute; `inside` a function or method."""

    module: str
    target: str
    line: int
    inside: bool = False

    @property
    def computed(self) -> bool:
        """Whether the name is only known when it runs."""
        return not self.target


@cache
def modules_under(source: Path) -> dict[str, Path]:
    """Module name → file, for all Python under `source`, tests left out."""
    found = {}
    for path in sorted(source.rglob("*.py")):
        parts = path.relative_to(source).with_suffix("").parts
        if "tests" not in parts:
            found[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = path
    return found


def imports_of(module: str, path: Path) -> list[Import]:
    """All imports of one module."""
    tree = ast.parse(path.read_text("utf-8"), str(path))
    package = module if path.name == "__init__.py" else module.rpartition(".")[0]
    return list(_walk(tree, module, package, inside=False))


def _walk(node: ast.AST, module: str, package: str, *, inside: bool) -> Iterator[Import]:
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.Import):
            yield from (Import(module, alias.name, child.lineno, inside) for alias in child.names)
        elif isinstance(child, ast.ImportFrom):
            start = _absolute(child, package)
            yield from (Import(module, f"{start}.{alias.name}", child.lineno, inside) for alias in child.names)
        elif isinstance(child, ast.Call) and _called(child) in DYNAMIC:
            yield Import(module, _text_given(child, package), child.lineno, inside)
        function = isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda)
        yield from _walk(child, module, package, inside=inside or function)


def _absolute(node: ast.ImportFrom, package: str) -> str:
    if not node.level:
        return node.module or ""
    parts = package.split(".")
    start = ".".join(parts[: len(parts) - node.level + 1])
    return f"{start}.{node.module}" if node.module else start


def _called(call: ast.Call) -> str:
    function = call.func
    return (
        function.id if isinstance(function, ast.Name) else function.attr if isinstance(function, ast.Attribute) else ""
    )


def _text_given(call: ast.Call, package: str) -> str:
    name = call.args[0] if call.args else None
    if not isinstance(name, ast.Constant) or not isinstance(name.value, str):
        return ""
    dots = len(name.value) - len(name.value.lstrip("."))
    if not dots:
        return name.value
    parts = package.split(".")
    return ".".join([*parts[: len(parts) - dots + 1], name.value[dots:]])


@cache
def all_imports(source: Path) -> list[Import]:
    """The imports of every module under `source`."""
    return [found for module, path in modules_under(source).items() for found in imports_of(module, path)]


def own_module(target: str, modules: Mapping[str, Path]) -> str | None:
    """The module of the house that `target` names (itself, or the module holding the name), else None."""
    while target and target not in modules:
        target = target.rpartition(".")[0]
    return target or None


@cache
def edges(source: Path) -> dict[str, set[str]]:
    """Module → modules of the house that it imports."""
    modules = modules_under(source)
    graph: dict[str, set[str]] = {module: set() for module in modules}
    for found in all_imports(source):
        target = own_module(found.target, modules)
        if target and target != found.module:
            graph[found.module].add(target)
    return graph


def reachable(graph: Mapping[str, set[str]], start: str) -> set[str]:
    """All modules that importing `start` brings along, itself included."""
    seen, waiting = {start}, [start]
    while waiting:
        for target in graph.get(waiting.pop(), set()) - seen:
            seen.add(target)
            waiting.append(target)
    return seen


def circles(graph: Mapping[str, set[str]]) -> list[list[str]]:
    """Groups of modules that import each other, directly or by way of others."""
    reach = {module: reachable(graph, module) for module in graph}
    groups = {frozenset(m for m in reach[module] if module in reach.get(m, set())) for module in graph}
    return sorted(sorted(group) for group in groups if len(group) > 1)
