"""A request as the web process reads it, where Django's own reading would be another one the second time, or break."""

from typing import Any

from django.core.handlers.wsgi import WSGIRequest
from django.http import UnreadablePostError
from django.utils.http import parse_header_parameters


class WholeRequest(WSGIRequest):
    """Django takes a form that broke off for an empty one when it is read again; here it breaks off again."""

    broke_off: UnreadablePostError | None = None

    def _load_post_and_files(self) -> None:
        if self.broke_off:
            raise self.broke_off
        try:
            super()._load_post_and_files()
        except UnreadablePostError as error:
            self.broke_off = error
            raise

    def _set_content_type_params(self, meta: dict[str, Any]) -> None:
        """Django fails here, where no page answers yet, at what cannot be read, and reads the address by the charset
        of the body. Here the one is of no kind; what the other means, the edge says (`portal/edge.py`).
        """
        try:
            self.content_type, self.content_params = parse_header_parameters(meta.get("CONTENT_TYPE", ""))
        except ValueError:
            self.content_type, self.content_params = "", {}
