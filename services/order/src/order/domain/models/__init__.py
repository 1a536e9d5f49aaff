"""How the simulated market fills orders, and what it charges: by name and version.

A name never changes what it means; another rule gets another version. Formulas are in
``docs/fill-models.md``.
"""
