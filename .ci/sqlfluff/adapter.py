"""dbt's `adapter`, for sqlfluff, whose Jinja knows only some of dbt's builtins.

Belongs here: what the linted SQL calls on it, made DuckDB's way. Not here: macros (`dbt_project/macros`).
"""

from __future__ import annotations

from collections.abc import Callable


def dispatch(macro: str) -> Callable[..., str]:
    """A call of the same shape in place of the macro that dbt would choose: sqlfluff looks at layout, not meaning.

    A macro without arguments stands for keywords that not every engine has: nothing stands in its place.
    """
    return lambda *arguments: f"{macro}({', '.join(arguments)})" if arguments else ""
