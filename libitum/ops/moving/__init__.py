"""Moving the media of an instance from one store to another while it goes on working."""
