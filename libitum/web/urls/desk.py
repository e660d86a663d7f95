from django.urls import URLPattern, URLResolver, path

from libitum.web.views.desk import artists, publication, releases, sound, track, tracks

urlpatterns: list[URLPattern | URLResolver] = [
    path("my/tracks", tracks.tracks, name="my-tracks"),
    path("my/tracks/bulk", tracks.bulk, name="my-tracks-bulk"),
    path("my/tracks/<slug:uid>", track.edit, name="track-edit"),
    path("my/tracks/<slug:uid>/publish", publication.publish_track, name="track-publish"),
    path("my/tracks/<slug:uid>/cover", track.take_cover, name="track-take-cover"),
    path("my/tracks/<slug:uid>/sound", sound.edit, name="track-sound"),
    path("my/tracks/<slug:uid>/original", track.original, name="track-original"),
    path("my/tracks/<slug:uid>/delete", track.delete, name="track-delete"),
    path("my/releases", releases.releases, name="my-releases"),
    path("my/releases/new", releases.new, name="release-new"),
    path("my/releases/<slug:uid>", releases.edit, name="release-edit"),
    path("my/releases/<slug:uid>/publish", publication.publish_release, name="release-publish"),
    path("my/releases/<slug:uid>/delete", releases.delete, name="release-delete"),
    path("my/links/<slug:uid>/revoke", publication.revoke_link, name="secret-link-revoke"),
    path("my/links/<slug:kind>/<slug:uid>", publication.new_link, name="secret-link-new"),
    path("my/artists", artists.artists, name="my-artists"),
    path("my/artists/new", artists.new, name="artist-new"),
    path("my/artists/suggest", artists.suggest, name="suggest-artists"),
    path("my/artists/<slug:uid>", artists.edit, name="artist-edit"),
    path("my/artists/<slug:uid>/delete", artists.delete, name="artist-delete"),
]
