"""Which standard a command means: a pack's name, `pack.standard`, or a name within the pack of a folder.

Layers over it are given by the folders of their packs.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from xueheng.cli.refusals import CommandRefused, unknown
from xueheng.errors import XuehengError
from xueheng.language.public import SHIPPED, Issue, Library, load, shipped_packs
from xueheng.wording import Text

_STANDARD = Text("标准", "standard")
_MOST_ISSUES = 20
OVERLAY = "overlay.yaml"


@dataclass(frozen=True, slots=True)
class Choice:
    """A standard by its qualified name, in the library of its pack. `folder`: the pack's, None for a shipped one.
    `layers`: packs of the layers over it.
    """

    library: Library
    standard: str
    folder: Path | None
    layers: tuple[str, ...] = ()


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


def choose_standard(name: str, pack: Path | None, overlays: Sequence[Path] = ()) -> Choice:
    """The standard that `name` means; `pack` is a folder in which names are looked for first. `overlays`: folders of
    layers over it, or their overlay.yaml.
    """
    layers = [_layer_named(path) for path in overlays]
    if pack is not None:
        return _within(_folder(pack), name, layers)
    if (Path(name) / "pack.yaml").is_file():
        return _within(Path(name), "", layers)
    head = name.partition(".")[0]
    if head not in shipped_packs():
        raise unknown(Text("业务包", "pack"), head, shipped_packs())
    return _with_layers(_pick(_library(head, layers), head, name, None), layers)


def _layer_named(path: Path) -> str | Path:
    """A layer that comes with the program by its name, else a folder."""
    named = str(path)
    return named if not path.exists() and named in shipped_packs() else layer_folder(path)


def layer_folder(path: Path) -> Path:
    """The folder of a layer's pack, given as the folder or as its overlay.yaml."""
    folder = path.parent if path.name == OVERLAY else path
    if (folder / OVERLAY).is_file() and (folder / "pack.yaml").is_file():
        return folder
    raise _no_layer(str(path))


def _no_layer(named: str) -> CommandRefused:
    return CommandRefused(
        Text(
            f"{named} 不是校本层：要有 pack.yaml 和 {OVERLAY}",
            f"{named} is no layer: a pack.yaml and an {OVERLAY} are wanted",
        ),
        Text(
            "请给出校本层业务包的文件夹；新写一个用 ./xueheng overlay new。",
            'Give the folder of a layer\'s pack; "./xueheng overlay new" begins one.',
        ),
    )


def _folder(pack: Path) -> Path:
    if not (pack / "pack.yaml").is_file():
        raise CommandRefused(
            Text(f"{pack} 不是业务包：里面没有 pack.yaml", f"{pack} is no pack: it has no pack.yaml"),
            Text("请给出业务包的文件夹。", "Give the folder of a pack."),
        )
    return pack


def _within(folder: Path, name: str, layers: Sequence[str | Path]) -> Choice:
    own = folder.resolve().name
    library = _library(folder, layers)
    found = _pick(library, own, name or own, None if folder.resolve().parent == SHIPPED else folder)
    return _with_layers(found, layers)


def _with_layers(choice: Choice, layers: Sequence[str | Path]) -> Choice:
    """The choice with its layers, each over just this standard."""
    names = tuple(dict.fromkeys(Path(layer).resolve().name for layer in layers))
    for name in names:
        overlay = choice.library.overlays.get(name)
        if overlay is None:
            raise _no_layer(name)
        if overlay.base != choice.standard:
            raise CommandRefused(
                Text(
                    f"校本层 {name} 盖的是 {overlay.base}，不是 {choice.standard}",
                    f"Layer {name} is over {overlay.base}, not over {choice.standard}",
                ),
                Text("请换成盖在这个标准上的校本层，或换标准。", "Give a layer over this standard, or its standard."),
            )
    return replace(choice, layers=names)


def _library(pack: str | Path, layers: Sequence[str | Path]) -> Library:
    loaded = load(pack, also=layers)
    if loaded.library is None:
        raise PackRefused(_at_fault(pack, layers, loaded.issues), loaded.issues)
    return loaded.library


def _at_fault(pack: str | Path, layers: Sequence[str | Path], issues: Sequence[Issue]) -> str:
    """The pack that the first error is in."""
    first = next((Path(issue.place.file) for issue in issues if issue.severity == "error"), None)
    return next((str(layer) for layer in layers if first is not None and first.is_relative_to(layer)), str(pack))


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
