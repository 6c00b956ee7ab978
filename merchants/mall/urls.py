"""Addresses of the mall: offers, vouchers and certificates."""

from django.urls import path

from merchants.mall.views import certificates, offers, reports, shelf, vouchers

urlpatterns = [
    path("rewards/", shelf.offers, name="mall"),
    path("rewards/offers/<public_id:public_id>/", offers.offer, name="offer"),
    path("rewards/offers/<public_id:public_id>/redeem/", offers.redeem_offer, name="redeem"),
    path("rewards/offers/<public_id:public_id>/wish/", offers.wish_for, name="wish"),
    path("rewards/vouchers/", vouchers.vouchers, name="vouchers"),
    path("rewards/vouchers/<public_id:public_id>/", vouchers.voucher, name="voucher"),
    path("rewards/vouchers/<public_id:public_id>/face/", vouchers.voucher_face, name="voucher_face"),
    path("rewards/vouchers/<public_id:public_id>/give-back/", vouchers.give_voucher_back, name="give_back"),
    path("rewards/vouchers/<public_id:public_id>/certificate/", certificates.certificate, name="certificate"),
    path("causes/reports/<public_id:public_id>/photo.jpg", reports.report_photo, name="report_photo"),
    path("certificates/<public_id:public_id>/", certificates.proof, name="proof"),
]
