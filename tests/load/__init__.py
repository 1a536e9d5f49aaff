"""Load on a running stack by k6 or JMeter, and a report of what came of it."""
