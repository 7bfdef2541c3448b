"""Quoting of names and texts in SQL, for statements that take no parameters.

Belongs here: quoting. Not here: statements (dbt_project, and each module that asks a database).
"""

from __future__ import annotations


def identifier(name: str) -> str:
    """A name in double quotes."""
    return '"' + name.replace('"', '""') + '"'


def literal(text: object) -> str:
    """A text, or a path as its text, in single quotes."""
    return "'" + str(text).replace("'", "''") + "'"
