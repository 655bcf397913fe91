import { LABEL_KINDS, type LabelKind } from '@temkin/parcel/domain';
import type { Comparison, Figure, Row } from '../comparison.ts';
import { spreadOf, type Spread } from '../measure.ts';
import { parcelFields } from '../parcels/parcel-fields.ts';
import { allPeers } from '../peers/all-peers.ts';
import { fieldsOf, type Contestant, type Fields } from '../peers/contestant.ts';
import { temkinLabel } from '../peers/temkin.ts';
import { qrVersion, type QrLevel } from '../qr-version.ts';

/** Sizes of many tokens. */
interface Sizes {
  readonly bytes: Spread;
  readonly version: Spread;
}

/** Seals every parcel and measures the tokens. */
export const sizesOf = async (
  contestant: Contestant,
  parcels: readonly Fields[],
  level: QrLevel,
): Promise<Sizes> => {
  const bytes: number[] = [];
  const versions: number[] = [];
  for (const fields of parcels) {
    const token = await contestant.seal(fields);
    bytes.push(token.byteLength);
    versions.push(qrVersion(token.text, contestant.mode, level));
  }
  return { bytes: spreadOf(bytes), version: spreadOf(versions) };
};

/** `V6 (7), 92 B (108)`: the median, and in brackets what 95 of 100 do not exceed. */
export const sizeFigure = ({ bytes, version }: Sizes): Figure => ({
  text: `V${version.median} (${version.p95}), ${bytes.median} B (${bytes.p95})`,
  value: { bytes, version },
});

/** QR versions at level M: median, and 95th percentile. */
const GOALS = { sealed: [6, 7], 'sealed-all': [11, 12] } as const;

const goalOf = (kind: keyof typeof GOALS, { version }: Sizes): NonNullable<Comparison['goal']> => {
  const [median, p95] = GOALS[kind];
  return { text: `≤ V${median} (${p95})`, met: version.median <= median && version.p95 <= p95 };
};

const compareKind = async (
  kind: Exclude<LabelKind, 'opaque'>,
  parcels: readonly Fields[],
): Promise<readonly Comparison[]> => {
  const { oneBox, boxPerGroup, ...schemes } = await allPeers(LABEL_KINDS[kind].groups);
  const ours = await sizesOf(temkinLabel(kind), parcels, 'M');
  const rivals: readonly (readonly ['peer' | 'limit', Contestant])[] = [
    ...Object.values(schemes).map((peer) => ['peer', peer] as const),
    ['peer', temkinLabel(kind, 1)],
    ['limit', oneBox],
    ['limit', boxPerGroup],
  ];
  const lines: Comparison[] = [];
  for (const [role, rival] of rivals) {
    const theirs = await sizesOf(rival, parcels, 'M');
    lines.push({
      row: 1,
      what: `${kind} token, QR at M`,
      ours: sizeFigure(ours),
      [role]: { name: rival.name, ...sizeFigure(theirs) },
      ratio: ours.bytes.median / theirs.bytes.median,
      // Of our own size, whoever stands beside it: said once.
      ...(lines.length === 0 && { goal: goalOf(kind, ours) }),
    });
  }
  return lines;
};

/**
 * Row 1: bytes of a token and the QR version at level M it needs, padding included; ratios are of median bytes. Peers
 * carry the same fields. `sealed-all` is measured on parcels with a sender.
 */
export const tokenSize: Row = async ({ parcels, quick, progress }) => {
  const fields = (quick ? parcels.slice(0, 200) : parcels).map(parcelFields);
  const lines: Comparison[] = [];
  for (const kind of ['sealed', 'sealed-all'] as const) {
    progress(`row 1: ${kind} tokens of ${fields.length} parcels`);
    const measured = kind === 'sealed' ? fields : fields.filter(({ sender }) => sender !== undefined);
    const { groups } = LABEL_KINDS[kind];
    lines.push(
      ...(await compareKind(
        kind,
        measured.map((one) => fieldsOf(one, groups)),
      )),
    );
  }
  return lines;
};
