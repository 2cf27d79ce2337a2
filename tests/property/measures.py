"""Random measures on several floors: folds of records, windows, populations and tables, and derived values."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from random import Random

from tests.property.growing import Dimension, Growing, attributes, dimensions
from tests.property.phrases import Names, condition, number
from tests.property.world import (
    ENTITY,
    EVIDENCE,
    GRADES,
    LADDER,
    NAMED_WINDOWS,
    PUPIL,
    TABLES,
)
from tests.reference_evaluator.authoring import (
    DATE,
    PACK,
    TEXT,
    YES_NO,
    attribute,
    both,
    column,
    compares,
    fold,
    known,
    population,
    sums,
)
from xueheng.language import typed
from xueheng.language.definitions import (
    Cases,
    During,
    EvidenceRows,
    Fold,
    FoldKind,
    Population,
    PopulationRows,
    RowSource,
    Table,
    TableRows,
    WindowRows,
)
from xueheng.language.typed import Expression, Kind, Type

NUMERIC: tuple[FoldKind, ...] = ("sum", "mean", "min", "max", "best", "first", "latest", "distinct", "variation")
DAYLESS: tuple[FoldKind, ...] = ("count", "share", "sum", "mean", "min", "max", "best", "distinct", "variation")
DIVIDED = 0.2
"""How many of the folds that may have one more dimension have one."""


def some_dimension(growing: Growing, columns: Mapping[str, Expression], row_entity: str | None) -> Dimension | None:
    """One more dimension for a fold of such rows, or none."""
    found = dimensions(columns, row_entity)
    if not found or growing.chance.random() >= DIVIDED:
        return None
    return growing.chance.choice(found)


def in_grain(growing: Growing, of: str, by: Dimension | None) -> Names:
    """What a fold's names gain by one more dimension of its grain."""
    return growing.asked(of, by=by) if by is not None else Names()


def some_window(chance: Random, each_window: bool) -> During:
    """Any kind of `during`; only what follows the asker where a week must be able to ask."""
    kind = chance.random()
    if kind < 0.45:
        return During("period")
    if kind < 0.65:
        unit = chance.choice(("days", "weeks", "months", "years"))
        count = {"days": 40, "weeks": 9, "months": 7, "years": 2}[unit]
        return During("last", "", chance.randint(1, count), unit)  # type: ignore[arg-type]
    if each_window:
        return During("period")
    if kind < 0.75:
        return During("ever")
    return During("named" if kind < 0.9 else "previous", chance.choice(NAMED_WINDOWS))


def record_fold(growing: Growing) -> None:
    """A fold of records of one type or the union of two, of a pupil, school, district or teacher."""
    chance = growing.chance
    types = chance.choice((("exercise",), ("exercise",), ("games",), ("exercise", "games"), ("visit",)))
    about = EVIDENCE[types[0]].about
    of, through = about, None
    if about == "pupil" and chance.random() < 0.35:
        of = chance.choice(("school", "district", "teacher"))
        through = (
            chance.choice(("recorder", *(("coach",) if types == ("exercise",) else ()))) if of == "teacher" else None
        )
    elif about == "school" and chance.random() < 0.3:
        of = "district"
    columns = record_columns(types)
    by = some_dimension(growing, columns, about)
    each_window = by is None and chance.random() < 0.4
    plain = Names().add(*columns.values())
    names = plain + attributes(ENTITY[about], "row")
    if not each_window:
        names += growing.of_subject(about, "row") + growing.by_row(columns, about, of)
    if of != about and not each_window:
        names += growing.asked(of)
    names += in_grain(growing, of, by)
    weights = [columns["weight"]] if "weight" in columns else []
    rows = EvidenceRows(tuple(f"{PACK}.{name}" for name in types))
    kinds: tuple[FoldKind, ...] = (*NUMERIC, "count", "share")
    made, huge = random_fold(growing, rows, names, kinds, weights, some_window(chance, each_window))
    made = replace(made, through=through, records=chance.choice(("verified", "verified", "any")))
    growing.add(made, of, huge=huge, each_window=each_window, by=by)


def record_columns(types: tuple[str, ...]) -> dict[str, Expression]:
    """Columns that all types have, fields and built-in ones."""
    first, *others = ({f.name: f.type for f in EVIDENCE[t].fields} for t in types)
    shared = {name: kind for name, kind in first.items() if all(other.get(name) == kind for other in others)}
    found: dict[str, Expression] = {name: column(name, kind) for name, kind in shared.items()}
    found |= {"day": column("day", DATE), "verified": column("verified", YES_NO)}
    return found | {name: column(name, TEXT) for name in ("about", "recorder", "org")}


