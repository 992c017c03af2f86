-- Takes 0011 back.

ALTER TABLE core.mention DROP COLUMN confidence;
