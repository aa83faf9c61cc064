"""A process is killed while it works on the second of three parts; the next one is not."""

import os
import signal

from kaohe.engine.batch.disk import Hands
from kaohe.engine.batch.disk.crew import done


def found(desk):
    hands, mark = Hands(2), desk.home / "died"

    def work(number):
        if number == 1 and not mark.exists():
            mark.touch()
            os.kill(os.getpid(), signal.SIGKILL)
        return number

    assert dict(done(range(3), work, hands.processes, hands.died)) == {0: 0, 1: 1, 2: 2}
    return tuple(hands.told)
