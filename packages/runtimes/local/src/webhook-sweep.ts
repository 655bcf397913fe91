import { logLine } from '@temkin/composition';
import type { Clock } from '@temkin/kernel';
import type { BackgroundWork } from './background-work.ts';

/** How long a run begins new requests. */
const RUN_MILLISECONDS = 50_000;

/**
 * A run of the sender of webhooks. What it came to is said in one line where something failed, as the function of the cloud
 * says it; a fault goes on as one, after everything else was seen to.
 */
export const webhookSweep =
  (
    send: BackgroundWork['sendWebhooks'],
    clock: Clock,
    log: (line: Parameters<typeof logLine>[0]) => void = logLine,
  ) =>
  async (signal: AbortSignal): Promise<void> => {
    const { faults, ...sent } = await send({ deadlineMilliseconds: clock.now() + RUN_MILLISECONDS, signal });
    if (sent.failed > 0) log({ level: 'warn', finding: 'webhooks-sent', ...sent });
    if (sent.disabled > 0) log({ level: 'warn', finding: 'webhook-disabled', count: sent.disabled });
    if (faults.length > 0) throw faults[0];
  };
