"""Access tokens: one's own, made and revoked; all of them, for who keeps an eye on them."""

import secrets
from typing import Any, ClassVar

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from xueheng.errors import XuehengError
from xueheng.identity.public import viewer_of
from xueheng.shell.public import Form, lazily, page, said, table_page
from xueheng.web.actions.make_token import DAYS, LONGEST_TITLE, MOST_DAYS, make_token
from xueheng.web.actions.revoke_token import revoke_token
from xueheng.web.api.scopes import Scope, offered_to
from xueheng.web.model_api import AccessToken
from xueheng.web.token_tables import every_token_table, tokens_told
from xueheng.wording import Text

TITLE = Text("我的接口令牌", "My tokens")
MADE = "token_made"
"""Where the session keeps which form made the last token."""


class TokenForm(Form):
    """For which system, what it may do, for how long."""

    keeps_drafts = False
    units: ClassVar = {"days": Text("天", "days")}
    title = forms.CharField(
        label=lazily("给哪个系统用", "For which system"),
        max_length=LONGEST_TITLE,
        help_text=lazily("如：体测仪夜间上传", "As: nightly upload of the test device"),
    )
    scopes = forms.MultipleChoiceField(
        label=lazily("权限范围", "Scopes"), widget=forms.CheckboxSelectMultiple, choices=()
    )
    days = forms.IntegerField(
        label=lazily("有效多少天", "For how long"), min_value=1, max_value=MOST_DAYS, initial=DAYS
    )

    once = forms.CharField(widget=forms.HiddenInput, max_length=32, required=False)
    """Which showing of the form this is: loading the answer again sends it again, and makes no second token."""

    def __init__(self, *args: Any, offered: dict[str, Scope], **more: Any) -> None:
        super().__init__(*args, **more)
        choices = [(code, lazily(scope.title.zh, scope.title.en)) for code, scope in offered.items()]
        self.fields["once"].initial = secrets.token_hex(8)
        self.fields["scopes"].choices = choices  # type: ignore[attr-defined]  # a field of choices


def mine(request: HttpRequest) -> HttpResponse:
    """One's own tokens, and a form for another under the present post. A new token's text is shown on this answer."""
    viewer = viewer_of(request)
    form = TokenForm.for_request(request, offered=offered_to(viewer))
    text = ""
    if form.sent():
        sent = form.cleaned_data
        if sent["once"] and request.session.get(MADE) == sent["once"]:
            return redirect("tokens")
        try:
            text = make_token(viewer, sent["title"], sent["scopes"], sent["days"]).text
        except XuehengError as fault:
            form.refuse(None, fault)
        else:
            request.session[MADE] = sent["once"]
            form = TokenForm(offered=offered_to(viewer))
    rows = AccessToken.objects.visible_to(viewer).filter(person=viewer.person).select_related("post")
    told = {"form": form, "text": text, "tokens": tokens_told(viewer, list(rows.order_by("-made"))), "may": viewer.post}
    return page(request, "web/tokens.html", told, title=TITLE, status=422 if form.errors else 200)


def every(request: HttpRequest) -> HttpResponse:
    """All tokens."""
    viewer = viewer_of(request)
    rows = AccessToken.objects.visible_to(viewer).select_related("post")
    return table_page(request, every_token_table(viewer), lambda asked: rows)


def revoke(request: HttpRequest, number: int) -> HttpResponse:
    """Revokes a token."""
    revoke_token(viewer_of(request), number)
    messages.success(request, said(Text("已撤销，立即失效。", "Revoked; it opens nothing any more.")))
    return redirect("tokens")
