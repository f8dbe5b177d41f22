"""A fictional practice of any size, for measuring."""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import date, timedelta

from vertrouwen.storage.unit_of_work import Store, Transaction

_BLOCK = 50
"""Cases an adviser works on at the same time; their notes lie between each other's."""
_ORGANISATIONS = 20
_UNITS = 5
_YEARS = 11
_TEXT = (
    "gesprek melder collega leidinggevende team afspraak voelt zegt wil rust werk overleg "
    "brief vandaag gisteren week maand kantoor locatie telefoon mail vraag antwoord steun "
    "advies opties keuze stap grens gedrag opmerking grap sfeer druk rooster dienst pauze "
    "vergadering uitsluiten roddel spanning slapen ziek bedrijfsarts huisarts klacht "
    "procedure commissie vertrouwen veilig onzeker boos verdrietig opgelucht duidelijk "
    "verslag terugblik nazorg herhaling voorval getuige ruzie excuses bemiddeling "
    "overplaatsing project opdracht klant student docent stage afdeling directie bestuur "
    "regeling gedragscode voorlichting intranet "
)
COMMON_WORDS = tuple(_TEXT.split())
RARE_WORD = "zeldzaam"
_RARE_EVERY = 1000
_STEP_EVERY = 3
_NATURES = (
    ("pesten", "ongewenste_omgangsvormen"),
    ("intimidatie", "ongewenste_omgangsvormen"),
    ("discriminatie", "ongewenste_omgangsvormen"),
    ("uitsluiting_roddel", "ongewenste_omgangsvormen"),
    ("machtsmisbruik", "ongewenste_omgangsvormen"),
    ("seksuele_intimidatie_verbaal", "ongewenste_omgangsvormen"),
    ("belangenverstrengeling", "integriteit"),
    ("fraude", "integriteit"),
    ("werkdruk", "arbeidsconflict"),
    ("samenwerking", "arbeidsconflict"),
    ("stress", "psychosociaal_overig"),
)
_NATURE_WEIGHTS = (30, 20, 6, 14, 8, 6, 2, 1, 6, 10, 4)
_KINDS = ("melding", "consult", "signaal", "informatievraag")
_ROLES = ("werknemer", "leidinggevende", "student_leerling", "inhuur", "oud_werknemer")
_RELATIONS = ("direct_leidinggevende", "collega", "team", "hoger_leidinggevende", "klant_bezoeker")
_CHANNELS = ("telefoon", "email", "video", "fysiek_op_locatie", "spreekuur")
_OUTCOMES = ("opgelost", "verbeterd", "ongewijzigd", "onbekend")
_OPEN_STATES = ("nieuw", "opvang", "inventarisatie", "begeleiding", "wacht_op_melder")


def fill(store: Store, cases: int, notes_per_case: int, seed: int) -> None:
    """Fill an empty practice, the same for the same seed.

    Every case has consent to keep a file, a contact to every third note, one or two natures;
    every third a step
    that was carried out. About every thousandth note holds `RARE_WORD`.

    Args:
        cases: spread over eleven years and twenty organisations, the latest ones open.
    """
    pick = random.Random(seed)
    with store.operation("fill") as tx:
        _insert_organisations(tx)
        first = tx.today - timedelta(days=_YEARS * 365)
        opened = sorted(
            first + timedelta(days=pick.randrange(_YEARS * 365 - 1)) for _ in range(cases)
        )
        seq: dict[int, int] = {}
        for start in range(0, cases, _BLOCK):
            days = opened[start : start + _BLOCK]
            ids = range(start + 1, start + 1 + len(days))
            _insert_cases(tx, pick, ids, days, seq)
            _insert_notes(tx, pick, ids, days, notes_per_case)
            _insert_steps(tx, ids, days)
            _close(tx, pick, ids, days)


def _insert_organisations(tx: Transaction) -> None:
    tx.execute_many(
        "INSERT INTO organisation (id, name, country) VALUES (?, ?, 'NL')",
        [(n, f"Organisatie {n}") for n in range(1, _ORGANISATIONS + 1)],
    )
    tx.execute_many(
        "INSERT INTO unit (organisation_id, name) VALUES (?, ?)",
        [
            (n, f"Onderdeel {unit}")
            for n in range(1, _ORGANISATIONS + 1)
            for unit in range(1, _UNITS + 1)
        ],
    )


