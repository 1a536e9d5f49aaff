"""How an account has done. Pure, and computed from events alone: nobody's totals are trusted."""
