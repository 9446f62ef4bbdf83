/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "xu-composer.h"
#include "xu-empty-page.h"
#include "xu-intake.h"
#include "xu-job-actions.h"
#include "xu-job-status.h"
#include "xu-job-watch.h"
#include "xu-sidebar.h"
#include "xu-window.h"

G_BEGIN_DECLS

/* What the files of the window share: xu-window.c shows, -files.c takes files, -jobs.c carries out
 * what is asked of a job, -all.c what is asked of all, -accounts.c says whose posts they are,
 * -close.c ends it. */

struct _XuWindow
{
  AdwApplicationWindow parent_instance;

  AdwToastOverlay *toasts;
  GtkStack *stack;
  XuEmptyPage *empty_page;
  AdwStatusPage *failed_page;
  AdwLeaflet *leaflet;
  GtkWidget *job_pane;
  XuSidebar *sidebar;
  GtkWidget *job_menu_button;
  AdwWindowTitle *job_title;
  GtkLabel *facts_label;
  GtkStack *job_stack;
  XuJobStatus *status;
  XuComposer *composer;
  GtkRevealer *drop_revealer;

  XuJobActions *actions;                 /* (owned) */
  XuIntake *intake;                      /* (owned) */
  XuJobWatch *watch;                     /* (owned) (nullable): of what can be done with all jobs */
  guint all_id;                          /* source: to find that out anew */
  XuJobItem *item;                       /* (owned) (nullable): what is shown */
  GtkFileChooserNative *chooser;         /* (owned) (nullable): while it is open */
  gconstpointer seen_job;                /* (unowned): whose notification was taken back last, */
  XuJobState seen_state;                 /* of this state */
  gboolean is_asking;                    /* for an account */
  void (*close_again) (GtkWindow *self); /* (nullable): once nothing is under way beside the jobs */
  gboolean is_loaded;
  gboolean has_failed; /* to load: there may be jobs that are not shown */
};

XuApplication *xu_window_get_application (XuWindow *self);
XuEngine *xu_window_get_engine (XuWindow *self);

/* Returns: (transfer none): a dialog over the window, to be given its answers and shown; it goes by
 * itself */
AdwMessageDialog *xu_window_new_dialog (XuWindow *self, const char *heading, const char *body);

/*
 * xu-window-files.c
 */
void xu_window_files_init (XuWindow *self);
void xu_window_choose_files (XuWindow *self);

/* Takes the files that are on the clipboard. */
void xu_window_paste_files (XuWindow *self);

/* Asks for the place of a job's file. */
void xu_window_choose_again (XuWindow *self, XuJob *job);

/*
 * xu-window-jobs.c
 */
void xu_window_asked (XuWindow *self, XuJobVerbs verb);

/* A job that is not wanted any more, for others have come in its place: it is given up, and
 * forgotten as soon as that can be. */
void xu_window_give_up_job (XuWindow *self, XuJob *job);
void xu_window_show_details (XuWindow *self);

/*
 * xu-window-accounts.c
 */
void xu_window_accounts_install (GtkWidgetClass *widget_class);
void xu_window_accounts_init (XuWindow *self);

/* Signs somebody in; @wanted: (nullable): again, to this account. */
void xu_window_sign_in (XuWindow *self, XuAccount *wanted);

/*
 * xu-window-all.c
 */
void xu_window_all_install (GtkWidgetClass *widget_class);
void xu_window_all_init (XuWindow *self);
void xu_window_all_dispose (XuWindow *self);

/*
 * xu-window-close.c
 */
void xu_window_close_init (XuWindow *self);
gboolean xu_window_close_request (GtkWindow *window);

/* There is something to read: one that waits to be closed does not close by itself any more. */
void xu_window_keep_open (XuWindow *self);

G_END_DECLS
