class MoveProblem(Exception):  # noqa: N818 - told to the operator as a sentence
    """Why nothing was moved, and what to do."""
