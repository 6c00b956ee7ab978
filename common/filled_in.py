"""Forms that programs fill in: the very form of the page reads what a request brings, so both doors refuse alike."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any, TypeVar

from django.forms.forms import BaseForm
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _
from rest_framework.request import Request

from common.errors import DomainError

AnyForm = TypeVar("AnyForm", bound=BaseForm)
WHOLE_FORM = "__all__"


class NotFilledIn(DomainError):
    """What the form itself could not take. Facts: `said`, what stood beside its fields, as it was read.

    `errors` name the members for a program.
    """

    code = "not_filled_in"
    message = "%(said)s"

    def __init__(self, *, said: str, errors: Sequence[Mapping[str, str]] = ()) -> None:
        self.errors = errors
        super().__init__(said=said)


def filled(form: AnyForm) -> AnyForm:
    """The form, valid. Raises `NotFilledIn`."""
    if not form.is_valid():
        raise not_filled_in(form)
    return form


def not_filled_in(form: BaseForm) -> NotFilledIn:
    """What stands beside the fields of a form that is not valid."""
    errors = [
        {"pointer": "" if name == WHOLE_FORM else f"/{name}", "detail": str(sentence)}
        for name, sentences in form.errors.items()
        for sentence in sentences
    ]
    return NotFilledIn(said=" ".join(error["detail"] for error in errors), errors=errors)


def as_sent(request: Request, *, besides: Collection[str] = ()) -> QueryDict:
    """The members of a body, JSON or multipart, as a browser would send them. Raises `NotFilledIn`.

    JSON's numbers, texts and truths are written out, `null` is left out, and a list names its member several times.
    What somebody else reads stands `besides`.
    """
    body: Any = request.data
    if isinstance(body, QueryDict):
        return body
    if not isinstance(body, Mapping):
        raise _unreadable("")
    sent = QueryDict(mutable=True)
    for name, value in body.items():
        if name in besides:
            continue
        values = value if isinstance(value, list) else [value]
        if written := [_written(str(name), one) for one in values if one is not None]:
            sent.setlist(str(name), written)
    return sent


def files_sent(request: Request) -> MultiValueDict[str, Any]:
    """The files of a multipart body; none of any other."""
    files: MultiValueDict[str, Any] = request.FILES
    return files


def _written(name: str, value: object) -> str:
    if isinstance(value, str | bool | int | float):
        return str(value)
    raise _unreadable(f"/{name}")


def _unreadable(pointer: str) -> NotFilledIn:
    sentence = _("The request must be an object whose members are texts, numbers, truths or lists of them.")
    return NotFilledIn(said=sentence, errors=[{"pointer": pointer, "detail": sentence}])
