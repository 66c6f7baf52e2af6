-- What administrators publish, banners and maintenance, runs of retention rules, exports and imports.

-- Published replacements of parts of a province's profile; the newest of each part is in force. The files' own text is number 0
-- and stands in no row.
CREATE TABLE profile_version (
    id UUID NOT NULL PRIMARY KEY,
    province TEXT NOT NULL,
    part TEXT NOT NULL,
    number BIGINT NOT NULL,
    text TEXT NOT NULL,
    note TEXT NOT NULL,
    staff_id UUID NOT NULL REFERENCES staff (id),
    published_at BIGINT NOT NULL,
    UNIQUE (province, part, number)
);

-- One draft a part, shared by all administrators. The row stays when the draft is gone, so that its version never repeats.
CREATE TABLE profile_draft (
    province TEXT NOT NULL,
    part TEXT NOT NULL,
    -- Absent where there is no draft
    text TEXT,
    version BIGINT NOT NULL,
    staff_id UUID NOT NULL REFERENCES staff (id),
    saved_at BIGINT NOT NULL,
    PRIMARY KEY (province, part)
);

-- Counts changes of what every process keeps in memory: 'profile:<province>' and 'board'.
CREATE TABLE revision (
    subject TEXT NOT NULL PRIMARY KEY,
    number BIGINT NOT NULL
);

CREATE TABLE banner (
    id UUID NOT NULL PRIMARY KEY,
    -- Absent for every province
    province TEXT,
    zh TEXT NOT NULL,
    en TEXT NOT NULL,
    tone TEXT NOT NULL CHECK (tone IN ('plain', 'good', 'warn', 'bad')),
    from_at BIGINT NOT NULL,
    until_at BIGINT NOT NULL,
    staff_id UUID NOT NULL REFERENCES staff (id),
    created_at BIGINT NOT NULL,
    ended_at BIGINT,
    CHECK (from_at < until_at)
);
CREATE INDEX banner_until ON banner (until_at);

-- A row: maintenance is on, for a province or for '*', every province.
CREATE TABLE maintenance (
    scope TEXT NOT NULL PRIMARY KEY,
    since_at BIGINT NOT NULL,
    -- When it is expected to be over
    until_at BIGINT NOT NULL,
    staff_id UUID NOT NULL REFERENCES staff (id)
);

-- A retention rule being applied to what was due at an instant. Each record goes in a transaction of its own, which counts it.
CREATE TABLE retention_run (
    id UUID NOT NULL PRIMARY KEY,
    province TEXT NOT NULL,
    rule TEXT NOT NULL CHECK (rule IN ('unfinished', 'refused', 'face', 'card', 'export')),
    -- Day since 1970 in Beijing, for the daily run; absent for one that was asked for
    day BIGINT,
    days BIGINT NOT NULL,
    -- What was due then goes
    due_at BIGINT NOT NULL,
    expected BIGINT NOT NULL,
    deleted BIGINT NOT NULL,
    staff_id UUID REFERENCES staff (id),
    started_at BIGINT NOT NULL,
    finished_at BIGINT,
    UNIQUE (province, rule, day)
);
CREATE INDEX retention_run_started ON retention_run (province, started_at);

CREATE TABLE export (
    id UUID NOT NULL PRIMARY KEY,
    province TEXT NOT NULL,
    staff_id UUID NOT NULL REFERENCES staff (id),
    -- JSON: filter and columns
    filter TEXT NOT NULL,
    columns TEXT NOT NULL,
    reason TEXT NOT NULL,
    total BIGINT NOT NULL,
    done BIGINT NOT NULL,
    size_bytes BIGINT NOT NULL,
    -- Where the next round goes on
    after_id UUID,
    chunks BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    finished_at BIGINT,
    expires_at BIGINT NOT NULL
);
CREATE INDEX export_province ON export (province, created_at);
CREATE INDEX export_expires ON export (expires_at);

CREATE TABLE export_chunk (
    export_id UUID NOT NULL REFERENCES export (id) ON DELETE CASCADE,
    -- From 0 on
    place BIGINT NOT NULL,
    bytes_sealed BYTEA NOT NULL,
    PRIMARY KEY (export_id, place)
);

CREATE INDEX enrolment_by_window ON enrolment (province, window_code, region, id);
CREATE INDEX enrolment_item_reason ON enrolment_item (reason) WHERE reason IS NOT NULL;
CREATE INDEX enrolment_by_decision ON enrolment (province, decided_at) WHERE decided_at IS NOT NULL;
CREATE UNIQUE INDEX retention_run_open ON retention_run (province, rule) WHERE finished_at IS NULL;
CREATE INDEX candidate_shredded ON candidate (id) WHERE data_key IS NULL;
CREATE INDEX file_of_candidate ON file (candidate_id);
