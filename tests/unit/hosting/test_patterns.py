"""Path patterns mean what Firebase Hosting's documentation says of them."""

from __future__ import annotations

import pytest

from infra.hosting.patterns import path_pattern


@pytest.mark.parametrize(
    ("glob", "path", "fits"),
    [
        ("/v1/schools/*/members/**", "/v1/schools/a/members/b", True),
        ("/v1/schools/*/members/**", "/v1/schools/a/members/b/changes", True),
        ("/v1/schools/*/members/**", "/v1/schools/a/members", True),
        ("/v1/schools/*/members/**", "/v1/schools/a/members:export", False),
        ("/v1/schools/*/members/**", "/v1/schools/a/b/members/c", False),
        ("/v1/schools/*/members:export", "/v1/schools/a/members:export", True),
        ("/v1/me", "/v1/me", True),
        ("/v1/me", "/v1/me/x", False),
        ("/v1/me", "/v1/meX", False),
        ("/v1/{me,schools}", "/v1/schools", True),
        ("/v1/{me,schools}", "/v1/other", False),
        ("/v1/schools/*/members{,/**}", "/v1/schools/a/members", True),
        ("/v1/a.b", "/v1/aXb", False),
    ],
)
def test_a_pattern_takes_whole_paths(glob: str, path: str, fits: bool) -> None:  # noqa: FBT001
    assert (path_pattern(glob).fullmatch(path) is not None) is fits


@pytest.mark.parametrize("glob", ["v1/me", "/v1/{me", "/v1/me}", ""])
def test_a_pattern_that_cannot_be_read_is_said(glob: str) -> None:
    with pytest.raises(ValueError, match="pattern"):
        path_pattern(glob)
