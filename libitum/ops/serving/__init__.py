"""Web server and workers as one tree of processes that starts, heals and stops together."""
