-- Editions that may overlap, the facts they froze, and the adviser's own words (version 2).
--
-- A report released once is known for ever. So the ledger only grows: an edition is never changed
-- and never taken away; taking one back is a row of its own. The facts of a period freeze with the
-- first edition that covers it, and no later edit, nor the destruction of a file, changes them.
-- Periods may overlap from here on: what two of them give away together is for the engine to judge
-- (docs/decisions/0023-frozen-facts.md).

DROP TRIGGER edition_covers_a_new_period;

-- kind:      "report" was made here; "by_hand" was said elsewhere (a slide, a conversation).
-- source:    in which words it was said, by hand only.
-- statement: everything it states in numbers (JSON); empty in editions of the strict rule, whose
--            figures stand in edition_figure.
ALTER TABLE edition ADD COLUMN kind TEXT NOT NULL DEFAULT 'report'
    CHECK (kind IN ('report', 'by_hand'));
ALTER TABLE edition ADD COLUMN source TEXT NOT NULL DEFAULT ''
    CHECK ((kind = 'by_hand') = (trim(source) <> ''));
ALTER TABLE edition ADD COLUMN statement TEXT CHECK (statement IS NULL OR json_valid(statement));

CREATE TABLE edition_withdrawn (
    edition_id   INTEGER PRIMARY KEY REFERENCES edition (id),
    withdrawn_on TEXT NOT NULL CHECK (withdrawn_on IS date(withdrawn_on)),
    reason       TEXT NOT NULL CHECK (trim(reason) <> '')
) STRICT;

-- What a case was when it was first counted. No reference to case_file: a file may be destroyed.
-- atom: the month in which it counts, such as "2025-03".
CREATE TABLE frozen_case (
    id              INTEGER PRIMARY KEY CHECK (id > 0),
    case_id         INTEGER NOT NULL,
    organisation_id INTEGER NOT NULL REFERENCES organisation (id),
    edition_id      INTEGER NOT NULL REFERENCES edition (id),
    atom            TEXT NOT NULL CHECK (atom || '-01' IS date(atom || '-01')),
    opened_on       TEXT NOT NULL CHECK (opened_on IS date(opened_on)),
    kind            TEXT NOT NULL,
    track           TEXT NOT NULL,
    nature          TEXT,
    role            TEXT NOT NULL,
    relation        TEXT NOT NULL,
    channel         TEXT NOT NULL,
    steps           TEXT NOT NULL,
    outcome         TEXT NOT NULL,
    unit_id         INTEGER
) STRICT;
CREATE INDEX frozen_of_case ON frozen_case (case_id);
CREATE INDEX frozen_counts ON frozen_case (
    organisation_id, atom, case_id, id, opened_on, kind, track, nature, role, relation, channel,
    steps, outcome, unit_id
);

-- The case is gone; its number may be given to another one.
CREATE TABLE frozen_case_gone (
    frozen_id INTEGER PRIMARY KEY REFERENCES frozen_case (id)
) STRICT;

-- The adviser's own words beside the figures, while they are written; an edition keeps its copy.
CREATE TABLE report_text (
    organisation_id INTEGER NOT NULL REFERENCES organisation (id) ON DELETE CASCADE,
    period_from     TEXT NOT NULL CHECK (period_from IS date(period_from)),
    period_until    TEXT NOT NULL CHECK (period_until IS date(period_until)),
    introduction    TEXT NOT NULL DEFAULT '',
    highlights      TEXT NOT NULL DEFAULT '',
    advice          TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (organisation_id, period_from, period_until)
) STRICT, WITHOUT ROWID;

-- Keys the random costs of protection; who knew it could tell more from a pattern than it says.
CREATE TABLE report_secret (
    organisation_id INTEGER PRIMARY KEY REFERENCES organisation (id) ON DELETE CASCADE,
    seed            BLOB NOT NULL CHECK (length(seed) = 32)
) STRICT;

-- ---------------------------------------------------------------- what earlier reports counted

