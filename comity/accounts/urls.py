"""One's own account, and the pages of allauth that are used here; the others are not reachable.

An account begins with an invitation and its e-mail address is never changed by its holder, so the pages that
would open an account or manage addresses are left out.
"""

from allauth.account import views as entrance
from allauth.mfa.base import views as factors
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as app
from allauth.mfa.webauthn import views as keys
from django.urls import path, re_path

from comity.accounts import views
from comity.accounts.policies import Policy, open_to

everybody, signed_in = open_to(Policy.EVERYBODY), open_to(Policy.SIGNED_IN)
RESET_KEY = r"^accounts/password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$"

urlpatterns = [
    path("account/", views.account, name="account"),
    path("account/browsers/", views.browsers, name="browsers"),
    path("account/browsers/ending/", views.browsers_ending, name="browsers-ending"),
    path("account/browsers/<str:handle>/ending/", views.browser_ending, name="browser-ending"),
    path("accounts/login/", everybody(entrance.login), name="account_login"),
    path("accounts/logout/", views.sign_out, name="account_logout"),
    path("accounts/inactive/", everybody(entrance.account_inactive), name="account_inactive"),
    path("accounts/beginning/", everybody(views.beginning), name="account_signup"),
    path("accounts/reauthenticate/", signed_in(entrance.reauthenticate), name="account_reauthenticate"),
    path("accounts/password/change/", signed_in(entrance.password_change), name="account_change_password"),
    path("accounts/password/set/", signed_in(entrance.password_set), name="account_set_password"),
    path("accounts/password/reset/", everybody(entrance.password_reset), name="account_reset_password"),
    path(
        "accounts/password/reset/done/",
        everybody(entrance.password_reset_done),
        name="account_reset_password_done",
    ),
    path(
        "accounts/password/reset/key/done/",
        everybody(entrance.password_reset_from_key_done),
        name="account_reset_password_from_key_done",
    ),
    re_path(RESET_KEY, everybody(entrance.password_reset_from_key), name="account_reset_password_from_key"),
    path("accounts/2fa/", signed_in(factors.index), name="mfa_index"),
    path("accounts/2fa/authenticate/", everybody(factors.authenticate), name="mfa_authenticate"),
    path("accounts/2fa/reauthenticate/", signed_in(factors.reauthenticate), name="mfa_reauthenticate"),
    path("accounts/2fa/totp/activate/", signed_in(app.activate_totp), name="mfa_activate_totp"),
    path("accounts/2fa/totp/deactivate/", signed_in(app.deactivate_totp), name="mfa_deactivate_totp"),
    path("accounts/2fa/recovery-codes/", signed_in(codes.view_recovery_codes), name="mfa_view_recovery_codes"),
    path(
        "accounts/2fa/recovery-codes/generate/",
        signed_in(codes.generate_recovery_codes),
        name="mfa_generate_recovery_codes",
    ),
    path(
        "accounts/2fa/recovery-codes/download/",
        signed_in(codes.download_recovery_codes),
        name="mfa_download_recovery_codes",
    ),
    path("accounts/2fa/webauthn/", signed_in(keys.list_webauthn), name="mfa_list_webauthn"),
    path("accounts/2fa/webauthn/add/", signed_in(keys.add_webauthn), name="mfa_add_webauthn"),
    path(
        "accounts/2fa/webauthn/reauthenticate/",
        signed_in(keys.reauthenticate_webauthn),
        name="mfa_reauthenticate_webauthn",
    ),
    path(
        "accounts/2fa/webauthn/keys/<int:pk>/remove/",
        signed_in(keys.remove_webauthn),
        name="mfa_remove_webauthn",
    ),
    path("accounts/2fa/webauthn/keys/<int:pk>/edit/", signed_in(keys.edit_webauthn), name="mfa_edit_webauthn"),
    path("accounts/2fa/webauthn/login/", everybody(keys.login_webauthn), name="mfa_login_webauthn"),
]
