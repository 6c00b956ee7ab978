"""Addresses of the mall, the tills and a merchant's own pages."""

from django.urls import path

from merchants.views import (
    application,
    certificates,
    day_vouchers,
    invitations,
    mall,
    offer_photos,
    owed,
    own_offers,
    room,
    second_factor,
    shops,
    staff,
    tills,
    vouchers,
)

app_name = "merchants"

urlpatterns = [
    path("rewards/", mall.offers, name="mall"),
    path("rewards/offers/<public_id:public_id>/", mall.offer, name="offer"),
    path("rewards/offers/<public_id:public_id>/redeem/", mall.redeem_offer, name="redeem"),
    path("rewards/photos/<slug:size>/<slug:name>.jpg", offer_photos.photo, name="photo"),
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
    path("merchant/apply/", application.application, name="apply"),
    path("merchant/<public_id:public_id>/", room.room, name="room"),
    path("merchant/<public_id:public_id>/shops/", shops.mine, name="shops"),
    path("merchant/<public_id:public_id>/shops/new/", shops.add, name="add_shop"),
    path("merchant/<public_id:public_id>/shops/<public_id:shop_id>/", shops.change, name="shop"),
    path("merchant/<public_id:public_id>/shops/<public_id:shop_id>/close/", shops.close, name="close_shop"),
    path("merchant/<public_id:public_id>/shops/<public_id:shop_id>/open/", shops.reopen, name="reopen_shop"),
    path("merchant/<public_id:public_id>/offers/", own_offers.mine, name="own_offers"),
    path("merchant/<public_id:public_id>/offers/new/", own_offers.write, name="write_offer"),
    path("merchant/<public_id:public_id>/offers/<public_id:offer_id>/", own_offers.own, name="own_offer"),
    path("merchant/<public_id:public_id>/offers/<public_id:offer_id>/edit/", own_offers.rewrite, name="rewrite_offer"),
    path(
        "merchant/<public_id:public_id>/offers/<public_id:offer_id>/stock/",
        own_offers.release_stock,
        name="release_stock",
    ),
    path("merchant/<public_id:public_id>/offers/<public_id:offer_id>/submit/", own_offers.submit, name="submit_offer"),
    path(
        "merchant/<public_id:public_id>/offers/<public_id:offer_id>/take-back/",
        own_offers.take_back,
        name="take_back_offer",
    ),
    path(
        "merchant/<public_id:public_id>/offers/<public_id:offer_id>/withdraw/",
        own_offers.withdraw,
        name="withdraw_offer",
    ),
    path(
        "merchant/<public_id:public_id>/offers/<public_id:offer_id>/discard/", own_offers.discard, name="discard_offer"
    ),
    path("merchant/<public_id:public_id>/offers/<public_id:offer_id>/photo/", offer_photos.change, name="offer_photo"),
    path(
        "merchant/<public_id:public_id>/offers/<public_id:offer_id>/photo/remove/",
        offer_photos.remove,
        name="remove_photo",
    ),
    path("merchant/<public_id:public_id>/owed/", owed.owed_page, name="owed"),
    path("merchant/<public_id:public_id>/owed/captures.csv", owed.owed_file, name="owed_file"),
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
