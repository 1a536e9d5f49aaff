"""A small real service for the proofs: it takes orders in, and keeps a tally of each account's."""
