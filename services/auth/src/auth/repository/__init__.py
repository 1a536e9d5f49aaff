"""Every query of the auth service: rows in, domain objects out."""
