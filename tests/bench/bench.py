#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Measures an upload through the engine beside curl's one PUT of the same bytes to the same server, on loopback.

Usage: bench.py CLIENT [--runs N] [--mib N]

CLIENT is the bench-client of the build. Prints tables in Markdown; the exit status is 1 when a target was missed
and 77 when Go or curl is not there. Runs are interleaved, so that another load of the machine meets both alike.
"""

import argparse
import json
import os
import pathlib
import shutil
import ssl
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request

HERE = pathlib.Path(__file__).resolve().parent
MIB = 1024 * 1024
LIMIT = 300  # seconds: the longest that any process may run
MP4 = b'\0\0\0\x18ftypmp42\0\0\0\0mp42isom'
BLOCK = os.urandom(MIB)
NAMES = {'http1': 'HTTP/1.1', 'http2': 'HTTP/2'}


class Missing(Exception):
    """What the benchmark cannot do without is not there."""


def make_file(path, size, is_sparse):
    """A file that is taken for a video. TLS makes all bytes alike, so that random ones take as long as none."""
    with open(path, 'wb') as file:
        file.write(MP4)
        while not is_sparse and file.tell() < size:
            file.write(BLOCK[:size - file.tell()])
        file.truncate(size)
    return path


def run(command):
    """Runs it to its end: wall clock in seconds, CPU in seconds, peak memory in MiB (at least that of this program)."""
    begun = time.monotonic()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    pid = 0
    try:
        while pid == 0:
            pid, status, usage = os.wait4(process.pid, os.WNOHANG)
            if pid == 0 and time.monotonic() - begun > LIMIT:
                raise TimeoutError(f'{command[0]}: more than {LIMIT} s')
            if pid == 0:
                time.sleep(0.002)
    finally:
        if pid == 0:
            process.kill()
            process.wait()
        else:
            process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        raise RuntimeError(f'{" ".join(map(str, command))}: exit status {process.returncode}')
    return time.monotonic() - begun, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


class Server:
    """The server that discards, for the time of a `with`."""

    def __init__(self, program, folder, protocol, *options):
        self.protocol = protocol
        self.certificate = folder / f'{protocol}.pem'
        self.command = [program, '--certificate', self.certificate, '--until-eof', *options]
        self.command += ['--h1'] if protocol == 'http1' else []

    def __enter__(self):
        self.process = subprocess.Popen(self.command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        line = self.process.stdout.readline()
        if not line:
            raise RuntimeError('the server did not start')
        self.url = json.loads(line)['url']
        self.trust = ssl.create_default_context(cafile=self.certificate)
        self.opener = urllib.request.build_opener(urllib.request.ProxyHandler({}),
                                                  urllib.request.HTTPSHandler(context=self.trust))
        return self

    def __exit__(self, *_):
        self.process.stdin.close()
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self.process.stdout.close()

    def count(self):
        with self.opener.open(self.url + '/counters', timeout=10) as answer:
            return json.load(answer)

    def measure(self, command, size):
        """Runs a client and makes sure that it sent those bytes over the server's protocol."""
        self.count()
        figures = run(command)
        counted = self.count()
        other = {'http1': 'http2', 'http2': 'http1'}[self.protocol]
        if not size <= counted['bytes'] <= size + size // 100 + 64 * 1024:
            raise RuntimeError(f'{command[0]}: {counted["bytes"]} bytes arrived, not {size}')
        if counted[self.protocol] == 0 or counted[other] > 0:
            raise RuntimeError(f'{command[0]}: not over {NAMES[self.protocol]}: {counted}')
        return figures


