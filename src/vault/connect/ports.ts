/** Ports tried one after the other; their callbacks are those to register. */
export const defaultPorts: readonly number[] = [4280, 4281, 4282];

/** The redirect URI of the listener at a port (RFC 8252 section 7.3). */
export function callbackAt(port: number): string {
  return `http://127.0.0.1:${port}/callback`;
}

/** Ports to try: the one that was asked for, else those whose callback the application has, else all; Auth0 compares callbacks exactly. */
export function portsFor(
  asked: number | undefined,
  callbacks: readonly string[] | undefined,
): readonly number[] {
  if (asked !== undefined) return [asked];
  const registered = defaultPorts.filter((port) => callbacks?.includes(callbackAt(port)) === true);
  return registered.length > 0 ? registered : defaultPorts;
}
