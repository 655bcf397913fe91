import { ask, problem, type Chapter, type Stage, type Told } from './stage.ts';
import { aside, show, showStep } from './telling.ts';

interface AuditEvent {
  readonly time: string;
  readonly action: string;
  readonly outcome: string;
  readonly reason?: string;
  readonly actor: { readonly pseudonym: string; readonly role: string };
  readonly groups?: readonly string[];
}

const openCase = async (stage: Stage): Promise<string> => {
  const { parcelId } = stage.issued;
  const { caseId } = await ask<{ readonly caseId: string }>(stage, 'support-lead-quynh', '/v1/cases', {
    body: { parcelId, kind: 'dispute', reason: 'not-delivered' },
    status: 201,
  });
  return caseId;
};

const dispute = (stage: Stage, more: object = {}, status = 200): Promise<Told> =>
  ask(stage, 'support-phuc', '/v1/parcels/open', {
    body: { waybillNumber: stage.parcel.waybillNumber, purpose: 'dispute', ...more },
    status,
  });

/** What is left of it: a dispute, the record, and two ends. */
export const AFTERWARDS: readonly Chapter[] = [
  {
    title: 'The recipient says that it never came',
    tell: async (stage) => {
      show(problem(await dispute(stage, {}, 403)));
      aside('The call centre reads nothing of its own accord. With a case that somebody else opened:');
      show((await dispute(stage, { caseId: await openCase(stage) })).fields);
    },
  },
  {
    title: 'Each step was on record before anything left the system',
    tell: async (stage) => {
      const { events } = await ask<{ readonly events: readonly AuditEvent[] }>(
        stage,
        'auditor-khanh',
        '/v1/audit/queries',
        { body: { parcelId: stage.issued.parcelId, limit: 100 } },
      );
      for (const { time, action, outcome, reason, actor, groups = [] } of events) {
        const opened = groups.length > 0 ? `: ${groups.join(' and ')}` : '';
        showStep(
          time,
          action,
          outcome === 'allowed',
          `${actor.role}${reason === undefined ? opened : `: ${reason}`}`,
        );
      }
      aside('\nPeople and parcels are pseudonyms in the log. The auditor who asked is on record as well.');
    },
  },
  {
    title: 'A month later the label is dead paper',
    tell: async (stage) => {
      await stage.passDays(40);
      const caseId = await openCase(stage);
      const { token } = stage.issued;
      const read = await ask(stage, 'support-phuc', '/v1/parcels/resolve', {
        body: { token, purpose: 'dispute', caseId },
        status: 410,
      });
      show(problem(read));
      aside('Its key is destroyed. The sealed copy still answers for complaints:');
      show((await dispute(stage, { caseId })).fields);
    },
  },
  {
    title: 'When the law wants it no longer, nothing opens it any more',
    tell: async (stage) => {
      await stage.passDays(300);
      show(problem(await dispute(stage, {}, 410)));
      aside('Its keys, its copy and whatever led from its people to it are gone. That it was is on record.');
    },
  },
];
