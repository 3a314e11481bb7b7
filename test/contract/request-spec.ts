import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';

/** A request as the sandbox saw it. */
export interface SeenRequest {
  readonly method: string;
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  readonly body: unknown;
}

interface Parameter {
  readonly name: string;
  readonly in: string;
  readonly required?: boolean;
  readonly schema?: { readonly type?: string; readonly items?: object };
}

interface Operation {
  readonly parameters?: readonly (Parameter | { readonly $ref: string })[];
  readonly requestBody?: { readonly content?: Readonly<Record<string, unknown>> };
}

type Document = {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components?: { readonly parameters?: Readonly<Record<string, Parameter>> };
};

/** Holds requests against the operations of one OpenAPI document. */
export function requestChecker(
  directory: string,
  file: string,
  base: string,
): (request: SeenRequest) => readonly string[] {
  const document = JSON.parse(readFileSync(join(directory, file), 'utf8')) as Document;
  const ajv = new Ajv2020({
    strict: false,
    allErrors: true,
    logger: false,
    validateSchema: false,
    coerceTypes: true,
  });
  addFormats.default(ajv);
  ajv.addSchema(document, 'spec');
  const templates = Object.keys(document.paths).map((path) => ({
    path,
    pattern: new RegExp(`^${path.replace(/\{[^}]+\}/g, '[^/]+')}$`),
  }));
  return (request) => {
    const relative = request.path.startsWith(base) ? request.path.slice(base.length) : null;
    if (relative === null) return [];
    const template = templates.find(({ pattern }) => pattern.test(relative));
    const operation = template && document.paths[template.path]?.[request.method.toLowerCase()];
    if (template === undefined || operation === undefined)
      return [`${request.method} ${relative} is no operation of ${file}`];
    return [
      ...queryProblems(document, operation, request),
      ...bodyProblems(ajv, template.path, operation, request),
    ].map((problem) => `${request.method} ${template.path}: ${problem}`);
  };
}

function queryProblems(document: Document, operation: Operation, request: SeenRequest): readonly string[] {
  const known = (operation.parameters ?? []).map((parameter) =>
    '$ref' in parameter
      ? document.components?.parameters?.[parameter.$ref.split('/').at(-1) ?? '']
      : parameter,
  );
  const names = known
    .filter((parameter) => parameter?.in === 'query')
    .map((parameter) => parameter?.name ?? '');
  return Object.keys(request.query)
    .filter((name) => !names.includes(name))
    .map((name) => `the query parameter ${name} is unknown`);
}

function bodyProblems(
  ajv: Ajv2020,
  path: string,
  operation: Operation,
  request: SeenRequest,
): readonly string[] {
  const empty = request.body === null || request.body === undefined;
  const types = Object.keys(operation.requestBody?.content ?? {});
  const type = types.find((name) => name.includes('json'));
  if (type === undefined) return empty ? [] : ['a body is sent and none is described'];
  const parts = ['paths', path, request.method.toLowerCase(), 'requestBody', 'content', type, 'schema'];
  const fragment = parts
    .map((part) => encodeURIComponent(part.replaceAll('~', '~0').replaceAll('/', '~1')))
    .join('/');
  const validate = ajv.compile({ $ref: `spec#/${fragment}` });
  validate(structuredClone(request.body));
  return (validate.errors ?? []).map(
    (error) => `${error.instancePath} ${error.message ?? ''} ${JSON.stringify(error.params)}`,
  );
}
