#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Signing in, in the window, against the sandbox: the browser's part is done by the test."""

import os
import socket
import sys
import tempfile

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), 'support'))

from ui_test import DisplayTest, main, names, wait_until  # noqa: E402
import browser  # noqa: E402
import open_keyring  # noqa: E402

SIGN_IN = ('button', 'Sign In…')
CONTINUE = ('button', 'Continue in Browser')
DONE = ('button', 'Done')


class SignInTest(DisplayTest):
    more_options = ()

    def setUp(self):
        self.port = browser.find_free_port()
        self.sandbox_options = ('--processing', '0s', '--redirect-uri', f'http://127.0.0.1:{self.port}/callback', *self.more_options)
        super().setUp()

    def open_signed_out(self, **environment):
        return self.open(account=None, settings={'redirect-port': ('u', self.port)}, XUPLOADER_API_URL=self.sandbox.url, **environment)

    def picture(self, name):
        self.application.save_dialog_picture(f'sign-in-{name}')

    def click_row(self, name):
        """With the mouse, in the window that lies in front: rows have no action that a screen reader could ask for."""
        node = self.tree.wait('list item', name)
        left, top, _, _ = self.screen.geometry(self.screen.windows(self.application.pid)[-1])
        x, y, width, height = node.extents
        self.screen.click(left + x + width / 2, top + y + min(height / 2, 24))

    def choose(self, way):
        self.click_row(f'{way}*')

    def enter(self, title, text):
        self.tree.wait('text', title).set_text(text)

    def go_to_browser(self):
        """Up to the page of X: returns its address."""
        self.desktop.forget_opened()
        self.tree.click(*CONTINUE)
        self.tree.wait_text('Say Yes in Your Browser')
        opened = wait_until(self.desktop.opened, 'the browser is asked')
        return opened[0]

    def begin(self):
        self.tree.click(*SIGN_IN)
        self.choose('Sign in with your browser')
        self.enter('Client ID', self.sandbox.ready['client_id'])
        return self.go_to_browser()

    def sign_in(self, user=None):
        page = browser.follow(browser.decide(self.begin(), user=user))
        self.tree.wait_text('Signed In as @*')
        return page

    def close(self):
        self.tree.click(*DONE)
        self.tree.wait_gone(*DONE)

    def preferences(self):
        self.application.activate_action('preferences')
        self.tree.click('page tab', 'Accounts')

    def wait_for_posts_of(self, user):
        return wait_until(lambda: [post for post in self.sandbox.posts() if post['username'] == user], f'there is a post of {user}')


class Browser(SignInTest):
    def test_allow(self):
        """All the way: from the empty window to a post that is somebody's."""
        self.open_signed_out()
        self.tree.wait(*SIGN_IN)
        self.application.save_picture('sign-in-empty')
        self.tree.click(*SIGN_IN)
        self.tree.wait('list item', 'Sign in with your browser*')
        self.picture('choice')
        self.choose('Sign in with your browser')
        self.tree.wait(*CONTINUE, is_so=lambda node: not node.is_sensitive)
        self.enter('Client ID', self.sandbox.ready['client_id'])
        self.picture('app')
        url = self.go_to_browser()
        self.picture('wait')
        self.assertTrue(url.startswith(f'{self.sandbox.url}/i/oauth2/authorize?'), url)
        page = browser.follow(browser.decide(url))
        self.assertIn('X Uploader has its answer', page)
        self.tree.wait_text('Signed In as @sandbox')
        self.tree.wait_text('*this session only*')  # There is no keyring.
        self.picture('done-without-keyring')
        self.close()
        self.tree.wait_gone(*SIGN_IN)
        self.drop(self.video())
        self.tree.wait_text('Posts as @sandbox')
        self.write('As myself')
        self.application.save_picture('sign-in-composer')
        self.screen.key('ctrl+Return')
        post, = self.wait_for_posts()
        self.assertEqual(post['text'], 'As myself')
        self.preferences()
        self.tree.wait_text('@sandbox')
        self.picture('accounts')

    def test_deny(self):
        self.open_signed_out()
        browser.follow(browser.decide(self.begin(), is_allowed=False))
        self.tree.wait_text('You Said No in the Browser')
        self.picture('denied')
        self.tree.click(*names.TRY_AGAIN)
        self.tree.wait_text('Say Yes in Your Browser')
        self.screen.key('Escape')
        self.tree.wait_gone('label', 'Say Yes in Your Browser')
        self.tree.wait(*SIGN_IN)

    def test_cancel_frees_the_port(self):
        self.open_signed_out()
        self.begin()
        self.tree.click('button', 'Back')
        self.tree.wait(*CONTINUE)
        browser.follow(browser.decide(self.go_to_browser()))
        self.tree.wait_text('Signed In as @sandbox')

    def test_unknown_app(self):
        """X tells that on its page, so nobody comes back."""
        self.open_signed_out()
        self.tree.click(*SIGN_IN)
        self.choose('Sign in with your browser')
        self.enter('Client ID', 'unknown')
        status, _, page = browser.fetch(self.go_to_browser())
        self.assertEqual(status, 400, page)

    def test_paste(self):
        self.open_signed_out()
        location = browser.decide(self.begin())
        self.enter('Address from the browser', 'https://x.com/')
        self.tree.click('button', 'Use This Address')
        self.tree.wait_text('This is not the address*')
        self.picture('paste-wrong')
        self.enter('Address from the browser', location)
        self.tree.click('button', 'Use This Address')
        self.tree.wait_text('Signed In as @sandbox')

    def test_port_taken(self):
        self.open_signed_out()
        with socket.socket() as other:
            other.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            other.bind(('127.0.0.1', self.port))
            other.listen()
            self.tree.click(*SIGN_IN)
            self.choose('Sign in with your browser')
            self.enter('Client ID', self.sandbox.ready['client_id'])
            self.tree.click(*CONTINUE)
            self.tree.wait_text('The Browser Cannot Come Back by Itself')
            self.picture('port-taken')
            self.tree.click('button', 'Go On Without It')
            opened = wait_until(self.desktop.opened, 'the browser is asked')
            self.enter('Address from the browser', browser.decide(opened[0]))
            self.tree.click('button', 'Use This Address')
            self.tree.wait_text('Signed In as @sandbox')


