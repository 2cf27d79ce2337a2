"""Fills the tables of a running server's data: `python -m tests.browser.filling MODULE` calls the module's `fill()`."""

import sys

from django.utils.module_loading import import_string

from xueheng.web.public import bring_up_to_date, start_django

if __name__ == "__main__":
    start_django()
    bring_up_to_date()
    import_string(f"{sys.argv[1]}.fill")()
