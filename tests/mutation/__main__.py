"""`python -m tests.mutation`: does a test notice when one thing in the evaluation core is changed?"""

import argparse
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from tests.mutation.change import StaleError
from tests.mutation.changes import CHANGES
from tests.mutation.running import PASSED, QUICK, Copy, Outcome, chosen

ABOUT = f"""\
Changes one thing at a time in a temporary copy of the tree, never in the tree itself, runs
{" and ".join(QUICK)} against the copy and says whether a test noticed (killed) or none did (survived).
First the unchanged copy is tried: it must pass. A change may name the tests that are known to notice
it; they are tried first, and the whole set only if they do not.
"""
RESULTS = """\
Exit code: 0 all killed; 1 some survived; 2 the list is stale (a text it replaces is no longer found),
the unchanged tree fails, or a run came to no verdict. The whole list takes about twenty minutes.
"""


def asked(words: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m tests.mutation",
        description=ABOUT,
        epilog=RESULTS,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--only", metavar="NAME", action="append", default=[], help="changes with NAME in their name")
    parser.add_argument("--file", metavar="FILE", action="append", default=[], help="changes of this file of the core")
    parser.add_argument("--list", action="store_true", help="name the changes and run nothing")
    return parser.parse_args(words)


def say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def closing_table(outcomes: Sequence[Outcome]) -> str:
    """Every change with its verdict, survivors last, and the count."""
    ordered = sorted(outcomes, key=lambda o: o.verdict != "killed")
    lines = [f"{o.verdict:9}{o.change.name:46}{o.change.file:20}{o.by.rpartition('::')[2]}" for o in ordered]
    count = {v: sum(o.verdict == v for o in outcomes) for v in ("killed", "survived", "error")}
    return "\n".join([*lines, ", ".join(f"{n} {v}" for v, n in count.items() if n)])


def main(words: Sequence[str]) -> int:
    options = asked(words)
    changes = chosen(CHANGES, options.only, options.file)
    if options.list:
        say("\n".join(f"{c.name:46}{c.file}" for c in changes))
        return 0
    with tempfile.TemporaryDirectory(prefix="mutation-") as folder:
        copy = Copy(Path(folder))
        try:
            for change in changes:
                change.applied(copy.folder)
        except StaleError as stale:
            say(str(stale))
            return 2
        code, by = copy.quick()
        if code != PASSED:
            say(f"the unchanged tree fails: {by or code}")
            return 2
        outcomes = []
        for number, change in enumerate(changes, 1):
            outcome = copy.judge(change)
            outcomes.append(outcome)
            say(f"{number}/{len(changes)} {outcome.verdict} {change.name} ({outcome.seconds:.0f} s)")
    say(closing_table(outcomes))
    verdicts = {o.verdict for o in outcomes}
    return 2 if "error" in verdicts else 1 if "survived" in verdicts else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
