-- What the bank said, and what follows from it. Money is in hundredths of the account's currency;
-- days are as in Oslo. Made to be read with sqlite3 too:
--   SELECT day, entry.ore, description FROM entry JOIN observation ON observation.no = entry.observation
--   WHERE entry.state = 'listed' AND entry.booked ORDER BY day;

-- The customer's accounts, as they were listed last.
CREATE TABLE account (
    number   TEXT PRIMARY KEY,
    key      TEXT NOT NULL,
    name     TEXT NOT NULL,
    currency TEXT,
    is_card  INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- An answer with transactions. `complete` is 0 where the bank left something out.
CREATE TABLE answer (
    no         INTEGER PRIMARY KEY,
    at         TEXT NOT NULL,
    since      TEXT,
    classified INTEGER NOT NULL,
    complete   INTEGER NOT NULL,
    errors     TEXT NOT NULL
) STRICT;

-- The balances that the bank told just before an answer, with what was booked according to it.
CREATE TABLE snapshot (
    answer       INTEGER NOT NULL REFERENCES answer,
    account      TEXT NOT NULL REFERENCES account,
    key          TEXT NOT NULL,
    balance      INTEGER,
    available    INTEGER,
    -- The sum of all rows booked so far; NULL where one of them has no amount.
    booked       INTEGER,
    PRIMARY KEY (account, answer)
) STRICT, WITHOUT ROWID;

-- What the bank said of a row: a new line whenever it says something else.
CREATE TABLE observation (
    no                    INTEGER PRIMARY KEY,
    answer                INTEGER NOT NULL REFERENCES answer,
    digest                INTEGER NOT NULL,
    id                    TEXT NOT NULL,
    bank_id               TEXT NOT NULL,
    date                  TEXT,
    interest_date         TEXT,
    booking_status        TEXT,
    ore                   INTEGER,
    account_currency      TEXT,
    currency_code         TEXT,
    currency_amount       TEXT,
    description           TEXT,
    cleaned_description   TEXT,
    account_key           TEXT,
    account_name          TEXT,
    account_number        TEXT,
    remote_account_number TEXT,
    remote_account_name   TEXT,
    kid_or_message        TEXT,
    type_code             TEXT,
    type_text             TEXT,
    source                TEXT,
    can_show_details      INTEGER NOT NULL,
    non_unique_id         TEXT,
    partition_key         TEXT,
    category              TEXT,
    subcategory           TEXT,
    recurring             INTEGER,
    subscription          INTEGER
) STRICT;

-- The same as the bank wrote it.
CREATE TABLE written (
    observation INTEGER PRIMARY KEY REFERENCES observation,
    json        TEXT NOT NULL
) STRICT;

-- Which observations an answer had: runs of their numbers.
CREATE TABLE sighting (
    answer INTEGER NOT NULL REFERENCES answer,
    first  INTEGER NOT NULL,
    last   INTEGER NOT NULL,
    PRIMARY KEY (answer, first)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER answers_stay       BEFORE DELETE ON answer      BEGIN SELECT raise(ABORT, 'append-only'); END;
CREATE TRIGGER observations_stay  BEFORE DELETE ON observation BEGIN SELECT raise(ABORT, 'append-only'); END;
CREATE TRIGGER observations_are_said BEFORE UPDATE ON observation BEGIN SELECT raise(ABORT, 'append-only'); END;
CREATE TRIGGER written_stays      BEFORE DELETE ON written     BEGIN SELECT raise(ABORT, 'append-only'); END;
CREATE TRIGGER written_is_said    BEFORE UPDATE ON written     BEGIN SELECT raise(ABORT, 'append-only'); END;

CREATE TRIGGER snapshots_stay     BEFORE DELETE ON snapshot    BEGIN SELECT raise(ABORT, 'append-only'); END;
CREATE TRIGGER snapshots_are_said BEFORE UPDATE OF answer, key, balance, available, booked ON snapshot    BEGIN SELECT raise(ABORT, 'append-only'); END;
CREATE TRIGGER sightings_stay     BEFORE DELETE ON sighting    BEGIN SELECT raise(ABORT, 'append-only'); END;
CREATE TRIGGER sightings_are_said BEFORE UPDATE ON sighting    BEGIN SELECT raise(ABORT, 'append-only'); END;

-- The rows, reconciled: one for each thing that happened. Derived from the above.
CREATE TABLE entry (
    no          INTEGER PRIMARY KEY,
    id          TEXT NOT NULL,
    account     TEXT NOT NULL REFERENCES account,
    observation INTEGER NOT NULL REFERENCES observation,
    booked      INTEGER NOT NULL,
    -- 'listed'; 'gone': the bank lists it no longer; 'became': it lives on as `became`;
    -- 'unclear': gone, and it may have become any of `candidate`.
    state       TEXT NOT NULL,
    became      INTEGER REFERENCES entry DEFERRABLE INITIALLY DEFERRED,
    day         TEXT,
    ore         INTEGER,
    wording     INTEGER NOT NULL,
    reserved    INTEGER NOT NULL,
    first       INTEGER NOT NULL REFERENCES answer,
    last        INTEGER NOT NULL REFERENCES answer,
    first_day   TEXT
) STRICT;
CREATE TRIGGER entries_stay BEFORE DELETE ON entry BEGIN SELECT raise(ABORT, 'append-only'); END;
CREATE INDEX entry_by_id ON entry (id);
CREATE INDEX entry_by_day ON entry (day, account, id);
CREATE INDEX entry_by_account ON entry (account, day, id);
CREATE INDEX entry_by_state ON entry (state, booked) WHERE state <> 'listed' OR NOT booked;

CREATE TABLE candidate (
    entry     INTEGER NOT NULL REFERENCES entry DEFERRABLE INITIALLY DEFERRED,
    candidate INTEGER NOT NULL REFERENCES entry DEFERRABLE INITIALLY DEFERRED,
    PRIMARY KEY (entry, candidate)
) STRICT, WITHOUT ROWID;
