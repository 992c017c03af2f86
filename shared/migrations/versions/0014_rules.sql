-- The rules that decided. Expand: columns that may be null, without a default, so that no row is written anew; what was
-- found before has no rule, and releases before this one go on writing without.

ALTER TABLE core.entity ADD COLUMN kind_rule TEXT;
ALTER TABLE core.mention ADD COLUMN rule TEXT;
ALTER TABLE core.quotation ADD COLUMN rule TEXT, ADD COLUMN speaker_rule TEXT;
ALTER TABLE core.quotation_speaker ADD COLUMN rule TEXT;

COMMENT ON COLUMN core.entity.kind_rule IS 'The name of the rule that decided the kind.';
COMMENT ON COLUMN core.mention.rule IS 'The name of the rule that decided which entity the mention means.';
COMMENT ON COLUMN core.quotation.rule IS 'The name of the rule that decided that these are words of somebody, and whose.';
COMMENT ON COLUMN core.quotation.speaker_rule IS 'The name of the rule that resolved the speaker.';
COMMENT ON COLUMN core.quotation_speaker.rule IS 'The name of the rule that resolved the speaker.';
