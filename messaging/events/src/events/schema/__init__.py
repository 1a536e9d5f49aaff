"""The catalogue for those who do not read Python: JSON Schema, AsyncAPI and a page of Markdown."""
