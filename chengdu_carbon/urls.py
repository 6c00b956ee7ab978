"""The portal's addresses."""

from django.contrib import admin
from django.urls import include, path

from common.brought import brought
from common.http import no_such_address
from portal import pages, probes

urlpatterns = [
    # Addresses are tried in their order: what is asked most often stands first.
    *(path("api/v1/", include(module)) for module in brought("api_urls")),
    path("", pages.home, name="home"),
    *(path("", include(module)) for module in brought("urls")),
    path("admin/", admin.site.urls),
    path("livez", probes.livez, name="livez"),
    path("readyz", probes.readyz, name="readyz"),
    path("healthz", probes.healthz, name="healthz"),
    path("api/", no_such_address),
    path("api/<path:rest>", no_such_address),
]

handler404 = "common.http.not_found"
handler400 = "common.http.bad_request"
handler500 = "common.absence.server_error"
