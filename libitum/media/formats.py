"""What a recording may be sent as; the names are the formats' own. What it truly is, the engine finds out."""

NAMES = ("WAV", "AIFF", "FLAC", "MP3", "Ogg Vorbis", "Opus", "M4A (AAC, ALAC)")
ENDINGS = (".wav", ".wave", ".aif", ".aiff", ".aifc", ".flac", ".mp3", ".ogg", ".oga", ".opus", ".m4a", ".mp4", ".aac")
