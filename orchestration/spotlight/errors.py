"""The one exception whose message is written for the person at the keyboard.

Belongs here: what stops a run and is not a fault of the program. Not here: refused reports, which stop nothing.
"""


class UserError(Exception):
    """Something a person has to mend before the run can go on; the message says what and how."""
