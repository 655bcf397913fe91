import { openApiDocument } from '@temkin/http/openapi';
import manifest from '../package.json' with { type: 'json' };
import { apiProblems, apiSpecs } from '../packages/runtimes/local/src/api-document.ts';

const DESCRIPTION = `Parcels whose labels keep their secret, calls that a citizen can check, a registry of subscribers whose every field is \
sealed by itself, and a record of everybody who read of any of them.

Every error is a problem (RFC 9457) with a stable \`code\`. Instants are RFC 3339 in UTC, money is whole Vietnamese dong. \
A body has at most 1 MiB and 16 levels; unknown properties are refused. Personal data never stands in an address. \
An answer may gain fields; the names it has stay.`;

/** The text of docs/openapi.json: the whole API, the same for the same code. */
export const openApiText = (): string => {
  const { version } = manifest;
  const document = openApiDocument({
    title: 'Temkin',
    version,
    description: DESCRIPTION,
    specs: apiSpecs,
    problems: apiProblems,
  });
  return `${JSON.stringify(document, undefined, 2)}\n`;
};
