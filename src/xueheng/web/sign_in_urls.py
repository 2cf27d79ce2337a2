"""Signing in and out, one's own safety, and the accounts of others."""

from allauth.account import views as account_views
from allauth.mfa.base import views as second_views
from allauth.mfa.recovery_codes import views as recovery_views
from allauth.mfa.totp import views as totp_views
from allauth.socialaccount import views as provider_views
from django.views.decorators.http import require_POST, require_safe

from xueheng.identity.public import route
from xueheng.web.sign_in.identity_provider import from_provider, to_provider
from xueheng.web.sign_in.refused_forms import saying_so, with_a_code
from xueheng.web.views import accounts, security

PERSON = {"person": "teacher"}
BY = {"provider_id": "=district"}

urlpatterns = [
    route("sign-in/", saying_so(account_views.login), "account_login", "public"),
    route("sign-out/", account_views.logout, "account_logout", "public"),
    route("sign-in/second/", saying_so(with_a_code(second_views.authenticate)), "mfa_authenticate", "public"),
    route("sign-in/by/<str:provider_id>/", to_provider, "openid_connect_login", "public", examples=BY),
    route("sign-in/by/<str:provider_id>/back/", from_provider, "openid_connect_callback", "public", examples=BY),
    route("sign-in/by/", provider_views.login_error, "socialaccount_login_error", "public"),
    route("sign-in/by-cancelled/", provider_views.login_cancelled, "socialaccount_login_cancelled", "public"),
    route("sign-in/closed/", account_views.account_inactive, "account_inactive", "public"),
    route("sign-in/again/", saying_so(account_views.reauthenticate), "account_reauthenticate", "signed_in"),
    route("sign-in/again/second/", saying_so(second_views.reauthenticate), "mfa_reauthenticate", "signed_in"),
    route("security/", require_safe(security.security), "security", "signed_in"),
    route("security/second/", require_safe(security.to_security), "mfa_index", "signed_in"),
    route("security/password/", saying_so(account_views.password_change), "account_change_password", "signed_in"),
    route("security/second/on/", saying_so(totp_views.activate_totp), "mfa_activate_totp", "signed_in"),
    route("security/second/off/", saying_so(totp_views.deactivate_totp), "mfa_deactivate_totp", "signed_in"),
    route("security/recovery-codes/", recovery_views.view_recovery_codes, "mfa_view_recovery_codes", "signed_in"),
    route(
        "security/recovery-codes/new/",
        recovery_views.generate_recovery_codes,
        "mfa_generate_recovery_codes",
        "signed_in",
    ),
    route(
        "security/recovery-codes/file/",
        require_safe(recovery_views.download_recovery_codes),
        "mfa_download_recovery_codes",
        "signed_in",
    ),
    route("security/sessions/end/", require_POST(security.end_sessions), "end_sessions", "signed_in"),
    route("accounts/", require_safe(accounts.accounts), "accounts", ("sees", "accounts")),
    route("accounts/make/", accounts.make, "make_accounts", ("manages", "accounts")),
    route(
        "accounts/<int:person>/password/",
        require_POST(accounts.new_password),
        "reset_password",
        ("manages", "accounts"),
        examples=PERSON,
    ),
    route(
        "accounts/<int:person>/closed/",
        require_POST(accounts.close),
        "close_account",
        ("manages", "accounts"),
        examples=PERSON,
    ),
    route(
        "accounts/<int:person>/opened/",
        require_POST(accounts.open_again),
        "open_account",
        ("manages", "accounts"),
        examples=PERSON,
    ),
]
