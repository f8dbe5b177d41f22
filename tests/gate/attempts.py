"""Raw SQL that tries to get a step carried out without its ground, or to change the past.

The practice they are tried on (`SETTING`): case 1 with consents 1 to 9 and steps 1 to 11, 14
and 15, case 2 with step 12, case 3 with a file that expired, case 4 closed and opened again, case 5
closed, case 6 imported, case 90 destroyed. Every attempt must be refused and leave every row as it
was.
"""

from __future__ import annotations

SETTING = """
INSERT INTO organisation (id, name, country)
VALUES (1, 'Stichting Voorbeeld', 'NL'), (2, 'Stichting Ander', 'NL');
INSERT INTO case_file (id, number_year, number_seq, organisation_id, opened_on, last_contact_on)
VALUES (1, 2026, 1, 1, '2026-01-05', '2026-01-05'), (2, 2026, 2, 1, '2026-01-05', '2026-01-05'),
       (3, 2026, 3, 1, '2026-01-05', '2026-01-05');
INSERT INTO party (id, case_id, relation, alias, recorded_on)
VALUES (1, 1, 'collega', 'P.', '2026-01-05'), (2, 2, 'collega', 'Q.', '2026-01-05');
INSERT INTO consent (id, case_id, kind, recipient, party_id, answer, dated_on, valid_until, form,
                     corrects, recorded_on)
VALUES
 (1, 1, 'overleg_hr', 'hr', NULL, 'gegeven', '2026-01-10', '2026-01-31', 'email', NULL,
  '2026-01-10'),
 (2, 1, 'brief', 'bestuur', NULL, 'gegeven', '2026-01-10', NULL, 'email', NULL, '2026-01-10'),
 (3, 1, 'brief', 'bestuur', NULL, 'ingetrokken', '2026-01-12', NULL, NULL, NULL, '2026-01-12'),
 (4, 1, 'gesprek_leidinggevende', 'leidinggevende', NULL, 'gevraagd', '2026-01-10', NULL, NULL,
  NULL, '2026-01-10'),
 (5, 1, 'mediation', 'mediator', NULL, 'geweigerd', '2026-01-10', NULL, NULL, NULL, '2026-01-10'),
 (6, 1, 'overleg_bestuur', 'bestuur', NULL, 'gegeven', '2026-01-10', NULL, 'email', NULL,
  '2026-01-10'),
 (7, 1, 'overleg_bestuur', 'or', NULL, 'gegeven', '2026-01-10', NULL, 'email', 6, '2026-01-11'),
 (8, 1, 'be_informeel_interventie', 'collega', NULL, 'gegeven', '2026-01-10', NULL,
  'mondeling_genoteerd', NULL, '2026-01-10'),
 (9, 1, 'gesprek_aangeklaagde', 'aangeklaagde', 1, 'gegeven', '2026-01-10', NULL, 'email', NULL,
  '2026-01-10'),
 (10, 2, 'overleg_hr', 'hr', NULL, 'gegeven', '2026-01-10', NULL, 'email', NULL, '2026-01-10');
INSERT INTO step (id, case_id, kind, recipient, party_id, planned_on, recorded_on)
VALUES
 (1, 1, 'overleg_hr', 'hr', NULL, '2026-01-20', '2026-01-10'),
 (2, 1, 'brief', 'bestuur', NULL, '2026-01-20', '2026-01-13'),
 (3, 1, 'gesprek_leidinggevende', 'leidinggevende', NULL, '2026-01-20', '2026-01-10'),
 (4, 1, 'mediation', 'mediator', NULL, '2026-01-20', '2026-01-10'),
 (5, 1, 'overleg_bestuur', 'bestuur', NULL, '2026-01-20', '2026-01-10'),
 (6, 1, 'be_informeel_interventie', 'collega', NULL, '2026-01-20', '2026-01-10'),
 (7, 1, 'gesprek_aangeklaagde', 'aangeklaagde', NULL, '2026-01-20', '2026-01-10'),
 (8, 1, 'aangifte_politie', 'politie', NULL, '2026-01-20', '2026-01-10'),
 (9, 1, 'aangifte_politie', 'politie', NULL, '2026-01-20', '2026-01-10'),
 (10, 1, 'overleg_hr', 'hr', NULL, '2026-01-20', '2026-01-10'),
 (11, 1, 'overleg_hr', 'hr', NULL, '2026-01-20', '2026-01-10'),
 (12, 2, 'overleg_hr', 'hr', NULL, '2026-01-20', '2026-01-10');
-- Given and taken back on one day.
INSERT INTO consent (id, case_id, kind, recipient, answer, dated_on, form, recorded_on)
VALUES (13, 1, 'brief', 'hr', 'gegeven', '2026-01-10', 'email', '2026-01-10'),
       (14, 1, 'brief', 'hr', 'ingetrokken', '2026-01-10', NULL, '2026-01-10');
INSERT INTO step (id, case_id, kind, recipient, recorded_on)
VALUES (14, 1, 'advies', 'melder', '2026-01-10'), (15, 1, 'brief', 'hr', '2026-01-10');
-- The file of case 3 may be kept until the end of January.
INSERT INTO consent (id, case_id, kind, recipient, answer, dated_on, valid_until, form, recorded_on)
VALUES (12, 3, 'dossier_bijhouden', 'vp', 'gegeven', '2026-01-05', '2026-01-31', 'email',
        '2026-01-05');
INSERT INTO party (id, case_id, relation, alias, recorded_on)
VALUES (3, 3, 'collega', 'R.', '2026-01-05');
-- Case 4 was closed and opened again; its consent held until it closed.
INSERT INTO case_file (id, number_year, number_seq, organisation_id, opened_on, last_contact_on)
VALUES (4, 2026, 4, 1, '2026-01-05', '2026-01-05');
INSERT INTO consent (id, case_id, kind, recipient, answer, dated_on, form, recorded_on)
VALUES (11, 4, 'overleg_hr', 'hr', 'gegeven', '2026-01-10', 'email', '2026-01-10');
UPDATE case_file SET state = 'afgesloten', closed_on = '2026-01-15', closing_reason = 'afgerond'
 WHERE id = 4;
UPDATE case_file SET state = 'begeleiding', closed_on = NULL, closing_reason = NULL WHERE id = 4;
INSERT INTO step (id, case_id, kind, recipient, planned_on, recorded_on)
VALUES (13, 4, 'overleg_hr', 'hr', '2026-01-20', '2026-01-16');
INSERT INTO case_file (id, number_year, number_seq, organisation_id, opened_on, state, closed_on,
                       closing_reason, last_contact_on, control)
VALUES (5, 2026, 5, 1, '2026-01-05', 'afgesloten', '2026-01-15', 'afgerond', '2026-01-05',
        'organisatie');
INSERT INTO contact (id, case_id, type, held_on, minutes)
VALUES (1, 1, 'gesprek', '2026-01-10', 40), (2, 2, 'gesprek', '2026-01-10', 40);
INSERT INTO reporter (case_id, identity, alias, recorded_on)
VALUES (2, 'alias', 'M.', '2026-01-05'), (3, 'alias', 'N.', '2026-01-05');
INSERT INTO note (id, case_id, kind, written_on, body)
VALUES (1, 2, 'persoonlijk', '2026-01-10', 'vooraf bellen');
-- An imported case in which something was done since.
INSERT INTO import_run (id, signature, rows, history_id) VALUES (1, 'bron', 1, 1);
INSERT INTO case_file (id, number_year, number_seq, organisation_id, opened_on, last_contact_on,
                       import_id)
VALUES (6, 2026, 6, 1, '2026-01-05', '2026-01-05', 1);
INSERT INTO contact (id, case_id, type, held_on) VALUES (3, 6, 'gesprek', '2026-01-10');
INSERT INTO breach (id, step_id, ground, decided_on, reasoning, consent_sought, reporter_informed,
                    all_done_for_consent, in_crisis, no_other_way, harm_near_certain, recorded_on)
VALUES (1, 9, 'acuut_gevaar', '2026-01-15',
        'Er dreigt vanavond geweld en wachten op een antwoord kan niet meer.',
        'Gebeld, geen gehoor.', 'Bericht ingesproken.', 0, 0, 0, 0, '2026-01-15');
INSERT INTO step_carried_out (step_id, carried_out_on, consent_id, recorded_on)
VALUES (10, '2026-01-20', 1, '2026-01-20');
INSERT INTO step_stopped (step_id, stopped_on, reason, recorded_on)
VALUES (11, '2026-01-20', 'vervallen', '2026-01-20');
INSERT INTO edition (id, organisation_id, period_from, period_until, label, counting_unit,
                     threshold, policy, figures, released_on, statement)
VALUES (1, 1, '2025-01-01', '2025-12-31', '2025', 'meldingen', 5, '{}', 1, '2026-01-15', '{}');
INSERT INTO frozen_case (id, case_id, organisation_id, edition_id, atom, opened_on, kind, track,
                         role, relation, channel, steps, outcome)
VALUES (1, 1, 1, 1, '2025-01', '2026-01-05', 'melding', 'x', 'werknemer', 'x', 'x', '', 'x');
INSERT INTO edition_figure (id, edition_id, table_name, cell, value)
VALUES (1, 1, 'track', '{}', 12);
INSERT INTO edition (id, organisation_id, period_from, period_until, label, counting_unit,
                     threshold, policy, figures, released_on, statement)
VALUES (2, 1, '2024-01-01', '2024-12-31', '2024', 'meldingen', 5, '{}', 0, '2026-01-15', '{}');
INSERT INTO edition_withdrawn VALUES (2, '2026-01-16', 'verkeerde periode');
INSERT INTO report_secret VALUES (1, randomblob(32));
INSERT INTO history (id, at, actor, operation, chain)
VALUES (1, '2026-01-05T10:00:00', 'test', 'open_case', zeroblob(32));
INSERT INTO history (id, at, actor, operation, case_id, chain)
VALUES (2, '2026-01-10T10:00:00', 'test', 'record_contact', 6, zeroblob(32));
-- Case 90 was destroyed.
INSERT INTO case_file (id, number_year, number_seq, organisation_id, opened_on, state, closed_on,
                       closing_reason, last_contact_on)
VALUES (90, 2026, 90, 1, '2026-01-05', 'afgesloten', '2026-01-15', 'afgerond', '2026-01-05');
INSERT INTO case_gone VALUES (90, 2026, 90, '2026-01-31');
"""

