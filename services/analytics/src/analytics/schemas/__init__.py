"""What the analytics service answers over HTTP."""
