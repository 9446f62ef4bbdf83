# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs the tests of a program in Python, or those that its arguments name, and prints what meson reads."""

import sys
import unittest


class TapResult(unittest.TestResult):
    """Prints what meson reads."""

    def __init__(self):
        super().__init__()
        self.n = 0

    def tell(self, is_ok, test, text=''):
        self.n += 1
        print(f'{"ok" if is_ok else "not ok"} {self.n} - {test.id().partition(".")[2]}')
        for line in text.splitlines():
            print(f'# {line}')
        sys.stdout.flush()

    def addSuccess(self, test):
        self.tell(True, test)

    def addFailure(self, test, err):
        super().addFailure(test, err)
        self.tell(False, test, self.failures[-1][1])

    def addError(self, test, err):
        super().addError(test, err)
        self.tell(False, test, self.errors[-1][1])

    def addSubTest(self, test, subtest, err):
        super().addSubTest(test, subtest, err)
        if err is not None:
            problems = self.failures if issubclass(err[0], test.failureException) else self.errors
            self.tell(False, subtest, problems[-1][1])

    def addSkip(self, test, reason):
        self.n += 1
        print(f'ok {self.n} - {test.id()} # SKIP {reason}')


def main():
    names = sys.argv[1:]
    module = sys.modules['__main__']
    suite = (unittest.defaultTestLoader.loadTestsFromNames(names, module) if names
             else unittest.defaultTestLoader.loadTestsFromModule(module))
    result = TapResult()
    suite.run(result)
    print(f'1..{result.n}')
    sys.exit(0 if result.wasSuccessful() and result.n else 1)
