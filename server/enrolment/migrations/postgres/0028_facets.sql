-- What lists of the queue are narrowed by, in the row and in indexes, so that nobody walks a lane to find the few cases of a rare level.

-- The level of the major that was chosen, kept by the triggers below; empty until there is one
ALTER TABLE enrolment ADD COLUMN level TEXT NOT NULL DEFAULT '' CHECK (level IN ('', 'college', 'bachelor'));
-- Whether it was sent back before
ALTER TABLE enrolment ADD COLUMN changed BIGINT GENERATED ALWAYS AS (CASE WHEN round > 0 THEN 1 ELSE 0 END) STORED;
UPDATE enrolment SET level = (SELECT details.level FROM details WHERE enrolment_id = enrolment.id)
    WHERE id IN (SELECT enrolment_id FROM details);

CREATE FUNCTION keep_level() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE enrolment SET level = NEW.level WHERE id = NEW.enrolment_id AND level <> NEW.level;
    RETURN NULL;
END $$;
CREATE TRIGGER details_chosen AFTER INSERT OR UPDATE OF level ON details FOR EACH ROW EXECUTE FUNCTION keep_level();

-- One for each kind of jurisdiction, as for lists that nothing narrows
CREATE INDEX enrolment_facet_province ON enrolment (province, lane, level, changed, submitted_at, id) WHERE lane IS NOT NULL;
CREATE INDEX enrolment_facet_prefecture ON enrolment (province, substr(region, 1, 4), lane, level, changed, submitted_at, id)
    WHERE lane IS NOT NULL;
CREATE INDEX enrolment_facet_county ON enrolment (province, region, lane, level, changed, submitted_at, id) WHERE lane IS NOT NULL;
