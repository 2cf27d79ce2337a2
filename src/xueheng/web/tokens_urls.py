"""The addresses of access tokens."""

from django.views.decorators.http import require_http_methods, require_POST, require_safe

from xueheng.identity.public import route
from xueheng.web.views import tokens

urlpatterns = [
    route("tokens/", require_http_methods(["GET", "HEAD", "POST"])(tokens.mine), "tokens", "signed_in"),
    route("tokens/all/", require_safe(tokens.every), "every_token", ("sees", "tokens")),
    route(
        "tokens/<int:number>/revocation/",
        require_POST(tokens.revoke),
        "revoke_token",
        "signed_in",
        examples={"number": "token"},
    ),
]
