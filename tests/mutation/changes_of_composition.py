"""Grains with one more dimension, results of other standards, registers, given values, merged organisations."""

from tests.mutation.change import Change

COMPOSITION = (
    # -- one more dimension
    Change(
        "by: a record's own column is not asked before its subject's attribute",
        "rows.py",
        "if field_ is not None:\n            return self.code_read",
        "if field_ is None:\n            return self.code_read",
        "test_rows_are_kept_apart_by_their_own_column",
    ),
    Change(
        "by: lines of all codes are folded",
        "rows.py",
        "of_pair = by is not None and any(c.name == by for c in columns)",
        "of_pair = False",
        "test_lines_of_a_table_are_those_of_the_pair",
    ),
    Change(
        "by: an entity's own measure is folded for each code",
        "grains.py",
        "if by is None or measure.by is not None:",
        "if True:",
        "test_a_countys_own_measure",
    ),
    Change(
        "by: may be asked week by week",
        "floors.py",
        'fixed = each != "" and dimension_of(instance.entity) is not None',
        "fixed = False",
        "test_by_cannot_be_asked",
    ),
    Change(
        "by: a pair's name is cut at its first stroke",
        "grains.py",
        "return name[: -len(code) - 1], code",
        "return name.split(BETWEEN)[0], code",
        "test_one_pair_alone",
    ),
    # -- results of other standards
    Change(
        "results: inputs that nothing reads need not be given",
        "floors.py",
        "pinned(one.standard, one, self.dataset, self.windows)",
        "pass",
        "test_an_input_that_nothing_reads",
    ),
    Change(
        "results: pinned ones of another window are read",
        "pinned.py",
        "if (day_number(found.period.start), day_number(found.period.end)) != wanted:",
        "if wanted is None:",
        "test_results_of_another_window",
    ),
    Change(
        "results: pinned ones of another layer are read",
        "pinned.py",
        "if asked is not None and found.layer != asked.layer:",
        "if asked is None and found.layer != 'base':",
        "test_pinned_results_of_another_layer",
    ),
    Change(
        "results: a circle is not seen",
        "floors.py",
        "if standard.name in self._open:",
        "if standard.name == '':",
        "test_standards_that_read_each_other",
    ),
    Change(
        "results: pinned denominators are forgotten",
        "results_tables.py",
        "Fraction(int(n), int(d or 1))",
        "Fraction(int(n))",
        "test_pinned_results_are_read_as_they_stand",
    ),
    Change(
        "leaves: those that do not apply are rows",
        "leaf_tables.py",
        "binary(exp.NEQ, column(results.states[leaf.code]",
        "binary(exp.GTE, column(results.states[leaf.code]",
        "test_leaves_are_rows",
    ),
    Change(
        "leaves: their points lose their common denominator",
        "leaf_tables.py",
        "exact.multiply(n.num, exact.constant(common // (n.den.value or 1)))",
        "n.num",
        "test_leaves_of_unlike_denominators",
    ),
    # -- registers
    Change(
        "register: an entry does not hold on its first day",
        "composed_rows.py",
        'exp.LTE(this=column("since", "r")',
        'exp.LT(this=column("since", "r")',
        "test_entries_hold_from_their_first_day",
    ),
    Change(
        "register: an entry does not hold on its last day",
        "composed_rows.py",
        'exp.LT(this=column("until", "r")',
        'exp.LTE(this=column("until", "r")',
        "test_entries_hold_from_their_first_day",
    ),
    Change(
        "register: an open entry has ended",
        "composed_rows.py",
        "coalesce(ended, exp.false())",
        "coalesce(ended, exp.true())",
        "test_entries_hold_from_their_first_day",
    ),
    # -- given values
    Change(
        "given: is computed all the same",
        "floors.py",
        "return instance.context == RUN and self.values_key(instance) is not None",
        "return False",
        "test_a_given_value_is_not_computed",
    ),
    # -- merged organisations
    Change(
        "merged: one that closes with the period is no more",
        "successors.py",
        "if first <= last_day <= last:",
        "if first <= last_day < last:",
        "test_a_school_that_closes_on_the_last_day",
    ),
    Change(
        "merged: a chain is not followed",
        "successors.py",
        "while chain[-1] not in there and chain[-1] in merged:",
        "while len(chain) < 2:",
        "test_a_chain_of_mergers",
    ),
    Change(
        "merged: a circle is followed",
        "successors.py",
        "raise _circle([*chain, following], entity)",
        "break",
        "test_schools_merged_into_each_other",
    ),
    Change(
        "merged: records stay with the school they were made in",
        "rows.py",
        'return coalesce(column("new", "n"), org)',
        "return org",
        "test_records_made_in_a_merged_school",
    ),
    # -- one subject alone
    Change(
        "alone: leaves of others are not looked for",
        "alone.py",
        "return library.standards[fold.rows.standard].of != measure.of",
        "return False",
        "test_leaves_of_all_her_school",
    ),
    Change(
        "alone: a percentile of another standard is not looked for",
        "alone.py",
        "scored = [standard, *(library.standards[name] for name in floors.standards if name not in results)]",
        "scored = [standard]",
        "test_a_percentile_in_the_other_standard",
    ),
    # -- explained
    Change(
        "lineage: rows left out by a condition are forgotten",
        "lineage.py",
        "candidates = self._source.candidates if fold.where is not None else self._source.rows",
        "candidates = self._source.rows",
        "test_the_records_of_a_composed_leaf",
    ),
    Change(
        "lineage: who is outside a population is forgotten",
        "lineage.py",
        "merge_ids(found, self._of_population(fold.rows.population))",
        "pass",
        "test_who_is_left_out_by_records",
    ),
)
