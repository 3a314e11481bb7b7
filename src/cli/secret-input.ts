import type { Input } from '../core/command.ts';
import type { Files, SecretRequest } from '../core/context.ts';
import { TvError } from '../core/errors.ts';
import { Secret, secretOf } from '../core/secret.ts';
import type { Prompter } from '../core/terminal-ports.ts';

interface Sources {
  readonly files: Files;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly prompter: () => Promise<Prompter>;
}

function clean(text: string, origin: string): Secret {
  const value = secretOf(text);
  if (value.trim() === '')
    throw new TvError('usage.file', `${origin} holds nothing where a secret should be`);
  return new Secret(value);
}

async function fromEnvironment(variable: string, sources: Sources): Promise<Secret | undefined> {
  const value = sources.env[variable] || undefined;
  const file = sources.env[`${variable}_FILE`] || undefined;
  if (value !== undefined && file !== undefined) {
    throw new TvError('config.conflict', `\`${variable}\` and \`${variable}_FILE\` are both set`, {
      hint: 'Unset one of them',
    });
  }
  if (file !== undefined) return clean(await sources.files.read(file), `The file of \`${variable}_FILE\``);
  return value === undefined ? undefined : clean(value, `\`${variable}\``);
}

function declares(input: Input, name: string): boolean {
  try {
    input.text(name);
    return true;
  } catch {
    return false;
  }
}

/** Reads a secret: option before environment before prompt; never an argument value (product section 5). */
export async function readSecret(
  input: Input,
  request: SecretRequest,
  sources: Sources,
): Promise<Secret | undefined> {
  const stdin = `${request.option}-stdin`;
  const fileOption = `${request.option}-file`;
  const wantsStdin = declares(input, stdin) && input.flag(stdin);
  const file = declares(input, fileOption) ? input.text(fileOption) : undefined;
  if (wantsStdin && file !== undefined) {
    throw new TvError('usage.conflict', `\`--${stdin}\` and \`--${fileOption}\` exclude each other`, {
      hint: 'Give one of them',
    });
  }
  if (wantsStdin) return clean(await sources.files.read('-'), 'Standard input');
  if (file !== undefined) return clean(await sources.files.read(file), `\`${file}\``);
  if (request.variable !== undefined) {
    const found = await fromEnvironment(request.variable, sources);
    if (found !== undefined) return found;
  }
  if (request.prompt === undefined) return undefined;
  const prompter = await sources.prompter();
  if (!prompter.interactive) return undefined;
  return clean(await prompter.secret({ message: request.prompt, flag: `--${stdin}` }), 'The answer');
}
