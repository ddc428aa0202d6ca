"""What is asked, and in which order: a pure engine over dialog folders of YAML."""

from dialogs.checks import check_dialog
from dialogs.country import Country, load_country
from dialogs.country_checks import check_country
from dialogs.described import describe, overheard, told_lines
from dialogs.dialog import Content, Dialog
from dialogs.files import load_content, load_dialog
from dialogs.model import HELPER, NOT_SURE, Answer, Button, Message, Outside, Reply, Session, Turn
from dialogs.path import profile_fields
from dialogs.screens import button_id, control_button
from dialogs.switch import enter
from dialogs.talk import begin, in_country
from dialogs.turn import control, show, step

__all__ = [
    "HELPER",
    "NOT_SURE",
    "Answer",
    "Button",
    "Content",
    "Country",
    "Dialog",
    "Message",
    "Outside",
    "Reply",
    "Session",
    "Turn",
    "begin",
    "button_id",
    "check_country",
    "check_dialog",
    "control",
    "control_button",
    "describe",
    "enter",
    "in_country",
    "load_content",
    "load_country",
    "load_dialog",
    "overheard",
    "profile_fields",
    "show",
    "step",
    "told_lines",
]
