/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The preferences: what they show is what is set, and the other way round. */

#include "config.h"

#include "data-folder.h"
#include "display-fixture.h"
#include "xu-accounts-page.h"
#include "xu-preferences-window.h"
#include "xu-rate-entry.h"

typedef struct
{
  GSettings *settings;
  XuEngine *engine;
  XuSandboxAccess *sandbox;
  XuPreferencesWindow *window; /* unowned: GTK has it */
} Fixture;

static const char *const keys[]
    = { "start-on-drop", "run-in-background", "reply-settings",  "limit-rate", "parallel",
        "segment-size",  "encoding",          "default-account", "use-sandbox" };

static void
open_window (Fixture *fixture)
{
  fixture->window = xu_preferences_window_new (NULL, fixture->settings, fixture->sandbox);
  gtk_window_present (GTK_WINDOW (fixture->window));
}

static void
close_window (Fixture *fixture)
{
  gpointer weak = fixture->window;

  g_object_add_weak_pointer (weak, &weak);
  gtk_window_destroy (GTK_WINDOW (fixture->window));
  while (weak != NULL)
    g_main_context_iteration (NULL, TRUE);
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = g_build_filename (g_get_user_data_dir (), "journal.db", NULL);
  XuEngineConfig config = { .journal_path = path };
  g_autoptr (GError) error = NULL;

  fixture->settings = g_settings_new ("org.example.XUploader");
  for (gsize i = 0; i < G_N_ELEMENTS (keys); i++)
    g_settings_reset (fixture->settings, keys[i]);
  fixture->engine = xu_engine_new (&config, &error);
  g_assert_no_error (error);
  fixture->sandbox = xu_sandbox_access_new (fixture->engine, fixture->settings);
  g_setenv ("XUPLOADER_SANDBOX_PROGRAM", g_getenv ("XU_SANDBOX"), TRUE);
  open_window (fixture);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  close_window (fixture);
  g_assert_finalize_object (fixture->sandbox);
  g_assert_finalize_object (fixture->engine);
  g_object_unref (fixture->settings);
}

static gpointer
get (Fixture *fixture, const char *name)
{
  GObject *child = gtk_widget_get_template_child (GTK_WIDGET (fixture->window),
                                                  XU_TYPE_PREFERENCES_WINDOW, name);

  g_assert_nonnull (child);
  return child;
}

static void
check_switch (Fixture *fixture, const char *name, const char *key)
{
  GtkSwitch *toggle = get (fixture, name);
  gboolean is_on = g_settings_get_boolean (fixture->settings, key);

  g_assert_cmpint (gtk_switch_get_active (toggle), ==, is_on);
  gtk_switch_set_active (toggle, !is_on);
  g_assert_cmpint (g_settings_get_boolean (fixture->settings, key), ==, !is_on);
  g_settings_set_boolean (fixture->settings, key, is_on);
  g_assert_cmpint (gtk_switch_get_active (toggle), ==, is_on);
}

static void
test_switches (Fixture *fixture, gconstpointer data)
{
  check_switch (fixture, "start_switch", "start-on-drop");
  check_switch (fixture, "background_switch", "run-in-background");
}

static void
check_choice (Fixture *fixture, const char *name, const char *key, const char *const *nicks)
{
  AdwComboRow *row = get (fixture, name);

  g_assert_cmpuint (adw_combo_row_get_selected (row), ==, 0);
  g_assert_cmpuint (g_list_model_get_n_items (adw_combo_row_get_model (row)), ==,
                    g_strv_length ((char **) nicks));
  for (guint i = 0; nicks[i] != NULL; i++)
    {
      g_autofree char *nick = NULL;

      adw_combo_row_set_selected (row, i);
      nick = g_settings_get_string (fixture->settings, key);
      g_assert_cmpstr (nick, ==, nicks[i]);
      adw_combo_row_set_selected (row, i == 0 ? 1 : 0);
      g_settings_set_string (fixture->settings, key, nicks[i]);
      g_assert_cmpuint (adw_combo_row_get_selected (row), ==, i);
    }
}

static void
test_choices (Fixture *fixture, gconstpointer data)
{
  static const char *const replies[]
      = { "everyone", "following", "mentionedUsers", "subscribers", "verified", NULL };
  static const char *const encodings[] = { "auto", "multipart", "json", NULL };

  check_choice (fixture, "reply_row", "reply-settings", replies);
  check_choice (fixture, "encoding_row", "encoding", encodings);
}

static void
test_parallel (Fixture *fixture, gconstpointer data)
{
  GtkSpinButton *button = get (fixture, "parallel_button");

  g_assert_cmpfloat (gtk_spin_button_get_value (button), ==, 4);
  gtk_spin_button_set_value (button, 8);
  g_assert_cmpuint (g_settings_get_uint (fixture->settings, "parallel"), ==, 8);
  gtk_spin_button_set_value (button, 0);
  g_assert_cmpuint (g_settings_get_uint (fixture->settings, "parallel"), ==, 1);
  g_settings_set_uint (fixture->settings, "parallel", 3);
  g_assert_cmpfloat (gtk_spin_button_get_value (button), ==, 3);
}

