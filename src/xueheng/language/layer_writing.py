"""The text of a layer's pack: its head, and how names and words are written inside it."""

from collections.abc import Iterator
from datetime import date

from xueheng.language.definitions import Entity
from xueheng.language.library_definitions import Library
from xueheng.language.standard_definitions import Standard, StandardNode
from xueheng.wording import Text

OWNERS = ("nation", "province", "district", "school")
_SIGNS = "{}[],:#&*!|>'\"%@`?-\\"


def layer_pack_text(
    name: str, title: Text, library: Library, standard: Standard, entity: Entity, *,
    unit_code: str = "", since: date | None = None, until: date | None = None,
) -> str:  # fmt: skip
    """pack.yaml of a layer: it uses the base's pack and all that this one uses."""
    pack = standard.name.partition(".")[0]
    short = entity.name.rpartition(".")[2]
    owner = short if short in OWNERS else OWNERS[-1]
    majors = dict(library.packs[pack].uses)
    majors[pack] = int(standard.version.partition(".")[0])
    uses = ", ".join(f"{used}: {major}" for used, major in majors.items())
    lines = [
        "xueheng: 1",
        f"name: {name}",
        f"title: {{zh: {quoted(title.zh)}, en: {quoted(title.en or title.zh)}}}",
        "version: 1.0.0",
    ]
    days = [f"{end}: {day.isoformat()}" for end, day in (("from", since), ("to", until)) if day is not None]
    if days:
        lines.append(f"in_force: {{{', '.join(days)}}}")
    lines.append(f"owner: {owner}   # 谁的决定 whose decision: {', '.join(OWNERS)}")
    if unit_code:
        lines.append(f"unit_code: {quoted(unit_code)}")
    lines.append(f"uses: {{{uses}}}")
    return "".join(f"{line}\n" for line in lines)


def quoted(text: str) -> str:
    """A text inside braces, quoted where YAML would read it otherwise.

    >>> quoted("校园农场"), quoted("it's: so"), quoted("")
    ('校园农场', "'it''s: so'", "''")
    """
    plain = text and not any(sign in text for sign in _SIGNS) and text == text.strip()
    return text if plain else "'" + text.replace("'", "''") + "'"


def node_paths(root: StandardNode) -> Iterator[tuple[str, StandardNode]]:
    """Every node with its path as a layer writes it; the root is `total`."""
    yield root.code, root
    for part in root.parts:
        yield from _below(part, "")


def _below(node: StandardNode, above: str) -> Iterator[tuple[str, StandardNode]]:
    path = f"{above}.{node.code}" if above else node.code
    yield path, node
    for part in node.parts:
        yield from _below(part, path)
