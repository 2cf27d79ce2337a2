"""Which standard a command means: a pack's name, `pack.standard`, or a name within the pack of a folder."""

from dataclasses import dataclass
from pathlib import Path

from xueheng.cli.refusals import CommandRefused, unknown
from xueheng.errors import XuehengError
from xueheng.language.public import SHIPPED, Issue, Library, load, shipped_packs
from xueheng.wording import Text

_STANDARD = Text("标准", "standard")
_MOST_ISSUES = 20


@dataclass(frozen=True, slots=True)
class Choice:
    """A standard by its qualified name, in the library of its pack. `folder`: the pack's, None for a shipped one."""

    library: Library
    standard: str
    folder: Path | None


class PackRefused(XuehengError):
    """A pack with errors: each on a line of its own."""

    def __init__(self, pack: str, issues: list[Issue]) -> None:
        errors = [issue for issue in issues if issue.severity == "error"]
        shown = errors[:_MOST_ISSUES]

        def lines(language: str) -> str:
            return "\n".join(issue.say("zh" if language == "zh" else "en") for issue in shown)

        super().__init__(
            Text(
                f"业务包 {pack} 有 {len(errors)} 处错误，不能使用：\n{lines('zh')}",
                f"The pack {pack} has {len(errors)} errors and cannot be used:\n{lines('en')}",
            ),
            Text(f"请改正后运行 ./xueheng check {pack}", f"Mend them, then run: ./xueheng check {pack}"),
        )


def choose_standard(name: str, pack: Path | None) -> Choice:
    """The standard that `name` means; `pack` is a folder in which names are looked for first."""
    if pack is not None:
        return _within(_folder(pack), name)
    if (Path(name) / "pack.yaml").is_file():
        return _within(Path(name), "")
    head = name.partition(".")[0]
    if head not in shipped_packs():
        raise unknown(Text("业务包", "pack"), head, shipped_packs())
    return _pick(_library(head), head, name, None)


def _folder(pack: Path) -> Path:
    if not (pack / "pack.yaml").is_file():
        raise CommandRefused(
            Text(f"{pack} 不是业务包：里面没有 pack.yaml", f"{pack} is no pack: it has no pack.yaml"),
            Text("请给出业务包的文件夹。", "Give the folder of a pack."),
        )
    return pack


def _within(folder: Path, name: str) -> Choice:
    own = folder.resolve().name
    library = _library(folder)
    return _pick(library, own, name or own, None if folder.resolve().parent == SHIPPED else folder)


def _library(pack: str | Path) -> Library:
    loaded = load(pack)
    if loaded.library is None:
        raise PackRefused(str(pack), loaded.issues)
    return loaded.library


def _pick(library: Library, pack: str, name: str, folder: Path | None) -> Choice:
    """`name` as a pack, a qualified standard, or a standard of the pack."""
    own = library.packs[pack].standards
    if name in library.packs:
        standards = library.packs[name].standards
        if not standards:
            raise CommandRefused(Text(f"业务包“{name}”里没有标准。", f'The pack "{name}" has no standard.'))
        return Choice(library, standards[0], folder)
    for qualified in (name, f"{pack}.{name}"):
        if qualified in library.standards:
            return Choice(library, qualified, folder)
    simple = name.removeprefix(f"{pack}.")
    raise unknown(_STANDARD, simple, [standard.removeprefix(f"{pack}.") for standard in own])
