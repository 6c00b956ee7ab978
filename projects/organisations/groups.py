"""Which organisations are of one group: by what it is called, however that is written.

Names are compared without their legal form, blanks, brackets and case: （蜀绿）集团有限公司 is 蜀绿集团. Who is named
as the head of a group is of it, too, whether or not it says so itself.
"""

import re
import unicodedata
from typing import Any

from django.db.models import QuerySet

from common.typed.letters import plain
from projects.models import Organisation, OrganisationStatus

_BETWEEN = re.compile(r"[\W_]+")
_LEGAL_FORM = re.compile(r"(?:(?:股份)?有限(?:责任)?公司|公司)$")
_LEGAL_FORM_IN_ENGLISH = re.compile(r"(?:\W+(?:co|ltd|limited|company|corp|corporation|inc|plc|llc))+\W*$")
# Letters of companies' names that are typed in their traditional form.
_SIMPLIFIED = str.maketrans("團國業電綠環資發華實產廠農機車險銀廣東長責", "团国业电绿环资发华实产厂农机车险银广东长责")


def are_of_one_group(one: Organisation, other: Organisation) -> bool:
    """Also for one and the same organisation."""
    return one.pk == other.pk or bool(_known_as(one) & _known_as(other))


def verifiers_for(owner: Organisation) -> QuerySet[Organisation]:
    """The organisations that may verify what another owns: approved, accredited, and of another group."""
    found = Organisation.objects.filter(is_verifier=True, status=OrganisationStatus.APPROVED).order_by("pk")
    return found.exclude(pk__in=[one.pk for one in found if are_of_one_group(one, owner)])


def written(name: str) -> str:
    """The one writing by which names are compared; empty where nothing of it is seen."""
    letters = unicodedata.normalize("NFKC", plain(name)).casefold().translate(_SIMPLIFIED)
    short = _BETWEEN.sub("", _LEGAL_FORM_IN_ENGLISH.sub("", letters))
    return _LEGAL_FORM.sub("", short) or short


def _known_as(organisation: Organisation) -> set[str]:
    """Its own names and the name of its group."""
    names: dict[str, Any] = organisation.name
    return {said for said in map(written, (*names.values(), organisation.group)) if said}
