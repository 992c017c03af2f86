-- Takes 0017 back.

DROP TABLE core.audit;
