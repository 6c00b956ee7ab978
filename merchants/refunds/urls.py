"""Addresses of a merchant's refunds."""

from django.urls import path

from merchants.refunds import views

urlpatterns = [
    path("merchant/<public_id:public_id>/refunds/", views.refunds, name="refunds"),
    path(
        "merchant/<public_id:public_id>/vouchers/<public_id:voucher_id>/refund/",
        views.refund_voucher,
        name="refund_voucher",
    ),
]
