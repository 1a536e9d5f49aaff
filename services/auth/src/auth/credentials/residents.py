"""Those who live here from the start: the administrator and the demo trader."""

from logging import getLogger

from pydantic import SecretStr

from auth.commands import sessions as commands
from auth.credentials.desk import TRADER, Desk
from auth.domain.clients import Client
from auth.domain.users import new_password, normal_email
from auth.queries import users as queries
from auth.settings import AuthSettings
from chassis.works import Running
from vocabulary import Role

logger = getLogger(__name__)
ADMIN = frozenset({Role.TRADER, Role.ADMIN})


async def move_in(settings: AuthSettings, desk: Desk, running: Running) -> None:
    """Make the users that the settings name, unless they are there.

    Raises:
        ValueError: an e-mail or a password is not one.
    """
    for email, password, roles in (
        (settings.admin_email, settings.admin_password, ADMIN),
        (settings.demo_email, settings.demo_password, TRADER),
    ):
        if email:
            await _move_in(normal_email(email), password, roles, desk, running)


async def _move_in(
    email: str, password: SecretStr, roles: frozenset[Role], desk: Desk, running: Running
) -> None:
    there = await queries.find_user_by_email(running.database, email)
    if there is None:
        chosen = new_password(password.get_secret_value())
        user = await desk.new_user(email, chosen, None, roles)
        session, _ = desk.new_session(user, Client())
        session.revoke(desk.now())  # nobody has asked for it
        try:
            there = await running.commands.run(
                commands.register_users, commands.Registration(user, session)
            )
        except commands.EmailTaken:
            return  # by another replica, a moment ago
    if not roles <= there.roles:
        logger.warning("%s signed up as somebody else and is given no further role", email)