DONE = "INSERT INTO step_carried_out (step_id, carried_out_on, consent_id, breach_id, recorded_on)"
OVER = DONE.replace("INSERT", "INSERT OR REPLACE")
IGNORE = DONE.replace("INSERT", "INSERT OR IGNORE")
GIVEN = "INSERT INTO consent (case_id, kind, recipient, answer, dated_on, form, recorded_on)"
BREACH = (
    "INSERT INTO breach (step_id, ground, decided_on, reasoning, consent_sought,"
    " reporter_informed, all_done_for_consent, in_crisis, no_other_way, harm_near_certain,"
    " recorded_on)"
)
LONG = "'Een uitvoerige onderbouwing van ruim veertig tekens.'"

WITHOUT_GROUND = {
    "no consent at all": f"{DONE} VALUES (8, '2026-01-20', NULL, NULL, '2026-01-20')",
    "replace instead of insert": f"{OVER} VALUES (8, '2026-01-20', NULL, NULL, '2026-01-20')",
    "ignore instead of insert": f"{IGNORE} VALUES (8, '2026-01-20', NULL, NULL, '2026-01-20')",
    "insert or fail": DONE.replace("INSERT", "INSERT OR FAIL")
    + " VALUES (8, '2026-01-20', NULL, NULL, '2026-01-20')",
    "insert or rollback": DONE.replace("INSERT", "INSERT OR ROLLBACK")
    + " VALUES (8, '2026-01-20', NULL, NULL, '2026-01-20')",
    "upsert": f"{DONE} VALUES (8, '2026-01-20', NULL, NULL, '2026-01-20')"
    " ON CONFLICT (step_id) DO UPDATE SET consent_id = 1",
    "upsert that does nothing": f"{DONE} VALUES (8, '2026-01-20', NULL, NULL, '2026-01-20')"
    " ON CONFLICT DO NOTHING",
    "insert from a select": f"{DONE} SELECT id, '2026-01-20', 1, NULL, '2026-01-20' FROM step"
    " WHERE id = 8",
    "many at once": f"{DONE} VALUES (1, '2026-01-20', 1, NULL, '2026-01-20'),"
    " (8, '2026-01-20', NULL, NULL, '2026-01-20')",
    "a common table expression": "WITH x AS (SELECT 8) INSERT INTO step_carried_out"
    " (step_id, carried_out_on, recorded_on) SELECT *, '2026-01-20', '2026-01-20' FROM x",
    "with returning": f"{DONE} VALUES (8, '2026-01-20', NULL, NULL, '2026-01-20') RETURNING 1",
    "another step's consent": f"{DONE} VALUES (8, '2026-01-20', 1, NULL, '2026-01-20')",
    "a consent of another case": f"{DONE} VALUES (1, '2026-02-20', 10, NULL, '2026-02-20')",
    "a case with another's consent": f"{DONE} VALUES (12, '2026-01-20', 1, NULL, '2026-01-20')",
    "a consent that does not exist": f"{DONE} VALUES (8, '2026-01-20', 99, NULL, '2026-01-20')",
    "before the consent": f"{DONE} VALUES (1, '2026-01-09', 1, NULL, '2026-01-20')",
    "after it expired": f"{DONE} VALUES (1, '2026-02-01', 1, NULL, '2026-02-01')",
    "after it was withdrawn": f"{DONE} VALUES (2, '2026-01-20', 2, NULL, '2026-01-20')",
    "withdrawn on the day it was given": f"{DONE} VALUES (15, '2026-01-10', 13, NULL,"
    " '2026-01-20')",
    "dated before the withdrawal": f"{DONE} VALUES (2, '2026-01-11', 2, NULL, '2026-01-20')",
    "the withdrawal as ground": f"{DONE} VALUES (2, '2026-01-20', 3, NULL, '2026-01-20')",
    "consent only asked": f"{DONE} VALUES (3, '2026-01-20', 4, NULL, '2026-01-20')",
    "consent refused": f"{DONE} VALUES (4, '2026-01-20', 5, NULL, '2026-01-20')",
    "a corrected consent": f"{DONE} VALUES (5, '2026-01-20', 6, NULL, '2026-01-20')",
    "its correction, about another recipient": f"{DONE} VALUES (5, '2026-01-20', 7, NULL,"
    " '2026-01-20')",
    "spoken where a signature is needed": f"{DONE} VALUES (6, '2026-01-20', 8, NULL, '2026-01-20')",
    "consent for one person, step for another": f"{DONE} VALUES (7, '2026-01-20', 9, NULL,"
    " '2026-01-20')",
    "a breach of another step": f"{DONE} VALUES (8, '2026-01-20', NULL, 1, '2026-01-20')",
    "before the breach was decided": f"{DONE} VALUES (9, '2026-01-14', NULL, 1, '2026-01-20')",
    "a breach that does not exist": f"{DONE} VALUES (8, '2026-01-20', NULL, 9, '2026-01-20')",
    "consent and breach together": f"{DONE} VALUES (9, '2026-01-20', 1, 1, '2026-01-20')",
    "in the future": f"{DONE} VALUES (1, '2026-01-25', 1, NULL, '2026-01-20')",
    "recorded in the future": f"{DONE} VALUES (1, '2026-01-25', 1, NULL, '2999-01-20')",
    "a day that is no day": f"{DONE} VALUES (1, '2026-01-1x', 1, NULL, '2026-01-20')",
    "a day with a time": f"{DONE} VALUES (1, '2026-01-20 10:00', 1, NULL, '2026-01-21')",
    "no day": f"{DONE} VALUES (1, NULL, 1, NULL, '2026-01-20')",
    "a blob for a day": f"{DONE} VALUES (1, x'2026', 1, NULL, '2026-01-20')",
    "no step": f"{DONE} VALUES (NULL, '2026-01-20', 1, NULL, '2026-01-20')",
    "a step that does not exist": f"{DONE} VALUES (77, '2026-01-20', 1, NULL, '2026-01-20')",
    "a step that was stopped": f"{DONE} VALUES (11, '2026-01-20', 1, NULL, '2026-01-20')",
    "a step that was carried out": f"{OVER} VALUES (10, '2026-01-21', 1, NULL, '2026-01-21')",
    "advice to a manager": "INSERT INTO step (case_id, kind, recipient, recorded_on)"
    " VALUES (1, 'advies', 'leidinggevende', '2026-01-10')",
    "advice to one of the others": "INSERT INTO step (case_id, kind, recipient, party_id,"
    " recorded_on) VALUES (1, 'advies', 'melder', 1, '2026-01-10')",
    "advice on another case's consent": f"{DONE} VALUES (14, '2026-01-20', 10, NULL, '2026-01-20')",
    "advice on another step's breach": f"{DONE} VALUES (14, '2026-01-20', NULL, 1, '2026-01-20')",
    "a file for one person only": "INSERT INTO consent (case_id, kind, recipient, party_id, answer,"
    " dated_on, form, recorded_on) VALUES (1, 'dossier_bijhouden', 'vp', 1, 'gegeven',"
    " '2026-01-20', 'email', '2026-01-20')",
    "a talk with nobody": "INSERT INTO step (case_id, kind, recipient, recorded_on)"
    " VALUES (1, 'overleg_hr', 'niemand', '2026-01-10')",
    "a contact with a third party": "INSERT INTO contact (case_id, type, held_on)"
    " VALUES (1, 'overleg_derde', '2026-01-20')",
    "an attended talk as contact": "INSERT INTO contact (case_id, type, held_on)"
    " VALUES (1, 'bijgewoond_gesprek', '2026-01-20')",
    "turning a step into advice": "UPDATE step SET kind = 'advies', recipient = 'melder'"
    " WHERE id = 8",
    "turning a step towards another": "UPDATE step SET recipient = 'hr', kind = 'overleg_hr'"
    " WHERE id = 8",
    "moving a step to another case": "UPDATE step SET case_id = 2 WHERE id = 1",
    "giving a step another person": "UPDATE step SET party_id = 1 WHERE id = 7",
    "renumbering a step over another": "UPDATE OR REPLACE step SET id = 10 WHERE id = 8",
    "replacing the step under its record": "INSERT OR REPLACE INTO step (id, case_id, kind,"
    " recipient, recorded_on) VALUES (10, 1, 'aangifte_politie', 'politie', '2026-01-10')",
    "a step in another case's person": "INSERT INTO step (case_id, kind, recipient, party_id,"
    " recorded_on) VALUES (1, 'gesprek_aangeklaagde', 'aangeklaagde', 2, '2026-01-10')",
    "a breach without reasoning": f"{BREACH} VALUES (8, 'acuut_gevaar', '2026-01-15', 'kort',"
    " 'x', 'x', 1, 1, 1, 1, '2026-01-15')",
    "a breach of blanks": f"{BREACH} VALUES (8, 'acuut_gevaar', '2026-01-15',"
    " '                                                  ', 'x', 'x', 1, 1, 1, 1, '2026-01-15')",
    "a breach without asking": f"{BREACH} VALUES (8, 'acuut_gevaar', '2026-01-15', {LONG}, '',"
    " 'x', 1, 1, 1, 1, '2026-01-15')",
    "a breach without telling": f"{BREACH} VALUES (8, 'acuut_gevaar', '2026-01-15', {LONG}, 'x',"
    " ' ', 1, 1, 1, 1, '2026-01-15')",
    "a conflict of duties, three of four": f"{BREACH} VALUES (8, 'conflict_van_plichten',"
    f" '2026-01-15', {LONG}, 'x', 'x', 1, 1, 1, 0, '2026-01-15')",
    "a breach on no known ground": f"{BREACH} VALUES (8, 'omdat het moet', '2026-01-15', {LONG},"
    " 'x', 'x', 1, 1, 1, 1, '2026-01-15')",
    "after the case closed, reopened since": f"{DONE} VALUES (13, '2026-01-16', 11, NULL,"
    " '2026-01-20')",
    "long after the case closed, reopened since": f"{DONE} VALUES (13, '2026-02-16', 11, NULL,"
    " '2026-02-20')",
    "keeping a file as a step": "INSERT INTO step (case_id, kind, recipient, recorded_on)"
    " VALUES (1, 'dossier_bijhouden', 'vp', '2026-01-10')",
    "a step towards the keeper of the file": "INSERT INTO step (case_id, kind, recipient,"
    " recorded_on) VALUES (1, 'overleg_hr', 'vp', '2026-01-10')",
    "a consent for others as file": "INSERT INTO consent (case_id, kind, recipient, answer,"
    " dated_on, form, recorded_on) VALUES (1, 'dossier_bijhouden', 'hr', 'gegeven',"
    " '2026-01-20', 'email', '2026-01-20')",
    "a step in a closed case": "INSERT INTO step (case_id, kind, recipient, recorded_on)"
    " VALUES (5, 'overleg_hr', 'hr', '2026-01-20')",
    "a step of no case": "INSERT INTO step (case_id, kind, recipient, recorded_on)"
    " VALUES (99, 'overleg_hr', 'hr', '2026-01-20')",
    "exchanging the person consent speaks of": "UPDATE party SET relation = 'leidinggevende',"
    " alias = 'de directeur' WHERE id = 1",
    "another alias for the person": "UPDATE party SET alias = 'de directeur' WHERE id = 1",
    "another relation for the person": "UPDATE party SET relation = 'bestuur' WHERE id = 1",
    "exchanging the person by upsert": "INSERT INTO party (id, case_id, relation, alias,"
    " recorded_on) VALUES (1, 1, 'bestuur', 'R.', '2026-01-05') ON CONFLICT (id) DO UPDATE SET"
    " alias = 'R.'",
    "a breach for a step still to be made": f"{BREACH} VALUES (77, 'acuut_gevaar', '2026-01-15',"
    f" {LONG}, 'x', 'x', 1, 1, 1, 1, '2026-01-15')",
    "a breach of empty lines": f"{BREACH} VALUES (8, 'acuut_gevaar', '2026-01-15',"
    " replace(hex(zeroblob(25)), '0', char(10)), 'x', 'x', 1, 1, 1, 1, '2026-01-15')",
    "a breach asked with a tab": f"{BREACH} VALUES (8, 'acuut_gevaar', '2026-01-15', {LONG},"
    " char(9), 'x', 1, 1, 1, 1, '2026-01-15')",
    "a breach told with a hard space": f"{BREACH} VALUES (8, 'acuut_gevaar', '2026-01-15',"
    f" {LONG}, 'x', char(160), 1, 1, 1, 1, '2026-01-15')",
    "a day from the calendar of days": f"{DONE} VALUES (1, '2461061', 1, NULL, '2026-01-20')",
    "today as a word": f"{DONE} VALUES (1, 'now', 1, NULL, 'now')",
    "a number for a day": f"{DONE} VALUES (1, 20260120, 1, NULL, 20260120)",
    "a day before our era": f"{DONE} VALUES (1, '-001-01-20', 1, NULL, '2026-01-20')",
    "a day that overflows": f"{DONE} VALUES (1, '2026-01-32', 1, NULL, '2026-02-03')",
    "a step by a broken number": f"{DONE} VALUES (8.5, '2026-01-20', 1, NULL, '2026-01-20')",
    "a step by its number as text": f"{DONE} VALUES ('8', '2026-01-20', '1', NULL, '2026-01-20')",
    "carried out by its rowid": "INSERT INTO step_carried_out (rowid, carried_out_on, recorded_on)"
    " VALUES (8, '2026-01-20', '2026-01-20')",
    "defaults only": "INSERT INTO step_carried_out DEFAULT VALUES",
    "through the view of pending steps": "DELETE FROM step_pending WHERE id = 8",
    "through the view of consent": "UPDATE consent_in_force SET kind = 'aangifte_politie'",
    "a breach decided later than written": f"{BREACH} VALUES (8, 'acuut_gevaar', '2026-01-16',"
    f" {LONG}, 'x', 'x', 1, 1, 1, 1, '2026-01-15')",
}

