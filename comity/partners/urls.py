from django.urls import path

from comity.partners import views

urlpatterns = [
    path("partners/", views.partners, name="partners"),
    path("partners/<int:pk>/", views.partner, name="partner"),
]
