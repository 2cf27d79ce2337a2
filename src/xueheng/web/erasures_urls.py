"""The addresses of erasures and of how long records are kept."""

from django.views.decorators.http import require_http_methods, require_POST, require_safe

from xueheng.identity.public import route
from xueheng.web.views import erasures

form, post = require_http_methods(["GET", "HEAD", "POST"]), require_POST
ERASURE, PUPIL = {"number": "erasure"}, {"person": "pupil"}
SEES, ASKS, APPROVES = (("sees", "erasures"), ("asks", "erasures"), ("approves", "erasures"))

urlpatterns = [
    route("erasures/", require_safe(erasures.erasures), "erasures", SEES),
    route("erasures/new/", form(erasures.find), "find_for_erasure", ASKS),
    route("erasures/periods/", require_safe(erasures.periods), "kept_periods", SEES),
    route("people/<int:person>/erasure/", form(erasures.propose), "propose_erasure", ASKS, examples=PUPIL),
    route("erasures/<int:number>/", require_safe(erasures.erasure), "erasure", SEES, examples=ERASURE),
    route("erasures/<int:number>/approval/", form(erasures.approve), "approve_erasure", APPROVES, examples=ERASURE),
    route("erasures/<int:number>/refusal/", post(erasures.refuse), "refuse_erasure", APPROVES, examples=ERASURE),
]
