"""Whatever is sent in whatever state, the dialog answers, and loses nothing that was answered before."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from dialogs import Dialog, Reply, Session, Turn, begin, profile_fields, show, step
from dialogs.model import CONTROLS
from dialogs.screens import base_36
from tests.dialogs.talking import ADVISOR, LANGUAGES, SMALL

DIALOGS = st.sampled_from([SMALL, ADVISOR])


def words(dialog: Dialog) -> list[str]:
    """Everything the dialog understands, and numbers of all sorts."""
    labels = [label for known in dialog.labels.values() for label in known]
    numbers = ("1", "2", "3", "1 2", "a", "b", "12", "500", "5万", "3-5", "0", "not this", "", " ")
    return [*dialog.controls, *dialog.called, *labels, *numbers]


@st.composite
def replies(draw: st.DrawFn, dialog: Dialog, session: Session) -> Reply:
    """Any text, a word with a meaning, a button of any turn, or any data at all."""
    days = draw(st.sampled_from([0, 0, 0, 1, 2, 400]))
    nodes = [*dialog.questions, *dialog.outcomes, "change", "nothing"]
    options = [*CONTROLS, *dialog.questions, *(id for one in dialog.questions.values() for id in (*one.leaves, *"abc"))]
    button = st.builds(
        lambda turn, node, option: f"{turn}:{node}:{option}",
        st.sampled_from([base_36(session.turn), base_36(session.turn), "0", "1", "7"]),
        st.sampled_from([*nodes, session.path[-1], session.path[-1]]),
        st.sampled_from(options),
    )
    return draw(
        st.one_of(
            st.builds(Reply, text=st.sampled_from(words(dialog)), after_days=st.just(days)),
            st.builds(Reply, text=st.text(max_size=60) | st.none(), after_days=st.just(days)),
            st.builds(Reply, button=button, after_days=st.just(days)),
            st.builds(Reply, button=st.text(max_size=80), after_days=st.just(days)),
        )
    )


def well_formed(turn: Turn) -> Session | None:
    """The session, through JSON; and that the turn says something, in a form every channel can show."""
    if turn.session is None:
        assert (turn.outcome, turn.message) == ("deleted", None)
        return None
    assert (turn.message is None) == (turn.outcome is not None)
    if turn.message is not None:
        rows = turn.message.buttons
        assert turn.message.text.strip()
        assert all(line in turn.message.text for line in turn.lead)
        assert all(len(button.id) <= 64 and button.label for row in rows for button in row)
        assert not rows or len({button.id for row in rows for button in row}) == sum(map(len, rows))
        first = rows[0][0].id.rpartition(":")[2] if rows else "done"
        assert first == "done" or first not in CONTROLS or turn.session.listing
    return Session.from_json(turn.session.to_json())


@settings(deadline=None)
@given(st.data(), DIALOGS, st.sampled_from(LANGUAGES))
def test_any_reply_in_any_state_is_answered_and_loses_nothing(
    data: st.DataObject, dialog: Dialog, language: str
) -> None:
    session: Session | None = begin(dialog, language, "cn")
    for _ in range(data.draw(st.integers(1, 20))):
        if session is None:
            return
        before = session
        turn = step(dialog, before, data.draw(replies(dialog, before)))
        session = well_formed(turn)
        if session is None or turn.lead[-1:] == (dialog.text(session.language).lines.restarted,):
            continue
        changed = {
            id for id in {*before.answers, *session.answers} if before.answers.get(id) != session.answers.get(id)
        }
        assert len(changed) <= 1
        assert before.answers.keys() <= session.answers.keys()
        assert session.turn == before.turn + 1
        assert profile_fields(dialog, session) is not None


@settings(deadline=None)
@given(st.text(max_size=2_000), st.integers(0, 12), st.sampled_from(LANGUAGES))
def test_any_text_at_any_question_keeps_the_answers_or_adds_one(text: str, answered: int, language: str) -> None:
    turn = show(ADVISOR, begin(ADVISOR, language, "cn"))
    for _ in range(answered):
        if turn.message is not None and turn.session is not None:
            turn = step(ADVISOR, turn.session, Reply(button=turn.message.buttons[0][0].id))
    assert turn.session is not None

    after = step(ADVISOR, turn.session, Reply(text=text))

    session = well_formed(after)
    assert session is None or session.answers.items() >= turn.session.answers.items() or not session.answers
