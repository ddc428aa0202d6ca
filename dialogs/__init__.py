"""What is asked, and in which order: a pure engine over dialog folders of YAML."""

from dialogs.checks import check_dialog
from dialogs.described import describe, told_lines
from dialogs.dialog import Content, Dialog
from dialogs.files import load_content, load_dialog
from dialogs.model import NOT_SURE, Answer, Button, Message, Reply, Session, Turn
from dialogs.path import profile_fields
from dialogs.screens import button_id, control_button
from dialogs.switch import enter
from dialogs.talk import begin
from dialogs.turn import control, show, step

__all__ = [
    "NOT_SURE",
    "Answer",
    "Button",
    "Content",
    "Dialog",
    "Message",
    "Reply",
    "Session",
    "Turn",
    "begin",
    "button_id",
    "check_dialog",
    "control",
    "control_button",
    "describe",
    "enter",
    "load_content",
    "load_dialog",
    "profile_fields",
    "show",
    "step",
    "told_lines",
]
