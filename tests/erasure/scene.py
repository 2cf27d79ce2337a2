"""The scene itself, over a server's own databases and files."""

import io
import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import openpyxl
from axes.models import AccessAttempt
from django.conf import settings
from django.contrib.sessions.backends.db import SessionStore
from django.db import connection, connections, transaction

from tests.erasure.canaries import (
    MEASURED,
    OTHER,
    SHE,
    STANDARD,
    TESTED,
    YEAR,
    found_in,
    rows_about,
    wanted_of,
    words_of,
)
from tests.erasure.said_of_her import doubted, readable, report_files, reported
from xueheng.evaluation.public import Run, erased_words, results_of, run_standard
from xueheng.evidence.public import (
    IncomingFile,
    append_record,
    attest_record,
    check_upload,
    current_fields,
    latest_snapshot,
    receive_upload,
    records,
    store_upload,
    take_snapshot,
)
from xueheng.identity.public import (
    Account,
    Person,
    approve_erasure,
    ask_purpose,
    bring_register,
    carry_out_erasure,
    change_name,
    make_accounts,
    names_for_the_programme,
    programme_viewer,
    propose_erasure,
)
from xueheng.identity.tests.authority import (
    AGES,
    DAY,
    GRADES,
    POSTS,
    PUPILS,
    WARDS,
    Authority,
    authority,
    identity_card,
)
from xueheng.shell.drafts import keep_draft
from xueheng.trust.public import now, verify_journal, write_journal
from xueheng.trust.subject_keys import keys_to_unseal
from xueheng.web.erasing import ERASERS
from xueheng.web.public import replay_erasures

WHY = "a test looks"
BY = programme_viewer(DAY)
KNOWN = "scene.json"


def fill() -> dict[str, Any]:
    """An authority, two pupils with all of it, a snapshot and a run."""
    place = authority()
    told = {SHE: _lived(place, SHE), OTHER: _lived(place, OTHER)}
    reported(place, told)
    take_snapshot(BY)
    run = run_standard(BY, STANDARD, YEAR)
    said = {"people": dict(place.people), "posts": dict(place.posts), "units": dict(place.units), "run": run.number}
    _beside().write_text(json.dumps(said), "utf-8")
    return {"told": told, "number": place.people[SHE], "other": place.people[OTHER], "run": run.number}


def _lived(place: Authority, word: str) -> dict[str, str]:
    """Everything that there may be about a pupil; the words and keys by which it is found."""
    subject, said, teacher = place.people[word], words_of(word), place.viewer("class_teacher")
    change_name(BY, subject, said["name"])
    (account,) = make_accounts(BY, [subject], {subject: said["login"]})
    _signed_in(account.login, said)
    for day, fields in ((TESTED, MEASURED),):
        tested = append_record(
            place.viewer("pe_teacher"), type="fitness.fitness_test", subject=subject, day=day, fields=fields
        )
        attest_record(place.viewer("school_admin"), tested)
    append_record(
        teacher,
        type="student.observation",
        subject=subject,
        day=DAY,
        fields={"habit": "conduct", "level": "steady", "seen_case": said["private"]},
    )
    paper = _paper(said["attachment"])
    append_record(
        teacher,
        type="fitness.exemption",
        subject=subject,
        day=DAY,
        fields={"kind": "illness"},
        files={"certificate": [IncomingFile("证明.pdf", paper)]},
    )
    card = _card(word)
    doubted(place, word, said)
    _uploaded(place, word, card, said)
    _register(place, card, said)
    keep_draft(subject, "/records/new/", {"words": [said["draft"]]})
    keep_draft(
        place.people["class_teacher"], "/records/new/other/", {"w": [f"{said['name']}{said['draft_of_teacher']}"]}
    )
    ask_purpose(place.viewer("pe_officer"), "check", said["purpose"], now() + 10**10, subject)
    with transaction.atomic():
        write_journal(
            "identity", "correct_person", actor=None, post=None, about=[("person", subject)],
            detail={"words": said["journal"]},
        )  # fmt: skip
    return {**said, "card": card, "pupil_number": f"G{card}", **_keys(subject)}


def _paper(words: str) -> bytes:
    return (
        f"%PDF-1.7\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R /Title ({words}) >>\nendobj\n"
        "2 0 obj\n<< /Type /Pages /Kids [] /Count 0 >>\nendobj\ntrailer\n<< /Root 1 0 R >>\n%%EOF\n"
    ).encode()


def _card(word: str) -> str:
    order = [*PUPILS, *WARDS, *POSTS].index(word)
    return identity_card(date_of_birth(word), 100 + order)


def date_of_birth(word: str) -> Any:
    return TESTED.replace(year=2025 - AGES[GRADES[PUPILS[word]]], month=10, day=1)