class LessGranted(SignInTest):
    more_options = ('--grant-scopes', 'tweet.read tweet.write users.read offline.access')

    def test_without_media(self):
        self.open_signed_out()
        self.sign_in()
        self.tree.wait('list item', 'Uploads are not allowed*')
        self.picture('done-without-media')
        self.tree.click('button', 'Sign In Again')
        self.tree.wait(*CONTINUE)


class Keys(SignInTest):
    def enter_keys(self, secret):
        keys = self.sandbox.ready['oauth1']
        self.tree.click(*SIGN_IN)
        self.choose('Use keys')
        self.enter('API key (consumer key)', keys['consumer_key'])
        self.enter('API key secret (consumer secret)', keys['consumer_secret'])
        self.enter('Access token of your account', keys['token'])
        self.enter('Access token secret', secret)

    def submit(self):
        self.tree.click('button', 'Sign In')

    def test_keys(self):
        self.open_signed_out()
        self.enter_keys(self.sandbox.ready['oauth1']['token_secret'])
        self.picture('keys')
        self.submit()
        self.tree.wait_text('Signed In as @sandbox')

    def test_wrong_keys(self):
        self.open_signed_out()
        self.enter_keys('wrong')
        self.submit()
        self.tree.wait_text('X Does Not Take the Sign-In')
        self.picture('keys-refused')
        self.tree.click(*names.TRY_AGAIN)
        self.enter('Access token secret', self.sandbox.ready['oauth1']['token_secret'])
        self.submit()
        self.tree.wait_text('Signed In as @sandbox')

    def test_token(self):
        self.open_signed_out()
        self.tree.click(*SIGN_IN)
        self.choose('Paste an access token')
        self.enter('Access token', 'wrong')
        self.submit()
        self.tree.wait_text('X Does Not Take the Sign-In')
        self.tree.click(*names.TRY_AGAIN)
        self.enter('Access token', self.sandbox.ready['access_token'])
        self.picture('token')
        self.submit()
        self.tree.wait_text('Signed In as @sandbox')


class Accounts(SignInTest):
    def add(self, user):
        self.preferences()
        self.tree.click('button', 'Add Account…')
        self.choose('Sign in with your browser')
        url = self.go_to_browser()
        browser.follow(browser.decide(url, user=user))
        self.tree.wait_text(f'Signed In as @{user}')
        self.close()
        self.tree.wait_text(f'@{user}')

    def test_sign_out(self):
        self.open_signed_out()
        self.sign_in()
        self.close()
        self.drop(self.video())
        self.tree.wait_text('Posts as @sandbox')
        self.wait_for_phase('Ready to post')
        self.preferences()
        self.tree.click('button', 'Sign Out…')
        self.tree.wait_text('*1 post of this account is not finished*')
        self.picture('sign-out')
        self.tree.click('button', 'Sign Out')
        self.tree.wait_text('No account yet')
        wait_until(lambda: self.sandbox.requests().get('revoke'), 'X is told')
        self.screen.key('Escape')
        self.tree.wait_text('Not signed in to 127.0.0.1')
        self.tree.wait(*SIGN_IN)
        self.application.save_picture('sign-in-signed-out')

    def test_switch(self):
        """A draft becomes another account's: it goes up once more, and the first one is forgotten."""
        self.open_signed_out()
        self.sign_in()
        self.close()
        self.add('somebody_else')
        self.picture('two-accounts')
        self.screen.key('Escape')
        self.drop(self.video())
        self.write('Whose?')
        self.tree.wait_text('Posts as @sandbox')
        self.wait_for_phase('Ready to post')
        self.application.save_picture('sign-in-switch')
        self.choose_from_menu(('button', 'Post as another account'), '@somebody_else')
        self.tree.wait_text('Posts as @somebody_else')
        self.wait_for_phase('Ready to post')
        self.assertEqual(len(self.rows()), 1)
        self.assertEqual(self.tree.wait(*names.TEXT).text, 'Whose?')
        self.tree.click(*names.POST)
        self.wait_for_phase('Posted')
        self.wait_for_posts(1)

    def test_another_one_than_wanted(self):
        self.open_signed_out()
        self.sign_in()
        self.close()
        self.preferences()
        self.tree.click('button', 'Sign In Again…')  # Nothing keeps what was signed in with, so that its row is open.
        url = self.go_to_browser()
        browser.follow(browser.decide(url, user='somebody_else'))
        self.tree.wait('list item', 'This is another account*')
        self.picture('another')


