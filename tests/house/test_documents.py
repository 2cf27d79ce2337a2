"""Documents that cannot go stale quietly.

What README and docs/ mention exists: commands, options, settings, ids of rules, keys of packs, files
they link to. And what exists is documented: every command, option, setting, rule and key.
"""

import re
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest

from tests.house.reference_pages import PAGES
from tests.house.tree import PACKAGE, ROOT, product_files
from xueheng.cli.app import Later, command_line
from xueheng.cli.rule_list import listed_rules
from xueheng.language.public import FILE_KINDS, RULES
from xueheng.language.shape.kinds import FORMS
from xueheng.language.shape.shapes import EitherShape, ListShape, MapShape, Shape, WordShape

# Done by the launcher, before the command line of the programme is reached.
OF_THE_LAUNCHER = {"test"}
# Options of other people's programmes that the documents also name.
OF_PIP = {"--require-hashes"}
RULE_ID = re.compile(r"XH-[A-Z]\d{3}")
SETTING = re.compile(r"XUEHENG_[A-Z_]+")
READ_BY_A_TEST = re.compile(r'environ\.get\("(XUEHENG_\w+)"|^[A-Z]+ = "(XUEHENG_\w+)"$', re.MULTILINE)


@cache
def documents() -> dict[Path, str]:
    """The pages that people read, with their text."""
    pages = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), *(ROOT / "changelog.d").glob("*.md")]
    return {page.relative_to(ROOT): page.read_text("utf-8") for page in sorted(pages)}


@cache
def options_of_commands() -> dict[str, set[str]]:
    """Command → its options, as the command line itself knows them."""
    listed = command_line("both").commands
    commands = {name: command.made() for name, command in listed.items() if isinstance(command, Later)}
    return {
        name: {
            option
            for one in (command, *getattr(command, "commands", {}).values())  # `overlay` has commands of its own
            for parameter in one.params
            for option in (*parameter.opts, *parameter.secondary_opts)
        }
        | {"--help"}
        for name, command in commands.items()
    }


def mentioned_calls(text: str) -> list[tuple[str, set[str]]]:
    """(command, options) of every `./xueheng …` in a text."""
    calls = re.findall(r"\./xueheng +([a-z][a-z-]*)([^\n`]*)", text)
    return [(command, set(re.findall(r"(?<![\w-])--[a-z][a-z-]*", rest))) for command, rest in calls]


def mentioned_options(text: str) -> set[str]:
    """Options named by themselves, in a code span that begins with one."""
    return set(re.findall(r"`(--[a-z][a-z-]*)[^`]*`", text))


def mentioned_keys(text: str) -> set[str]:
    """Keys of packs named in a code span with what they may say: `records: any`."""
    return set(re.findall(r"`([a-z_]+): [^`]*`", text))


def keys_of_packs() -> set[str]:
    return {key.name for form in FORMS.values() for key in form.keys}


def ids() -> set[str]:
    """Every id that the programme can report."""
    return {id_ for _, rules in listed_rules() for id_, *_ in rules}


@cache
def settings_in_use() -> set[str]:
    """Settings that the launcher or the product reads."""
    launcher = SETTING.findall((ROOT / "xueheng").read_text("utf-8"))
    product = {name for path in product_files() for name in SETTING.findall(path.read_text("utf-8"))}
    return {*launcher, *product}


def settings_of_tests() -> set[str]:
    """Settings that the tests read."""
    files = (ROOT / "tests").rglob("*.py")
    found = (name for path in files for name in READ_BY_A_TEST.findall(path.read_text("utf-8")))
    return {one for both in found for one in both if one}


def unknown_commands(name: str, text: str) -> list[str]:
    known = options_of_commands()
    return [
        f"{name}: ./xueheng {command} is no command"
        for command, _ in mentioned_calls(text)
        if command not in known and command not in OF_THE_LAUNCHER
    ]


def unknown_options(name: str, text: str) -> list[str]:
    known = options_of_commands()
    of_calls = [
        f"{name}: ./xueheng {command} has no {option}"
        for command, options in mentioned_calls(text)
        if command in known
        for option in sorted(options - known[command])
    ]
    anywhere = set().union(*known.values())
    return of_calls + [
        f"{name}: no command has {option}" for option in sorted(mentioned_options(text) - anywhere - OF_PIP)
    ]


def unknown_settings(name: str, text: str) -> list[str]:
    return [
        f"{name}: nothing reads {setting}"
        for setting in sorted({*SETTING.findall(text)} - settings_in_use() - settings_of_tests())
    ]


def unknown_rules(name: str, text: str) -> list[str]:
    return [f"{name}: {rule} is no rule" for rule in sorted({*RULE_ID.findall(text)} - ids())]


def unknown_keys(name: str, text: str) -> list[str]:
    return [f"{name}: {key} is no key of a pack" for key in sorted(mentioned_keys(text) - keys_of_packs())]


def broken_links(name: str, text: str) -> list[str]:
    here = (ROOT / name).parent
    links = re.findall(r"\]\((?!\w+:|#)([^)#]+)", text)
    return [f"{name}: {link} is not there" for link in links if not (here / link).exists()]


