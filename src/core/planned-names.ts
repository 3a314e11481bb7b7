/** Id, in a plan, of what is yet to be made. */
export const newId = '(new)';

/**
 * Under this key a change keeps the name of what its field is about, such as the application of `clients.<id>`: people are shown it
 * beside the field. It is no part of the data, so no machine format prints it.
 */
export const fieldSubject: unique symbol = Symbol('what a field is about');

/** A name with its id where that is another, as people are told them: `Acme Web (HTuJ…)`, `Acme Web (new)`. */
export function nameWithId(name: string, id: string): string {
  if (name === '' || name === id) return id;
  return id === '' || id === newId ? `${name} (new)` : `${name} (${id})`;
}
