from .ai_music import AiMusicChoice, AiMusicRule
from .artist import Artist, ArtistLink
from .credit import Credit, CreditRole
from .publication import Visibility
from .release import Release, ReleaseKind, ReleaseTrack
from .search_document import SearchDocument
from .secret_link import SecretLink
from .slug import PastSlug
from .tag import Tag
from .track import AiUse, RightsBasis, Track

__all__ = [
    "AiMusicChoice",
    "AiMusicRule",
    "AiUse",
    "Artist",
    "ArtistLink",
    "Credit",
    "CreditRole",
    "PastSlug",
    "Release",
    "ReleaseKind",
    "ReleaseTrack",
    "RightsBasis",
    "SearchDocument",
    "SecretLink",
    "Tag",
    "Track",
    "Visibility",
]
