from django.urls import path

from comity.opinion import views, views_office, views_work

urlpatterns = [
    path("opinion/", views_office.told, name="opinion-told"),
    path("opinion/<uuid:key>/", views.answer, name="opinion-give"),
    path("opinion/seen/<str:sign>/", views.seen, name="opinion-seen"),
    path("opinion/thanks/<str:receipt>/", views.mine, name="opinion-mine"),
    path("opinion/analysis/", views_office.analysis, name="opinion-analysis"),
    path("opinion/analysis/export/<str:kind>/", views_office.export, name="opinion-export"),
    path("opinion/comments/", views_office.comments, name="opinion-comments"),
    path("opinion/apart/", views_work.apart, name="opinion-apart"),
    path("opinion/apart/<int:pk>/restoration/", views_work.restoration, name="opinion-restoration"),
    path("opinion/apart/<int:pk>/setting-apart/", views_work.apart_again, name="opinion-apart-again"),
    path("opinion/tasks/", views_work.tasks, name="opinion-tasks"),
    path("opinion/tasks/<int:pk>/", views_work.task, name="opinion-task"),
    path("opinion/tasks/<int:pk>/taking/", views_work.taking, name="opinion-taking"),
    path("opinion/tasks/<int:pk>/assignment/", views_work.assignment, name="opinion-assignment"),
    path("opinion/tasks/<int:pk>/closing/", views_work.closing, name="opinion-closing"),
    path("opinion/tasks/<int:pk>/reopening/", views_work.reopening, name="opinion-reopening"),
    path("opinion/themes/", views_work.themes, name="opinion-themes"),
    path("opinion/themes/new/", views_work.new_theme, name="opinion-new-theme"),
    path("opinion/themes/<int:pk>/", views_work.theme, name="opinion-theme"),
    path("opinion/replies/new/", views_work.new_reply, name="opinion-new-reply"),
    path("opinion/replies/<int:pk>/", views_work.reply, name="opinion-reply"),
]
