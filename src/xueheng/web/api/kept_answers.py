"""Sent twice, done once: what a sending under an idempotency key was answered is answered again for a day.

Records carry the sender's id of each (made of the key where the sender gives none), so that whatever happens between
storing them and keeping the answer, the same sending stores nothing twice. Other acts and their answer are one
transaction.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

from django.db import IntegrityError, transaction

from xueheng.trust.public import PROGRAMME, fingerprint, now, seal, unseal
from xueheng.web.api.problems import Refused
from xueheng.web.model_api import AccessToken, KeptAnswer
from xueheng.wording import Text

HEADER = "Idempotency-Key"
LONGEST_KEY = 200
KEPT_FOR = 24 * 3600 * 1_000_000
"""Microseconds."""
_KEY, _SENT, _CLIENT = "api_key", "api_sent", "api_client"
_WHY = "what the same sending was answered before"


@dataclass(frozen=True)
class Sending:
    """One sending under a key: whose, the key, and what was sent where."""

    token: AccessToken
    key: str
    address: str
    body: bytes

    def client_of(self, index: int) -> str:
        """The sender's id of the record at this place, where it has none of its own."""
        return f"k-{self.named}-{index}"

    @cached_property
    def named(self) -> str:
        """What all ids made of this key begin with: 112 bits."""
        return fingerprint(_CLIENT, f"{self.token.pk}|{self.key}".encode()).hex()[:28]

    @property
    def key_digest(self) -> bytes:
        """What is kept of the key."""
        return fingerprint(_KEY, self.key.encode())

    @property
    def sent_digest(self) -> bytes:
        """What is kept of what was sent."""
        return fingerprint(_SENT, self.address.encode() + b"\0" + self.body)


def sending_of(token: AccessToken, key: str, address: str, body: bytes) -> Sending | None:
    """The sending, None without a key. Raises Refused for a key that cannot be one."""
    if not key:
        return None
    if len(key) > LONGEST_KEY or not (key.isascii() and key.isprintable()):
        raise Refused(
            "invalid",
            Text(f"{HEADER} 应为 1–{LONGEST_KEY} 个可见字符", f"{HEADER} takes 1 to {LONGEST_KEY} visible characters"),
            Text("用 UUID 即可。", "A UUID will do."),
        )
    return Sending(token, key, address, body)


def answer_before(sending: Sending) -> tuple[int, bytes] | None:
    """Status and body of the answer that this sending had. Raises Refused where another body came under the key."""
    rows = KeptAnswer.objects.for_the_programme(_WHY).filter(token=sending.token, key=sending.key_digest)
    found = rows.filter(made__gt=now() - KEPT_FOR).first()
    if found is None:
        return None
    if bytes(found.sent) != sending.sent_digest:
        raise key_reused()
    return int(found.status), unseal(PROGRAMME, _label(sending), bytes(found.body))


def keep_answer(sending: Sending, status: int, body: bytes) -> tuple[int, bytes]:
    """The answer kept; where another process was quicker, its answer. Raises Refused as `answer_before`."""
    try:
        with transaction.atomic():
            _keep(sending, status, body)
    except IntegrityError:
        return answer_before(sending) or (status, body)
    return status, body


def done_once(sending: Sending, act: Callable[[], tuple[int, bytes]]) -> tuple[int, bytes]:
    """What `act` answers, done and kept in one transaction; where another process was quicker, its answer."""
    try:
        with transaction.atomic():
            row = _keep(sending, 0, b"")
            status, body = act()
            KeptAnswer.objects.for_the_programme(_WHY).filter(pk=row.pk).update(
                status=status, body=seal(PROGRAMME, _label(sending), body)
            )
            return status, body
    except IntegrityError:
        before = answer_before(sending)
        if before is None:
            raise
        return before


def drop_old_answers() -> None:
    """Take away what was kept for a day, whoever sent it."""
    KeptAnswer.objects.for_the_programme(_WHY).filter(made__lte=now() - KEPT_FOR).delete()


def key_reused() -> Refused:
    """Another body under the same key."""
    return Refused(
        "key_reused",
        Text(
            f"同一个 {HEADER} 发过别的内容，这一次没有处理",
            f"other content came under the same {HEADER}; this was not done",
        ),
        Text("新的内容请用新的编号。", "Use a new key for new content."),
    )


def _keep(sending: Sending, status: int, body: bytes) -> KeptAnswer:
    moment = now()
    old = KeptAnswer.objects.for_the_programme(_WHY).filter(token=sending.token, made__lte=moment - KEPT_FOR)
    old.delete()
    made: KeptAnswer = KeptAnswer.objects.create(
        token=sending.token, key=sending.key_digest, sent=sending.sent_digest, status=status,
        body=seal(PROGRAMME, _label(sending), body) if status else b"", made=moment,
    )  # fmt: skip
    return made


def _label(sending: Sending) -> str:
    return f"api answer|{sending.token.pk}|{sending.key_digest.hex()}"
