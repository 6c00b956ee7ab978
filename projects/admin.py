"""Which desk class shows which table of the second path; the classes are in `projects/monitoring/`."""

from django.contrib import admin

from projects.models import MonitoringReport
from projects.monitoring.desk import MonitoringReportAdmin

admin.site.register(MonitoringReport, MonitoringReportAdmin)
