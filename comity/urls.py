"""The addresses of Comity: each begins with its language, but for what machines ask."""

from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path
from django.urls.resolvers import RoutePattern

from comity.journal.views import front_door
from comity.website import urls as website
from comity.website.configured import NEWSROOM
from comity.website.late import ReadWhenAsked

urlpatterns = [
    path("", front_door, name="front-door"),
    path("", include("comity.watch.urls")),
    path("journal/", include("comity.journal.urls_seal")),
    ReadWhenAsked(RoutePattern(NEWSROOM), "comity.website.newsroom"),
    *website.files,
    *i18n_patterns(
        path("", include("comity.website.urls")),
        path("", include("comity.search.urls")),
        path("", include("comity.desk.urls")),
        path("", include("comity.example.urls")),
        path("", include("comity.accounts.urls")),
        path("", include("comity.journal.urls")),
        path("", include("comity.safekeeping.urls")),
        path("", include("comity.partners.urls")),
        path("", include("comity.partners.urls_accounts")),
        path("", include("comity.meetings.urls")),
        path("", include("comity.commitments.urls")),
        path("", include("comity.agreements.urls")),
        path("", include("comity.events.urls")),
        path("", include("comity.opinion.urls")),
        path("", include("comity.personal.urls")),
        path("", include("comity.translating.urls")),
        path("", include("comity.newsletter.urls")),
        *website.last,
    ),
]

handler400 = "comity.journal.views.too_much"
handler403 = "comity.journal.views.refused"
handler404 = "comity.journal.views.not_here"
handler429 = "comity.journal.views.too_often"  # asked for by allauth
handler500 = "comity.safekeeping.trouble.went_wrong"
