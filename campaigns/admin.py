"""Which desk class shows which table of campaigns; each class stands in the folder of its subject."""

from django.apps import apps
from django.contrib import admin

from campaigns.desk.pages import CampaignAdmin
from campaigns.models import Campaign, GuardianChange, NameReport, Team
from campaigns.teams.desk import NameReportAdmin, TeamAdmin
from campaigns.teams.guardians_desk import GuardianChangeAdmin
from common.desk_trail import EventAdmin

admin.site.register(Campaign, CampaignAdmin)
admin.site.register(Team, TeamAdmin)
admin.site.register(NameReport, NameReportAdmin)
admin.site.register(GuardianChange, GuardianChangeAdmin)

for table in ("TeamEvent", "TeamMemberEvent", "NameReportEvent", "GuardianChangeEvent"):
    admin.site.register(apps.get_model(f"campaigns.{table}"), EventAdmin)
