"""What requests and answers hold, as generated from the API's document."""

from ._generated.models import *  # noqa: F403
