"""Which addresses of other people's servers may be called: the table of those that may not."""

from __future__ import annotations

from ipaddress import ip_address

import pytest

from shared.kernel.web_addresses import is_on_the_internet, web_address, wrong_with

REFUSED = """
http://sis.example.org/ims/oneroster/v1p1
ftp://sis.example.org/
file:///etc/passwd
gopher://sis.example.org/
javascript:alert(1)
//sis.example.org/
sis.example.org/ims
https:/sis.example.org/
https:///sis.example.org/
https://
https://user@sis.example.org/
https://user:secret@sis.example.org/
https://sis.example.org@evil.example.org/
https://sis.example.org:443@10.0.0.1/
https://sis.example.org\\@evil.example.org/
https://sis.example.org\\evil.example.org/
https://sis.example.org#@evil.example.org/
https://sis.example.org/#part
https://sis.example.org:80/
https://sis.example.org:22/
https://sis.example.org:8443/
https://sis.example.org:0/
https://sis.example.org:65536/
https://sis.example.org:99999/
https://sis.example.org:/
https://sis.example.org:4 43/
https://sis.example.org:-443/
https://sis example.org/
https://sis.example.org/a b
https://sis.example.org/a\tb
https://sis.example.org/a\r\nHost: evil
https://sis.example.org/\x00
https://sis.example.org/\u202e
https://sís.example.org/
https://sis.example.org。/
https://\uff53\uff49\uff53.example.org/
https://sis..example.org/
https://.sis.example.org/
https://sis.example.org./
https://metadata.google.internal./
https://sis_1.example.org/
https://-sis.example.org/
https://sis-.example.org/
https://sis.example.-org/
https://127.0.0.1/
https://127.0.0.1:443/
https://127.1/
https://2130706433/
https://0x7f000001/
https://0x7f.0.0.1/
https://0177.0.0.1/
https://10.0.0.1/
https://169.254.169.254/computeMetadata/v1/
https://192.168.1.1/
https://8.8.8.8/
https://[::1]/
https://[fe80::1%25eth0]/
https://[::ffff:169.254.169.254]/
https://[fd20:ce::254]/
https://[64:ff9b::a9fe:a9fe]/
https://sis.example.0/
https://sis.example.1e1.5/
https://localhost/
https://localhost:8443/
https://LOCALHOST/
https://sis/
https://intranet/
https://metadata/
https://metadata.google.internal/computeMetadata/v1/
https://METADATA.GOOGLE.INTERNAL/
https://vm.us-central1-a.c.project.internal/
https://printer.local/
https://sis.localdomain/
https://evil.localhost/
https://nas.home/
https://nas.lan/
https://sis.corp/
https://sis.intranet/
https://[sis.example.org]/
https://sis.example.org%2f@evil.example.org/
https://sis.example.org/<script>
https://sis.example.org/{path}
https://sis.example.org/"x"
""".strip("\n").split("\n")


@pytest.mark.parametrize(
    "text", [*REFUSED, "", " https://sis.example.org/", "https://a.b/" + "x" * 2_000]
)
def test_it_is_refused(text: str) -> None:
    assert wrong_with(text.replace("\\t", "\t"))


def test_the_table_has_eighty_rows_and_more() -> None:
    assert len(set(REFUSED)) >= 80


@pytest.mark.parametrize(
    "text",
    [
        "https://sis.example.org",
        "https://sis.example.org/",
        "https://SIS.Example.org:443/ims/oneroster/v1p1",
        "https://district.powerschool.com/ws/v1p1/ims/oneroster/v1p1",
        "https://host.example/campus/oauth2/token?appName=minga&x=a%20b",
        "https://xn--ses-7la.example.org/",
        "https://1.example.org/a:b@c/~d",
    ],
)
def test_it_may_be_called(text: str) -> None:
    assert wrong_with(text) == ""


def test_it_is_taken_apart() -> None:
    found = web_address("https://SIS.Example.org/a?b=c")
    assert found is not None
    assert (found.host, found.port, found.target) == ("sis.example.org", 443, "/a?b=c")


def test_only_what_the_local_stack_published_is_local() -> None:
    local = {"localhost:4711"}.__contains__
    assert wrong_with("https://localhost:4711/ims", local) == ""
    assert wrong_with("https://localhost:4712/ims", local)
    assert wrong_with("http://localhost:4711/ims", local)
    assert wrong_with("https://localhost/", local)


@pytest.mark.parametrize(
    "text",
    [
        "127.0.0.1", "127.255.255.254", "0.1.2.3", "10.1.2.3", "172.16.0.1", "172.31.255.255",
        "192.168.0.1", "169.254.169.254", "100.64.0.1", "100.127.255.255", "192.0.0.8",
        "192.0.2.1", "198.18.0.1", "198.51.100.1", "203.0.113.1", "192.88.99.1", "224.0.0.1",
        "239.1.1.1", "240.0.0.1", "255.255.255.255", "::", "::1", "::ffff:8.8.8.8",
        "::ffff:127.0.0.1", "::8.8.8.8", "64:ff9b::8.8.8.8", "64:ff9b:1::1", "2001::1",
        "2002:7f00:1::", "2001:db8::1", "fc00::1", "fd20:ce::254", "fe80::1", "fec0::1", "ff02::1",
    ],
)  # fmt: skip
def test_it_is_not_on_the_internet(text: str) -> None:
    assert not is_on_the_internet(ip_address(text))


@pytest.mark.parametrize("text", ["8.8.8.8", "1.1.1.1", "172.32.0.1", "2607:f8b0:4005:805::200e"])
def test_it_is_on_the_internet(text: str) -> None:
    assert is_on_the_internet(ip_address(text))
