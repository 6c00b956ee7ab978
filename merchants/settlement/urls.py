"""Addresses of a merchant's statements."""

from django.urls import path

from merchants.settlement import files, views

STATEMENT = "merchant/<public_id:public_id>/statements/<public_id:statement_id>/"

urlpatterns = [
    path("merchant/<public_id:public_id>/statements/", views.mine, name="statements"),
    path(STATEMENT, views.statement, name="statement"),
    path(f"{STATEMENT}confirm/", views.confirm, name="confirm_statement"),
    path(f"{STATEMENT}lines/<public_id:line_id>/", views.dispute, name="dispute_line"),
    *(
        path(f"{STATEMENT}statement.{form}", views.as_file, {"form": form}, name=f"statement_{form}")
        for form in files.FORMS
    ),
]
