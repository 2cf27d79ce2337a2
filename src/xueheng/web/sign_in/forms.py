"""The form of signing in, in our words."""

from typing import Any

from allauth.account.forms import LoginForm

from xueheng.shell.public import lazily


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
