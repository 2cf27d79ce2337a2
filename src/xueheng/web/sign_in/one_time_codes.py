"""A one-time code opens once: after a restart, in another process, and when the clock was set back, too."""

from allauth.core.internal.cryptokit import compare_user_code
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base.forms import AuthenticateForm, BaseAuthenticateForm, ReauthenticateForm
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from allauth.mfa.utils import decrypt
from django.db import transaction

LAST = "last"
"""Where an authenticator keeps the number of the half minute whose code was used last."""


class OneTime(BaseAuthenticateForm):
    """The package remembers used codes in this process's memory alone; here the account does."""

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
