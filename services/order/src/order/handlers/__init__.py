"""What the order service does when something happens elsewhere, one module for each matter."""
