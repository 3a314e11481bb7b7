import { checkpointPage } from '../server/paging.ts';
import { Refusal, refuseProblem } from '../server/reply.ts';

/** A checkpoint page of the My Account API; its refusals have that API's shape. */
export function problemPage(items: readonly unknown[], query: URLSearchParams, key: string): unknown {
  try {
    return checkpointPage(items, query, { key, defaultTake: 10, maxTake: 20 });
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const detail = 'A paging parameter is not valid';
    throw refuseProblem(400, 'Bad Request', detail, [{ detail, field: 'take', source: 'query' }]);
  }
}
