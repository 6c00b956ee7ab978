"""Addresses of files for programs, version 1."""

from django.urls import path

from accounts.own_api import takes_uploads
from channels.files.api import Files, OneFile, RefusedRows
from common.access import token_holders

app_name = "files_api"

urlpatterns = [
    path("files", takes_uploads(Files, "IMPORT_MAX_BYTES"), name="files"),
    path("files/<public_id:public_id>", token_holders(OneFile.as_view()), name="file"),
    path("files/<public_id:public_id>/refused", token_holders(RefusedRows.as_view()), name="refused"),
]
