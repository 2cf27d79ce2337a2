"""A small OpenID provider on loopback, for the tests: it vouches at once for whomever the test names, truly or not."""

import base64
import hashlib
import json
import secrets
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa

CLIENT, SECRET, KEY = "xueheng-tests", "a secret of the tests", "key-1"


@dataclass
class Provider:
    """What the provider says next, and what it was asked. `claims` go into the token, `told` into the user's page."""

    address: str = ""
    subject: str = "subject-1"
    login: str = ""
    claims: dict[str, Any] = field(default_factory=dict)
    told: dict[str, Any] = field(default_factory=dict)
    forged: bool = False
    """The token is signed by somebody else's key."""
    down: bool = False
    refuses: bool = False
    """The person presses cancel at the provider."""
    asked: list[dict[str, str]] = field(default_factory=list)
    key: rsa.RSAPrivateKey = field(default_factory=lambda: rsa.generate_private_key(65537, 2048))
    other_key: rsa.RSAPrivateKey = field(default_factory=lambda: rsa.generate_private_key(65537, 2048))
    codes: dict[str, dict[str, str]] = field(default_factory=dict)

    def vouches_for(self, login: str, **more: Any) -> None:
        """From now on everybody who comes is this person; `more`: what is wrong about it."""
        self.subject, self.login = f"subject of {login}", login
        self.claims, self.told = more.pop("claims", {}), more.pop("told", {})
        self.forged, self.down = more.pop("forged", False), more.pop("down", False)
        self.refuses = more.pop("refuses", False)
        assert not more

    def description(self) -> dict[str, Any]:
        return {
            "issuer": self.address,
            "authorization_endpoint": f"{self.address}/authorize",
            "token_endpoint": f"{self.address}/token",
            "userinfo_endpoint": f"{self.address}/userinfo",
            "jwks_uri": f"{self.address}/keys",
            "token_endpoint_auth_methods_supported": ["client_secret_post"],
        }

    def keys(self) -> dict[str, Any]:
        told = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(self.key.public_key()))
        return {"keys": [told | {"kid": KEY, "alg": "RS256", "use": "sig"}]}

    def authorized(self, asked: dict[str, str]) -> str:
        """Where the browser goes, with a code."""
        self.asked.append(asked)
        if self.refuses:
            return f"{asked['redirect_uri']}?{urlencode({'error': 'access_denied', 'state': asked['state']})}"
        code = secrets.token_urlsafe(16)
        self.codes[code] = asked
        return f"{asked['redirect_uri']}?{urlencode({'code': code, 'state': asked['state']})}"

    def tokens(self, sent: dict[str, str]) -> dict[str, Any] | None:
        """The tokens for a code, once; None for anybody but the client that began."""
        asked = self.codes.pop(sent.get("code", ""), None)
        digest = hashlib.sha256(sent.get("code_verifier", "").encode()).digest()
        challenge = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
        if asked is None or challenge != asked["code_challenge"] or sent.get("client_secret") != SECRET:
            return None
        moment = int(time.time())
        claims = {"iss": self.address, "aud": CLIENT, "sub": self.subject, "iat": moment, "exp": moment + 300}
        claims |= {"nonce": asked["nonce"], "jti": secrets.token_hex(8)} | self.claims
        token = jwt.encode(claims, self.other_key if self.forged else self.key, "RS256", {"kid": KEY})
        return {"access_token": "of-the-tests", "token_type": "Bearer", "id_token": token}

    def person(self) -> dict[str, Any]:
        return {"sub": self.subject, "preferred_username": self.login, "name": "示例姓名"} | self.told


def _handler(provider: Provider) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            parts = urlsplit(self.path)
            answers = {
                "/.well-known/openid-configuration": provider.description,
                "/keys": provider.keys,
                "/userinfo": provider.person,
            }
            if provider.down:
                self.send_error(500)
            elif parts.path == "/authorize":
                self.send_response(302)
                self.send_header("Location", provider.authorized(dict(parse_qsl(parts.query))))
                self.end_headers()
            elif parts.path in answers:
                self._tell(answers[parts.path]())
            else:
                self.send_error(404)

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            told = provider.tokens(dict(parse_qsl(body))) if self.path == "/token" else None
            self._tell(told or {"error": "invalid_grant"}, 200 if told else 400)

        def _tell(self, told: object, status: int = 200) -> None:
            content = json.dumps(told).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *words: object) -> None:
            """Nothing is printed."""

    return Handler


@contextmanager
def openid_provider() -> Iterator[Provider]:
    """A provider for as long as this lasts."""
    provider = Provider()
    server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(provider))
    provider.address = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield provider
    finally:
        server.shutdown()
        server.server_close()
