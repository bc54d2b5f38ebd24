from django.urls import path

from comity.safekeeping import views

urlpatterns = [
    path("operations/", views.operations, name="operations"),
    path("operations/letters/<int:pk>/another-try/", views.another_try, name="letter-another-try"),
]
