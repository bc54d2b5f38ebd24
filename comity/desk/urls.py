from django.urls import path

from comity.desk import views

urlpatterns = [
    path("", views.home, name="home"),
    path("desk/", views.desk, name="desk"),
    path("sign-ins/", views.sign_ins, name="sign-ins"),
]
