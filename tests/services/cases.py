"""Short ways to get a case into the state a test begins with."""

from __future__ import annotations

from datetime import date
from typing import Any

from tests.conftest import MONDAY
from vertrouwen.domain.consent import Act, Answer, CaseId
from vertrouwen.domain.organisation import OrganisationId
from vertrouwen.domain.people import Identity
from vertrouwen.domain.step import StepId
from vertrouwen.services.open_case import FileConsent, NewCase, open_case
from vertrouwen.services.plan_step import plan_step
from vertrouwen.services.practice import Practice
from vertrouwen.services.record_consent import ConsentForm, record_consent

TALK = Act(kind="gesprek_leidinggevende", recipient="leidinggevende")
REPORT = Act(kind="integriteitsmelding_intern", recipient="meldpunt")


def opened(
    practice: Practice, client: OrganisationId, *, with_file: bool = True, **more: Any
) -> CaseId:
    """Open a case today."""
    fields: dict[str, Any] = {
        "organisation_id": client,
        "opened_on": practice.today(),
        "kind": "melding",
        "channel": "email",
        "identity": Identity.KNOWN,
        "consent_to_keep_file": (
            FileConsent(form="mondeling_genoteerd", dated_on=practice.today())
            if with_file
            else None
        ),
    }
    case_id = open_case(practice, NewCase(**(fields | more))).case_id
    assert case_id is not None
    return case_id


def said(
    practice: Practice, case_id: CaseId, act: Act, answer: Answer, day: date = MONDAY, **more: Any
) -> int:
    """Record what the reporter said about an act."""
    form = "handtekening" if answer is Answer.GIVEN else None
    change = record_consent(
        practice,
        case_id,
        ConsentForm(**({"act": act, "answer": answer, "dated_on": day, "form": form} | more)),
    )
    assert change.subject_id is not None
    return change.subject_id


def planned(practice: Practice, case_id: CaseId, act: Act = TALK, **more: Any) -> StepId:
    """Plan a step."""
    change = plan_step(practice, case_id, act, **more)
    assert change.subject_id is not None
    return StepId(change.subject_id)
