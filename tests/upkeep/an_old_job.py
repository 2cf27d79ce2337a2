"""A job that has waited for ages: `python -m tests.upkeep.an_old_job DATA`."""

import sys
from pathlib import Path

from django.apps import apps

from xueheng.web.public import start_django

if __name__ == "__main__":
    start_django(Path(sys.argv[1]))
    apps.get_model("shell", "Job").objects.create(kind="sample", created=5)
