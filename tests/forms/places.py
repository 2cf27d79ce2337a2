"""What a machine cannot find out about forms: on which page a button stands, and what a right answer looks like.

An address that takes a form is looked for on its own page first. One whose form stands on another page is named here
with that page, and one that no page of the examples shows, with what it takes; else the test fails by its name.
"""

import io
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

import openpyxl

from tests.permission_matrix.examples import Asked
from tests.permission_matrix.planted import SERVICE
from xueheng.identity.public import today
from xueheng.identity.tests.authority import POSTS, PUPILS, WARDS, identity_card

STANDS_ON: Mapping[str, str] = {
    "account_logout": "home", "choose_display": "home", "choose_standing": "home", "end_sessions": "security",
    "cancel_job": "job", "check_import": "import", "withdraw_import": "import", "check_roster": "roster",
    "withdraw_roster": "roster", "check_upload": "upload", "close_account": "accounts", "make_accounts": "accounts",
    "reset_password": "accounts", "compare_runs": "run_comparison", "compute_run_again": "run", "repeat_run": "run",
    "draft_class_reports": "class_reports", "draw_sample": "sample", "end_guardianship": "family",
    "give_consent": "family", "refuse_erasure": "erasure", "approve_purpose": "purpose", "refuse_purpose": "purpose",
    "review_term_report": "term_report", "withdraw_objection": "objection", "choose_shown": "record",
}  # fmt: skip
"""Address → the page where its form stands."""

TAKES: Mapping[str, tuple[str, ...]] = {
    "keep_draft": ("words",), "forget_draft": ("form",), "retry_job": (), "watch_pupils": ("pupil", "back"),
    "take_back_sheet": ("record",), "forget_phrase": (), "say_upload_headings": ("heading-0",),
    "store_upload": ("corrections",), "marked_upload": (), "make_class_report_files": (),
    "say_headings": ("heading-0",),
    "say_values": ("word", "spelling", "code"), "store_import": (), "marked_import": (), "import_slips": (),
    "store_roster": (), "rejected_roster": (), "withdraw_consent": (), "mfa_authenticate": ("code",),
    "layer": (), "check_layer": (), "send_layer": (), "take_back_layer": (), "drop_layer": (), "follow_layer": (),
    "end_layer": (), "layer_backtest": (),
    "openid_connect_login": ("next", "process"), "openid_connect_callback": ("state", "code"), "mfa_index": (),
    "mfa_activate_totp": ("code",), "mfa_deactivate_totp": (), "mfa_generate_recovery_codes": (),
    "mfa_download_recovery_codes": (), "open_account": (), "revoke_token": (),
}  # fmt: skip
"""Address → the fields it reads, where the examples come to no page that shows its form (a button that only a later
state has, or a part of a page that a script sends): all of them are sent badly, and nothing may break or be told back.
"""

ANSWERS_QUIETLY = frozenset({"keep_draft", "choose_display", "choose_standing", "forget_draft", "watch_pupils"})
"""Addresses that take what they can use and pass over the rest: nobody waits for their answer."""

Right = Mapping[str, str | Callable[[Asked], str]]


@dataclass(frozen=True, slots=True)
class Known:
    """About one form: what a right answer says where a machine's guess would be refused, fields that may be blank
    though their label does not say so (with the reason), and why even a right answer is refused here.
    """

    right: Right = field(default_factory=dict)
    may_be_blank: Mapping[str, str] = field(default_factory=dict)
    refused: str = ""
    reader: str = ""
    """Who opens it, where the first who may is not who would; `at`: of which unit."""
    at: str = ""
    kinds: Mapping[str, str] = field(default_factory=dict)
    """Another example than the permission matrix takes: kind → kind."""
    notes_reading: bool = False
    """The page that comes back shows somebody's data again, and the journal says that it was read."""
    public: bool = False
    """Whoever is signed out has nothing to do there."""
    looks_up: bool = False
    """It only looks something up: what cannot be meant is simply not found."""
    each: str = ""
    """What the names begin with of fields for one pupil each, of which any may be blank."""
    files: Mapping[str, Callable[[], tuple[str, bytes]]] = field(default_factory=dict)
    """A right file for each field of files: its name and content."""


def _name(about: Asked) -> str:
    return about.place.names[about.place.people[about.around.pupil]]


def _day(ahead: int) -> str:
    return (today() + timedelta(days=ahead)).isoformat()


def _colleague(about: Asked) -> str:
    return about.place.names[about.place.people["subject_teacher"]]


def _card(about: Asked) -> str:
    return identity_card(date(1985, 5, 6), 100 + [*PUPILS, *WARDS, *POSTS].index("subject_teacher"))


def _guardian(about: Asked) -> str:
    return about.place.names[about.place.people["mother_of_dan"]]


def _workbook() -> tuple[str, bytes]:
    book = openpyxl.Workbook()
    assert book.active is not None
    book.active.append(["学籍号", "姓名"])
    kept = io.BytesIO()
    book.save(kept)
    return "学生.xlsx", kept.getvalue()


def _bundle() -> tuple[str, bytes]:
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w") as packed:
        packed.writestr("manifest.csv", "propertyName,value\n")
    return "名册.zip", kept.getvalue()


_SPRING = {"from_day": "2026-03-01", "to_day": "2026-03-31"}
_NO_PASSWORD = "the examples' accounts have no password, and their telephones no code that could be known here"
KNOWN: Mapping[str, Known] = {
    "correct_record": Known({"level": "growing"}),
    "term_report": Known(kinds={"finished_report": "term_report"}, notes_reading=True),
    "review_term_report": Known({"word": "again"}, kinds={"finished_report": "term_report"}),
    "choose_shown": Known({"report": "yes"}),
    "new_sample": Known({"type": SERVICE, **_SPRING}),
    "attestations": Known(may_be_blank={"words": "needed only to send something back, and the label says so"}),
    "sheet": Known(each="value-"),
    "people": Known(looks_up=True),
    "search": Known(looks_up=True),
    "new_layer_leaf": Known(refused="the example layer is no draft any more"),
    "decide_layer": Known(refused="the base of the example layer has changed"),
    "new_upload": Known(files={"file": _workbook}),
    "new_import": Known(files={"file": _workbook}),
    "new_roster": Known(files={"file": _bundle}),
    "lend_post": Known({"name": _colleague, "kind": "resident", "number": _card, "to_day": _day(5)}),
    "end_post": Known(reader="school_admin"),
    "account_logout": Known(public=True),
    "appoint": Known({"name": _colleague}),
    "link_guardian": Known({"name": _guardian}),
    "found_unit": Known({"stage": "primary", "code": "new-1"}),
    "rename_unit": Known(reader="data_officer", at="first"),
    "move_unit": Known({"code": "91-nine"}, reader="data_officer", at="primary"),
    "close_unit": Known(reader="data_officer", at="office"),
    "merge_unit": Known({"code": "91-first"}, reader="data_officer", at="nine"),
    "register_person": Known({"kind": "resident", "number": identity_card(date(1990, 1, 1), 900)}),
    "find_for_erasure": Known({"name": _name}),
    "propose_erasure": Known({"typed": _name}),
    "approve_erasure": Known({"typed": _name}),
    "finish_class_reports": Known(refused="no report of the example class is written yet"),
    "account_login": Known(refused=_NO_PASSWORD),
    "account_reauthenticate": Known(refused=_NO_PASSWORD),
    "account_change_password": Known(refused=_NO_PASSWORD),
    "mfa_reauthenticate": Known(refused=_NO_PASSWORD),
}