-- A report under the strict rule froze nothing. What it counted is what was in the practice before
-- it was released: history says which cases came before it.
INSERT INTO frozen_case (case_id, organisation_id, edition_id, atom, opened_on, kind, track, nature,
                         role, relation, channel, steps, outcome, unit_id)
SELECT c.id, c.organisation_id, e.id, substr(c.opened_on, 1, 7), c.opened_on, c.kind, c.track,
       (SELECT f.code FROM case_fact AS f
         WHERE f.case_id = c.id AND f.list = 'nature' AND f.position = 1),
       c.role, c.relation, c.channel,
       ifnull((SELECT group_concat(f.code) FROM case_fact AS f
                WHERE f.case_id = c.id AND f.list = 'chosen_step'), ''),
       c.outcome, c.unit_id
  FROM edition AS e
  JOIN case_file AS c ON c.organisation_id = e.organisation_id
                     AND c.opened_on BETWEEN e.period_from AND e.period_until
 WHERE ifnull((SELECT min(h.id) FROM history AS h
                WHERE h.operation = 'release_report' AND h.subject_id = e.id), 0)
     > ifnull(ifnull((SELECT r.history_id FROM import_run AS r WHERE r.id = c.import_id),
                     (SELECT min(h.id) FROM history AS h WHERE h.case_id = c.id)), 0)
 ORDER BY e.id, c.id;

-- ---------------------------------------------------------------- promises

CREATE TRIGGER edition_is_not_replaced BEFORE INSERT ON edition
BEGIN
    SELECT RAISE(ABORT, 'append_only')
     WHERE EXISTS (SELECT 1 FROM edition WHERE id = NEW.id)
        -- What it states is audited at every export; editions of the strict rule are all there.
        OR NEW.statement IS NULL
        OR NEW.counting_unit IS NOT (SELECT counting_unit FROM organisation
                                      WHERE id = NEW.organisation_id);
    -- One period, one report, unless the earlier one was taken back.
    SELECT RAISE(ABORT, 'edition_exists')
     WHERE NEW.kind = 'report'
       AND EXISTS (SELECT 1 FROM edition AS e
                    WHERE e.organisation_id = NEW.organisation_id AND e.kind = 'report'
                      AND e.period_from = NEW.period_from AND e.period_until = NEW.period_until
                      AND NOT EXISTS (SELECT 1 FROM edition_withdrawn AS w
                                       WHERE w.edition_id = e.id));
END;

-- The same months counted by another unit would be a second total, and their difference a number.
CREATE TRIGGER counting_unit_is_kept BEFORE UPDATE ON organisation
BEGIN
    SELECT RAISE(ABORT, 'append_only')
     WHERE NEW.counting_unit IS NOT OLD.counting_unit
       AND EXISTS (SELECT 1 FROM edition WHERE organisation_id = OLD.id);
END;
-- Editions name units by their id, which must never become another unit's.
CREATE TRIGGER unit_is_kept BEFORE DELETE ON unit
BEGIN
    SELECT RAISE(ABORT, 'append_only')
     WHERE EXISTS (SELECT 1 FROM edition WHERE organisation_id = OLD.organisation_id);
END;
CREATE TRIGGER unit_stays_itself BEFORE UPDATE ON unit
BEGIN
    SELECT RAISE(ABORT, 'append_only')
     WHERE NEW.id IS NOT OLD.id OR NEW.organisation_id IS NOT OLD.organisation_id;
END;

CREATE TRIGGER withdrawal_is_not_replaced BEFORE INSERT ON edition_withdrawn
BEGIN
    SELECT RAISE(ABORT, 'edition_already_withdrawn')
     WHERE EXISTS (SELECT 1 FROM edition_withdrawn WHERE edition_id = NEW.edition_id);
END;
CREATE TRIGGER withdrawal_is_not_changed BEFORE UPDATE ON edition_withdrawn
BEGIN
    SELECT RAISE(ABORT, 'append_only');
