from django.urls import URLPattern, URLResolver, path

from libitum.web.views import community as views

urlpatterns: list[URLPattern | URLResolver] = [
    path("tracks/<slug:uid>/comments", views.comment_add, name="comment-add"),
    path("comments/<slug:uid>/edit", views.comment_edit, name="comment-edit"),
    path("comments/<slug:uid>/delete", views.comment_delete, name="comment-delete"),
]
