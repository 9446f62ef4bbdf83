#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Uploads under faults and kills, by seed: nothing is lost, and nothing is posted twice.

Each seed makes files, a sandbox that misbehaves and a row of interruptions; the real command line is run, killed, interrupted and
resumed until the post is there. What the sandbox has and what it was asked, and the journal, are judged afterwards.

    test-chaos.py [--first N] [--count N] [--jobs N] [--keep]

The environment names the programs: XU_CLI and XU_SANDBOX. A seed that failed is run again alone by `--first SEED --count 1`.
"""

import argparse
import concurrent.futures
import os
import sys
import traceback

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), os.pardir, 'cli'))

import chaos_run  # noqa: E402
from chaos_scenario import Scenario  # noqa: E402


def run_seed(seed, keep):
    """None, or what went wrong with all that is known about it."""
    scenario = Scenario(seed)
    run = chaos_run.Run(scenario)
    problem = None
    try:
        run.drive()
        run.judge()
    except Exception as error:  # pylint: disable=broad-except  # Whatever it is, the seed has failed.
        what = str(error) if isinstance(error, AssertionError) else traceback.format_exc()
        problem = '\n'.join([what, *scenario.describe(), *run.describe()])
    finally:
        run.close(keep or problem is not None and os.environ.get('XU_CHAOS_KEEP') is not None)
    return problem, run.summary()


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument('--first', type=int, default=1, help='the first seed')
    parser.add_argument('--count', type=int, default=10, help='how many seeds')
    parser.add_argument('--jobs', type=int, default=1, help='how many at once')
    parser.add_argument('--keep', action='store_true', help='leave the folders of the seeds')
    options = parser.parse_args()

    n_failed = 0
    seeds = range(options.first, options.first + options.count)
    with concurrent.futures.ThreadPoolExecutor(options.jobs) as pool:
        results = pool.map(lambda seed: run_seed(seed, options.keep), seeds)
        for number, (seed, (problem, summary)) in enumerate(zip(seeds, results), 1):
            print(f'{"not ok" if problem else "ok"} {number} - seed {seed}: {summary}')
            for line in (problem or '').splitlines():
                print(f'# {line}')
            sys.stdout.flush()
            n_failed += problem is not None
    print(f'1..{len(seeds)}')
    sys.exit(1 if n_failed else 0)


if __name__ == '__main__':
    main()
