import { routeSpec } from '@temkin/http';
import { parseTilePath, type Tile } from '@temkin/tlog';
import * as z from 'zod';

const auditor = { scope: 'audit:read', roles: ['auditor'] } as const;

/** Of one's own company; any other is a log that there is not. */
const tenant = z.string().regex(/^[a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])?$/);

const year = z
  .string()
  .regex(/^\d{4}$/)
  .meta({ description: 'A log holds the events of one year (UTC).' });

const tile = z
  .string()
  .max(100)
  .transform((path, context): Tile => {
    const parsed = parseTilePath(`tile/${path}`);
    if (parsed !== undefined) return parsed;
    context.addIssue({ code: 'custom', message: 'a path of tlog-tiles: 0/x001/234.p/7, or entries/000' });
    return z.NEVER;
  })
  .meta({
    description:
      'The rest of the path, slashes and all, as c2sp.org/tlog-tiles has it: `0/x001/234.p/7`, `entries/000`.',
  });

export const logCheckpointSpec = routeSpec({
  method: 'GET',
  path: '/v1/audit/log/{tenant}/{year}/checkpoint',
  action: 'audit.read-log',
  tag: 'Audit',
  summary: 'Read the newest checkpoint of a log',
  description:
    'A signed note (c2sp.org/tlog-checkpoint). It discloses nothing, so the reading leaves no event.',
  access: auditor,
  params: () => z.strictObject({ tenant, year }),
  success: {
    status: 200,
    description: 'The checkpoint.',
    mediaType: 'text/plain; charset=utf-8',
    body: () => z.string(),
  },
  problems: ['AUDIT.LOG_FILE_UNKNOWN'],
});

export const logKeySpec = routeSpec({
  method: 'GET',
  path: '/v1/audit/log/{tenant}/{year}/vkey',
  action: 'audit.read-log',
  tag: 'Audit',
  summary: 'Read the key that a log says is its own',
  description:
    'A verifier key (c2sp.org/signed-note). Trust one that came to you by another way; a log that was replaced would name ' +
    'another key here.',
  access: auditor,
  params: () => z.strictObject({ tenant, year }),
  success: {
    status: 200,
    description: 'The key.',
    mediaType: 'text/plain; charset=utf-8',
    body: () => z.string(),
  },
  problems: ['AUDIT.LOG_FILE_UNKNOWN'],
});

export const logTileSpec = routeSpec({
  method: 'GET',
  path: '/v1/audit/log/{tenant}/{year}/tile/{tile+}',
  action: 'audit.read-log',
  tag: 'Audit',
  summary: 'Read a tile of a log, or a bundle of its entries',
  description:
    'Byte for byte as c2sp.org/tlog-tiles has it, so that any client of such logs can read this one. Reading entries is on ' +
    'record; hashes disclose nothing.',
  access: auditor,
  params: () => z.strictObject({ tenant, year, tile }),
  success: {
    status: 200,
    description: 'The tile or bundle.',
    mediaType: 'application/octet-stream',
    body: () => z.custom<Uint8Array>((body) => body instanceof Uint8Array),
  },
  problems: ['AUDIT.LOG_FILE_UNKNOWN', 'ACCESS.CHANGED', 'AUDIT.UNAVAILABLE'],
});

/** The specifications of the log's own files. */
export const logSpecs = [logCheckpointSpec, logKeySpec, logTileSpec];
