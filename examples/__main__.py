"""Write the example region: python -m examples FOLDER [--seed 1] [--pupils 12000] [--growth]."""

import argparse
import sys
from pathlib import Path

from examples.growth import write_growth
from examples.region import write_region
from xueheng.wording import Text, reader_language


def main() -> int:
    """Write the workbooks and say what was written."""
    parser = argparse.ArgumentParser(prog="python -m examples", description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--pupils", type=int, default=12_000)
    parser.add_argument("--growth", action="store_true", help="four schools' records of the year instead of the region")
    asked = parser.parse_args()
    said = _growth(asked) if asked.growth else _region(asked)
    sys.stdout.write(said.say(reader_language()) + "\n")
    return 0


def _region(asked: argparse.Namespace) -> Text:
    manifest = write_region(asked.folder, seed=asked.seed, pupils=asked.pupils)
    return Text(
        f"已写好 {len(manifest.files)} 个工作簿，{manifest.received:,} 行，其中有意放入 {manifest.to_reject} 行错误。",
        f"Wrote {len(manifest.files)} workbooks with {manifest.received:,} rows, "
        f"{manifest.to_reject} of them wrong on purpose.",
    )


def _growth(asked: argparse.Namespace) -> Text:
    growth = write_growth(asked.folder, seed=asked.seed, pupils=asked.pupils)
    schools, pupils, rows = len(growth.pupils), sum(growth.pupils.values()), sum(growth.rows.values())
    return Text(
        f"已写好 {schools} 所示例学校 {pupils:,} 名学生的名册、体质测试和一学年的记录（{rows:,} 行）；人都是编造的。",
        f"Wrote the lists, fitness tests and records of a year ({rows:,} rows) of {pupils:,} pupils of {schools} "
        "example schools; everybody is made up.",
    )


if __name__ == "__main__":
    sys.exit(main())
