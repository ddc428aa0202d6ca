"""A dialog from its folder: read, checked, ready for use."""

from __future__ import annotations

from pathlib import Path

from dialogs.checks import faults
from dialogs.dialog import Content, Dialog
from dialogs.folder import read_folder
from knowledge.datafile import BrokenData


def load_content(folder: Path) -> Content:
    """
    The sound content of a dialog folder; frozen to JSON it can be used again without reading YAML.

    Raises:
        BrokenData: every problem that makes it unfit for use.
    """
    read = read_folder(folder)
    if problems := faults(read):
        raise BrokenData(problems)
    return read.content


def load_dialog(folder: Path) -> Dialog:
    """The dialog of a folder, ready for use; raises BrokenData as load_content does."""
    return Dialog(load_content(folder))
