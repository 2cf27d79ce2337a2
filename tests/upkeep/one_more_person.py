"""One more person in an office."""

from xueheng.identity.public import NewPerson, add_person, programme_viewer


def fill() -> None:
    """Add her."""
    add_person(programme_viewer(), NewPerson("示例后来", "female"))
