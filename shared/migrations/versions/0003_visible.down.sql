-- Takes 0003 back.

DROP VIEW core.visible;
