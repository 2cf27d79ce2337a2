"""The addresses of rosters exchanged with other programs."""

from django.views.decorators.http import require_http_methods, require_POST, require_safe

from xueheng.identity.public import route
from xueheng.web.views import roster_exchange

read_or_sent = require_http_methods(["GET", "HEAD", "POST"])
_WHO, _OUT = ("imports", "people"), ("exports", "rosters")
_ONE = {"number": "roster"}

urlpatterns = [
    route("rosters/", require_safe(roster_exchange.every), "rosters", _WHO),
    route("rosters/new/", read_or_sent(roster_exchange.new), "new_roster", _WHO),
    route("rosters/exports/", read_or_sent(roster_exchange.export), "export_roster", _OUT),
    route("rosters/<int:number>/", require_safe(roster_exchange.one), "roster", _WHO, examples=_ONE),
    route("rosters/<int:number>/rows/", require_safe(roster_exchange.rows), "roster_rows", _WHO, examples=_ONE),
    route("rosters/<int:number>/checks/", require_POST(roster_exchange.check), "check_roster", _WHO, examples=_ONE),
    route("rosters/<int:number>/storings/", require_POST(roster_exchange.store), "store_roster", _WHO, examples=_ONE),
    route(
        "rosters/<int:number>/rejected/", require_POST(roster_exchange.rejected), "rejected_roster", _WHO, examples=_ONE
    ),
    route(
        "rosters/<int:number>/withdrawals/", require_POST(roster_exchange.withdraw), "withdraw_roster", _WHO,
        examples=_ONE,
    ),
]  # fmt: skip
