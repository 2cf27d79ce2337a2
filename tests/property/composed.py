"""Random folds of what other definitions give: leaves of standards, entries of registers. And all makers together."""

from collections.abc import Callable
from dataclasses import replace
from random import Random

from tests.property.growing import Growing, MadeStandard
from tests.property.measures import (
    DAYLESS,
    derived,
    in_grain,
    population_fold,
    random_fold,
    record_fold,
    some_dimension,
    table_fold,
    window_fold,
)
from tests.property.phrases import Names
from tests.property.standards import other_standard
from tests.property.world import ENTITY, REGISTERS
from tests.reference_evaluator.authoring import DATE, EXACT, TEXT, column
from xueheng.language.definitions import During, RegisterRows, StandardRows
from xueheng.language.typed import Expression, Kind, Type

PERIOD = During("period")


def leaf_fold(growing: Growing) -> None:
    """A fold of the leaves of another standard, of its subjects or of those above them."""
    chance = growing.chance
    ready = [made for made in growing.standards if made.floor < 3]
    if not ready:
        population_fold(growing)
        return
    made = chance.choice(ready)
    about = made.standard.of
    of = chance.choice([about, about, *ENTITY[about].ancestors])
    columns = leaf_columns(growing, made)
    by = some_dimension(growing, columns, about)
    numbers = [columns["points"], columns["points"], columns["weight"]]
    names = Names().add(*numbers, *columns.values()) + growing.of_subject(about, "row", hidden=columns)
    names += growing.by_row(columns, about, of) + in_grain(growing, of, by)
    rows = StandardRows(made.standard.name)
    fold, huge = random_fold(growing, rows, names, DAYLESS, [columns["weight"]], PERIOD)
    growing.add(fold, of, huge=huge, by=by)


def leaf_columns(growing: Growing, made: MadeStandard) -> dict[str, Expression]:
    """A leaf's points, weight and code; its value where all leaves have plain numbers; the standard's dimension."""
    standard = made.standard
    found: dict[str, Expression] = {name: column(name, EXACT) for name in ("points", "weight")}
    read = [(code, kind) for code, what, kind in growing.readable(made) if what == "value"]
    codes = tuple(code for code, _ in read) + tuple(made.huge)
    found["code"] = column("code", Type(Kind.CODE, codes=codes))
    if not made.huge and all(kind.kind is Kind.NUMBER for _, kind in read):
        found["value"] = column("value", EXACT)
    if standard.by is not None:
        found[standard.by] = column(standard.by, Type(Kind.CODE, codes=standard.by_codes))
    return found


def entry_fold(growing: Growing) -> None:
    """A fold of a register's entries that hold on some day."""
    chance = growing.chance
    register = chance.choice(tuple(REGISTERS.values()))
    of = chance.choice([register.of, register.of, *ENTITY[register.of].ancestors])
    through = None
    columns: dict[str, Expression] = {f.name: column(f.name, f.type) for f in register.fields}
    columns |= {name: column(name, DATE) for name in ("day", "since", "until")}
    columns |= {name: column(name, TEXT) for name in ("about", "recorder")}
    by = some_dimension(growing, columns, register.of)
    if by is None and "helper" in columns and chance.random() < 0.2:
        of, through = "teacher", "helper"
    names = Names().add(*columns.values()) + growing.of_subject(register.of, "row", hidden=columns)
    names += growing.by_row(columns, register.of, of) + in_grain(growing, of, by)
    on = chance.choice(("period_end", "period_end", "period_start", "census"))
    fold, huge = random_fold(growing, RegisterRows(register.name), names, DAYLESS, [columns["grant"]], PERIOD, on)
    growing.add(replace(fold, through=through), of, huge=huge, by=by)


Maker = Callable[[Growing], None]
PLAIN: tuple[Maker, ...] = (
    record_fold, record_fold, record_fold, derived, derived, window_fold, population_fold, population_fold, table_fold,
    entry_fold,
)  # fmt: skip
COMPOSED: tuple[Maker, ...] = (*PLAIN, derived, derived, leaf_fold, leaf_fold, leaf_fold)


def random_definitions(chance: Random, count: int, *, composed: bool) -> Growing:
    """So many measures, the first ones folds of records so that others have something to read; `composed`: with one
    or two other standards among them, whose results later ones read.
    """
    growing = Growing(chance)
    for _ in range(2):
        record_fold(growing)
    others = chance.choice((1, 1, 2)) if composed else 0
    while len(growing.made) < count:
        if len(growing.standards) < others and len(growing.made) >= 3 + len(growing.standards):
            other_standard(growing)
        chance.choice(COMPOSED if growing.standards else PLAIN)(growing)
    return growing
