import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify, stripVTControlCharacters } from 'node:util';
import { describe, expect, it } from 'vitest';

const run = promisify(execFile);
const STORY = fileURLToPath(new URL('../../packages/runtimes/local/src/demo/story.ts', import.meta.url));

/** It looks ahead over a year of clocks, on a machine that may be busy. */
const DEADLINE_MILLISECONDS = 240_000;

const demo = async (...args: string[]): Promise<string> => {
  const { stdout, stderr } = await run(process.execPath, ['--import', 'tsx', STORY, ...args], {
    timeout: DEADLINE_MILLISECONDS,
  });
  expect(stderr).not.toMatch(/broke off/);
  return stripVTControlCharacters(stdout);
};

describe('the demo', () => {
  it(
    'tells the whole life of a parcel, each step as the API answers it',
    { timeout: DEADLINE_MILLISECONDS },
    async () => {
      const chapters = (await demo()).split(/^\d+\. /m).slice(1);
      const told = chapters.map(
        (chapter) => /"code": "(?<code>[^"]+)"/.exec(chapter)?.groups?.code ?? 'told',
      );
      expect(told).toEqual([
        'told',
        'told',
        'told',
        'told',
        'told',
        'told',
        'PARCEL.OTHER_SIDE_READ',
        'told',
        'PARCEL.NOT_IN_CUSTODY',
        'PARCEL.CASE_UNKNOWN',
        'told',
        'PARCEL.SHREDDED',
        'PARCEL.SHREDDED',
      ]);
      const onRecord = chapters.at(10) ?? '';
      const actions = ['issue', 'open', 'resolve', 'amend'].map((act) => `parcel.${act}`);
      for (const action of [...actions, 'collection.assign', 'custody.record', 'shift.load', 'case.open'])
        expect(onRecord).toContain(action);
    },
  );

  it('says what it is', async () => {
    expect(await demo('--help')).toContain('npm run demo');
  });
});
