import { isObject, parseJson } from '../core/json.ts';
import { scrub } from '../core/secret.ts';
import { header } from './response-headers.ts';
import type { HttpResponse } from './transport.ts';

/** What an error body says, whichever of Auth0's envelopes it came in. */
export interface Refusal {
  /** `errorCode` (Management), `error` (OAuth) or `type` (My Account); undefined when there was none. */
  readonly errorCode: string | undefined;
  /** Auth0's own words, one line; undefined when it had none. */
  readonly text: string | undefined;
  /** False for HTML and other bodies that Auth0's APIs do not send. */
  readonly known: boolean;
}

/**
 * Reads the Management envelope `{statusCode,error,message,errorCode?}`, OAuth's `{error,error_description}` (RFC 6749 section 5.2),
 * the My Account problem `{type,title,detail,validation_errors}` (RFC 7807), or an HTML page's title (facts 1.7, 4.3, 6.3).
 */
export function readRefusal(response: HttpResponse): Refusal {
  const body = parseJson(response.text);
  if (!isObject(body)) return { errorCode: undefined, text: pageTitle(response), known: false };
  const text = (key: string): string | undefined => {
    const value = body[key];
    return typeof value === 'string' && value !== '' ? value : undefined;
  };
  if (text('title') !== undefined || text('detail') !== undefined) {
    const words = [text('detail') ?? text('title'), ...validationErrors(body.validation_errors)];
    return { errorCode: text('type'), text: oneLine(words.join('; ')), known: true };
  }
  if (text('message') !== undefined || typeof body.statusCode === 'number') {
    return { errorCode: text('errorCode'), text: oneLine(text('message') ?? text('error')), known: true };
  }
  const known = text('error') !== undefined;
  return { errorCode: text('error'), text: oneLine(text('error_description')), known };
}

/** Scopes named in `Insufficient scope, expected any of: a,b` (facts 1.7); empty when it names none. */
export function expectedScopes(text: string | undefined): readonly string[] {
  const list = /expected (?:any of|all of|one of)?\s*:?\s*(.+)$/i.exec(text ?? '')?.[1] ?? '';
  return list.split(/[\s,;]+/).filter((word) => /^[a-z]+:[\w:.-]+$/i.test(word));
}

function validationErrors(value: unknown): readonly string[] {
  if (!Array.isArray(value)) return [];
  return value.filter(isObject).flatMap(({ detail, field }) => {
    if (typeof detail !== 'string') return [];
    return [typeof field === 'string' ? `${field}: ${detail}` : detail];
  });
}

function pageTitle(response: HttpResponse): string | undefined {
  const title = /<title[^>]*>([^<]{1,200})/i.exec(response.text)?.[1];
  if (title !== undefined) return oneLine(`An HTML page: ${title}`);
  if (response.text.trim() === '') return undefined;
  const type = header(response.headers, 'content-type')?.split(';')[0] ?? 'unknown type';
  return oneLine(`A body that is not JSON (${type}, ${response.text.length} characters)`);
}

function oneLine(text: string | undefined): string | undefined {
  if (text === undefined || text === '') return undefined;
  const clean = scrub(text).replace(/\s+/g, ' ').trim();
  return clean.length > 300 ? `${clean.slice(0, 299)}…` : clean;
}
