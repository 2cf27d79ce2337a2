"""Where results lie."""

from pathlib import Path

from xueheng.trust.public import data_folder


def runs_folder() -> Path:
    """The folder of all runs' results."""
    return data_folder() / "runs"


def results_of(number: int) -> Path:
    """One run's."""
    return runs_folder() / str(number)
