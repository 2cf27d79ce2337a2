"""What a page weighs at its first load: what it is itself, and all that it asks for, compressed as it is served."""

import gzip
import re
from functools import cache
from pathlib import Path
from urllib.parse import unquote

from django.contrib.staticfiles import finders

MOST = 150_000
"""Bytes: what a telephone in a corridor waits for."""
ASKED_FOR = re.compile(rb'<(?:link|script|img|use)\b[^>]*\b(?:href|src)="/static/([^"#?]+)')
BY_A_STYLE = re.compile(r"""url\(["']?(?!data:|#)([^"')]+)""")


def weight(page: bytes) -> int:
    """Bytes of a whole page with its styles, scripts, icons and fonts."""
    asked_for = {unquote(name.decode()) for name in ASKED_FOR.findall(page)}
    return len(gzip.compress(page, 6)) + sum(map(served, asked_for))


@cache
def served(name: str) -> int:
    """Bytes of a file of the shell's with all that it asks for in its turn."""
    found = finders.find(name)
    assert isinstance(found, str), name
    content = Path(found).read_bytes()
    more = BY_A_STYLE.findall(content.decode()) if name.endswith(".css") else []
    return min(len(gzip.compress(content)), len(content)) + sum(served(f"{Path(name).parent}/{one}") for one in more)
