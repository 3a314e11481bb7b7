// `npm run build`: what `rolldown -c` does, without the list of sizes that it prints whatever the log level is; `npm run bench size` measures.
import { rolldown } from 'rolldown';
import { loadConfig } from 'rolldown/config';

const { output, ...input } = await loadConfig('rolldown.config.ts');
const build = await rolldown(input);
await build.write(output);
await build.close();
