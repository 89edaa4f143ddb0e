"""SESSION_ENGINE: sessions in the database, each with its user's number beside the data."""

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore

from segregation_site.models import EditorSession


class SessionStore(DatabaseStore):
    @classmethod
    def get_model_class(cls):
        return EditorSession

    def create_model_instance(self, data):
        row = super().create_model_instance(data)
        row.user_id = str(data.get(SESSION_KEY, ""))
        return row


def end_sessions(user, *, but=None):
    """End every session of `user`, except the one whose key is `but`; how many there were."""
    ended, _rows = (
        EditorSession.objects.filter(user_id=str(user.pk)).exclude(session_key=but or "").delete()
    )
    return ended
