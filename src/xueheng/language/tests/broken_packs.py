"""Ways to break the sound pack in one place, and what is then said about it."""

from dataclasses import dataclass

from xueheng.language.tests.small_packs import SOUND

PACK_FILE = "pack.yaml"
CALENDAR = "calendar.yaml"
TABLES = "tables.yaml"
EVIDENCE = "evidence.yaml"
POPULATIONS = "populations.yaml"
MEASURES = "measures.yaml"
SCALES = "scales.yaml"
STANDARDS = "standards.yaml"
LAYOUTS = "layouts.yaml"
POSTS = "posts.yaml"
EXAMPLES = "worked/visits.yaml"


@dataclass(frozen=True)
class Broken:
    """Files in place of the sound pack's, and the one thing said about the pack."""

    rule: str
    files: dict[str, str]
    place: str
    zh: str
    en: str


def swap(file: str, *old_and_new: str) -> dict[str, str]:
    """The sound pack's file with some texts replaced: old, new, old, new …"""
    text = SOUND[file]
    for old, new in zip(old_and_new[::2], old_and_new[1::2], strict=True):
        assert old in text, (file, old)
        text = text.replace(old, new)
    return {file: text}


def more(file: str, text: str) -> dict[str, str]:
    """The sound pack's file with something after it."""
    return {file: SOUND[file] + text}


def measure(keys: str) -> dict[str, str]:
    """One more measure, `x`, with these keys."""
    return more(MEASURES, f"x: {{title: {{zh: 甲, en: X}}, {keys}}}\n")


def tree(text: str, policy: str = "  missing: block\n") -> dict[str, str]:
    """Another tree in place of the sound one; its example is left out."""
    head = "contact:\n  title: {zh: 家校, en: Contact}\n  of: pupil\n  period: school_year\n"
    return {STANDARDS: head + policy + text, EXAMPLES: ""}


def layout(old: str, new: str) -> dict[str, str]:
    """A layout with one text replaced."""
    assert old in LAYOUT, old
    return {LAYOUTS: LAYOUT.replace(old, new)}


def kinds_in(file: str) -> dict[str, str]:
    """The table of kinds of schools in a file of its own."""
    written = SOUND[TABLES].partition("kinds:")[2].partition("aims:")[0]
    other = f"kinds: {{title: {{zh: 类型, en: Kinds}}, file: {file}, key: [code], columns: {{code: {{text: {{}}}}}}}}\n"
    return swap(TABLES, f"kinds:{written}", other)


def words(major: int, also: str = "") -> dict[str, str]:
    """The sound pack using another one beside it, whose pack.yaml ends with `also`."""
    head = "xueheng: 1\nname: words\ntitle: {zh: 词, en: Words}\nversion: 1.0.0\nowner: district\n"
    return {**more(PACK_FILE, f"uses: {{words: {major}}}\n"), "../words/pack.yaml": head + also}


LAYOUT = """\
sheet:
  title: {zh: 表, en: Sheet}
  into: home_visit
  row: pupil
  find: {by: 学号}
  attributes: {sex: {heads: [性别]}}
  reads: {性别: {male: ['1', 男]}}
  columns: {minutes: {heads: [时长]}}
  returns: {standard: contact, end: {总分: total}}
"""
CHAIN = "".join(
    f"x{i}: {{title: {{zh: 甲, en: X}}, of: pupil, count: {f'x{i - 1} >= 1' if i else 'all'}, from: home_visit}}\n"
    for i in range(9)
)
