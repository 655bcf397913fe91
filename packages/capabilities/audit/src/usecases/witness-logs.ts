import type { LogFiles } from '../store/log-files.ts';
import type { LogHeadStore } from '../store/log-heads.ts';
import type { AskWitnesses } from './ask-witnesses.ts';
import { faultsOfEach } from './faults-of-each.ts';
import { witnessCheckpoint } from './witness-checkpoint.ts';

/**
 * Asks the witnesses who have not cosigned the newest checkpoints of a tenant's logs, until all have: so a night without
 * events does not stay unwitnessed. Answers what kept logs from being witnessed; that stops no other. Takes as long as
 * witnesses do, so nothing that others wait for may come after it.
 */
export const witnessLogs = ({
  heads,
  files,
  ask,
}: {
  readonly heads: Pick<LogHeadStore, 'all'>;
  readonly files: Pick<LogFiles, 'newest' | 'publish'>;
  readonly ask: AskWitnesses;
}) => {
  const witness = witnessCheckpoint({ files, ask });
  /** Sizes at which all witnesses of a log have cosigned it. */
  const settled = new Map<string, number>();

  return async (tenant: string): Promise<readonly unknown[]> => {
    const faults = await faultsOfEach(await heads.all(tenant), async ({ log, publishedSize }) => {
      const place = `${tenant}/${log.year}`;
      if (publishedSize === 0 || settled.get(place) === publishedSize) return;
      const seen = await witness(log);
      const outcomes = [...(seen?.witnesses.values() ?? [])];
      if (outcomes.every(({ outcome }) => outcome === 'cosigned')) settled.set(place, publishedSize);
    });
    return [...faults.values()];
  };
};
