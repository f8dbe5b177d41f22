-- The destruction of a closed case (version 3).
--
-- Whoever asks for a case to be destroyed gets all of it or nothing: one row in case_gone takes
-- everything of the case along in the same statement, and there is no other way to take anything.
-- The rules that keep rows ask whether the case stands in case_gone; outside that statement nothing
-- of such a case is left to ask about. What a released report froze stays, and so does history,
-- whose link to the case is a number only.

-- The numbers of cases that are gone, and of those that may not be given again: after a backup was
-- put back there is a row without a case number, above which new cases are counted, because the
-- vault moved aside may have given the numbers below it to others.
CREATE TABLE case_gone (
    case_id     INTEGER PRIMARY KEY CHECK (case_id BETWEEN 1 AND 4000000000000000000),
    number_year INTEGER,
    number_seq  INTEGER,
    gone_on     TEXT NOT NULL CHECK (gone_on IS date(gone_on)),
    CHECK ((number_year IS NULL) = (number_seq IS NULL))
) STRICT;
CREATE INDEX case_gone_number ON case_gone (number_year, number_seq);

CREATE TRIGGER only_a_closed_case_is_destroyed BEFORE INSERT ON case_gone
BEGIN
    SELECT RAISE(ABORT, 'append_only')
     WHERE EXISTS (SELECT 1 FROM case_gone WHERE case_id = NEW.case_id)
        -- Without a number the row would get one that nobody asked for.
        OR NEW.case_id IS NULL OR NEW.case_id < 1
        OR (NEW.number_year IS NOT NULL
            AND NOT EXISTS (SELECT 1 FROM case_file WHERE id = NEW.case_id))
        OR EXISTS (SELECT 1 FROM case_file
                    WHERE id = NEW.case_id
                      AND (number_year IS NOT NEW.number_year OR number_seq IS NOT NEW.number_seq));
    SELECT RAISE(ABORT, 'case_is_not_closed')
     WHERE EXISTS (SELECT 1 FROM case_file WHERE id = NEW.case_id AND closed_on IS NULL);
END;

CREATE TRIGGER a_case_goes_with_everything_of_it AFTER INSERT ON case_gone
WHEN EXISTS (SELECT 1 FROM case_file WHERE id = NEW.case_id)
BEGIN
    DELETE FROM search_entry WHERE source = 'step'
       AND source_id IN (SELECT id FROM step WHERE case_id = NEW.case_id);
    DELETE FROM search_entry WHERE source = 'consent'
       AND source_id IN (SELECT id FROM consent WHERE case_id = NEW.case_id);
    DELETE FROM step_carried_out
     WHERE step_id IN (SELECT id FROM step WHERE case_id = NEW.case_id);
    DELETE FROM step_stopped WHERE step_id IN (SELECT id FROM step WHERE case_id = NEW.case_id);
    DELETE FROM breach WHERE step_id IN (SELECT id FROM step WHERE case_id = NEW.case_id);
    DELETE FROM step WHERE case_id = NEW.case_id;
    DELETE FROM consent WHERE case_id = NEW.case_id;
    DELETE FROM note WHERE case_id = NEW.case_id;
    DELETE FROM contact WHERE case_id = NEW.case_id;
    DELETE FROM deadline WHERE case_id = NEW.case_id;
    DELETE FROM party WHERE case_id = NEW.case_id;
    DELETE FROM reporter WHERE case_id = NEW.case_id;
    DELETE FROM case_fact WHERE case_id = NEW.case_id;
    DELETE FROM case_closing WHERE case_id = NEW.case_id;
    DELETE FROM draft WHERE key GLOB 'case:' || NEW.case_id || ':*';
    DELETE FROM case_file WHERE id = NEW.case_id;
END;
CREATE TRIGGER case_gone_is_not_changed BEFORE UPDATE ON case_gone
BEGIN
    SELECT RAISE(ABORT, 'append_only');
END;
CREATE TRIGGER case_gone_is_kept BEFORE DELETE ON case_gone
BEGIN
    SELECT RAISE(ABORT, 'append_only');
END;
-- After: a row that gets its number from the database has none before.
CREATE TRIGGER a_number_of_a_case_is_given_once AFTER INSERT ON case_file
BEGIN
    SELECT RAISE(ABORT, 'append_only')
     WHERE EXISTS (SELECT 1 FROM case_gone WHERE case_id = NEW.id)
        OR EXISTS (SELECT 1 FROM case_gone
                    WHERE number_year = NEW.number_year AND number_seq = NEW.number_seq);
END;

-- ---------------------------------------------------------------- what keeps rows, until then

