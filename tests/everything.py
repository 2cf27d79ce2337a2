"""`./xueheng test`: style, types and tests, one after the other; says what was left out and why.

With words behind it (`./xueheng test -k rounding`), they go to pytest and only pytest runs. `./xueheng test --sweeps`
runs the slow ones that every change need not wait for: tests marked `sweep`, each beside a quick one of its kind.
"""

import os
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

from tests.server.browser import browser
from tests.server.postgresql import NotAvailable, cluster
from tests.server.template import made_template
from xueheng.wording import Text, reader_language

ROOT = Path(__file__).resolve().parent.parent
LANGUAGE = reader_language()
CHECKED = ["src", "tests", "requirements", "examples", "benchmarks"]
TYPED = ["src", "tests", "examples", "benchmarks", "requirements/prepare.py"]
SERVED = [
    f"src/xueheng/{room}" for room in ("trust", "identity", "shell", "evidence", "evaluation", "publication", "web")
]
TICK_SECONDS = 10.0
SWEEPS = "--sweeps"
ORDINARY = "not sweep"
AT_ONCE = ("-n", "2", "--dist", "worksteal", "-q")
"""Each process takes half of the tests in their order, so a module's server is started by one of them alone."""


@dataclass(frozen=True, slots=True)
class Part:
    """One part of the whole check."""

    name: Text
    command: list[str]
    silent: bool = True  # prints nothing until it ends
    surroundings: Mapping[str, str] = field(default_factory=dict)


def say(text: Text) -> None:
    print(text.say(LANGUAGE), flush=True)


def caches() -> Path:
    """Where the tools keep what they remember: with the environment, so that the tree stays clean."""
    return Path(sys.prefix) / "cache"


def parts(words: Sequence[str]) -> list[Part]:
    """The parts of a run. Words behind the command choose tests, and then only the tests run."""
    checked, typed = ([name for name in names if (ROOT / name).exists()] for names in (CHECKED, TYPED))
    python = [sys.executable, "-m"]
    pytest = [*python, "pytest", "-o", f"cache_dir={caches() / 'pytest'}"]
    if list(words) == [SWEEPS]:
        return [Part(Text("慢测试", "slow tests"), [*pytest, *AT_ONCE, "-m", "sweep"], silent=False)]
    if words:
        return [Part(Text("测试", "tests"), [*pytest, *words], silent=False)]
    return [
        Part(Text("代码规范", "style"), [*python, "ruff", "check", *checked]),
        Part(Text("代码格式", "layout"), [*python, "ruff", "format", "--check", "--quiet", *checked]),
        Part(Text("类型", "types"), [*python, "mypy", *typed]),
        Part(Text("测试", "tests"), [*pytest, *AT_ONCE, "-m", ORDINARY], silent=False),
    ]


def on_postgresql(address: str) -> Part:
    """The tests that touch the server's data once more, on PostgreSQL."""
    python = [sys.executable, "-m", "pytest", "-o", f"cache_dir={caches() / 'pytest'}"]
    command = [*python, *AT_ONCE, "-m", f"django_db and {ORDINARY}", *SERVED]
    surroundings = {"XUEHENG_TEST_DATABASE": address, "XUEHENG_TEST_TEMPLATE": made_template(address)}
    return Part(Text("测试（PostgreSQL）", "tests (PostgreSQL)"), command, False, surroundings)


def run(part: Part) -> bool:
    """Runs one part; its own output is shown as it comes."""
    say(Text(f"── {part.name.zh} …", f"{part.name.en} …"))
    started = time.monotonic()
    surroundings = os.environ | {
        "RUFF_CACHE_DIR": str(caches() / "ruff"),
        "MYPY_CACHE_DIR": str(caches() / "mypy"),
        # The tests start some hundreds of processes: each would compile the program anew where nothing is kept.
        "PYTHONDONTWRITEBYTECODE": "",
        "PYTHONPYCACHEPREFIX": str(caches() / "bytecode"),
        "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}",
        **part.surroundings,
    }
    with subprocess.Popen(part.command, cwd=ROOT, env=surroundings) as process:
        while True:
            try:
                code = process.wait(timeout=TICK_SECONDS)
            except subprocess.TimeoutExpired:
                if part.silent:
                    seconds = time.monotonic() - started
                    say(Text(f"   … {seconds:.0f} 秒", f"{seconds:.0f} s"))
                continue
            break
    return code == 0


def main(words: Sequence[str]) -> int:
    """0 when every part passed."""
    if words:
        say(
            Text(
                "跳过：代码规范、代码格式、类型（给了测试参数，只运行选中的测试）",
                "Skipped: style, layout, types (words were given, so only the chosen tests run)",
            )
        )
    else:
        say(
            Text(
                "慢测试另有命令：./xueheng test --sweeps",
                "Slow tests have a command of their own: ./xueheng test --sweeps",
            )
        )
    skipped = [] if words else [said for said in (browser(),) if said]
    failed = [part.name for part in parts(words) if not run(part)]
    if not words:
        with ExitStack() as running:
            try:
                part = on_postgresql(running.enter_context(cluster()))
            except NotAvailable as why:
                skipped.append(Text(f"PostgreSQL 上的测试：{why}", f"tests on PostgreSQL: {why}"))
            else:
                failed += [] if run(part) else [part.name]
    for left_out in skipped:
        say(Text(f"跳过：{left_out.zh}", f"Skipped: {left_out.en}"))
    if failed:
        zh, en = "、".join(name.zh for name in failed), ", ".join(name.en for name in failed)
        say(Text(f"未通过：{zh}", f"Failed: {en}"))
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
