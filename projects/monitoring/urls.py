"""Addresses of monitoring reports, in the room of an organisation."""

from django.urls import path

from projects.monitoring.views import lines, reports, verification

ROOM = "enterprise/<public_id:public_id>/"
REPORT = f"{ROOM}reports/<public_id:report_id>/"

urlpatterns = [
    path(f"{ROOM}reports/", reports.reports, name="reports"),
    path(f"{ROOM}projects/<public_id:project_id>/reports/begin/", reports.begin, name="begin_report"),
    path(REPORT, reports.report, name="report"),
    path(f"{REPORT}submit/", reports.submit, name="submit_report"),
    path(f"{REPORT}revise/", reports.revise, name="revise_report"),
    path(f"{REPORT}withdraw/", reports.withdraw, name="withdraw_report"),
    path(f"{REPORT}file/", lines.file, name="report_file"),
    path(f"{REPORT}template.xlsx", lines.template, name="report_template"),
    path(f"{REPORT}tables/<slug:code>/", lines.lines, name="report_lines"),
    path(f"{REPORT}tables/<slug:code>/template.csv", lines.table_template, name="report_table_template"),
    path(f"{REPORT}tables/<slug:code>/lines.csv", lines.lines_file, name="report_lines_file"),
    path(f"{REPORT}lines/<int:nth>/remove/", lines.remove_line, name="remove_report_line"),
    path(f"{REPORT}sample/", verification.sample, name="sample_report"),
    path(f"{REPORT}findings/new/", verification.new_finding, name="new_finding"),
    path(f"{REPORT}findings/<public_id:finding_id>/", verification.one_finding, name="finding"),
    path(f"{REPORT}state/", verification.state, name="state_report"),
]
