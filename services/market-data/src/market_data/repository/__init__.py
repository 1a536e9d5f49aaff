"""Every query of the market-data service: rows in, domain objects out."""
