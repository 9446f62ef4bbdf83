/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "xu-sign-in.h"

G_BEGIN_DECLS

/**
 * XuSignInLink:
 *
 * What holds the two halves of a sign-in together: XuSignIn in the front's thread, its flow in the
 * engine's. Counted atomically; each half may go first.
 */
typedef struct _XuSignInLink XuSignInLink;

XuSignInLink *xu_sign_in_link_new (GMainContext *front, GMainContext *engine);
XuSignInLink *xu_sign_in_link_ref (XuSignInLink *link);
void xu_sign_in_link_unref (XuSignInLink *link);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (XuSignInLink, xu_sign_in_link_unref)

/* The front half, set and cleared (%NULL) in the front's thread, where it is called. */
typedef void (*XuSignInLinkStepFunc) (XuSignInStep step, gpointer front);
void xu_sign_in_link_set_front (XuSignInLink *link, XuSignInLinkStepFunc func, gpointer front);

/* The engine's half, set and cleared (%NULL) in the engine's thread, where it is called. */
typedef void (*XuSignInLinkCodeFunc) (const char *code, gpointer flow);
void xu_sign_in_link_set_flow (XuSignInLink *link, XuSignInLinkCodeFunc func, gpointer flow);

/* Crosses to the front. From the engine's thread. */
void xu_sign_in_link_send_step (XuSignInLink *link, XuSignInStep step);

/* Crosses to the engine. From the front's thread. @code: a secret; taken */
void xu_sign_in_link_send_code (XuSignInLink *link, char *code);

G_END_DECLS
