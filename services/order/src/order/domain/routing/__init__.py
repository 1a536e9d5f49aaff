"""Orders that live with a broker: what it says of them, and what that makes of them here."""
