"""Grains with one more dimension, results of other standards, registers, mergers, given values, layers."""

from tests.mutation.change import Change

COMPOSITION = (
    # -- one more dimension
    Change(
        "by: a value of the whole is folded anew for each code",
        "grains.py",
        "if by is None or measure.by is not None:",
        "if by is None or measure is not None:",
        "test_a_leaf_of_the_whole_county",
    ),
    Change(
        "by: a given value of the whole is looked for under the pair's name",
        "floors.py",
        "if self.library.measures[(instance.measure, of)].by != dimension_of(instance.entity):",
        "if self.library.measures[(instance.measure, of)].by == of:",
        "test_a_given_value_of_the_whole",
    ),
    Change(
        "by: a leaf's own code is not known",
        "composed_rows.py",
        'column("code", ALIAS) if by == "code" else column(f"a_{by}", self._subject())',
        'column(f"a_{by}", self._subject())',
        "test_leaves_are_kept_apart",
    ),
    # -- results of other standards
    Change(
        "leaves: those that do not apply are rows",
        "leaf_tables.py",
        'where=binary(exp.NEQ, column(results.states[leaf.code], "x"), whole(NOT_APPLYING)),',
        'where=binary(exp.NEQ, column(results.states[leaf.code], "x"), whole(-1)),',
        "test_leaves_are_rows",
    ),
    Change(
        "leaves: every weight is one more",
        "leaf_tables.py",
        "exact.number(leaf.weight) for leaf in leaves",
        "exact.number(leaf.weight + 1) for leaf in leaves",
        "test_leaves_are_rows",
    ),
    Change(
        "pinned: denominators are left out",
        "results_tables.py",
        "Fraction(int(n), int(d or 1))",
        "Fraction(int(n), 1)",
        "test_pinned_results_are_read",
    ),
    Change(
        "pinned: the window that the standard asks for is not looked at",
        "pinned.py",
        "windows.during(window) if window is not None else windows.days()",
        "windows.days()",
        "test_the_year_before_is_pinned",
    ),
    Change(
        "pinned: results of another window are taken",
        "pinned.py",
        "if (day_number(found.period.start), day_number(found.period.end)) != wanted:",
        "if found is None:",
        "test_results_of_another_window",
    ),
    Change(
        "pinned: results of another layer are taken",
        "pinned.py",
        "if asked is not None and found.layer != asked.layer:",
        "if asked is not None and found.layer not in ('base', 'own'):",
        "test_results_of_another_layer",
    ),
    Change(
        "inputs: one that nothing reads need not be given",
        "floors.py",
        "self._inputs[one.standard] = one\n            pinned(one.standard, one, self.dataset, self.windows)\n",
        "self._inputs[one.standard] = one\n",
        "test_an_input_that_nothing_reads",
    ),
    # -- registers
    Change(
        "register: an entry does not hold on its first day",
        "composed_rows.py",
        'exp.LTE(this=column("since", "r"), expression=whole(self.on_day))',
        'exp.LT(this=column("since", "r"), expression=whole(self.on_day))',
        "test_entries_hold_from_their_first_day",
    ),
    Change(
        "register: an entry does not hold on its last day",
        "composed_rows.py",
        'exp.LT(this=column("until", "r"), expression=whole(self.on_day))',
        'exp.LTE(this=column("until", "r"), expression=whole(self.on_day))',
        "test_entries_hold_from_their_first_day",
    ),
    Change(
        "register: an open entry does not hold",
        "composed_rows.py",
        "coalesce(ended, exp.false())",
        "coalesce(ended, exp.true())",
        "test_entries_hold_from_their_first_day",
    ),
    Change(
        "register: who it belongs to is asked on the entry's first day",
        "composed_rows.py",
        'span_holds("a", whole(self.on_day))',
        'span_holds("a", column("since", "r"))',
        "test_entries_count_for_the_school",
    ),
    # -- mergers
    Change(
        "merger: a record's own school is not followed",
        "rows.py",
        'return coalesce(column("new", "n"), org)',
        "return org",
        "test_records_made_in_a_merged_school",
    ),
    Change(
        "merger: who belongs to a merged school belongs to it still",
        "relations.py",
        'columns[f"g_{ancestor}"] = with_successors(above, successors_of(dataset, ancestor, last_day))',
        'columns[f"g_{ancestor}"] = above',
        "test_members_on_an_earlier_day",
    ),
    Change(
        "merger: a school that is still there is merged all the same",
        "successors.py",
        "if first <= last_day <= last:",
        "if last < first:",
        "test_a_school_that_is_still_there",
    ),
    Change(
        "merger: only the first of a chain",
        "successors.py",
        "    while chain[-1] not in there and chain[-1] in merged:",
        "    if chain[-1] not in there and chain[-1] in merged:",
        "test_a_chain_of_mergers",
    ),
    # -- given values
    Change(
        "given: computed all the same",
        "floors.py",
        "return instance.context == RUN and self.values_key(instance) is not None",
        "return instance.context != RUN and self.values_key(instance) is not None",
        "test_a_given_value",
    ),
    # -- layers
    Change(
        "layer: who belonged to the school before it was merged",
        "layers.py",
        "with_successors(table.column(named), successors_of(dataset, layer.entity, last))",
        "table.column(named)",
        "test_who_belongs_to_a_merged_school",
    ),
    Change(
        "layer: whoever was there at some time belongs",
        "layers.py",
        "table.filter(pc.and_(there, belongs))",
        "table.filter(belongs)",
        "test_base_is_for_everybody",
    ),
)
