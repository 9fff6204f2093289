"""A first draft of a case's tables from documents that were read by rules: to be corrected, never to be run as it is.

Pure: readings and proposed claims in, rows and questions out. Every row names the claims or the words it comes from.
"""

from corridor.study.drafting.draft import Draft, draft_case
from corridor.study.drafting.questions import Question
from corridor.study.drafting.said import Said, Source

__all__ = ["Draft", "Question", "Said", "Source", "draft_case"]
