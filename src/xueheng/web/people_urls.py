"""The addresses of units and people."""

from django.views.decorators.http import require_http_methods, require_safe

from xueheng.identity.public import route
from xueheng.web.views import organisations, people, promotion

read_or_sent = require_http_methods(["GET", "HEAD", "POST"])

urlpatterns = [
    route(
        "organisations/",
        require_safe(organisations.organisations),
        "organisations",
        ("sees", "organisations"),
    ),
    route(
        "organisations/<int:number>/",
        require_safe(organisations.organisation),
        "organisation",
        ("sees", "organisations"),
        examples={"number": "organisation"},
    ),
    route(
        "organisations/<int:number>/pupils/",
        require_safe(organisations.class_pupils),
        "class_pupils",
        ("sees", "enrolments"),
        examples={"number": "class"},
    ),
    route(
        "organisations/<int:school>/promotion/",
        read_or_sent(promotion.promotion),
        "promotion",
        ("manages", "enrolments"),
        examples={"school": "organisation"},
    ),
    route("people/", read_or_sent(people.people), "people", ("sees", "people")),
    route(
        "people/<int:person>/",
        require_safe(people.person),
        "person",
        ("sees", "people"),
        examples={"person": "pupil"},
    ),
]
