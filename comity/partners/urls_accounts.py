from django.urls import path

from comity.partners import views_accounts as views

urlpatterns = [
    path("accounts/", views.accounts, name="accounts"),
    path("accounts/invitations/", views.invitation, name="invitation"),
    path("accounts/<int:pk>/", views.account_of, name="account-of"),
    path("accounts/<int:pk>/invitation/", views.invitation_again, name="invitation-again"),
    path("accounts/<int:pk>/invitation/withdrawal/", views.withdrawal, name="invitation-withdrawal"),
    path("accounts/<int:pk>/role/", views.role, name="account-role"),
    path("accounts/<int:pk>/mandates/", views.mandates, name="account-mandates"),
    path("accounts/<int:pk>/mandates/<int:mandate>/end/", views.mandate_end, name="mandate-end"),
    path("accounts/<int:pk>/closing/", views.closing, name="account-closing"),
    path("accounts/<int:pk>/reopening/", views.reopening, name="account-reopening"),
    path("join/<str:token>/", views.join, name="join"),
]
