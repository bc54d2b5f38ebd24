from django.urls import path

from comity.commitments import views

urlpatterns = [
    path("commitments/", views.commitments, name="commitments"),
    path("commitments/<int:pk>/", views.commitment, name="commitment"),
]
