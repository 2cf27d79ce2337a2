"""A second, slow and plain reading of the pack language, to hold the engines against.

It shares no code with the planner: definitions and tables are read into dictionaries, every value is
worked out for one subject at a time in fractions, and each rule of the language stands once, in words
close to the language's own.
"""

from tests.reference_evaluator.evaluator import evaluate, measure_values
from tests.reference_evaluator.nodes import Answer
from tests.reference_evaluator.values import RunRefusedError

__all__ = ["Answer", "RunRefusedError", "evaluate", "measure_values"]
