"""Sealed files that the record names and the disk does not have."""

from xueheng.evidence.files.kept_files import path_of
from xueheng.evidence.model_records import Attachment

_WHY = "whether every named file is on the disk"


def missing_files() -> list[str]:
    """Their digests, in order; nothing is opened."""
    named = Attachment.objects.for_the_programme(_WHY).exclude(digest="").values_list("digest", flat=True).distinct()
    return sorted(digest for digest in named if not path_of(digest).is_file())
