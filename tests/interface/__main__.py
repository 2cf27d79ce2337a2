"""A longer sweep: `python -m tests.interface [EXAMPLES] [SEED]`, 200 examples of each kind for each role by itself."""

import os
import sys

import pytest

FILE = "tests/interface/test_every_operation.py"


def main() -> int:
    """The exit code of the tests."""
    os.environ["XUEHENG_INTERFACE_EXAMPLES"] = sys.argv[1] if len(sys.argv) > 1 else "200"
    os.environ["XUEHENG_INTERFACE_SEED"] = sys.argv[2] if len(sys.argv) > 2 else "1"
    return int(pytest.main(["-q", "-p", "no:cacheprovider", FILE]))


if __name__ == "__main__":
    sys.exit(main())
