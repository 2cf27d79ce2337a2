"""A file named by a record, lying on the disk: `python -m tests.upkeep.an_attachment DATA`."""

import sys
from pathlib import Path

from django.apps import apps

from xueheng.web.public import start_django

DIGEST = "ab" * 32

if __name__ == "__main__":
    data = Path(sys.argv[1])
    start_django(data)
    record = apps.get_model("evidence", "Record").objects.for_the_programme("a test").first()
    apps.get_model("evidence", "Attachment").objects.create(
        number=7, record=record, field="photo", name=b"x", kind="jpg", size=1, digest=DIGEST, content=b"x"
    )
    place = data / "attachments" / DIGEST[:2]
    place.mkdir(parents=True)
    (place / DIGEST).write_bytes(b"x")
