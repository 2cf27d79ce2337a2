"""The form of signing in, in our words."""

from typing import Any

from allauth.account.forms import ChangePasswordForm, LoginForm, ReauthenticateForm
from django.conf import settings

from xueheng.shell.public import give_remedies, lazily
from xueheng.wording import Text


class SignIn(LoginForm):
    """Login name and password, nothing else."""

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["login"].label = lazily("登录名", "Login name")
        self.fields["password"].label = lazily("密码", "Password")
        self.fields["password"].help_text = ""
        for field in self.fields.values():
            field.widget.attrs.pop("placeholder", None)
        self.fields.pop("remember", None)
        give_remedies(self.fields)
        title = settings.OIDC_TITLE
        self.by = (
            Text(f"用{title or '统一身份认证'}登录", f"Sign in by {title or 'the identity provider'}")
            if settings.SOCIALACCOUNT_PROVIDERS
            else None
        )
        """The button that leads to the identity provider, where there is one."""


class OwnPassword(ChangePasswordForm):
    """A new password of one's own; the page says what it must be, in our words."""

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        labels = {
            "oldpassword": lazily("现在的密码", "Present password"),
            "password1": lazily("新密码", "New password"),
            "password2": lazily("新密码，再输一次", "New password, once more"),
        }
        for name, label in labels.items():
            self.fields[name].label = label
            self.fields[name].help_text = ""
            self.fields[name].widget.attrs.pop("placeholder", None)
        give_remedies(self.fields)


class PasswordAgain(ReauthenticateForm):
    """One's password once more, before something that takes a fresh proof."""

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["password"].label = lazily("密码", "Password")
        give_remedies(self.fields)
