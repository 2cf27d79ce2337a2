"""A one-time code opens once: after a restart, in another process, and when the clock was set back, too."""

from collections.abc import Mapping
from typing import Any

from allauth.core.internal.cryptokit import compare_user_code
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base.forms import AuthenticateForm, BaseAuthenticateForm, ReauthenticateForm
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from allauth.mfa.utils import decrypt
from django.db import transaction
from django.forms import Field

from xueheng.shell.public import give_remedies, lazily

LAST = "last"
"""Where an authenticator keeps the number of the half minute whose code was used last."""


CODE = lazily("动态验证码", "One-time code")


class OneTime(BaseAuthenticateForm):
    """The package remembers used codes in this process's memory alone; here the account does."""

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        _in_our_words(self.fields)

    def clean_code(self) -> str:
        """The code, if it opens and is later than the last one that did."""
        code: str = super().clean_code()
        if self.authenticator.type == Authenticator.Type.TOTP and not _used_now(self.authenticator, code):
            raise get_adapter().validation_error("incorrect_code")
        return code


class SecondFactor(OneTime, AuthenticateForm):
    """At signing in."""


class SecondFactorAgain(OneTime, ReauthenticateForm):
    """Before something that takes a fresh proof."""


class FirstCode(ActivateTOTPForm):
    """The first code of a telephone, which turns one-time codes on."""

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        _in_our_words(self.fields)


def _in_our_words(fields: Mapping[str, Field]) -> None:
    fields["code"].label = CODE
    fields["code"].widget.attrs.pop("placeholder", None)
    give_remedies(fields)


@transaction.atomic
def _used_now(authenticator: Authenticator, code: str) -> bool:
    kept = Authenticator.objects.select_for_update().get(pk=authenticator.pk)
    secret = decrypt(kept.data["secret"])
    moments = [
        moment
        for moment in yield_hotp_counters_from_time()
        if compare_user_code(actual=code, expected=format_hotp_value(hotp_value(secret, moment)))
    ]
    if not moments or max(moments) <= kept.data.get(LAST, -1):
        return False
    kept.data[LAST] = max(moments)
    kept.save(update_fields=["data"])
    return True
