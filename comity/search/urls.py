from django.urls import path

from comity.search import views

urlpatterns = [path("search/", views.search, name="search")]
