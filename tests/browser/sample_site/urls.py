"""The sample's addresses, with the shell's own beside them."""

from django.urls import include, path

from tests.browser.sample_site import views
from xueheng.identity.public import route
from xueheng.web import urls as of_the_server

urlpatterns = [
    route("records/", views.rows, "records", "signed_in"),
    route("visit/", views.visit, "uploads", "signed_in"),
    route("parts/", views.parts, "organisations", "signed_in"),
    route("slow/", views.work, "sample_work", "signed_in"),
    route("broken/", views.broken, "broken", "signed_in"),
    path("", include(of_the_server)),
]
handler400, handler403 = of_the_server.handler400, of_the_server.handler403
handler404, handler500 = of_the_server.handler404, of_the_server.handler500
