"""A person at a browser, as far as the server sees her: cookies, forms, files. A dead server is `Gone`."""

import http.client
import re
import secrets
from dataclasses import dataclass, field
from urllib.parse import urlencode, urlsplit

from tests.crashes.people import PASSWORD

SECONDS = 30
NUMBER = re.compile(r"/(records|uploads)/(\d+)/$")


class Gone(Exception):
    """The server did not answer: nothing is known of what was asked."""


@dataclass(frozen=True)
class Answer:
    status: int
    location: str
    body: str

    @property
    def number(self) -> int | None:
        """The number of what was made, by the address that the server sends to."""
        found = NUMBER.search(urlsplit(self.location).path)
        return int(found.group(2)) if found and self.status == 302 else None


@dataclass
class Person:
    """Signed in at one server after another; her session outlives them."""

    login: str
    cookies: dict[str, str] = field(default_factory=dict)

    def sign_in(self, address: str) -> None:
        self.get(address, "/sign-in/")
        self.post(address, "/sign-in/", {"login": self.login, "password": PASSWORD})
        assert "sessionid" in self.cookies, "could not sign in"

    def get(self, address: str, path: str) -> Answer:
        return self._ask(address, "GET", path)

    def post(
        self, address: str, path: str, fields: dict[str, str], file: tuple[str, bytes] | None = None, at: str = "file"
    ) -> Answer:
        fields = {**fields, "csrfmiddlewaretoken": self.cookies.get("csrftoken", "")}
        if file is None:
            kind, body = "application/x-www-form-urlencoded", urlencode(fields).encode()
        else:
            kind, body = _multipart(fields, file, at)
        return self._ask(address, "POST", path, body, kind)

    def _ask(self, address: str, method: str, path: str, body: bytes | None = None, kind: str = "") -> Answer:
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        if body is not None:
            headers |= {"Content-Type": kind, "Origin": address}
        connection = http.client.HTTPConnection(urlsplit(address).netloc, timeout=SECONDS)
        try:
            connection.request(method, path, body, headers)
            response = connection.getresponse()
            text = response.read().decode(errors="replace")
        except (OSError, http.client.HTTPException) as fault:
            raise Gone from fault
        finally:
            connection.close()
        for told in response.headers.get_all("Set-Cookie") or ():
            name, _, value = told.partition(";")[0].partition("=")
            self.cookies[name.strip()] = value
        return Answer(response.status, response.headers.get("Location", ""), text)


def _multipart(fields: dict[str, str], file: tuple[str, bytes], at: str) -> tuple[str, bytes]:
    mark = secrets.token_hex(16)
    parts = [
        f'--{mark}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()
        for name, value in fields.items()
    ]
    name, content = file
    head = f'--{mark}\r\nContent-Disposition: form-data; name="{at}"; filename="{name}"\r\n\r\n'.encode()
    return f"multipart/form-data; boundary={mark}", b"".join([*parts, head, content, f"\r\n--{mark}--\r\n".encode()])
