"""Every query of the order service: rows in, domain objects out."""
