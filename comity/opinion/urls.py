from django.urls import path

from comity.opinion import views, views_office

urlpatterns = [
    path("opinion/<uuid:key>/", views.answer, name="opinion-give"),
    path("opinion/thanks/<str:receipt>/", views.mine, name="opinion-mine"),
    path("opinion/analysis/", views_office.analysis, name="opinion-analysis"),
]
