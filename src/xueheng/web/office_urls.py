"""The addresses of posts, requests to read, families, changes of units, and the journal."""

from django.views.decorators.http import require_http_methods, require_POST, require_safe

from xueheng.identity.public import route
from xueheng.web.views import families, journal, posts, purposes, sensitive, unit_changes

form = require_http_methods(["GET", "HEAD", "POST"])
UNIT = {"number": "organisation"}
POST = {"number": "post"}
ASKED = {"number": "purpose"}
PUPIL = {"person": "pupil"}
KIND = {**PUPIL, "kind": "=growth_records"}
CHANGES = ("manages", "organisations")

urlpatterns = [
    route("posts/", require_safe(posts.posts), "posts", ("sees", "posts")),
    route("posts/lent/", form(posts.lend), "lend_post", "signed_in"),
    route("posts/<int:number>/", require_safe(posts.post), "post", "signed_in", examples=POST),
    route("posts/<int:number>/end/", form(posts.end), "end_post", "signed_in", examples=POST),
    route("organisations/<int:number>/posts/", form(posts.appoint_at), "appoint", ("appoints", "posts"), examples=UNIT),
    route("purposes/", require_safe(purposes.purposes), "purposes", ("sees", "purposes")),
    route("purposes/new/", form(purposes.ask), "ask_purpose", ("asks", "purposes"), asks={"person": "pupil"}),
    route("purposes/<int:number>/", require_safe(purposes.purpose), "purpose", ("sees", "purposes"), examples=ASKED),
    route(
        "purposes/<int:number>/approval/",
        require_POST(purposes.approve),
        "approve_purpose",
        ("approves", "purposes"),
        examples=ASKED,
    ),
    route(
        "purposes/<int:number>/refusal/",
        require_POST(purposes.refuse),
        "refuse_purpose",
        ("approves", "purposes"),
        examples=ASKED,
    ),
    route("people/<int:person>/family/", require_safe(families.family), "family", ("sees", "consents"), examples=PUPIL),
    route(
        "people/<int:person>/sensitive/",
        form(sensitive.sensitive),
        "read_sensitive",
        ("sees", "people"),
        examples=PUPIL,
    ),
    route("people/<int:person>/looked/", require_safe(families.looked), "looked", "signed_in", examples=PUPIL),
    route(
        "people/<int:person>/guardians/", form(families.link), "link_guardian", ("manages", "guardians"), examples=PUPIL
    ),
    route(
        "people/<int:person>/guardians/<int:guardian>/end/",
        require_POST(families.end_link),
        "end_guardianship",
        ("manages", "guardians"),
        examples={**PUPIL, "guardian": "guardian"},
    ),
    route(
        "people/<int:person>/consents/<str:kind>/",
        require_POST(families.consent),
        "give_consent",
        ("manages", "consents"),
        examples=KIND,
    ),
    route(
        "people/<int:person>/consents/<str:kind>/withdrawal/",
        require_POST(families.withdraw),
        "withdraw_consent",
        ("manages", "consents"),
        examples=KIND,
    ),
    route(
        "organisations/<int:number>/changes/",
        require_safe(unit_changes.changes),
        "unit_changes",
        CHANGES,
        examples=UNIT,
    ),
    route("organisations/<int:number>/under/", form(unit_changes.found), "found_unit", CHANGES, examples=UNIT),
    route("organisations/<int:number>/name/", form(unit_changes.rename), "rename_unit", CHANGES, examples=UNIT),
    route("organisations/<int:number>/place/", form(unit_changes.move), "move_unit", CHANGES, examples=UNIT),
    route("organisations/<int:number>/end/", form(unit_changes.close), "close_unit", CHANGES, examples=UNIT),
    route("organisations/<int:number>/merger/", form(unit_changes.merge), "merge_unit", CHANGES, examples=UNIT),
    route(
        "organisations/<int:number>/people/",
        form(unit_changes.register),
        "register_person",
        ("manages", "people"),
        examples=UNIT,
    ),
    route("journal/", require_safe(journal.journal), "journal", ("reads", "journal")),
]
