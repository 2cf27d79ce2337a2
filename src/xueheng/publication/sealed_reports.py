"""What a report says, sealed with its pupil's key and opened again."""

import hashlib
import json
from collections.abc import Mapping, Sequence

from xueheng.publication.facts import Facts, as_data, from_data
from xueheng.publication.model_reports import TermReport
from xueheng.trust.public import canonical_json, seal, unseal_many

DIGEST_SHOWN = 12


def facts_label(number: int) -> str:
    """What the facts are bound to, besides the pupil."""
    return f"report facts|{number}"


def comment_label(number: int) -> str:
    """What the comment is bound to, besides the pupil."""
    return f"report comment|{number}"


def put_facts(report: TermReport, facts: Facts) -> None:
    """Seal the facts into the row; the caller saves it."""
    plain = json.dumps(as_data(facts), ensure_ascii=False).encode()
    report.facts = seal(int(report.pupil), facts_label(int(report.number)), plain)


def put_comment(report: TermReport, comment: str) -> None:
    """Seal the comment into the row; the caller saves it."""
    report.comment = seal(int(report.pupil), comment_label(int(report.number)), comment.encode()) if comment else b""


def opened(reports: Sequence[TermReport]) -> Mapping[int, tuple[Facts, str]]:
    """Facts and comment by the report's number, their keys fetched at once; nothing of what was erased or not made."""
    facts = [r for r in reports if r.facts]
    comments = [r for r in reports if r.comment]
    plain = unseal_many([
        *((int(r.pupil), facts_label(int(r.number)), bytes(r.facts)) for r in facts),
        *((int(r.pupil), comment_label(int(r.number)), bytes(r.comment)) for r in comments),
    ])  # fmt: skip
    said = {int(r.number): (text or b"").decode() for r, text in zip(comments, plain[len(facts) :], strict=True)}
    found = {}
    for report, text in zip(facts, plain, strict=False):
        if text is not None:
            found[int(report.number)] = (from_data(json.loads(text)), said.get(int(report.number), ""))
    return found


def digest_of(facts: Facts, comment: str, picks: Sequence[int]) -> str:
    """The first digits of what the report says, by which two printings are told apart."""
    said = canonical_json({"facts": as_data(facts), "comment": comment, "works": [str(one) for one in picks]})
    return hashlib.sha256(said.encode()).hexdigest()[:DIGEST_SHOWN]
