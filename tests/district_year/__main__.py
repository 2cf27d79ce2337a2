"""`python -m tests.district_year FOLDER`: is every pupil's result of the workload what plain arithmetic says?"""

import argparse
import sys
import tempfile
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from benchmarks.make_district_year import make
from benchmarks.workload import STANDARD, dataset, library, period
from tests.district_year.comparing import Compared, Results, differences, figure_differences
from tests.district_year.exact import Pupil, pupils_of
from xueheng.evaluation.core.public import evaluate, write_results

ABOUT = """\
FOLDER is a workload made by benchmarks/make_district_year.py; with --make it is made first. The core evaluates it
(or --results names a folder of results that was written from it), plain fractions work out every pupil anew, school by
school, and every leaf's value and points, every dimension, every total and every figure of class, school and district
is compared.
"""
RESULTS = "Exit code: 0 all equal; 1 something differs (the first of them are printed)."
MOST_PRINTED = 20


def asked(words: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m tests.district_year", description=ABOUT, epilog=RESULTS,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )  # fmt: skip
    parser.add_argument("folder", type=Path)
    parser.add_argument("--make", type=int, metavar="ROWS", help="make the workload in FOLDER first")
    parser.add_argument("--seed", type=int, default=0, help="of the workload made")
    parser.add_argument("--results", type=Path, metavar="DIR", help="results that were written before")
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--schools", type=int, default=10, help="worked out at a time by each process")
    return parser.parse_args(words)


def say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def evaluated(folder: Path, target: Path) -> Path:
    """The core's results of a workload, written as every run writes them."""
    definitions = library()
    made = evaluate(definitions, STANDARD, dataset(folder), period(definitions))
    write_results(made, target, manifest={})
    return target


def one_part(folder: Path, results: Path, schools: Sequence[int]) -> tuple[list[str], Compared, list[Pupil]]:
    compared, pupils = Compared(), list[Pupil]()
    return list(differences(folder, Results(results), schools, compared, pupils)), compared, pupils


def compare_all(options: argparse.Namespace, results: Path) -> Iterator[str]:
    """Every difference, with a line of progress for each part."""
    folder: Path = options.folder
    schools = sorted({groups["school"] for groups in pupils_of(folder).values()})
    total, pupils, done = Compared(), list[Pupil](), 0
    with ProcessPoolExecutor(options.processes) as pool:
        parts = [schools[at : at + options.schools] for at in range(0, len(schools), options.schools)]
        for part, (found, compared, held) in zip(
            parts, pool.map(one_part, [folder] * len(parts), [results] * len(parts), parts), strict=True
        ):
            yield from found
            pupils += held
            total.pupils, total.numbers = total.pupils + compared.pupils, total.numbers + compared.numbers
            done += len(part)
            say(f"{done}/{len(schools)} schools, {total.pupils} pupils, {total.numbers} numbers")
    yield from figure_differences(folder, Results(results), pupils, total)
    say(f"compared: {total}")


def main(words: Sequence[str]) -> int:
    """0 when every number is the same."""
    options = asked(words)
    if options.make:
        make(options.make, options.folder, seed=options.seed)
    with tempfile.TemporaryDirectory(prefix="district-year-") as scratch:
        results = options.results or evaluated(options.folder, Path(scratch) / "results")
        count = 0
        for difference in compare_all(options, results):
            count += 1
            if count <= MOST_PRINTED:
                say(difference)
    say(f"{count} differences")
    return 1 if count else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
