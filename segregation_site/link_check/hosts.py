"""Hosts asked at the same time, each one address at a time and with a pause between."""

import queue
import threading
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import urlsplit

AT_ONCE = 6
BETWEEN = 1.0  # seconds between two requests to one host


def ask_by_host(urls, ask, receive):
    """Call `receive`, in this thread, with each address and what `ask` says of it, as it comes."""
    by_host, answers, stop = {}, queue.SimpleQueue(), threading.Event()
    for url in urls:
        by_host.setdefault(host_of(url), []).append(url)
    with ThreadPoolExecutor(AT_ONCE) as pool:
        try:
            for theirs in by_host.values():
                pool.submit(ask_host, theirs, ask, answers, stop)
            for _url in urls:
                url, answer = answers.get()
                if isinstance(answer, BaseException):
                    raise answer
                receive(url, answer)
        finally:
            stop.set()


def ask_host(urls, ask, answers, stop):
    """Put (address, Answer) for each; an exception is handed over as what it is."""
    for number, url in enumerate(urls):
        if stop.wait(BETWEEN if number else 0):
            return
        try:
            answers.put((url, ask(url)))
        except BaseException as error:
            answers.put((url, error))
            raise


def host_of(url):
    try:
        return urlsplit(url).hostname or ""
    except ValueError:
        return ""
