from django.urls import path

from comity.desk import views

urlpatterns = [
    path("", views.home, name="home"),
    path("desk/", views.desk, name="desk"),
    path("partners/<int:pk>/", views.partner, name="partner"),
    path("people/<int:pk>/", views.person, name="person"),
    path("sign-ins/", views.sign_ins, name="sign-ins"),
]
