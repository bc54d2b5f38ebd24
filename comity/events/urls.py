from django.urls import path

from comity.events import views

urlpatterns = [
    path("events/", views.events, name="events"),
    path("events/new/", views.new_event, name="new-event"),
    path("events/<int:pk>/", views.event, name="event"),
    path("events/<int:pk>/holding/", views.holding, name="event-holding"),
    path("events/<int:pk>/cancellation/", views.cancellation, name="event-cancellation"),
]