THE_PAST = {
    "turning a refusal into consent": "UPDATE consent SET answer = 'gegeven', form = 'email'"
    " WHERE id = 5",
    "turning a question into consent": "UPDATE consent SET answer = 'gegeven', form = 'email'"
    " WHERE id = 4",
    "lengthening a consent": "UPDATE consent SET valid_until = NULL WHERE id = 1",
    "dating a consent back": "UPDATE consent SET dated_on = '2026-01-01' WHERE id = 1",
    "widening what may be told": "UPDATE consent SET shared = 'alles' WHERE id = 1",
    "deleting a withdrawal": "DELETE FROM consent WHERE id = 3",
    "deleting every consent": "DELETE FROM consent",
    "deleting a refusal": "DELETE FROM consent WHERE answer = 'geweigerd'",
    "replacing a withdrawal": "INSERT OR REPLACE INTO consent (id, case_id, kind, recipient,"
    " answer, dated_on, form, recorded_on) VALUES (3, 1, 'brief', 'bestuur', 'gegeven',"
    " '2026-01-12', 'email', '2026-01-12')",
    "replace into": "REPLACE INTO consent SELECT id, case_id, kind, recipient, party_id,"
    " 'gegeven', dated_on, NULL, '', '', NULL, 'email', '', NULL, recorded_on FROM consent"
    " WHERE id = 5",
    "upserting a withdrawal away": "INSERT INTO consent (id, case_id, kind, recipient, answer,"
    " dated_on, form, recorded_on) VALUES (3, 1, 'brief', 'bestuur', 'gegeven', '2026-01-12',"
    " 'email', '2026-01-12') ON CONFLICT (id) DO UPDATE SET answer = 'gegeven', form = 'email'",
    "renumbering over a withdrawal": "UPDATE OR REPLACE consent SET id = 3 WHERE id = 2",
    "moving a withdrawal by its rowid": "UPDATE consent SET rowid = 500 WHERE id = 3",
    "update from": "UPDATE consent SET answer = 'gegeven', form = 'email' FROM step"
    " WHERE consent.id = 5 AND step.id = 4",
    "a consent in the future": f"{GIVEN} VALUES (1, 'brief', 'or', 'gegeven', '2026-03-01',"
    " 'email', '2026-02-01')",
    "a consent recorded in the future": f"{GIVEN} VALUES (1, 'brief', 'or', 'gegeven',"
    " '2999-03-01', 'email', '2999-03-01')",
    "a consent without form": "INSERT INTO consent (case_id, kind, recipient, answer, dated_on,"
    " recorded_on) VALUES (1, 'brief', 'or', 'gegeven', '2026-01-20', '2026-01-20')",
    "an answer that does not exist": f"{GIVEN} VALUES (1, 'brief', 'or', 'ja', '2026-01-20',"
    " 'email', '2026-01-20')",
    "a withdrawal of nothing": "INSERT INTO consent (case_id, kind, recipient, answer, dated_on,"
    " recorded_on) VALUES (1, 'brief', 'or', 'ingetrokken', '2026-01-20', '2026-01-20')",
    "a withdrawal before the consent": "INSERT INTO consent (case_id, kind, recipient, answer,"
    " dated_on, recorded_on) VALUES (1, 'overleg_hr', 'hr', 'ingetrokken', '2026-01-09',"
    " '2026-01-20')",
    "a correction of another case": "INSERT INTO consent (case_id, kind, recipient, answer,"
    " dated_on, form, corrects, recorded_on) VALUES (1, 'overleg_hr', 'hr', 'gegeven',"
    " '2026-01-20', 'email', 10, '2026-01-20')",
    "correcting twice": "INSERT INTO consent (case_id, kind, recipient, answer, dated_on, form,"
    " corrects, recorded_on) VALUES (1, 'overleg_bestuur', 'bestuur', 'gegeven', '2026-01-20',"
    " 'email', 6, '2026-01-20')",
    "unmaking a carried-out step": "DELETE FROM step_carried_out",
    "dating a carried-out step": "UPDATE step_carried_out SET carried_out_on = '2026-01-21'",
    "another ground afterwards": "UPDATE step_carried_out SET consent_id = 2 WHERE step_id = 10",
    "making a step carried out by renumbering": "UPDATE step_carried_out SET step_id = 8"
    " WHERE step_id = 10",
    "renumbering with replace": "UPDATE OR REPLACE step_carried_out SET step_id = 8",
    "starting a stopped step again": "DELETE FROM step_stopped WHERE step_id = 11",
    "moving a stop to another step": "UPDATE step_stopped SET step_id = 1 WHERE step_id = 11",
    "stopping over a stop": "INSERT OR REPLACE INTO step_stopped (step_id, stopped_on, reason,"
    " recorded_on) VALUES (11, '2026-01-01', 'vervallen', '2026-01-01')",
    "stopping what was carried out": "INSERT INTO step_stopped (step_id, stopped_on, reason,"
    " recorded_on) VALUES (10, '2026-01-21', 'vervallen', '2026-01-21')",
    "deleting a step": "DELETE FROM step WHERE id = 10",
    "deleting a pending step": "DELETE FROM step WHERE id = 8",
    "rewriting a breach": "UPDATE breach SET step_id = 8",
    "deleting a breach": "DELETE FROM breach",
    "replacing a breach": "INSERT OR REPLACE INTO breach SELECT 1, 8, ground, decided_on,"
    " reasoning, consent_sought, reporter_informed, 1, 1, 1, 1, recorded_on FROM breach",
    "rewriting history": "UPDATE history SET operation = 'niets'",
    "deleting history": "DELETE FROM history",
    "replacing history": "INSERT OR REPLACE INTO history (id, at, actor, operation, chain)"
    " VALUES (1, '2026-01-05T10:00:00', 'ander', 'niets', zeroblob(32))",
    "deleting a case": "DELETE FROM case_file WHERE id = 1",
    "deleting an empty case that was not imported": "DELETE FROM case_file WHERE id = 3",
    "replacing a case": "INSERT OR REPLACE INTO case_file (id, number_year, number_seq,"
    " organisation_id, opened_on, last_contact_on) VALUES (1, 2026, 9, 1, '2026-01-05',"
    " '2026-01-05')",
    "replacing a case by its number": "INSERT OR REPLACE INTO case_file (number_year, number_seq,"
    " organisation_id, opened_on, last_contact_on) VALUES (2026, 1, 1, '2026-01-05',"
    " '2026-01-05')",
    "renumbering a case": "UPDATE OR REPLACE case_file SET number_seq = 2 WHERE id = 1",
    "exchanging two cases": "UPDATE OR REPLACE case_file SET id = 2 WHERE id = 1",
    "calling a case imported to delete it": "UPDATE case_file SET import_id = 1 WHERE id = 3",
    "moving a person to another case": "UPDATE party SET case_id = 2 WHERE id = 1",
    "replacing a person": "INSERT OR REPLACE INTO party (id, case_id, relation, alias,"
    " recorded_on) VALUES (1, 2, 'collega', 'R.', '2026-01-05')",
    "deleting a person consent names": "DELETE FROM party WHERE id = 1",
    "a name without a file": "INSERT INTO reporter (case_id, identity, name, recorded_on)"
    " VALUES (1, 'bekend', 'Vera Verzonnen', '2026-01-20')",
    "a name by replace": "INSERT OR REPLACE INTO reporter (case_id, identity, name, recorded_on)"
    " VALUES (1, 'bekend', 'Vera Verzonnen', '2026-01-20')",
    "a name for another without a file": "UPDATE party SET name = 'Vera Verzonnen' WHERE id = 1",
    "a file note without a file": "INSERT INTO note (case_id, kind, written_on, body)"
    " VALUES (1, 'dossier', '2026-01-20', 'tekst')",
    "a personal note made a file note": "UPDATE note SET kind = 'dossier' WHERE id = 1",
    "a file note by replace": "REPLACE INTO note (id, case_id, kind, written_on, body)"
    " VALUES (1, 2, 'dossier', '2026-01-20', 'tekst')",
    "a file note correcting a personal one": "INSERT INTO note (case_id, kind, written_on, body,"
    " corrects) VALUES (2, 'dossier', '2026-01-20', 'tekst', 1)",
    "a note at another case's talk": "INSERT INTO note (case_id, kind, contact_id, written_on,"
    " body) VALUES (1, 'persoonlijk', 2, '2026-01-20', 'tekst')",
    "a note correcting another case's": "INSERT INTO note (case_id, kind, written_on, body,"
    " corrects) VALUES (1, 'persoonlijk', '2026-01-20', 'tekst', 1)",
    "a note of nothing but lines": "INSERT INTO note (case_id, kind, written_on, body)"
    " VALUES (1, 'persoonlijk', '2026-01-20', char(10, 9))",
    "how to reach somebody without a file": "UPDATE reporter SET identity = 'bekend',"
    " reach = 'thuis' WHERE case_id = 2",
    "a name under an alias": "UPDATE reporter SET name = 'Vera Verzonnen' WHERE case_id = 2",
    "replacing the reporter": "REPLACE INTO reporter (case_id, identity, alias, recorded_on)"
    " VALUES (2, 'anoniem', 'X.', '2026-01-20')",
    "moving the reporter to another case": "UPDATE OR REPLACE reporter SET case_id = 3"
    " WHERE case_id = 2",
    "losing the reporter": "DELETE FROM reporter WHERE case_id = 2",
    "another length for a talk": "UPDATE contact SET minutes = 5 WHERE id = 1",
    "another day for a talk": "UPDATE contact SET held_on = '2026-01-11' WHERE id = 1",
    "a talk that was still to come": "UPDATE contact SET is_planned = 1 WHERE id = 1",
    "a talk moved to another case": "UPDATE contact SET case_id = 2 WHERE id = 1",
    "a talk that was never held": "DELETE FROM contact WHERE id = 1",
    "a talk replaced": "REPLACE INTO contact (id, case_id, type, held_on)"
    " VALUES (1, 1, 'administratie', '2026-01-10')",
    "a talk of an imported case worked on since": "DELETE FROM contact WHERE id = 3",
    "an imported case worked on since": "DELETE FROM case_file WHERE id = 6",
    "a case for another organisation": "UPDATE case_file SET organisation_id = 2 WHERE id = 1",
    "a case in another year": "UPDATE case_file SET opened_on = '2025-12-31' WHERE id = 1",
    "another day of closing": "UPDATE case_file SET closed_on = '2026-01-20' WHERE id = 5",
    "another reason of closing": "UPDATE case_file SET closing_reason = 'dubbel' WHERE id = 5",
    "a case closed without reason": "UPDATE case_file SET state = 'afgesloten',"
    " closed_on = '2026-01-20' WHERE id = 1",
    "a closing forgotten": "DELETE FROM case_closing",
    "a closing moved": "UPDATE case_closing SET closed_on = '2026-12-31'",
    "a closing of fewer consents": "UPDATE case_closing SET last_consent_id = 0",
    "a closing replaced": "REPLACE INTO case_closing (id, case_id, closed_on, reason, outcome,"
    " goal, last_consent_id) VALUES (1, 4, '2026-12-31', 'x', 'x', 'x', 0)",
    "a closing of an open case": "INSERT INTO case_closing (case_id, closed_on, reason, outcome,"
    " goal, last_consent_id) VALUES (1, '2026-01-20', 'x', 'x', 'x', 99)",
    "a consent nothing can follow": "INSERT INTO consent (id, case_id, kind, recipient, answer,"
    " dated_on, form, recorded_on) VALUES (9223372036854775807, 1, 'brief', 'or', 'gegeven',"
    " '2026-01-20', 'email', '2026-01-20')",
    "an organisation replaced": "REPLACE INTO organisation (id, name, country)"
    " VALUES (1, 'Ander', 'NL')",
    "an organisation replaced by its name": "REPLACE INTO organisation (name, country)"
    " VALUES ('stichting voorbeeld', 'NL')",
    "an organisation renumbered": "UPDATE organisation SET id = 9 WHERE id = 1",
    "an organisation deleted": "DELETE FROM organisation WHERE id = 1",
    "a figure added to a released report": "INSERT INTO edition_figure (edition_id, table_name,"
    " cell, value) VALUES (1, 'track', '{}', 3)",
    "a figure of no report": "INSERT INTO edition_figure (edition_id, table_name, cell, value)"
    " VALUES (9, 'track', '{}', 3)",
    "a report replaced": "REPLACE INTO edition (id, organisation_id, period_from, period_until,"
    " label, counting_unit, threshold, policy, figures, released_on) VALUES (1, 1, '2024-01-01',"
    " '2024-12-31', '2024', 'meldingen', 5, '{}', 9, '2026-01-15')",
    "more figures for a released report": "UPDATE edition SET figures = 99",
    "history with a gap": "INSERT INTO history (id, at, actor, operation, chain)"
    " VALUES (9, '2026-01-05T10:00:00', 'ander', 'niets', zeroblob(32))",
    "control given back": "UPDATE case_file SET control = 'melder' WHERE id = 5",
    "a person named without a file": "INSERT INTO party (case_id, relation, alias, name,"
    " recorded_on) VALUES (1, 'collega', 'P.', 'Vera Verzonnen', '2026-01-20')",
    "a person named by replace": "REPLACE INTO party (id, case_id, relation, alias, name,"
    " recorded_on) VALUES (9, 1, 'collega', 'P.', 'Vera Verzonnen', '2026-01-20')",
    "a file note after the file expired": "INSERT INTO note (case_id, kind, written_on, body)"
    " VALUES (3, 'dossier', '2026-02-01', 'tekst')",
    "a file note before the file": "INSERT INTO note (case_id, kind, written_on, body)"
    " VALUES (3, 'dossier', '2026-01-04', 'tekst')",
    "a name after the file expired": "UPDATE reporter SET identity = 'bekend',"
    " name = 'Vera Verzonnen', recorded_on = '2026-02-01' WHERE case_id = 3",
    "a name before the file": "UPDATE reporter SET identity = 'bekend',"
    " name = 'Vera Verzonnen', recorded_on = '2026-01-04' WHERE case_id = 3",
    "a person named after the file expired": "INSERT INTO party (case_id, relation, alias, name,"
    " recorded_on) VALUES (3, 'collega', 'P.', 'Vera Verzonnen', '2026-02-01')",
    "a person named later, after the file expired": "UPDATE party SET name = 'Vera Verzonnen',"
    " recorded_on = '2026-02-01' WHERE id = 3",
    "an organisation pushed aside by its name": "UPDATE OR REPLACE organisation"
    " SET name = 'STICHTING VOORBEELD' WHERE id = 2",
    "an organisation with cases that was imported": "UPDATE organisation SET import_id = 1",
    "a second report of the same period": "INSERT INTO edition (organisation_id, period_from,"
    " period_until, label, counting_unit, threshold, policy, figures, released_on, statement)"
    " VALUES (1, '2025-01-01', '2025-12-31', '2025', 'meldingen', 5, '{}', 0, '2026-01-15', '{}')",
    "a report without what it states": "INSERT INTO edition (organisation_id, period_from,"
    " period_until, label, counting_unit, threshold, policy, figures, released_on) VALUES (1,"
    " '2023-01-01', '2023-12-31', '2023', 'meldingen', 5, '{}', 0, '2026-01-15')",
    "a report released under another statement": "UPDATE edition SET statement = '{}'",
    "a report that was given elsewhere after all": "UPDATE edition SET kind = 'by_hand',"
    " source = 'gesprek'",
    "a withdrawal replaced": "REPLACE INTO edition_withdrawn VALUES (2, '2026-02-01', 'anders')",
    "a withdrawal moved": "UPDATE edition_withdrawn SET edition_id = 1",
    "a withdrawal undone": "DELETE FROM edition_withdrawn",
    "frozen facts changed": "UPDATE frozen_case SET role = 'leidinggevende'",
    "frozen facts moved": "UPDATE frozen_case SET atom = '2026-01'",
    "frozen facts thrown away": "DELETE FROM frozen_case",
    "frozen facts replaced": "REPLACE INTO frozen_case (id, case_id, organisation_id, edition_id,"
    " atom, opened_on, kind, track, role, relation, channel, steps, outcome) VALUES (1, 1, 1, 1,"
    " '2026-01', '2026-01-05', 'melding', 'x', 'x', 'x', 'x', '', 'x')",
    "a case frozen twice": "INSERT INTO frozen_case (case_id, organisation_id, edition_id, atom,"
    " opened_on, kind, track, role, relation, channel, steps, outcome) VALUES (1, 1, 1,"
    " '2026-01', '2026-01-05', 'melding', 'x', 'x', 'x', 'x', '', 'x')",
    "a case said to be gone that is there": "INSERT INTO frozen_case_gone VALUES (1)",
    "the secret of a client replaced": "REPLACE INTO report_secret VALUES (1, zeroblob(32))",
    "the secret of a client changed": "UPDATE report_secret SET seed = zeroblob(32)",
    "the secret of a client thrown away": "DELETE FROM report_secret",
    "destroying a case that is open": "INSERT INTO case_gone (case_id, number_year, number_seq,"
    " gone_on) VALUES (1, 2026, 1, '2026-02-01')",
    "saying only that a case is gone": "INSERT INTO case_gone (case_id, gone_on)"
    " VALUES (1, '2026-02-01')",
    "saying only that a closed case is gone": "INSERT INTO case_gone (case_id, gone_on)"
    " VALUES (5, '2026-02-01')",
    "destroying a closed case under another number": "INSERT INTO case_gone (case_id,"
    " number_year, number_seq, gone_on) VALUES (5, 2026, 1, '2026-02-01')",
    "destroying a case that is not there": "INSERT INTO case_gone (case_id, number_year,"
    " number_seq, gone_on) VALUES (77, 2026, 77, '2026-02-01')",
    "destroying without a case": "INSERT INTO case_gone (number_year, number_seq, gone_on)"
    " VALUES (2026, 5, '2026-02-01')",
    "destroying open cases with a closed one": "INSERT INTO case_gone (case_id, number_year,"
    " number_seq, gone_on) SELECT id, number_year, number_seq, '2026-02-01' FROM case_file",
    "destroying over a case that is gone": "INSERT OR REPLACE INTO case_gone (case_id, gone_on)"
    " VALUES (90, '2026-02-01')",
    "moving what is gone to a case that is there": "UPDATE case_gone SET case_id = 1",
    "moving what is gone over a case by upsert": "INSERT INTO case_gone (case_id, gone_on)"
    " VALUES (90, '2026-02-01') ON CONFLICT (case_id) DO UPDATE SET case_id = 1",
    "forgetting what is gone": "DELETE FROM case_gone",
    "a case under a number that is gone": "INSERT INTO case_file (id, number_year, number_seq,"
    " organisation_id, opened_on, last_contact_on) VALUES (90, 2026, 90, 1, '2026-01-05',"
    " '2026-01-05')",
    "moving a case to a number that is gone": "UPDATE case_file SET id = 90 WHERE id = 5",
    "deleting a closed case by itself": "DELETE FROM case_file WHERE id = 5",
    "deleting the closing of a case": "DELETE FROM case_closing WHERE case_id = 4",
    "rewriting a report": "UPDATE edition SET threshold = 3",
    "deleting a report": "DELETE FROM edition",
    "rewriting a figure": "UPDATE edition_figure SET value = 3",
    "deleting figures": "DELETE FROM edition_figure",
    "replacing a figure": "INSERT OR REPLACE INTO edition_figure (id, edition_id, table_name,"
    " cell, value) VALUES (1, 1, 'track', '{}', 3)",
}

