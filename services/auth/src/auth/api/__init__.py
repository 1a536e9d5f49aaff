"""HTTP in, commands and queries out. No decisions are made here."""

from auth.api import (
    accounts,
    administration,
    admission,
    api_keys,
    departure,
    devices,
    preferences,
    profile,
    push,
    second_factor,
    sessions,
    step_up,
)

AREA = "auth"
ROUTERS = [
    profile.router,
    accounts.router,
    departure.router,
    preferences.router,
    devices.router,
    push.router,
    api_keys.router,
    second_factor.router,
    sessions.router,
    step_up.router,
    administration.router,
    sessions.keys,
    admission.inside,
]
