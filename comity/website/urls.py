from django.urls import path, re_path

from comity.website import newsdesk, views, views_reading, views_records

urlpatterns = [
    path("", views.home, name="home"),
    path("sessions/<int:pk>/news/", newsdesk.of_session, name="session-news"),
    path("newsroom/", newsdesk.enter, name="newsroom"),
    path("news/<slug:slug>/card.png", views.card, name="news-card"),
    path("news/feed.atom", views.feed, name="news-feed"),
    path("news/<str:slug>/side-by-side/", views.side_by_side, name="side-by-side"),
    path("read/", views_reading.choice, name="reading-choice"),
    path("read/<slug:language>/<str:slug>/", views_reading.reading, name="reading"),
    path("read/<slug:language>/<str:slug>/side-by-side/", views_reading.side_by_side, name="reading-side-by-side"),
    # Pages that are no articles: those of records, the lists, the first page.
    path("reading/", views_records.choice, name="page-reading-choice"),
    path("reading/<slug:language>/", views_records.reading, name="first-page-reading"),
    path("reading/<slug:language>/<path:address>", views_records.reading, name="page-reading"),
    path("beside/<slug:language>/", views_records.side_by_side, name="first-page-side-by-side"),
    path("beside/<slug:language>/<path:address>", views_records.side_by_side, name="page-side-by-side"),
    path("wording/<int:number>/", views_reading.wording, name="wording"),
]
# The pages that Wagtail keeps, after every other address of ours; it asks for them by this name. Only what lies under
# the list of news: an address that fits everything would lead every wrong address of a machine to one with a language.
last = [re_path(r"^(news/(?:[\w\-]+/)*)$", views.page, name="wagtail_serve")]
# Outside of the languages: what robots ask, and files that stand in articles.
files = [
    path("robots.txt", views.robots, name="robots"),
    path("sitemap.xml", views.sitemap, name="sitemap"),
    path("pictures/<path:name>", views.picture, name="picture"),
    path("documents/<int:document_id>/<str:document_filename>", views.document, name="wagtaildocs_serve"),
]
