import { TvError } from '../../../src/core/errors.ts';
import type { Written } from '../../../src/core/ports.ts';
import { allScopes, type TenantState, type WriteCall } from './state.ts';

/** Where every call of the double passes: it checks scopes, notes the call and lets a test interfere. */
export class Gate {
  readonly state: TenantState;
  readonly writes: WriteCall[] = [];
  readonly reads: string[] = [];
  /** Runs before, or in place of, a write: somebody else's edit, a fault. */
  onWrite: ((call: WriteCall, carryOut: () => void) => void) | undefined;
  /** Runs before a read. */
  onRead: ((name: string) => void) | undefined;

  constructor(state: TenantState) {
    this.state = state;
  }

  /** Scopes of the token; an opaque one has them all. */
  get held(): ReadonlySet<string> {
    return new Set(this.state.scopes ?? allScopes);
  }

  need(scope: string): void {
    if (this.held.has(scope)) return;
    throw new TvError('access.scope', `The Management API token lacks ${scope}`, {
      status: 403,
      missingScopes: [scope],
    });
  }

  read(name: string, scope: string): void {
    this.reads.push(name);
    this.onRead?.(name);
    this.need(scope);
  }

  write<T>(call: WriteCall, scope: string, effect: () => void, value: () => T): Written<T> {
    this.need(scope);
    this.writes.push(call);
    let done = false;
    const carryOut = (): void => {
      done = true;
      effect();
    };
    this.onWrite?.(call, carryOut);
    if (!done) carryOut();
    return { value: value(), requestId: `req-${this.writes.length}` };
  }
}
