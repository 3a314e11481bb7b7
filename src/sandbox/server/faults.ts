import { refuse } from './reply.ts';
import { type Shape, validBody } from './validate.ts';

/** What can go wrong with an answer. */
export const faultKinds = [
  '429',
  '429-no-headers',
  '500',
  '503',
  'reset',
  'truncated',
  'hang',
  'html',
  'malformed',
  'status',
] as const;

/** One of `faultKinds`. */
export type FaultKind = (typeof faultKinds)[number];

/** A fault to inflict on the next requests it fits. */
export interface Fault {
  /** Any method when absent. */
  readonly method?: string;
  /** Regular expression on the path as sent. */
  readonly path?: string;
  /** How many requests it hits; default 1. */
  readonly times?: number;
  /** How many fitting requests pass before the first hit; default 0. */
  readonly skip?: number;
  readonly kind: FaultKind;
  /** Milliseconds before the fault. */
  readonly delay?: number;
  readonly status?: number;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  /** `malformed`: the key whose value is replaced by `value`, wherever it is; without it the body is cut short. */
  readonly field?: string;
  readonly value?: unknown;
  /** Handle the request first, then inflict the fault: the write happens, its answer is lost. */
  readonly after?: boolean;
}

const shape: Shape = {
  type: 'array',
  items: {
    type: 'object',
    properties: {
      method: { type: 'string' },
      path: { type: 'string' },
      times: { type: 'integer', minimum: 1 },
      skip: { type: 'integer', minimum: 0 },
      kind: { type: 'string', enum: faultKinds },
      delay: { type: 'integer', minimum: 0 },
      status: { type: 'integer', minimum: 100, maximum: 599 },
      body: {},
      headers: { type: 'object' },
      field: { type: 'string' },
      value: {},
      after: { type: 'boolean' },
    },
    required: ['kind'],
    closed: true,
  },
};

interface Armed {
  readonly fault: Fault;
  readonly path: RegExp;
  skip: number;
  left: number;
}

/** The faults that wait for their requests. */
export class Faults {
  #armed: Armed[] = [];

  /** Adds faults. Refuses what is not a list of faults with 400. */
  arm(body: unknown): number {
    const faults = validBody<readonly Fault[]>(body, shape);
    this.#armed.push(
      ...faults.map((fault) => ({
        fault,
        path: pathPattern(fault.path),
        skip: fault.skip ?? 0,
        left: fault.times ?? 1,
      })),
    );
    return this.#armed.length;
  }

  clear(): void {
    this.#armed = [];
  }

  list(): readonly Fault[] {
    return this.#armed.map(({ fault, left }) => ({ ...fault, times: left }));
  }

  /** The fault for a request; using it up. */
  next(method: string, path: string): Fault | undefined {
    const armed = this.#armed.find(
      ({ fault, path: pattern }) => (fault.method ?? method).toUpperCase() === method && pattern.test(path),
    );
    if (armed === undefined) return undefined;
    if (armed.skip > 0) {
      armed.skip--;
      return undefined;
    }
    armed.left--;
    if (armed.left <= 0) this.#armed = this.#armed.filter((other) => other !== armed);
    return armed.fault;
  }
}

function pathPattern(source: string | undefined): RegExp {
  try {
    return new RegExp(source ?? '');
  } catch {
    throw refuse(400, `The path \`${source}\` is not a regular expression`, 'invalid_body');
  }
}
