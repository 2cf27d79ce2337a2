"""The district's identity provider (OIDC): what the sign-in package leaves unchecked is checked here.

The token that says who somebody is must be signed by the provider, made for this sign-in (its nonce) and for us, and
speak of the same person as the provider's other answer.
"""

import base64
import hashlib
from hmac import compare_digest
from typing import Any, ClassVar

import jwt
from allauth.socialaccount.internal import jwtkit
from allauth.socialaccount.models import SocialApp, SocialLogin, SocialToken
from allauth.socialaccount.providers.oauth2.client import OAuth2Client, OAuth2Error
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView, OAuth2LoginView
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from requests import RequestException

from xueheng.errors import XuehengError
from xueheng.shell.public import fault_page
from xueheng.wording import Text

ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512")
"""Signatures that only the provider can make; never one by a shared secret, never none."""
LEEWAY_SECONDS = 60
"""By which the provider's clock may differ."""
DESCRIBED = ("issuer", "authorization_endpoint", "token_endpoint", "jwks_uri")
CHALLENGE = ("code_challenge", "code_challenge_method")
UNREACHABLE = XuehengError(
    Text("统一身份认证现在连不上。", "The identity provider cannot be reached."),
    Text(
        "请过一会儿再试，或用密码登录；还是这样，请系统管理员检查 XUEHENG_OIDC 里的 server。",
        "Try again in a while, or sign in with your password; if it stays so, the system administrator should check "
        "`server` in the file that XUEHENG_OIDC names.",
    ),
)
STATED = "login_stated_by_provider"
"""Where a request keeps the login name that the provider states, until it is answered."""
_UNFIT = (KeyError, TypeError, ValueError, AttributeError, jwt.PyJWTError)


class Asking(OAuth2Client):
    """What the browser is sent to the provider with: nothing that an address of ours could add."""

    def get_redirect_url(self, authorization_url: str, scope: list[str], extra_params: dict[str, Any]) -> str:
        """The provider's address; the nonce follows from the secret that the session keeps for this sign-in."""
        kept = {name: extra_params[name] for name in CHALLENGE}
        address: str = super().get_redirect_url(
            authorization_url, scope, {**kept, "nonce": nonce_of(kept["code_challenge"])}
        )
        return address


class DistrictProvider(OpenIDConnectOAuth2Adapter):
    """The package's way of asking the provider, with every answer checked."""

    client_class: ClassVar[type[OAuth2Client]] = Asking
    _nonce = ""

    @property
    def openid_config(self) -> dict[str, Any]:
        """What the provider says of itself. Raises RequestException where that cannot be had or lacks an address."""
        told = super().openid_config
        if not isinstance(told, dict) or not all(isinstance(told.get(name), str) for name in DESCRIBED):
            raise RequestException("the provider's description of itself lacks an address")
        return told

    def get_access_token_data(
        self, request: HttpRequest, app: SocialApp, client: OAuth2Client, pkce_code_verifier: str | None = None
    ) -> dict[str, Any]:
        """The provider's tokens for the code that the browser brought back. Raises OAuth2Error."""
        if not pkce_code_verifier:
            raise OAuth2Error("the session keeps no secret for this sign-in")
        digest = hashlib.sha256(pkce_code_verifier.encode("ascii")).digest()
        self._nonce = nonce_of(base64.urlsafe_b64encode(digest).rstrip(b"="))
        told: dict[str, Any] = super().get_access_token_data(request, app, client, pkce_code_verifier)
        return told

    def complete_login(self, request: HttpRequest, app: SocialApp, token: SocialToken, **more: Any) -> SocialLogin:
        """Whom the provider vouches for. Raises OAuth2Error."""
        try:
            proof = self._decode_id_token(app, more["response"]["id_token"])
            told = self._fetch_user_info(token.token) if "userinfo_endpoint" in self.openid_config else proof
            if told["sub"] != proof["sub"]:
                raise OAuth2Error("two answers of the provider speak of two people")
            found = self.get_provider().sociallogin_from_response(request, {"userinfo": told, "id_token": proof})
            setattr(request, STATED, str(told.get(settings.OIDC_LOGIN_CLAIM, "")))
        except _UNFIT as fault:
            raise OAuth2Error("an answer of the provider cannot be used") from fault
        found.account.extra_data = {}  # names, mail addresses …: the package would keep all of it
        return found

    def _decode_id_token(self, app: SocialApp, id_token: str) -> dict[str, Any]:
        if jwt.get_unverified_header(id_token).get("alg") not in ALGORITHMS:
            raise OAuth2Error("the token's signature is of a kind that is not accepted")
        kind, key = jwtkit.fetch_key(id_token, self.openid_config["jwks_uri"], jwtkit.lookup_kid_jwk)
        told: dict[str, Any] = jwt.decode(
            id_token,
            key,
            algorithms=[kind],
            issuer=self.openid_config["issuer"],
            audience=app.client_id,
            leeway=LEEWAY_SECONDS,
            options={"require": ["exp", "iat", "iss", "aud", "sub"]},
        )
        if not compare_digest(str(told.get("nonce", "")), self._nonce):
            raise OAuth2Error("the token was made for another sign-in")
        jwtkit.verify_jti(told)
        return told


def nonce_of(challenge: bytes | str) -> str:
    """The nonce of a sign-in, from what the browser carries of the session's secret."""
    plain = challenge if isinstance(challenge, bytes) else challenge.encode("ascii")
    return hashlib.sha256(b"nonce|" + plain).hexdigest()


def to_provider(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Sends the browser to the provider; asks first where it came by a link. To sign in, and for nothing else."""
    if "process" in request.GET or "process" in request.POST:
        raise Http404
    return _answered(OAuth2LoginView, request, provider_id)


def from_provider(request: HttpRequest, provider_id: str) -> HttpResponse:
    """The browser comes back from the provider: signs in whom it vouches for."""
    return _answered(OAuth2CallbackView, request, provider_id)


def _answered(view: type[Any], request: HttpRequest, provider_id: str) -> HttpResponse:
    try:
        answer: HttpResponse = view.adapter_view(DistrictProvider(request, provider_id))(request)
    except SocialApp.DoesNotExist:
        raise Http404 from None
    except RequestException:
        return fault_page(request, 503, said=UNREACHABLE)
    return answer
