"""An answer of the database that breaks off in its middle is an outage, and not a fault of ours."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import grpc
import pytest
from google.cloud.firestore_v1.types import RunQueryRequest, RunQueryResponse

from shared.cloud.firestore import Documents
from shared.kernel.errors import Transient

THEN = "2026-09-01T00:00:00Z"


class _BreaksOff(grpc.GenericRpcHandler):
    """Answers every query with one document and then with an error."""

    def service(self, details: grpc.HandlerCallDetails) -> Any:  # untyped
        if not details.method.endswith("/RunQuery"):
            return None
        return grpc.unary_stream_rpc_method_handler(
            self._answer,
            request_deserializer=RunQueryRequest.deserialize,
            response_serializer=RunQueryResponse.serialize,
        )

    def _answer(self, asked: RunQueryRequest, context: Any) -> Iterator[RunQueryResponse]:
        ada = {"name": f"{asked.parent}/people/ada", "create_time": THEN, "update_time": THEN}
        yield RunQueryResponse(document=ada, read_time=THEN)
        context.abort(grpc.StatusCode.UNAVAILABLE, "gone")


@pytest.fixture
def documents(monkeypatch: pytest.MonkeyPatch) -> Iterator[Documents]:
    server = grpc.server(ThreadPoolExecutor(2), handlers=[_BreaksOff()])
    port = server.add_insecure_port("127.0.0.1:0")
    server.start()
    monkeypatch.setenv("FIRESTORE_EMULATOR_HOST", f"127.0.0.1:{port}")
    # A client is kept for each project, with the address that it had then.
    yield Documents(f"demo-{secrets.token_hex(5)}")
    server.stop(None)


def test_a_stream_that_breaks_off_may_pass_later(documents: Documents) -> None:
    with pytest.raises(Transient, match="broke off") as raised:
        next(documents.all("people"))
    assert "gone" in str(raised.value.__cause__)


def test_a_page_that_breaks_off_is_none(documents: Documents) -> None:
    with pytest.raises(Transient, match="broke off"):
        documents.where("people", "state", "ACTIVE")
