"""What people can ask the analytics service. Rows in, domain objects out."""
