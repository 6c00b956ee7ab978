"""Addresses of the way from draft to registered: in the room of an organisation, and for everybody."""

from django.urls import path

from projects.cycle.views import designs, judging, public, writing

ROOM = "enterprise/<public_id:public_id>/"
DESIGN = f"{ROOM}designs/<public_id:design_id>/"
PUBLISHED = "registry/designs/<public_id:public_id>/"

urlpatterns = [
    path(f"{ROOM}designs/", designs.designs, name="designs"),
    path(f"{ROOM}designs/new/", writing.begin, name="begin_design"),
    path(DESIGN, designs.design, name="design"),
    path(f"{DESIGN}write/<slug:step>/", writing.write, name="write_design"),
    path(f"{DESIGN}lines/", writing.lines, name="design_lines"),
    path(f"{DESIGN}lines/<int:place>/remove/", writing.remove_line, name="remove_design_line"),
    path(f"{DESIGN}documents/", writing.documents, name="design_documents"),
    path(f"{DESIGN}submit/", designs.submit, name="submit_design"),
    path(f"{DESIGN}withdraw/", designs.withdraw, name="withdraw_design"),
    path(f"{DESIGN}verifier/", designs.want, name="want_verifier"),
    path(f"{DESIGN}versions/<int:number>/", designs.version, name="design_version"),
    path(f"{DESIGN}comments/<public_id:comment_id>/", judging.answer, name="answer_comment"),
    path(f"{ROOM}validations/<public_id:design_id>/", judging.validation, name="validation"),
    path(PUBLISHED, public.published, name="published"),
    path(f"{PUBLISHED}comment/", public.comment, name="comment"),
    path(f"{PUBLISHED}comments/<public_id:comment_id>/report/", public.report, name="report_comment"),
]
