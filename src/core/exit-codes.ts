/** Process exit codes a script may rely on, by name. */
export const exitCodes = {
  ok: 0,
  internal: 1,
  usage: 2,
  findings: 3,
  access: 4,
  not_found: 5,
  refused: 6,
  unavailable: 7,
  partial: 8,
  cancelled: 130,
  terminated: 143,
} as const;

/** Name of an exit code. */
export type ExitName = keyof typeof exitCodes;

/** Number the process ends with. */
export type ExitCode = (typeof exitCodes)[ExitName];

/** When each exit code is used, in the words of `tv help exit-codes`. */
export const exitMeanings: Readonly<Record<ExitName, string>> = {
  ok: 'Done; nothing to do; empty list',
  internal: 'A bug in `tv`',
  usage:
    'Bad flag, value, file or configuration; half a credential bundle; confirmation needed and nobody to ask; no profile',
  findings: 'It worked and the answer is no: a rule failed, an expected scope is missing',
  access: 'Credentials rejected or expired; a scope is missing; a check that could only say `unknown`',
  not_found: 'What was named does not exist: user, application, connection, tokenset, profile, error code',
  refused:
    'Auth0 or a precondition says no: ineligible, unsupported, conflict, guard, wrong tenant, read-only',
  unavailable: 'Network, TLS, proxy, timeout, server error, rate limit beyond `--max-wait`',
  partial: 'Of many items some failed; stdout lists each',
  cancelled: 'Ctrl-C or a declined confirmation',
  terminated: 'Ended by SIGTERM',
};
