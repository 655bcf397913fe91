import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { LONGEST } from '../runner/longest-first.ts';
import { OWN_PROCESS } from '../runner/own-process.ts';

const ROOT = new URL('../../', import.meta.url).pathname;

/** What changes the process for whoever comes next, and is not undone at a file's end. */
const CHANGES =
  /\bvi\.(?:mock|doMock|stubEnv|stubGlobal|useFakeTimers)\(|Object\.assign\(process\.env|process\.env(?:\.\w+|\[[^\]]+\]) = |\bsetFlagsFromString\(|\bprocess\.chdir\(/;

/** A hook that is registered as its file is loaded, which happens once in a process. */
const HOOKS = /^(?:await )?(?:before|after)(?:All|Each)\(/m;

const files = readdirSync(join(ROOT, 'test'), { recursive: true, encoding: 'utf8' })
  .map((file) => `test/${file}`)
  .filter((file) => file.endsWith('.ts') && !/\/node_modules\/|^test\/(?:bench|browser|peers)\//.test(file));

const textOf = (file: string): string => readFileSync(join(ROOT, file), 'utf8');

/** A file and all of `test/` that it imports. */
const withImports = (file: string, found = new Set<string>()): ReadonlySet<string> => {
  if (found.has(file)) return found;
  found.add(file);
  for (const [, specifier = ''] of textOf(file).matchAll(/ from '(\.[^']+\.ts)'/g)) {
    const imported = join(dirname(file), specifier);
    if (imported.startsWith('test/')) withImports(imported, found);
  }
  return found;
};

/** All test files of a folder. */
const IN_FOLDER = '**/*.test.ts';

const hasOwnProcess = (file: string): boolean =>
  OWN_PROCESS.some(
    (one) => one === file || (one.endsWith(IN_FOLDER) && file.startsWith(one.replace(IN_FOLDER, ''))),
  );

const isTest = (file: string): boolean => file.endsWith('.test.ts');

describe('test files that share a process', () => {
  it('leave it as it was', () => {
    // This file names what it looks for.
    const sharing = files.filter(
      (file) => isTest(file) && !hasOwnProcess(file) && file !== 'test/architecture/test-files.test.ts',
    );
    expect(sharing.length).toBeGreaterThan(300);
    const changing = sharing.filter((file) =>
      [...withImports(file)].some((one) => CHANGES.test(textOf(one))),
    );
    expect(changing).toEqual([]);
  });

  it('share no hook that only the first of them would have', () => {
    expect(files.filter((file) => !isTest(file) && HOOKS.test(textOf(file)))).toEqual([]);
  });
});

describe('the lists of test files', () => {
  it('name what there is', () => {
    const named = [...OWN_PROCESS.filter((one) => !one.endsWith(IN_FOLDER)), ...LONGEST];
    expect(named.filter((file) => !existsSync(join(ROOT, file)))).toEqual([]);
  });
});
