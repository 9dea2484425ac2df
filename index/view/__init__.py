"""A generation as somebody sees it who may not see all of it.

restrict  the view: store, indexes, layout and words of what is visible, made from that alone
store     a store whose every query is answered from visible documents
"""

from index.view.restrict import restrict, view

__all__ = ["restrict", "view"]
