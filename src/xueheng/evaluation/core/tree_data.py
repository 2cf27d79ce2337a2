"""A standard as data, kept beside its results: so that results can be compared when the pack is not at hand."""

from typing import Any

from xueheng.evaluation.core.formulas import exact_text
from xueheng.evaluation.core.measure_words import text_data
from xueheng.evaluation.core.rests_on import Meanings
from xueheng.evaluation.core.scale_descriptions import condition_words, scale_words
from xueheng.evaluation.core.scale_words import KINDS
from xueheng.evaluation.core.scored import Scored, flatten
from xueheng.language.public import (
    BandScale,
    Changed,
    Expression,
    Library,
    LineScale,
    Scale,
    Source,
    Standard,
    TableScale,
    canonical,
)
from xueheng.wording import Text

FORMAT = "xueheng.tree/1"


def tree_data(library: Library, standard: Standard) -> dict[str, Any]:
    """The standard with its nodes depth first, JSON-ready. Numbers are exact text, texts {"zh", "en"}.

    Where a condition or scale is told in words, its `digest` tells whether its meaning is another.
    """
    meanings, entity = Meanings(library), library.entities[standard.of]
    ancestors = [name for name, _ in standard.groups if name in library.entities]
    return {
        "format": FORMAT,
        "standard": {
            "name": standard.name,
            "title": text_data(standard.title),
            "version": standard.version,
            "owner": standard.owner,
            "digest_meaning": standard.digest_meaning,
            "source": _source(standard.source),
            "applies": _condition(library, meanings, standard.applies),
            "by": standard.by,
        },
        "subject": {"entity": standard.of, "title": text_data(entity.title), "person": entity.person},
        "groups": [{"entity": name, "title": text_data(library.entities[name].title)} for name in ancestors],
        "nodes": [_node(library, meanings, standard, scored) for scored in flatten(standard)],
    }


def _node(library: Library, meanings: Meanings, standard: Standard, scored: Scored) -> dict[str, Any]:
    node = scored.node
    return {
        "code": scored.code,
        "title": text_data(node.title),
        "parent": None if scored.parent is None else scored.parent.code,
        "leaf": scored.leaf,
        "weight": exact_text(node.weight),
        "weights": [
            {"when": _condition(library, meanings, row.when), "weigh": {code: exact_text(w) for code, w in row.weigh}}
            for row in node.weights
        ],
        "when": _condition(library, meanings, node.when),
        "combine": None if scored.leaf else node.combine,
        "if_missing": node.if_missing,
        "needs": exact_text(node.needs),
        "rules": [
            {
                "when": _condition(library, meanings, rule.when),
                "act": rule.act,
                "amount": exact_text(rule.amount),
                "title": text_data(rule.title),
            }
            for rule in node.rules
        ],
        "decimals": scored.decimals,
        "levels": _levels(library, scored),
        "measure": _measure(library, meanings, standard, node.measure) if node.measure is not None else None,
        "scale": _scale(library, meanings, node.scale, node.scale_source) if node.scale is not None else None,
        "source": _source(node.source),
        "changed": [_changed(each) for each in node.changed],
    }


def _levels(library: Library, scored: Scored) -> list[dict[str, Any]]:
    """Levels best first; those of a scale's table have no mark of their own."""
    if scored.levels:
        ordered = sorted(scored.levels, key=lambda level: level.at_least, reverse=True)
        return [{"code": v.code, "at_least": exact_text(v.at_least), "title": text_data(v.title)} for v in ordered]
    scale = scored.node.scale
    if not isinstance(scale, TableScale) or scale.level is None:
        return []
    column = next(c for c in library.tables[scale.table].columns if c.name == scale.level)
    titles = dict(column.titles) or {code: Text(code) for code in column.type.codes}
    return [{"code": code, "at_least": None, "title": text_data(title)} for code, title in titles.items()]


def _condition(library: Library, meanings: Meanings, condition: Expression | None) -> dict[str, Any] | None:
    if condition is None:
        return None
    return {"words": text_data(condition_words(library, condition)), "digest": meanings.of(condition)}


def _measure(library: Library, meanings: Meanings, standard: Standard, name: str) -> dict[str, Any]:
    measure = library.measures[name, standard.of]
    return {
        "name": name,
        "title": text_data(measure.title),
        "unit": measure.type.unit,
        "kind": measure.type.kind.value,
        "digest": meanings.of_measure(name, standard.of),
    }


def _scale(library: Library, meanings: Meanings, scale: Scale, source: Source | None) -> dict[str, Any]:
    data: dict[str, Any] = {
        "kind": KINDS[type(scale)],
        "words": text_data(scale_words(library, scale)),
        "canonical": canonical(scale),
        "digest": meanings.of(scale),
        "source": _source(source) if source is not None else None,
    }
    if isinstance(scale, BandScale):
        data["bands"] = [[exact_text(at), exact_text(points)] for at, points in scale.bands]
        data |= {"otherwise": exact_text(scale.otherwise), "better": scale.better}
    elif isinstance(scale, LineScale):
        data["corners"] = [[exact_text(x), exact_text(y)] for x, y in sorted(scale.points)]
    return data


def _source(source: Source) -> dict[str, str]:
    return {"doc": source.doc, "no": source.no, "status": source.status}


def _changed(changed: Changed) -> dict[str, Any]:
    """What a layer changed at a node, and by whose decision."""
    decision = changed.decision
    return {
        "what": changed.what,
        "before": changed.before,
        "decision": {
            "owner": decision.owner,
            "pack": decision.pack,
            "title": text_data(decision.title),
            "by": decision.by,
            "on": decision.on.isoformat() if decision.on is not None else None,
            "minute": decision.minute,
        },
    }
