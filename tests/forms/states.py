"""The states in which a page shows its form, where the permission matrix's own examples have not come so far."""

import json
import tempfile
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from allauth.mfa.models import Authenticator
from allauth.mfa.utils import encrypt
from django.contrib.auth.hashers import make_password

from tests.permission_matrix.example_runs import finished_run
from tests.permission_matrix.examples import Asked, example
from tests.permission_matrix.planted import OBSERVATION
from tests.permission_matrix.trying import SECRET, Trier
from xueheng.evaluation.actions.decide_layer import approve_layer
from xueheng.evaluation.actions.save_layer import save_layer
from xueheng.evaluation.actions.send_layer import send_layer
from xueheng.evaluation.actions.start_layer import start_layer
from xueheng.evaluation.layers.written import Written
from xueheng.evaluation.public import Run
from xueheng.evidence.intake.kept_workbooks import BOOK, FOUND, keep_bytes
from xueheng.evidence.model_batches import Batch
from xueheng.evidence.public import append_record
from xueheng.evidence.tests.workbooks_to_upload import LAYOUT
from xueheng.identity.model_accounts import Account
from xueheng.identity.public import CONSENTS, give_consent, today
from xueheng.identity.tests import register_books, roster_zips
from xueheng.identity.tests.authority import Authority
from xueheng.identity.tests.test_imports_pupils import pupil
from xueheng.shell.drafts import keep_draft
from xueheng.shell.models import Job
from xueheng.trust.public import now
from xueheng.web.sign_in.adapters import PROVED_AT

PASSWORD = "cloud-over-river-7"
WHY = "a state in which a page shows its form"
State = Callable[[Asked], int | str | None]
Before = Callable[[Asked, Trier], Trier]
"""What is done before the page is opened; the reader's browser as it is then."""


def example_or_state(kind: str, about: Asked) -> int | str | None:
    """An example of the matrix, or one of the states here."""
    return STATES[kind](about) if kind in STATES else example(kind, about)


def _failed_job(about: Asked) -> int:
    number = int(str(example("job", about)))
    Job.objects.filter(number=number).update(state="failed")
    return number


def _drafted_layer(about: Asked) -> int:
    """A sound draft of the school."""
    office = about.place.viewer("school_admin")
    begun = start_layer(office, "student.primary")
    weights = {"moral": {"ideals": "25", "responsibility": "30", "conduct": "45"}}
    return int(save_layer(office, begun.number, Written(weights), "样例理由").number)


def _sent_layer(about: Asked) -> int:
    number = _drafted_layer(about)
    send_layer(about.place.viewer("school_admin"), number)
    return number


def _adopted_layer(about: Asked) -> int:
    number = _sent_layer(about)
    approve_layer(about.place.viewer("head"), number, today(), "样例会议")
    return number


def _checked_upload(about: Asked) -> int:
    """One that could be stored, with rows sent back, rows that differ, and a heading that nobody knows."""
    number = int(str(example("upload", about)))
    rows = Batch.objects.for_the_programme(WHY).filter(pk=number)
    rows.update(state="checked", layout=LAYOUT, received=3, new=2, rejected=1, said={"differs": 1})
    columns = [["学籍号", "subject", "学籍号", []], ["身长", "", "", ["141"]]]
    found = {"sheets": [{"name": "体质", "columns": columns, "notes": []}]}
    keep_bytes(number, FOUND, json.dumps(found).encode())
    keep_bytes(number, BOOK, b"PK\x03\x04")
    return number


def _import_to_settle(about: Asked) -> int:
    row = pupil(930, "示例写法")
    row["孩子叫什么"] = row.pop("姓名")
    return _brought(about.place, row)


def _checked_import(about: Asked) -> int:
    """One row to store; one sent back, whose spelling nobody knows."""
    return _brought(about.place, pupil(931, "示例写法甲"), {**pupil(932, "示例写法乙"), "年级": "六年及"})


