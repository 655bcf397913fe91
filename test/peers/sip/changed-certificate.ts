import { AsnConvert } from '@peculiar/asn1-schema';
import { Certificate, type TBSCertificate } from '@peculiar/asn1-x509';
import { toDerSignature } from '@temkin/crypto';
import type { Authority } from '@temkin/stir-certificates';

/** A certificate like another, but for what is changed of it before an authority signs it. DER. */
export const changedCertificate = async (
  certificate: Uint8Array,
  { signer }: Authority,
  change: (signed: TBSCertificate) => void,
): Promise<Uint8Array> => {
  const changed = AsnConvert.parse(Uint8Array.from(certificate).buffer, Certificate);
  change(changed.tbsCertificate);
  const signed = new Uint8Array(AsnConvert.serialize(changed.tbsCertificate));
  changed.tbsCertificateRaw = Uint8Array.from(signed).buffer;
  changed.signatureValue = Uint8Array.from(toDerSignature(await signer.sign(signed))).buffer;
  return new Uint8Array(AsnConvert.serialize(changed));
};
