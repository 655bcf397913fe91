/** Writes the OpenAPI document from the specifications that the server enforces. Run from anywhere; needs no network. */
import { writeFileSync } from 'node:fs';
import { openApiText } from './openapi-text.ts';

writeFileSync(new URL('../docs/openapi.json', import.meta.url), openApiText());
