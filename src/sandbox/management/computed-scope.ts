import type { JsonObject } from '../../core/json.ts';

const google = 'https://www.googleapis.com/auth/';

/** Permission flags of a strategy and the provider scope each stands for. */
const flags: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'google-oauth2': {
    email: 'email',
    profile: 'profile',
    calendar: `${google}calendar`,
    calendar_events: `${google}calendar.events`,
    calendar_readonly: `${google}calendar.readonly`,
    drive_file: `${google}drive.file`,
    drive_readonly: `${google}drive.readonly`,
    gmail: 'https://mail.google.com/',
    gmail_readonly: `${google}gmail.readonly`,
  },
  windowslive: {
    signin: 'signin',
    graph_user: 'User.Read',
    graph_calendars: 'Calendars.Read',
    graph_calendars_update: 'Calendars.ReadWrite',
    graph_emails: 'Mail.Read',
    graph_files: 'Files.Read',
  },
};

/**
 * Options as the server stores them: for Google and Microsoft it computes `scope` from the permission flags, so that
 * a PATCH that lists fewer flags loses scopes.
 */
export function withComputedScope(strategy: string, options: JsonObject): JsonObject {
  const known = flags[strategy];
  if (known === undefined) return options;
  const scope = Object.keys(known).flatMap((flag) => (options[flag] === true ? [known[flag] ?? flag] : []));
  const freeform = Array.isArray(options.freeform_scopes) ? options.freeform_scopes : [];
  return { ...options, scope: [...scope, ...freeform] };
}
