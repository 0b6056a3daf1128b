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


GOOGLE_SCRIPTS = ("https://apis.google.com",)
"""What Firebase's library loads to sign people in with a window of their provider's."""


def security_headers(
    services: Iterable[str] = GOOGLE_SERVICES, scripts: Iterable[str] = GOOGLE_SCRIPTS
) -> Mapping[str, str]:
    """The headers of every answer.

    Args:
        services: origins that the console's scripts may call beside their own.
        scripts: origins whose scripts run beside the console's own.
    """
    policy = {
        "default-src": "'none'",
        "script-src": " ".join(["'self'", *scripts]),
        # The frame through which the window of a provider speaks with the page. Hosting itself has
        # it below /__/auth, where the console's own address is the domain of Auth.
        "frame-src": "'self'",
        # The components place and size themselves by style attributes.
        "style-src": "'self' 'unsafe-inline'",
        "img-src": "'self' data:",
        "font-src": "'self'",
        "manifest-src": "'self'",
        "connect-src": " ".join(["'self'", *services]),
        "base-uri": "'none'",
        "form-action": "'self'",
        "frame-ancestors": "'none'",
    }
    return {
        "Content-Security-Policy": "; ".join(
            f"{name} {allowed}" for name, allowed in policy.items()
        ),
        # Else the page could not know the window that it opens for a provider.
        "Cross-Origin-Opener-Policy": "same-origin-allow-popups",
        "Permissions-Policy": "camera=(self), geolocation=(), microphone=(), payment=(), usb=()",
        "Referrer-Policy": "no-referrer",
        "Strict-Transport-Security": "max-age=31536000; includeSubDomains",
        "X-Content-Type-Options": "nosniff",
        "X-Frame-Options": "DENY",
    }
