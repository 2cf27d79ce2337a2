"""Other people's files are exactly those that the manifest names."""

import hashlib
import json
from pathlib import Path

import pytest

import xueheng.shell

SHELL = Path(xueheng.shell.__file__ or "").parent
FOLDERS = [SHELL / "static" / "vendor", SHELL.parents[2] / "tests" / "browser" / "vendor"]


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.parent.name)
def test_vendored_files_are_as_the_manifest_says(folder: Path) -> None:
    listed = {entry["file"]: entry for entry in json.loads((folder / "vendor.json").read_text("utf-8"))}
    assert {path.name for path in folder.iterdir()} == listed.keys() | {"vendor.json"}
    for name, entry in listed.items():
        content = (folder / name).read_bytes()
        assert hashlib.sha256(content).hexdigest() == entry["sha256"], name
        assert b"sourceMappingURL" not in content
        assert entry.keys() == {"file", "name", "version", "source", "licence", "changed", "sha256"}


def test_pages_load_nothing_from_elsewhere_and_have_no_script_inside() -> None:
    for path in SHELL.parent.glob("*/templates/**/*.html"):
        text = path.read_text("utf-8")
        assert "style=" not in text, path
        assert "<style" not in text, path
        assert " onclick" not in text, path
        assert "://" not in text.replace('xmlns="http://www.w3.org', ""), path
        assert text.count("<script") == text.count("<script src="), path
