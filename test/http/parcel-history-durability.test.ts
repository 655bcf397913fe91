import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { codeOf } from '../support/answer-codes.ts';
import { down, unconfirmed } from '../support/failing-writes.ts';
import {
  askForCode,
  codeIn,
  historyPath,
  postPublicly,
  type ShownHistory,
} from '../support/parcel-history.ts';
import { issue } from '../support/parcels.ts';
import { recordedEvents } from '../support/recorded-events.ts';
import { stagedTable } from '../support/staged-table.ts';
import { testSystem } from '../support/system.ts';

const staged = stagedTable();
const system = await testSystem({ wrapTable: staged.wrapTable });
const { waybillNumber } = await issue(system);
const asked = { waybillNumber, phone: '0912345678' };

beforeEach(() => {
  system.clock.advance(86_400_000);
});

afterEach(() => {
  staged.stage();
});

const ask = () => postPublicly(system, historyPath(), asked);

const open = (challengeId: string, code = '') =>
  postPublicly(system, historyPath('demo', challengeId), { code });

const historyEvents = async (): Promise<number> =>
  (await recordedEvents(system.table)).filter(({ api }) => api.operation === 'parcel.history').length;

describe('a challenge whose transaction', () => {
  it.each([
    ['is lost', down, 'STORE.UNAVAILABLE'],
    ['goes through unheard', unconfirmed, 'STORE.OUTCOME_UNKNOWN'],
  ] as const)(
    '%s is answered by a problem after the same time, and no message is sent',
    async (_, stage, code) => {
      const [sent, waited] = [system.notices.length, system.waited.length];
      staged.once(stage);
      expect(await codeOf(await ask())).toBe(code);
      expect(system.notices).toHaveLength(sent);
      expect(system.waited).toHaveLength(waited + 1);
      expect((await ask()).status).toBe(202);
      expect(system.notices).toHaveLength(sent + 1);
    },
  );
});

describe('a history whose event', () => {
  it('is lost shows nothing, and its code is still good', async () => {
    const { challengeId, code } = await askForCode(system, asked);
    const before = await historyEvents();
    staged.once(down);
    const answer = await open(challengeId, code);
    expect(await answer.clone().text()).not.toContain('reads');
    expect(await codeOf(answer)).toBe('AUDIT.UNAVAILABLE');
    expect(await historyEvents()).toBe(before);
    expect((await open(challengeId, code)).status).toBe(200);
    expect(await historyEvents()).toBe(before + 1);
  });

  it('is written unheard shows nothing, and its code is used up', async () => {
    const { challengeId, code } = await askForCode(system, asked);
    const before = await historyEvents();
    staged.once(unconfirmed);
    const answer = await open(challengeId, code);
    expect(await answer.clone().text()).not.toContain('reads');
    expect(await codeOf(answer)).toBe('STORE.OUTCOME_UNKNOWN');
    expect(await historyEvents()).toBe(before + 1);
    expect(await codeOf(await open(challengeId, code))).toBe('PARCEL.CODE_INVALID');
  });
});

const opened = async (): Promise<{ readonly path: string; readonly followUp: string }> => {
  const { challengeId, code } = await askForCode(system, asked);
  const { followUp } = (await (await open(challengeId, code)).json()) as ShownHistory;
  return { path: historyPath('demo', challengeId, 'requests'), followUp };
};

const filings = async (): Promise<number> =>
  (await recordedEvents(system.table)).filter(({ api }) => api.operation === 'subject-request.file').length;

describe('a request whose event', () => {
  it.each([
    ['is lost', down, 'AUDIT.UNAVAILABLE'],
    ['is written unheard', unconfirmed, 'STORE.OUTCOME_UNKNOWN'],
  ] as const)('%s is filed once when it is sent again', async (_, stage, code) => {
    const { path, followUp } = await opened();
    const before = await filings();
    staged.once(stage);
    const file = () => postPublicly(system, path, { followUp, kind: 'complaint' });
    expect(await codeOf(await file())).toBe(code);
    expect((await file()).status).toBe(201);
    expect(await filings()).toBe(before + 1);
  });

  it.each([
    ['is lost', down, 'AUDIT.UNAVAILABLE'],
    ['is written unheard', unconfirmed, 'STORE.OUTCOME_UNKNOWN'],
  ] as const)('%s while it is closed is closed once when that is sent again', async (_, stage, code) => {
    const { path, followUp } = await opened();
    const filed = await postPublicly(system, path, { followUp, kind: 'masking' });
    const { requestId } = (await filed.json()) as { readonly requestId: string };
    staged.once(stage);
    const close = () =>
      system.as('privacy-minh').post(`/v1/subject-requests/${requestId}/close`, { outcome: 'fulfilled' });
    expect(await codeOf(await close())).toBe(code);
    expect(await (await close()).json()).toMatchObject({ state: 'closed', outcome: 'fulfilled' });
  });
});

describe('a gateway of telephones that', () => {
  it.each([
    ['is down', () => Promise.reject(new Error('connect ECONNREFUSED +84912345678'))],
    [
      'hangs',
      (signal: AbortSignal) =>
        new Promise<void>((_, reject) => {
          signal.addEventListener('abort', () => reject(new Error('aborted')));
        }),
    ],
  ])('%s changes nothing of the answer, and is told of without the number', async (_, act) => {
    const lines: string[] = [];
    const other = await testSystem({ notify: { send: (__, signal) => act(signal) } });
    const parcel = await issue(other);
    const write = process.stdout.write.bind(process.stdout);
    process.stdout.write = (text: string | Uint8Array): boolean => lines.push(String(text)) > 0;
    const answer = await postPublicly(other, historyPath(), {
      waybillNumber: parcel.waybillNumber,
      phone: '0912345678',
    }).finally(() => {
      process.stdout.write = write;
    });
    expect(answer.status).toBe(202);
    expect(Object.keys((await answer.json()) as object)).toEqual(['challengeId']);
    expect(lines.map((line) => JSON.parse(line) as unknown)).toEqual([
      expect.objectContaining({ finding: 'notice-failed', tenant: 'demo', kind: 'history-code' }),
    ]);
    expect(lines.join()).not.toContain('912345678');
  });
});

describe('messages', () => {
  it('carry a code of eight digits and its company', () => {
    for (const notice of system.notices) {
      expect(codeIn(notice)).toMatch(/^\d{8}$/);
      expect(notice).toMatchObject({ tenant: 'demo', code: codeIn(notice) });
    }
  });

  it('and all that failed, met no fault of ours', () => {
    expect(system.faults).toEqual([]);
  });
});
