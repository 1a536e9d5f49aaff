"""What all tables of the portfolio database belong to."""

from sqlalchemy import MetaData

metadata = MetaData()