class Bench:
    def __init__(self, arguments, folder):
        self.arguments = arguments
        self.folder = folder
        self.curl = shutil.which('curl')
        go = shutil.which('go')
        if go is None or self.curl is None:
            raise Missing('the benchmark needs Go and curl (Debian: apt install golang-go curl)')
        self.server = folder / 'discard-server'
        subprocess.run([go, 'build', '-o', self.server, HERE / 'discard-server.go'], check=True, timeout=LIMIT,
                       env=os.environ | {'GO111MODULE': 'off', 'GOFLAGS': '', 'GOCACHE': str(folder / 'go-cache')})
        self.missed = []

    def ours(self, server, path, *options):
        return [self.arguments.client, '--base-url', server.url, '--ca-file', server.certificate, *options, path]

    def put(self, server, path):
        return [self.curl, '--silent', '--show-error', '--fail', '--noproxy', '*', '--cacert', server.certificate,
                '--output', '/dev/null', '--upload-file', path, server.url + '/put']

    def judge(self, what, is_met):
        if not is_met:
            self.missed.append(what)
        return 'met' if is_met else '**MISSED**'

    def beside_curl(self):
        size = self.arguments.mib * MIB
        path = make_file(self.folder / 'video.mp4', size, is_sparse=False)
        with Server(self.server, self.folder, 'http1') as http1, Server(self.server, self.folder, 'http2') as http2:
            clients = {(name, server.protocol): (server, command(server, path))
                       for server in (http1, http2) for name, command in (('curl', self.put), ('engine', self.ours))}
            for server, command in clients.values():
                server.measure(command, size)  # Not counted: the file and the libraries come into memory.
            rounds = [{key: server.measure(command, size) for key, (server, command) in clients.items()}
                      for _ in range(self.arguments.runs)]
        os.unlink(path)
        self.print_beside_curl({key: [statistics.median(column) for column in zip(*(one[key] for one in rounds))]
                                for key in clients})

    def print_beside_curl(self, medians):
        gib = self.arguments.mib / 1024
        print(f'\n{self.arguments.mib} MiB over TLS on loopback, median of {self.arguments.runs}, interleaved, start of '
              'the process included:\n')
        print('| client | MB/s | of curl, same protocol | of curl, HTTP/1.1 | CPU s per GiB |')
        print('|---|---|---|---|---|')
        for (name, protocol), (wall, cpu, _) in medians.items():
            same = medians['curl', protocol][0] / wall
            best = medians['curl', 'http1'][0] / wall
            print(f'| {name}, {NAMES[protocol]} | {self.arguments.mib * MIB / wall / 1e6:.0f} | {same:.2f} | {best:.2f} '
                  f'| {cpu / gib:.2f} |')
        print()
        for protocol, least in (('http1', 0.4), ('http2', 0.6)):
            ratio = medians['curl', 'http1'][0] / medians['engine', protocol][0]
            verdict = self.judge(f'{NAMES[protocol]} beside curl', ratio >= least)
            print(f'* engine over {NAMES[protocol]}, of curl\'s one PUT over HTTP/1.1: {ratio:.2f}, '
                  f'at least {least} wanted: {verdict}', flush=True)

    def memory(self):
        size = 8 * 1024 * MIB
        path = make_file(self.folder / 'large.mp4', size, is_sparse=True)
        for protocol, name in NAMES.items():
            with Server(self.server, self.folder, protocol) as server:
                _, _, peak = server.measure(self.ours(server, path), size)
            verdict = self.judge(f'memory over {name}', peak < 64)
            print(f'* peak memory of an upload of 8 GiB over {name}: {peak:.1f} MiB, under 64 MiB wanted: {verdict}',
                  flush=True)
        os.unlink(path)

    def latency(self):
        size = 128 * MIB
        path = make_file(self.folder / 'video.mp4', size, is_sparse=True)
        with Server(self.server, self.folder, 'http1', '--latency', '100ms') as server:
            ours = self.ours(server, path)
            single = self.ours(server, path, '--parallel', '1', '--segment-kib', '1024')
            figures = [(server.measure(ours, size)[0], server.measure(single, size)[0])
                       for _ in range(3)]
        os.unlink(path)
        wall, wall_single = (statistics.median(column) for column in zip(*figures))
        verdict = self.judge('100 ms an answer', wall_single / wall >= 3)
        print(f'* 128 MiB with 100 ms before each answer: {wall:.2f} s; 1 MiB one after another: {wall_single:.2f} s; '
              f'{wall_single / wall:.1f} times as fast, at least 3 wanted: {verdict}')


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument('client')
    parser.add_argument('--runs', type=int, default=5)
    parser.add_argument('--mib', type=int, default=512)
    arguments = parser.parse_args()
    try:
        with tempfile.TemporaryDirectory(prefix='xu-bench-', dir=os.environ.get('TMPDIR', '/var/tmp')) as name:
            bench = Bench(arguments, pathlib.Path(name))
            bench.beside_curl()
            bench.memory()
            bench.latency()
    except Missing as missing:
        print(f'Skipped: {missing}')
        return 77
    for what in bench.missed:
        print(f'MISSED: {what}')
    return 1 if bench.missed else 0


if __name__ == '__main__':
    sys.exit(main())
