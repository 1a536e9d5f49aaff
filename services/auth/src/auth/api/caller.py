"""Where a request comes from: the network address, and what the client says it is."""

from ipaddress import IPv4Address, IPv6Address, ip_address
from typing import Annotated

from fastapi import Depends, Request

from auth.domain.clients import Client

__all__ = ["Client", "OwnClient", "client_of"]

USER_AGENT_CHARACTERS_MAX = 256


def client_of(request: Request) -> Client:
    """Where ``request`` comes from, as the gateway saw it.

    The gateway writes ``X-Real-IP`` over whatever a client sends, so it can be believed. Anybody
    can send ``X-Forwarded-For``; it is never read.
    """
    peer = request.client.host if request.client else ""
    told = _normal(request.headers.get("x-real-ip", ""))
    said = request.headers.get("user-agent", "")[: 2 * USER_AGENT_CHARACTERS_MAX]
    printable = "".join(filter(str.isprintable, said))
    return Client(told or _normal(peer), printable[:USER_AGENT_CHARACTERS_MAX])


def _normal(text: str) -> str:
    """The address in the form in which it can be compared; nothing if it is none."""
    try:
        address: IPv4Address | IPv6Address = ip_address(text)
    except ValueError:
        return ""
    if isinstance(address, IPv6Address) and address.ipv4_mapped:
        return str(address.ipv4_mapped)
    return str(address)


async def _client(request: Request) -> Client:
    return client_of(request)


OwnClient = Annotated[Client, Depends(_client)]
"""Ask for this in an endpoint to know where the request comes from."""
