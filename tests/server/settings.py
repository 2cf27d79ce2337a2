"""The server's settings for tests: a folder of their own for secrets and files, and the database that is asked for."""

import atexit
import os
import shutil
import tempfile

TEST_DATABASE = "XUEHENG_TEST_DATABASE"
"""A PostgreSQL address; without it tests run on SQLite in memory."""
TEST_TEMPLATE = "XUEHENG_TEST_TEMPLATE"
"""The database there that each process of tests copies."""

_FOLDER = tempfile.mkdtemp(prefix="xueheng-tests-")
atexit.register(shutil.rmtree, _FOLDER, ignore_errors=True)
os.environ["XUEHENG_DATA"] = _FOLDER
os.environ["XUEHENG_DATABASE"] = os.environ.get(TEST_DATABASE, "")

from xueheng.web.settings import *  # noqa: E402, F403 — read after the folder is known

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
for _database in DATABASES.values():  # noqa: F405 — of the settings above
    if str(_database["ENGINE"]).endswith("sqlite3"):
        _database["TEST"] = {"NAME": ":memory:"}  # else several at once take another engine for a server
if os.environ.get(TEST_TEMPLATE):
    DATABASES["default"]["TEST"] = {"TEMPLATE": os.environ[TEST_TEMPLATE]}  # noqa: F405 — of the settings above