static void
test_segment_size (Fixture *fixture, gconstpointer data)
{
  AdwComboRow *row = get (fixture, "size_row");

  g_assert_cmpuint (adw_combo_row_get_selected (row), ==, 2);
  for (guint i = 0; i < 5; i++)
    {
      adw_combo_row_set_selected (row, i);
      g_assert_cmpuint (g_settings_get_uint64 (fixture->settings, "segment-size"), ==,
                        G_GUINT64_CONSTANT (1048576) << i);
    }
}

/* Of a tool's: shown as near as can be, and left as it is until the user chooses. */
static void
test_odd_segment_size (Fixture *fixture, gconstpointer data)
{
  static const struct
  {
    guint64 size;
    guint row;
  } table[] = { { 65536, 0 }, { 1048577, 1 }, { 5000000, 3 }, { 16777216, 4 } };

  for (gsize i = 0; i < G_N_ELEMENTS (table); i++)
    {
      g_settings_set_uint64 (fixture->settings, "segment-size", table[i].size);
      g_assert_cmpuint (adw_combo_row_get_selected (get (fixture, "size_row")), ==, table[i].row);
      g_assert_cmpuint (g_settings_get_uint64 (fixture->settings, "segment-size"), ==,
                        table[i].size);
    }
}

static GtkSpinButton *
get_number (Fixture *fixture)
{
  return GTK_SPIN_BUTTON (
      gtk_widget_get_template_child (get (fixture, "rate_entry"), XU_TYPE_RATE_ENTRY, "number"));
}

static GtkDropDown *
get_unit (Fixture *fixture)
{
  return GTK_DROP_DOWN (
      gtk_widget_get_template_child (get (fixture, "rate_entry"), XU_TYPE_RATE_ENTRY, "unit"));
}

static void
assert_limit (Fixture *fixture, guint64 rate)
{
  g_assert_cmpuint (g_settings_get_uint64 (fixture->settings, "limit-rate"), ==, rate);
  g_assert_cmpint (gtk_switch_get_active (get (fixture, "limit_switch")), ==, rate > 0);
}

static void
assert_shown (Fixture *fixture, double number, guint unit)
{
  g_assert_cmpfloat_with_epsilon (gtk_spin_button_get_value (get_number (fixture)), number, 0.001);
  g_assert_cmpuint (gtk_drop_down_get_selected (get_unit (fixture)), ==, unit);
}

static void
test_limit (Fixture *fixture, gconstpointer data)
{
  assert_limit (fixture, 0);
  gtk_switch_set_active (get (fixture, "limit_switch"), TRUE);
  assert_limit (fixture, 1000000);
  assert_shown (fixture, 1, 1);

  gtk_spin_button_set_value (get_number (fixture), 2.5);
  assert_limit (fixture, 2500000);
  gtk_drop_down_set_selected (get_unit (fixture), 0);
  assert_limit (fixture, 2500000);
  assert_shown (fixture, 2500, 0);
  gtk_spin_button_set_value (get_number (fixture), 64);
  assert_limit (fixture, 64000);

  /* Too little to show with one digit of the larger unit, and so the least that can be. */
  gtk_drop_down_set_selected (get_unit (fixture), 1);
  assert_shown (fixture, 0.1, 1);

  gtk_switch_set_active (get (fixture, "limit_switch"), FALSE);
  assert_limit (fixture, 0);
  gtk_switch_set_active (get (fixture, "limit_switch"), TRUE);
  g_assert_cmpuint (g_settings_get_uint64 (fixture->settings, "limit-rate"), >, 0);
}

static void
test_limit_from_outside (Fixture *fixture, gconstpointer data)
{
  g_settings_set_uint64 (fixture->settings, "limit-rate", 50000);
  assert_shown (fixture, 50, 0);
  assert_limit (fixture, 50000);
  g_settings_set_uint64 (fixture->settings, "limit-rate", 12300000);
  assert_shown (fixture, 12.3, 1);
  assert_limit (fixture, 12300000);

  /* Shown as near as can be, and left as it is. */
  g_settings_set_uint64 (fixture->settings, "limit-rate", 1234567);
  assert_shown (fixture, 1234.567, 0);
  assert_limit (fixture, 1234567);
  g_settings_set_uint64 (fixture->settings, "limit-rate", 5);
  assert_shown (fixture, 10, 0);
  assert_limit (fixture, 5);
  close_window (fixture);
  open_window (fixture);
  assert_limit (fixture, 5);

  g_settings_set_uint64 (fixture->settings, "limit-rate", 0);
  assert_limit (fixture, 0);
}

static gpointer
get_of_page (Fixture *fixture, const char *name)
{
  GObject *child
      = gtk_widget_get_template_child (get (fixture, "accounts_page"), XU_TYPE_ACCOUNTS_PAGE, name);

  g_assert_nonnull (child);
  return child;
}

static void
collect_buttons (GtkWidget *widget, GPtrArray *buttons)
{
  if (GTK_IS_CHECK_BUTTON (widget))
    g_ptr_array_add (buttons, widget);

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    collect_buttons (child, buttons);
}

