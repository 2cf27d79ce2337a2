"""The text of a token: `xh_` with the part that names it and the part that nobody can guess."""

import hmac
import re
import secrets

from xueheng.trust.public import blind_index

LETTERS = "abcdefghijkmnpqrstuvwxyz23456789"
CODE, SECRET = 12, 40
"""Letters of each part; the secret one has 200 bits."""
_SHAPE = re.compile(r"xh_([a-z2-9]{12})_([a-z2-9]{40})")
_KIND = "api_token"


def new_text() -> tuple[str, str]:
    """The part that names a token, and its whole text."""
    code, secret = ("".join(secrets.choice(LETTERS) for _ in range(length)) for length in (CODE, SECRET))
    return code, f"xh_{code}_{secret}"


def code_in(text: str) -> str | None:
    """The part that names it; None for what is no token."""
    found = _SHAPE.fullmatch(text)
    return found.group(1) if found else None


def digest_of(text: str) -> bytes:
    """What is kept of a token: nobody without the server's key can make it, or find the text from it."""
    return blind_index(_KIND, text)


def is_text_of(text: str, digest: bytes) -> bool:
    """Whether this is the text that the digest was made of; takes as long whatever the answer."""
    return hmac.compare_digest(digest_of(text), digest)
