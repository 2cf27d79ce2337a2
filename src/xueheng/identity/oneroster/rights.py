"""Who may bring rosters in and take them out."""

from xueheng.identity.permission import require
from xueheng.identity.viewer import Viewer

ROSTER = "oneroster"
"""What an import of a roster is called among the imports, where registers have their layout."""


def require_importing(by: Viewer) -> None:
    """Raises PermissionRefused unless the viewer's post may bring in people, enrolments and units."""
    for kind in ("people", "enrolments", "organisations"):
        require(by, "imports", kind)


def require_exporting(by: Viewer) -> None:
    """Raises PermissionRefused unless the viewer's post may take rosters out."""
    require(by, "exports", "rosters")
