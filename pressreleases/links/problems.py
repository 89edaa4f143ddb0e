"""The problems for which an address gives no answer, in the words that the editors read."""

import http.client
import ssl
from contextlib import contextmanager

# What the editors read. The first says that the address is dead, the others that nothing is known.
NO_SUCH_HOST = "Värden finns inte."
NO_CONNECTION = "Ingen förbindelse."
PRIVATE = "Adressen leder till ett privat nät och prövas inte."
TIMEOUT = "Inget svar i tid."
REFUSED = "Servern tog inte emot förfrågan."
CERTIFICATE = "Serverns certifikat godtas inte."
GARBLED = "Svaret gick inte att förstå."
MISSPELT = "Adressen är felskriven."
ROUND_AND_ROUND = "Adressen skickar vidare för många gånger."
MOVED = "Har flyttat för gott till %s"
# Problems that only a machine with a connection meets.
REACHED = (REFUSED, CERTIFICATE, GARBLED, ROUND_AND_ROUND)


class NoAnswer(Exception):
    """Why an address gave none, in the words above."""


@contextmanager
def in_words():
    """Turn what the network raises into NoAnswer."""
    try:
        yield
    except TimeoutError as error:
        raise NoAnswer(TIMEOUT) from error
    except ssl.SSLError as error:
        raise NoAnswer(CERTIFICATE) from error
    except (ConnectionError, http.client.RemoteDisconnected) as error:
        raise NoAnswer(REFUSED) from error
    except OSError as error:
        raise NoAnswer(NO_CONNECTION) from error
    except http.client.InvalidURL as error:
        raise NoAnswer(MISSPELT) from error
    except http.client.HTTPException as error:
        raise NoAnswer(GARBLED) from error
