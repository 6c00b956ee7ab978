"""Which desk class shows which table of the second path; each class stands in the folder of its subject."""

from django.apps import apps
from django.contrib import admin

from common.desk_trail import EventAdmin
from projects.bulletin.desk import DealAdmin
from projects.cycle.desk import DesignAdmin
from projects.desk.organisations import OrganisationAdmin
from projects.desk.proposals import ProposalAdmin
from projects.desk.registry import CarbonProjectAdmin, UnitBlockAdmin
from projects.events.desk import EventAdmin as NeutralEventAdmin
from projects.models import (
    CarbonProject,
    Deal,
    Event,
    MonitoringReport,
    Organisation,
    PooledMonth,
    ProjectDesign,
    Proposal,
    Redaction,
    UnitBlock,
)
from projects.monitoring.desk import MonitoringReportAdmin
from projects.pooling.desk import PooledMonthAdmin
from projects.redactions.desk import RedactionAdmin

admin.site.register(Organisation, OrganisationAdmin)
admin.site.register(ProjectDesign, DesignAdmin)
admin.site.register(CarbonProject, CarbonProjectAdmin)
admin.site.register(MonitoringReport, MonitoringReportAdmin)
admin.site.register(Event, NeutralEventAdmin)
admin.site.register(UnitBlock, UnitBlockAdmin)
admin.site.register(Deal, DealAdmin)
admin.site.register(Proposal, ProposalAdmin)
admin.site.register(PooledMonth, PooledMonthAdmin)
admin.site.register(Redaction, RedactionAdmin)


class ProjectEventAdmin(EventAdmin):
    """What a project was registered with its design tells, whole and in words."""

    untold = ("id", "public_id", "parameters")


for table in ("OrganisationEvent", "SeatEvent"):
    admin.site.register(apps.get_model(f"projects.{table}"), EventAdmin)
admin.site.register(apps.get_model("projects.CarbonProjectEvent"), ProjectEventAdmin)
