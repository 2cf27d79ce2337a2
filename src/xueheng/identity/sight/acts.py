"""What an act on rows needs as a right, and how far the viewer's rights to it go."""

from collections.abc import Mapping

from xueheng.identity.rights import narrowings
from xueheng.identity.viewer import Viewer

VERBS: Mapping[str, str] = {"see": "sees", "name": "sees", "manage": "manages", "approve": "approves"}
"""The act that is asked of rows, and the verb that grants are written with. `name`: read a name beside a row one may
see.
"""


def how_far(viewer: Viewer, act: str, kind: str) -> frozenset[str]:
    """How the viewer's rights to `kind` for this act are narrowed: empty for none, '' for the whole reach."""
    return narrowings(viewer, VERBS[act], kind)
