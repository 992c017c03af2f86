-- Takes 0009 back: the change feed is kept for good again.

DROP FUNCTION core.forget_changes(interval, integer);
