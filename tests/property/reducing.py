"""A case that differs made small, and told: its definitions, its records and the answers."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import Literal

from tests.property.cases import Case, World
from tests.property.comparing import ALONE, ENGINES, FAULT, Difference, Outcome, Way, by_engine, differs, expected_of
from tests.property.growing import named_measures, named_standards, nodes_below
from tests.property.records import Line, stored_days
from tests.property.spelling import measure_said, population_said, standard_said
from xueheng.language.definitions import PopulationRows
from xueheng.language.standard_definitions import PercentileScale, Standard, StandardNode, WeightRow

Kind = Literal["records", "subjects", "entries"]
KINDS: tuple[Kind, ...] = ("records", "entries", "subjects")
MOST_TRIES = 150


def needed(case: Case, kept: set[str]) -> Case:
    """Only these measures, and what they and the standard rest on: measures, populations, other standards."""
    wanted, people, standards = set(kept), set[str](), set[str]()
    while True:
        chosen = [m for m in case.measures if m.name in wanted]
        others = [s for s in case.others if s.name in standards]
        roots = [*others, *((case.standard,) if case.standard else ()), *((case.overlay.own,) if case.overlay else ())]
        people |= {m.fold.rows.population for m in chosen if m.fold and isinstance(m.fold.rows, PopulationRows)}
        people |= {population for root in roots for population in percentile_populations(root.root)}
        read = [*chosen, *(p.where for p in case.populations if p.name in people), *roots]
        more = {found.measure for thing in read for found in named_measures(thing)}
        more |= {node.measure for root in roots for node in nodes_below(root.root) if node.measure}
        named = {name for thing in read for name in named_standards(thing)}
        named |= {one.standard for root in roots for one in root.inputs}
        if more <= wanted and named <= standards:
            break
        wanted, standards = wanted | more, standards | named
    plain = {name.removeprefix("p.") for name in standards}
    return replace(
        case,
        measures=tuple(m for m in case.measures if m.name in wanted),
        populations=tuple(p for p in case.populations if p.name in people),
        others=tuple(s for s in case.others if s.name in standards),
        pinned={name: period for name, period in case.pinned.items() if name in plain},
        worlds=tuple(with_values(world, wanted) for world in case.worlds),
    )


def with_values(world: World, wanted: set[str]) -> World:
    return replace(world, values={key: held for key, held in world.values.items() if f"p.{key[0]}" in wanted})


def percentile_populations(root: StandardNode) -> Iterator[str]:
    return (node.scale.population for node in nodes_below(root) if isinstance(node.scale, PercentileScale))


def fewer_parts(case: Case, fails: Callable[[Case], bool]) -> Case:
    """The case with parts, rules and rows of weights of its trees left out, still failing."""
    going = True
    while going:
        going = False
        for tried in smaller_standards(case):
            if fails(tried):
                case, going = tried, True
                break
    return case


def smaller_standards(case: Case) -> Iterator[Case]:
    """Every case with one thing less in one of its standards."""
    if case.overlay is not None:
        yield needed(replace(case, overlay=None), set())
    if case.standard is not None:
        for root in smaller_trees(case.standard.root):
            yield needed(replace(case, standard=replace(case.standard, root=root, applies=None)), set())
    for at, other in enumerate(case.others):
        for root in smaller_trees(other.root):
            smaller_one = replace(other, root=root, applies=None)
            others = (*case.others[:at], smaller_one, *case.others[at + 1 :])
            yield needed(replace(case, others=others), {m.name for m in case.measures} if not case.standard else set())


def smaller_trees(node: StandardNode) -> Iterator[StandardNode]:
    """Every tree with one thing less."""
    for at, part in enumerate(node.parts):
        if len(node.parts) > 1:
            rows = tuple(without(row, part.code) for row in node.weights)
            parts = node.parts[:at] + node.parts[at + 1 :]
            yield replace(node, parts=parts, weights=tuple(row for row in rows if row.weigh))
        for fewer in smaller_trees(part):
            yield replace(node, parts=(*node.parts[:at], fewer, *node.parts[at + 1 :]))
    for at in range(len(node.rules)):
        yield replace(node, rules=node.rules[:at] + node.rules[at + 1 :])
    for at in range(len(node.weights)):
        yield replace(node, weights=node.weights[:at] + node.weights[at + 1 :])
    if node.when is not None:
        yield replace(node, when=None)
    if node.levels:
        yield replace(node, levels=())


def without(row: WeightRow, code: str) -> WeightRow:
    return replace(row, weigh=tuple((named, weight) for named, weight in row.weigh if named != code))


def with_lines(case: Case, at: int, kind: Kind, name: str, lines: list[Line]) -> Case:
    """The case with other records of a type, entries of a register, or spans of an entity in one world."""
    world = case.worlds[at]
    changed = {**getattr(world, kind), name: lines}
    worlds = (*case.worlds[:at], replace(world, **{kind: changed}), *case.worlds[at + 1 :])
    return replace(case, worlds=worlds)


def lines_in(case: Case, at: int, kind: Kind) -> Mapping[str, list[Line]]:
    found: Mapping[str, list[Line]] = getattr(case.worlds[at], kind)
    return found


def fewer_worlds(case: Case, fails: Callable[[Case], bool]) -> Case:
    """One world where that fails alone, else as few as fail together."""
    for world in case.worlds:
        alone = replace(case, worlds=(world,))
        if len(case.worlds) > 1 and fails(alone):
            return alone
    for at in reversed(range(len(case.worlds))):
        fewer = replace(case, worlds=(*case.worlds[:at], *case.worlds[at + 1 :]))
        if fewer.worlds and fails(fewer):
            case = fewer
    return case


def fewer_lines(case: Case, fails: Callable[[Case], bool]) -> Case:
    """Fewer records, entries and spans, left out in halves and then one by one, still failing."""
    tries = 0
    for at in range(len(case.worlds)):
        for kind in KINDS:
            for name in lines_in(case, at, kind):
                step = len(lines_in(case, at, kind)[name])
                while step >= 1:
                    place = 0
                    while place < len(lines_in(case, at, kind)[name]) and tries < MOST_TRIES:
                        lines = lines_in(case, at, kind)[name]
                        tried = with_lines(case, at, kind, name, lines[:place] + lines[place + step :])
                        tries += 1
                        if fails(tried):
                            case = tried
                        else:
                            place += step
                    step //= 2
    return case


def fewer_answers(case: Case, fails: Callable[[Case], bool]) -> Case:
    """Fewer subjects with pinned results, still failing; the last one stays, for the columns."""
    for at in range(len(case.worlds)):
        for name in case.pinned:
            for subject in list(case.worlds[at].pinned[name])[:-1]:
                world = case.worlds[at]
                left = {who: found for who, found in world.pinned[name].items() if who != subject}
                fewer = replace(world, pinned={**world.pinned, name: left})
                tried = replace(case, worlds=(*case.worlds[:at], fewer, *case.worlds[at + 1 :]))
                case = tried if fails(tried) else case
    return case


def still_fails(way: Way, faulty: bool) -> Callable[[Case], bool]:
    """Whether a case still fails; one that became faulty by leaving something out does not count."""

    def fails(case: Case) -> bool:
        try:
            if differs(case, way) is None:
                return False
            found = by_engine(case, way)
        except (KeyError, StopIteration):  # what was left out is still named
            return False
        return (isinstance(found, str) and found.startswith(FAULT)) is faulty

    return fails


def reduced(found: Difference) -> Case:
    """The case with fewer worlds, definitions, subjects and records, still differing."""
    case, outcome = found.case, by_engine(found.case, found.way)
    fails = still_fails(found.way, isinstance(outcome, str) and outcome.startswith(FAULT))
    case = fewer_worlds(case, fails)
    if case.standard is None:
        for one in case.measures:
            alone = needed(case, {one.name})
            if fails(alone):
                case = alone
                break
    else:
        alone = needed(case, set())
        case = alone if fails(alone) else case
    return fewer_answers(fewer_lines(fewer_parts(case, fails), fails), fails)


def story(found: Difference) -> str:
    """The definitions, the records and the answers of a difference, as small as they still differ."""
    small = reduced(found)
    outcomes: dict[str, Outcome] = {"reference": expected_of(small)}
    ways: tuple[Way, ...] = (found.way,) if found.way in ALONE else ENGINES
    outcomes |= {name: by_engine(small, name) for name in ways}
    kind = "standard" if found.case.standard else "measures"
    lines = [f"case_of_{kind}({found.case.seed}): {found.way} differs from the reference at {found.place}"]
    lines += [f"period {small.period}", *definitions_said(small)]
    for number, world in enumerate(small.worlds):
        lines += [f"world {number}", *world_said(world, codes_in(small))]
    places = {at for outcome in outcomes.values() if not isinstance(outcome, str) for at in outcome}
    for at in sorted(places, key=str):
        said = {name: at_place(outcome, at) for name, outcome in outcomes.items()}
        if len(set(said.values())) > 1:
            lines += [f"{at} {name}: {one}" for name, one in said.items()]
    lines += [f"{name}: {outcome}" for name, outcome in outcomes.items() if isinstance(outcome, str)]
    return "\n".join(lines)


def definitions_said(case: Case) -> list[str]:
    lines = [population_said(population) for population in case.populations]
    lines += [measure_said(measure) for measure in case.measures]
    standards: list[Standard] = [*case.others, *((case.standard,) if case.standard else ())]
    lines += [line for standard in standards for line in standard_said(standard)]
    lines += [f"{name} is pinned, of {period}" for name, period in case.pinned.items()]
    if case.overlay is not None:
        lines += [f"layer of {case.overlay.entity} {case.overlay.subject}:", *standard_said(case.overlay.own)]
    return lines


def codes_in(case: Case) -> dict[str, set[str]]:
    """The codes of each other standard as it is now, by its plain name."""
    return {other.name.removeprefix("p."): {node.code for node in nodes_below(other.root)} for other in case.others}


def world_said(world: World, codes: Mapping[str, set[str]]) -> list[str]:
    lines = [
        f"{name}: {stored_days(line)}"
        for kind in (world.subjects, world.records, world.entries)
        for name, held in kind.items()
        for line in held
    ]
    lines += [
        f"result of {name} for {subject}: {code} {answer}"
        for name, answers in world.pinned.items()
        for subject, by_code in answers.items()
        for code, answer in by_code.items()
        if code in codes.get(name, ())
    ]
    return lines + [f"given {key}: {values}" for key, values in world.values.items()]


def at_place(outcome: Outcome, place: tuple[object, ...]) -> object:
    return "refused" if isinstance(outcome, str) else outcome.get(place)
