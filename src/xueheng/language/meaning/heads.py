"""pack.yaml: what the pack says of itself."""

from xueheng.language.definitions import Source
from xueheng.language.meaning.checking import Checking, Head
from xueheng.language.meaning.days import day_from
from xueheng.language.meaning.nodes import below, bilingual, text
from xueheng.language.meaning.sources import source_of


def settle_heads(checking: Checking) -> None:
    """Fills `checking.heads` and the source that holds where nothing nearer is said."""
    for pack in checking.shelf.packs.values():
        root = pack.files.get("pack")
        source = source_of(checking, root, Source())
        title = bilingual(root.get("title") if root else None, pack.name)
        version = text(root.get("version") if root else None, "0.0.0")
        owner = text(root.get("owner") if root else None)
        unit = text(root.get("unit_code") if root else None)
        in_force = below(root, "in_force")
        since, until = (day_from(text(below(in_force, end))) for end in ("from", "to"))
        checking.heads[pack.name] = Head(pack.name, title, version, owner, source, until, unit, since)
        checking.sources[pack.name] = source
