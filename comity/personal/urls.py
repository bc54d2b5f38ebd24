from django.urls import path

from comity.personal import views

urlpatterns = [
    path("account/data/", views.mine, name="my-data"),
    path("account/data/export/", views.my_export, name="my-data-export"),
    path("data/<str:kind>/<int:pk>/", views.about, name="personal-data"),
    path("data/<str:kind>/<int:pk>/export/", views.export_of, name="personal-export"),
    path("data/<str:kind>/<int:pk>/erasure/", views.erasure, name="personal-erasure"),
]
