"""Comments between RUNs that are merged: what is about the next commands stays with them, the rest above the RUN."""

from __future__ import annotations

import pytest

from dockwright.ide.actions.code_action import merge_all_runs
from dockwright.ide.snapshot import Snapshot
from dockwright.text import apply

CASES = {
    "a comment on the next RUN stays with it": (
        "RUN a\n\n# Then the rest.\nRUN b\n",
        "RUN a && \\\n    # Then the rest.\n    b\n",
    ),
    "an instruction that is commented out is about no command": (
        "RUN a\n#RUN old && \\\n#    older\n# The rest.\nRUN b\n",
        "#RUN old && \\\n#    older\n\nRUN a && \\\n    # The rest.\n    b\n",
    ),
    "a comment on its own stays above": (
        "# First.\nRUN a\n\n# Once there was more here.\n\n# The rest.\nRUN b\nRUN c\n",
        "# Once there was more here.\n\n# First.\nRUN a && \\\n    # The rest.\n    b && \\\n    c\n",
    ),
    "what tools read stays directly above the RUN": (
        "RUN a\n#RUN old\n# hadolint ignore=DL3008\nRUN b\n",
        "#RUN old\n\n# hadolint ignore=DL3008\nRUN a && \\\n    b\n",
    ),
    "of several RUNs, each has its own": (
        "RUN a\n# RUN x\nRUN b\n# COPY y /y\nRUN c\n",
        "# RUN x\n\n# COPY y /y\n\nRUN a && \\\n    b && \\\n    c\n",
    ),
}


@pytest.mark.parametrize("case", CASES)
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_where_a_comment_goes(case: str, end: str) -> None:
    before, after = (f'FROM debian:12\n{part}CMD ["x"]\n'.replace("\n", end) for part in CASES[case])
    action = merge_all_runs(Snapshot.of(before))
    assert action is not None
    assert apply(before, action.edits) == after


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("RUN bash -c 'a; b'\nRUN bash x.sh\n", "RUN bash -c 'a; b' && \\\n    bash x.sh\n"),
        ("RUN sh x.sh\nRUN sh y.sh\n", "RUN sh x.sh && \\\n    sh y.sh\n"),
        ("RUN bash -c 'a' && cd /b\nRUN c\n", "RUN ( bash -c 'a' && cd /b ) && \\\n    c\n"),
        ("RUN umask 077 && a\nRUN c\n", "RUN ( umask 077 && a ) && \\\n    c\n"),
    ],
)
def test_parentheses_stand_where_something_would_reach_the_next_run(before: str, after: str) -> None:
    action = merge_all_runs(Snapshot.of(f"FROM debian:12\n{before}"))
    assert action is not None
    assert apply(f"FROM debian:12\n{before}", action.edits) == f"FROM debian:12\n{after}"
