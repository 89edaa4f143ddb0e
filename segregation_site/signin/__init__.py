"""Sign-in: password, second factor, limits of time and of guessing, and the security log."""
