"""The order in which a library's meaning is settled: what types rest on first, then expressions, then trees."""

from xueheng.language.meaning.calendar import settle_calendars
from xueheng.language.meaning.checking import Checking
from xueheng.language.meaning.dimensions import check_dimensions
from xueheng.language.meaning.entities import settle_entities
from xueheng.language.meaning.evidence import settle_entry_checks, settle_evidence
from xueheng.language.meaning.floors import check_floors, check_steps
from xueheng.language.meaning.heads import settle_heads
from xueheng.language.meaning.inputs import check_inputs
from xueheng.language.meaning.later_kinds import settle_later_kinds
from xueheng.language.meaning.layouts import settle_layouts
from xueheng.language.meaning.measures import make_measure
from xueheng.language.meaning.overlays import finish_overlays, settle_overlays
from xueheng.language.meaning.phrases import settle_phrases
from xueheng.language.meaning.populations import make_population
from xueheng.language.meaning.posts import check_posts
from xueheng.language.meaning.protections import check_protections
from xueheng.language.meaning.register_layouts import settle_register_layouts
from xueheng.language.meaning.registers import settle_registers
from xueheng.language.meaning.reports import settle_reports
from xueheng.language.meaning.same_names import check_names
from xueheng.language.meaning.shelf import Shelf
from xueheng.language.meaning.standard_digests import settle_standard_digests
from xueheng.language.meaning.standards import make_standard, settle_standards
from xueheng.language.meaning.tables import settle_table_columns, settle_tables
from xueheng.language.meaning.unused import mark_unused


def check_packs(shelf: Shelf) -> Checking:
    """Settles everything on the shelf; what could not be settled is in the issues."""
    checking = Checking(shelf, make_measure, make_population, make_standard)
    check_names(checking)
    settle_heads(checking)
    settle_calendars(checking)
    settle_table_columns(checking)
    settle_entities(checking)
    settle_tables(checking)
    settle_evidence(checking)
    settle_registers(checking)
    settle_later_kinds(checking)
    settle_entry_checks(checking)
    _settle_named(checking)
    settle_standards(checking)
    settle_overlays(checking)
    settle_layouts(checking)
    settle_register_layouts(checking)
    settle_reports(checking)
    settle_phrases(checking)
    check_posts(checking)
    check_floors(checking)
    check_steps(checking)
    mark_unused(checking)
    check_dimensions(checking)
    check_inputs(checking)
    settle_standard_digests(checking)
    finish_overlays(checking)
    check_protections(checking)
    return checking


def _settle_named(checking: Checking) -> None:
    """Every population, measure and duty at each of its grains, whether anything reads it or not."""
    things = checking.shelf.things
    for definition in things["populations"].values():
        checking.population(definition, definition.key.place)
    for kind in ("measures", "duties"):
        for definition in things[kind].values():
            for entity in checking.grains(definition) or ("",):
                if entity:
                    checking.measure(definition, entity, definition.key.place)
                else:
                    checking.make_measure(checking, definition, entity)
