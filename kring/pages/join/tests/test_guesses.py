"""Wrong codes: a class that mistypes is never kept waiting, a machine is, and nobody is locked out for good."""

from __future__ import annotations

from django.test import RequestFactory

from kring.pages.join.guesses import FREE, LONGEST, MOST_NETWORKS, SHORTEST, WINDOW, Guesses, network_of

SCHOOL, HOME = "203.0.113.7", "198.51.100.4"


def guess(guesses: Guesses, times: int, network: str = SCHOOL, now: float = 0.0, start: int = 0) -> int:
    """So many different wrong codes; the wait after the last."""
    return max((guesses.wrong(network, f"{n}", now) for n in range(start, start + times)), default=0)


def test_a_whole_class_may_mistype():
    assert guess(Guesses(), FREE) == 0


def test_the_same_wrong_code_counts_once():
    guesses = Guesses()
    assert max(guesses.wrong(SCHOOL, "1234567", 0.0) for _ in range(500)) == 0


def test_the_wait_grows_but_never_becomes_a_lock():
    guesses = Guesses()
    guess(guesses, FREE)
    waits = [guesses.wrong(SCHOOL, f"x{n}", 0.0) for n in range(12)]
    assert waits[:4] == [SHORTEST, 2 * SHORTEST, 4 * SHORTEST, 8 * SHORTEST]
    assert max(waits) == LONGEST


def test_waiting_helps():
    guesses = Guesses()
    seconds = guess(guesses, FREE + 2)
    assert guesses.wait(SCHOOL, seconds - 1.0) == 1
    assert guesses.wait(SCHOOL, float(seconds)) == 0


def test_another_network_does_not_wait():
    guesses = Guesses()
    guess(guesses, FREE + 9)
    assert guesses.wait(HOME, 0.0) == 0


def test_after_a_quiet_while_everything_is_forgotten():
    guesses = Guesses()
    guess(guesses, FREE + 5)
    assert guesses.wrong(HOME, "9", WINDOW + 61.0) == 0
    assert list(guesses.networks.values())[0].wrong.keys() != {} and len(guesses.networks) == 1


def test_many_networks_do_not_fill_the_memory():
    guesses = Guesses()
    for n in range(MOST_NETWORKS + 5):
        guesses.wrong(f"10.0.{n // 250}.{n % 250}", "1", float(n) / 1000)
    assert len(guesses.networks) <= MOST_NETWORKS


def test_no_address_is_kept_as_it_is():
    guesses = Guesses()
    guess(guesses, 3)
    assert SCHOOL not in repr(guesses.networks)


def test_a_house_with_many_new_addresses_is_one_network():
    one, other = (RequestFactory().get("/", REMOTE_ADDR=f"2001:db8:1:2::{n}") for n in ("1", "ffff"))
    assert network_of(one) == network_of(other) == "2001:db8:1:2::/64"


def test_behind_a_proxy_only_what_the_proxy_added_counts(settings):
    settings.BEHIND_PROXY = True
    request = RequestFactory().get("/", HTTP_X_FORWARDED_FOR="1.1.1.1, 203.0.113.7", REMOTE_ADDR="127.0.0.1")
    assert network_of(request) == SCHOOL


def test_without_a_proxy_a_header_means_nothing(settings):
    settings.BEHIND_PROXY = False
    request = RequestFactory().get("/", HTTP_X_FORWARDED_FOR="1.1.1.1", REMOTE_ADDR=SCHOOL)
    assert network_of(request) == SCHOOL
