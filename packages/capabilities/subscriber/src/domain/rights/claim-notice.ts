import { vietnamDay } from '@temkin/kernel';
import { claimReceipt } from './claim-receipt.ts';
import type { ClaimState, NumberClaim } from './claims.ts';
import type { SelfCheckNotice } from './code-notice.ts';

/** A short message to whoever claimed that a number is not theirs, by the number that they have shown to be. */
export interface ClaimNotice {
  /** Names the message to the gateway, which sends it once however often it is told. */
  readonly noticeId: string;
  /** On whose behalf. */
  readonly tenant: string;
  /** E.164. */
  readonly phone: string;
  /** What it is about, for a gateway that has texts of its own to be approved by networks. */
  readonly kind: 'claim-received' | 'claim-decided';
  /** It has none. */
  readonly code?: undefined;
  /** In letters that every telephone shows in one message (3GPP TS 23.038 §6.2.1, 160 characters). */
  readonly text: string;
}

/** Sends messages to people about their rights, by whoever the company has for that. */
export interface SendRightsNotice {
  /** Resolves once the gateway has taken the message. Rejects where it has not, or where the signal is aborted. */
  send(notice: SelfCheckNotice | ClaimNotice, signal: AbortSignal): Promise<void>;
}

/** The last day before an instant, as it is written in Vietnam: `24/11/2026`. */
const lastDay = (until: number): string =>
  vietnamDay(until - 1)
    .split('-')
    .toReversed()
    .join('/');

const TEXTS: Readonly<
  Record<ClaimState, (claim: Pick<NumberClaim, 'claimId' | 'replyBy' | 'doneBy'>) => string>
> = {
  open: ({ claimId, replyBy, doneBy }) =>
    `Da nhan phan anh cua ban ve thue bao khong chinh chu. Ma tra cuu ${claimReceipt(claimId)}. Tra loi den ${lastDay(replyBy)}, ` +
    `giai quyet den ${lastDay(doneBy)}.`,
  confirmed: ({ claimId }) =>
    `Phan anh ${claimReceipt(claimId)}: da xac nhan so thue bao do khong phai cua ban va dang xu ly theo quy dinh.`,
  rejected: ({ claimId }) =>
    `Phan anh ${claimReceipt(claimId)}: chua co can cu xac nhan so thue bao do khong phai cua ban. Hoi them tai diem giao dich.`,
};

/** What a claimant is told of where a claim stands: neither a number nor a name, and of nobody else anything. */
export const claimNotice = (
  claim: Pick<NumberClaim, 'claimId' | 'state' | 'replyBy' | 'doneBy'>,
): Pick<ClaimNotice, 'kind' | 'text'> => ({
  kind: claim.state === 'open' ? 'claim-received' : 'claim-decided',
  text: TEXTS[claim.state](claim),
});
