import type { OptionSpec } from './command.ts';
import { outputFormats } from './globals.ts';

/** A global option with the environment variables that stand in for it. */
export interface GlobalOptionSpec extends OptionSpec {
  readonly env?: readonly string[];
}

/** Options of every command, in every position (product section 3). */
export const globalOptions: readonly GlobalOptionSpec[] = [
  {
    name: 'profile',
    short: 'p',
    kind: 'text',
    value: 'name',
    summary: 'Profile to use',
    completes: 'profile',
    env: ['TV_PROFILE'],
  },
  {
    name: 'output',
    short: 'o',
    kind: 'text',
    value: 'format',
    summary: 'table, json, jsonl, csv, yaml or id (ids only, one a line)',
    choices: outputFormats,
    fallback: 'table',
    env: ['TV_OUTPUT'],
  },
  { name: 'json', kind: 'flag', summary: 'Same as `-o json`' },
  { name: 'fields', kind: 'text', value: 'a,b', summary: 'Keep only these keys or columns, in this order' },
  { name: 'no-header', kind: 'flag', summary: 'No header row (table, csv)' },
  { name: 'yes', short: 'y', kind: 'flag', summary: 'Answer yes to confirmations' },
  { name: 'dry-run', kind: 'flag', summary: 'Plan and print changes, send only reads' },
  {
    name: 'no-input',
    kind: 'flag',
    summary: 'Never prompt; what is missing is an error',
    env: ['TV_NO_INPUT', 'CI'],
  },
  {
    name: 'no-color',
    kind: 'flag',
    summary: 'No colour',
    env: ['NO_COLOR', 'FORCE_COLOR', 'CLICOLOR', 'CLICOLOR_FORCE'],
  },
  { name: 'quiet', short: 'q', kind: 'flag', summary: 'No notes and no progress; warnings and errors stay' },
  {
    name: 'debug',
    kind: 'flag',
    summary: 'One line per HTTP request on stderr, secrets masked',
    env: ['TV_DEBUG'],
  },
  {
    name: 'timeout',
    kind: 'integer',
    value: 'seconds',
    min: 1,
    max: 3600,
    summary: 'Longest time for one request',
    fallback: '30',
    env: ['TV_TIMEOUT'],
  },
  {
    name: 'max-wait',
    kind: 'integer',
    value: 'seconds',
    min: 0,
    max: 86_400,
    summary: 'Longest time without progress while retrying',
    fallback: '120',
    env: ['TV_MAX_WAIT'],
  },
  {
    name: 'rate-share',
    kind: 'integer',
    value: 'percent',
    min: 1,
    max: 100,
    summary: 'Share of the rate limit that bulk work may take',
    fallback: '50',
    env: ['TV_RATE_SHARE'],
  },
  {
    name: 'expect-tenant',
    kind: 'text',
    value: 'domain',
    summary: 'Refuse to run on any other tenant',
    env: ['TV_EXPECT_TENANT'],
  },
  {
    name: 'receipt',
    kind: 'text',
    value: 'file',
    summary: 'Append one JSON line per write sent',
    completes: 'file',
    env: ['TV_RECEIPT'],
  },
  { name: 'help', short: 'h', kind: 'flag', summary: 'Help for the command' },
  { name: 'version', short: 'V', kind: 'flag', summary: 'Version of `tv`' },
];
