import type { CertificateJudge } from '../domain/index.ts';
import type { OwnCertificates } from './signing-ports.ts';

/**
 * Judges chains, and of a company of ours only those for the key of one of its certificates: each authority that is trusted, for its own
 * calls, could certify the company's code to anybody.
 */
export const judgeWithOwn = ({
  certificates,
  judge,
}: {
  readonly certificates: Pick<OwnCertificates, 'all'>;
  readonly judge: CertificateJudge;
}): CertificateJudge => ({
  judge: async (chain, atSeconds) => {
    const verdict = await judge.judge(chain, atSeconds);
    if (!verdict.trusted) return verdict;
    const own = certificates.all().filter(({ spc }) => spc === verdict.spc);
    const { x, y } = verdict.key;
    return own.length === 0 || own.some(({ key }) => key.x === x && key.y === y)
      ? verdict
      : { trusted: false, because: 'unknown-authority' };
  },
});
