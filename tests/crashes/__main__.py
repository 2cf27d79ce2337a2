"""python -m tests.crashes --cycles 200: so many servers killed with -9 in the middle of saving and uploading."""

import argparse
import sys
import tempfile
import time
from pathlib import Path

from tests.crashes.rounds import Crashes, complaints


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cycles", type=int, default=200)
    parser.add_argument("--at-once", type=int, default=4)
    parser.add_argument("--seed", type=int, default=7)
    asked = parser.parse_args()
    began = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="xueheng-crashes-") as folder:
        crashes = Crashes(Path(folder) / "data", asked.at_once, asked.seed)
        said = complaints(crashes.told, crashes.run(asked.cycles))
    told = crashes.told
    print(  # noqa: T201
        f"{told.kills} kills, {len(told.records)} records and {len(told.uploads)} uploads acknowledged, "
        f"{time.monotonic() - began:.0f} s, {len(said)} complaints"
    )
    print("\n".join(said[:20]))  # noqa: T201
    return 1 if said else 0


if __name__ == "__main__":
    sys.exit(main())
