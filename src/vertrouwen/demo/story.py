"""What happens in the fictional practice, step by step, through the program's own use cases."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, time, timedelta
from pathlib import Path

from vertrouwen import language, resources
from vertrouwen.bootstrap import VAULT, local_now, vault_access
from vertrouwen.domain.case import Facts
from vertrouwen.domain.consent import Act, Answer, CaseId
from vertrouwen.domain.contact import NoteKind
from vertrouwen.domain.errors import DomainError
from vertrouwen.domain.organisation import OrganisationId
from vertrouwen.domain.people import Identity
from vertrouwen.domain.step import StepId
from vertrouwen.language import _, ngettext
from vertrouwen.language.sentences import sentence
from vertrouwen.services.carry_out_step import carry_out_step
from vertrouwen.services.edit_case import change_state, set_facts
from vertrouwen.services.edit_deadlines import add_deadline
from vertrouwen.services.edit_people import add_party
from vertrouwen.services.import_registration import import_registration
from vertrouwen.services.make_report import (
    Format,
    export_edition,
    release_report,
    report_file_name,
    report_overview,
)
from vertrouwen.services.open_case import FileConsent, NewCase, open_case
from vertrouwen.services.plan_step import plan_step
from vertrouwen.services.practice import Practice
from vertrouwen.services.preferences import Preferences, save_preferences
from vertrouwen.services.read_organisations import OrganisationRow, organisations
from vertrouwen.services.record_consent import ConsentForm, record_consent, withdraw_consent
from vertrouwen.services.record_contact import plan_contact, record_contact
from vertrouwen.services.report_choices import EditionId, ReportChoices
from vertrouwen.services.settings import set_profile
from vertrouwen.services.work_out_report import report_material, work_out
from vertrouwen.services.write_note import write_note

PASSPHRASE = "zes verzonnen woorden voor deze proef"  # noqa: S105 - of a fictional practice, said aloud
MARK = "made-by-vertrouwen-demo"
"""A file in the folder of the demo practice; only a folder that holds it is ever removed."""
REPORT_YEAR = 2025
FORMATS: tuple[Format, ...] = ("pdf", "xlsx", "csv", "json")


class FolderNotOursError(Exception):
    """The folder of the demo practice holds something no demo made; nothing was removed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Visitor:
    """Somebody who comes to the fictional adviser."""

    days_ago: int
    alias: str
    nature: str
    text: str
    channel: str = "video"
    minutes: int = 50


