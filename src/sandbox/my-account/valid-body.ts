import { refuseProblem } from '../server/reply.ts';
import { findFault, type Shape } from '../server/validate.ts';

/** The body as the shape promises it. Refuses with 400 and `validation_errors`, the My Account API's way. */
export function validProblemBody<T>(body: unknown, shape: Shape): T {
  const fault = findFault(body ?? {}, shape, '');
  if (fault === undefined) return (body ?? {}) as T;
  const pointer = `/${fault.path.replaceAll('.', '/')}`;
  const error = { detail: fault.problem, pointer, source: 'body' };
  throw refuseProblem(400, 'Validation Error', 'The request body is not valid', [error]);
}
