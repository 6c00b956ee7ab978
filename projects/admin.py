"""Which desk class shows which table of the second path; the classes are in `cycle/`, `desk/` and `monitoring/`."""

from django.contrib import admin

from projects.cycle.desk import DesignAdmin
from projects.models import MonitoringReport, ProjectDesign
from projects.monitoring.desk import MonitoringReportAdmin

admin.site.register(MonitoringReport, MonitoringReportAdmin)
admin.site.register(ProjectDesign, DesignAdmin)
