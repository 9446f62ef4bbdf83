/* SPDX-License-Identifier: GPL-3.0-or-later */
/* For LD_PRELOAD: the application finds its translations in XU_TRANSLATIONS, where a build has them
 * that is not installed. Nobody else's are meant. */

#include <dlfcn.h>
#include <stdlib.h>
#include <string.h>

char *bindtextdomain (const char *domain, const char *folder);

char *
bindtextdomain (const char *domain, const char *folder)
{
  char *(*real) (const char *, const char *) = NULL;
  const char *ours = getenv ("XU_TRANSLATIONS");

  *(void **) &real = dlsym (RTLD_NEXT, "bindtextdomain");

  return real (domain, ours != NULL && strcmp (domain, "xuploader") == 0 ? ours : folder);
}
