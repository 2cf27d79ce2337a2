"""The addresses of imports of registers."""

from django.views.decorators.http import require_http_methods, require_POST, require_safe

from xueheng.identity.public import route
from xueheng.web.views import imports

read_or_sent = require_http_methods(["GET", "HEAD", "POST"])
_WHO = ("imports", "people")
_ONE = {"number": "import"}

urlpatterns = [
    route("imports/", require_safe(imports.every), "imports", _WHO),
    route("imports/new/", read_or_sent(imports.new), "new_import", _WHO),
    route("imports/<int:number>/", require_safe(imports.one), "import", _WHO, examples=_ONE),
    route("imports/<int:number>/rows/", require_safe(imports.rows), "import_rows", _WHO, examples=_ONE),
    route("imports/<int:number>/headings/", require_POST(imports.headings), "say_headings", _WHO, examples=_ONE),
    route("imports/<int:number>/values/", require_POST(imports.say_spellings), "say_values", _WHO, examples=_ONE),
    route("imports/<int:number>/checks/", require_POST(imports.check), "check_import", _WHO, examples=_ONE),
    route("imports/<int:number>/storings/", require_POST(imports.store), "store_import", _WHO, examples=_ONE),
    route("imports/<int:number>/marked/", require_POST(imports.marked), "marked_import", _WHO, examples=_ONE),
    route("imports/<int:number>/slips/", require_POST(imports.slips), "import_slips", _WHO, examples=_ONE),
    route("imports/<int:number>/withdrawals/", require_POST(imports.withdraw), "withdraw_import", _WHO, examples=_ONE),
]
