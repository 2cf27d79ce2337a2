"""Where results lie."""

from pathlib import Path

from xueheng.trust.public import data_folder

BASE, OWN = "base", "own"
"""Folders of a run with layers: the base's results, and each layer's own by its pack."""


def runs_folder() -> Path:
    """The folder of all runs' results."""
    return data_folder() / "runs"


def results_of(number: int) -> Path:
    """One run's."""
    return runs_folder() / str(number)
