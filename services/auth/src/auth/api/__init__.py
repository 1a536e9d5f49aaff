"""HTTP in, commands and queries out. No decisions are made here."""

from auth.api import admission, api_keys, preferences, profile, sessions

AREA = "auth"
ROUTERS = [
    profile.router,
    preferences.router,
    api_keys.router,
    sessions.router,
    sessions.keys,
    admission.inside,
]
