"""Where in the network somebody calls from, as limits count it. Pure."""

from __future__ import annotations

import ipaddress


def place_of(network: str) -> str:
    """Where somebody calls from: an address, or of the newer kind the net that a household has."""
    try:
        address = ipaddress.ip_address(network)
    except ValueError:
        return network
    if address.version == 4:  # noqa: PLR2004
        return str(address)
    return str(ipaddress.ip_network((address, 64), strict=False))
