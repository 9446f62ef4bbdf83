# SPDX-License-Identifier: GPL-3.0-or-later
"""What the widgets are called that the tests look for: role and name, as a screen reader says them, in English."""
