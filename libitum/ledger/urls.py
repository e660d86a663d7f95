from django.urls import path

from .views import log_file

urlpatterns = [path("<path:path>", log_file, name="log-file")]
