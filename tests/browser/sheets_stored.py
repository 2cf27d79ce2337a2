"""What the record holds of a day, a line a fact: `python -m tests.browser.sheets_stored 2026-03-03`."""

import sys
from datetime import date

from xueheng.web.public import start_django

if __name__ == "__main__":
    start_django()
    # The rooms' tables are there only once Django stands.
    from xueheng.evidence.model_records import Record
    from xueheng.evidence.reading import shown_records
    from xueheng.identity.public import programme_viewer

    rows = Record.objects.for_the_programme("a test looks").filter(
        act="fact", provenance="sheet", day=date.fromisoformat(sys.argv[1])
    )
    for shown in shown_records(programme_viewer(), list(rows.select_related("state").order_by("number"))):
        state = "retracted" if shown.record.state.retracted_by else "stands"
        sys.stdout.write(f"{shown.record.act}:{shown.fields.get('level', '')}:{state}\n")
