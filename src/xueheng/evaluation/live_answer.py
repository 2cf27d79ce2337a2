"""One subject's results from the record as it stands at this moment: what the next run will say of her."""

from xueheng.evaluation.core.public import Evaluation, LiveStandard
from xueheng.evidence.public import standing_rows, subject_table


def live_answer(live: LiveStandard, subject: int) -> Evaluation:
    """The results of one subject, equal to the last digit to those of a run on a snapshot of the same moment."""
    rows = standing_rows(subject, {type_: live.record_columns(type_) for type_ in live.reads})
    entity = live.standard.of
    return live.evaluate(rows, {entity: subject_table(entity, subject)})
