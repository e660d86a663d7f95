class MoveProblem(Exception):  # noqa: N818 -- a sentence for the operator
    """What stands in the way of a move, in words."""
