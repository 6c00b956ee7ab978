"""Addresses of signing in and of what citizens keep about themselves. allauth's other addresses are not mounted."""

from django.urls import include, path

from accounts.changing_phone import stop_views, whose_views
from accounts.changing_phone import views as phone
from accounts.inbox import views as inbox
from accounts.standing import views as standing
from accounts.views import (
    devices,
    display,
    fresh_proof,
    languages,
    merged,
    passkeys,
    profile,
    second_factor,
    sign_in,
    tokens,
    ways_in,
)

own = [
    path("welcome/", profile.welcome, name="welcome"),
    path("sign-out/", sign_in.sign_out, name="sign_out"),
    path("me/", profile.profile, name="profile"),
    path("me/ways-in/", ways_in.own_ways_in, name="ways_in"),
    path("me/phone/", phone.change, name="change_phone"),
    path("me/phone/code/", phone.confirm, name="new_phone_code"),
    path("me/phone/stop/", phone.stop, name="stop_phone_change"),
    path("phone-change/<str:token>/", stop_views.by_link, name="stop_from_old_number"),
    path("stop/", stop_views.by_code, name="stop_by_code"),
    path("sign-in/merged/", merged.merged_number, name="merged"),
    path("me/second-factor/", second_factor.factor, name="second_factor"),
    path("me/second-factor/new/", second_factor.enrol, name="enrol_second_factor"),
    path("me/second-factor/code/", second_factor.prove, name="prove_second_factor"),
    path("me/second-factor/passkeys/new/", passkeys.new, name="new_passkey"),
    path("me/second-factor/passkeys/remove/", passkeys.remove, name="remove_passkey"),
    path("me/proof/", fresh_proof.prove, name="prove"),
    path("me/sessions/", devices.sessions, name="sessions"),
    path("me/standing/", standing.standing, name="standing"),
    path("me/looks/", devices.looks_at_me, name="looks"),
    path("me/sessions/end-others/", devices.end_other_sessions, name="end_other_sessions"),
    path("me/sessions/<public_id:public_id>/end/", devices.end_session, name="end_session"),
    path("me/sessions/apps/<public_id:public_id>/end/", devices.end_app_sign_in, name="end_app_sign_in"),
    path("inbox/", inbox.inbox, name="inbox"),
    path("inbox/read/", inbox.read_all, name="read_inbox"),
    path("inbox/<public_id:public_id>/", inbox.follow, name="notice"),
    path("me/tokens/", tokens.tokens, name="tokens"),
    path("me/tokens/new/", tokens.create_token, name="create_token"),
    path("me/tokens/<public_id:public_id>/revoke/", tokens.revoke_token, name="revoke_token"),
]

urlpatterns = [
    # These two have the names by which allauth's own code knows them.
    path("sign-in/", sign_in.request_code, name="account_request_login_code"),
    path("sign-in/code/", sign_in.confirm_code, name="account_confirm_login_code"),
    path("sign-in/code/resend/", sign_in.resend_code, name="resend_login_code"),
    path("sign-in/whose/", whose_views.ask, name="whose_account"),
    path("sign-in/whose/new/", whose_views.begin_anew, name="begin_anew"),
    path("sign-in/passkey/", passkeys.sign_in, name="sign_in_by_passkey"),
    path("sign-in/passkey/question/", passkeys.ask, name="ask_passkey"),
    path("language/", languages.switch_language, name="set_language"),
    path("display/", display.choose_display, name="set_display"),
    path("", include((own, "accounts"))),
]
