"""What the tables of this service are in."""

from sqlalchemy import MetaData

metadata = MetaData()
