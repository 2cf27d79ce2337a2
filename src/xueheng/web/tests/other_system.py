"""Another system that uses the interface under somebody's token."""

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.test import Client

from xueheng.identity.public import viewer_for
from xueheng.identity.tests.authority import Authority
from xueheng.web.actions.make_token import make_token
from xueheng.web.api.scopes import SCOPES, offered_to
from xueheng.web.model_api import AccessToken

JSON = "application/json"
File = tuple[str, bytes]
FITNESS = "fitness.fitness_test"
OBSERVATION = "student.observation"
MEASURED = {"height": "132.0", "weight": "33.0", "vital_capacity": "1350", "run_50m": "10.9"}


@dataclass
class OtherSystem:
    """A programme with a token."""

    text: str
    token: AccessToken | None = None
    client: Client = field(default_factory=lambda: Client(raise_request_exception=False))

    def get(self, address: str, **headers: str) -> Any:
        return self.client.get(f"/api/v1{address}", headers=self._headers(headers))

    def post(self, address: str, sent: object, **headers: str) -> Any:
        body = sent if isinstance(sent, bytes) else json.dumps(sent).encode()
        content = headers.pop("content_type", JSON)
        return self.client.post(f"/api/v1{address}", data=body, content_type=content, headers=self._headers(headers))

    def post_parts(self, address: str, record: object, files: Mapping[str, Sequence[File]], **headers: str) -> Any:
        """`record` as JSON (bytes as they are), and (name, content) of each file by field."""
        said = record if isinstance(record, bytes) else json.dumps(record).encode()
        parts = [b'Content-Disposition: form-data; name="record"\r\nContent-Type: application/json\r\n\r\n' + said]
        for field_, some in files.items():
            for name, content in some:
                head = f'Content-Disposition: form-data; name="{field_}"; filename="{name}"\r\n\r\n'
                parts.append(head.encode() + content)
        body = b"".join(b"--cut\r\n" + part + b"\r\n" for part in parts) + b"--cut--\r\n"
        return self.post(address, body, content_type="multipart/form-data; boundary=cut", **headers)

    def _headers(self, more: dict[str, str]) -> dict[str, str]:
        own = {"Authorization": f"Bearer {self.text}"} if self.text else {}
        return {**own, **{name.replace("_", "-"): value for name, value in more.items()}}


def system_of(place: Authority, word: str, scopes: Collection[str] | None = None) -> OtherSystem:
    """A system with a token of this person's post: with all scopes that the post can give, or these, given or not."""
    viewer = viewer_for(place.people[word], place.posts[word])
    made = make_token(viewer, "样例系统", ["standards:read"])
    wanted = sorted(scopes if scopes is not None else offered_to(viewer))
    AccessToken.objects.for_the_programme("a token of the tests").filter(pk=made.token.pk).update(scopes=wanted)
    made.token.refresh_from_db(from_queryset=AccessToken.objects.for_the_programme("as above"))
    return OtherSystem(made.text, made.token)


def with_every_scope(place: Authority, word: str) -> OtherSystem:
    """A system whose token names every scope, whatever the post may."""
    return system_of(place, word, SCOPES)


def observed(place: Authority, word: str = "ann", **more: object) -> dict[str, object]:
    """An observation of a pupil, as it is sent."""
    return {
        "type": OBSERVATION, "subject": str(place.people[word]), "day": "2026-03-02",
        "fields": {"habit": "conduct", "level": "steady"}, **more,
    }  # fmt: skip
