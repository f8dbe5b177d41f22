"""A rehearsal of what matters, in the program as it was installed: exit code 0 when all went well.

Everything happens in a temporary folder with a vault of its own; the adviser's practice is not
touched. One entry under a random name stays behind in the keyring, as the program never deletes
a key.
"""

from __future__ import annotations

import os
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

from vertrouwen.bootstrap import local_now, vault_access
from vertrouwen.language import _
from vertrouwen.services.new_keys import NewKeys
from vertrouwen.services.practice import Practice
from vertrouwen.services.vault_access import VaultAccess

CLIENT = "Voorbeeld"
CASES = 14
KEYRING_SECONDS = 30


class SelfTest:
    """The checks in their order; each uses what the one before left."""

    def __init__(self, folder: Path) -> None:
        """Begin in an empty folder."""
        self._folder = folder
        self._access = vault_access(folder / "first", keyring_seconds=KEYRING_SECONDS)
        self._keys: NewKeys | None = None
        self._backup = folder / "backup.vertrouwen"

    def checks(self) -> Iterator[tuple[str, Callable[[], None]]]:
        """Yield each check with its name."""
        yield _("sleutelbos: bewaren en teruglezen"), self._make_vault
        yield _("kluis: openen met de sleutelbos"), self._unlock_with_keyring
        yield _("schrijven en teruglezen"), self._write_and_read
        yield _("kluis: openen met de herstelcode"), self._unlock_with_code
        yield _("reservekopie maken en terugzetten"), self._back_up_and_restore
        yield _("jaarverslag"), self._report
        yield _("herstelblad"), self._sheet
        yield _("venster"), self._window

    def close(self) -> None:
        """Close the vault."""
        self._access.close()

    def _make_vault(self) -> None:
        self._keys = self._access.new_keys()
        self._access.create(self._keys, None, threading.Event())
        self._access.close()

    def _unlock_with_keyring(self) -> None:
        self._access.unlock_with_device(threading.Event())
        self._access.close()

    def _write_and_read(self) -> None:
        from vertrouwen.services.edit_organisations import NewOrganisation, add_organisation
        from vertrouwen.services.read_organisations import organisations

        with self._open(self._access) as practice:
            add_organisation(practice, NewOrganisation(name=CLIENT, country="NL"))
        with self._open(self._access) as practice:
            _require([row.name for row in organisations(practice)] == [CLIENT])

    def _unlock_with_code(self) -> None:
        with self._open(self._access):
            pass

    def _back_up_and_restore(self) -> None:
        from vertrouwen.services.read_organisations import organisations
        from vertrouwen.services.restore import restore_backup

        with self._open(self._access):
            self._access.back_up(self._backup, lambda _done, _total: None)
        second = vault_access(self._folder / "second", keyring_seconds=KEYRING_SECONDS)
        opened = restore_backup(second, self._backup, self._code, lambda _done, _total: None)
        _require([row.name for row in organisations(opened.practice)] == [CLIENT])
        _require(opened.practice.store.first_broken_link() is None)
        second.close()

    def _report(self) -> None:
        from vertrouwen.domain.organisation import ReportingPeriod, periods_of
        from vertrouwen.domain.people import Identity
        from vertrouwen.services.open_case import NewCase, open_case
        from vertrouwen.services.read_organisations import organisations
        from vertrouwen.services.report_choices import ReportChoices
        from vertrouwen.services.work_out_report import report_material, work_out

        with self._open(self._access) as practice:
            client = organisations(practice)[0]
            last_year = periods_of(ReportingPeriod.CALENDAR_YEAR, practice.today(), 2)[1]
            for number in range(CASES):
                nature = "pesten" if number % 2 else "intimidatie"
                open_case(
                    practice,
                    NewCase(
                        organisation_id=client.id,
                        opened_on=last_year.first + timedelta(days=25 * number),
                        kind="melding",
                        channel="telefoon",
                        identity=Identity.ANONYMOUS,
                        natures=(nature,),
                    ),
                )
            # Numbers beside numbers that are withheld, so that the solver is asked too.
            material = report_material(practice, client.id, last_year, ReportChoices(), "nl")
            view = work_out(material)
            _require(view.report.edition.total == CASES and view.audit is not None)
            pdf = view.pdf
        _require(pdf.startswith(b"%PDF"))

    def _sheet(self) -> None:
        from vertrouwen.services.new_keys import emergency_sheet

        keys = self._access.new_keys()
        pdf = emergency_sheet(keys, "en", local_now() - timedelta(days=1))
        _require(pdf.startswith(b"%PDF"))

    def _window(self) -> None:
        if sys.platform == "linux" and not (
            os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")
        ):
            os.environ["QT_QPA_PLATFORM"] = "offscreen"
        from vertrouwen.ui.app import App

        app = App(access=self._access, folder=self._folder, clock=local_now, restart=[])
        _require(app.begin())
        _require(app.window is not None and not app.window.grab().isNull())
        app.end()

    @property
    def _code(self) -> str:
        _require(self._keys is not None)
        assert self._keys is not None
        return self._keys.code

    @contextmanager
    def _open(self, access: VaultAccess) -> Iterator[Practice]:
        opened = access.unlock_with_recovery_code(self._code)
        try:
            yield opened.practice
        finally:
            access.close()


def self_test() -> int:
    """Carry out every check, say how each went, and return the exit code."""
    failed = 0
    with tempfile.TemporaryDirectory(prefix="vertrouwen-") as folder:
        test = SelfTest(Path(folder))
        for name, check in test.checks():
            try:
                check()
            except Exception as error:
                failed += 1
                code = getattr(error, "code", type(error).__name__)
                sys.stdout.write(_("fout   {check} ({code})").format(check=name, code=code) + "\n")
            else:
                sys.stdout.write(_("goed   {check}").format(check=name) + "\n")
            sys.stdout.flush()
        test.close()
    return 1 if failed else 0


class _CheckFailedError(Exception):
    """Something is not as it was written."""


def _require(is_so: bool) -> None:
    if not is_so:
        raise _CheckFailedError