def random_fold(
    growing: Growing,
    rows: RowSource,
    names: Names,
    kinds: tuple[FoldKind, ...],
    weights: Sequence[Expression],
    during: During,
    on: str = "period_end",
) -> tuple[Fold, bool]:
    """A fold of any of the kinds, and whether its value is huge."""
    chance = growing.chance
    kind = chance.choice(kinds)
    where = condition(chance, names) if chance.random() < 0.5 else None
    what, huge = folded_expression(chance, kind, names)
    made = fold(
        kind,
        rows,
        what,
        where=where,
        during=during,
        weighed_by=weight(chance, names, weights) if kind in ("mean", "variation") and chance.random() < 0.5 else None,
        ties=chance.choice(("best", "last")),
        on=on,
    )
    numeric = kind in ("count", "share", "distinct") or (what is not None and what.type.kind is Kind.NUMBER)
    if numeric and kind not in ("variation", "pick") and chance.random() < 0.3:
        made = replace(made, empty=chance.choice(("zero", "missing")))
    return made, huge


def weight(chance: Random, names: Names, weights: Sequence[Expression]) -> Expression:
    return chance.choice(weights) if weights and chance.random() < 0.7 else number(chance, names, 0)


def folded_expression(chance: Random, kind: FoldKind, names: Names) -> tuple[Expression | None, bool]:
    """What is folded, and whether it is huge."""
    if kind in ("count", "share"):
        return (None if kind == "count" and chance.random() < 0.3 else condition(chance, names)), False
    if kind in ("sum", "min", "max", "best", "first", "latest") and names.huge and chance.random() < 0.15:
        return chance.choice(names.huge), True
    others: list[Expression] = []
    if kind in ("first", "latest", "distinct"):
        others = names.codes + names.truths + names.dates
    if kind == "distinct":
        others = others + names.texts
    if kind in ("min", "max", "best"):
        others = names.dates
    if others and chance.random() < 0.35:
        return chance.choice(others), False
    plain = [name for name in names.numbers if isinstance(name, typed.RowColumn | typed.MeasureValue)]
    if plain and kind in ("best", "first", "latest") and chance.random() < 0.6:
        lower = [name for name in plain if name.type.better == "low"]
        return chance.choice(lower if lower and chance.random() < 0.5 else plain), False
    # Sums of fractions with unlike denominators grow fast: mostly plain numbers are added up.
    return number(
        chance, names, chance.choice((0, 0, 1) if kind in ("sum", "mean", "variation") else (0, 1, 1, 2))
    ), False


def window_fold(growing: Growing) -> None:
    """A fold of weeks, months, quarters or terms that reads measures for each of them."""
    chance = growing.chance
    ready = [of for of in ("pupil", "school", "teacher") if growing.of(of, each_window=True)]
    of = chance.choice(ready) if ready else "pupil"
    each = chance.choice(("weeks", "months", "quarters", "terms"))
    names = Names()
    for made in growing.of(of, each_window=True):
        growing.name(names, made, "row", ())
    names = names + names + attributes(ENTITY[of], "row")
    names.add(column("start", DATE), column("end", DATE))
    during = some_window(chance, False)
    during = During("period") if during.kind == "ever" else during
    made_fold, huge = random_fold(growing, WindowRows(each), names, DAYLESS, [], during)  # type: ignore[arg-type]
    growing.add(made_fold, of, huge=huge)


def population_fold(growing: Growing) -> None:
    """A fold of a population's members that reads their measures and attributes."""
    chance = growing.chance
    if len(growing.populations) < 3:
        growing.populations.append(random_population(growing))
    members = chance.choice(growing.populations)
    of = chance.choice([above for above in ENTITY[members.of].ancestors if above in ENTITY])
    by = some_dimension(growing, {}, members.of)
    names = growing.of_subject(members.of, "row") + growing.of_subject(members.of, "row")
    names += growing.by_row({}, members.of, of) + in_grain(growing, of, by)
    for made in growing.of(of)[:2]:
        growing.name(names, made, "asked", ())
    weights = [n for n in names.numbers if isinstance(n, typed.Attribute) and n.name in ("size", "area")]
    made_fold, huge = random_fold(
        growing, PopulationRows(members.name), names, DAYLESS, weights, During("period"), members.on
    )
    growing.add(made_fold, of, huge=huge, by=by)


def random_population(growing: Growing) -> Population:
    """Pupils, schools or teachers on some day; its condition is nearly always guarded by `is known`."""
    chance = growing.chance
    of = chance.choice(("pupil", "pupil", "school", "teacher"))
    on = chance.choice(("period_end", "period_end", "period_start", "any_day", "census"))
    where = None
    if chance.random() < 0.5:
        own = growing.of_subject(of, "row")
        asked = chance.choice(own.truths + own.numbers + own.codes[:1])
        plain = Names().add(asked)
        where = condition(chance, replace(plain), 0)
        used = [asked] if chance.random() < 0.03 else [asked, *unguarded(where)]
        for name in used if chance.random() < 0.97 else []:
            where = both(known(name), where)
    return population(f"people{len(growing.populations)}", of, on, where)


