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

from tests.forms.states import (
    Before,
    closed_account,
    consented,
    half_signed_in,
    lately_signed_in,
    noticed_one,
    ran_lately,
    typed_and_left,
)
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
    "forget_draft": "drafts", "retry_job": "job", "watch_pupils": "sheet", "forget_phrase": "phrases",
    "say_upload_headings": "upload", "store_upload": "upload", "marked_upload": "upload",
    "make_class_report_files": "class_reports", "say_headings": "import", "say_values": "import",
    "store_import": "import", "marked_import": "import", "import_slips": "import", "store_roster": "roster",
    "rejected_roster": "roster", "withdraw_consent": "family", "send_layer": "layer", "take_back_layer": "layer",
    "drop_layer": "layer", "follow_layer": "layer", "open_account": "accounts", "revoke_token": "tokens",
}  # fmt: skip
"""Address → the page where its form stands."""

TAKES: Mapping[str, tuple[str, ...]] = {
    "keep_draft": ("words",), "check_layer": ("moral.ideals", "reason"), "take_back_sheet": ("record",),
    "openid_connect_login": ("next", "process"), "openid_connect_callback": ("state", "code"),
}  # fmt: skip
"""Address → the fields it reads, where no form leads to it: the script of a page sends it (what is typed as a draft or
to be checked, a sheet's undo), or the district's identity provider is asked, which the examples have not. All of them
are sent badly, and nothing may break or be told back.
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
    before: Before | None = None
    """The state in which the page shows it, where no example of another kind does."""
    public: bool = False
    """Whoever is signed out has nothing to do there."""
    looks_up: bool = False
    """It only looks something up: what cannot be meant is simply not found."""
    each: str | tuple[str, ...] = ()
    """What the names of fields begin with of which any may be blank, or wrong for now: a pupil's each, a draft's."""
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
_ALONE = "the column is left alone"
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
    "forget_draft": Known(before=typed_and_left),
    "retry_job": Known(kinds={"job": "failed_job"}),
    "watch_pupils": Known(before=noticed_one, reader="subject_teacher"),
    "say_upload_headings": Known(may_be_blank={"heading-0": _ALONE}, kinds={"upload": "checked_upload"}),
    "store_upload": Known(kinds={"upload": "checked_upload"}),
    "marked_upload": Known(kinds={"upload": "checked_upload"}),
    "make_class_report_files": Known(kinds={"class_reports": "printed_reports"}),
    "say_headings": Known(
        may_be_blank={"heading-0": _ALONE}, kinds={"import": "import_to_settle"}, reader="school_admin"
    ),
    "say_values": Known(
        may_be_blank={"code": "such rows are sent back"}, kinds={"import": "checked_import"}, reader="school_admin"
    ),
    "store_import": Known(kinds={"import": "checked_import"}, reader="school_admin"),
    "marked_import": Known(kinds={"import": "checked_import"}, reader="school_admin"),
    "import_slips": Known(kinds={"import": "stored_accounts"}, reader="school_admin"),
    "store_roster": Known(kinds={"roster": "checked_roster"}, reader="school_admin"),
    "rejected_roster": Known(kinds={"roster": "checked_roster"}, reader="school_admin"),
    "withdraw_consent": Known(before=consented, reader="guardian"),
    "layer": Known(
        {"act": "save"}, kinds={"layer": "drafted_layer"}, reader="school_admin", each=("weight-", "bands-")
    ),
    "check_layer": Known(kinds={"layer": "drafted_layer"}, reader="school_admin"),
    "send_layer": Known(kinds={"layer": "drafted_layer"}, reader="school_admin"),
    "drop_layer": Known(kinds={"layer": "drafted_layer"}, reader="school_admin"),
    "layer_backtest": Known(before=ran_lately, kinds={"layer": "drafted_layer"}, reader="school_admin"),
    "take_back_layer": Known(kinds={"layer": "sent_layer"}, reader="school_admin"),
    "follow_layer": Known(kinds={"layer": "adopted_layer"}, reader="school_admin"),
    "end_layer": Known(kinds={"layer": "adopted_layer"}),
    "decide_layer": Known(kinds={"layer": "sent_layer"}),
    "new_layer_leaf": Known(kinds={"layer": "drafted_layer"}, reader="school_admin"),
    "open_account": Known(before=closed_account),
    "mfa_activate_totp": Known(before=lately_signed_in, refused="a telephone's code that could be known here"),
    "mfa_deactivate_totp": Known(before=lately_signed_in, reader="system_admin", refused="hers stays on"),
    "mfa_generate_recovery_codes": Known(before=lately_signed_in, reader="system_admin"),
    "mfa_authenticate": Known(before=half_signed_in, reader="public", public=True, refused=_NO_PASSWORD),
}
