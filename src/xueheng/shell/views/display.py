"""The reader's language and light: kept in cookies, for one's own browser."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme

_YEAR = 365 * 86_400
_THEMES = ("light", "dark")


def choose_display(request: HttpRequest) -> HttpResponse:
    """Sets what was pressed and goes back."""
    back = request.POST.get("back", "/")
    if not url_has_allowed_host_and_scheme(back, allowed_hosts=None):
        back = "/"
    response = HttpResponseRedirect(back)
    language, theme = request.POST.get("language", ""), request.POST.get("theme", "")
    if language in dict(settings.LANGUAGES):
        _set(response, settings.LANGUAGE_COOKIE_NAME, language)
    if theme in _THEMES:
        _set(response, "theme", theme)
    elif theme:
        response.delete_cookie("theme", samesite="Lax")
    return response


def _set(response: HttpResponse, name: str, value: str) -> None:
    response.set_cookie(
        name, value, max_age=_YEAR, httponly=True, samesite="Lax", secure=settings.SESSION_COOKIE_SECURE
    )
