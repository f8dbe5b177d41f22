"""What a computer wants to use in place of its own keyring, told without running any of it.

Other programs in Python follow an environment variable, a settings file and whatever is installed.
This one does not; but when it finds no keyring, the adviser may hear that such a setting is there.
"""

from __future__ import annotations

import configparser
import importlib.metadata
import os

VARIABLE = "PYTHON_KEYRING_BACKEND"
SETTINGS_FILE = "keyringrc.cfg"
PLAINTEXT_PACKAGE = "keyrings.alt"

_SWITCHED_OFF = {"keyring.backends.null": "null", "keyring.backends.fail": "fail"}


def foreign_keyring() -> str:
    """Return what would take the place of the computer's own keyring.

    Returns:
        `null` or `fail` where keyrings are switched off, `environment` or `config` where another
        class is named, `alt` where one that writes plaintext is installed, else `none`.
    """
    named = os.environ.get(VARIABLE, "").strip()
    if named:
        return _SWITCHED_OFF.get(named.rpartition(".")[0], "environment")
    if _is_named_in_file():
        return "config"
    try:
        importlib.metadata.distribution(PLAINTEXT_PACKAGE)
    except importlib.metadata.PackageNotFoundError:
        return "none"
    return "alt"


def _is_named_in_file() -> bool:
    from keyring.util import platform_

    settings = configparser.RawConfigParser()
    try:
        settings.read(platform_.config_root() / SETTINGS_FILE, encoding="utf-8")
    except (OSError, ValueError, configparser.Error):
        return False
    return settings.has_option("backend", "default-keyring")
