/** Writes the generated half of the TypeScript client from the same specifications as docs/openapi.json. Needs no network. */
import { writeFileSync } from 'node:fs';
import { clientText } from './client-text.ts';

writeFileSync(new URL('../packages/surfaces/client/src/generated/api.ts', import.meta.url), clientText());
