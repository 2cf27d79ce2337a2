"""Pages travel compressed; files of people, and what the interface answers, do not."""

import gzip

import pytest
from django.http import HttpResponse, StreamingHttpResponse
from django.test import RequestFactory

from xueheng.shell.compressed_pages import CompressedPages

ASKED = RequestFactory(headers={"Accept-Encoding": "gzip, br"})
LONG = "示例" * 2_000


def answered(response: HttpResponse | StreamingHttpResponse) -> HttpResponse:
    found: HttpResponse = CompressedPages(lambda _: response)(ASKED.get("/records/"))  # type: ignore[assignment]
    return found


def test_a_page_is_sent_in_a_tenth_of_its_bytes() -> None:
    page = answered(HttpResponse(LONG))
    assert page.headers["Content-Encoding"] == "gzip"
    assert len(page.content) < 1_200
    assert gzip.decompress(page.content).decode() == LONG


@pytest.mark.parametrize(
    "response",
    [
        HttpResponse(LONG, content_type="application/json"),
        HttpResponse(LONG, content_type="application/pdf"),
        StreamingHttpResponse([LONG]),
    ],
    ids=["what the interface answers", "a paper", "a file in pieces"],
)
def test_anything_else_is_sent_as_it_is(response: HttpResponse) -> None:
    assert "Content-Encoding" not in answered(response).headers
