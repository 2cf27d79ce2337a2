"""What is computed: a measure at one grain, read in one context."""

from dataclasses import dataclass

from xueheng.evaluation.core.windows import Days


@dataclass(frozen=True, slots=True, order=True)
class Context:
    """For which window a measure is read: the run's period ('' ), or each week, month … inside `outer`."""

    each: str = ""
    outer: Days = (0, 0)


RUN = Context()


@dataclass(frozen=True, slots=True, order=True)
class Instance:
    """A measure at one grain, read in one context. `entity` is the grain's name ("E", or "E by c")."""

    measure: str
    entity: str
    context: Context = RUN
