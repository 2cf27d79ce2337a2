"""A layer kept here, laid over its base as a pack's would be: the same check, the same definitions."""

from collections import OrderedDict
from functools import lru_cache
from threading import Lock

from xueheng.evaluation.layers.written import LayerText, Written, text_of
from xueheng.evaluation.model_layers import SchoolLayer
from xueheng.identity.public import Organisation, library, names_on, today
from xueheng.language.public import (
    Entity,
    LaidLayer,
    LayerDesk,
    Library,
    Standard,
    layer_pack_text,
    node_paths,
    with_layers_laid,
)
from xueheng.wording import Text

HEAD, LAYER = "pack.yaml", "overlay.yaml"
NOT_DECIDED_YET = "XH-O019"
"""That nobody has decided it is what makes it a draft."""
_WHY = "which unit a layer is of"


def open_standards(kind: str) -> list[Standard]:
    """The standards in force that leave something open to a kind of unit."""
    return [
        each
        for each in library().standards.values()
        if not each.unused and unit_entity(each, kind) and any(node.open for _, node in node_paths(each.root))
    ]


def unit_entity(standard: Standard, kind: str) -> Entity | None:
    """The packs' entity for units of this kind, where those evaluated belong to one."""
    above = [name for name in library().entities[standard.of].ancestors if name.rpartition(".")[2] == kind]
    return library().entities[above[0]] if above else None


def base_of(layer: SchoolLayer) -> Standard | None:
    """The base as it is now; None where it is no longer in force."""
    return library().standards.get(layer.standard)


def base_as_it_was(layer: SchoolLayer) -> bool:
    """Whether the base still means what it meant when the layer was written."""
    base = base_of(layer)
    return base is not None and (base.digest_meaning, base.version) == (layer.digest, layer.version)


def school_of(layer: SchoolLayer) -> Organisation:
    """The unit that it is of."""
    found: Organisation = Organisation.objects.for_the_programme(_WHY).get(pk=layer.organisation)
    return found


def layer_title(organisation: int) -> Text:
    """What a unit's layer is called."""
    name = names_on([organisation], today()).get(organisation, str(organisation))
    return Text(f"{name}校本指标", f"Own layer of {name}")


def draft_text(layer: SchoolLayer, unit: Organisation, written: Written) -> LayerText:
    """overlay.yaml of a draft with these changes."""
    base = library().standards[layer.standard]
    return text_of(base, layer.digest, (unit.kind, unit.code), layer_title(layer.organisation), written)


def head_text(layer: SchoolLayer, unit: Organisation) -> str:
    """pack.yaml of a layer."""
    base = library().standards[layer.standard]
    entity = unit_entity(base, unit.kind) or library().entities[base.of]
    return layer_pack_text(
        layer.pack, layer_title(layer.organisation), library(), base, entity, unit_code=unit.code,
        since=layer.from_day, until=layer.to_day,
    )  # fmt: skip


def laid(layer: SchoolLayer, unit: Organisation, text: str | None = None) -> LaidLayer:
    """The layer as checked, with its own text or another."""
    return laid_text(layer.standard, layer.pack, head_text(layer, unit), layer.text if text is None else text)


MOST_UNITED = 8
_united: OrderedDict[tuple[int, ...], tuple[Library, list[LaidLayer], Library]] = OrderedDict()
_uniting = Lock()


def laid_text(standard: str, name: str, head: str, text: str) -> LaidLayer:
    """Two texts as checked. What was asked a moment ago is not checked again."""
    return _laid(library().standards[standard].digest_meaning, standard, name, head, text)


@lru_cache(maxsize=256)
def _laid(digest: str, standard: str, name: str, head: str, text: str) -> LaidLayer:
    del digest  # of the base as it is: part of the key
    return _desk(standard.partition(".")[0]).lay(library(), name, head, text)


@lru_cache(maxsize=4)
def _desk(pack: str) -> LayerDesk:
    return LayerDesk(pack)


def with_laid(layers: list[LaidLayer]) -> Library:
    """The packs in force with these layers: the same object for the same layers, as long as it was asked for lately."""
    packs = library()
    key = id(packs), *map(id, layers)
    with _uniting:
        known = _united.get(key)
        if known is None:
            # what the key names is kept beside it, so that nothing else comes to stand at its places
            known = _united[key] = (packs, layers, with_layers_laid(packs, layers))
        _united.move_to_end(key)
        while len(_united) > MOST_UNITED:
            _united.popitem(last=False)
    return known[2]
