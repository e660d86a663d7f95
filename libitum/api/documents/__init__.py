"""From rows to the documents that say them; the rows come with all that is said, so this asks the database nothing."""
