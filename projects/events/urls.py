"""Addresses of events: in the room of an organisation, and for everybody."""

from django.urls import path

from projects.events.views import deeds, lines, public, retiring, room

ROOM = "enterprise/<public_id:public_id>/events/"
EVENT = f"{ROOM}<public_id:event_id>/"
PUBLIC = "registry/events/"

urlpatterns = [
    path(ROOM, room.events, name="events"),
    path(f"{ROOM}begin/", room.begin, name="begin_event"),
    path(EVENT, room.event, name="event"),
    path(f"{EVENT}facts/", room.facts, name="event_facts"),
    path(f"{EVENT}measures/", room.measures, name="event_measures"),
    path(f"{EVENT}factors/", room.factors, name="event_factors"),
    path(f"{EVENT}documents/", room.documents, name="event_documents"),
    path(f"{EVENT}file/", lines.file, name="event_file"),
    path(f"{EVENT}template.xlsx", lines.template, name="event_template"),
    path(f"{EVENT}tables/<slug:code>/", lines.lines, name="event_lines"),
    path(f"{EVENT}tables/<slug:code>/template.csv", lines.table_template, name="event_table_template"),
    path(f"{EVENT}lines/<int:nth>/remove/", lines.remove_line, name="remove_event_line"),
    path(f"{EVENT}publish/", deeds.publish, name="publish_event"),
    path(f"{EVENT}revise/", deeds.revise, name="revise_event"),
    path(f"{EVENT}call-off/", deeds.call_off, name="call_off_event"),
    path(f"{EVENT}judge/", deeds.judge, name="judge_event"),
    path(f"{EVENT}certify/", deeds.certify, name="certify_event"),
    path(f"{EVENT}retire/", retiring.blocks, name="event_blocks"),
    path(f"{EVENT}retire/<int:first>/", retiring.retire, name="retire_for_event"),
    path(PUBLIC, public.events, name="public_events"),
    path(f"{PUBLIC}estimate/", public.estimate, name="event_estimate"),
    path(f"{PUBLIC}<public_id:public_id>/", public.event, name="public_event"),
    path(f"{PUBLIC}<public_id:public_id>/certificate/", public.certificate, name="event_certificate"),
    path(f"{PUBLIC}<public_id:public_id>/certificate.pdf", public.certificate_pdf, name="event_certificate_pdf"),
]
