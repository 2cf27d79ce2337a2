"""The rooms of the house in the order in which they may import each other, and the door of each.

docs/architecture.md tells the same to a person. A room may import the rooms before it.
"""

ORDER = (
    "language",
    "workbooks",
    "evaluation.core",
    "trust",
    "identity",
    "shell",
    "evidence",
    "activities",
    "evaluation",
    "casework",
    "publication",
    "web",
    "cli",
)

# The one module of a room that other rooms import; `public` where nothing else is said.
# The command line is the outermost room: only `python -m xueheng` enters it.
DOORS = {"cli": "main"}

# Beneath all rooms: importable by every room, importing none.
ROOT_MODULES = ("wording", "errors")

# An analyst runs these on a folder of files: no web framework, not even in passing.
WITHOUT_DJANGO = ("language", "workbooks", "evaluation.core")

# Packs and national tables: text, read as files, never imported.
DATA_FOLDERS = ("systems", "reference")


def room_of(module: str, package: str = "xueheng") -> str | None:
    """The room a module stands in, None for the root modules and other packages.

    >>> room_of("xueheng.evaluation.core.engines.duckdb")
    'evaluation.core'
    >>> room_of("xueheng.evaluation.runs")
    'evaluation'
    >>> room_of("xueheng.wording") is None
    True
    """
    inside = module.removeprefix(package + ".")
    if inside == module:
        return None
    fitting = [room for room in ORDER if inside == room or inside.startswith(room + ".")]
    return max(fitting, key=len, default=None)


def door_of(room: str, package: str = "xueheng") -> str:
    """The module through which other rooms enter.

    >>> door_of("evaluation.core")
    'xueheng.evaluation.core.public'
    """
    return f"{package}.{room}.{DOORS.get(room, 'public')}"
