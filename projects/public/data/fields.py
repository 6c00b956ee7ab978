"""Fields that several tables of the registry have."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.districts import District
from common.open_data.fields import Field, Type, Words, coded, in_words, text, whole
from methodologies.projects.known import fields as fields_of_projects
from methodologies.projects.known import known


def tonnes(name: str, title: Words, meaning: Words) -> Field:
    return Field(name, Type.WHOLE, title, meaning, "t CO2e")


NAMES = (
    text("name_zh", _("Name in Chinese")),
    text("name_en", _("Name in English"), _("Empty where nobody wrote one")),
)
OWNER = text("owner", pgettext_lazy("of a project", "Owner"), _("Name of the organisation whose project it is"))
WHAT_IT_IS = (
    coded("method", _("Method"), lambda: in_words({code: one.name for code, one in known().items()})),
    coded("field", _("Field"), lambda: in_words({code: one.label for code, one in fields_of_projects().items()})),
    coded("district", _("District"), lambda: dict(District.choices)),
)
CREDITED = (
    Field("credited_from", Type.DAY, _("Credited from")),
    Field("credited_until", Type.DAY, _("Credited until"), _("This day included")),
)
OF_PROJECT = (
    text("project_id", _("Project"), _("Its id; its page is /registry/projects/{project_id}/")),
    whole("project_number", _("Number of the project"), _("As it stands in serial numbers")),
)
UNITS = (
    text("serial", _("Serial number"), "CN-CDCER-{method}-{project}-{vintage}-{issuance}-{first}-{last}"),
    whole("first_unit", _("First unit")),
    whole("last_unit", _("Last unit"), _("Units are counted through the whole registry, one for each tonne")),
    tonnes("tonnes", _("Tonnes"), _("Last unit less the first, and one")),
)
VINTAGE = whole("vintage", _("Year of the reductions"))
