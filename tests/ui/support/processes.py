# SPDX-License-Identifier: GPL-3.0-or-later
"""Processes that a test starts, and those that they start: all are ended by their number, and none is left."""

import ctypes
import os
import select
import signal
import subprocess
import time

PR_SET_CHILD_SUBREAPER = 36
PATIENCE = 10  # seconds: how long a process may take to end by itself


def wait_until(get, what, seconds=60, interval=0.05):
    """Asks until the answer is true, and returns it; what comes to pass in time is no failure, however slow the machine."""
    deadline = time.monotonic() + seconds
    while True:
        answer = get()
        if answer:
            return answer
        if time.monotonic() > deadline:
            raise AssertionError(f'waited in vain for {seconds} s: {what}')
        time.sleep(interval)


def read_line(fd, what, seconds=20):
    """The first line of a pipe."""
    text = b''
    deadline = time.monotonic() + seconds
    while not text.endswith(b'\n'):
        ready, _, _ = select.select([fd], [], [], max(0, deadline - time.monotonic()))
        part = os.read(fd, 4096) if ready else b''
        if not part:
            raise AssertionError(f'{what} did not start')
        text += part
    return text.decode().strip()


def is_alive(pid):
    try:
        with open(f'/proc/{pid}/stat', encoding='utf-8', errors='replace') as file:
            return file.read().rpartition(')')[2].split()[0] != 'Z'
    except OSError:
        return False


class Family:
    """What this process started. Who loses its parent becomes a child of ours instead of the system's, so that a D-Bus service or
    the like can be found and ended too."""

    def __init__(self, folder):
        self.folder = folder
        self.processes = []
        if ctypes.CDLL(None, use_errno=True).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0) != 0:
            raise OSError(ctypes.get_errno(), 'prctl')

    def log_path(self, name):
        return os.path.join(self.folder, f'{name}.log')

    def log(self, name):
        try:
            with open(self.log_path(name), encoding='utf-8', errors='replace') as file:
                return file.read()
        except FileNotFoundError:
            return ''

    def start(self, name, command, environment, **options):
        """Starts a process whose output goes to the end of the log of that name."""
        with open(self.log_path(name), 'ab') as log:
            process = subprocess.Popen(command, env=environment,
                                       **{'stdin': subprocess.DEVNULL, 'stdout': log, 'stderr': subprocess.STDOUT, **options})
        self.processes.append(process)
        return process

    def start_and_read(self, name, command, environment):
        """Starts a process that writes where it can be reached to the descriptor whose number its command has as a {}."""
        reader, writer = os.pipe()
        try:
            process = self.start(name, [part.format(writer) for part in command], environment, pass_fds=[writer])
            os.close(writer)
            writer = None
            return process, read_line(reader, command[0])
        except AssertionError as error:
            raise AssertionError(f'{error}: {self.log(name)}') from None
        finally:
            os.close(reader)
            if writer is not None:
                os.close(writer)

    def end(self, process, wanted=signal.SIGTERM):
        """Ends one, and returns its exit status."""
        if process.poll() is None:
            process.send_signal(wanted)
            try:
                process.wait(PATIENCE)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait(PATIENCE)
        if process in self.processes:
            self.processes.remove(process)
        return process.returncode

    def find_adopted(self):
        """The children of this process that it did not start."""
        own = {process.pid for process in self.processes}
        adopted = []
        for name in os.listdir('/proc'):
            if not name.isdigit() or int(name) in own:
                continue
            try:
                with open(f'/proc/{name}/stat', encoding='utf-8', errors='replace') as file:
                    parent = file.read().rpartition(')')[2].split()[1]
            except OSError:
                continue
            if int(parent) == os.getpid():
                adopted.append(int(name))
        return adopted

    def end_adopted(self):
        deadline = time.monotonic() + PATIENCE
        while adopted := self.find_adopted():
            for pid in adopted:
                try:
                    os.kill(pid, signal.SIGTERM if time.monotonic() < deadline else signal.SIGKILL)
                    os.waitpid(pid, os.WNOHANG)
                except (ProcessLookupError, ChildProcessError):
                    pass
            if time.monotonic() > deadline + PATIENCE:
                raise AssertionError(f'processes {adopted} do not end')
            time.sleep(0.02)

    def end_all(self):
        """The youngest first."""
        for process in reversed(self.processes.copy()):
            self.end(process)
        self.end_adopted()
