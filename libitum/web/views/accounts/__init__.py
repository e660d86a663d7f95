"""Settings: what a person keeps in order about themselves. allauth's own pages stand beside these in one frame."""
