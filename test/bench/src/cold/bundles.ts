import { execFile } from 'node:child_process';
import { mkdir, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { FUNCTION_CONTENTS } from '../../../architecture/function-contents.ts';
import { doNothing } from './do-nothing.ts';

/** A bundle on disk. */
export interface Bundle {
  readonly file: string;
  readonly byteLength: number;
}

/** A function's bundle beside one of the same libraries that does nothing. */
export interface Pair {
  readonly name: string;
  readonly ours: Bundle;
  readonly nothing: Bundle;
}

const BUNDLE = fileURLToPath(new URL('../../../../scripts/bundle.mjs', import.meta.url));

const run = promisify(execFile);

const bundleIn = async (directory: string, name: string): Promise<Bundle> => {
  const file = join(directory, name, 'index.mjs');
  return { file, byteLength: (await stat(file)).size };
};

/**
 * Bundles every function as a deployment does, and its do-nothing by the same options.
 *
 * @param directory below the project's `node_modules`, so that the do-nothings find their libraries.
 */
export const bundlePairs = async (directory: string): Promise<readonly Pair[]> => {
  const [functions, nothings] = [join(directory, 'functions'), join(directory, 'nothings')];
  await mkdir(nothings, { recursive: true });
  const names = Object.keys(FUNCTION_CONTENTS);
  const entries = names.map((name) => [name, join(nothings, `${name}.entry.mjs`)] as const);
  await Promise.all(entries.map(([name, file]) => writeFile(file, doNothing(name))));
  await run(process.execPath, [BUNDLE, '--out', functions]);
  await run(process.execPath, [BUNDLE, '--out', nothings, ...entries.map((entry) => entry.join('='))]);
  return Promise.all(
    names.map(async (name) => ({
      name,
      ours: await bundleIn(functions, name),
      nothing: await bundleIn(nothings, name),
    })),
  );
};
