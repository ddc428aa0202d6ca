"""A strict stand-in for Telegram's Bot API, and the people who talk to a bot through it."""

from .faults import Fault, Faults
from .person import Button, Group, Person, Screen, Shown
from .server import TOKEN, StandIn
from .world import Accepted, Refused

__all__ = ["TOKEN", "Accepted", "Button", "Fault", "Faults", "Group", "Person", "Refused", "Screen", "Shown", "StandIn"]
