"""What all feeds of vendors need."""
