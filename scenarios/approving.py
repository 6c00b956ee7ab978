"""A second pair of eyes: a draft is approved by somebody who did not write it, or returned to its author with a reason.

What is edited afterwards has to be approved anew; the database sees to it.
"""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from accounts.models import User
from scenarios.checking import Ways, check_findings
from scenarios.drafts import locked_draft
from scenarios.models import RuleVersion
from scenarios.refusals import AlreadyApproved, NotRehearsed, OwnDraft, ReasonMissing
from scenarios.rehearsals.asking import rehearsed


def approve(
    version: RuleVersion,
    *,
    by: User,
    now: datetime,
    edition: str | None = None,
    budgets: Mapping[str, int] | None = None,
    ways: Ways | None = None,
) -> RuleVersion:
    """Says that a rehearsed draft may be published as it stands, if its document is that of `edition`.

    `budgets` are what each has left, by its code, `ways` those of its scenario; without them neither is looked at.
    Raises `AlreadyPublished`, `AlreadyApproved`, `OwnDraft`, `NotRehearsed`, `Contradicts`, and what
    `common.editions.check` does.
    """
    with transaction.atomic():
        draft = locked_draft(version, edition)
        check_approval(draft, by=by)
        check_findings(draft, now=now, budgets=budgets, ways=ways)
        draft.approved_at, draft.approved_by = now, by
        draft.save(update_fields=["approved_at", "approved_by"])
    return draft


def check_approval(draft: RuleVersion, *, by: User) -> None:
    """Whether somebody could approve a draft. Raises `AlreadyApproved`, `OwnDraft`, `NotRehearsed`.

    An end is not rehearsed: it pays nothing.
    """
    if draft.approved_at is not None:
        raise AlreadyApproved(version=draft)
    if by.pk in draft.authors:
        raise OwnDraft(version=draft)
    if not draft.ends and not rehearsed(draft):
        raise NotRehearsed(version=draft)


def send_back(version: RuleVersion, *, why: str, by: User, now: datetime, edition: str | None = None) -> RuleVersion:
    """Returns a draft to its author; if it was approved it is not any more.

    Raises `AlreadyPublished`, `ReasonMissing`, what `common.editions.check` does.
    """
    if not why.strip():
        raise ReasonMissing
    with transaction.atomic():
        draft = locked_draft(version, edition)
        draft.approved_at = draft.approved_by = None
        draft.returned_at, draft.returned_by, draft.returned_why = now, by, why.strip()
        draft.save()
    return draft