def _signed_in(login: str, said: Mapping[str, str]) -> None:
    account = Account.objects.get(login=login)
    session = SessionStore()
    session["_auth_user_id"], session["note"] = str(account.pk), said["session"]
    session.save()
    if said["attempt"] == words_of(SHE)["attempt"]:  # nobody else: the table is empty after her
        AccessAttempt.objects.create(
            username=login, user_agent=said["attempt"], ip_address="192.0.2.7", failures_since_start=1
        )


def _uploaded(place: Authority, word: str, card: str, said: Mapping[str, str]) -> None:
    """A stored row, and a rejected one with her name and a word beside it."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["年级编号", "学籍号", "姓名", "性别", "身高", "体重", "肺活量"])
    sheet.append(["13", f"G{card}", said["name"], 2, 141.5, 35.2, 1800])
    sheet.append(["13", f"G{card}", said["upload"], 2, 9999, 35.2, 1800])
    kept = io.BytesIO()
    book.save(kept)
    by = place.viewer("pe_teacher")
    batch = receive_upload(
        by, IncomingFile(f"{said['upload']}.xlsx", kept.getvalue()), "fitness.national_upload", TESTED
    )
    store_upload(by, int(check_upload(by, int(batch.pk)).pk))


def _register(place: Authority, card: str, said: Mapping[str, str]) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["学籍号", "身份证件号", "姓名", "性别", "年级", "班级"])
    sheet.append([f"G{card}", card, said["name"], "女", "小学三年级", "三（1）班"])
    sheet.append([f"G{card}9", card, said["register"], "女", "小学三年级", "三（1）班"])
    kept = io.BytesIO()
    book.save(kept)
    name = f"{said['register']}.xlsx"
    bring_register(place.viewer("school_admin"), "common.pupil_register", name, kept.getvalue(), DAY)


def _keys(subject: int) -> dict[str, str]:
    with connections["keys"].cursor() as cursor:
        cursor.execute("SELECT wrapped FROM trust_subjectkey WHERE subject = %s", [subject])
        wrapped = bytes(cursor.fetchone()[0])
    raw = keys_to_unseal([subject])[subject]
    assert raw is not None
    return {"key wrapped": wrapped.hex(), "key raw": raw.hex()}


def erase(word: str = SHE) -> dict[str, Any]:
    """By two people of her school, then carried out; what is in the files while this process still runs."""
    place = _place()
    subject = place.people[word]
    number = propose_erasure(place.viewer("school_admin"), subject, "asked", "家长来信要求")
    approve_erasure(place.viewer("head"), number)
    removed = carry_out_erasure(place.viewer("head"), number, ERASERS)
    return {"removed": removed, "number": number}


def look() -> dict[str, Any]:
    """What the databases say of the two pupils now, and of the run."""
    place = _place()
    run = Run.objects.for_the_programme(WHY).get(pk=_said()["run"])
    words = erased_words(run)
    snapshot = latest_snapshot()
    erased = Person.objects.for_the_programme(WHY).get(pk=place.people[SHE])
    rows = records(BY).filter(subject=place.people[SHE])
    other = current_fields(BY, records(BY).filter(subject=place.people[OTHER], type="student.observation").get())
    return {
        "names": names_for_the_programme([place.people[SHE], place.people[OTHER]], WHY),
        "index": bytes(erased.name_index).hex(),
        "envelopes": rows.count(),
        "payloads": sum(len(bytes(row.payload)) + len(bytes(row.fingerprint)) for row in rows),
        "other": other["seen_case"],
        "said": {word: readable(BY, place.people[word]) for word in (SHE, OTHER)},
        "report_files": report_files(),
        "run": words.zh if words else "",
        "results": results_of(run.number).is_dir(),
        "taken_out": (snapshot.erased, snapshot.taken_digest != snapshot.digest) if snapshot else None,
        "journal": [finding.kind for finding in verify_journal().findings],
    }


def search(told: str) -> dict[str, Any]:
    """What is found in the files while the databases are open."""
    wanted = wanted_of(json.loads(Path(told).read_text("utf-8")))
    _ = Account.objects.count()
    if connection.vendor == "postgresql":
        return {"files": {}, "rows": []}
    folder = Path(settings.PLACES.folder)
    return {"files": found_in(folder, wanted), "rows": list(rows_about(folder, _place().people[SHE]))}


def again() -> dict[str, Any]:
    """A snapshot and a run after it."""
    take_snapshot(BY)
    run = run_standard(BY, STANDARD, YEAR)
    return {"subjects": run.subjects}


def replay(ledger: str) -> dict[str, Any]:
    return {"erased": replay_erasures(Path(ledger))}


def _beside() -> Path:
    return Path(settings.PLACES.folder).parent / KNOWN


def _said() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(_beside().read_text("utf-8"))
    return found


def _place() -> Authority:
    said = _said()
    return Authority("示例一区", DAY, said["units"], said["people"], said["posts"], {})


STEPS: Mapping[str, Callable[..., Any]] = {
    "fill": fill, "erase": erase, "look": look, "search": search, "again": again, "replay": replay,
}  # fmt: skip
