#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What was posted: opened, copied, deleted, searched, cleared."""

import os
import subprocess
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), 'support'))

from ui_test import DisplayTest, main, names, wait_until  # noqa: E402


class History(DisplayTest):
    def open_with_posts(self, **options):
        """An application that finds posts in its journal: one that the sandbox has, by the command line, and some others."""
        application = self.make(**options)
        environment = application.environment | {'G_DEBUG': ''}
        subprocess.run([os.environ['XU_CLI'], 'upload', self.video('harbour.mp4'), '--text', 'Ships come in'], check=True, timeout=60,
                       env=environment, stdout=subprocess.DEVNULL)
        subprocess.run([os.environ['XU_CLI'], 'upload', self.video('concert.mp4'), '--text', 'Loud'], check=True, timeout=60,
                       env=environment, stdout=subprocess.DEVNULL)
        application.start()
        application.focus()
        return application

    def test_open_and_copy(self):
        application = self.open_with_posts()
        self.select('harbour.mp4')
        post = next(post for post in self.sandbox.posts() if post['text'] == 'Ships come in')
        self.tree.click(*names.OPEN_POST)
        address = f'{self.sandbox.url}/i/status/{post["id"]}'
        wait_until(lambda: self.desktop.opened() == [address], 'the browser is asked')
        application.save_picture('history')
        self.tree.click(*names.COPY_LINK)
        self.tree.wait_text('The link was copied')
        self.tree.click(*names.SEARCH)
        self.tree.wait(*names.SEARCH_ENTRY, lambda node: 'focused' in node.states)
        self.screen.key('ctrl+v')
        self.tree.wait(*names.SEARCH_ENTRY, lambda node: node.text == address)

    def test_delete(self):
        application = self.open_with_posts()
        self.select('harbour.mp4')
        self.tree.click(*names.DELETE_POST)
        self.tree.wait('button', 'Delete Post')
        application.save_dialog_picture('delete')
        self.tree.click('button', 'Delete Post')
        self.wait_for_phase('Deleted')
        self.assertEqual([post['text'] for post in self.sandbox.posts()], ['Loud'])
        self.assertIsNone(self.tree.find(*names.OPEN_POST))

    def test_search(self):
        application = self.open_with_posts()
        self.wait_for_row('harbour.mp4')
        self.screen.key('ctrl+f')
        self.tree.wait(*names.SEARCH_ENTRY, lambda node: 'focused' in node.states)
        self.screen.type('SHIPS')
        wait_until(lambda: [row.name.split(',')[0] for row in self.rows()] == ['harbour.mp4'], 'one is found, by its text')
        application.save_picture('search')
        self.screen.key('ctrl+a')
        self.screen.type('concert')
        wait_until(lambda: [row.name.split(',')[0] for row in self.rows()] == ['concert.mp4'], 'one is found, by its name')
        self.screen.type('xyz')
        self.tree.wait_text('Nothing found')
        application.save_picture('nothing-found')
        self.screen.key('Escape')
        wait_until(lambda: len(self.rows()) == 2, 'all are there again')

    def wait_for_menu(self, *enabled):
        """What of the actions for all jobs can be chosen."""
        every = ('Pause All', 'Resume All', 'Cancel All…', 'Clear History…')
        self.tree.click(*names.MAIN_MENU)
        for name in every:
            self.tree.wait('menu item', name, lambda node, name=name: node.is_sensitive == (name in enabled))
        self.screen.key('Escape')
        self.tree.wait_gone('menu item', every[0])

    def test_all_jobs(self):
        """What there is nothing to do with cannot be chosen."""
        self.open(settings={'start-on-drop': ('b', False)})
        self.drop(self.video())
        self.wait_for_phase('Paused')
        self.wait_for_menu('Resume All', 'Cancel All…')
        self.choose_from_menu(names.MAIN_MENU, 'Resume All')
        self.wait_for_phase('Ready to post')
        self.wait_for_menu()
        self.write('Done')
        self.screen.key('ctrl+Return')
        self.wait_for_phase('Posted')
        self.wait_for_menu('Clear History…')

    def test_remove_and_clear(self):
        self.open_with_posts()
        self.select('harbour.mp4')
        self.screen.key('Delete')
        wait_until(lambda: len(self.rows()) == 1, 'it is gone')
        self.choose_from_menu(names.MAIN_MENU, 'Clear History…')
        self.tree.click('button', 'Clear')
        self.tree.wait(*names.EMPTY)
        self.assertEqual(len(self.sandbox.posts()), 2, 'the posts themselves stay')


if __name__ == '__main__':
    main()
