"""What a trader can make the order service do. Each command is given many wishes at once."""