/* Returns: (transfer container): the radio buttons of the accounts, in their order */
static GPtrArray *
get_buttons (Fixture *fixture)
{
  GPtrArray *buttons = g_ptr_array_new ();

  collect_buttons (get (fixture, "accounts_page"), buttons);
  return buttons;
}

static void
wait_for_sandbox (Fixture *fixture, XuSandboxState state)
{
  while (xu_sandbox_access_get_state (fixture->sandbox) != state)
    g_main_context_iteration (NULL, TRUE);
}

static void
add_account (Fixture *fixture)
{
  XuAccountConfig config
      = { .kind = XU_ACCOUNT_ENVIRONMENT, .base_url = "https://a.example", .access_token = "t" };

  g_assert_nonnull (xu_engine_add_account (fixture->engine, &config, NULL));
}

static void
assert_default (Fixture *fixture, const char *wanted)
{
  g_autofree char *server = g_settings_get_string (fixture->settings, "default-account");

  g_assert_cmpstr (server, ==, wanted);
}

static void
test_accounts (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GPtrArray) one = NULL;
  g_autoptr (GPtrArray) two = NULL;

  g_assert_true (gtk_widget_get_visible (get_of_page (fixture, "empty_row")));
  add_account (fixture);
  g_assert_false (gtk_widget_get_visible (get_of_page (fixture, "empty_row")));
  one = get_buttons (fixture);
  g_assert_cmpuint (one->len, ==, 1);
  g_assert_true (gtk_check_button_get_active (g_ptr_array_index (one, 0)));
  assert_default (fixture, "");

  gtk_switch_set_active (get_of_page (fixture, "sandbox_switch"), TRUE);
  g_assert_true (gtk_spinner_get_spinning (get_of_page (fixture, "spinner")));
  g_assert_false (gtk_widget_get_sensitive (get_of_page (fixture, "posts_row")));
  wait_for_sandbox (fixture, XU_SANDBOX_READY);
  g_assert_false (gtk_spinner_get_spinning (get_of_page (fixture, "spinner")));
  g_assert_true (gtk_widget_get_sensitive (get_of_page (fixture, "posts_row")));

  two = get_buttons (fixture);
  g_assert_cmpuint (two->len, ==, 2);
  gtk_check_button_set_active (g_ptr_array_index (two, 1), TRUE);
  assert_default (fixture, XU_ENGINE_SANDBOX);
  g_settings_set_string (fixture->settings, "default-account", "https://a.example");
  g_assert_true (gtk_check_button_get_active (g_ptr_array_index (two, 0)));

  gtk_check_button_set_active (g_ptr_array_index (two, 1), TRUE);
  gtk_switch_set_active (get_of_page (fixture, "sandbox_switch"), FALSE);
  g_assert_cmpint (xu_sandbox_access_get_state (fixture->sandbox), ==, XU_SANDBOX_OFF);
  assert_default (fixture, "");
}

static void
test_sandbox_fails (Fixture *fixture, gconstpointer data)
{
  GtkWidget *error_row = get_of_page (fixture, "error_row");

  g_assert_false (gtk_widget_get_visible (error_row));
  g_setenv ("XUPLOADER_SANDBOX_PROGRAM", "/bin/false", TRUE);
  gtk_switch_set_active (get_of_page (fixture, "sandbox_switch"), TRUE);
  wait_for_sandbox (fixture, XU_SANDBOX_FAILED);
  g_assert_true (gtk_widget_get_visible (error_row));
  g_assert_cmpstr (adw_action_row_get_subtitle (ADW_ACTION_ROW (error_row)), !=, "");
  g_assert_true (gtk_switch_get_active (get_of_page (fixture, "sandbox_switch")));

  gtk_switch_set_active (get_of_page (fixture, "sandbox_switch"), FALSE);
  g_assert_false (gtk_widget_get_visible (error_row));
}

int
main (int argc, char **argv)
{
  int status = 0;

  data_folder_begin ();
  display_fixture_init (&argc, &argv);

  g_test_add ("/preferences/switches", Fixture, NULL, set_up, test_switches, tear_down);
  g_test_add ("/preferences/choices", Fixture, NULL, set_up, test_choices, tear_down);
  g_test_add ("/preferences/parallel", Fixture, NULL, set_up, test_parallel, tear_down);
  g_test_add ("/preferences/segment-size", Fixture, NULL, set_up, test_segment_size, tear_down);
  g_test_add ("/preferences/odd-segment-size", Fixture, NULL, set_up, test_odd_segment_size,
              tear_down);
  g_test_add ("/preferences/limit", Fixture, NULL, set_up, test_limit, tear_down);
  g_test_add ("/preferences/limit-from-outside", Fixture, NULL, set_up, test_limit_from_outside,
              tear_down);
  g_test_add ("/preferences/accounts", Fixture, NULL, set_up, test_accounts, tear_down);
  g_test_add ("/preferences/sandbox-fails", Fixture, NULL, set_up, test_sandbox_fails, tear_down);

  status = g_test_run ();
  data_folder_end ();
  return status;
}
