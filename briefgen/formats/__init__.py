"""An open set: every file here is one member."""
