import { quotedList, shellQuote } from '../../../core/text.ts';
import { docs } from '../docs.ts';
import { cannotTell, defineRule } from '../rule.ts';

/** What holds credentials is for its owner only (product section 5). */
export const files = defineRule({
  id: 'local/files',
  title: 'Private configuration files',
  subject: 'local',
  severity: 'warning',
  passes: 'Profiles and secrets are readable by you only (files 0600, directories 0700)',
  needs: ['localFiles'],
  docs: docs.managementTokens,
  messages: {
    yes: 'Configuration files are readable by you only',
    none: 'There are no configuration files on this machine',
    no: 'Others on this machine can read {paths}; files should be 0600 in a directory of 0700',
  },
  evaluate({ localFiles }) {
    if (!localFiles.known) return cannotTell(localFiles);
    if (localFiles.value.length === 0) return { status: 'skip', say: 'none' };
    const open = localFiles.value.filter((file) => !file.private).map(({ path }) => path);
    return open.length === 0
      ? { status: 'pass', say: 'yes' }
      : { status: 'fail', say: 'no', args: { paths: quotedList(open) } };
  },
  command: (_, { localFiles }) => {
    if (!localFiles.known) return null;
    const open = localFiles.value.filter((file) => !file.private).map(({ path }) => shellQuote(path));
    return open.length === 0 ? null : `chmod go-rwx ${open.join(' ')}`;
  },
});
