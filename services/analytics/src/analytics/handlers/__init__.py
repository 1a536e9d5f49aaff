"""What the analytics service does when something happens elsewhere."""
