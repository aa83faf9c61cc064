"""Whoever works on the second of three parts is killed."""

import os
import signal

from kaohe.engine.batch.disk import Died, Hands, lost
from kaohe.engine.batch.disk.crew import done


def found(_desk):
    hands = Hands(2)

    def work(number):
        if number == 1:
            os.kill(os.getpid(), signal.SIGKILL)
        return number

    try:
        dict(done(range(3), work, hands.processes, hands.died))
    except Died as died:
        return (lost(died),)
    return ()
