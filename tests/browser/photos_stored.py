"""The photos of a day's sheets, a line each with its size: `python -m tests.browser.photos_stored 2026-03-03`."""

import sys
from datetime import date
from io import BytesIO

from PIL import Image

from xueheng.web.public import start_django

if __name__ == "__main__":
    start_django()
    # The rooms' tables are there only once Django stands.
    from xueheng.evidence.files.kept_files import content_of
    from xueheng.evidence.model_records import Attachment

    rows = Attachment.objects.for_the_programme("a test looks").filter(
        record__provenance="sheet", record__day=date.fromisoformat(sys.argv[1])
    )
    for each in rows.select_related("record").order_by("pk"):
        content = b"".join(content_of(each.record.subject, each))
        wide, high = Image.open(BytesIO(content)).size
        told = "told" if len(Image.open(BytesIO(content)).getexif()) else "bare"
        sys.stdout.write(f"{wide}x{high}:{told}\n")
