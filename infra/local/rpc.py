"""What the local stand-ins of Google's gRPC interfaces have in common: to answer and to refuse."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from typing import Any, TypeVar

import grpc

Context = grpc.aio.ServicerContext[Any, Any]
Request = TypeVar("Request")
Methods = Mapping[str, tuple[Callable[[Any], Any], Any, Any]]
"""Name of a method → what answers it, the message that it takes, and the one that it gives."""


class Refused(Exception):  # noqa: N818  # an answer, not a failure of this program
    """The call is answered with this status."""

    def __init__(self, code: grpc.StatusCode, message: str) -> None:
        super().__init__(message)
        self.code = code


def handler_of(service: str, methods: Methods) -> grpc.GenericRpcHandler:
    """What a gRPC server is given; a method that isn't there answers UNIMPLEMENTED, as gRPC does.

    Args:
        service: its full name.
        methods: those that are offered; one that gives no message has None for it.
    """
    return grpc.method_handlers_generic_handler(
        service,
        {
            name: grpc.unary_unary_rpc_method_handler(
                _answering(method),
                request_deserializer=request.deserialize,
                response_serializer=(response.serialize if response else _nothing),
            )
            for name, (method, request, response) in methods.items()
        },
    )


def answers(address: str, method: str) -> bool:
    """True when a method of a servicer at ``host:port`` answers an empty message."""
    with grpc.insecure_channel(address) as channel:
        try:
            ask: grpc.UnaryUnaryMultiCallable[bytes, bytes] = channel.unary_unary(method)
            ask(b"", timeout=2.0)
        except grpc.RpcError:
            return False
    return True


def _nothing(_: object) -> bytes:
    """An empty message on the wire."""
    return b""


def _answering(
    method: Callable[[Request], Any],
) -> Callable[[Request, Context], Awaitable[Any]]:
    async def answer(request: Request, context: Context) -> Any:  # noqa: ANN401  # as gRPC's own
        try:
            return method(request)
        except Refused as refused:
            await context.abort(refused.code, str(refused))

    return answer
