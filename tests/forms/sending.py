"""Sending one form well and badly, and what came of it: the answer, what was stored, what is still in the form."""

import hashlib
import re
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from html import unescape
from http.cookies import SimpleCookie
from typing import Any
from urllib.parse import quote_plus, urlencode

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connections

from tests.forms.html_forms import Field, PageForm, forms_of
from tests.permission_matrix.trying import Trier

Values = Mapping[str, list[str]]
"""Name → what is sent for it, as in a browser."""
Files = Mapping[str, SimpleUploadedFile]
NOT_OF_THE_FORM = frozenset({"django_session", "axes_accessattempt", "axes_accessfailurelog", "shell_draft"})
"""Tables that may change though a form was refused: who is signed in and how often one tried, what was typed."""
OF_READING = frozenset({"trust_entry", "trust_about", "trust_detail", "trust_stream"})
"""The journal's, where reading somebody's data is noted."""
FIRST = {
    "date": "{today}", "number": "1", "time": "14:05", "datetime-local": "{today}T08:00", "password": "no-such-word-7",
}  # fmt: skip
"""What a person might send first, by the kind of field."""
_WRITES = re.compile(r'^\s*(?:INSERT INTO|UPDATE|DELETE FROM)\s+"?(\w+)"?', re.IGNORECASE)
_PROBLEMS = re.compile(
    r'<(?:div|p|section|aside)[^>]*(?:class="[^"]*(?:problem|note-error|note-warning)[^"]*"|role="alert")[^>]*>(.*?)</div>',
    re.DOTALL,
)
_FIELD_PROBLEMS = re.compile(r'<p class="field-problem">(.*?)</p>', re.DOTALL)
_TAGS = re.compile(r"<[^>]+>")
_HAN = re.compile("[\u4e00-\u9fff]")


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back for one sending. `stored`: tables that hold something else now."""

    status: int
    body: str
    place: str
    stored: frozenset[str]

    @property
    def refused(self) -> bool:
        """Whether the server says that it did not take it."""
        return self.status >= 400

    @property
    def words(self) -> str:
        """What the page says is wrong."""
        if "data-problems" not in self.body and 'role="alert"' not in self.body:
            main = self.body.partition("<main")[2] or self.body.partition("<body")[2] or self.body
            return unescape(_TAGS.sub(" ", main)) if self.refused else ""
        found = [*_PROBLEMS.findall(self.body), *_FIELD_PROBLEMS.findall(self.body)]
        return unescape(_TAGS.sub(" ", " ".join(found)))

    def kept(self, names: frozenset[str]) -> PageForm | None:
        """The same form on the page that came back."""
        found = [form for form in forms_of(self.body) if form.method == "post"]
        return next((form for form in found if form.names >= names), None)


@dataclass(frozen=True, slots=True)
class Sender:
    """One reader before one form."""

    trier: Trier
    address: str
    method: str
    boundary: bool
    """Whether the form carries files."""

    def send(
        self, values: Values, files: Files | None = None, *, language: str = "zh-hans", signed_in: bool = True,
        raw: bytes | None = None,
    ) -> Answer:  # fmt: skip
        """Sends it as a browser does, with a language chosen; within a transaction that the caller undoes."""
        client = self.trier.client
        client.cookies = SimpleCookie(self.trier.cookies if signed_in else "")
        client.cookies["language"] = language
        with _Watched() as watched:
            answer = self._answer(client, values, files or {}, raw)
        content = b"".join(answer.streaming_content) if answer.streaming else answer.content
        text = content.decode("utf-8", "replace") if "text" in answer.headers.get("Content-Type", "") else ""
        return Answer(answer.status_code, text, answer.headers.get("Location", ""), frozenset(watched.written))

    def _answer(self, client: Any, values: Values, files: Files, raw: bytes | None) -> Any:
        same_site = {"HTTP_SEC_FETCH_SITE": "same-origin"}
        if self.method == "get":
            return client.get(f"{self.address.partition('?')[0]}?{_encoded(values)}", **same_site)
        if self.boundary:
            return client.post(self.address, {**values, **files}, **same_site)
        body = raw if raw is not None else _encoded(values).encode()
        return client.post(self.address, body, content_type="application/x-www-form-urlencoded", **same_site)


def _encoded(values: Values) -> str:
    return urlencode(values, doseq=True, quote_via=quote_plus, errors="surrogatepass")


class _Watched(ExitStack):
    """Which tables are written while this lasts."""

    def __init__(self) -> None:
        super().__init__()
        self.written: set[str] = set()

    def __enter__(self) -> "_Watched":
        super().__enter__()
        for connection in connections.all():
            self.enter_context(connection.execute_wrapper(self._look))
        return self

    def _look(self, execute: Any, sql: str, parameters: Any, many: bool, context: Any) -> Any:
        found = _WRITES.match(sql)
        if found:
            self.written.add(found.group(1))
        return execute(sql, parameters, many, context)


def standing_in(tables: frozenset[str]) -> dict[str, str]:
    """A digest of all that stands in the tables."""
    found: dict[str, str] = {}
    for connection in connections.all():
        known = set(connection.introspection.table_names())
        for table in sorted(tables & known):
            with connection.cursor() as cursor:
                cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
                rows = sorted(map(repr, cursor.fetchall()))
            found[f"{connection.alias}.{table}"] = hashlib.sha256("\n".join(rows).encode()).hexdigest()
    return found


def good_value(found: Field, today: str) -> list[str]:
    """What a person would send first: what stands there, or the first thing that fits."""
    standing = [value for value in found.values if value.strip()]
    if found.kind in ("hidden", "file") or standing:
        return standing
    if found.kind in ("select", "radio"):
        return [choice for choice in found.choices if choice][:1]
    if found.kind == "checkbox":
        return found.choices[:1] if found.several or found.choices[:1] not in (["on"], ["1"]) else []
    if found.optional:
        return []
    return {
        "date": [today],
        "number": ["1"],
        "time": ["14:05"],
        "datetime-local": [f"{today}T08:00"],
        "password": ["no-such-word-7"],
    }.get(found.kind, ["样例"])


def in_chinese(words: str) -> Iterator[str]:
    """The Chinese characters of a text."""
    return iter(_HAN.findall(words))
