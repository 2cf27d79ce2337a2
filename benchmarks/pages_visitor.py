"""A browser's half of the work: signs in, keeps its cookies, asks for pages and sends forms, and times each answer."""

import gzip
import hmac
import http.client
import re
import struct
import time
from base64 import b32decode
from collections.abc import Mapping
from dataclasses import dataclass, field
from html import unescape
from urllib.parse import urlencode, urlsplit

_HIDDEN = re.compile(r"<input[^>]*>")
_ATTRIBUTE = re.compile(r'([a-z-]+)="([^"]*)"')
_LINK = re.compile(r'(?:href|hx-get)="(/[^"]*)"')
LONGEST = 600
IDLE = 60.0
"""Seconds after which a connection that nobody used is opened anew."""
MILLISECONDS = 1000


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back. `ms`: from sending to the last byte; `body`: as a browser has it, unpacked."""

    status: int
    body: bytes
    kind: str
    ms: float
    where: str = ""
    on_the_wire: int = 0
    """Bytes of the body as they were sent."""

    @property
    def is_page(self) -> bool:
        """A page or a part of one, as a person reads it."""
        return self.status == 200 and self.kind.startswith("text/html")

    @property
    def text(self) -> str:
        """The page."""
        return self.body.decode("utf-8", "replace")

    @property
    def links(self) -> list[str]:
        """Where it leads on this server, in order, each once."""
        return list(dict.fromkeys(unescape(found).partition("#")[0] for found in _LINK.findall(self.text)))

    @property
    def hidden(self) -> dict[str, str]:
        """The hidden fields of its forms."""
        found = (dict(_ATTRIBUTE.findall(tag)) for tag in _HIDDEN.findall(self.text))
        return {
            tag["name"]: unescape(tag.get("value", ""))
            for tag in found
            if tag.get("type") == "hidden" and "name" in tag
        }


@dataclass
class Visitor:
    """One window of one person."""

    at: str
    cookies: dict[str, str] = field(default_factory=dict)
    _line: http.client.HTTPConnection | None = None
    _used: float = 0.0

    def get(self, path: str) -> Answer:
        """Asks for a page."""
        return self._asked("GET", path, None, {})

    def post(self, path: str, sent: Mapping[str, str], headers: Mapping[str, str] | None = None) -> Answer:
        """Sends a form."""
        kind = {"Content-Type": "application/x-www-form-urlencoded"}
        return self._asked("POST", path, urlencode(sent).encode(), {**kind, **(headers or {})})

    def post_file(self, path: str, sent: Mapping[str, str], name: str, content: bytes) -> Answer:
        """Sends a form with one file."""
        mark = "a-line-between-the-parts"
        parts = [
            f'--{mark}\r\nContent-Disposition: form-data; name="{key}"\r\n\r\n{value}\r\n'.encode()
            for key, value in sent.items()
        ]
        head = f'--{mark}\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n\r\n'.encode()
        body = b"".join([*parts, head, content, f"\r\n--{mark}--\r\n".encode()])
        return self._asked("POST", path, body, {"Content-Type": f"multipart/form-data; boundary={mark}"})

    def sign_in(self, login: str, password: str, secret: str) -> None:
        """Through the form, with the second factor where one is asked for."""
        page = self.get("/sign-in/")
        answer = self.post("/sign-in/", {**page.hidden, "login": login, "password": password})
        if answer.where.startswith("/sign-in/second/"):
            page = self.get(answer.where)
            answer = self.post(answer.where, {**page.hidden, "code": one_time_code(secret)})
        assert answer.status == 302, (login, answer.status, answer.text[-2000:])

    def _asked(self, method: str, path: str, body: bytes | None, headers: Mapping[str, str]) -> Answer:
        place = urlsplit(self.at)
        if self._line is None or time.monotonic() - self._used > IDLE:  # the server has hung up, as a browser knows
            self._line = http.client.HTTPConnection(str(place.hostname), place.port or 80, timeout=LONGEST)
        cookies = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        own = {"Cookie": cookies, "Origin": self.at, "Accept-Encoding": "gzip", "Accept-Language": "zh"}
        began = time.perf_counter()
        self._line.request(method, path, body, {**own, **headers})
        response = self._line.getresponse()
        content = response.read()
        self._used = time.monotonic()
        ms = (time.perf_counter() - began) * MILLISECONDS
        for told in response.headers.get_all("Set-Cookie") or []:
            name, _, value = told.partition(";")[0].partition("=")
            self.cookies[name] = value
        packed = response.headers.get("Content-Encoding") == "gzip"
        return Answer(
            response.status, gzip.decompress(content) if packed else content, response.headers.get("Content-Type", ""),
            ms, response.headers.get("Location", ""), len(content),
        )  # fmt: skip


def one_time_code(secret: str) -> str:
    """The code of this half minute (RFC 6238: SHA-1, six digits)."""
    counter = struct.pack(">Q", int(time.time()) // 30)
    digest = hmac.digest(b32decode(secret), counter, "sha1")
    start = digest[-1] & 15
    return f"{(int.from_bytes(digest[start : start + 4], 'big') & 0x7FFFFFFF) % 1_000_000:06d}"
