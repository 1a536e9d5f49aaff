"""What somebody can make the auth service do. Each command is given many wishes at once."""
