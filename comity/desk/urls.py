from django.urls import path

from comity.desk import views

urlpatterns = [
    path("desk/", views.desk, name="desk"),
    path("partners/<int:pk>/", views.partner, name="partner"),
    path("people/<int:pk>/", views.person, name="person"),
]
