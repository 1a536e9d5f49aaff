"""The ``alpaca`` feed: stocks, ETFs and crypto of Alpaca Markets, by its own library, alpaca-py."""
