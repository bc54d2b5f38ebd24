from django.urls import path

from comity.agreements import views

urlpatterns = [
    path("agreements/", views.agreements, name="agreements"),
    path("agreements/export.<str:kind>", views.export, name="agreements-export"),
    path("agreements/new/", views.new_agreement, name="new-agreement"),
    path("agreements/<int:pk>/", views.agreement, name="agreement"),
    path("agreements/<int:pk>/facts/", views.facts, name="agreement-facts"),
    path("agreements/<int:pk>/renewal/", views.renewal, name="agreement-renewal"),
    path("agreements/<int:pk>/lapse/", views.lapse, name="agreement-lapse"),
    path("agreements/<int:pk>/superseding/", views.superseding, name="agreement-superseding"),
]