class SignInAgain(SignInTest):
    more_options = ('--fault', 'initialize@1 status=401', '--fault', 'token@2 status=400 body=\'{"error":"invalid_grant"}\'')

    def test_taken_back(self):
        """The job waits, says so, and goes on by itself; meanwhile it can be posted, which waits, too."""
        self.open_signed_out()
        self.sign_in()
        self.close()
        self.drop(self.video())
        self.tree.wait('button', 'Sign In…')
        self.wait_for_phase('Waits until you sign in again')
        self.write('Later')
        self.tree.click(*names.POST_WHEN_READY)
        self.tree.wait_text('It will be posted once its account is there again.')
        self.application.save_picture('sign-in-again')
        self.tree.click('button', 'Sign In…')
        browser.follow(browser.decide(self.go_to_browser()))
        self.tree.wait_text('Signed In as @sandbox')
        self.close()
        post, = self.wait_for_posts()
        self.assertEqual(post['text'], 'Later')


    def test_closing_does_not_ask(self):
        """What waits for its user alone goes on when that is there again."""
        application = self.open_signed_out()
        self.sign_in()
        self.close()
        self.drop(self.video())
        self.wait_for_phase('Waits until you sign in again')
        self.screen.ask_to_close(application.window)
        application.wait_for_end()


class Keyring(SignInTest):
    def setUp(self):
        if not open_keyring.is_there():
            self.skipTest('there is no gnome-keyring')
        super().setUp()
        home = tempfile.TemporaryDirectory(prefix='xu-keyring-')
        self.addCleanup(home.cleanup)
        process = open_keyring.start(self.desktop, home.name)
        self.addCleanup(open_keyring.end, self.desktop, process)

    def test_restart(self):
        application = self.open_signed_out()
        self.sign_in()
        self.assertIsNone(self.tree.find('label', '*this session only*'))
        self.picture('done')
        self.close()
        application.activate_action('quit')
        application.wait_for_end()
        application.start()
        application.focus()
        self.assertIsNone(self.tree.find(*SIGN_IN))
        self.drop(self.video())
        self.tree.wait_text('Posts as @sandbox')
        self.tree.click('button', lambda node: node.name in ('Post', 'Post When Ready'))
        self.wait_for_posts()


class Narrow(SignInTest):
    """On a telephone, dark: nothing lies outside. The pictures are for a person."""

    def check(self, what):
        """Without a compositor GTK draws an edge around the window, which is none of it."""
        dialog = self.screen.windows(self.application.pid)[-1]
        self.screen.place(dialog, 40, 40, 360, 640)
        wait_until(lambda: self.screen.geometry(dialog)[2] <= 370, f'{what} is narrow')
        nodes = [node for node in self.tree.read().walk() if node.role in ('button', 'label', 'text', 'list item')
                 and node.window.extents[2] <= 370 and node.is_showing]
        self.assertNotEqual(nodes, [], what)
        outside = [node for node in nodes if node.extents[0] < 0 or node.extents[0] + node.extents[2] > 370]
        self.assertEqual(outside, [], what)
        self.assertEqual(self.tree.audit(), [], what)
        self.picture(f'narrow-{what}')

    def test_all_pages(self):
        self.open_signed_out(ADW_DEBUG_COLOR_SCHEME='prefer-dark')
        self.tree.click(*SIGN_IN)
        self.tree.wait('list item', 'Sign in with your browser*')
        self.check('choice')
        self.choose('Use keys')
        self.tree.wait('text', 'Access token secret')
        self.check('keys')
        self.tree.click('button', 'Back')
        self.choose('Sign in with your browser')
        self.enter('Client ID', self.sandbox.ready['client_id'])
        self.check('app')
        url = self.go_to_browser()
        self.check('wait')
        browser.follow(browser.decide(url))
        self.tree.wait_text('Signed In as @*')
        self.check('done')
        self.close()
        self.preferences()
        self.tree.wait_text('@sandbox')
        self.check('accounts')


if __name__ == '__main__':
    main()
