"""HTTP in, commands and queries out. No decisions are made here."""

from auth.api import admission, preferences, profile, sessions

AREA = "auth"
ROUTERS = [profile.router, preferences.router, sessions.router, sessions.keys, admission.inside]
