-- Takes 0010 back.

ALTER TABLE core.mention DROP COLUMN confidence;
