"""A whole stack under load whose processes are killed, and whether anything is lost."""
