"""What every answer tells the browser to refuse."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

FORMS = "form-action 'self'"
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; font-src 'self'; "
    f"connect-src 'self'; {FORMS}; frame-ancestors 'none'; base-uri 'none'; manifest-src 'self'"
)
"""No script and no style inside a page, nothing from elsewhere, no page inside another. Pictures in style sheets are
data: addresses."""

HEADERS = {
    "Content-Security-Policy": POLICY,
    "Permissions-Policy": "camera=(self), geolocation=(), microphone=(), payment=(), usb=()",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Robots-Tag": "noindex, nofollow",
}


class ProtectiveHeaders:
    """Sets the headers; what is made for a person is kept by no cache.

    A form of the sign-in pages may lead to the identity provider where there is one: browsers hold a form to its page's
    policy through every redirect.
    """

    def __init__(self, answer: Callable[[HttpRequest], HttpResponse]) -> None:
        self._answer = answer
        self._door = str(settings.LOGIN_URL)
        origins = " ".join(settings.SIGN_IN_FORMS_MAY_LEAD_TO)
        self._of_sign_in = POLICY.replace(FORMS, f"{FORMS} {origins}") if origins else ""

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """The answer, with the headers."""
        response = self._answer(request)
        if self._of_sign_in and request.path.startswith(self._door):
            response.headers.setdefault("Content-Security-Policy", self._of_sign_in)
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        response.headers.setdefault("Cache-Control", "private, no-store")
        return response
