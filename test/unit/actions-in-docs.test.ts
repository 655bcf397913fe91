import { ACTIONS } from '@temkin/audit-event';
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';

const guide = readFileSync(new URL('../../docs/audit.md', import.meta.url), 'utf8');

it('docs/audit.md lists the actions of events, and no other', () => {
  const [, rows = ''] = /^\| about \| actions \|\n\|[-|]+\|\n((?:\|.*\n)+)/m.exec(guide) ?? [];
  const listed = [...rows.matchAll(/`([a-z-]+\.[a-z-]+)`/g)].flatMap(([, action]) => action ?? []);
  expect(listed.toSorted()).toEqual(Object.keys(ACTIONS).toSorted());
});
