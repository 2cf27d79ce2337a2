"""Too many wrong passwords: the answer, and what is noted."""

from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from xueheng.identity.public import Account
from xueheng.trust.public import write_journal


def login_tried(request: HttpRequest, credentials: dict[str, Any] | None = None) -> str:
    """The login name that was tried, as it is kept: small letters, without blanks around it."""
    tried = (credentials or {}).get("username") or request.POST.get("login", "")
    return str(tried).strip().lower()[:60]


def locked(
    request: HttpRequest, original_response: object = None, credentials: dict[str, Any] | None = None
) -> HttpResponse:
    """Says that signing in is locked, the same whether the login name exists or not; the journal learns of an
    account's lock.
    """
    del original_response
    login = login_tried(request, credentials)
    person = Account.objects.filter(login=login).values_list("person_id", flat=True).first() if login else None
    if person is not None:
        with transaction.atomic():
            write_journal("security", "sign_in_locked", actor=None, post=None, about=[("person", person)])
    return render(request, "account/locked.html", status=429)
