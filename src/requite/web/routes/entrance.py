from django.urls import path, re_path

from requite.web.screens import digests, entrance, entrance_log_in

urlpatterns = [
    path("start/", entrance.start, name="start"),
    path("invitation/<str:secret>/", entrance.invitation, name="invitation"),
    path("digest/out/<str:token>/", digests.digest_out, name="digest_out"),
    path("language/", entrance.language, name="language"),
    path("log-in/", entrance_log_in.LogIn.as_view(), name="account_login"),
    path("sign-up/", entrance_log_in.no_sign_up, name="account_signup"),
    path("log-in/demo/", entrance.demo_log_in, name="demo_log_in"),
    path("log-out/", entrance_log_in.LogOut.as_view(), name="account_logout"),
    path("password/", entrance_log_in.ChangePassword.as_view(), name="account_change_password"),
    path("password/reset/", entrance_log_in.ResetPassword.as_view(), name="account_reset_password"),
    path(
        "password/reset/sent/",
        entrance_log_in.ResetPasswordSent.as_view(),
        name="account_reset_password_done",
    ),
    path(
        "password/reset/done/",
        entrance_log_in.NewPasswordDone.as_view(),
        name="account_reset_password_from_key_done",
    ),
    re_path(
        r"^password/reset/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>[^/]+)/$",
        entrance_log_in.NewPassword.as_view(),
        name="account_reset_password_from_key",
    ),
]
