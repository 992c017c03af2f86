"""Who is meant: pronouns, nominals and speakers led back to entities."""
