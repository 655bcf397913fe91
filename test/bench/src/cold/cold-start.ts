import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { ENVIRONMENT, FIRST_EVENTS } from './events.ts';

/** Runs in the fresh process: the time from before the import to the first answer, Node's own start left out. */
const PROBE = `const [file, event] = process.argv.slice(1);
const began = performance.now();
const { handler } = await import(file);
if (event !== undefined) await handler(JSON.parse(event));
console.log(performance.now() - began);
process.exit();`;

const run = promisify(execFile);

/** Milliseconds that a fresh process takes to load a function's bundle and answer its first event, if it has one. */
export const coldStart = async (name: string, file: string): Promise<number> => {
  const event = FIRST_EVENTS[name];
  const words = ['--input-type=module', '--eval', PROBE, file];
  const { stdout } = await run(
    process.execPath,
    event === undefined ? words : [...words, JSON.stringify(event)],
    { env: ENVIRONMENT },
  );
  return Number(stdout);
};
