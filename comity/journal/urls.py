from django.urls import path

from comity.journal import views

urlpatterns = [
    path("history/<str:kind>/<int:pk>/", views.history, name="history"),
    path("letters/", views.letters, name="letters"),
    path("journal/", views.journal, name="journal"),
]
