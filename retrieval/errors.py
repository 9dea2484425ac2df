"""Everything that can go wrong while searching and measuring.

    AfterwiseError (index.errors)
    └── RetrievalError
        ├── QueryError         a query that cannot be run: too long, empty, a bad filter or parameter
        ├── NotFound           no record, passage or document of this identifier
        │   └── Withdrawn      there was one, and its source no longer holds it
        └── EvaluationError    a judged set or run that cannot be measured

Each error has a `code` for programs and a `hint` that tells people what to do.
"""

from __future__ import annotations

from index.errors import AfterwiseError


class RetrievalError(AfterwiseError):
    code = "retrieval_error"


class QueryError(RetrievalError):
    code = "bad_query"


class NotFound(RetrievalError):
    code = "not_found"


class Withdrawn(NotFound):
    code = "withdrawn"


class EvaluationError(RetrievalError):
    code = "evaluation_error"
