"""How things stand: asks the database and the broker, and says what is wrong; for status, metrics and pages."""