ON_THE_PROGRAMS_CONNECTION = {
    "dropping the gate": "DROP TRIGGER step_carried_out_only_on_its_ground",
    "dropping a table": "DROP TABLE step_carried_out",
    "renaming a table": "ALTER TABLE consent RENAME TO oud",
    "dropping a column": "ALTER TABLE consent DROP COLUMN withheld",
    "a trigger of one's own": "CREATE TRIGGER vrij AFTER INSERT ON note BEGIN SELECT 1; END",
    "a temporary trigger": "CREATE TEMP TRIGGER vrij BEFORE INSERT ON main.step_carried_out"
    " BEGIN SELECT RAISE(IGNORE); END",
    "a temporary table in the way": "CREATE TEMP TABLE consent (id INTEGER)",
    "a temporary view in the way": "CREATE TEMP VIEW consent_in_force AS SELECT 1 AS id",
    "writing the schema": "UPDATE sqlite_master SET sql = '' WHERE type = 'trigger'",
    "deleting from the schema": "DELETE FROM sqlite_master WHERE type = 'trigger'",
    "allowing the schema to be written": "PRAGMA writable_schema = ON",
    "another database": "ATTACH DATABASE ':memory:' AS ander",
    "a plaintext copy": "ATTACH DATABASE 'kopie.db' AS kopie KEY ''",
    "an export": "SELECT sqlcipher_export('main')",
    "foreign keys off": "PRAGMA foreign_keys = OFF",
    "recursive triggers off": "PRAGMA recursive_triggers = OFF",
    "checks off": "PRAGMA ignore_check_constraints = ON",
    "a new key": "PRAGMA rekey = 'x'",
    "an older version": "PRAGMA user_version = 0",
    "vacuum into": "VACUUM INTO 'kopie.db'",
    "an extension": "SELECT load_extension('x')",
    "an index to hang on": "CREATE UNIQUE INDEX eigen ON consent (case_id)",
    "a virtual table": "CREATE VIRTUAL TABLE t USING fts5(x)",
}
