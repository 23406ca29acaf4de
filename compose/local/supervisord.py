"""supervisord, with one repair.

A descriptor that says only POLLERR is neither readable nor writable to supervisor 4.3, so it polls again at once, for ever, and
takes a core: it happens when the number of a closed output pipe is used again for the input of a program that closed its own
end, as Podman does. Such a descriptor has nothing to say: it is left out, as one that is not open is.
"""

import select

from supervisor import poller
from supervisor.supervisord import main

ignore_invalid = poller.PollPoller._ignore_invalid


def ignore_broken(self, fd, mask):
    if mask == select.POLLERR:
        mask |= select.POLLNVAL
    return ignore_invalid(self, fd, mask)


if __name__ == "__main__":
    poller.PollPoller._ignore_invalid = ignore_broken
    main()
