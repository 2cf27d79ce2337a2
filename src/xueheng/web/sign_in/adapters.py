"""How the sign-in package is tied to our accounts: nobody signs up, secrets are sealed, what happens is journalled."""

from base64 import b64decode, b64encode
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialLogin
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.urls import reverse

from xueheng.errors import XuehengError
from xueheng.identity.public import Account, note_own_password, note_security
from xueheng.shell.public import fault_page, lazily, said
from xueheng.trust.public import PROGRAMME, now, seal, unseal
from xueheng.web.sign_in.identity_provider import STATED, DistrictProvider
from xueheng.web.sign_in.lasting import begin_session
from xueheng.wording import Text

LABEL = "second_factor"
PROVED_AT = "proved_at"
"""Where the session keeps when its person last proved who she is, in microseconds since 1970."""
UNKNOWN = XuehengError(
    Text("统一身份认证里的这个用户还没有学衡账号。", "This user of the identity provider has no account here yet."),
    Text("请联系本单位的账号管理人员开户。", "Ask whoever keeps the accounts of your unit to make one."),
)


class Accounts(DefaultAccountAdapter):
    """Password sign-in of accounts that somebody has made."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "username_password_mismatch": Text("登录名或密码不对。", "Login name or password is wrong.").say(),
        "too_many_login_attempts": Text(
            "试的次数太多，请 15 分钟后再试。", "Too many attempts; try again in 15 minutes."
        ).say(),
        "incorrect_password": lazily("密码不对，请再输一次。", "The password is wrong; type it again."),
        "enter_current_password": lazily(
            "“现在的密码”不对，请再输一次。", "“Present password” is wrong; type it again."
        ),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Never: accounts are made for people who are known."""
        del request
        return False

    def login(self, request: HttpRequest, user: AbstractBaseUser) -> None:
        """Begins the session and notes it."""
        super().login(request, user)
        request.session[PROVED_AT] = now()
        if isinstance(user, Account):
            begin_session(request, user)
            note_security("sign_in", user)

    def logout(self, request: HttpRequest) -> None:
        """Ends the session and notes it."""
        if isinstance(request.user, Account):
            note_security("sign_out", request.user)
        super().logout(request)

    def set_password(self, user: AbstractBaseUser, password: str) -> None:
        """The person's own new password; her other sessions end, this one goes on."""
        super().set_password(user, password)
        if isinstance(user, Account):
            note_own_password(user)
            user.refresh_from_db()
            if context.request is not None:
                begin_session(context.request, user)
                context.request.session[PROVED_AT] = now()

    def is_reauthentication_required(self, *, app: str, **more: Any) -> bool:
        """Not within the first minutes after a sign-in or a change of the password; then the package decides."""
        since = now() - context.request.session.get(PROVED_AT, 0)
        lately = 0 <= since < settings.ACCOUNT_REAUTHENTICATION_TIMEOUT * 1_000_000
        return not lately and super().is_reauthentication_required(app=app, **more)

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        """Home: with the new password nothing stands in the way."""
        del request
        return reverse("home")

    def clean_password(self, password: str, user: AbstractBaseUser | None = None) -> str:
        """Refuses a password that is the login name itself, besides what the validators refuse."""
        if isinstance(user, Account) and user.login in password.lower():
            raise ValidationError(said(Text("密码里不能有登录名。", "A password may not contain the login name.")))
        cleaned: str = super().clean_password(password, user)
        return cleaned

    def add_message(self, *args: Any, **more: Any) -> None:
        """The package's own notices are left out: the pages say what happened."""

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """No mail leaves the server for now."""


class SecondFactors(DefaultMFAAdapter):
    """One-time codes; their secrets are sealed with the programme's key."""

    def get_totp_issuer(self) -> str:
        """What an authenticator app shows."""
        return "Xueheng 学衡"

    def encrypt(self, text: str) -> str:
        """Sealed, as text for the column that keeps it."""
        return b64encode(seal(PROGRAMME, LABEL, text.encode())).decode("ascii")

    def decrypt(self, encrypted_text: str) -> str:
        """What was sealed."""
        return unseal(PROGRAMME, LABEL, b64decode(encrypted_text)).decode()

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        """Whoever must have a second factor keeps it."""
        del authenticator
        return not getattr(context.request, "needs_second_factor", False)

    def send_notification_mail(self, *args: Any, **more: Any) -> None:
        """No mail leaves the server for now."""


class Providers(DefaultSocialAccountAdapter):
    """Sign-in by the district's own identity provider: only for accounts that exist, found by their login name."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        """Never, as with passwords."""
        del request, sociallogin
        return False

    def get_provider(self, request: HttpRequest, provider: str, client_id: str | None = None) -> Any:
        """The provider, asked in our own careful way."""
        found = super().get_provider(request, provider, client_id)
        found.oauth2_adapter_class = DistrictProvider
        return found

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """Ties a first sign-in to the account whose login name the provider states; else says whom to ask."""
        if sociallogin.is_existing:
            return
        stated = getattr(request, STATED, "")
        account = Account.objects.filter(login=stated.strip().lower(), is_active=True).first() if stated else None
        if account is None:
            raise ImmediateHttpResponse(fault_page(request, 403, said=UNKNOWN))
        sociallogin.connect(request, account)
        note_security("tied_to_provider", account, provider=sociallogin.account.provider)

    def get_connect_redirect_url(self, request: HttpRequest, socialaccount: Any) -> str:
        """Back to one's own safety page."""
        del request, socialaccount
        return reverse("security")

    def send_notification_mail(self, *args: Any, **more: Any) -> None:
        """No mail leaves the server for now."""
