"""How we write dates where Django does it otherwise than people."""
