"""Who may read a document: whoever acts for its project's owner, the desk, and of published ones everybody."""

from django.http import HttpRequest

from accounts.desk_sessions import is_at_the_desk
from accounts.models import User
from projects.models import DocumentVersion
from projects.organisations.access import seats_of


def may_read(request: HttpRequest, version: DocumentVersion) -> bool:
    document = version.document
    return document.is_public or _at_the_desk(request) or _sits(request, document.project.owner_id)


def _at_the_desk(request: HttpRequest) -> bool:
    return request.user.has_perm("projects.view_carbonproject") and is_at_the_desk(request)


def _sits(request: HttpRequest, organisation_id: int) -> bool:
    user = request.user
    return isinstance(user, User) and seats_of(user).filter(organisation=organisation_id).exists()
