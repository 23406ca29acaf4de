"""The one way a step ends badly: a sentence, and what to do about it."""


class Failure(Exception):
    """Told to the person as it is, without a traceback. `advice` is a line or more of what to do next."""

    def __init__(self, sentence, advice=None):
        super().__init__(sentence)
        self.sentence = sentence
        self.advice = advice


def last_lines(path, count=6):
    """The end of a log, to stand under a sentence that blames its writer."""
    try:
        with open(path, errors="replace") as file:
            lines = [line.rstrip() for line in file.read()[-8000:].splitlines() if line.strip()]
    except OSError:
        return ""
    return "\n".join(line[:240] for line in lines[-count:])
