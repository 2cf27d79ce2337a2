"""What the packs behind own results are called: of the packs in force, or layers kept here."""

from collections.abc import Iterable

from xueheng.evaluation.model_layers import SchoolLayer
from xueheng.identity.public import library, names_on, today
from xueheng.wording import Text

PREFIX = "layer_"
_WHY = "what a layer is called"


def pack_titles(names: Iterable[str]) -> dict[str, Text]:
    """Title by name, in two queries; of what is no longer known, its name."""
    wanted = list(names)
    packs = library().packs
    numbers = [int(name.removeprefix(PREFIX)) for name in wanted if _is_kept(name)]
    rows = SchoolLayer.objects.for_the_programme(_WHY).filter(pk__in=numbers) if numbers else []
    schools = {f"{PREFIX}{row.pk}": row.organisation for row in rows}
    called = names_on(schools.values(), today()) if schools else {}
    kept = {name: called.get(school, "") for name, school in schools.items()}
    return {
        name: packs[name].title
        if name in packs
        else Text(f"{kept[name]}校本指标", f"Own layer of {kept[name]}")
        if kept.get(name)
        else Text(name, name)
        for name in wanted
    }


def _is_kept(name: str) -> bool:
    number = name.removeprefix(PREFIX)
    return name.startswith(PREFIX) and number.isascii() and number.isdigit()
