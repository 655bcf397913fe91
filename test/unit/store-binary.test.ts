import { existsSync } from 'node:fs';
import { expect, it } from 'vitest';
import { storeBinary } from '../../packages/runtimes/local/src/store/store-binary.ts';

it('finds the binary of the platform package', () => {
  const asked: string[] = [];
  const resolve = (specifier: string): string => {
    asked.push(specifier);
    return '/modules/package.json';
  };
  expect(storeBinary('darwin', 'arm64', resolve)).toBe('/modules/dynoxide');
  expect(storeBinary('win32', 'x64', resolve)).toBe('/modules/dynoxide.exe');
  expect(asked).toEqual(['@dynoxide/darwin-arm64/package.json', '@dynoxide/win32-x64/package.json']);
});

it('finds a binary for this machine', () => {
  expect(existsSync(storeBinary())).toBe(true);
});

it('says in one sentence what to install where there is no binary', () => {
  expect(() => storeBinary('plan9', 'mips')).toThrow(
    'There is no embedded store for this machine: install one with "npm i --no-save @dynoxide/plan9-mips@1.2.1", ' +
      'or run DynamoDB Local (Docker image or jar) and set DYNAMODB_ENDPOINT to its address.',
  );
});
