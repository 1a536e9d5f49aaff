"""What goes on in the background of the analytics service."""