DROP TRIGGER case_is_kept;
CREATE TRIGGER case_is_kept BEFORE DELETE ON case_file
WHEN NOT EXISTS (SELECT 1 FROM case_gone WHERE case_id = OLD.id)
BEGIN
    SELECT RAISE(ABORT, 'append_only')
     WHERE OLD.import_id IS NULL
        OR EXISTS (SELECT 1 FROM history WHERE case_id = OLD.id)
        OR EXISTS (SELECT 1 FROM consent WHERE case_id = OLD.id)
        OR EXISTS (SELECT 1 FROM step WHERE case_id = OLD.id)
        OR EXISTS (SELECT 1 FROM note WHERE case_id = OLD.id AND kind = 'dossier');
END;
DROP TRIGGER contact_held_is_kept;
CREATE TRIGGER contact_held_is_kept BEFORE DELETE ON contact
WHEN OLD.is_planned = 0 AND NOT EXISTS (SELECT 1 FROM case_gone WHERE case_id = OLD.case_id)
BEGIN
    SELECT RAISE(ABORT, 'append_only')
     WHERE NOT EXISTS (SELECT 1 FROM case_file WHERE id = OLD.case_id AND import_id IS NOT NULL)
        OR EXISTS (SELECT 1 FROM history WHERE case_id = OLD.case_id);
END;
DROP TRIGGER file_note_is_kept;
CREATE TRIGGER file_note_is_kept BEFORE DELETE ON note
WHEN OLD.kind = 'dossier' AND NOT EXISTS (SELECT 1 FROM case_gone WHERE case_id = OLD.case_id)
BEGIN
    SELECT RAISE(ABORT, 'append_only');
END;
DROP TRIGGER party_is_kept;
CREATE TRIGGER party_is_kept BEFORE DELETE ON party
WHEN NOT EXISTS (SELECT 1 FROM case_gone WHERE case_id = OLD.case_id)
BEGIN
    SELECT RAISE(ABORT, 'append_only')
     WHERE EXISTS (SELECT 1 FROM consent WHERE case_id = OLD.case_id AND party_id = OLD.id)
        OR EXISTS (SELECT 1 FROM step WHERE case_id = OLD.case_id AND party_id = OLD.id);
END;
DROP TRIGGER reporter_is_kept;
CREATE TRIGGER reporter_is_kept BEFORE DELETE ON reporter
WHEN NOT EXISTS (SELECT 1 FROM case_gone WHERE case_id = OLD.case_id)
BEGIN
    SELECT RAISE(ABORT, 'append_only');
END;
DROP TRIGGER closing_is_kept;
CREATE TRIGGER closing_is_kept BEFORE DELETE ON case_closing
WHEN NOT EXISTS (SELECT 1 FROM case_gone WHERE case_id = OLD.case_id)
BEGIN
    SELECT RAISE(ABORT, 'append_only');
END;
DROP TRIGGER consent_is_kept;
CREATE TRIGGER consent_is_kept BEFORE DELETE ON consent
WHEN NOT EXISTS (SELECT 1 FROM case_gone WHERE case_id = OLD.case_id)
BEGIN
    SELECT RAISE(ABORT, 'append_only');
END;
DROP TRIGGER step_is_kept;
CREATE TRIGGER step_is_kept BEFORE DELETE ON step
WHEN NOT EXISTS (SELECT 1 FROM case_gone WHERE case_id = OLD.case_id)
BEGIN
    SELECT RAISE(ABORT, 'append_only');
END;
DROP TRIGGER step_carried_out_is_kept;
CREATE TRIGGER step_carried_out_is_kept BEFORE DELETE ON step_carried_out
WHEN NOT EXISTS (SELECT 1 FROM case_gone AS g JOIN step AS s ON s.case_id = g.case_id
                  WHERE s.id = OLD.step_id)
BEGIN
    SELECT RAISE(ABORT, 'append_only');
END;
DROP TRIGGER step_stopped_is_kept;
CREATE TRIGGER step_stopped_is_kept BEFORE DELETE ON step_stopped
WHEN NOT EXISTS (SELECT 1 FROM case_gone AS g JOIN step AS s ON s.case_id = g.case_id
                  WHERE s.id = OLD.step_id)
BEGIN
    SELECT RAISE(ABORT, 'append_only');
END;
DROP TRIGGER breach_is_kept;
CREATE TRIGGER breach_is_kept BEFORE DELETE ON breach
WHEN NOT EXISTS (SELECT 1 FROM case_gone AS g JOIN step AS s ON s.case_id = g.case_id
                  WHERE s.id = OLD.step_id)
BEGIN
    SELECT RAISE(ABORT, 'append_only');
END;
