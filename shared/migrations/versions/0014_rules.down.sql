-- Takes 0014 back.

ALTER TABLE core.quotation_speaker DROP COLUMN rule;
ALTER TABLE core.quotation DROP COLUMN rule, DROP COLUMN speaker_rule;
ALTER TABLE core.mention DROP COLUMN rule;
ALTER TABLE core.entity DROP COLUMN kind_rule;
