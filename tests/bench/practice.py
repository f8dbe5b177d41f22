"""The practice kept as rows: opening, reading a case, a page of the list, counting, saving."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from sqlcipher3 import dbapi2

from tests.bench.figures import Figure, Pair, side_by_side
from tests.bench.practices import Filled, practice_of, some_ids
from vertrouwen.domain.consent import CaseId
from vertrouwen.domain.contact import NoteKind
from vertrouwen.domain.organisation import OrganisationId
from vertrouwen.services.list_cases import CaseFilter, case_rows, list_case_ids
from vertrouwen.services.practice import Practice
from vertrouwen.services.read_case import read_case
from vertrouwen.services.write_note import write_note
from vertrouwen.storage.counts import facts_of
from vertrouwen.storage.unit_of_work import FIRST_LINK, Reader, Row, Store, Transaction
from vertrouwen.vault import database
from vertrouwen.vault.open_vault import OpenVault

OPEN, CASE, PAGE = "open the vault with all checks", "a case with 10 notes", "list page of 50"
_BODY = "Kort gesprek gehad; morgen bellen wij over de volgende stap en de afspraken daarbij."
_ORGANISATIONS = 20


def measure(filled: Filled) -> Iterator[Figure]:
    """Measure everything but search and backup at one size."""
    yield _opening(filled)
    with filled.vault() as (_, ours), filled.plain_practice() as floor:
        yield _case(ours, floor, filled.cases)
        yield from _list(ours, floor, filled.cases)
        yield _counts(filled, ours, floor)
    yield _saving(filled)
    yield _chaining(filled)


def _opening(filled: Filled) -> Figure:
    opened: list[OpenVault] = []

    def ours(_: int) -> None:
        opened.append(filled.folder.open_with_recovery_code(filled.code))

    def floor(_: int) -> None:
        connection = dbapi2.connect(str(filled.plain), isolation_level=None)
        connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
        connection.close()

    pairs = []
    for _ in range(15):
        pairs.append(side_by_side(ours, floor, 1, warm_up=0))
        opened.pop().close()
    pair = Pair(
        ours=tuple(pair.ours[0] for pair in pairs[2:]),
        floor=tuple(pair.floor[0] for pair in pairs[2:]),
    )
    return pair.figure(OPEN, filled.cases, aim=3)


def _case(ours: Practice, floor: Practice, cases: int) -> Figure:
    ids = [CaseId(case_id) for case_id in some_ids(ours, 400)]
    pair = side_by_side(
        lambda n: read_case(ours, ids[n]), lambda n: read_case(floor, ids[n]), 390, warm_up=10
    )
    return pair.figure(CASE, cases, aim=4)


def _list(ours: Practice, floor: Practice, cases: int) -> Iterator[Figure]:
    everything = CaseFilter(include_closed=True)
    pair = side_by_side(
        lambda _: list_case_ids(ours, everything), lambda _: list_case_ids(floor, everything), 9
    )
    ids = list_case_ids(ours, everything).ids
    starts = [start % max(len(ids) - 50, 1) for start in some_ids(ours, 210)]
    page = side_by_side(
        lambda n: case_rows(ours, ids[starts[n] : starts[n] + 50]),
        lambda n: case_rows(floor, ids[starts[n] : starts[n] + 50]),
        200,
        warm_up=10,
    )
    yield page.figure(PAGE, cases, aim=1.5)
    yield pair.figure("order of the whole list, once", cases)


def _counts(filled: Filled, ours: Practice, floor: Practice) -> Figure:
    # The floor has the index one would make anyway, but not the covering one.
    plain = filled.plain_connection()
    plain.execute("CREATE INDEX without_facts ON case_file (organisation_id, opened_on)")
    plain.execute("DROP INDEX case_counts")
    plain.close()
    without = _WithoutCoveringIndex(floor.store)
    year = ours.today().year - 1
    first, last = date(year, 1, 1), date(year, 12, 31)

    def count(store: Reader, n: int) -> None:
        facts_of(store, OrganisationId(1 + n % _ORGANISATIONS), first, last)

    pair = side_by_side(lambda n: count(ours.store, n), lambda n: count(without, n), 60, warm_up=20)
    return pair.figure("counts of one organisation-year", filled.cases, aim=1.1)


class _WithoutCoveringIndex(Reader):
    """Reads the counts over another index."""

    def __init__(self, store: Store) -> None:
        super().__init__(store._connection)

    def read(self, sql: str, parameters: Sequence[object] = ()) -> list[Row]:
        return super().read(sql.replace("case_counts", "without_facts"), parameters)


def _saving(filled: Filled) -> Figure:
    plain = filled.plain_connection()
    for pragma in database._PRAGMAS:
        plain.execute(f"PRAGMA {pragma}").fetchall()
    floor = practice_of(plain, bytes(32))
    today = floor.today().isoformat()
    with filled.vault() as (_, ours):
        open_cases = ours.store.read("SELECT id FROM case_file WHERE closed_on IS NULL")
        ids = [CaseId(open_cases[n % len(open_cases)][0]) for n in range(110)]

        def save_plain(n: int) -> None:
            plain.execute("BEGIN IMMEDIATE")
            plain.execute(
                "INSERT INTO note (case_id, kind, written_on, body) VALUES (?, 'dossier', ?, ?)",
                (ids[n], today, _BODY),
            )
            plain.execute("COMMIT")

        pair = side_by_side(
            lambda n: write_note(ours, ids[n], NoteKind.FILE, _BODY), save_plain, 100, warm_up=10
        )
    plain.close()
    return pair.figure("save a note, with index and history chain", filled.cases, aim=2.5)


def _chaining(filled: Filled) -> Figure:
    """Measure a save with the links of history beside one that writes the same rows without.

    In the plain file, because a link that does not follow must not stay in the vault: there a save
    takes longer and the chain as long.
    """
    plain = filled.plain_connection()
    for pragma in database._PRAGMAS:
        plain.execute(f"PRAGMA {pragma}").fetchall()
    with_links = practice_of(plain, bytes(32))
    without = Practice(
        _WithoutLinks(plain, bytes(32), "bench", with_links.now),
        with_links.vocabulary,
        with_links.now,
    )
    open_cases = with_links.store.read("SELECT id FROM case_file WHERE closed_on IS NULL")
    ids = [CaseId(open_cases[n % len(open_cases)][0]) for n in range(420)]
    pair = side_by_side(
        lambda n: write_note(with_links, ids[n], NoteKind.FILE, _BODY),
        lambda n: write_note(without, ids[n], NoteKind.FILE, _BODY),
        400,
        warm_up=20,
    )
    plain.close()
    return pair.figure("save a note, its links beside none", filled.cases, aim=1.1)


class _WithoutLinks(Store):
    """Writes history as a list: a row after the last one, without reading or making a link."""

    def head(self) -> tuple[int, bytes]:
        """Return the last number, and no link."""
        row = self.read_one("SELECT max(id) FROM history")
        return (row[0] or 0 if row else 0), FIRST_LINK

    def _write_history(self, transaction: Transaction, name: str, previous: bytes) -> None:
        transaction.execute(
            "INSERT INTO history (id, at, actor, operation, case_id, subject, subject_id, chain)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            (
                transaction.history_id,
                transaction.now.isoformat(timespec="seconds"),
                "bench",
                name,
                transaction.case_id,
                transaction.subject,
                transaction.subject_id,
                previous,
            ),
        )
