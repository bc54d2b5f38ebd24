from django.urls import path

from comity.example import views

urlpatterns = [path("sign-ins/", views.sign_ins, name="sign-ins")]
