"""The documents of the API are those that its code makes, and every route says who may use it."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator
from enum import Enum
from typing import Any, get_args

import pytest

from functions.api import API_PARTS
from infra.build.api_documents import FOLDER, documents
from shared.kernel.permissions import FOR_ANYBODY, Action
from shared.kernel.views import View

SPEC: dict[str, Any] = json.loads((FOLDER / "openapi.json").read_text("utf-8"))
_PATH = re.compile(r"/v1(/[A-Za-z]+|/\{[A-Za-z]+\}|/-)+(:[a-z][A-Za-z]+)?")
OPERATIONS = [
    (path, method, operation)
    for path, item in SPEC["paths"].items()
    for method, operation in item.items()
]


def test_what_is_committed_is_what_the_code_makes() -> None:
    made = {FOLDER / place: text for place, text in documents().items()}
    there = {path: path.read_text("utf-8") for path in FOLDER.rglob("*.*") if path in made}
    assert there == made, "run `.venv/bin/python -m infra.build.api_documents`"
    assert set((FOLDER / "errors").iterdir()) <= set(made)


@pytest.mark.parametrize(("path", "method", "operation"), OPERATIONS)
def test_an_operation_is_declared_whole(path: str, method: str, operation: dict[str, Any]) -> None:
    assert _PATH.fullmatch(path)
    given = operation.get("parameters", [])
    in_path = {parameter["name"] for parameter in given if parameter["in"] == "path"}
    assert in_path == set(re.findall(r"\{(\w+)\}", path))
    action = Action(operation["x-carillon-action"])
    assert operation.get("security") == (None if action in FOR_ANYBODY else [{"idToken": []}])
    assert operation["summary"].endswith(".")
    assert {"200", "400", "401", "403", "404", "409", "429", "503"} <= set(operation["responses"])
    # A search or a test changes nothing; it is no GET since nobody's name belongs in an address.
    if method != "get" and not path.endswith((":search", ":test")):
        names = {parameter["name"] for parameter in operation.get("parameters", [])}
        assert {"requestId", "validateOnly"} <= names


def test_every_route_of_the_code_is_in_the_document() -> None:
    declared = {each for api in API_PARTS for each in api.actions}
    assert len(declared) == len(OPERATIONS)


def classes_of(hint: object) -> Iterator[type]:
    """The views and enumerations that a type speaks of."""
    if isinstance(hint, type) and issubclass(hint, (View, Enum)):
        yield hint
    for part in get_args(hint):
        yield from classes_of(part)


def all_views(view: type[View] = View) -> Iterator[type[View]]:
    for each in view.__subclasses__():
        yield each
        yield from all_views(each)


def test_no_two_shapes_have_one_name() -> None:
    """The document has one place for a name: of two the later would stand for both."""
    shapes: set[type] = set(all_views())
    for view in set(all_views()):
        for field in view.model_fields.values():
            shapes.update(classes_of(field.annotation))
    assert len(shapes) > 100
    names = Counter(shape.__name__ for shape in shapes if shape.__module__.startswith("shared."))
    assert [name for name, count in names.items() if count > 1] == []


def test_operation_ids_are_unique() -> None:
    ids = [operation["operationId"] for _, _, operation in OPERATIONS]
    assert len(set(ids)) == len(ids)
