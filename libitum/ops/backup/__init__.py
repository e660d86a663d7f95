"""One file that holds an instance: its database at one moment, its media, the uploads on their way, its secret key."""
