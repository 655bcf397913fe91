import type { LogName } from '@temkin/audit/domain';
import { UsageError, type Surroundings, type Values } from '../command.ts';
import { logText, openLogs, type LogsAt } from '../logs-at.ts';

/** What a command line says of the logs that outlived the loss: where they are, that they are lost, or nothing. */
export interface ChosenLogs {
  readonly at?: LogsAt;
  readonly areLost: boolean;
}

/** The logs that a command line means. */
export const chooseLogs = async (
  values: Values,
  surroundings: Pick<Surroundings, 'openPlace'>,
): Promise<ChosenLogs> => {
  const areLost = values['logs-lost'] === true;
  if (areLost && values.logs !== undefined)
    throw new UsageError('--logs says where the logs are, --logs-lost that there are none: choose one');
  const at = await openLogs(values, surroundings);
  return { areLost, ...(at !== undefined && { at }) };
};

/** Throws where there are logs, or were, and nothing was said of them: what left the outbox is known from them alone. */
export const refuseUnsaid = ({ at, areLost }: ChosenLogs, logs: readonly LogName[], whose: string): void => {
  if (at !== undefined || areLost || logs.length === 0) return;
  throw new Error(
    `${whose} has logs (${logs.map(logText).join(', ')}), into which events left the outbox: what was destroyed, ` +
      'revoked or suspended since the backup is known from them. Say where they lie: --logs <directory | s3://bucket>. ' +
      'If they are lost, and every copy of them, say --logs-lost: then what they alone knew comes back. ' +
      'Nothing was changed.',
  );
};
