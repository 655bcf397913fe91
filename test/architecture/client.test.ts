import { readdirSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { clientText } from '../../scripts/client-text.ts';

const SOURCE = new URL('../../packages/surfaces/client/src/', import.meta.url);

it('the client has the types of every route (else: npm run client)', () => {
  expect(readFileSync(new URL('generated/api.ts', SOURCE), 'utf8') === clientText()).toBe(true);
});

it('the client runs in a browser: it uses nothing that only Node has', () => {
  for (const file of readdirSync(SOURCE).filter((name) => name.endsWith('.ts')))
    expect(readFileSync(new URL(file, SOURCE), 'utf8'), file).not.toMatch(/\bBuffer\b|\bprocess\.|'node:/);
});
