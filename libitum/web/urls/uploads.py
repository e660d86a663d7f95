from django.urls import URLPattern, URLResolver, path

from libitum.web.views import uploads

urlpatterns: list[URLPattern | URLResolver] = [
    path("upload", uploads.upload, name="upload"),
    path("upload/name", uploads.upload_name, name="upload-name"),
    path("upload/room", uploads.upload_room, name="upload-room"),
    path("upload/words", uploads.upload_words, name="upload-words"),
    path("my/import", uploads.import_works, name="bulk-import"),
    path("my/import/template.csv", uploads.import_template, name="import-template"),
    path("my/uploads", uploads.uploads_mine, name="uploads-mine"),
    path("my/uploads/<slug:uid>", uploads.upload_receipt, name="upload-receipt"),
    path("my/uploads/<slug:uid>/progress", uploads.upload_progress, name="upload-progress"),
    path("my/uploads/<slug:uid>/retry", uploads.upload_retry, name="upload-retry"),
    path("my/uploads/<slug:uid>/give-up", uploads.upload_give_up, name="upload-give-up"),
]