END;
CREATE TRIGGER withdrawal_is_kept BEFORE DELETE ON edition_withdrawn
BEGIN
    SELECT RAISE(ABORT, 'append_only');
END;

CREATE TRIGGER frozen_case_is_not_replaced BEFORE INSERT ON frozen_case
BEGIN
    SELECT RAISE(ABORT, 'append_only')
     WHERE EXISTS (SELECT 1 FROM frozen_case WHERE id = NEW.id)
        OR EXISTS (SELECT 1 FROM frozen_case AS f
                    WHERE f.case_id = NEW.case_id
                      AND NOT EXISTS (SELECT 1 FROM frozen_case_gone AS g
                                       WHERE g.frozen_id = f.id))
        -- It is a case of this client, and counts in a month that the newest edition closes.
        OR NOT EXISTS (SELECT 1 FROM case_file AS c
                        WHERE c.id = NEW.case_id AND c.organisation_id = NEW.organisation_id
                          AND c.opened_on = NEW.opened_on)
        OR NOT EXISTS (SELECT 1 FROM edition AS e
                        WHERE e.id = NEW.edition_id AND e.organisation_id = NEW.organisation_id
                          AND NEW.atom BETWEEN substr(e.period_from, 1, 7)
                                           AND substr(e.period_until, 1, 7))
        OR EXISTS (SELECT 1 FROM edition AS e
                    WHERE e.organisation_id = NEW.organisation_id
                      AND (e.id > NEW.edition_id
                           OR e.id < NEW.edition_id
                              AND NEW.atom BETWEEN substr(e.period_from, 1, 7)
                                               AND substr(e.period_until, 1, 7)));
END;
CREATE TRIGGER frozen_case_is_not_changed BEFORE UPDATE ON frozen_case
BEGIN
    SELECT RAISE(ABORT, 'append_only');
END;
CREATE TRIGGER frozen_case_is_kept BEFORE DELETE ON frozen_case
BEGIN
    SELECT RAISE(ABORT, 'append_only');
END;

CREATE TRIGGER case_that_goes_leaves_its_frozen_facts AFTER DELETE ON case_file
BEGIN
    INSERT INTO frozen_case_gone (frozen_id)
    SELECT f.id FROM frozen_case AS f
     WHERE f.case_id = OLD.id
       AND NOT EXISTS (SELECT 1 FROM frozen_case_gone AS g WHERE g.frozen_id = f.id);
END;
CREATE TRIGGER frozen_case_gone_only_without_its_case BEFORE INSERT ON frozen_case_gone
BEGIN
    SELECT RAISE(ABORT, 'append_only')
     WHERE EXISTS (SELECT 1 FROM frozen_case_gone WHERE frozen_id = NEW.frozen_id)
        OR EXISTS (SELECT 1 FROM frozen_case AS f JOIN case_file AS c ON c.id = f.case_id
                    WHERE f.id = NEW.frozen_id);
END;
CREATE TRIGGER frozen_case_gone_is_not_changed BEFORE UPDATE ON frozen_case_gone
BEGIN
    SELECT RAISE(ABORT, 'append_only');
END;
CREATE TRIGGER frozen_case_gone_is_kept BEFORE DELETE ON frozen_case_gone
BEGIN
    SELECT RAISE(ABORT, 'append_only');
END;

CREATE TRIGGER report_secret_is_not_replaced BEFORE INSERT ON report_secret
BEGIN
    SELECT RAISE(ABORT, 'append_only')
     WHERE EXISTS (SELECT 1 FROM report_secret WHERE organisation_id = NEW.organisation_id);
END;
CREATE TRIGGER report_secret_is_not_changed BEFORE UPDATE ON report_secret
BEGIN
    SELECT RAISE(ABORT, 'append_only');
END;
CREATE TRIGGER report_secret_is_kept BEFORE DELETE ON report_secret
BEGIN
    SELECT RAISE(ABORT, 'append_only')
     WHERE EXISTS (SELECT 1 FROM organisation WHERE id = OLD.organisation_id);
END;
