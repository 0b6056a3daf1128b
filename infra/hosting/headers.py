"""The response headers of the console's address: what a browser may load, keep and show. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

IMMUTABLE = "public, max-age=31536000, immutable"
"""For files whose name holds a hash of what is in them."""
ASK_AGAIN = "no-cache"
"""For files that a new release replaces under the same name."""
NEVER_KEPT = "no-store"
"""For answers of the API, which show people."""
GOOGLE_SERVICES = (
    "https://identitytoolkit.googleapis.com",
    "https://securetoken.googleapis.com",
    "https://firestore.googleapis.com",
    "https://storage.googleapis.com",
)
"""What the console calls beside its own address: sign-in, live pages, and uploads."""

SIGN_IN_SCRIPTS = "https://apis.google.com"
"""Where Firebase's client loads what it speaks with its sign-in frame by."""

SIGN_IN_PAGES = {
    "Content-Security-Policy": "frame-ancestors 'self'",
    "Cross-Origin-Opener-Policy": "unsafe-none",
    "X-Frame-Options": "SAMEORIGIN",
}
"""Headers of the pages that Firebase itself serves under ``/__/auth/``, over those of every answer.

The console holds one of them in a frame. Another goes on to Google in its window and comes back,
and a policy of its own about openers would cut that window off from the console on the way. Their
scripts are Google's own, inline, so nothing is said about scripts.
"""


def security_headers(services: Iterable[str] = GOOGLE_SERVICES) -> Mapping[str, str]:
    """The headers of every answer.

    Args:
        services: origins that the console's scripts may call beside their own.
    """
    policy = {
        "default-src": "'none'",
        "script-src": f"'self' {SIGN_IN_SCRIPTS}",
        # The components place and size themselves by style attributes.
        "style-src": "'self' 'unsafe-inline'",
        "img-src": "'self' data:",
        "font-src": "'self'",
        "manifest-src": "'self'",
        "connect-src": " ".join(["'self'", *services]),
        # Sign-in's own frame: its pages stand behind the console's address, see decision 38.
        "frame-src": "'self'",
        "base-uri": "'none'",
        "form-action": "'self'",
        "frame-ancestors": "'none'",
    }
    return {
        "Content-Security-Policy": "; ".join(
            f"{name} {allowed}" for name, allowed in policy.items()
        ),
        # Sign-in answers from a window of its own, which has to reach the page that opened it.
        "Cross-Origin-Opener-Policy": "same-origin-allow-popups",
        "Permissions-Policy": "camera=(self), geolocation=(), microphone=(), payment=(), usb=()",
        "Referrer-Policy": "no-referrer",
        "Strict-Transport-Security": "max-age=31536000; includeSubDomains",
        "X-Content-Type-Options": "nosniff",
        "X-Frame-Options": "DENY",
    }
