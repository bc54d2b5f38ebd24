"""The addresses of the journal's seal that programs ask for; they have no language."""

from django.urls import path

from comity.journal import views_seal

urlpatterns = [
    path("checkpoint", views_seal.newest, name="newest-checkpoint"),
    path("checkpoint/<int:size>", views_seal.checkpoint, name="checkpoint"),
    path("key", views_seal.key, name="journal-key"),
    path("proof/<int:old>/<int:new>", views_seal.proof, name="checkpoint-proof"),
]
