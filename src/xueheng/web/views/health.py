"""For whatever watches the server: it lives; it can serve. No data, no versions, no places."""

from django.http import HttpRequest, JsonResponse

from xueheng.web.readiness import ready

HEADERS = {"Cache-Control": "no-store"}


def health(request: HttpRequest) -> JsonResponse:
    """It answers."""
    del request
    return JsonResponse({"status": "ok"}, headers=HEADERS)


def health_ready(request: HttpRequest) -> JsonResponse:
    """200 where it can serve, else 503 with what is in the way."""
    del request
    checks = ready()
    good = all(checks.values())
    told = {"status": "ready" if good else "not ready", "checks": checks}
    return JsonResponse(told, status=200 if good else 503, headers=HEADERS)
