"""Under which posts the entries of the journal were made."""

from collections.abc import Iterable

from xueheng.identity.model_posts import Post
from xueheng.identity.permission import require
from xueheng.identity.viewer import Viewer


def posts_of_entries(by: Viewer, numbers: Iterable[int]) -> dict[int, str]:
    """What the posts of these numbers are, nothing of who holds them. May: whoever reads the journal.

    Raises PermissionRefused.
    """
    require(by, "reads", "journal")
    rows = Post.objects.for_the_programme("under which post an entry of the journal was made")
    return dict(rows.filter(pk__in=set(numbers)).values_list("number", "role"))
