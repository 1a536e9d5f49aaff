"""The exchange at work: pits in memory, moved by events and by the tape, and stored as they go."""
