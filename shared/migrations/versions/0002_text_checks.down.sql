-- Takes 0002 back: the triggers go with their functions.

DROP FUNCTION core.check_exact(), core.check_tiling(), core.check_whole(), core.refuse_update() CASCADE;
