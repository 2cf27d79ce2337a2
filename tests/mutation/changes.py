"""The whole list of mutations."""

from tests.mutation.changes_of_composition import COMPOSITION
from tests.mutation.changes_of_folds import FOLDS
from tests.mutation.changes_of_numbers import NUMBERS
from tests.mutation.changes_of_rows import ROWS
from tests.mutation.changes_of_scales import SCALES
from tests.mutation.changes_of_trees import TREES

CHANGES = (*FOLDS, *ROWS, *SCALES, *TREES, *NUMBERS, *COMPOSITION)
