import { expect, it } from 'vitest';
import { FUNCTION_CONTENTS } from '../architecture/function-contents.ts';
import { doNothing } from '../bench/src/cold/do-nothing.ts';

it.each(Object.keys(FUNCTION_CONTENTS))('the bench knows every library that %s stands on', (name) => {
  expect(doNothing(name)).toContain('export const handler');
});
