"""Write the example region: python -m examples FOLDER [--seed 1] [--pupils 12000]."""

import argparse
import sys
from pathlib import Path

from examples.region import write_region
from xueheng.wording import Text, reader_language


def main() -> int:
    """Write the workbooks and say what was written."""
    parser = argparse.ArgumentParser(prog="python -m examples", description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--pupils", type=int, default=12_000)
    asked = parser.parse_args()
    manifest = write_region(asked.folder, seed=asked.seed, pupils=asked.pupils)
    said = Text(
        f"已写好 {len(manifest.files)} 个工作簿，{manifest.received:,} 行，其中有意放入 {manifest.to_reject} 行错误。",
        f"Wrote {len(manifest.files)} workbooks with {manifest.received:,} rows, "
        f"{manifest.to_reject} of them wrong on purpose.",
    )
    sys.stdout.write(said.say(reader_language()) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
