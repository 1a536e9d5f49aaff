"""The rules, one function each: what is wrong with an order, in words that a trader understands."""
