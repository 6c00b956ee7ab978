"""Which desk class shows which table of campaigns."""

from django.contrib import admin

from campaigns.desk.pages import CampaignAdmin
from campaigns.models import Campaign

admin.site.register(Campaign, CampaignAdmin)
