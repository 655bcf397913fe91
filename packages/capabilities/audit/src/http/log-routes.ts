import { route, type Route } from '@temkin/http';
import { formatVerifierKey, type VerifierKey } from '@temkin/tlog';
import type { LogName } from '../domain/index.ts';
import type { readLogFile } from '../usecases/read-log-file.ts';
import { logCheckpointSpec, logKeySpec, logTileSpec } from './log-specs.ts';

export interface LogUsecases {
  readonly readLogFile: ReturnType<typeof readLogFile>;
  readonly logKey: (log: LogName) => Promise<VerifierKey>;
}

/** The log's own files, as third-party clients read them. */
export const logRoutes = ({ readLogFile: read, logKey }: LogUsecases): readonly Route[] => [
  route(logCheckpointSpec, async ({ caller, params }) => {
    const { bytes } = await read(caller, params, 'checkpoint');
    return { body: new TextDecoder().decode(bytes) };
  }),
  route(logKeySpec, async ({ caller, params }) => {
    await read(caller, params, 'checkpoint');
    return { body: `${formatVerifierKey(await logKey(params))}\n` };
  }),
  route(logTileSpec, async ({ caller, params: { tile, ...log } }) => {
    const { bytes, receipt } = await read(caller, log, tile);
    return { body: bytes, ...(receipt !== undefined && { receipt }) };
  }),
];
