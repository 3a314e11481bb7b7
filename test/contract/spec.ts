import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { ValidateFunction } from 'ajv';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';

const repository = fileURLToPath(new URL('../..', import.meta.url));

/** Folder of the OpenAPI slices; undefined where they are not at hand. */
export function specDirectory(): string | undefined {
  const directory = process.env.TV_SPEC_DIR ?? join(repository, '..', 'shared', 'spec');
  return existsSync(join(directory, 'auth0-management.openapi.json')) ? directory : undefined;
}

/** Checks values against the schemas of one OpenAPI document. */
export interface SpecSchemas {
  /** The schema of an answer; `path` as the document spells it. */
  response(method: string, path: string, status: number): ValidateFunction;
}

/** The schemas of a slice. */
export function specSchemas(directory: string, file: string): SpecSchemas {
  const document = JSON.parse(readFileSync(join(directory, file), 'utf8'));
  const ajv = new Ajv2020({ strict: false, allErrors: true, logger: false, validateSchema: false });
  addFormats.default(ajv);
  ajv.addSchema(document, 'spec');
  return {
    response(method, path, status) {
      const answer = document.paths[path]?.[method.toLowerCase()]?.responses?.[String(status)];
      if (answer === undefined) throw new Error(`${file} has no ${method} ${path} ${status}`);
      const pointer = ['paths', path, method.toLowerCase(), 'responses', String(status)];
      const named = answer.$ref?.slice('#/'.length).split('/');
      const content =
        named === undefined ? answer.content : document.components.responses[named.at(-1)].content;
      const type = Object.keys(content ?? {})[0];
      if (type === undefined) throw new Error(`${method} ${path} ${status} has no body`);
      const full = [...(named ?? pointer), 'content', type, 'schema'];
      const fragment = full.map((part) =>
        encodeURIComponent(part.replaceAll('~', '~0').replaceAll('/', '~1')),
      );
      return ajv.compile({ $ref: `spec#/${fragment.join('/')}` });
    },
  };
}
