"""The locks: complete, agreeing with what was chosen by hand, and with a hash for every file."""

import re
import tomllib
from importlib import metadata
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[2]
REQUIREMENTS = ROOT / "requirements"
LOCKS = ("run", "test", "bench")


def locked(name: str) -> dict[str, str]:
    """Package → version of one lock."""
    text = (REQUIREMENTS / f"{name}.txt").read_text("utf-8")
    return {canonicalize_name(package): version for package, version in re.findall(r"(?m)^(\S+)==(\S+) \\$", text)}


def chosen(name: str) -> list[Requirement]:
    """What was chosen by hand for one lock."""
    lines = (REQUIREMENTS / f"{name}.in").read_text("utf-8").splitlines()
    return [Requirement(line) for line in lines if line and not line.startswith(("#", "-"))]


@pytest.mark.parametrize("name", LOCKS)
def test_every_line_of_a_lock_is_a_version_with_hashes(name: str) -> None:
    entries = re.split(r"(?m)^(?=\S)", (REQUIREMENTS / f"{name}.txt").read_text("utf-8"))
    for entry in filter(None, entries):
        lines = [line.strip(" \\") for line in entry.splitlines() if not line.strip().startswith("#")]
        assert re.fullmatch(r"[a-z0-9-]+==[\w.]+", lines[0]), lines[0]
        assert len(lines) > 1, lines[0]
        assert all(re.fullmatch(r"--hash=sha256:[0-9a-f]{64}", line) for line in lines[1:]), lines[0]


@pytest.mark.parametrize("name", LOCKS)
def test_what_was_chosen_is_locked(name: str) -> None:
    lock = locked(name)
    for requirement in chosen(name):
        version = lock.get(canonicalize_name(requirement.name))
        assert version, f"{requirement} is not in {name}.txt"
        assert requirement.specifier.contains(version), f"{requirement} but {version} is locked"


@pytest.mark.parametrize("name", ["test", "bench"])
def test_locks_agree_with_each_other(name: str) -> None:
    run, other = locked("run"), locked(name)
    assert {package: other[package] for package in run.keys() & other.keys()} == {
        package: run[package] for package in run.keys() & other.keys()
    }


def test_the_locks_hold_all_that_their_packages_need() -> None:
    """They are installed with --no-deps, so what is not written is not there."""
    everything = locked("run") | locked("test")
    lacking = []
    for package in everything:
        for line in metadata.requires(package) or []:
            needed = Requirement(line)
            if needed.marker and not any(
                needed.marker.evaluate({"extra": "", "sys_platform": system, "platform_system": name})
                for system, name in (("linux", "Linux"), ("darwin", "Darwin"), ("win32", "Windows"))
            ):
                continue
            version = everything.get(canonicalize_name(needed.name))
            if version is None or not needed.specifier.contains(version):
                lacking.append(f"{package} needs {needed}, locked is {version}")
    assert lacking == []


def test_the_tests_run_on_the_locked_versions() -> None:
    everything = locked("run") | locked("test")
    assert {package: metadata.version(package) for package in everything} == everything


def test_the_project_needs_what_the_lock_was_made_from() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    assert project["tool"]["setuptools"]["dynamic"]["dependencies"] == {"file": ["requirements/run.in"]}
    assert project["project"]["requires-python"] == ">=3.11"
