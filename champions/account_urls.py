"""Signing in, under /accounts/. allauth's own pages for passwords, sign-up and addresses
have no address here; of its second step there is only what we use."""

from allauth.mfa.base import views as second_step
from allauth.mfa.recovery_codes import views as spare
from allauth.mfa.totp import views as app
from allauth.mfa.webauthn import views as key
from django.urls import path

from champions.views import cards, kept_words, sign_in

urlpatterns = [
    path("login/", sign_in.ask, name="account_login"),
    path("login/numbers/", sign_in.numbers, name="account_numbers"),
    path("login/who/", sign_in.who, name="account_who"),
    path("login/passkey/", sign_in.passkey, name="account_passkey"),
    path("link/<token>/", sign_in.link, name="account_link"),
    path("kept/", kept_words.kept_words, name="kept_words"),
    path("logout/", sign_in.leave, name="account_logout"),
    path("card/", cards.by_numbers, name="account_card"),
    path("card/<token>/", cards.by_link, name="account_card_link"),
    path("2fa/", second_step.index, name="mfa_index"),
    path("2fa/authenticate/", second_step.authenticate, name="mfa_authenticate"),
    path("2fa/again/", second_step.reauthenticate, name="mfa_reauthenticate"),
    path("2fa/app/", app.activate_totp, name="mfa_activate_totp"),
    path("2fa/app/remove/", app.deactivate_totp, name="mfa_deactivate_totp"),
    path("2fa/spare/", spare.view_recovery_codes, name="mfa_view_recovery_codes"),
    path(
        "2fa/spare/new/",
        spare.generate_recovery_codes,
        name="mfa_generate_recovery_codes",
    ),
    path("2fa/keys/", key.list_webauthn, name="mfa_list_webauthn"),
    path("2fa/keys/new/", key.add_webauthn, name="mfa_add_webauthn"),
    path("2fa/keys/<int:pk>/remove/", key.remove_webauthn, name="mfa_remove_webauthn"),
    path(
        "2fa/keys/again/",
        key.reauthenticate_webauthn,
        name="mfa_reauthenticate_webauthn",
    ),
    path("2fa/keys/sign-in/", key.login_webauthn, name="mfa_login_webauthn"),
]
