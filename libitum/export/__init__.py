"""What a person takes along: it composes the rooms for the site and the API alike."""
