from django.urls import path

from comity.translating import views

urlpatterns = [
    path("translations/", views.translations, name="translations"),
    path("translations/<int:pk>/", views.translation, name="translation"),
    path("translations/<int:pk>/<int:number>/wording/", views.wording, name="passage-wording"),
    path(
        "translations/<int:pk>/<int:number>/suggestions/<int:suggestion>/",
        views.suggestion_decided,
        name="passage-suggestion",
    ),
]
