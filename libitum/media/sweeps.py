from libitum.common.sweeps import sweep

from .services import artwork, leftovers, processing, stamps, uploads
from .services.processing.workspace import remove_dead_workspaces


@sweep(every=5)
def take_up_work() -> None:
    """Jobs whose worker is gone, and jobs whose time has come."""
    processing.revive()
    processing.distrust_the_clock()
    processing.release_orphans()
    processing.wake()


@sweep(every=60)
def say_what_holds() -> None:
    """Files that say something else than what machines are told now."""
    stamps.settle_the_rest()
    stamps.try_again()


@sweep(every=60, removes=True)
def tidy_uploads() -> None:
    uploads.sweep()
    uploads.clear_incoming()


@sweep(every=3600, removes=True)
def tidy_incoming() -> None:
    uploads.clear_strays()


@sweep(every=60, removes=True)
def tidy_storage() -> None:
    leftovers.remove_leftovers()
    leftovers.remove_originals()
    artwork.remove_stray_pictures()
    processing.forget_calls()
    remove_dead_workspaces()
