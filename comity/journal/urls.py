from django.urls import path

from comity.journal import views, views_seal

urlpatterns = [
    path("history/<str:kind>/<int:pk>/", views.history, name="history"),
    path("letters/", views.letters, name="letters"),
    path("journal/seal/", views_seal.seal, name="seal"),
    path("journal/", views.journal, name="journal"),
]
