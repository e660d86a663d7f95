class BackupProblem(Exception):  # noqa: N818 - told to the operator as a sentence
    """What happened, what is safe, what to do."""
