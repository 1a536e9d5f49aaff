"""What all tables of the order database belong to."""

from sqlalchemy import MetaData

metadata = MetaData()
