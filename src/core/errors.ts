import { describeErrorCode, type ErrorCode } from './error-codes.ts';
import { type ExitCode, exitCodes } from './exit-codes.ts';
import type { JsonObject } from './json.ts';

/** What an error may carry beside its code and message. */
export interface ErrorDetails {
  /** One line on why it happened; shown after `cause:`. */
  readonly cause?: string;
  /** A command or a setting that mends it; replaces the default hint of the code. */
  readonly hint?: string;
  /** A page that explains it. */
  readonly docs?: string;
  /** HTTP status of the answer that caused it. */
  readonly status?: number;
  /** Auth0's request id, for a support case. */
  readonly requestId?: string;
  /** Management API scopes that would have been needed; any one suffices when `anyScope` is set. */
  readonly missingScopes?: readonly string[];
  /** Further keys of the JSON error object, snake_case, never a secret. */
  readonly extra?: JsonObject;
  /** The foreign error it was made from, for `--debug` of internal errors. */
  readonly origin?: unknown;
}

/** The only error that reaches a user: a stable code, a message and the way out. */
export class TvError extends Error {
  readonly code: ErrorCode;
  readonly details: ErrorDetails;

  constructor(code: ErrorCode, message: string, details: ErrorDetails = {}) {
    super(message);
    this.name = 'TvError';
    this.code = code;
    this.details = details;
  }

  /** Exit code of the process when this error ends it. */
  get exit(): ExitCode {
    return exitCodes[describeErrorCode(this.code).exit];
  }

  /** The hint to show: its own, else the default of its code. */
  get hint(): string | undefined {
    return this.details.hint ?? describeErrorCode(this.code).hint;
  }

  /** The error as the JSON that product section 4 promises (the value of `error`). */
  toJSON(): JsonObject {
    const { cause, docs, status, requestId, missingScopes, extra } = this.details;
    return {
      code: this.code,
      exit: this.exit,
      message: this.message,
      ...(cause === undefined ? {} : { cause }),
      ...(this.hint === undefined ? {} : { hint: this.hint }),
      ...(status === undefined ? {} : { status }),
      ...(missingScopes === undefined ? {} : { missing_scopes: missingScopes }),
      ...(requestId === undefined ? {} : { request_id: requestId }),
      ...(docs === undefined ? {} : { docs }),
      ...extra,
    };
  }
}

/** What an API answer adds to an error. */
export interface ApiErrorDetails extends ErrorDetails {
  readonly status: number;
  /** Auth0's `errorCode` (Management API), `error` (OAuth) or `type` (My Account API), when it sent one. */
  readonly errorCode?: string;
  /** OAuth's `error_description`, kept apart from the message. */
  readonly description?: string;
}

/** An answer of Auth0 that is not a success. */
export class ApiError extends TvError {
  override readonly details: ApiErrorDetails;

  constructor(code: ErrorCode, message: string, details: ApiErrorDetails) {
    super(code, message, details);
    this.name = 'ApiError';
    this.details = details;
  }

  get status(): number {
    return this.details.status;
  }

  get errorCode(): string | undefined {
    return this.details.errorCode;
  }
}

/** Turns anything that was thrown into a `TvError`; a foreign error is a bug, but for a file that cannot be used. */
export function asTvError(error: unknown): TvError {
  if (error instanceof TvError) return error;
  const message = error instanceof Error ? error.message : String(error);
  return fileTrouble(error) ?? new TvError('internal.bug', message, { origin: error });
}

const fileReasons: Readonly<Record<string, string>> = {
  EACCES: 'permission denied',
  EPERM: 'permission denied',
  EROFS: 'the file system is read-only',
  ENOENT: 'no such file or directory',
  ENOTDIR: 'a part of its path is not a directory',
  ENOSPC: 'the disk is full',
};

function fileTrouble(error: unknown): TvError | undefined {
  if (!(error instanceof Error) || !('code' in error) || !('syscall' in error)) return undefined;
  const reason = fileReasons[String(error.code)];
  const path = 'path' in error ? error.path : undefined;
  if (reason === undefined || (typeof path !== 'string' && error.syscall !== 'write')) return undefined;
  const what = typeof path === 'string' ? `\`${path}\` could not be used` : 'The output could not be written';
  return new TvError('usage.file', `${what}: ${reason}`, { origin: error });
}
