"""The route that tests how people sign in."""

from __future__ import annotations

from functions.runtime.calls import Call
from functions.runtime.http import Api
from shared import bootstrap
from shared.identity.trial_views import SignInTestRequest, SignInTestView
from shared.kernel.permissions import Action

api = Api("signInTest", "What is wrong with how people sign in, and what helps.")

TESTS_A_MINUTE = 30


@api.post(
    "/v1/settings/signIn:test",
    Action.SIGN_IN_SETTINGS_TEST,
    SignInTestView,
    limit=TESTS_A_MINUTE,
)
def test_sign_in_settings(call: Call, body: SignInTestRequest) -> SignInTestView:
    """Test how people sign in, and what would happen to somebody; changes nothing.

    An address stands in the body, since what stands in an address of the web is logged.
    """
    return bootstrap.sign_in_trial().test(call.actor, body)
