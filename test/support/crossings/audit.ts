import type { Crossing } from './crossing.ts';
import type { Ground } from './ground.ts';

/** Routes of the record. */
export const auditCrossings = ({ system, ids }: Ground): readonly Crossing[] => [
  {
    ...ids.event,
    route: 'GET /v1/audit/events/{eventId}',
    refusal: 'AUDIT.EVENT_UNKNOWN',
    ask: (id) => system.as('other-auditor').get(`/v1/audit/events/${id}`),
  },
  {
    ...ids.event,
    route: 'GET /v1/audit/events/{eventId}/proof',
    refusal: 'AUDIT.EVENT_UNKNOWN',
    ask: (id) => system.as('other-auditor').get(`/v1/audit/events/${id}/proof`),
  },
  ...[
    ['checkpoint', 'checkpoint'],
    ['vkey', 'vkey'],
    ...[...system.log.blobs.stored.keys()]
      .filter((name) => name.startsWith('demo/2026/tile/'))
      .map((name) => ['tile/{tile+}', name.slice('demo/2026/'.length)]),
  ].map(([template, file]) => ({
    ...ids.company,
    route: `GET /v1/audit/log/{tenant}/{year}/${template}`,
    refusal: 'AUDIT.LOG_FILE_UNKNOWN',
    ask: (id: string) => system.as('other-auditor').get(`/v1/audit/log/${id}/2026/${file}`),
  })),
  {
    ...ids.disputeCase,
    route: 'POST /v1/audit/unmask',
    refusal: 'AUDIT.CASE_UNKNOWN',
    ask: (caseId) => system.as('other-auditor').post('/v1/audit/unmask', { pseudonym: ids.actor.id, caseId }),
  },
  ...[
    { ...ids.parcel, by: 'parcelId' },
    { ...ids.waybill, by: 'waybillNumber' },
    ids.subject,
    ids.actor,
  ].flatMap((named) =>
    [
      { path: '/v1/audit/queries', refusal: 'no events' },
      { path: '/v1/audit/exports', refusal: 'no events', more: { format: 'jsonl' } },
      { path: '/v1/audit/counts', refusal: 'no counts', more: { question: 'top-readers' } },
    ].map(({ path, refusal, more }) => ({
      ...named,
      route: `POST ${path}`,
      refusal,
      ask: (id: string) => system.as('other-auditor').post(path, { [named.by]: id, ...more }),
    })),
  ),
];
