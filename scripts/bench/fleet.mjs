// The users of the sandbox's scenario `fleet`, and what its bucket would have allowed.

/** Ids of the first users. */
export function fleetIds(count) {
  return Array.from(
    { length: count },
    (_, index) => `auth0|5f1ee70000000000${index.toString(16).padStart(8, '0')}`,
  );
}

/**
 * What the tenant saw since its log was cleared: requests let through, 429s, seconds from the first to the last, and how these compare
 * with the least that the bucket allows: all but a full bucket of them at the rate of refill.
 */
export async function judged(origin, { perSecond, burst }) {
  const entries = await (await fetch(`${origin}/sandbox/requests`)).json();
  const api = entries.filter(({ path }) => path.startsWith('/api/v2/'));
  const accepted = api.filter(({ status }) => status !== 429);
  if (accepted.length === 0) throw new Error('No request reached the tenant');
  const seconds = (accepted.at(-1).time - accepted[0].time) / 1000;
  const least = Math.max(0, accepted.length - burst) / perSecond;
  return {
    requests: accepted.length,
    refused: api.length - accepted.length,
    seconds,
    least,
    share: least / seconds,
  };
}

/** Empties the tenant's request log. */
export async function clearRequests(origin) {
  await fetch(`${origin}/sandbox/requests`, { method: 'DELETE' });
}
