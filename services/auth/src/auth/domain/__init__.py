"""The rules of auth: what an e-mail and a password must be, and how long anything lasts."""
