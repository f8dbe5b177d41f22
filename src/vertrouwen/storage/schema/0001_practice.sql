-- The practice kept as rows (version 1).
--
-- The tables carry the promises. What a reporter must be able to rely on is a trigger, not only an
-- `if` in the program:
--   * a step is carried out only on its ground (consent, or a recorded breach of confidentiality);
--   * what was said and done is append-only: no UPDATE, no DELETE, and because REPLACE skips delete
--     triggers when recursive_triggers is off, no INSERT over an existing row either;
--   * no name, contact detail or file note without consent to keep a file.
-- Primary keys are rowid aliases, so that no hidden rowid offers a second way to replace a row.
-- Messages of RAISE are codes; `language.sentences_storage` holds their sentences.

CREATE TABLE setting (
    key   TEXT NOT NULL PRIMARY KEY,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- ---------------------------------------------------------------- organisations

CREATE TABLE organisation (
    id                INTEGER PRIMARY KEY CHECK (id > 0),
    name              TEXT NOT NULL CHECK (trim(name) <> ''),
    country           TEXT NOT NULL CHECK (country IN ('NL', 'BE')),
    sector            TEXT NOT NULL DEFAULT '',
    reporting_period  TEXT NOT NULL DEFAULT 'kalenderjaar'
                      CHECK (reporting_period IN ('kalenderjaar', 'schooljaar', 'halfjaar')),
    counting_unit     TEXT NOT NULL DEFAULT 'meldingen'
                      CHECK (counting_unit IN ('meldingen', 'contacten')),
    retention_profile TEXT NOT NULL DEFAULT 'nl_na_verslag'
                      CHECK (retention_profile IN ('nl_na_verslag', 'be_20_jaar')),
    note              TEXT NOT NULL DEFAULT '',
    is_active         INTEGER NOT NULL DEFAULT 1 CHECK (is_active IN (0, 1)),
    import_id         INTEGER REFERENCES import_run (id)
) STRICT;
CREATE UNIQUE INDEX organisation_name ON organisation (name COLLATE NOCASE);

CREATE TABLE unit (
    id              INTEGER PRIMARY KEY CHECK (id > 0),
    organisation_id INTEGER NOT NULL REFERENCES organisation (id),
    name            TEXT NOT NULL CHECK (trim(name) <> ''),
    is_active       INTEGER NOT NULL DEFAULT 1 CHECK (is_active IN (0, 1)),
    import_id       INTEGER REFERENCES import_run (id)
) STRICT;
CREATE UNIQUE INDEX unit_name ON unit (organisation_id, name COLLATE NOCASE);

CREATE TABLE headcount (
    id              INTEGER PRIMARY KEY CHECK (id > 0),
    organisation_id INTEGER NOT NULL REFERENCES organisation (id),
    unit_id         INTEGER REFERENCES unit (id),
    year            INTEGER NOT NULL CHECK (year BETWEEN 1990 AND 2200),
    employees       INTEGER NOT NULL CHECK (employees BETWEEN 0 AND 10000000)
) STRICT;
CREATE UNIQUE INDEX headcount_year ON headcount (organisation_id, ifnull(unit_id, 0), year);

-- ---------------------------------------------------------------- imports

CREATE TABLE import_run (
    id         INTEGER PRIMARY KEY CHECK (id > 0),
    signature  TEXT NOT NULL,
    rows       INTEGER NOT NULL CHECK (rows >= 0),
    history_id INTEGER NOT NULL,
    undone_on  TEXT CHECK (undone_on IS date(undone_on))
) STRICT;

CREATE TABLE import_mapping (
    signature TEXT NOT NULL PRIMARY KEY,
    mapping   TEXT NOT NULL CHECK (json_valid(mapping))
) STRICT, WITHOUT ROWID;

-- ---------------------------------------------------------------- cases

CREATE TABLE case_file (
    id              INTEGER PRIMARY KEY CHECK (id > 0),
    number_year     INTEGER NOT NULL CHECK (number_year BETWEEN 1990 AND 2200),
    number_seq      INTEGER NOT NULL CHECK (number_seq BETWEEN 1 AND 999999),
    organisation_id INTEGER NOT NULL REFERENCES organisation (id),
    unit_id         INTEGER REFERENCES unit (id),
    opened_on       TEXT NOT NULL CHECK (opened_on IS date(opened_on)),
    opened_precision TEXT NOT NULL DEFAULT 'dag' CHECK (opened_precision IN ('dag', 'maand')),
    state           TEXT NOT NULL DEFAULT 'nieuw',
    control         TEXT NOT NULL DEFAULT 'melder' CHECK (control IN ('melder', 'organisatie')),
    waiting_for     TEXT NOT NULL DEFAULT '',
    kind            TEXT NOT NULL DEFAULT 'onbekend',
    track           TEXT NOT NULL DEFAULT 'onbekend',
    role            TEXT NOT NULL DEFAULT 'onbekend',
    involvement     TEXT NOT NULL DEFAULT 'onbekend',
    relation        TEXT NOT NULL DEFAULT 'onbekend',
    channel         TEXT NOT NULL DEFAULT 'onbekend',
    how_found       TEXT NOT NULL DEFAULT 'onbekend',
    incident_period TEXT NOT NULL DEFAULT 'onbekend',
    frequency       TEXT NOT NULL DEFAULT 'onbekend',
    wrongdoing      TEXT NOT NULL DEFAULT 'onbekend',
    outcome         TEXT NOT NULL DEFAULT 'onbekend',
    goal            TEXT NOT NULL DEFAULT 'onbekend',
    aftercare       TEXT NOT NULL DEFAULT 'onbekend',
    closing_reason  TEXT,
    closed_on       TEXT CHECK (closed_on IS date(closed_on)),
    last_contact_on TEXT NOT NULL CHECK (last_contact_on IS date(last_contact_on)),
    import_id       INTEGER REFERENCES import_run (id),
    CHECK ((state = 'afgesloten') = (closed_on IS NOT NULL)),
    CHECK ((state = 'afgesloten') = (closing_reason IS NOT NULL)),
    CHECK (closed_on IS NULL OR closed_on >= opened_on)
) STRICT;
CREATE UNIQUE INDEX case_number ON case_file (number_year, number_seq);
-- A list filters on track and state too, so that it reads ids from these alone.
CREATE INDEX case_recent ON case_file (closed_on, last_contact_on, id, track, state);
CREATE INDEX case_recent_all ON case_file (last_contact_on, id, track, state);
CREATE INDEX case_of_organisation ON case_file (
    organisation_id, closed_on, last_contact_on, id, track, state
);
CREATE INDEX case_of_unit ON case_file (unit_id) WHERE unit_id IS NOT NULL;
CREATE INDEX case_waiting ON case_file (last_contact_on, id)
 WHERE state IN ('wacht_op_melder', 'geen_reactie') OR waiting_for <> '';
CREATE INDEX case_of_import ON case_file (import_id) WHERE import_id IS NOT NULL;
-- Everything a count needs, so that counting reads no page of the table itself.
CREATE INDEX case_counts ON case_file (
    organisation_id, opened_on, kind, track, role, relation, channel, outcome, unit_id, closed_on
);

-- Each time a case was closed. Reopening empties the columns of the case, and never this.
CREATE TABLE case_closing (
    id              INTEGER PRIMARY KEY CHECK (id > 0),
    case_id         INTEGER NOT NULL REFERENCES case_file (id),
    closed_on       TEXT NOT NULL CHECK (closed_on IS date(closed_on)),
    reason          TEXT NOT NULL,
    outcome         TEXT NOT NULL,
    goal            TEXT NOT NULL,
    last_consent_id INTEGER NOT NULL
) STRICT;
CREATE INDEX closing_of_case ON case_closing (case_id);

-- Facts with several answers; position 1 is the primary one.
CREATE TABLE case_fact (
    case_id  INTEGER NOT NULL REFERENCES case_file (id),
    list     TEXT NOT NULL CHECK (list IN ('nature', 'discrimination_ground', 'effect', 'wish',
                                           'chosen_step', 'referral')),
    position INTEGER NOT NULL CHECK (position BETWEEN 1 AND 50),
    code     TEXT NOT NULL,
    PRIMARY KEY (case_id, list, position)
) STRICT, WITHOUT ROWID;

-- ---------------------------------------------------------------- people

CREATE TABLE reporter (
    case_id     INTEGER PRIMARY KEY REFERENCES case_file (id),
    identity    TEXT NOT NULL CHECK (identity IN ('bekend', 'alias', 'anoniem')),
    alias       TEXT NOT NULL DEFAULT 'M.',
    name        TEXT CHECK (trim(name) <> ''),
    reach       TEXT CHECK (trim(reach) <> ''),
    recorded_on TEXT NOT NULL CHECK (recorded_on IS date(recorded_on)),
    CHECK (identity = 'bekend' OR (name IS NULL AND reach IS NULL))
) STRICT;

CREATE TABLE party (
    id          INTEGER PRIMARY KEY CHECK (id > 0),
    case_id     INTEGER NOT NULL REFERENCES case_file (id),
    relation    TEXT NOT NULL,
    alias       TEXT NOT NULL CHECK (trim(alias) <> ''),
    name        TEXT CHECK (trim(name) <> ''),
    recorded_on TEXT NOT NULL CHECK (recorded_on IS date(recorded_on))
) STRICT;
CREATE INDEX party_of_case ON party (case_id);

-- ---------------------------------------------------------------- contacts and notes

-- Talks with others than the reporter are steps, and only steps record them.
CREATE TABLE contact (
    id        INTEGER PRIMARY KEY CHECK (id > 0),
    case_id   INTEGER NOT NULL REFERENCES case_file (id),
    type      TEXT NOT NULL CHECK (type IN ('gesprek', 'kort_contact', 'administratie')),
    channel   TEXT NOT NULL DEFAULT 'onbekend',
    held_on   TEXT NOT NULL CHECK (held_on IS date(held_on)),
    held_at   TEXT CHECK (held_at IS strftime('%H:%M', held_at)),
    is_planned INTEGER NOT NULL DEFAULT 0 CHECK (is_planned IN (0, 1)),
    minutes   INTEGER CHECK (minutes BETWEEN 0 AND 100000),
    travel_minutes INTEGER CHECK (travel_minutes BETWEEN 0 AND 100000),
    talks     INTEGER CHECK (talks BETWEEN 0 AND 100000)
) STRICT;
CREATE INDEX contact_of_case ON contact (case_id, held_on, minutes);
CREATE INDEX contact_planned ON contact (held_on) WHERE is_planned = 1;

CREATE TABLE note (
    id         INTEGER PRIMARY KEY CHECK (id > 0),
    case_id    INTEGER NOT NULL REFERENCES case_file (id),
    kind       TEXT NOT NULL CHECK (kind IN ('dossier', 'persoonlijk')),
    contact_id INTEGER REFERENCES contact (id),
    written_on TEXT NOT NULL CHECK (written_on IS date(written_on)),
    body       TEXT NOT NULL CHECK (trim(body, char(9, 10, 11, 12, 13, 32, 160)) <> ''),
    corrects   INTEGER REFERENCES note (id)
) STRICT;
CREATE INDEX note_of_case ON note (case_id, written_on);
CREATE INDEX note_of_contact ON note (contact_id) WHERE contact_id IS NOT NULL;
CREATE INDEX note_corrected ON note (corrects) WHERE corrects IS NOT NULL;

-- ---------------------------------------------------------------- consent, breach, steps

CREATE TABLE consent (
    id              INTEGER PRIMARY KEY CHECK (id > 0),
    case_id         INTEGER NOT NULL REFERENCES case_file (id),
    kind            TEXT NOT NULL,
    recipient       TEXT NOT NULL,
    party_id        INTEGER REFERENCES party (id),
    answer          TEXT NOT NULL CHECK (answer IN ('gevraagd', 'gegeven', 'geweigerd', 'ingetrokken')),
    dated_on        TEXT NOT NULL CHECK (dated_on IS date(dated_on)),
    valid_until     TEXT CHECK (valid_until IS date(valid_until)),
    shared          TEXT NOT NULL DEFAULT '',
    withheld        TEXT NOT NULL DEFAULT '',
    withheld_reason TEXT,
    form            TEXT,
    wording         TEXT NOT NULL DEFAULT '',
    corrects        INTEGER REFERENCES consent (id),
    recorded_on     TEXT NOT NULL CHECK (recorded_on IS date(recorded_on)),
    CHECK (dated_on <= recorded_on),
    CHECK (valid_until IS NULL OR valid_until >= dated_on),
    CHECK (answer <> 'gegeven' OR form IS NOT NULL),
    CHECK ((kind = 'dossier_bijhouden') = (recipient = 'vp')),
    -- One file, one word about it: a withdrawal must not miss a consent that names a person.
    CHECK (party_id IS NULL OR recipient NOT IN ('vp', 'melder', 'niemand'))
) STRICT;
CREATE INDEX consent_of_case ON consent (case_id, kind, recipient);
CREATE INDEX consent_corrected ON consent (corrects) WHERE corrects IS NOT NULL;
CREATE INDEX consent_ending ON consent (valid_until) WHERE valid_until IS NOT NULL;

CREATE TABLE step (
    id          INTEGER PRIMARY KEY CHECK (id > 0),
    case_id     INTEGER NOT NULL REFERENCES case_file (id),
    kind        TEXT NOT NULL,
    recipient   TEXT NOT NULL,
    party_id    INTEGER REFERENCES party (id),
    planned_on  TEXT CHECK (planned_on IS date(planned_on)),
    planned_at  TEXT CHECK (planned_at IS strftime('%H:%M', planned_at)),
    purpose     TEXT NOT NULL DEFAULT '',
    recorded_on TEXT NOT NULL CHECK (recorded_on IS date(recorded_on)),
    -- Keeping a file is no step: its consent carries nothing towards anybody.
    CHECK (kind <> 'dossier_bijhouden' AND recipient <> 'vp'),
    -- A kind that needs no consent reaches nobody but the reporter: no way round through its name.
    CHECK ((recipient IN ('melder', 'niemand'))
           = (kind IN ('advies', 'doorverwijzing_advies', 'zelf_aanspreken', 'anonieme_telling',
                       'intervisie', 'contact_werk'))),
    CHECK (party_id IS NULL OR recipient NOT IN ('melder', 'niemand'))
) STRICT;
CREATE INDEX step_of_case ON step (case_id, kind, recipient);
CREATE INDEX step_planned ON step (planned_on) WHERE planned_on IS NOT NULL;

CREATE TABLE breach (
    id                   INTEGER PRIMARY KEY CHECK (id > 0),
    step_id              INTEGER NOT NULL REFERENCES step (id),
    ground               TEXT NOT NULL,
    decided_on           TEXT NOT NULL CHECK (decided_on IS date(decided_on)),
    reasoning            TEXT NOT NULL
                         CHECK (length(trim(reasoning, char(9, 10, 11, 12, 13, 32, 160))) >= 40),
    consent_sought       TEXT NOT NULL
                         CHECK (trim(consent_sought, char(9, 10, 11, 12, 13, 32, 160)) <> ''),
    reporter_informed    TEXT NOT NULL
                         CHECK (trim(reporter_informed, char(9, 10, 11, 12, 13, 32, 160)) <> ''),
    all_done_for_consent INTEGER NOT NULL CHECK (all_done_for_consent IN (0, 1)),
    in_crisis            INTEGER NOT NULL CHECK (in_crisis IN (0, 1)),
    no_other_way         INTEGER NOT NULL CHECK (no_other_way IN (0, 1)),
    harm_near_certain    INTEGER NOT NULL CHECK (harm_near_certain IN (0, 1)),
    recorded_on          TEXT NOT NULL CHECK (recorded_on IS date(recorded_on)),
    CHECK (decided_on <= recorded_on),
    CHECK (ground IN ('aangifteplicht', 'meldplicht_minderjarige', 'conflict_van_plichten',
                      'acuut_gevaar', 'rechterlijk_bevel', 'lvv_toezicht')),
    CHECK (ground <> 'conflict_van_plichten'
           OR all_done_for_consent + in_crisis + no_other_way + harm_near_certain = 4)
) STRICT;
CREATE INDEX breach_of_step ON breach (step_id);

CREATE TABLE step_carried_out (
    step_id        INTEGER PRIMARY KEY REFERENCES step (id),
    carried_out_on TEXT NOT NULL CHECK (carried_out_on IS date(carried_out_on)),
    consent_id     INTEGER REFERENCES consent (id),
    breach_id      INTEGER REFERENCES breach (id),
    minutes        INTEGER CHECK (minutes BETWEEN 0 AND 100000),
    recorded_on    TEXT NOT NULL CHECK (recorded_on IS date(recorded_on)),
    CHECK (carried_out_on <= recorded_on),
    CHECK (consent_id IS NULL OR breach_id IS NULL)
) STRICT;

CREATE TABLE step_stopped (
    step_id     INTEGER PRIMARY KEY REFERENCES step (id),
    stopped_on  TEXT NOT NULL CHECK (stopped_on IS date(stopped_on)),
    reason      TEXT NOT NULL CHECK (reason IN ('ingetrokken', 'geweigerd', 'vervallen', 'zaak_gesloten')),
    consent_id  INTEGER REFERENCES consent (id),
    recorded_on TEXT NOT NULL CHECK (recorded_on IS date(recorded_on))
) STRICT;

-- A consent without an end holds until its case closes; reopening the case revives nothing.
CREATE VIEW consent_with_its_end AS
SELECT c.id, c.case_id, c.kind, c.recipient, c.party_id, c.answer, c.dated_on,
       ifnull(c.valid_until,
              (SELECT max(k.closed_on, c.dated_on) FROM case_closing AS k
                WHERE k.case_id = c.case_id AND k.last_consent_id >= c.id
                  AND c.answer = 'gegeven'
                ORDER BY k.id LIMIT 1)) AS valid_until,
       c.shared, c.withheld, c.withheld_reason, c.form, c.wording, c.corrects
  FROM consent AS c;

-- A given consent that no later word about the same act has ended and no record has put right.
CREATE VIEW consent_in_force AS
SELECT c.id, c.case_id, c.kind, c.recipient, c.party_id, c.dated_on, c.valid_until, c.form
  FROM consent_with_its_end AS c
 WHERE c.answer = 'gegeven'
   AND NOT EXISTS (SELECT 1 FROM consent AS k WHERE k.corrects = c.id)
   AND NOT EXISTS (SELECT 1 FROM consent AS n
                    WHERE n.case_id = c.case_id AND n.kind = c.kind
                      AND n.recipient = c.recipient AND n.party_id IS c.party_id
                      AND n.answer IN ('geweigerd', 'ingetrokken')
                      AND (n.dated_on, n.id) > (c.dated_on, c.id));

CREATE VIEW step_pending AS
SELECT s.*
  FROM step AS s
 WHERE NOT EXISTS (SELECT 1 FROM step_carried_out AS d WHERE d.step_id = s.id)
   AND NOT EXISTS (SELECT 1 FROM step_stopped AS p WHERE p.step_id = s.id);

-- ---------------------------------------------------------------- deadlines and drafts

CREATE TABLE deadline (
    id      INTEGER PRIMARY KEY CHECK (id > 0),
    case_id INTEGER REFERENCES case_file (id),
    kind    TEXT NOT NULL,
    due_on  TEXT NOT NULL CHECK (due_on IS date(due_on)),
    due_at  TEXT CHECK (due_at IS strftime('%H:%M', due_at)),
    text    TEXT NOT NULL DEFAULT '',
    done_on TEXT CHECK (done_on IS date(done_on))
) STRICT;
CREATE INDEX deadline_open ON deadline (due_on) WHERE done_on IS NULL;
CREATE INDEX deadline_of_case ON deadline (case_id);

CREATE TABLE draft (
    key      TEXT NOT NULL PRIMARY KEY,
    body     TEXT NOT NULL CHECK (json_valid(body)),
    saved_at TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- ---------------------------------------------------------------- editions of reports

CREATE TABLE edition (
    id              INTEGER PRIMARY KEY CHECK (id > 0),
    organisation_id INTEGER NOT NULL REFERENCES organisation (id),
    period_from     TEXT NOT NULL CHECK (period_from IS date(period_from)),
    period_until    TEXT NOT NULL CHECK (period_until IS date(period_until)),
    label           TEXT NOT NULL,
    counting_unit   TEXT NOT NULL,
    threshold       INTEGER NOT NULL CHECK (threshold >= 3),
    policy          TEXT NOT NULL CHECK (json_valid(policy)),
    figures         INTEGER NOT NULL CHECK (figures >= 0),
    released_on     TEXT NOT NULL CHECK (released_on IS date(released_on)),
    CHECK (period_from <= period_until)
) STRICT;
CREATE INDEX edition_of_organisation ON edition (organisation_id, period_from);

-- One figure as printed: `cell` is the JSON object `at`; a null value was withheld.
CREATE TABLE edition_figure (
    id         INTEGER PRIMARY KEY CHECK (id > 0),
    edition_id INTEGER NOT NULL REFERENCES edition (id),
    table_name TEXT NOT NULL,
    cell       TEXT NOT NULL CHECK (json_valid(cell)),
    value      INTEGER CHECK (value >= 0),
    low        INTEGER,
    high       INTEGER
) STRICT;
CREATE INDEX figure_of_edition ON edition_figure (edition_id);

-- ---------------------------------------------------------------- history

-- Who did what, when; chain = HMAC-SHA256(audit key, previous chain || this row).
CREATE TABLE history (
    id         INTEGER PRIMARY KEY CHECK (id > 0),
    at         TEXT NOT NULL,
    actor      TEXT NOT NULL,
    operation  TEXT NOT NULL,
    case_id    INTEGER,
    subject    TEXT NOT NULL DEFAULT '',
    subject_id INTEGER,
    chain      BLOB NOT NULL CHECK (length(chain) = 32)
) STRICT;
CREATE INDEX history_of_case ON history (case_id);

-- ---------------------------------------------------------------- search

CREATE TABLE search_entry (
    id        INTEGER PRIMARY KEY CHECK (id > 0),
    case_id   INTEGER NOT NULL,
    source    TEXT NOT NULL CHECK (source IN ('note', 'consent', 'step')),
    source_id INTEGER NOT NULL,
    body      TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX search_source ON search_entry (source, source_id);

CREATE VIRTUAL TABLE search_text USING fts5(
    body, content='search_entry', content_rowid='id', tokenize="unicode61 remove_diacritics 2"
);
INSERT INTO search_text (search_text, rank) VALUES ('secure-delete', 1);

CREATE TRIGGER search_entry_added AFTER INSERT ON search_entry
BEGIN
    INSERT INTO search_text (rowid, body) VALUES (NEW.id, NEW.body);
END;
CREATE TRIGGER search_entry_removed AFTER DELETE ON search_entry
BEGIN
    INSERT INTO search_text (search_text, rowid, body) VALUES ('delete', OLD.id, OLD.body);
END;
CREATE TRIGGER note_searchable AFTER INSERT ON note
BEGIN
    INSERT INTO search_entry (case_id, source, source_id, body)
    VALUES (NEW.case_id, 'note', NEW.id, NEW.body);
END;
CREATE TRIGGER note_no_longer_searchable AFTER DELETE ON note
BEGIN
    DELETE FROM search_entry WHERE source = 'note' AND source_id = OLD.id;
END;
CREATE TRIGGER consent_searchable AFTER INSERT ON consent
WHEN trim(NEW.shared || NEW.withheld) <> ''
BEGIN
    INSERT INTO search_entry (case_id, source, source_id, body)
    VALUES (NEW.case_id, 'consent', NEW.id, trim(NEW.shared || char(10) || NEW.withheld));
END;
CREATE TRIGGER step_searchable AFTER INSERT ON step
WHEN trim(NEW.purpose) <> ''
BEGIN
    INSERT INTO search_entry (case_id, source, source_id, body)
    VALUES (NEW.case_id, 'step', NEW.id, NEW.purpose);
END;

-- ================================================================ promises

-- ---------------------------------------------------------------- the gate

CREATE TRIGGER step_carried_out_only_on_its_ground BEFORE INSERT ON step_carried_out
BEGIN
    SELECT RAISE(ABORT, 'step_unknown')
     WHERE NOT EXISTS (SELECT 1 FROM step WHERE id = NEW.step_id);
    SELECT RAISE(ABORT, 'append_only')
     WHERE EXISTS (SELECT 1 FROM step_carried_out WHERE step_id = NEW.step_id);
    SELECT RAISE(ABORT, 'step_is_stopped')
     WHERE EXISTS (SELECT 1 FROM step_stopped WHERE step_id = NEW.step_id);
    SELECT RAISE(ABORT, 'step_in_the_future')
     WHERE NEW.carried_out_on IS NOT date(NEW.carried_out_on)
        OR NEW.carried_out_on > NEW.recorded_on
        OR NEW.recorded_on > date('now', '+1 day');
    -- What needs no ground claims none, least of all another case's.
    SELECT RAISE(ABORT, 'step_without_ground')
      FROM step AS s
     WHERE s.id = NEW.step_id AND s.recipient IN ('melder', 'niemand')
       AND s.kind <> 'contact_werk'
       AND (NEW.consent_id IS NOT NULL OR NEW.breach_id IS NOT NULL);
    SELECT RAISE(ABORT, 'step_without_ground')
      FROM step AS s
     WHERE s.id = NEW.step_id
       -- The kinds that need no consent; the vocabulary (step_kind.toml) gives the reasons.
       AND s.kind NOT IN ('advies', 'doorverwijzing_advies', 'zelf_aanspreken',
                          'anonieme_telling', 'intervisie')
       AND NOT EXISTS (
            SELECT 1 FROM consent_in_force AS c
             WHERE c.id = NEW.consent_id AND NEW.breach_id IS NULL
               AND c.case_id = s.case_id AND c.kind = s.kind
               AND c.recipient = s.recipient AND c.party_id IS s.party_id
               AND c.dated_on <= NEW.carried_out_on
               AND (c.valid_until IS NULL OR c.valid_until >= NEW.carried_out_on)
               AND (s.kind NOT IN ('be_informeel_interventie', 'be_informeel_verzoening',
                                   'be_formeel_papsy')
                    OR c.form = 'handtekening'))
       AND NOT EXISTS (
            SELECT 1 FROM breach AS b
             WHERE b.id = NEW.breach_id AND NEW.consent_id IS NULL
               AND b.step_id = s.id AND b.decided_on <= NEW.carried_out_on);
END;

-- After an integrity report the organisation owns the problem (domain.md, "two tracks").
CREATE TRIGGER integrity_report_shifts_control AFTER INSERT ON step_carried_out
WHEN (SELECT kind FROM step WHERE id = NEW.step_id)
     IN ('integriteitsmelding_intern', 'integriteitsmelding_extern')
BEGIN
    UPDATE case_file SET control = 'organisatie'
     WHERE id = (SELECT case_id FROM step WHERE id = NEW.step_id);
END;

CREATE TRIGGER step_of_an_open_case BEFORE INSERT ON step
BEGIN
    SELECT RAISE(ABORT, 'append_only') WHERE EXISTS (SELECT 1 FROM step WHERE id = NEW.id);
    SELECT RAISE(ABORT, 'case_unknown')
     WHERE NOT EXISTS (SELECT 1 FROM case_file WHERE id = NEW.case_id);
    SELECT RAISE(ABORT, 'case_is_closed')
     WHERE EXISTS (SELECT 1 FROM case_file WHERE id = NEW.case_id AND closed_on IS NOT NULL);
    SELECT RAISE(ABORT, 'party_of_another_case')
     WHERE NEW.party_id IS NOT NULL
       AND NOT EXISTS (SELECT 1 FROM party WHERE id = NEW.party_id AND case_id = NEW.case_id);
END;

-- Only the date of a pending step may change; what it is, what for and towards whom never.
CREATE TRIGGER step_keeps_its_act BEFORE UPDATE ON step
BEGIN
    SELECT RAISE(ABORT, 'append_only')
     WHERE NEW.id IS NOT OLD.id OR NEW.case_id IS NOT OLD.case_id OR NEW.kind IS NOT OLD.kind
        OR NEW.recipient IS NOT OLD.recipient OR NEW.party_id IS NOT OLD.party_id
        OR NEW.purpose IS NOT OLD.purpose OR NEW.recorded_on IS NOT OLD.recorded_on
        OR NOT EXISTS (SELECT 1 FROM step_pending WHERE id = OLD.id);
END;

CREATE TRIGGER step_stopped_while_pending BEFORE INSERT ON step_stopped
BEGIN
    SELECT RAISE(ABORT, 'step_unknown')
     WHERE NOT EXISTS (SELECT 1 FROM step WHERE id = NEW.step_id);
    SELECT RAISE(ABORT, 'append_only')
     WHERE NOT EXISTS (SELECT 1 FROM step_pending WHERE id = NEW.step_id);
END;

-- ---------------------------------------------------------------- the reporter's words

CREATE TRIGGER consent_said_in_time BEFORE INSERT ON consent
BEGIN
    -- The last word counts, by its day and then its number: no number may be out of reach.
    SELECT RAISE(ABORT, 'append_only')
     WHERE EXISTS (SELECT 1 FROM consent WHERE id = NEW.id)
        OR NEW.id > (SELECT ifnull(max(id), 0) FROM consent) + 1000000;
    SELECT RAISE(ABORT, 'case_unknown')
     WHERE NOT EXISTS (SELECT 1 FROM case_file WHERE id = NEW.case_id);
    SELECT RAISE(ABORT, 'consent_in_the_future')
     WHERE NEW.dated_on > NEW.recorded_on OR NEW.recorded_on > date('now', '+1 day');
    SELECT RAISE(ABORT, 'party_of_another_case')
     WHERE NEW.party_id IS NOT NULL
       AND NOT EXISTS (SELECT 1 FROM party WHERE id = NEW.party_id AND case_id = NEW.case_id);
    SELECT RAISE(ABORT, 'correction_of_another_case')
     WHERE NEW.corrects IS NOT NULL
       AND NOT EXISTS (SELECT 1 FROM consent WHERE id = NEW.corrects AND case_id = NEW.case_id);
    SELECT RAISE(ABORT, 'already_corrected')
     WHERE NEW.corrects IS NOT NULL
       AND EXISTS (SELECT 1 FROM consent WHERE corrects = NEW.corrects);
    SELECT RAISE(ABORT, 'nothing_to_withdraw')
     WHERE NEW.answer = 'ingetrokken'
       AND NOT EXISTS (SELECT 1 FROM consent AS c
                        WHERE c.answer = 'gegeven' AND c.case_id = NEW.case_id
                          AND c.kind = NEW.kind AND c.recipient = NEW.recipient
                          AND c.party_id IS NEW.party_id);
    SELECT RAISE(ABORT, 'withdrawal_before_consent')
     WHERE NEW.answer = 'ingetrokken'
       AND EXISTS (SELECT 1 FROM consent_in_force AS c
                    WHERE c.case_id = NEW.case_id AND c.kind = NEW.kind
                      AND c.recipient = NEW.recipient AND c.party_id IS NEW.party_id
                      AND c.dated_on > NEW.dated_on);
END;

-- A word that takes permission away stops what was pending under it, at once.
CREATE TRIGGER no_stops_pending_steps AFTER INSERT ON consent
WHEN NEW.answer IN ('geweigerd', 'ingetrokken')
     AND NOT EXISTS (SELECT 1 FROM consent_in_force AS c
                      WHERE c.case_id = NEW.case_id AND c.kind = NEW.kind
                        AND c.recipient = NEW.recipient AND c.party_id IS NEW.party_id)
BEGIN
    INSERT INTO step_stopped (step_id, stopped_on, reason, consent_id, recorded_on)
    SELECT s.id, NEW.dated_on, NEW.answer, NEW.id, NEW.recorded_on
      FROM step_pending AS s
     WHERE s.case_id = NEW.case_id AND s.kind = NEW.kind
       AND s.recipient = NEW.recipient AND s.party_id IS NEW.party_id;
END;

-- Without a file there are no names, and nothing goes on towards others on the strength of it.
CREATE TRIGGER no_file_no_names AFTER INSERT ON consent
WHEN ((NEW.kind = 'dossier_bijhouden' AND NEW.answer IN ('geweigerd', 'ingetrokken'))
      OR (SELECT kind FROM consent WHERE id = NEW.corrects) IS 'dossier_bijhouden')
     AND NOT EXISTS (SELECT 1 FROM consent_in_force AS c
                      WHERE c.case_id = NEW.case_id AND c.kind = 'dossier_bijhouden')
BEGIN
    INSERT INTO step_stopped (step_id, stopped_on, reason, consent_id, recorded_on)
    SELECT s.id, NEW.dated_on, iif(NEW.answer = 'geweigerd', 'geweigerd', 'ingetrokken'),
           NEW.id, NEW.recorded_on
      FROM step_pending AS s
     WHERE s.case_id = NEW.case_id
       AND s.kind NOT IN ('advies', 'doorverwijzing_advies', 'zelf_aanspreken',
                          'anonieme_telling', 'intervisie');
    UPDATE reporter SET name = NULL, reach = NULL, recorded_on = NEW.recorded_on
     WHERE case_id = NEW.case_id AND (name IS NOT NULL OR reach IS NOT NULL);
    UPDATE party SET name = NULL, recorded_on = NEW.recorded_on
     WHERE case_id = NEW.case_id AND name IS NOT NULL;
END;

-- ---------------------------------------------------------------- a file only with consent

CREATE TRIGGER reporter_written_only_with_a_file BEFORE INSERT ON reporter
WHEN NEW.name IS NOT NULL OR NEW.reach IS NOT NULL
BEGIN
    SELECT RAISE(ABORT, 'no_consent_to_keep_a_file')
     WHERE NOT EXISTS (SELECT 1 FROM consent_in_force AS c
                        WHERE c.case_id = NEW.case_id AND c.kind = 'dossier_bijhouden'
                          AND c.dated_on <= NEW.recorded_on
                          AND (c.valid_until IS NULL OR c.valid_until >= NEW.recorded_on));
END;

CREATE TRIGGER reporter_changed_only_with_a_file BEFORE UPDATE ON reporter
WHEN NEW.name IS NOT NULL OR NEW.reach IS NOT NULL
BEGIN
    SELECT RAISE(ABORT, 'no_consent_to_keep_a_file')
     WHERE NOT EXISTS (SELECT 1 FROM consent_in_force AS c
                        WHERE c.case_id = NEW.case_id AND c.kind = 'dossier_bijhouden'
                          AND c.dated_on <= NEW.recorded_on
                          AND (c.valid_until IS NULL OR c.valid_until >= NEW.recorded_on));
END;

CREATE TRIGGER party_written_only_with_a_file BEFORE INSERT ON party
WHEN NEW.name IS NOT NULL
BEGIN
    SELECT RAISE(ABORT, 'no_consent_to_keep_a_file')
     WHERE NOT EXISTS (SELECT 1 FROM consent_in_force AS c
                        WHERE c.case_id = NEW.case_id AND c.kind = 'dossier_bijhouden'
                          AND c.dated_on <= NEW.recorded_on
                          AND (c.valid_until IS NULL OR c.valid_until >= NEW.recorded_on));
END;

CREATE TRIGGER party_changed_only_with_a_file BEFORE UPDATE ON party
WHEN NEW.name IS NOT NULL
BEGIN
    SELECT RAISE(ABORT, 'no_consent_to_keep_a_file')
     WHERE NOT EXISTS (SELECT 1 FROM consent_in_force AS c
                        WHERE c.case_id = NEW.case_id AND c.kind = 'dossier_bijhouden'
                          AND c.dated_on <= NEW.recorded_on
                          AND (c.valid_until IS NULL OR c.valid_until >= NEW.recorded_on));
END;

CREATE TRIGGER note_written_only_with_a_file BEFORE INSERT ON note
WHEN NEW.kind = 'dossier'
BEGIN
    SELECT RAISE(ABORT, 'no_consent_to_keep_a_file')
     WHERE NOT EXISTS (SELECT 1 FROM consent_in_force AS c
                        WHERE c.case_id = NEW.case_id AND c.kind = 'dossier_bijhouden'
                          AND c.dated_on <= NEW.written_on
                          AND (c.valid_until IS NULL OR c.valid_until >= NEW.written_on));
END;

CREATE TRIGGER note_changed_only_with_a_file BEFORE UPDATE ON note
WHEN NEW.kind = 'dossier'
BEGIN
    SELECT RAISE(ABORT, 'no_consent_to_keep_a_file')
     WHERE NOT EXISTS (SELECT 1 FROM consent_in_force AS c
                        WHERE c.case_id = NEW.case_id AND c.kind = 'dossier_bijhouden'
                          AND c.dated_on <= NEW.written_on
                          AND (c.valid_until IS NULL OR c.valid_until >= NEW.written_on));
END;

CREATE TRIGGER party_stays_in_its_case BEFORE UPDATE ON party
BEGIN
    SELECT RAISE(ABORT, 'append_only')
     WHERE NEW.id IS NOT OLD.id OR NEW.case_id IS NOT OLD.case_id;
    -- Who may be spoken to was said about this person; another person is another row.
    SELECT RAISE(ABORT, 'party_is_spoken_of')
     WHERE (NEW.relation IS NOT OLD.relation OR NEW.alias IS NOT OLD.alias)
       AND (EXISTS (SELECT 1 FROM consent WHERE case_id = OLD.case_id AND party_id = OLD.id)
            OR EXISTS (SELECT 1 FROM step AS s JOIN breach AS b ON b.step_id = s.id
                        WHERE s.case_id = OLD.case_id AND s.party_id = OLD.id));
END;
CREATE TRIGGER party_is_not_replaced BEFORE INSERT ON party
BEGIN
    SELECT RAISE(ABORT, 'append_only') WHERE EXISTS (SELECT 1 FROM party WHERE id = NEW.id);
END;
CREATE TRIGGER party_is_kept BEFORE DELETE ON party
BEGIN
    SELECT RAISE(ABORT, 'append_only')
     WHERE EXISTS (SELECT 1 FROM consent WHERE case_id = OLD.case_id AND party_id = OLD.id)
        OR EXISTS (SELECT 1 FROM step WHERE case_id = OLD.case_id AND party_id = OLD.id);
END;
CREATE TRIGGER reporter_is_not_replaced BEFORE INSERT ON reporter
BEGIN
    SELECT RAISE(ABORT, 'append_only')
     WHERE EXISTS (SELECT 1 FROM reporter WHERE case_id = NEW.case_id);
END;
CREATE TRIGGER reporter_stays_in_its_case BEFORE UPDATE ON reporter
BEGIN
    SELECT RAISE(ABORT, 'append_only') WHERE NEW.case_id IS NOT OLD.case_id;
END;
CREATE TRIGGER reporter_is_kept BEFORE DELETE ON reporter
BEGIN
    SELECT RAISE(ABORT, 'append_only');
END;

-- ---------------------------------------------------------------- organisations

-- Cases and released reports hang on the number; another organisation is another row.
CREATE TRIGGER organisation_is_not_replaced BEFORE INSERT ON organisation
BEGIN
    SELECT RAISE(ABORT, 'append_only') WHERE EXISTS (SELECT 1 FROM organisation WHERE id = NEW.id);
    SELECT RAISE(ABORT, 'organisation_exists')
     WHERE EXISTS (SELECT 1 FROM organisation WHERE name = NEW.name COLLATE NOCASE);
END;
CREATE TRIGGER organisation_stays_itself BEFORE UPDATE ON organisation
BEGIN
    SELECT RAISE(ABORT, 'append_only')
     WHERE NEW.id IS NOT OLD.id OR NEW.import_id IS NOT OLD.import_id;
    SELECT RAISE(ABORT, 'organisation_exists')
     WHERE EXISTS (SELECT 1 FROM organisation
                    WHERE name = NEW.name COLLATE NOCASE AND id <> OLD.id);
END;
CREATE TRIGGER organisation_is_kept BEFORE DELETE ON organisation
BEGIN
    SELECT RAISE(ABORT, 'append_only')
     WHERE OLD.import_id IS NULL
        OR EXISTS (SELECT 1 FROM case_file WHERE organisation_id = OLD.id)
        OR EXISTS (SELECT 1 FROM edition WHERE organisation_id = OLD.id);
END;

-- ---------------------------------------------------------------- cases

CREATE TRIGGER case_is_not_replaced BEFORE INSERT ON case_file
BEGIN
    SELECT RAISE(ABORT, 'append_only')
     WHERE EXISTS (SELECT 1 FROM case_file WHERE id = NEW.id)
        OR EXISTS (SELECT 1 FROM case_file
                    WHERE number_year = NEW.number_year AND number_seq = NEW.number_seq);
END;
CREATE TRIGGER case_keeps_its_place BEFORE UPDATE ON case_file
BEGIN
    SELECT RAISE(ABORT, 'append_only')
     WHERE NEW.id IS NOT OLD.id OR NEW.number_year IS NOT OLD.number_year
        OR NEW.number_seq IS NOT OLD.number_seq OR NEW.import_id IS NOT OLD.import_id
        -- A released report counted it there and then.
        OR NEW.organisation_id IS NOT OLD.organisation_id
        OR NEW.opened_on IS NOT OLD.opened_on
        OR NEW.opened_precision IS NOT OLD.opened_precision
        OR (OLD.closed_on IS NOT NULL AND NEW.closed_on IS NOT NULL
            AND (NEW.closed_on IS NOT OLD.closed_on
                 OR NEW.closing_reason IS NOT OLD.closing_reason));
    SELECT RAISE(ABORT, 'control_stays_with_the_organisation')
     WHERE OLD.control = 'organisatie' AND NEW.control = 'melder';
END;
CREATE TRIGGER closing_stops_pending_steps AFTER UPDATE OF state ON case_file
WHEN NEW.state = 'afgesloten' AND OLD.state <> 'afgesloten'
BEGIN
    INSERT INTO step_stopped (step_id, stopped_on, reason, recorded_on)
    SELECT s.id, NEW.closed_on, 'zaak_gesloten', NEW.closed_on
      FROM step_pending AS s WHERE s.case_id = NEW.id;
    INSERT INTO case_closing (case_id, closed_on, reason, outcome, goal, last_consent_id)
    VALUES (NEW.id, NEW.closed_on, NEW.closing_reason, NEW.outcome, NEW.goal,
            (SELECT ifnull(max(id), 0) FROM consent));
END;
CREATE TRIGGER closing_is_not_replaced BEFORE INSERT ON case_closing
BEGIN
    SELECT RAISE(ABORT, 'append_only')
     WHERE EXISTS (SELECT 1 FROM case_closing WHERE id = NEW.id)
        OR NOT EXISTS (SELECT 1 FROM case_file
                        WHERE id = NEW.case_id AND closed_on = NEW.closed_on);
END;
CREATE TRIGGER closing_is_not_changed BEFORE UPDATE ON case_closing
BEGIN
    SELECT RAISE(ABORT, 'append_only');
END;
CREATE TRIGGER closing_is_kept BEFORE DELETE ON case_closing
BEGIN
    SELECT RAISE(ABORT, 'append_only');
END;
-- Only an import that is undone takes cases away, and only while nothing was said or done in them.
CREATE TRIGGER case_is_kept BEFORE DELETE ON case_file
BEGIN
    SELECT RAISE(ABORT, 'append_only')
     WHERE OLD.import_id IS NULL
        OR EXISTS (SELECT 1 FROM history WHERE case_id = OLD.id)
        OR EXISTS (SELECT 1 FROM consent WHERE case_id = OLD.id)
        OR EXISTS (SELECT 1 FROM step WHERE case_id = OLD.id)
        OR EXISTS (SELECT 1 FROM note WHERE case_id = OLD.id AND kind = 'dossier');
END;
CREATE TRIGGER contact_is_not_replaced BEFORE INSERT ON contact
BEGIN
    SELECT RAISE(ABORT, 'append_only') WHERE EXISTS (SELECT 1 FROM contact WHERE id = NEW.id);
END;
-- A planned contact may be moved, held or cancelled; one that was held stays as it was.
CREATE TRIGGER contact_held_is_not_changed BEFORE UPDATE ON contact
BEGIN
    SELECT RAISE(ABORT, 'append_only')
     WHERE OLD.is_planned = 0 OR NEW.id IS NOT OLD.id OR NEW.case_id IS NOT OLD.case_id;
END;
CREATE TRIGGER contact_held_is_kept BEFORE DELETE ON contact WHEN OLD.is_planned = 0
BEGIN
    SELECT RAISE(ABORT, 'append_only')
     WHERE NOT EXISTS (SELECT 1 FROM case_file WHERE id = OLD.case_id AND import_id IS NOT NULL)
        OR EXISTS (SELECT 1 FROM history WHERE case_id = OLD.case_id);
END;
CREATE TRIGGER contact_moves_the_case AFTER INSERT ON contact
WHEN NEW.is_planned = 0
BEGIN
    UPDATE case_file SET last_contact_on = NEW.held_on
     WHERE id = NEW.case_id AND last_contact_on < NEW.held_on;
END;
CREATE TRIGGER contact_held_moves_the_case AFTER UPDATE ON contact
WHEN NEW.is_planned = 0
BEGIN
    UPDATE case_file SET last_contact_on = NEW.held_on
     WHERE id = NEW.case_id AND last_contact_on < NEW.held_on;
END;

-- ---------------------------------------------------------------- notes are corrected, not changed

CREATE TRIGGER note_is_not_replaced BEFORE INSERT ON note
BEGIN
    SELECT RAISE(ABORT, 'append_only') WHERE EXISTS (SELECT 1 FROM note WHERE id = NEW.id);
    SELECT RAISE(ABORT, 'contact_unknown')
     WHERE NEW.contact_id IS NOT NULL
       AND NOT EXISTS (SELECT 1 FROM contact WHERE id = NEW.contact_id AND case_id = NEW.case_id);
    SELECT RAISE(ABORT, 'correction_of_another_case')
     WHERE NEW.corrects IS NOT NULL
       AND NOT EXISTS (SELECT 1 FROM note WHERE id = NEW.corrects AND case_id = NEW.case_id
                                            AND kind = NEW.kind);
    SELECT RAISE(ABORT, 'already_corrected')
     WHERE NEW.corrects IS NOT NULL
       AND EXISTS (SELECT 1 FROM note WHERE corrects = NEW.corrects);
END;
CREATE TRIGGER note_is_not_changed BEFORE UPDATE ON note
BEGIN
    SELECT RAISE(ABORT, 'append_only');
END;
CREATE TRIGGER file_note_is_kept BEFORE DELETE ON note WHEN OLD.kind = 'dossier'
BEGIN
    SELECT RAISE(ABORT, 'append_only');
END;

-- ---------------------------------------------------------------- editions

CREATE TRIGGER edition_covers_a_new_period BEFORE INSERT ON edition
BEGIN
    SELECT RAISE(ABORT, 'append_only') WHERE EXISTS (SELECT 1 FROM edition WHERE id = NEW.id);
    SELECT RAISE(ABORT, 'edition_overlaps')
     WHERE EXISTS (SELECT 1 FROM edition
                    WHERE organisation_id = NEW.organisation_id
                      AND period_from <= NEW.period_until AND period_until >= NEW.period_from);
END;

-- ---------------------------------------------------------------- append-only

CREATE TRIGGER consent_is_not_changed BEFORE UPDATE ON consent
BEGIN
    SELECT RAISE(ABORT, 'append_only');
END;
CREATE TRIGGER consent_is_kept BEFORE DELETE ON consent
BEGIN
    SELECT RAISE(ABORT, 'append_only');
END;

CREATE TRIGGER step_is_kept BEFORE DELETE ON step
BEGIN
    SELECT RAISE(ABORT, 'append_only');
END;

CREATE TRIGGER step_carried_out_is_not_changed BEFORE UPDATE ON step_carried_out
BEGIN
    SELECT RAISE(ABORT, 'append_only');
END;
CREATE TRIGGER step_carried_out_is_kept BEFORE DELETE ON step_carried_out
BEGIN
    SELECT RAISE(ABORT, 'append_only');
END;

CREATE TRIGGER step_stopped_is_not_changed BEFORE UPDATE ON step_stopped
BEGIN
    SELECT RAISE(ABORT, 'append_only');
END;
CREATE TRIGGER step_stopped_is_kept BEFORE DELETE ON step_stopped
BEGIN
    SELECT RAISE(ABORT, 'append_only');
END;

CREATE TRIGGER breach_is_not_replaced BEFORE INSERT ON breach
BEGIN
    SELECT RAISE(ABORT, 'append_only') WHERE EXISTS (SELECT 1 FROM breach WHERE id = NEW.id);
    -- A decision is about a step that is known, never one that is still to be thought of.
    SELECT RAISE(ABORT, 'step_unknown')
     WHERE NOT EXISTS (SELECT 1 FROM step WHERE id = NEW.step_id);
END;
CREATE TRIGGER breach_is_not_changed BEFORE UPDATE ON breach
BEGIN
    SELECT RAISE(ABORT, 'append_only');
END;
CREATE TRIGGER breach_is_kept BEFORE DELETE ON breach
BEGIN
    SELECT RAISE(ABORT, 'append_only');
END;

CREATE TRIGGER edition_is_not_changed BEFORE UPDATE ON edition
BEGIN
    SELECT RAISE(ABORT, 'append_only');
END;
CREATE TRIGGER edition_is_kept BEFORE DELETE ON edition
BEGIN
    SELECT RAISE(ABORT, 'append_only');
END;

CREATE TRIGGER edition_figure_is_not_replaced BEFORE INSERT ON edition_figure
BEGIN
    SELECT RAISE(ABORT, 'append_only') WHERE EXISTS (SELECT 1 FROM edition_figure WHERE id = NEW.id);
    -- An edition says how many figures it states; once they are there, none is added.
    SELECT RAISE(ABORT, 'append_only')
     WHERE (SELECT count(*) FROM edition_figure WHERE edition_id = NEW.edition_id)
           >= ifnull((SELECT figures FROM edition WHERE id = NEW.edition_id), 0);
END;
CREATE TRIGGER edition_figure_is_not_changed BEFORE UPDATE ON edition_figure
BEGIN
    SELECT RAISE(ABORT, 'append_only');
END;
CREATE TRIGGER edition_figure_is_kept BEFORE DELETE ON edition_figure
BEGIN
    SELECT RAISE(ABORT, 'append_only');
END;

CREATE TRIGGER history_is_not_replaced BEFORE INSERT ON history
BEGIN
    SELECT RAISE(ABORT, 'append_only')
     WHERE NEW.id <> -1 AND NEW.id <> (SELECT ifnull(max(id), 0) FROM history) + 1;
END;
CREATE TRIGGER history_is_not_changed BEFORE UPDATE ON history
BEGIN
    SELECT RAISE(ABORT, 'append_only');
END;
CREATE TRIGGER history_is_kept BEFORE DELETE ON history
BEGIN
    SELECT RAISE(ABORT, 'append_only');
END;