Rule = Callable[[str, str], list[str]]
WHAT_IS_MENTIONED_EXISTS: list[Rule] = [
    unknown_commands,
    unknown_options,
    unknown_settings,
    unknown_rules,
    unknown_keys,
    broken_links,
]


@pytest.mark.parametrize("rule", WHAT_IS_MENTIONED_EXISTS)
def test_what_is_mentioned_exists(rule: Rule) -> None:
    complaints = [complaint for name, text in documents().items() for complaint in rule(str(name), text)]
    assert not complaints, "\n".join(complaints)


@pytest.mark.parametrize(
    ("rule", "text", "complaint"),
    [
        (unknown_commands, "Type `./xueheng evalute x`.", "./xueheng evalute is no command"),
        (unknown_options, "`./xueheng evaluate x --recrods a.xlsx`", "./xueheng evaluate has no --recrods"),
        (unknown_options, "with `--recrods PATH`", "no command has --recrods"),
        (unknown_settings, "set XUEHENG_LANGAUGE", "nothing reads XUEHENG_LANGAUGE"),
        (unknown_rules, "error XH-M999", "XH-M999 is no rule"),
        (unknown_keys, "write `durring: period`", "durring is no key of a pack"),
        (broken_links, "see [there](docs/nowhere.md#part)", "docs/nowhere.md is not there"),
    ],
)
def test_a_slip_in_a_document_is_seen(rule: Rule, text: str, complaint: str) -> None:
    assert rule("README.md", text) == [f"README.md: {complaint}"]


def test_every_command_and_option_is_documented() -> None:
    commands, page = options_of_commands(), (ROOT / "docs" / "commands.md").read_text("utf-8")
    assert {"demo", "check", "evaluate", "explain"} <= commands.keys()
    sections = dict(re.findall(r"(?ms)^## `(\S+)`.*?$(.*?)(?=^## |\Z)", page))
    assert sections.keys() == commands.keys() | OF_THE_LAUNCHER
    lacking = [
        f"{command} {option}"
        for command, options in commands.items()
        for option in sorted(options - {"--help"})
        if option.startswith("--") and f"`{option}" not in sections[command]
    ]
    assert lacking == []
    readme = (ROOT / "README.md").read_text("utf-8")
    assert {command for command, _ in mentioned_calls(readme)} >= commands.keys() | OF_THE_LAUNCHER


def test_every_setting_is_documented() -> None:
    assert {*SETTING.findall((ROOT / "docs" / "settings.md").read_text("utf-8"))} == settings_in_use()


@pytest.mark.parametrize("place", PAGES)
def test_the_pages_of_rules_and_keys_are_as_the_programme_has_them(place: str) -> None:
    written, wanted = (ROOT / place).read_text("utf-8"), PAGES[place]()
    assert written == wanted, "run: PYTHONPATH=src:. python -m tests.house.reference_pages"


def test_every_rule_and_key_stands_on_its_page() -> None:
    rules, keys = (PAGES[place]() for place in ("docs/rules.md", "docs/keys.md"))
    assert {*re.findall(r"(?m)^\| `([^`]+)`", rules)} == ids() > RULES.keys()
    assert {*re.findall(r"(?m)^\| `(\w+)`", keys)} == keys_of_packs()
    assert all(f"`{kind}`" in keys for kind in FILE_KINDS)


def test_every_id_that_is_raised_is_a_rule() -> None:
    raised = {rule for path in product_files() for rule in RULE_ID.findall(path.read_text("utf-8"))}
    assert raised == {id_ for id_ in ids() if RULE_ID.fullmatch(id_)}


def test_every_message_is_in_both_languages() -> None:
    half = [
        id_
        for _, rules in listed_rules()
        for id_, _, message, why in rules
        if not all((message.zh, message.en, why.zh, why.en))
    ]
    assert half == []


def words_in(shape: Shape) -> set[str]:
    match shape:
        case WordShape(words):
            return set(words)
        case ListShape(item):
            return words_in(item)
        case MapShape(key, value):
            return words_in(key) | words_in(value)
        case EitherShape(scalar, sequence, mapping):
            return set().union(*(words_in(inner) for inner in (scalar, sequence, mapping) if inner))
    return set()


def test_the_record_of_meanings_speaks_the_languages_words() -> None:
    """docs/decisions/0001: each plain word in a code span is a key, or a word that a key takes."""
    text = next((ROOT / "docs" / "decisions").glob("0001-*.md")).read_text("utf-8")
    words = {word for form in FORMS.values() for key in form.keys for word in (key.name, *words_in(key.shape))}
    words |= {"and", "or", "not", "days", "years", "org"}  # expressions, and what every record has
    spans = set(re.findall(r"`([a-z_]+)`", text))
    assert spans - words == set()


def test_the_shipped_packs_are_named_in_the_readme() -> None:
    readme = (ROOT / "README.md").read_text("utf-8")
    packs = {path.parent.name for path in (PACKAGE / "systems").glob("*/standards.yaml")}
    assert packs
    assert all(f"`{pack}`" in readme for pack in packs)
