import { type Json, type JsonObject, sameJson } from '../../core/json.ts';
import type { Change, Impact } from '../../core/model.ts';
import { fieldSubject } from '../../core/planned-names.ts';

/** What a change is sent to. */
export type Target =
  | { readonly kind: 'connection'; readonly id: string }
  | { readonly kind: 'app'; readonly clientId: string }
  | { readonly kind: 'connection_clients'; readonly connectionId: string; readonly clientId: string }
  | { readonly kind: 'client_grant'; readonly clientId: string; readonly audience: string }
  | { readonly kind: 'resource_server'; readonly identifier: string; readonly body: JsonObject };

/** A change with what is needed to make it; `change` is what users see. */
export interface Planned {
  readonly change: Change;
  readonly target: Target;
}

/** What a planner says about one change. */
export interface ChangeRequest {
  readonly target: Target;
  /** Id to show where it is not that of the target. */
  readonly id?: string;
  /** Name of the connection, application or API. */
  readonly name: string;
  readonly field: string;
  /** Name of what the field is about, where the field holds an id. */
  readonly about?: string | undefined;
  readonly before: Json;
  readonly after: Json;
  readonly impact: Impact;
  readonly warning?: string | null;
}

/** A change as data; already there is `unchanged`, and then it hurts nobody. */
export function plan(request: ChangeRequest): Planned {
  const same = sameJson(request.before, request.after);
  return {
    target: request.target,
    change: {
      resource: request.target.kind,
      id: request.id ?? targetId(request.target),
      name: request.name,
      field: request.field,
      ...(request.about === undefined ? {} : { [fieldSubject]: request.about }),
      before: request.before,
      after: request.after,
      impact: request.impact,
      warning: same ? null : (request.warning ?? null),
      status: same ? 'unchanged' : 'planned',
      error: null,
    },
  };
}

/** Id that a target is told by. */
export function targetId(target: Target): string {
  switch (target.kind) {
    case 'connection':
      return target.id;
    case 'app':
      return target.clientId;
    case 'connection_clients':
      return target.connectionId;
    case 'client_grant':
      return target.clientId;
    case 'resource_server':
      return target.identifier;
  }
}

/** Changes of the same key are sent in one request. */
export function requestKey(target: Target): string {
  const suffix = target.kind === 'client_grant' ? ` ${target.audience}` : '';
  return `${target.kind} ${targetId(target)}${suffix}`;
}

/** Whether anything would be sent. */
export function isPending(planned: Planned): boolean {
  return planned.change.status === 'planned';
}

const impacts: readonly Impact[] = ['additive', 'data', 'login', 'breaking', 'security'];

function worse(left: Impact, right: Impact): Impact {
  return impacts.indexOf(left) >= impacts.indexOf(right) ? left : right;
}

/**
 * Unites changes of one field of one resource, as two fixes may both add to a list; the first one's place is kept.
 * Lists are united, of other values the last one holds.
 */
export function uniteChanges(planned: readonly Planned[]): readonly Planned[] {
  const byField = new Map<string, Planned>();
  for (const next of planned) {
    const key = `${requestKey(next.target)} ${next.change.field}`;
    const earlier = byField.get(key);
    byField.set(key, earlier === undefined ? next : unite(earlier, next));
  }
  return [...byField.values()];
}

function unite(earlier: Planned, next: Planned): Planned {
  const left = earlier.change;
  const right = next.change;
  const warnings = [left.warning, right.warning].filter((text) => text !== null);
  return plan({
    target: earlier.target,
    id: left.id,
    name: left.name,
    field: left.field,
    about: left[fieldSubject],
    before: left.before,
    after: uniteValues(left.after, right.after),
    impact: worse(left.impact, right.impact),
    warning: warnings.length === 0 ? null : [...new Set(warnings)].join('; '),
  });
}

function uniteValues(left: Json, right: Json): Json {
  if (!Array.isArray(left) || !Array.isArray(right)) return right;
  return [...left, ...right.filter((item) => !left.some((other) => sameJson(other, item)))];
}
