"""Addresses of a merchant's own pages, of becoming its staff, and of its offers' photos."""

from django.urls import path

from merchants.room.views import (
    application,
    business,
    day_vouchers,
    departing,
    invitations,
    offer_photos,
    offers,
    owed,
    room,
    second_factor,
    shops,
    staff,
    trade,
)

urlpatterns = [
    path("rewards/photos/<slug:size>/<slug:name>.jpg", offer_photos.photo, name="photo"),
    path("invitations/<public_id:public_id>/", invitations.invitation, name="invitation"),
    path("invitations/<public_id:public_id>/accept/", invitations.accept_invitation, name="accept_invitation"),
    path("invitations/<public_id:public_id>/decline/", invitations.decline_invitation, name="decline_invitation"),
    path("merchant/apply/", application.application, name="apply"),
    path("merchant/<public_id:public_id>/", room.room, name="room"),
    path("merchant/<public_id:public_id>/business/", business.business, name="business"),
    path("merchant/<public_id:public_id>/business/complete/", business.complete, name="complete_business"),
    path("merchant/<public_id:public_id>/business/account/", business.account, name="bank_account"),
    path(
        "merchant/<public_id:public_id>/business/account/<public_id:account_id>/withdraw/",
        business.withdraw_account,
        name="withdraw_account",
    ),
    path("merchant/<public_id:public_id>/leave/", departing.leave, name="leave"),
    path("merchant/<public_id:public_id>/stay/", departing.stay, name="stay"),
    path("merchant/<public_id:public_id>/shops/", shops.mine, name="shops"),
    path("merchant/<public_id:public_id>/shops/new/", shops.add, name="add_shop"),
    path("merchant/<public_id:public_id>/shops/<public_id:shop_id>/", shops.change, name="shop"),
    path("merchant/<public_id:public_id>/shops/<public_id:shop_id>/close/", shops.close, name="close_shop"),
    path("merchant/<public_id:public_id>/shops/<public_id:shop_id>/open/", shops.reopen, name="reopen_shop"),
    path("merchant/<public_id:public_id>/offers/", offers.mine, name="own_offers"),
    path("merchant/<public_id:public_id>/offers/new/", offers.write, name="write_offer"),
    path("merchant/<public_id:public_id>/offers/<public_id:offer_id>/", offers.own, name="own_offer"),
    path("merchant/<public_id:public_id>/offers/<public_id:offer_id>/edit/", offers.rewrite, name="rewrite_offer"),
    path(
        "merchant/<public_id:public_id>/offers/<public_id:offer_id>/stock/",
        offers.release_stock,
        name="release_stock",
    ),
    path("merchant/<public_id:public_id>/offers/<public_id:offer_id>/submit/", offers.submit, name="submit_offer"),
    path("merchant/<public_id:public_id>/offers/<public_id:offer_id>/copy/", offers.copy, name="copy_offer"),
    path(
        "merchant/<public_id:public_id>/offers/<public_id:offer_id>/take-back/",
        offers.take_back,
        name="take_back_offer",
    ),
    path(
        "merchant/<public_id:public_id>/offers/<public_id:offer_id>/withdraw/",
        offers.withdraw,
        name="withdraw_offer",
    ),
    path("merchant/<public_id:public_id>/offers/<public_id:offer_id>/discard/", offers.discard, name="discard_offer"),
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
    path("merchant/<public_id:public_id>/trade/", trade.trade, name="trade"),
    path("merchant/<public_id:public_id>/trade/taken.csv", trade.trade_file, name="trade_file"),
    path("merchant/<public_id:public_id>/vouchers/", day_vouchers.day_vouchers, name="day_vouchers"),
    path(
        "merchant/<public_id:public_id>/vouchers/<public_id:voucher_id>/cancel/",
        day_vouchers.cancel_voucher,
        name="cancel_voucher",
    ),
    path("me/second-factor/remove/", second_factor.remove, name="remove_second_factor"),
]
