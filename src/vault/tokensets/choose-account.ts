import type { Context } from '../../core/context.ts';
import type { MatchPolicy } from './users.ts';

/** How to ask which of the accounts of one e-mail is meant; loads nothing until there is a choice. */
export async function chooseAccount(context: Context, flag: string): Promise<MatchPolicy['choose']> {
  return async (email, users) => {
    const prompter = await context.prompter();
    if (!prompter.interactive) return undefined;
    return prompter.select({
      message: `${users.length} accounts have the e-mail ${email}`,
      flag,
      choices: users.map((user) => ({
        value: user,
        name: user.user_id,
        description: [user.name, user.last_login === null ? null : `last login ${user.last_login}`]
          .filter(Boolean)
          .join(', '),
      })),
    });
  };
}
