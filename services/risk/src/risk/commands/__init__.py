"""What administrators lay down."""
