"""All addresses of the server, each declared in its own room."""

from django.urls import include, path
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from xueheng.identity.public import route
from xueheng.web.views import health, home, mine, searching, standing

ROOMS = (
    "xueheng.shell.urls",
    "xueheng.evidence.urls",
    "xueheng.evaluation.urls",
    "xueheng.publication.urls",
    "xueheng.web.people_urls",
    "xueheng.web.imports_urls",
    "xueheng.web.rosters_urls",
    "xueheng.web.office_urls",
    "xueheng.web.erasures_urls",
    "xueheng.web.sign_in_urls",
    "xueheng.web.tokens_urls",
    "xueheng.web.api.urls",
)
"""The rooms' own addresses."""

urlpatterns = [
    route("", require_safe(home.home), "home", "signed_in"),
    route("health/", require_safe(health.health), "health", "public"),
    route("health/ready/", require_safe(health.health_ready), "health_ready", "public"),
    route("mine/", require_safe(mine.mine), "mine", "signed_in"),
    route("search/", require_http_methods(["GET", "HEAD", "POST"])(searching.search_page), "search", "signed_in"),
    route("standing/", require_POST(standing.choose_standing), "choose_standing", "signed_in"),
    *(path("", include(room)) for room in ROOMS),
]
handler400 = "xueheng.shell.views.faults.bad_request"
handler403 = "xueheng.shell.views.faults.forbidden"
handler404 = "xueheng.shell.views.faults.not_found"
handler500 = "xueheng.shell.views.faults.server_fault"
