# SPDX-License-Identifier: GPL-3.0-or-later
"""What the widgets are called that the tests look for: role and name, as a screen reader says them, in English."""

# The window.
CHOOSE_VIDEO = ('button', 'Choose Video…')
TRY_SANDBOX = ('button', 'Try It in the Sandbox')
MAIN_MENU = ('button', 'Main Menu')
MORE_ACTIONS = ('button', 'More Actions')
SEARCH = ('button', 'Search')
SEARCH_ENTRY = ('entry', 'Search uploads and history')
BACK = ('button', 'Back')
LIST = ('list', 'Uploads and history')
HISTORY_HEADING = 'History'
DROP_OVERLAY = ('label', 'Drop to upload')
EMPTY = ('label', 'Drop a video here')

# The composer.
TEXT = ('text', 'Text of the post')
POST = ('button', 'Post')
POST_WHEN_READY = ('button', 'Post When Ready')
DO_NOT_POST_YET = ('button', 'Don’t Post Yet')
DESCRIBE_ROW = 'Description'
DESCRIBE = ('label', 'Describe it for people who cannot see it')
DESCRIPTION = ('text', 'Description')
MADE_WITH_AI = ('check box', 'Made with AI')

# The state of a job: a status with GTK 4.8, a label with newer ones; and in the list.
PHASE = (('status bar', 'label'), None)
PROGRESS = ('progress bar', 'Progress')
PAUSE = ('button', 'Pause')
RESUME = ('button', 'Resume')
CANCEL = ('button', 'Cancel')
TRY_AGAIN = ('button', 'Try Again')
START_AGAIN = ('button', 'Start Again')
OPEN_POST = ('button', 'Open Post')
COPY_LINK = ('button', 'Copy Link')
DELETE_POST = ('button', 'Delete Post…')

# Dialogs.
KEEP_RUNNING = ('button', 'Keep Running')
PAUSE_AND_QUIT = ('button', 'Pause and Quit')
REMOVE = ('button', 'Remove')


def is_row_of(file_name):
    """A test of a node: whether it is the line of this file in the list."""
    return lambda node: node.name.startswith(file_name)
