import type { ArgumentSpec, CommandSpec } from './command.ts';

/** `tv tokensets show <id> [options]` */
export function usageLine(spec: CommandSpec): string {
  const args = (spec.arguments ?? []).map(argumentLabel);
  return ['tv', ...spec.path, ...args, ...((spec.options ?? []).length > 0 ? ['[options]'] : [])].join(' ');
}

/** `<id>`, `[name]`, `[rule]...` */
export function argumentLabel(argument: ArgumentSpec): string {
  const dots = argument.variadic === true ? '...' : '';
  return argument.required ? `<${argument.name}>${dots}` : `[${argument.name}]${dots}`;
}
