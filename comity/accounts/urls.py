from django.urls import path

from comity.accounts import views

urlpatterns = [
    path("account/", views.account, name="account"),
]
