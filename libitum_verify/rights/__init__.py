"""What may be done with a work, decided from facts alone: the same code in the instance and in the verifier."""
