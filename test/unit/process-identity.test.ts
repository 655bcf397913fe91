import { describe, expect, it } from 'vitest';
import {
  identityOf,
  lives,
  startInPs,
  startInStat,
} from '../../packages/runtimes/local/src/data-directory/process-identity.ts';

/** A line of `/proc/<pid>/stat` in which every later field holds its own number. */
const stat = (state: string, name = 'node'): string =>
  `42 (${name}) ${state} ${Array.from({ length: 49 }, (_, at) => at + 4).join(' ')}\n`;

describe('the start of a process', () => {
  it.each(['node', 'a) R 1 (b', ') Z'])('is field 22 of proc(5), whatever the name: %s', (name) => {
    expect(startInStat(stat('S', name))).toBe('22');
  });

  it.each(['Z', 'X', 'x'])('is unknown for what has ended, by proc(5): %s', (state) => {
    expect(startInStat(stat(state))).toBeUndefined();
  });

  it.each([
    ['Ss   Sat Nov 21 18:12:00 2026\n', 'Sat Nov 21 18:12:00 2026'],
    [' R+  Sun Nov  1 08:02:09 2026    \n', 'Sun Nov  1 08:02:09 2026'],
    ['Z    Sat Nov 21 18:12:00 2026\n', undefined],
    ['', undefined],
  ])('is what ps says of a living process: %j', (answer, expected) => {
    expect(startInPs(answer)).toBe(expected);
  });

  it('is the same however often it is asked for, and tells this process from another of its id', async () => {
    const self = await identityOf(process.pid);
    if (self === undefined) throw new Error('this process lives');
    expect(await identityOf(process.pid)).toEqual(self);
    expect(await lives(self)).toBe(true);
    expect(await lives({ ...self, startedAt: `${self.startedAt}0` })).toBe(false);
  });

  it('is unknown where no process has the id', async () => {
    expect(await identityOf(2 ** 31 - 1)).toBeUndefined();
  });
});
