from __future__ import annotations

import pytest

from infra.gateway.defender import MAX_BAN_SECONDS, MAX_SUBJECTS, Defender, network_of

HERE, THERE = "203.0.113.7", "203.0.113.8"


def fail(defender: Defender, times: int, now: float, user: str = "lincoln") -> None:
    for _ in range(times):
        defender.failed(HERE, {user}, now)


def ban_ends(defender: Defender, start: float) -> float:
    """How many whole seconds the address stays banned from ``start`` on."""
    return next(
        seconds
        for seconds in range(100_000)
        if not defender.is_address_banned(HERE, start + seconds)
    )


def test_bans_double_and_stop_growing() -> None:
    defender = Defender(address_after=3, user_after=100, ban_seconds=60)
    now, lengths = 0.0, []
    for _ in range(11):
        fail(defender, 2, now)
        assert not defender.is_address_banned(HERE, now)
        fail(defender, 1, now)
        lengths.append(ban_ends(defender, now))
        now += lengths[-1]
    assert lengths == [60, 120, 240, 480, 960, 1920, 3840, 7680, 15360, 21600, 21600]
    assert max(lengths) == MAX_BAN_SECONDS


def test_a_day_of_quiet_forgets_the_bans() -> None:
    defender = Defender(address_after=1, user_after=100, ban_seconds=60)
    fail(defender, 1, 0)
    fail(defender, 1, 60)
    assert ban_ends(defender, 60) == 120
    fail(defender, 1, 60 + 86_401)
    assert ban_ends(defender, 60 + 86_401) == 60


def test_old_failures_do_not_count() -> None:
    defender = Defender(address_after=3, user_after=100, ban_seconds=60)
    for now in (0.0, 400.0, 700.0, 1100.0, 1400.0):
        fail(defender, 1, now)
        assert not defender.is_address_banned(HERE, now)
    fail(defender, 1, 1500.0)
    assert defender.is_address_banned(HERE, 1500.0)


def test_other_addresses_are_not_banned() -> None:
    defender = Defender(address_after=1, user_after=100, ban_seconds=60)
    fail(defender, 1, 0)
    assert not defender.is_address_banned(THERE, 0)


def test_a_user_is_banned_everywhere_but_where_it_signed_in() -> None:
    defender = Defender(address_after=100, user_after=2, ban_seconds=60)
    defender.succeeded("lincoln", THERE)
    fail(defender, 2, 0)
    assert defender.is_user_banned("lincoln", HERE, 59)
    assert not defender.is_user_banned("lincoln", THERE, 59)
    assert not defender.is_user_banned("lincoln", HERE, 60)
    assert not defender.is_user_banned("other", HERE, 0)


def test_a_success_forgets_the_users_failures_but_not_the_addresss() -> None:
    defender = Defender(address_after=3, user_after=3, ban_seconds=60)
    fail(defender, 2, 0)
    defender.succeeded("lincoln", THERE)
    fail(defender, 1, 0)
    assert not defender.is_user_banned("lincoln", HERE, 0)
    assert defender.is_address_banned(HERE, 0)


def test_memory_is_bounded() -> None:
    defender = Defender(address_after=1, user_after=1, ban_seconds=60)
    for number in range(2 * MAX_SUBJECTS):
        defender.failed(f"10.{number >> 16}.{number >> 8 & 255}.{number & 255}", set(), 0)
        defender.succeeded(f"user-{number}", HERE)
    assert len(defender._records) <= MAX_SUBJECTS
    assert len(defender._trusted) <= MAX_SUBJECTS


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("203.0.113.7", "203.0.113.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("::ffff:203.0.113.7", "203.0.113.7"),
        ("unknown", "unknown"),
    ],
)
def test_one_client_is_an_address_or_a_network(address: str, network: str) -> None:
    assert network_of(address) == network
