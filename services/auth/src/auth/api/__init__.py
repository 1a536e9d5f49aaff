"""HTTP in, commands and queries out. No decisions are made here."""

from auth.api import admission, sessions

AREA = "auth"
ROUTERS = [sessions.router, sessions.keys, admission.inside]
