"""Handing out a file of a record."""

from urllib.parse import quote

from django.http import Http404, HttpRequest, StreamingHttpResponse

from xueheng.evidence.actions.open_attachment import open_attachment
from xueheng.evidence.refusals import AttachmentUnknown, RecordUnknown
from xueheng.identity.public import viewer_of


def one(request: HttpRequest, number: int) -> StreamingHttpResponse:
    """The file to keep: never shown inside our pages, never guessed at by the browser, never kept by a cache."""
    try:
        found = open_attachment(viewer_of(request), number)
    except (AttachmentUnknown, RecordUnknown):
        raise Http404 from None
    response = StreamingHttpResponse(found.pieces, content_type=found.media_type)
    response["Content-Length"] = str(found.size)
    response["Content-Disposition"] = f"attachment; filename=\"file\"; filename*=UTF-8''{quote(found.name)}"
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Cache-Control"] = "private, no-store"
    return response
