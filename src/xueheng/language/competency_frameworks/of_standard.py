"""A standard of a pack as a framework: its tree, codes, titles, notes, sources; measures and scales stay here."""

from fractions import Fraction
from pathlib import Path

from xueheng.language.competency_frameworks.framework import Framework, FrameworkRefused, Item
from xueheng.language.library_definitions import Library, Pack
from xueheng.language.positions import Mapping, Node, Scalar
from xueheng.language.reader import read_yaml
from xueheng.language.standard_definitions import Standard, StandardNode
from xueheng.wording import Text

DRAFTS = frozenset({"verified-draft", "missing", "doubtful"})
"""With one of these on its tree a standard is not adopted yet."""
ADOPTED, DRAFT, DEPRECATED = "Adopted", "Draft", "Deprecated"
NEVER = "2000-01-01T00:00:00+00:00"
"""The moment of change where a pack does not say since when it is in force."""
EMPTY = Text("", "")


def framework_of(library: Library, name: str) -> Framework:
    """The standard of a qualified name. Raises FrameworkRefused."""
    standard = library.standards.get(name)
    if standard is None:
        raise FrameworkRefused(
            Text(f"没有标准“{name}”", f'there is no standard "{name}"'),
            Text("请写成 业务包.标准。", "Name it pack.standard."),
        )
    pack = library.packs[name.partition(".")[0]]
    written = _written(pack, standard)
    root = standard.root
    facts = {"of": standard.of, "period": standard.period, "combine": root.combine, "standard": name}
    return Framework(
        code=name, title=standard.title, creator=(pack.source.doc or pack.title.zh or pack.name),
        note=_text(_child(written, "note")), source=standard.source, version=standard.version,
        status=_status(pack, standard), changed=_since(pack), facts=facts,
        items=tuple(_item(part, _part(written, part.code)) for part in root.parts),
    )  # fmt: skip


def _item(node: StandardNode, written: Node | None) -> Item:
    return Item(
        code=node.code, title=node.title, note=_text(_child(written, "note")),
        source=node.source if _child(written, "source") is not None else None, weight=_weight(node.weight, written),
        parts=tuple(_item(part, _part(written, part.code)) for part in node.parts),
    )  # fmt: skip


def _weight(weight: Fraction, written: Node | None) -> str:
    return str(weight) if _child(written, "weight") is not None else ""


def _written(pack: Pack, standard: Standard) -> Node | None:
    """The standard as its file has it: what definitions leave out, such as notes, is read there."""
    file = Path(pack.folder) / Path(standard.place.file).name
    top = read_yaml(file, file.name)[0] if file.is_file() else None
    return _child(top, standard.name.rpartition(".")[2])


def _child(node: Node | None, key: str) -> Node | None:
    return node.get(key) if isinstance(node, Mapping) else None


def _part(node: Node | None, code: str) -> Node | None:
    return _child(_child(node, "parts"), code)


def _text(node: Node | None) -> Text:
    """A text in two languages, or one word for both."""
    if isinstance(node, Scalar):
        return Text(node.text, "")
    zh, en = _child(node, "zh"), _child(node, "en")
    return Text(zh.text if isinstance(zh, Scalar) else "", en.text if isinstance(en, Scalar) else "")


def _since(pack: Pack) -> str:
    """Since when the pack is in force, as CASE wants a moment of change."""
    top = read_yaml(Path(pack.folder) / "pack.yaml", "pack.yaml")[0]
    day = _child(_child(top, "in_force"), "from")
    return f"{day.text}T00:00:00+00:00" if isinstance(day, Scalar) and len(day.text) == len("2014-07-18") else NEVER


def _status(pack: Pack, standard: Standard) -> str:
    if pack.until is not None:
        return DEPRECATED
    return DRAFT if DRAFTS & _statuses(standard.root, {standard.source.status}) else ADOPTED


def _statuses(node: StandardNode, found: set[str]) -> set[str]:
    found.add(node.source.status)
    for part in node.parts:
        _statuses(part, found)
    return found
