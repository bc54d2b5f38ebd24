from django.urls import path

from comity.agreements import views

urlpatterns = [
    path("agreements/", views.agreements, name="agreements"),
    path("agreements/<int:pk>/", views.agreement, name="agreement"),
]
