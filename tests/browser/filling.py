"""Fills the tables of a server's data: `python -m tests.browser.filling MODULE…` calls each module's `fill()`; without
one, the tables are made and stay empty.
"""

import sys

from django.utils.module_loading import import_string

from xueheng.web.public import bring_up_to_date, start_django

if __name__ == "__main__":
    start_django()
    bring_up_to_date()
    for module in sys.argv[1:]:
        import_string(f"{module}.fill")()
