"""What a trader can ask the order service."""