def _insert_cases(
    tx: Transaction,
    pick: random.Random,
    ids: Sequence[int],
    days: Sequence[date],
    seq: dict[int, int],
) -> None:
    rows, facts = [], []
    for case_id, opened_on in zip(ids, days, strict=True):
        seq[opened_on.year] = seq.get(opened_on.year, 0) + 1
        organisation = pick.randrange(_ORGANISATIONS) + 1
        (nature, track), *more = pick.choices(_NATURES, _NATURE_WEIGHTS, k=pick.choice((1, 1, 2)))
        rows.append(
            (
                case_id,
                opened_on.year,
                seq[opened_on.year],
                organisation,
                (organisation - 1) * _UNITS + pick.randrange(_UNITS) + 1,
                opened_on.isoformat(),
                pick.choice(_OPEN_STATES),
                pick.choice(_KINDS),
                track,
                pick.choice(_ROLES),
                pick.choice(_RELATIONS),
                pick.choice(_CHANNELS),
                pick.choice(_OUTCOMES),
                opened_on.isoformat(),
            )
        )
        codes = dict.fromkeys([nature, *(code for code, _ in more)])
        facts += [(case_id, "nature", n, code) for n, code in enumerate(codes, start=1)]
    tx.execute_many(
        "INSERT INTO case_file (id, number_year, number_seq, organisation_id, unit_id, opened_on,"
        " state, kind, track, role, relation, channel, outcome, last_contact_on)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        rows,
    )
    tx.execute_many(
        "INSERT INTO case_fact (case_id, list, position, code) VALUES (?, ?, ?, ?)", facts
    )
    tx.execute_many(
        "INSERT INTO reporter (case_id, identity, recorded_on) VALUES (?, 'bekend', ?)",
        [(row[0], row[5]) for row in rows],
    )
    tx.execute_many(
        "INSERT INTO consent (id, case_id, kind, recipient, answer, dated_on, form, recorded_on)"
        " VALUES (?, ?, 'dossier_bijhouden', 'vp', 'gegeven', ?, 'mondeling_genoteerd', ?)",
        [(2 * row[0], row[0], row[5], row[5]) for row in rows],
    )


def _insert_notes(
    tx: Transaction,
    pick: random.Random,
    ids: Sequence[int],
    days: Sequence[date],
    notes_per_case: int,
) -> None:
    contacts, notes = [], []
    for n in range(notes_per_case):
        for case_id, opened_on in zip(ids, days, strict=True):
            day = min(opened_on + timedelta(days=n * 7), tx.today).isoformat()
            if n % 3 == 0:
                contacts.append((case_id, pick.choice(_CHANNELS), day, pick.randrange(10, 90)))
            notes.append((case_id, day, _text(pick)))
    tx.execute_many(
        "INSERT INTO contact (case_id, type, channel, held_on, minutes)"
        " VALUES (?, 'gesprek', ?, ?, ?)",
        contacts,
    )
    tx.execute_many(
        "INSERT INTO note (case_id, kind, written_on, body) VALUES (?, 'dossier', ?, ?)", notes
    )


def _insert_steps(tx: Transaction, ids: Sequence[int], days: Sequence[date]) -> None:
    # Ids that are known beforehand: a step bears its case's, its consent the odd one beside.
    of = [
        (case_id, (opened_on + timedelta(days=14)).isoformat())
        for case_id, opened_on in zip(ids, days, strict=True)
        if case_id % _STEP_EVERY == 0 and opened_on + timedelta(days=30) < tx.today
    ]
    tx.execute_many(
        "INSERT INTO step (id, case_id, kind, recipient, planned_on, purpose, recorded_on)"
        " VALUES (?, ?, 'gesprek_leidinggevende', 'leidinggevende', ?, 'gesprek voorbereiden', ?)",
        [(case_id, case_id, day, day) for case_id, day in of],
    )
    tx.execute_many(
        "INSERT INTO consent (id, case_id, kind, recipient, answer, dated_on, form, recorded_on)"
        " VALUES (?, ?, 'gesprek_leidinggevende', 'leidinggevende', 'gegeven', ?,"
        " 'mondeling_bevestigd', ?)",
        [(2 * case_id + 1, case_id, day, day) for case_id, day in of],
    )
    tx.execute_many(
        "INSERT INTO step_carried_out (step_id, carried_out_on, consent_id, minutes, recorded_on)"
        " VALUES (?, ?, ?, 45, ?)",
        [(case_id, day, 2 * case_id + 1, day) for case_id, day in of],
    )


def _close(tx: Transaction, pick: random.Random, ids: Sequence[int], days: Sequence[date]) -> None:
    ends = [opened_on + timedelta(days=pick.randrange(20, 200)) for opened_on in days]
    tx.execute_many(
        "UPDATE case_file SET state = 'afgesloten', closing_reason = 'afgerond', closed_on = ?"
        " WHERE id = ?",
        [
            (closed_on.isoformat(), case_id)
            for case_id, closed_on in zip(ids, ends, strict=True)
            if closed_on < tx.today
        ],
    )


def _text(pick: random.Random) -> str:
    words = pick.choices(COMMON_WORDS, k=pick.randrange(15, 60))
    if pick.randrange(_RARE_EVERY) == 0:
        words.append(RARE_WORD)
    return " ".join(words)
