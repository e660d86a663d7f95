from django.urls import URLPattern, URLResolver, path

from libitum.web.views import community as views

urlpatterns: list[URLPattern | URLResolver] = [
    path("tracks/<slug:uid>/comments", views.comment_add, name="comment-add"),
    path("comments/<slug:uid>/edit", views.comment_edit, name="comment-edit"),
    path("comments/<slug:uid>/delete", views.comment_delete, name="comment-delete"),
    path("notices/new", views.notice_new, name="notice-new"),
    path("notices/<slug:uid>", views.notice, name="notice"),
    path("notices/<slug:uid>/answer", views.notice_answer, name="notice-answer"),
    path("my/notices", views.my_notices, name="my-notices"),
    path("my/notices/<slug:uid>/appeal", views.my_appeal, name="my-appeal"),
    path("moderation", views.moderation, name="moderation"),
    path("moderation/open", views.moderation_open, name="moderation-open"),
    path("moderation/<slug:uid>", views.moderation_case, name="moderation-case"),
]
