"""Recording what the reporter allows, refuses or takes back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from vertrouwen.domain.consent import (
    FILE_KEEPING,
    KEEP_FILE,
    Act,
    Answer,
    CaseId,
    Consent,
    ConsentId,
    covering,
)
from vertrouwen.domain.contact import held_by
from vertrouwen.domain.errors import DomainError
from vertrouwen.domain.step import NOBODY_ELSE
from vertrouwen.services.practice import Change, Practice, existing_case, known_code
from vertrouwen.storage import consents, people
from vertrouwen.storage.unit_of_work import Transaction

WORDING = "2026-1"
"""Version of the text that is read to the reporter."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsentForm:
    """What the adviser filled in about one act.

    Args:
        dated_on: the day on which it was asked or said; not in the future.
        valid_until: the last day on which it holds; None is until the case closes.
        shared, withheld: what may be told, and what must not be.
        withheld_reason: a code of `withheld_reason`.
        form: a code of `consent_form`; needed where consent was given.
        corrects: the record this one puts right.
    """

    act: Act
    answer: Answer
    dated_on: date
    valid_until: date | None = None
    shared: str = ""
    withheld: str = ""
    withheld_reason: str | None = None
    form: str | None = None
    corrects: ConsentId | None = None


def record_consent(practice: Practice, case_id: CaseId, form: ConsentForm) -> Change:
    """Add what the reporter said about one act.

    Raises:
        DomainError: a code or date cannot be, or there is nothing to withdraw or correct.
    """
    existing_case(practice, case_id)
    check_act(practice, case_id, form.act)
    if form.form is not None:
        known_code(practice, "consent_form", form.form, field="form")
    if form.withheld_reason is not None:
        known_code(practice, "withheld_reason", form.withheld_reason)
    held_by(form.dated_on, practice.today(), "dated_on")
    word = consent_from(case_id, form)
    _refuse_contradiction(consents.of_case(practice.store, case_id), word)
    with practice.store.operation("record_consent", case_id=case_id, subject="consent") as tx:
        tx.subject_id = consents.insert(tx, word)
    return Change(operation="record_consent", case_id=case_id, subject_id=tx.subject_id)


def withdraw_consent(practice: Practice, case_id: CaseId, act: Act, dated_on: date) -> Change:
    """Add that the reporter takes consent back; what was pending under it stops at once.

    Raises:
        DomainError: it was never given, or the date cannot be.
    """
    return record_consent(
        practice,
        case_id,
        ConsentForm(act=act, answer=Answer.WITHDRAWN, dated_on=dated_on),
    )


def consent_from(case_id: CaseId, form: ConsentForm) -> Consent:
    """Return the word a form stands for.

    Raises:
        DomainError: its end lies before its beginning, or its form is missing.
    """
    return Consent(
        id=ConsentId(0),
        case_id=case_id,
        act=form.act,
        answer=form.answer,
        dated_on=form.dated_on,
        valid_until=form.valid_until,
        shared=form.shared.strip(),
        withheld=form.withheld.strip(),
        withheld_reason=form.withheld_reason,
        form=form.form if form.answer is Answer.GIVEN else None,
        wording=WORDING,
        corrects=form.corrects,
    )


def check_act(practice: Practice, case_id: CaseId, act: Act) -> None:
    """Refuse an act that this case cannot be about.

    Raises:
        DomainError: `code_unknown`, `recipient_does_not_fit` or `party_of_another_case`.
    """
    if act.kind == KEEP_FILE:
        if act != FILE_KEEPING:
            raise DomainError("code_unknown", field="recipient")
        return
    known_code(practice, "step_kind", act.kind, field="kind")
    known_code(practice, "recipient", act.recipient)
    if act.party is not None and act.recipient in NOBODY_ELSE:
        raise DomainError("recipient_does_not_fit", field="recipient")
    if act.party is not None and people.case_of_party(practice.store, act.party) != case_id:
        raise DomainError("party_of_another_case", field="recipient")


def require_file(practice: Practice, case_id: CaseId, *, field: str) -> None:
    """Refuse what may only stand in a file where there is no consent to keep one today.

    Raises:
        DomainError: `no_consent_to_keep_a_file`.
    """
    words = consents.of_case(practice.store, case_id)
    if covering(words, FILE_KEEPING, practice.today()) is None:
        raise DomainError("no_consent_to_keep_a_file", field=field)


def record_file_consent(
    tx: Transaction, case_id: CaseId, *, form: str, dated_on: date, valid_until: date | None
) -> ConsentId:
    """Add consent to keep a file, within the operation that opens the case."""
    return consents.insert(
        tx,
        consent_from(
            case_id,
            ConsentForm(
                act=FILE_KEEPING,
                answer=Answer.GIVEN,
                dated_on=dated_on,
                valid_until=valid_until,
                form=form,
            ),
        ),
    )


def _refuse_contradiction(words: tuple[Consent, ...], word: Consent) -> None:
    if word.corrects is not None:
        if word.corrects not in {w.id for w in words}:
            raise DomainError("correction_of_another_case", field="corrects")
        if word.corrects in {w.corrects for w in words}:
            raise DomainError("already_corrected", field="corrects")
    if word.answer is not Answer.WITHDRAWN:
        return
    given = [w for w in words if w.act == word.act and w.answer is Answer.GIVEN]
    if not given:
        raise DomainError("nothing_to_withdraw", field="dated_on")
    in_force = (covering(words, word.act, w.dated_on) for w in given)
    if any(w is not None and w.dated_on > word.dated_on for w in in_force):
        raise DomainError("withdrawal_before_consent", field="dated_on")