def _brought(place: Authority, *rows: dict[str, object]) -> int:
    content = _book(*rows)
    office = place.viewer("school_admin", today())
    return int(register_books.brought(office, register_books.PUPILS, content, today()).number)


def _book(*rows: dict[str, object]) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        return register_books.book(Path(folder) / "a.xlsx", rows)


def _stored_accounts(about: Asked) -> int:
    """Accounts made of a list, their first passwords not taken yet."""
    office = about.place.viewer("school_admin", today())
    staff = _book({"教师号": "T2026001", "姓名": "示例师甲", "岗位": "体育教师"})
    register_books.stored(office, register_books.STAFF, staff, today())
    asked = _book({"姓名": "示例师甲", "教师号": "T2026001", "登录名": "shilijia"})
    return int(register_books.stored(office, register_books.ACCOUNTS, asked, today()).number)


def _checked_roster(about: Asked) -> int:
    """Rows to store, and one sent back."""
    files = roster_zips.changed("users", "u-2,,,true", "u-2,,,maybe", roster_zips.changed("orgs", "RV-01", "91-first"))
    office = about.place.viewer("school_admin", today())
    return int(roster_zips.brought(office, roster_zips.zipped(files), day=today()).number)


STATES: dict[str, State] = {
    "failed_job": _failed_job,
    "drafted_layer": _drafted_layer,
    "sent_layer": _sent_layer,
    "adopted_layer": _adopted_layer,
    "checked_upload": _checked_upload,
    "import_to_settle": _import_to_settle,
    "checked_import": _checked_import,
    "stored_accounts": _stored_accounts,
    "checked_roster": _checked_roster,
}


def typed_and_left(about: Asked, trier: Trier) -> Trier:
    """A draft of hers."""
    keep_draft(about.place.people[trier.reader.word], "/mine/", {"words": ["样例"]})
    return trier


def noticed_one(about: Asked, trier: Trier) -> Trier:
    """She recorded about one of the class lately; the others are quiet."""
    teacher = about.place.viewer(trier.reader.word, today())
    fields = {"habit": "study", "level": "steady"}
    day = today() - timedelta(days=3)
    append_record(teacher, type=OBSERVATION, subject=about.place.people[about.around.pupil], day=day, fields=fields)
    return trier


def consented(about: Asked, trier: Trier) -> Trier:
    """The guardian gave every consent."""
    guardian = about.place.guardian(trier.reader.word, today())
    for code, kind in CONSENTS.items():
        give_consent(guardian, about.place.people[about.around.pupil], code, kind.version, today())
    return trier


def ran_lately(about: Asked, trier: Trier) -> Trier:
    """A run of the standard over which the layer lies, to try it on."""
    number = finished_run(about.place.units["first"])
    Run.objects.for_the_programme(WHY).filter(pk=number).update(standard="student.primary")
    return trier


def closed_account(about: Asked, trier: Trier) -> Trier:
    """A colleague's account is closed."""
    Account.objects.create(login="closed-example", person_id=about.place.people[about.around.teacher], is_active=False)
    return trier


def lately_signed_in(about: Asked, trier: Trier) -> Trier:
    """She has proved who she is a moment ago."""
    del about
    session = trier.client.session
    session[PROVED_AT] = now()
    session.save()
    return trier


def half_signed_in(about: Asked, trier: Trier) -> Trier:
    """Her password was right, and her telephone's code is asked for."""
    account = Account.objects.create(
        login="second-example", person_id=about.place.people["nine_head"], password=make_password(PASSWORD),
        must_change_password=False,
    )  # fmt: skip
    Authenticator.objects.create(user=account, type=Authenticator.Type.TOTP, data={"secret": encrypt(SECRET)})
    trier.client.cookies.clear()
    trier.client.post("/sign-in/", {"login": account.login, "password": PASSWORD})
    return replace(trier, cookies=trier.client.cookies.output(header=""))
