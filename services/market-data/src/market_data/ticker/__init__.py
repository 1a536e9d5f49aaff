"""The loop: ticks come in at the pace of the clock, and go out to whoever wants prices."""
