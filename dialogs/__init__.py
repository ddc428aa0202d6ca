"""What is asked, and in which order: a pure engine over dialog folders of YAML."""

from dialogs.checks import check_dialog
from dialogs.described import describe, told_lines
from dialogs.dialog import Content, Dialog
from dialogs.files import load_content, load_dialog
from dialogs.model import HELPER, NOT_SURE, Answer, Button, Message, Outside, Reply, Session, Turn
from dialogs.path import profile_fields
from dialogs.screens import button_id, control_button
from dialogs.talk import begin
from dialogs.turn import control, show, step

__all__ = [
    "HELPER",
    "NOT_SURE",
    "Answer",
    "Button",
    "Content",
    "Dialog",
    "Message",
    "Outside",
    "Reply",
    "Session",
    "Turn",
    "begin",
    "button_id",
    "check_dialog",
    "control",
    "control_button",
    "describe",
    "load_content",
    "load_dialog",
    "profile_fields",
    "show",
    "step",
    "told_lines",
]