class Story:
    """Builds the practice in one folder.

    Attributes:
        practice: open after `tell`.
        access: its vault.
        shown_case: the case with the most to see.
    """

    practice: Practice
    shown_case: CaseId

    def __init__(self, folder: Path, say: Callable[[str], None]) -> None:
        """Prepare the story; `say` gets each line of it."""
        self._folder, self._say = folder, say
        self.data = folder / "practice"
        self.access = vault_access(self.data, keyring_seconds=10)
        self.failed = True
        self._today = local_now().date()

    def tell(self) -> None:
        """Do all of it.

        Raises:
            DomainError: a rule of the practice, where none was expected.
            VaultError: the vault or the folder.
        """
        self._begin_anew()
        self._make_vault()
        self._import_registration()
        self._receive_people()
        self._refuse_then_carry_out()
        self._write_reports()
        self.failed = False

    def _begin_anew(self) -> None:
        if self.data.exists():
            if not (self.data / MARK).exists():
                raise FolderNotOursError
            shutil.rmtree(self.data)
            self._say(_("De praktijk van een eerdere demo is weggehaald."))
        self.data.mkdir(parents=True)
        (self.data / MARK).write_text("", encoding="ascii")
        save_preferences(self.data, Preferences(language=language.current(), colours="light"))

    def _make_vault(self) -> None:
        self._say(_("1. Een versleutelde kluis voor een verzonnen praktijk"))
        keys = self.access.new_keys()
        never = threading.Event()
        try:
            self.access.try_keyring(never)
            passphrase = None
            self._tell(_("Opent met de sleutelbos van deze computer."))
        except Exception as error:
            if not hasattr(error, "code"):
                raise
            passphrase = PASSPHRASE
            self._tell(sentence(error))
            self._tell(_("Opent daarom met de wachtzin: {words}").format(words=passphrase))
        self.practice = self.access.create(keys, passphrase, never).practice
        self._tell(_("Herstelcode (verzonnen praktijk): {code}").format(code=keys.code))
        self._tell(_("Kluis: {folder}").format(folder=self.data / VAULT))
        set_profile(self.practice, _("Noor Voorbeeld"), "NL")

    def _import_registration(self) -> None:
        self._say(_("2. De registratie van drie jaar uit Excel"))
        done = import_registration(
            self.practice, resources.path("demo", "registratie-2023-2025.xlsx")
        )
        self._tell(
            _("{cases} zaken van {clients} opdrachtgevers ingelezen, in één keer.").format(
                cases=done.cases, clients=done.organisations
            )
        )
        self._tell(
            ngettext(
                "{count} regel niet: die is dubbel of moet eerst worden bekeken.",
                "{count} regels niet: die zijn dubbel of moeten eerst worden bekeken.",
                len(done.left_out),
            ).format(count=len(done.left_out))
        )

    def _receive_people(self) -> None:
        self._say(_("3. Mensen ontvangen, toestemming vastleggen"))
        clients = [row for row in organisations(self.practice) if row.country == "NL"]
        visitors = (
            _Visitor(
                days_ago=23,
                alias="M.",
                nature="pesten",
                text=_(
                    "M. vertelt dat een collega haar in overleggen steeds onderbreekt en werk "
                    "achterhoudt. Wil eerst zelf nadenken."
                ),
            ),
            _Visitor(
                days_ago=9,
                alias="K.",
                nature="machtsmisbruik",
                text=_("K. ervaart druk van een leidinggevende bij het plannen van verlof."),
                channel="telefoon",
                minutes=35,
            ),
            _Visitor(
                days_ago=2,
                alias="T.",
                nature="uitsluiting_roddel",
                text=_("T. wil zijn verhaal kwijt en overlegt wat er kan."),
                channel="fysiek_op_locatie",
            ),
        )
        opened = [
            self._open(visitor, clients[index % len(clients)])
            for index, visitor in enumerate(visitors)
        ]
        self.shown_case = opened[0]
        self._furnish(opened)
        self._tell(
            ngettext(
                "{count} zaak geopend, met toestemming om een dossier bij te houden.",
                "{count} zaken geopend, met toestemming om een dossier bij te houden.",
                len(opened),
            ).format(count=len(opened))
        )

    def _open(self, visitor: _Visitor, client: OrganisationRow) -> CaseId:
        day = self._back(visitor.days_ago)
        change = open_case(
            self.practice,
            NewCase(
                organisation_id=OrganisationId(client.id),
                opened_on=day,
                kind="melding",
                channel=visitor.channel,
                identity=Identity.ALIAS,
                alias=visitor.alias,
                natures=(visitor.nature,),
                consent_to_keep_file=FileConsent(form="mondeling_genoteerd", dated_on=day),
                minutes=visitor.minutes,
                held_at=time(10, 0),
                text=visitor.text,
            ),
        )
        assert change.case_id is not None
        return change.case_id

    def _furnish(self, opened: list[CaseId]) -> None:
        """Give the cases what a running practice has: facts, people, plans, somebody waiting."""
        practice, (first, second, third) = self.practice, opened
        set_facts(
            practice,
            first,
            Facts(
                kind="melding",
                natures=("pesten",),
                role="werknemer",
                relation="collega",
                channel="video",
                wishes=("gedrag_stopt",),
                incident_period="3_12_maanden",
            ),
        )
        add_party(practice, first, "collega", "R.")
        record_contact(
            practice,
            first,
            "gesprek",
            "telefoon",
            self._back(11),
            time(15, 30),
            minutes=25,
            text=_("M. heeft het zelf aangekaart; er veranderde weinig. Opties besproken."),
        )
        write_note(practice, first, NoteKind.PERSONAL, _("Bij mijzelf nagaan of ik te snel ga."))
        plan_contact(practice, first, "gesprek", "video", self._ahead(1), time(9, 30))
        add_deadline(practice, first, "nazorg", self._ahead(9))
        add_deadline(practice, second, "herinneren", self._back(1))
        plan_contact(practice, third, "kort_contact", "telefoon", self._today, time(16, 0))
        change_state(practice, second, "wacht_op_melder", _("of K. een gesprek wil"))

    def _refuse_then_carry_out(self) -> None:
        self._say(_("4. Een stap zonder toestemming, en daarna met"))
        act = Act(kind="gesprek_leidinggevende", recipient="leidinggevende")
        change = plan_step(
            self.practice,
            self.shown_case,
            act,
            planned_on=self._today,
            purpose=_("Afspreken dat overleggen veilig verlopen"),
        )
        assert change.subject_id is not None
        step = StepId(change.subject_id)
        self._tell(_("Gepland: {step}").format(step=self._step_words(act)))
        try:
            carry_out_step(self.practice, step, self._today)
        except DomainError as refusal:
            self._tell(_("Geweigerd: {why}").format(why=sentence(refusal)))
        else:
            raise DomainError("step_without_ground")
        record_consent(
            self.practice,
            self.shown_case,
            ConsentForm(
                act=act,
                answer=Answer.GIVEN,
                dated_on=self._today,
                valid_until=self._ahead(30),
                shared=_("Wat er in de overleggen gebeurt"),
                withheld=_("De gezondheid van M."),
                withheld_reason="wens_melder",
                form="mondeling_bevestigd",
            ),
        )
        self._tell(_("De melder geeft toestemming, tot over dertig dagen."))
        carry_out_step(self.practice, step, self._today, minutes=30)
        self._tell(_("Uitgevoerd, op grond van die toestemming."))
        self._leave_steps_open()

    def _leave_steps_open(self) -> None:
        """One step that still lacks consent, and one consent that was withdrawn again."""
        blocked = Act(kind="overleg_hr", recipient="hr")
        plan_step(self.practice, self.shown_case, blocked, planned_on=self._ahead(3))
        talk = Act(kind="gesprek_aangeklaagde", recipient="aangeklaagde")
        record_consent(
            self.practice,
            self.shown_case,
            ConsentForm(
                act=talk,
                answer=Answer.GIVEN,
                dated_on=self._back(11),
                form="mondeling_genoteerd",
            ),
        )
        withdraw_consent(self.practice, self.shown_case, talk, self._back(4))

    def _write_reports(self) -> None:
        self._say(_("5. Het jaarverslag van elke opdrachtgever"))
        for client in report_overview(self.practice):
            period = next(
                (row.period for row in client.periods if row.period.last.year == REPORT_YEAR), None
            )
            if period is None:
                continue
            material = report_material(
                self.practice, client.organisation_id, period, ReportChoices(), language.current()
            )
            change = release_report(self.practice, material, work_out(material))
            assert change.subject_id is not None
            edition = EditionId(change.subject_id)
            for format in FORMATS:
                path = self._folder / report_file_name(client.name, period.label, format)
                export_edition(self.practice, edition, format, path, language.current())
                self._tell(str(path.name))

    def _step_words(self, act: Act) -> str:
        return self.practice.vocabulary.label("step_kind", act.kind, language.current())

    def _tell(self, text: str) -> None:
        self._say(f"   {text}")

    def _back(self, days: int) -> date:
        return self._today - timedelta(days=days)

    def _ahead(self, days: int) -> date:
        return self._today + timedelta(days=days)
