"""Addresses of the review desk, and of what citizens answer to it."""

from django.urls import path

from review.views import appeals, claims, items, queue

app_name = "review"

ITEM = "desk/review/<slug:kind>/<public_id:public_id>/"

urlpatterns = [
    path("desk/review/", queue.queue, name="queue"),
    path("desk/review/next/", queue.following, name="next"),
    path(ITEM, items.item, name="item"),
    path(f"{ITEM}accept/", items.accept, name="accept"),
    path(f"{ITEM}refuse/", items.refuse, name="refuse"),
    path(f"{ITEM}skip/", items.skip, name="skip"),
    path(f"{ITEM}opinion/", items.opinion, name="opinion"),
    path(f"{ITEM}again/", items.again, name="again"),
    path("desk/review/claim/<public_id:public_id>/provider/", claims.provider, name="provider"),
    path("claims/", claims.claims, name="claims"),
    path("claims/new/", claims.scenarios, name="claim_scenarios"),
    path("claims/new/<slug:code>/", claims.begin, name="claim_new"),
    path("claims/<public_id:public_id>/", claims.claim, name="claim"),
    path("appeals/<slug:kind>/<public_id:public_id>/", appeals.appeal, name="appeal"),
]
