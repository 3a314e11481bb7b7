import type { Readable } from 'node:stream';
import { PassThrough } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { ApiError, TvError } from '../core/errors.ts';
import { isObject, parseJson } from '../core/json.ts';
import type { UsersPort } from '../core/ports.ts';
import { plural } from '../core/text.ts';
import { apiPath } from './api-path.ts';
import type { Http } from './http.ts';
import type { Management } from './management.ts';
import { Fields, ShapeError } from './narrow.ts';
import { requireSecureUrl } from './origin.ts';
import type { ConnectionSettings } from './settings.ts';

type ExportedUser = { readonly user_id: string; readonly email: string | null };

interface Job {
  readonly id: string;
  readonly status: string;
  readonly location: string | undefined;
  readonly progress: number | null;
  readonly problem: string | null;
  /** Users that Auth0 could not write into the file. */
  readonly left: number;
}

/** Compressed bytes held in memory at most, so that a slow reader does not keep the download waiting. */
const bufferBytes = 16 * 1024 * 1024;
/** Times a broken or expired download is begun again without a new user having come of it. */
const downloadTries = 3;
const slowestPollMs = 10_000;

/** Every user by way of a `users-exports` job: created, polled, downloaded from its foreign URL without credentials (facts 9). */
export function userExport(
  management: Management,
  http: Http,
  settings: ConnectionSettings,
): UsersPort['export'] {
  return async function* exportUsers(fields) {
    const { id } = await management.read({
      asked: 'start an export of all users',
      method: 'POST',
      path: apiPath`/jobs/users-exports`,
      body: { format: 'json', fields: fields.map((name) => ({ name })) },
      read: readJob,
    });
    let taken = 0;
    for (let tries = 0; ; tries += 1) {
      const { location, left } = await pollJob(management, settings, id);
      const before = taken;
      try {
        let line = 0;
        for await (const user of downloadUsers(http, location)) {
          line += 1;
          // The file of one job does not change, so a second download goes on where the first one broke.
          if (line <= taken) continue;
          taken += 1;
          yield user;
        }
        if (left > 0) throw incomplete(left);
        return;
      } catch (error) {
        if (taken > before) tries = 0;
        settings.signal.throwIfAborted();
        if (!worthAgain(error) || tries >= downloadTries) throw error;
        settings.reporter.debug('The download of the export broke; asking for its address again');
        await settings.clock.sleep(1000, settings.signal);
      }
    }
  };
}

/** Waits for the job; `--max-wait` counts from its last progress. Returns the address of its file, and how many users are not in it. */
async function pollJob(
  management: Management,
  settings: ConnectionSettings,
  id: string,
): Promise<{ readonly location: string; readonly left: number }> {
  const { clock, signal, reporter, maxWaitSeconds } = settings;
  let seen = '';
  let progressAt = clock.now();
  for (let waitMs = 500; ; waitMs = Math.min(slowestPollMs, waitMs * 1.5)) {
    const job = await loadJob(management, id);
    if (job.status === 'completed' && job.location !== undefined)
      return { location: job.location, left: job.left };
    if (job.status === 'completed' || job.status === 'failed') throw failedJob(job);
    const state = `${job.status} ${job.progress ?? ''}`;
    if (state !== seen) progressAt = clock.now();
    seen = state;
    if (clock.now() + waitMs - progressAt > maxWaitSeconds * 1000) throw stuckJob(job, maxWaitSeconds);
    const done = job.progress === null ? '' : ` (${Math.round(job.progress)} %)`;
    reporter.progress({ label: 'Exporting users', done: 0, waiting: `waiting for Auth0’s export${done}` });
    await clock.sleep(waitMs, signal);
  }
}

function loadJob(management: Management, id: string): Promise<Job> {
  return management.read({
    asked: 'read the state of the export',
    path: apiPath`/jobs/${id}`,
    subject: `job \`${id}\``,
    read: readJob,
  });
}

function readJob(body: unknown): Job {
  const fields = new Fields(body, 'the export job');
  return {
    id: fields.id('id'),
    status: fields.id('status'),
    location: fields.maybeText('location'),
    progress: fields.number('percentage_done'),
    problem: fields.text('status_details'),
    left: fields.object('summary')?.number('failed') ?? 0,
  };
}

function failedJob(job: Job): TvError {
  return new TvError('api.server', 'Auth0’s export of the users failed', {
    cause: job.problem ?? `Job \`${job.id}\` is ${job.status} without a file`,
    hint: 'Run the command again, or give the users with `--users-file` or `--query`',
  });
}

function incomplete(left: number): TvError {
  return new TvError('api.partial', `Auth0’s export left out ${plural(left, 'user')}`, {
    hint: 'Run the command again, or give the users with `--users-file` or `--query`',
    extra: { left_out: left },
  });
}

function stuckJob(job: Job, maxWaitSeconds: number): TvError {
  return new TvError(
    'network.timeout',
    `Auth0’s export of the users made no progress for ${maxWaitSeconds} s`,
    {
      cause: `Job \`${job.id}\` is ${job.status}`,
      hint: 'Raise `--max-wait`',
    },
  );
}

async function* downloadUsers(http: Http, location: string): AsyncGenerator<ExportedUser> {
  const answer = await http.download(requireSecureUrl(location, 'The address of the export'));
  if (answer.status !== 200) {
    answer.body.destroy();
    throw new ApiError('api.unexpected_response', `The download of the export answered ${answer.status}`, {
      status: answer.status,
      hint: 'Run the command again',
    });
  }
  let number = 0;
  for await (const line of linesOf(answer.body)) {
    number += 1;
    if (line.trim() !== '') yield readUser(line, number);
  }
}

async function* linesOf(body: Readable): AsyncGenerator<string> {
  const buffer = new PassThrough({ highWaterMark: bufferBytes });
  const text = createGunzip();
  for (const stream of [body, buffer]) stream.on('error', (error) => text.destroy(error));
  body.pipe(buffer).pipe(text);
  let rest = '';
  try {
    for await (const chunk of text.setEncoding('utf8')) {
      const lines = (rest + String(chunk)).split('\n');
      rest = lines.pop() ?? '';
      yield* lines;
    }
    yield rest;
  } catch (error) {
    throw brokenDownload(error);
  } finally {
    for (const stream of [body, buffer, text]) stream.destroy();
  }
}

function brokenDownload(error: unknown): TvError {
  const code = isObject(error) ? error.code : undefined;
  return code === 'Z_DATA_ERROR'
    ? new TvError('api.unexpected_response', 'The export is not a gzip file')
    : new TvError('network.interrupted', 'The download of the export broke before it was complete', {
        hint: 'Run the command again',
      });
}

function readUser(line: string, number: number): ExportedUser {
  try {
    const fields = new Fields(parseJson(line), `line ${number} of the export`);
    return { user_id: fields.id('user_id'), email: fields.text('email') };
  } catch (error) {
    if (!(error instanceof ShapeError)) throw error;
    throw new TvError('api.unexpected_response', 'The export is not of the form Auth0 gives', {
      cause: error.message,
    });
  }
}

/** Whether a fresh address may help: the connection broke, or the signed URL had expired. */
function worthAgain(error: unknown): boolean {
  if (error instanceof ApiError) return [400, 403, 408, 410].includes(error.status) || error.status >= 500;
  return error instanceof TvError && error.code.startsWith('network.');
}
