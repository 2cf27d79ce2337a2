"""A small base standard with open and locked parts, a school's layer over it, and ways to change either."""

from collections.abc import Mapping
from pathlib import Path

from xueheng.language.public import Library, Loaded, Overlay, StandardNode, load
from xueheng.language.tests.small_packs import SOUND, said, write_pack

STANDARDS = """\
contact:
  title: {zh: 家校, en: Contact}
  of: pupil
  period: school_year
  missing: block
  decimals: 1
  parts:
    visiting:
      title: {zh: 家访, en: Visiting}
      weight: 60
      open: {weigh: {made: [40, 60], long: [20, 40]}}
      parts:
        made: {title: {zh: 次数, en: Made}, weight: 50, measure: visits, scale: {points: 'least(value * 25, 100)'}}
        long:
          title: {zh: 时长, en: Minutes}
          weight: 30
          open: {raise: bands}
          sum: minutes
          from: home_visit
          scale: minutes
        kept: {title: {zh: 上门, en: In person}, weight: 20, count: mode = 'in_person', from: home_visit, scale: some}
    talking:
      title: {zh: 谈话, en: Talking}
      weight: 40
      open: {add: 20}
      parts:
        calls: {title: {zh: 电话, en: Calls}, weight: 1, count: mode = 'phone', from: home_visit, scale: some}
        late:
          title: {zh: 拖延, en: Late}
          weight: 3
          open: {raise: bands}
          sum: hours
          from: home_visit
          scale: {bands: [[1, 100], [3, 60]], else: 20, better: low}
"""
SCALES = """\
minutes: {title: {zh: 分钟, en: Minutes}, bands: [[120, 100], [60, 85], [30, 60]], else: 20}
some: {title: {zh: 次数, en: Some}, bands: [[2, 100], [1, 60]], else: 0}
"""
BASE = {
    "standards.yaml": STANDARDS, "scales.yaml": SCALES, "tables.yaml": SOUND["tables.yaml"].partition("aims:")[0],
    "worked/visits.yaml": "",
}  # fmt: skip
HEAD = """\
xueheng: 1
name: own
title: {zh: 北校校本层, en: North's own layer}
version: 1.0.0
owner: school
uses: {visits: 1}
"""
OVERLAY = """\
over: {standard: visits.contact, version: 1.2.0, digest: DIGEST}
for: {school: north}
decided: {by: head, on: 2025-09-10, minute: 校务会 9 号}
changes:
  visiting:
    weigh: {made: 45, long: 35, kept: 20}
  visiting.long:
    raise: {bands: [[150, 100], [60, 85], [30, 50]], else: 20}
  talking:
    add:
      garden: {title: {zh: 农场, en: Garden}, share: 20, measure: garden_days, scale: {points: value * 20}}
"""
EVIDENCE = """\
garden_duty:
  title: {zh: 农场值日, en: Garden duty}
  about: pupil
  fields: {task: {title: {zh: 任务, en: Task}, one_of: {sow: 播种, water: 浇水}}}
"""
MEASURES = "garden_days: {title: {zh: 值日天数, en: Garden days}, of: pupil, distinct: day, from: garden_duty}\n"
POSTS = "class_teacher: {records: [garden_duty]}\nhead: {verifies: [garden_duty]}\n"
LAYER = {
    "pack.yaml": HEAD, "overlay.yaml": OVERLAY, "evidence.yaml": EVIDENCE, "measures.yaml": MEASURES,
    "posts.yaml": POSTS,
}  # fmt: skip


def changed(old: str, new: str, text: str = OVERLAY) -> str:
    """A file with one text replaced."""
    assert old in text, old
    return text.replace(old, new)


def only(changes: str) -> str:
    """The layer with other changes in place of its own."""
    return OVERLAY.partition("changes:\n")[0] + "changes:\n" + changes


def write_layer(home: Path, files: Mapping[str, str], base: Mapping[str, str] | None = None) -> Path:
    """Writes the base and the layer, with `files` and `base` in place of theirs; its digest is the sound base's."""
    write_pack(home, BASE)
    digest = base_digest(home)
    write_pack(home, {**BASE, **(base or {})})
    for path, text in {**LAYER, **files}.items():
        (home / "own" / path).parent.mkdir(parents=True, exist_ok=True)
        (home / "own" / path).write_text(text.replace("DIGEST", f"sha256:{digest}"), "utf-8")
    return home / "own"


def base_digest(home: Path) -> str:
    """The digest of meaning of the base as it stands in `home`."""
    loaded = load(home / "visits")
    assert loaded.library is not None, said(loaded.issues)
    return loaded.library.standards["visits.contact"].digest_meaning


def load_layer(home: Path, files: Mapping[str, str], base: Mapping[str, str] | None = None) -> Loaded:
    """The layer's pack, loaded; paths in messages begin with `own/` and `visits/`."""
    folder = write_layer(home, files, base)
    here = Path.cwd()
    return load(folder.relative_to(here) if folder.is_relative_to(here) else folder)


def layer_of(home: Path, files: Mapping[str, str], base: Mapping[str, str] | None = None) -> Overlay:
    """The settled layer of packs that are sound."""
    return library_of_layer(home, files, base).overlays["own"]


def library_of_layer(home: Path, files: Mapping[str, str], base: Mapping[str, str] | None = None) -> Library:
    loaded = load_layer(home, files, base)
    assert said(loaded.issues) == []
    assert loaded.library is not None
    return loaded.library


def nodes_by_code(root: StandardNode) -> dict[str, StandardNode]:
    found = {root.code: root}
    for part in root.parts:
        found.update(nodes_by_code(part))
    return found
