-- Takes 0010 back.

DROP TABLE core.quotation_speaker;
ALTER TABLE core.quotation DROP COLUMN act;
