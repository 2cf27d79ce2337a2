"""`setup`: a new authority in an empty data folder, with its three administrators and its first data officer."""

from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from pkgutil import resolve_name
from typing import Annotated, Any

import typer
import yaml

from xueheng.cli.data_folder import data_option
from xueheng.cli.refusals import CommandRefused, unknown
from xueheng.cli.speech import Speech, speech
from xueheng.web.public import bring_up_to_date, start_django
from xueheng.wording import Text

Say = Callable[[str, str], str]
ROOM = "xueheng.web.new_authority:"
"""Looked up once Django stands."""
SINCE = date(1949, 10, 1)
"""From when units may stand under the district, unless something else is said: before every school."""
LARGEST_FILE = 64 * 1024
AUTHORITY = Text("单位名称（如：示例区教育委员会）", "Name of the authority")
CODE = Text("单位代码（如行政区划代码）", "Its code")
PERSON = Text("{title}的姓名", "Name of the {title}")
NUMBER = Text("{name}的身份证件号（可不填，直接回车）", "Identity card number of {name} (may be left out)")


def add_setup(made: typer.Typer, say: Say, about: str) -> None:
    """`setup` with its options."""

    @made.command("setup", help=about)
    def command(
        file: Annotated[
            Path | None,
            typer.Option(
                "--file",
                metavar="FILE",
                help=say("答案都写在这个 YAML 文件里，不再问。", "A YAML file with all answers; nothing is asked."),
            ),
        ] = None,
        data: Annotated[Path | None, data_option(say)] = None,
    ) -> int:
        return setup_command(file, data, speech())


def setup_command(file: Path | None, data: Path | None, told: Speech) -> int:
    """The command itself; returns its exit code."""
    written = _read(file) if file is not None else None
    start_django(data)
    bring_up_to_date()
    resolve_name(f"{ROOM}refuse_second")()
    posts: Mapping[str, Text] = resolve_name(f"{ROOM}first_posts")()
    answers = written if written is not None else _asked(posts, told)
    name, code, since, people = _answers(answers, posts)
    first_person = resolve_name(f"{ROOM}FirstPerson")
    named = {role: first_person(*one) for role, one in people.items()}
    handed = resolve_name(f"{ROOM}found_authority")(name, code, since, named)
    told.say(Text(f"已设立：{name}。", f"Set up: {name}."))
    told.table(
        (Text("岗位", "Post"), Text("姓名", "Name"), Text("登录名", "Login name"), Text("首次密码", "First password")),
        [(told.label(one.post), one.name, one.login, one.password) for one in handed],
        numbers_from=4,
    )
    told.say(
        Text(
            "首次密码只显示这一次，请分别交给本人；首次登录须改密码，三员还须绑定动态验证码。"
            "现在运行 ./xueheng serve。",
            "First passwords are shown this once: hand each to its person. The first sign-in asks for a new one, and "
            "the administrators for one-time codes. Now run ./xueheng serve.",
        )
    )
    return 0


def _read(file: Path) -> Mapping[str, Any]:
    """The file's answers. Raises CommandRefused."""
    try:
        if file.stat().st_size > LARGEST_FILE:
            raise ValueError
        found = yaml.safe_load(file.read_text("utf-8"))
    except OSError as fault:
        raise CommandRefused(
            Text(f"读不了 {file}：{fault.strerror}", f"{file} cannot be read: {fault.strerror}"),
            Text("请检查文件名和权限。", "Check its name and its rights."),
        ) from fault
    except (ValueError, yaml.YAMLError) as fault:
        raise _not_answers(file) from fault
    if not isinstance(found, dict):
        raise _not_answers(file)
    return found


def _not_answers(file: Path) -> CommandRefused:
    return CommandRefused(
        Text(f"{file} 不是设立用的 YAML 文件", f"{file} is no YAML file for setting up"),
        Text("写法见 docs/commands.md 的 setup 一节。", "docs/commands.md shows one under setup."),
    )


def _asked(posts: Mapping[str, Text], told: Speech) -> dict[str, Any]:
    """The answers, asked one after another."""
    answers: dict[str, Any] = {"name": _answer(AUTHORITY, told), "code": _answer(CODE, told), "people": {}}
    told.say(
        Text(
            "下面四个岗位由四个不同的人担任；三员看不到任何业务记录。",
            "Four people hold the following posts; the three administrators see no record.",
        )
    )
    for role, title in posts.items():
        name = _answer(_filled(PERSON, "{title}", title), told)
        number = _answer(_filled(NUMBER, "{name}", Text(name)), told, optional=True)
        answers["people"][role] = {"name": name, "number": number}
    return answers


def _filled(words: Text, place: str, by: Text) -> Text:
    return Text(words.zh.replace(place, by.zh), words.en.replace(place, by.en or by.zh))


def _answer(question: Text, told: Speech, *, optional: bool = False) -> str:
    """What is typed; asked again while it is empty. Raises CommandRefused where nobody can answer."""
    while True:
        try:
            said = input(f"{told.label(question)}: ").strip()
        except EOFError as fault:
            raise CommandRefused(
                Text("没有人回答，什么也没有建立", "nobody answers; nothing was made"),
                Text("请在终端里运行，或把答案写进文件：--file。", "Run it in a terminal, or give a file with --file."),
            ) from fault
        if said or optional:
            return said


def _answers(given: Mapping[str, Any], posts: Mapping[str, Text]) -> tuple[str, str, date, dict[str, tuple[str, str]]]:
    """Name, code, first day, and for each post name and number. Raises CommandRefused."""
    for key in given:
        if key not in ("name", "code", "since", "people"):
            raise unknown(Text("项", "key"), str(key), ("name", "code", "since", "people"))
    people = given.get("people")
    if not isinstance(people, dict):
        raise _missing("people")
    for role in people:
        if role not in posts:
            raise unknown(Text("岗位", "post"), str(role), posts)
    named = {role: _person(people.get(role), role) for role in posts}
    return _text(given, "name"), _text(given, "code"), _since(given.get("since", SINCE)), named


def _person(given: object, role: str) -> tuple[str, str]:
    if isinstance(given, str) and given.strip():
        return given.strip(), ""
    if not isinstance(given, dict):
        raise _missing(f"people.{role}")
    number = given.get("number") or ""
    return _text(given, "name", f"people.{role}.name"), str(number).strip()


def _text(given: Mapping[str, Any], key: str, said: str = "") -> str:
    found = given.get(key)
    if isinstance(found, int) and not isinstance(found, bool):
        found = str(found)
    if not isinstance(found, str) or not found.strip():
        raise _missing(said or key)
    return found.strip()


def _since(given: object) -> date:
    if isinstance(given, date):
        return given
    raise CommandRefused(
        Text(f"since 要写日期：{given}", f"since is a day: {given}"), Text("如 1998-07-01。", "Like 1998-07-01.")
    )


def _missing(key: str) -> CommandRefused:
    return CommandRefused(
        Text(f"缺少 {key}", f"{key} is missing"),
        Text("写法见 docs/commands.md 的 setup 一节。", "docs/commands.md shows one under setup."),
    )
