"""What people can ask the portfolio service. Rows in, domain objects out."""
