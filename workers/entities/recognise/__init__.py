"""From the recogniser to clean names: pure steps in order."""
