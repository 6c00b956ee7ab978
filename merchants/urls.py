"""Addresses of the mall, the tills and a merchant's staff."""

from django.urls import path

from merchants.views import certificates, day_vouchers, invitations, mall, second_factor, staff, tills, vouchers

app_name = "merchants"

urlpatterns = [
    path("rewards/", mall.offers, name="mall"),
    path("rewards/offers/<public_id:public_id>/", mall.offer, name="offer"),
    path("rewards/offers/<public_id:public_id>/redeem/", mall.redeem_offer, name="redeem"),
    path("rewards/vouchers/", vouchers.vouchers, name="vouchers"),
    path("rewards/vouchers/<public_id:public_id>/", vouchers.voucher, name="voucher"),
    path("rewards/vouchers/<public_id:public_id>/face/", vouchers.voucher_face, name="voucher_face"),
    path("rewards/vouchers/<public_id:public_id>/give-back/", vouchers.give_voucher_back, name="give_back"),
    path("rewards/vouchers/<public_id:public_id>/certificate/", certificates.certificate, name="certificate"),
    path("certificates/<public_id:public_id>/", certificates.proof, name="proof"),
    path("till/", tills.tills, name="tills"),
    path("till/only/", tills.only_till, name="only_till"),
    path("till/<public_id:shop_id>/", tills.till, name="till"),
    path("till/<public_id:shop_id>/undo/<public_id:public_id>/", tills.undo_capture, name="undo_capture"),
    path("invitations/<public_id:public_id>/", invitations.invitation, name="invitation"),
    path("invitations/<public_id:public_id>/accept/", invitations.accept_invitation, name="accept_invitation"),
    path("invitations/<public_id:public_id>/decline/", invitations.decline_invitation, name="decline_invitation"),
    path("merchant/<public_id:public_id>/staff/", staff.members, name="staff"),
    path(
        "merchant/<public_id:public_id>/staff/<public_id:member_id>/end/", staff.end_membership, name="end_membership"
    ),
    path("merchant/<public_id:public_id>/vouchers/", day_vouchers.day_vouchers, name="day_vouchers"),
    path(
        "merchant/<public_id:public_id>/vouchers/<public_id:voucher_id>/cancel/",
        day_vouchers.cancel_voucher,
        name="cancel_voucher",
    ),
    path("me/second-factor/remove/", second_factor.remove, name="remove_second_factor"),
]
