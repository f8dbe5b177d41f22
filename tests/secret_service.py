"""A real Secret Service of one test alone, and somebody who answers its questions."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import threading
from pathlib import Path

from jeepney import MatchRule, message_bus
from jeepney.io.blocking import open_dbus_connection

NAME = "org.freedesktop.secrets"
START_SECONDS = 30
KEYRING_PASSWORD = "sleutelbos-wachtwoord"
PROMPTER = Path(__file__).with_name("system_prompter.py")


def is_installed() -> bool:
    """Tell whether this machine has a Secret Service and a bus to try it on."""
    return all(shutil.which(name) for name in ("gnome-keyring-daemon", "dbus-daemon"))


class SecretService:
    """A private session bus with a real gnome-keyring, and its switches.

    Args:
        home: a folder with a short name: names of Unix sockets have 108 bytes at most.
    """

    def __init__(self, home: Path) -> None:
        self._processes: list[subprocess.Popen[bytes]] = []
        for name in ("home", "run"):
            (home / name).mkdir(mode=0o700)
        self.environment = {
            **{k: v for k, v in os.environ.items() if k not in ("DISPLAY", "WAYLAND_DISPLAY")},
            "HOME": str(home / "home"),
            "XDG_RUNTIME_DIR": str(home / "run"),
            "XDG_DATA_HOME": str(home / "home" / "data"),
            "XDG_CONFIG_HOME": str(home / "home" / "config"),
        }

    def start(self) -> None:
        """Start the bus and the keyring, which is open."""
        bus = self._run(["dbus-daemon", "--session", "--nofork", "--nopidfile", "--print-address"])
        assert bus.stdout is not None
        address = bus.stdout.readline().decode().strip()
        self.environment["DBUS_SESSION_BUS_ADDRESS"] = address
        self._daemon = self._start_daemon(KEYRING_PASSWORD)

    def lock(self) -> None:
        """Lock the keyring, as its own program would."""
        import secretstorage

        bus = secretstorage.dbus_init()
        secretstorage.get_default_collection(bus).lock()
        bus.close()

    def log_in_with_another_password(self) -> None:
        """Start the keyring again with a password that is not, or no longer, its own."""
        self._end(self._daemon)
        self._daemon = self._start_daemon("een-nieuw-wachtwoord")

    def answer(self, how: str) -> None:
        """Let somebody answer the keyring's questions.

        Args:
            how: `dismiss`, `wrong` (types a wrong password, then gives up) or `silent`.
        """
        prompter = self._run([sys.executable, str(PROMPTER), how])
        assert prompter.stdout is not None
        assert prompter.stdout.readline() == b"ready\n"

    def hang(self) -> None:
        """Let the keyring answer no more."""
        self._daemon.send_signal(signal.SIGSTOP)

    def go_on(self) -> None:
        """Let it answer again."""
        self._daemon.send_signal(signal.SIGCONT)

    def stop(self) -> None:
        """End everything: from now on there is no Secret Service."""
        for process in reversed(self._processes.copy()):
            self._end(process)
        # What still waited here for an answer may not live on into another test.
        for thread in threading.enumerate():
            if thread.name == "keyring":
                thread.join(START_SECONDS)

    def _start_daemon(self, password: str) -> subprocess.Popen[bytes]:
        bus = open_dbus_connection(self.environment["DBUS_SESSION_BUS_ADDRESS"])
        rule = MatchRule(type="signal", interface=message_bus.interface, member="NameOwnerChanged")
        rule.add_arg_condition(0, NAME)
        bus.send_and_get_reply(message_bus.AddMatch(rule))
        with bus.filter(rule) as changes:
            daemon = self._run(
                ["gnome-keyring-daemon", "--unlock", "--foreground", "--components=secrets"]
            )
            assert daemon.stdin is not None
            daemon.stdin.write(password.encode())
            daemon.stdin.close()
            # Asked before it has its name, the bus would start a second one.
            while not bus.recv_until_filtered(changes, timeout=START_SECONDS).body[2]:
                pass
        bus.close()
        return daemon

    def _end(self, process: subprocess.Popen[bytes]) -> None:
        self._processes.remove(process)
        process.send_signal(signal.SIGCONT)
        process.kill()
        process.wait()
        for pipe in (process.stdin, process.stdout):
            if pipe is not None:
                pipe.close()

    def _run(self, command: list[str]) -> subprocess.Popen[bytes]:
        process = subprocess.Popen(
            command,
            env=self.environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
        self._processes.append(process)
        return process
