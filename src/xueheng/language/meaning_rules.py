"""The catalogue of what the meaning of a pack can lack; importing this fills it."""

from xueheng.language.meaning import (
    rules_of_composition,
    rules_of_measures,
    rules_of_names,
    rules_of_overlays,
    rules_of_reports,
    rules_of_standards,
)

__all__ = [
    "rules_of_composition",
    "rules_of_measures",
    "rules_of_names",
    "rules_of_overlays",
    "rules_of_reports",
    "rules_of_standards",
]
