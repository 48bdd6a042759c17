"""Answers that leave at once."""

from __future__ import annotations

import socket

import pytest

from dashboard.http import no_delay

pytestmark = pytest.mark.skipif(not no_delay._OPEN_FILES.is_dir(), reason="open files cannot be listed here")


def delayed(connection: socket.socket) -> bool:
    return not connection.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)


def test_connections_that_are_accepted_later_do_not_wait():
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as listening:
        listening.bind(("localhost", 0))
        listening.listen()
        before = listening.fileno()
        no_delay.answer_at_once()
        with socket.create_connection(listening.getsockname()), listening.accept()[0] as accepted:
            assert not delayed(accepted)
        assert listening.fileno() == before


def test_other_sockets_stay_as_they_are():
    here, there = socket.socketpair()
    with here, there, socket.socket(socket.AF_INET, socket.SOCK_STREAM) as unbound:
        no_delay.answer_at_once()
        assert delayed(unbound)
        here.sendall(b"still open")
        assert there.recv(10) == b"still open"


def test_no_file_is_left_open():
    before = len(list(no_delay._OPEN_FILES.iterdir()))
    no_delay.answer_at_once()
    assert len(list(no_delay._OPEN_FILES.iterdir())) == before