def unguarded(where: Expression) -> list[Expression]:
    """Parts of a condition that may be unknown though every name in it is known: quotients and look-ups."""
    found: list[Expression] = []
    if isinstance(where, typed.Arithmetic | typed.TableLookup | typed.Worth):
        found.append(where)
    for name in where.__dataclass_fields__:
        part = getattr(where, name)
        parts = part if isinstance(part, tuple) else (part,)
        found += [
            f for one in parts if hasattr(one, "__dataclass_fields__") and hasattr(one, "type") for f in unguarded(one)
        ]
    return found


def table_fold(growing: Growing) -> None:
    """Lines of a table, read beside what is known of the subject."""
    chance = growing.chance
    of = chance.choice(("pupil", "pupil", "school"))
    chosen: Table = chance.choice(TABLES)
    columns: dict[str, Expression] = {c.name: column(c.name, c.type) for c in chosen.columns}
    if chance.random() < 0.4:
        growing.add(picked(growing, chosen if chosen in (GRADES, LADDER) else GRADES), "pupil")
        return
    by = some_dimension(growing, columns, None)
    plain = Names().add(*columns.values())
    names = plain + plain + growing.asked(of, by=by) + growing.by_row(columns, None, of)
    made_fold, huge = random_fold(growing, TableRows(chosen.name), names, DAYLESS, [], During("period"))
    growing.add(made_fold, of, huge=huge, by=by)


def picked(growing: Growing, chosen: Table) -> Fold:
    """One line by its key: the pupil's grade (and the points asked for)."""
    chance = growing.chance
    key = {c.name: c.type for c in chosen.columns}
    where: Expression = compares(
        column("grade", key["grade"]), "=", attribute("grade", PUPIL.attributes[0].type, "asked", "pupil")
    )
    if chosen is LADDER:
        wanted = number(chance, growing.asked("pupil"), 0) if chance.random() < 0.3 else None
        score = compares(column("points", key["points"]), "=", wanted or chance.choice(SCORES))
        where = both(where, score)
    names = {"grades": ("stage", "year", "norm"), "ladder": ("at", "bonus", "word")}[chosen.name.removeprefix("p.")]
    name = chance.choice(names)
    return fold("pick", TableRows(chosen.name), column(name, key[name]), where=where)


SCORES = tuple(typed.Constant(row[1], Type(Kind.NUMBER, decimals=0)) for row in LADDER.rows if row[1] is not None)


def derived(growing: Growing) -> None:
    """A value or cases from what is known of the same subject."""
    chance = growing.chance
    of = chance.choice(("pupil", "pupil", "pupil", "school", "school", "district", "teacher"))
    by = known_grain(growing, of)
    each_window = by is None and chance.random() < 0.3 and bool(growing.of(of, each_window=True))
    names = growing.asked(of, each_window, by=by)
    if each_window:
        names = Names()
        for made in growing.of(of, each_window=True):
            growing.name(names, made, "asked", ())
        names = names + attributes(ENTITY[of], "asked")
    kind = chance.random()
    if kind < 0.25:
        growing.add(condition(chance, names), of, each_window=each_window, by=by)
    elif kind < 0.55:
        growing.add(random_cases(chance, names), of, each_window=each_window, by=by)
    elif kind < 0.7 and len(names.numbers) > 1:
        ratio = sums(chance.choice(names.numbers), "/", chance.choice(names.numbers))
        growing.add(ratio, of, each_window=each_window, by=by)
    else:
        growing.add(number(chance, names, chance.choice((1, 1, 2))), of, each_window=each_window, by=by)


def known_grain(growing: Growing, of: str) -> Dimension | None:
    """Sometimes a dimension that folds of this entity already have: a measure derived in that grain."""
    found = [m.by for m in growing.made if m.measure.of == of and m.by and m.measure.fold]
    return growing.chance.choice(found) if found and growing.chance.random() < 0.5 else None


def random_cases(chance: Random, names: Names) -> Cases:
    """One to three cases, of numbers or of codes of one list."""
    modes = [name for name in names.codes if name.type.codes and not name.type.table]

    def branch() -> Expression:
        if modes and coded:
            first = modes[0]
            return chance.choice((first, typed.Constant(chance.choice(first.type.codes), first.type)))
        return number(chance, names, 1)

    coded = chance.random() < 0.25
    made = tuple((condition(chance, names, 1), branch()) for _ in range(chance.randint(1, 3)))
    return Cases(made, branch() if chance.random() < 0.7 else None)
