"""The database that tests on PostgreSQL begin with: its tables are made once, and copied for each process of tests."""

import os
import subprocess
import sys
from urllib.parse import urlsplit

import psycopg
from psycopg import sql

from tests.server.postgresql import NotAvailable

NAME = "xueheng_template"
SECONDS = 120


def made_template(address: str) -> str:
    """Makes it in the PostgreSQL at `address`; its name. Raises NotAvailable."""
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(NAME)))
    surroundings = os.environ | {
        "DJANGO_SETTINGS_MODULE": "tests.server.settings",
        "XUEHENG_TEST_DATABASE": urlsplit(address)._replace(path=f"/{NAME}").geturl(),
    }
    command = [sys.executable, "-m", "django", "migrate", "--verbosity", "0"]
    done = subprocess.run(command, env=surroundings, capture_output=True, text=True, timeout=SECONDS, check=False)
    if done.returncode:
        raise NotAvailable(f"the tables of the tests could not be made: {done.stderr.strip()[-300:]}")
    return NAME
