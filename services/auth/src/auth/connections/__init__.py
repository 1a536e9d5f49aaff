"""From the bus to the push services of browsers: what is told while no terminal is open."""
