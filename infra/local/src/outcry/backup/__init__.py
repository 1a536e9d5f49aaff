"""All databases as they were at one position of all events, in a folder; and back again."""
