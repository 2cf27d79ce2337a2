"""Under which of one's posts one works (当前身份)."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from xueheng.identity.public import choose_identity


def choose_standing(request: HttpRequest) -> HttpResponse:
    """Works under another identity from now on, and begins at its home page."""
    choose_identity(request, request.POST.get("standing", "")[:40])
    return HttpResponseRedirect("/")
