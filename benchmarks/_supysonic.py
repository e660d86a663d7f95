"""The peer of lists.py, run by its own Python: the same library as rows, then CPU and queries per answer, as JSON.

usage: _supysonic.py LIBRARY.json FOLDER REPEATS
"""

import json
import statistics
import sys
import time
from pathlib import Path

from supysonic import db
from supysonic.config import DefaultConfig
from supysonic.managers.user import UserManager
from supysonic.web import create_application


def config_in(folder: Path) -> type[DefaultConfig]:
    class Config(DefaultConfig):  # type: ignore[misc] # the peer is not installed beside the linters
        TESTING = True

        def __init__(self) -> None:
            super().__init__()
            self.BASE["database_uri"] = f"sqlite:///{folder / 'supysonic.db'}"
            self.WEBAPP["cache_dir"] = str(folder / "cache")
            self.DAEMON["socket"] = str(folder / "socket")

    return Config


def fill(library: list[dict[str, object]]) -> None:
    root = db.Folder.create(root=True, name="music", path="/music")
    artists: dict[str, object] = {}
    for row in library:
        name = str(row["artist"])
        artists.setdefault(name, db.Artist.create(name=name) if name not in artists else None)
        album = db.Album.create(name=row["title"], artist=artists[name])
        path = f"/music/{name}/{row['title']}"
        folder = db.Folder.create(root=False, name=row["title"], path=path, parent=root)
        for number, title in enumerate(row["tracks"], start=1):  # type: ignore[arg-type, var-annotated]
            db.Track.create(
                disc=1, number=number, title=title, year=2026, genre="Jazz", duration=180, album=album,
                artist=artists[name], bitrate=160, path=f"{path}/{number}.mp3", last_modification=0,
                root_folder=root, folder=folder,
            )  # fmt: skip


def main() -> None:
    library, folder, repeats = json.loads(Path(sys.argv[1]).read_text()), Path(sys.argv[2]), int(sys.argv[3])
    config = config_in(folder)()
    db.init_database(config.BASE["database_uri"])
    db.open_connection(True)
    UserManager.add("alice", "alice")
    with db.db.atomic():
        fill(library)
    db.close_connection()
    db.release_database()
    app = create_application(config)
    app.testing = True
    queries = 0
    execute = db.db.execute_sql

    def counted(*arguments: object, **options: object) -> object:
        nonlocal queries
        queries += 1
        return execute(*arguments, **options)

    db.db.obj.execute_sql = counted
    db.open_connection(True)
    client = app.test_client()
    question = {"u": "alice", "p": "alice", "c": "bench", "v": "1.12.0", "f": "json", "type": "newest", "size": 20}
    taken = []
    for _ in range(repeats):
        queries = 0
        start = time.process_time()
        answer = client.get("/rest/getAlbumList2.view", query_string=question)
        taken.append(time.process_time() - start)
        found = answer.get_json()["subsonic-response"]["albumList2"]["album"]
        if len(found) != question["size"]:
            raise SystemExit(f"supysonic listed {len(found)} albums")
    print(json.dumps({"cpu_ms": statistics.median(taken) * 1000, "queries": queries}))


if __name__ == "__main__":
    main()
