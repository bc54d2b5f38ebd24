"""The addresses of this app."""

from django.urls import path

from comity.newsletter import views

urlpatterns = [
    path("newsletter/", views.newsletter, name="newsletter"),
    path("newsletter/asked/", views.asked, name="newsletter-asked"),
    path("newsletter/digests/", views.digests, name="newsletter-digests"),
    path("newsletter/confirmation/<str:token>/", views.confirmation, name="newsletter-confirmation"),
    path("newsletter/leaving/<str:token>/", views.leaving, name="newsletter-leaving"),
]
